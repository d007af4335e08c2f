import type { Reader } from '../reader.ts';
import { readerMessage } from '../shared/messages.ts';
import { ReadError } from '../shared/problems.ts';

/** The first band of a GeoTIFF, as elevations are kept. */
export const geoTiffReader: Reader = {
  id: 'geotiff',
  name: 'GeoTIFF',
  order: 80,
  extensions: ['tif', 'tiff'],
  mimeTypes: ['image/tiff', 'image/geo+tiff'],
  gives: ['raster'],
  coordinates: 'stated',
  accepts: ({ text }) => /^(II[*+]\0|MM\0[*+])/.test(text),
  async read(source, wish, problems) {
    const { besideOf, readGeoTiff } = await import('./geotiff.ts');
    const bytes = await source.whole();
    if (bytes.length === 0) throw new ReadError(readerMessage('tiff-empty', { name: source.name }));
    const beside = await besideOf(source);
    const raster = await readGeoTiff(bytes, source.name, wish.crs, beside, problems, wish.assumedCrs);
    return { gives: 'raster', raster };
  },
};
