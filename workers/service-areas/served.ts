import { openRows } from '../../model/city/layer-rows.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import { isTilesetKind } from '../../model/city/manifest.ts';
import type { ServiceAreaRequest } from '../../model/scenarios/service-areas.ts';
import { MessageError } from '../../model/text/message.ts';
import type { Text } from '../../model/text/text.ts';
import type { CityFiles } from '../shared/engine.ts';
import type { ServingLayer } from './engine-types.ts';
import { serviceMessage } from './messages.ts';

/** Names of columns by which cities tell what a thing is for. */
const USE_NAMES = new Set(['use', 'kind', 'class', 'type', 'amenity', 'function', 'building', 'leisure', 'healthcare']);
/** Layers with more things have no facilities. */
const MAX_THINGS = 200_000;

/** A place that serves, or a house whose people are served. */
export interface ServedThing {
  id: string;
  name: Text;
  atM: [number, number];
  residents: number;
  capacity: number | null;
}

const isServing = ({ kind, state, count }: LayerInfo): boolean =>
  state === 'existing' && !isTilesetKind(kind) && !['pipe', 'tunnel', 'tree'].includes(kind) && count <= MAX_THINGS;

/** Codes of layers, each with its values and how many things have them. */
export async function servingLayers(files: CityFiles): Promise<ServingLayer[]> {
  const found: ServingLayer[] = [];
  for (const layer of files.manifest.layers.filter(isServing))
    for (const { name, type, values } of layer.attributes) {
      if (type !== 'code' || !USE_NAMES.has(name.toLowerCase())) continue;
      const rows = await openRows(layer, (path) => files.read(path), [name]);
      const counts = new Map<string, number>();
      for (let row = 0; row < layer.count; row++) {
        const value = rows.text(name, row);
        if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      const listed = [...counts].map(([value, count]) => ({
        value,
        label: values?.[value] ?? { zh: value, en: value },
        count,
      }));
      if (listed.length > 0) found.push({ layer: layer.id, label: layer.label, attribute: name, values: listed });
    }
  return found;
}

/** The places that a request names, in the order of their rows. */
export async function facilitiesOf(files: CityFiles, { facilities }: ServiceAreaRequest): Promise<ServedThing[]> {
  if (facilities.by === 'points')
    return facilities.pointsM.map((atM, i) => {
      const id = String(i + 1);
      return { id, name: { zh: id, en: id }, atM, residents: 0, capacity: null };
    });
  const { attribute, value } = facilities;
  const layer = files.manifest.layers.find(({ id }) => id === facilities.layer);
  if (!layer?.attributes.some(({ name }) => name === attribute))
    throw new MessageError(serviceMessage('unknown-attribute', { layer: facilities.layer, attribute }));
  const rows = await openRows(layer, (path) => files.read(path), [attribute, 'capacity']);
  const things: ServedThing[] = [];
  for (let row = 0; row < layer.count; row++) {
    if (rows.text(attribute, row) !== value) continue;
    const { id, name, at } = rows.thing(row);
    things.push({ id, name, atM: at, residents: 0, capacity: rows.number('capacity', row) });
  }
  if (things.length === 0) throw new MessageError(serviceMessage('no-facility', { attribute, value }));
  return things;
}

const isHousing = ({ kind, state }: LayerInfo): boolean => kind === 'building' && state === 'existing';

/** Whether a city's buildings tell their residents. */
export const hasResidents = ({ manifest: { layers } }: CityFiles): boolean =>
  layers.some((layer) => isHousing(layer) && layer.attributes.some(({ name }) => name === 'residents'));

/** All existing buildings with their residents; 0 where none are known. */
export async function homesOf(files: CityFiles): Promise<ServedThing[]> {
  const homes: ServedThing[] = [];
  for (const layer of files.manifest.layers.filter(isHousing)) {
    const rows = await openRows(layer, (path) => files.read(path), ['residents']);
    for (let row = 0; row < layer.count; row++) {
      const { id, name, at } = rows.thing(row);
      homes.push({ id, name, atM: at, residents: rows.number('residents', row) ?? 0, capacity: null });
    }
  }
  return homes;
}
