import { openRows } from '../../model/city/layer-rows.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import { isTilesetKind } from '../../model/city/manifest.ts';
import type { Text } from '../../model/text/text.ts';
import type { CityFiles } from './engine.ts';

/** Names of columns by which cities tell what a thing is for. */
const USE_NAMES = new Set(['use', 'kind', 'class', 'type', 'amenity', 'function', 'building', 'leisure', 'healthcare']);
/** Layers with more things have no facilities. */
const MAX_THINGS = 200_000;

/** A layer whose things can serve, by a code of theirs. */
export interface ServingLayer {
  layer: string;
  label: Text;
  attribute: string;
  values: { value: string; label: Text; count: number }[];
}

/** A place that serves, or a house whose people are served. */
export interface ServedThing {
  /** Null: it is no thing of the city. */
  gid: number | null;
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

/** Things of a layer whose attribute has one of these values, in the order of their rows. */
export async function thingsWith(
  files: CityFiles,
  { id, attribute, values }: { id: string; attribute: string; values: readonly string[] },
): Promise<ServedThing[]> {
  const layer = files.manifest.layers.find((one) => one.id === id);
  if (!layer) return [];
  const rows = await openRows(layer, (path) => files.read(path), [attribute, 'capacity']);
  const things: ServedThing[] = [];
  for (let row = 0; row < layer.count; row++) {
    if (!values.includes(rows.text(attribute, row) ?? '')) continue;
    const { id: thing, name, at } = rows.thing(row);
    const capacity = rows.number('capacity', row);
    things.push({ gid: layer.gidBase + row, id: thing, name, atM: at, residents: 0, capacity });
  }
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
      const residents = rows.number('residents', row) ?? 0;
      homes.push({ gid: layer.gidBase + row, id, name, atM: at, residents, capacity: null });
    }
  }
  return homes;
}
