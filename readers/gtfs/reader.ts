import type { Reader } from '../reader.ts';
import { baseNameOf, namesAtStart } from '../shared/zip-entries.ts';

/** Tables by which an archive is known for a timetable, whichever comes first in it. */
const TABLES = new Set(
  ['agency', 'stops', 'routes', 'trips', 'stop_times', 'calendar', 'shapes', 'feed_info'].map((name) => `${name}.txt`),
);

/** A timetable of public transport (GTFS Schedule): stops as points, the ways of its routes as lines. */
export const gtfsReader: Reader = {
  id: 'gtfs',
  name: 'GTFS',
  order: 45,
  extensions: ['gtfs.zip'],
  mimeTypes: ['application/gtfs+zip'],
  gives: ['features'],
  geometries: ['point', 'line'],
  coordinates: 'wgs84',
  accepts: (start) => namesAtStart(start).some((name) => TABLES.has(baseNameOf(name))),
  async read(source, wish, problems) {
    const { readGtfs } = await import('./gtfs.ts');
    const { geometry = 'point', properties = { all: true } } = wish;
    return { gives: 'features', raw: await readGtfs(source, { geometry, properties, keepZ: false }, problems) };
  },
};
