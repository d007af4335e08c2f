import type { Reader } from '../reader.ts';
import { readerMessage } from '../shared/messages.ts';
import { OSM_BUILDING_FIELDS } from '../shared/osm-building-parts.ts';
import { ReadError } from '../shared/problems.ts';

/** OpenStreetMap's binary format: ways and multipolygon relations that have a key. Degrees of WGS 84, always. */
export const osmPbfReader: Reader = {
  id: 'osm-pbf',
  name: 'OpenStreetMap PBF',
  order: 20,
  extensions: ['osm.pbf', 'pbf'],
  mimeTypes: ['application/vnd.openstreetmap.data+pbf'],
  gives: ['features'],
  geometries: ['polygon', 'line', 'point'],
  coordinates: 'wgs84',
  buildingFields: OSM_BUILDING_FIELDS,
  accepts: ({ text }) => text.slice(4, 32).includes('OSMHeader'),
  async read(source, wish, problems) {
    const { readOsmPbf } = await import('./osm-pbf.ts');
    const { tag, properties = { all: true } } = wish;
    if (!tag) throw new ReadError(readerMessage('osm-key', { name: source.name }));
    const geometry = wish.geometry === 'line' || wish.geometry === 'point' ? wish.geometry : 'polygon';
    const names = 'names' in properties ? properties.names : 'all';
    return { gives: 'features', raw: await readOsmPbf(source, { ...tag, geometry, names, box: wish.box }, problems) };
  },
};
