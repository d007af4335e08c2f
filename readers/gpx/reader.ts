import type { Reader } from '../reader.ts';

/** GPX 1.0 and 1.1: routes and tracks as lines, waypoints as points. Degrees of WGS 84, always. */
export const gpxReader: Reader = {
  id: 'gpx',
  name: 'GPX',
  order: 46,
  extensions: ['gpx'],
  mimeTypes: ['application/gpx+xml'],
  gives: ['features'],
  geometries: ['line', 'point'],
  coordinates: 'wgs84',
  accepts: ({ text }) => /<gpx[\s>]/.test(text.slice(0, 4000)),
  async read(source, wish, problems) {
    const { readGpx } = await import('./gpx.ts');
    const { geometry = 'line', properties = { all: true }, keepZ = false } = wish;
    return { gives: 'features', raw: await readGpx(source, { ...wish, geometry, properties, keepZ }, problems) };
  },
};
