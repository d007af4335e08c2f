import type { Reader } from '../reader.ts';

/** OGC GeoPackage 1.0 to 1.4: one layer of features by the name of its table. */
export const geoPackageReader: Reader = {
  id: 'geopackage',
  name: 'GeoPackage',
  order: 42,
  extensions: ['gpkg'],
  mimeTypes: ['application/geopackage+sqlite3'],
  gives: ['features'],
  geometries: ['polygon', 'line', 'point'],
  coordinates: 'stated',
  accepts: ({ text }) =>
    text.startsWith('SQLite format 3\u0000') &&
    (text.startsWith('GP', APPLICATION_ID) || text.includes('gpkg_contents')),
  async read(source, wish, problems) {
    const { readGeoPackage } = await import('./geopackage.ts');
    const { geometry = 'polygon', properties = { all: true }, keepZ = false } = wish;
    return { gives: 'features', raw: await readGeoPackage(source, { ...wish, geometry, properties, keepZ }, problems) };
  },
};

/** Where an SQLite file says whose it is: `GPKG`, or `GP10` and `GP11` before version 1.2. */
const APPLICATION_ID = 68;
