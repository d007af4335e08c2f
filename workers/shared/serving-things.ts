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
  /** Empty: no code tells what its things are for, so that all of them serve. */
  attribute: string;
  values: { value: string; label: Text; count: number }[];
  /** Somebody gave the layer the role of facilities, and its column of capacities, if any; null: it is read by the usual names. */
  given: { capacity: string | null } | null;
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
  /** People of an area or a point who live in no known building: it counts no building. */
  isPlace?: true;
}

const isServing = ({ kind, state, count }: LayerInfo): boolean =>
  state === 'existing' && !isTilesetKind(kind) && !['pipe', 'tunnel', 'tree'].includes(kind) && count <= MAX_THINGS;

/** Layers that somebody gave the role of facilities, then codes of other layers; each with its values and how many things have them. */
export async function servingLayers(files: CityFiles): Promise<ServingLayer[]> {
  const found: ServingLayer[] = [];
  const { layers } = files.manifest;
  for (const layer of layers) {
    const role = layer.roles?.facilities;
    if (!role) continue;
    const { kind = '', capacity = null } = role.columns;
    const values = kind === '' ? [] : await valuesOf(files, layer, kind);
    found.push({ layer: layer.id, label: layer.label, attribute: kind, values, given: { capacity } });
  }
  for (const layer of layers.filter((one) => isServing(one) && !one.roles?.facilities))
    for (const { name, type } of layer.attributes) {
      if (type !== 'code' || !USE_NAMES.has(name.toLowerCase())) continue;
      const values = await valuesOf(files, layer, name);
      if (values.length > 0) found.push({ layer: layer.id, label: layer.label, attribute: name, values, given: null });
    }
  return found;
}

async function valuesOf(files: CityFiles, layer: LayerInfo, name: string): Promise<ServingLayer['values']> {
  const rows = await openRows(layer, (path) => files.read(path), [name]);
  const words = layer.attributes.find((one) => one.name === name)?.values;
  const counts = new Map<string, number>();
  for (let row = 0; row < layer.count; row++) {
    const value = rows.text(name, row);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].map(([value, count]) => ({ value, label: words?.[value] ?? { zh: value, en: value }, count }));
}

/** Things of a layer whose attribute has one of these values, or all where no attribute is asked for, in the order of their rows. */
export async function thingsWith(
  files: CityFiles,
  { id, attribute, values }: { id: string; attribute: string | null; values: readonly string[] },
): Promise<ServedThing[]> {
  const layer = files.manifest.layers.find((one) => one.id === id);
  if (!layer) return [];
  const seats = layer.roles?.facilities ? layer.roles.facilities.columns.capacity : 'capacity';
  const wanted = [attribute, seats].filter((name) => name !== null && name !== undefined);
  const rows = await openRows(layer, (path) => files.read(path), wanted);
  const things: ServedThing[] = [];
  for (let row = 0; row < layer.count; row++) {
    if (attribute !== null && !values.includes(rows.text(attribute, row) ?? '')) continue;
    const { id: thing, name, at } = rows.thing(row);
    const capacity = seats === undefined ? null : rows.number(seats, row);
    things.push({ gid: layer.gidBase + row, id: thing, name, atM: at, residents: 0, capacity });
  }
  return things;
}
