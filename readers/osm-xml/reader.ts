import type { Reader } from '../reader.ts';
import { readerMessage } from '../shared/messages.ts';
import { OSM_BUILDING_FIELDS } from '../shared/osm-building-parts.ts';
import { ReadError } from '../shared/problems.ts';

/** OpenStreetMap's XML: ways and multipolygon relations that have a key. Degrees of WGS 84, always. */
export const osmXmlReader: Reader = {
  id: 'osm-xml',
  name: 'OpenStreetMap XML',
  order: 22,
  extensions: ['osm', 'osm.xml'],
  mimeTypes: ['application/vnd.openstreetmap.data+xml'],
  gives: ['features'],
  geometries: ['polygon', 'line', 'point'],
  coordinates: 'wgs84',
  buildingFields: OSM_BUILDING_FIELDS,
  accepts: ({ text }) => /^\s*(<\?xml[^>]*\?>\s*)?(<!--[\s\S]{0,2000}?-->\s*)*<osm[\s>]/.test(text),
  async read(source, wish, problems) {
    const { readOsmXml } = await import('./osm-xml.ts');
    const { tag, properties = { all: true } } = wish;
    if (!tag) throw new ReadError(readerMessage('osm-key', { name: source.name }));
    const geometry = wish.geometry === 'line' || wish.geometry === 'point' ? wish.geometry : 'polygon';
    const names = 'names' in properties ? properties.names : 'all';
    return { gives: 'features', raw: await readOsmXml(source, { ...tag, geometry, names, box: wish.box }, problems) };
  },
};
