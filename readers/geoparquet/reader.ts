import type { Reader } from '../reader.ts';

/** GeoParquet 1.0 to 2.0, and Parquet's own geometry. */
export const geoParquetReader: Reader = {
  id: 'geoparquet',
  name: 'GeoParquet',
  order: 185,
  extensions: ['parquet', 'geoparquet'],
  mimeTypes: ['application/vnd.apache.parquet'],
  gives: ['features'],
  geometries: ['polygon', 'line', 'point'],
  coordinates: 'stated',
  accepts: ({ text }) => text.startsWith('PAR1'),
  async read(source, wish, problems) {
    const { readGeoParquet } = await import('./geoparquet.ts');
    const { geometry = 'polygon', properties = { all: true }, keepZ = false } = wish;
    return { gives: 'features', raw: await readGeoParquet(source, { ...wish, geometry, properties, keepZ }, problems) };
  },
};
