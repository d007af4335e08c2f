import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Column, decodeColumn, NO_VALUE } from '../model/city/column.ts';
import { type LayerInfo, type Manifest, parseManifest } from '../model/city/manifest.ts';
import { enuFromLonLat, lonLatFromEnu } from '../model/geo/enu.ts';
import type { LonLat } from '../model/geo/lon-lat.ts';

/** What became of an object from one bake of a city to another. */
export interface ObjectDifference {
  layer: string;
  id: string;
  what: 'added' | 'removed' | 'changed';
  lonDeg: number;
  latDeg: number;
  /** Changes of a changed one: `place`, `size`, and names of attributes. */
  changed: string[];
  /** Values of each attribute that changed, before and after. */
  values: Record<string, readonly [before: AttributeValue, after: AttributeValue]>;
  /** Its row in the layer: of the later bake, and of the earlier one where it was removed. */
  row: number;
}

type AttributeValue = string | number | null;

/** Counts of a layer; one that only one of the bakes has is added or removed as a whole. */
export interface LayerDifference {
  layer: string;
  added: number;
  removed: number;
  changed: number;
  same: number;
  attributesAdded: string[];
  attributesDropped: string[];
}

/** Middles nearer than this are one place: what a position loses on its way through tiles. */
const SAME_PLACE_M = 0.05;
const SAME_SIZE_M = 0.05;
/** Numbers of float32 columns, read from the same file twice by way of another origin. */
const SAME_RATIO = 1e-6;

interface ReadObjects {
  rows: Map<string, number>;
  placeOf(row: number): { at: LonLat; radiusM: number };
  valueOf(name: string, row: number): AttributeValue;
  attributes: string[];
}

/**
 * Compares two bakes by the ids of their objects: what only one has was added or removed; what both have is changed where its middle or its
 * size is another, or the value of an attribute that both bakes have. Shapes of the same middle and size count as the same.
 */
export function differenceOf(
  before: string,
  after: string,
  take: (one: ObjectDifference) => void = () => undefined,
): LayerDifference[] {
  const old = manifestOf(before);
  const now = manifestOf(after);
  const ids = [...new Set([...old.layers, ...now.layers].map(({ id }) => id))];
  return ids.map((id) => {
    const was = objectsOf(before, old, id);
    const is = objectsOf(after, now, id);
    return layerDifference(id, was, is, take);
  });
}

function layerDifference(
  layer: string,
  was: ReadObjects,
  is: ReadObjects,
  take: (one: ObjectDifference) => void,
): LayerDifference {
  const both = is.attributes.filter((name) => was.attributes.includes(name));
  const counts = { added: 0, removed: 0, changed: 0, same: 0 };
  const add = (one: Omit<ObjectDifference, 'layer' | 'lonDeg' | 'latDeg'>, { lonDeg, latDeg }: LonLat) => {
    counts[one.what]++;
    take({ layer, lonDeg, latDeg, ...one });
  };
  const whole = { changed: [], values: {} };
  for (const [id, row] of was.rows)
    if (!is.rows.has(id)) add({ id, what: 'removed', row, ...whole }, was.placeOf(row).at);
  for (const [id, row] of is.rows) {
    const place = is.placeOf(row);
    const oldRow = was.rows.get(id);
    if (oldRow === undefined) {
      add({ id, what: 'added', row, ...whole }, place.at);
      continue;
    }
    const values = valuesOf(both, [was, oldRow], [is, row]);
    const changed = [...changesOf(place, was.placeOf(oldRow)), ...Object.keys(values)];
    if (changed.length > 0) add({ id, what: 'changed', row, changed, values }, place.at);
    else counts.same++;
  }
  return {
    layer,
    ...counts,
    attributesAdded: is.attributes.filter((name) => !was.attributes.includes(name)),
    attributesDropped: was.attributes.filter((name) => !is.attributes.includes(name)),
  };
}

function valuesOf(
  names: readonly string[],
  [was, oldRow]: [ReadObjects, number],
  [is, row]: [ReadObjects, number],
): ObjectDifference['values'] {
  const values: ObjectDifference['values'] = {};
  for (const name of names) {
    const before = was.valueOf(name, oldRow);
    const after = is.valueOf(name, row);
    if (!isSame(before, after)) values[name] = [before, after];
  }
  return values;
}

type Placed = ReturnType<ReadObjects['placeOf']>;

function changesOf(is: Placed, was: Placed): string[] {
  const changed: string[] = [];
  if (distanceM(is.at, was.at) > SAME_PLACE_M) changed.push('place');
  if (Math.abs(is.radiusM - was.radiusM) > SAME_SIZE_M) changed.push('size');
  return changed;
}

function distanceM(a: LonLat, b: LonLat): number {
  const [eastM, northM] = enuFromLonLat(a, { ...b, heightM: a.heightM });
  return Math.hypot(eastM, northM, a.heightM - b.heightM);
}

function isSame(a: AttributeValue, b: AttributeValue): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return Math.abs(a - b) <= SAME_RATIO * Math.max(Math.abs(a), Math.abs(b), 1);
}

function manifestOf(folder: string): Manifest {
  return parseManifest(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')), join(folder, 'manifest.json'));
}

const NOTHING: ReadObjects = {
  rows: new Map(),
  placeOf: () => ({ at: { lonDeg: 0, latDeg: 0, heightM: 0 }, radiusM: 0 }),
  valueOf: () => null,
  attributes: [],
};

function objectsOf(folder: string, { layers, origin }: Manifest, id: string): ReadObjects {
  const layer = layers.find((one) => one.id === id);
  if (!layer || layer.count === 0) return NOTHING;
  const places = new Float32Array(new Uint8Array(readFileSync(join(folder, layer.places))).buffer);
  const columns = new Map<string, Column>();
  const columnOf = (name: string): Column => {
    const known = columns.get(name);
    if (known) return known;
    const column = readColumn(folder, layer, name);
    columns.set(name, column);
    return column;
  };
  return {
    rows: rowsOf(folder, layer),
    placeOf(row) {
      const [eastM, northM, upM, radiusM] = places.subarray(4 * row, 4 * row + 4);
      return { at: lonLatFromEnu(origin, [eastM, northM, upM]), radiusM };
    },
    valueOf: (name, row) => valueAt(columnOf(name), row),
    attributes: layer.attributes.map(({ name }) => name).filter((name) => name !== 'id'),
  };
}

function rowsOf(folder: string, layer: LayerInfo): Map<string, number> {
  const file = `layers/${layer.id}/columns/id.bin`;
  const ids = decodeColumn(readFileSync(join(folder, file)), file);
  if (ids.type !== 'string') return new Map();
  return new Map(Array.from(ids.codes, (code, row) => [ids.distinct[code], row]));
}

function readColumn(folder: string, { attributes }: LayerInfo, name: string): Column {
  const file = attributes.find((attribute) => attribute.name === name)?.file ?? '';
  return decodeColumn(readFileSync(join(folder, file)), file);
}

function valueAt(column: Column, row: number): AttributeValue {
  if (column.type === 'string') return column.codes[row] === NO_VALUE ? null : column.distinct[column.codes[row]];
  const value = column.values[row];
  return Number.isNaN(value) || (column.type === 'uint32' && value === NO_VALUE) ? null : value;
}
