import type { Reader } from '../reader.ts';
import { readerMessage } from '../shared/messages.ts';
import { OSM_BUILDING_FIELDS } from '../shared/osm-building-parts.ts';
import { ReadError } from '../shared/problems.ts';

/** An answer of an Overpass server in JSON, with nodes or with geometry (`out geom`). Degrees of WGS 84, always. */
export const overpassReader: Reader = {
  id: 'overpass',
  name: 'Overpass JSON',
  order: 24,
  extensions: ['overpass.json'],
  mimeTypes: [],
  gives: ['features'],
  geometries: ['polygon', 'line', 'point'],
  coordinates: 'wgs84',
  buildingFields: OSM_BUILDING_FIELDS,
  accepts: ({ text }) => /^\s*\{/.test(text) && /"generator"\s*:\s*"Overpass|"osm3s"\s*:/.test(text.slice(0, 2000)),
  async read(source, wish, problems) {
    const { readOverpass } = await import('./overpass.ts');
    const { tag, properties = { all: true } } = wish;
    if (!tag) throw new ReadError(readerMessage('osm-key', { name: source.name }));
    const geometry = wish.geometry === 'line' || wish.geometry === 'point' ? wish.geometry : 'polygon';
    const names = 'names' in properties ? properties.names : 'all';
    return { gives: 'features', raw: await readOverpass(source, { ...tag, geometry, names, box: wish.box }, problems) };
  },
};
