import type { Reader } from '../reader.ts';

/** An ESRI ASCII grid; it names no coordinate system. */
export const esriGridReader: Reader = {
  id: 'esri-grid',
  name: 'ESRI ASCII grid',
  order: 90,
  extensions: ['asc'],
  mimeTypes: [],
  gives: ['raster'],
  coordinates: 'unstated',
  accepts: ({ text }) => /^\s*(ncols|nrows)\s/i.test(text),
  async read(source, wish, problems) {
    const { readEsriRaster } = await import('./raster.ts');
    return { gives: 'raster', raster: await readEsriRaster(source, wish.crs, problems, wish.assumedCrs) };
  },
};
