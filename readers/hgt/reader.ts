import type { Reader } from '../reader.ts';

/** A sheet of a degree of the Shuttle mission's elevations. It has no head: it is known by its name, which says where it lies. */
export const hgtReader: Reader = {
  id: 'hgt',
  name: 'SRTM sheet',
  order: 96,
  extensions: ['hgt'],
  mimeTypes: [],
  gives: ['raster'],
  coordinates: 'wgs84',
  accepts: () => false,
  async read(source) {
    const { readHgt } = await import('./hgt.ts');
    return { gives: 'raster', raster: await readHgt(await source.whole(), source.name) };
  },
};
