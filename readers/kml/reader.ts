import type { Reader } from '../reader.ts';
import { namesAtStart } from '../shared/zip-entries.ts';

/** KML 2.0 to 2.3, alone or in a KMZ archive. Degrees of WGS 84, always. */
export const kmlReader: Reader = {
  id: 'kml',
  name: 'KML',
  order: 44,
  extensions: ['kml', 'kmz'],
  mimeTypes: ['application/vnd.google-earth.kml+xml', 'application/vnd.google-earth.kmz'],
  gives: ['features'],
  geometries: ['polygon', 'line', 'point'],
  coordinates: 'wgs84',
  accepts: (start) =>
    /<kml[\s>]|<kml:kml[\s>]/.test(start.text.slice(0, 4000)) ||
    namesAtStart(start).some((name) => name.endsWith('.kml')),
  async read(source, wish, problems) {
    const { readKml } = await import('./kml.ts');
    const { geometry = 'polygon', properties = { all: true }, keepZ = false } = wish;
    return { gives: 'features', raw: await readKml(source, { ...wish, geometry, properties, keepZ }, problems) };
  },
};
