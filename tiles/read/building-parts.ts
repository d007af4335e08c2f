import { metresPerDegree } from '../../model/geo/metres-per-degree.ts';
import { boxOfFlat } from '../../model/geo/plane/box.ts';
import { isInFlatRing } from '../../model/geo/plane/ring.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';
import type { LayerTable } from './table.ts';

/** The building that each row is a part of, by rows; −1: of none. */
export type ParentRows = Int32Array;

/** Parts of parts are followed so far. */
const MAX_NESTED = 8;

/** Which rows are parts of which, by the recipe's field; null where no row is. */
export function parentRows(table: LayerTable): ParentRows | null {
  const { raw, ids, recipe } = table;
  const words = table.words(recipe.fields.partOf);
  if (!words) return null;
  const rowOf = new Map<string, number>();
  for (let row = raw.count - 1; row >= 0; row--) rowOf.set(ids.text(row), row);
  const parents = new Int32Array(raw.count).fill(-1);
  let found = 0;
  for (let row = 0; row < raw.count; row++) {
    const word = words.text(row);
    if (word === '') continue;
    const parent = rowOf.get(word) ?? -1;
    if (parent >= 0 && parent !== row) {
      parents[row] = parent;
      found++;
    } else if (parent < 0)
      table.problems.report(
        'part-alone',
        () => `${table.place(row)}: expected the building "${word}" in the layer, got none; the part stands alone`,
      );
  }
  if (found === 0) return null;
  for (let depth = 0; depth < MAX_NESTED; depth++)
    for (let row = 0; row < raw.count; row++) {
      const parent = parents[row];
      if (parent >= 0 && parents[parent] >= 0 && parents[parent] !== row) parents[row] = parents[parent];
    }
  // What goes round in a ring is no part of anything.
  for (let row = 0; row < raw.count; row++) if (parents[row] >= 0 && parents[parents[row]] >= 0) parents[row] = -1;
  return parents;
}

/** Heights of rows, as far as parts need them. */
interface RowHeights {
  topM: Float64Array;
  baseM: Float64Array | null;
  /** Height and storeys of the whole building: raised to the highest of its parts. */
  heightM: Float64Array;
  levels: Float64Array | null;
  /** How high the building begins: as its lowest part does. */
  lowestM: Float64Array | null;
}

/** Parts that leave more of their building's ground uncovered are told, and those that leave more than the second stand beside its body. */
const UNCOVERED_RATIO = 0.1;
const BESIDE_RATIO = 0.5;

/**
 * Lays the parts of buildings into the rows of their buildings, whose outline they replace ("Simple 3D Buildings" of OpenStreetMap). Rows of
 * parts are empty then. Where the parts cover less than half of the outline it stays as a body of its own, as high as the lowest of them
 * begins. Returns which row the heights of each part of the geometry stand in.
 */
export function layParts(table: LayerTable, parents: ParentRows, heights: RowHeights): Uint32Array {
  const { raw } = table;
  const { topM, baseM, heightM, lowestM, levels } = heights;
  const parts = new Map<number, number[]>();
  for (let row = 0; row < raw.count; row++) {
    const parent = parents[row];
    if (parent < 0) continue;
    const known = parts.get(parent);
    if (known) known.push(row);
    else parts.set(parent, [row]);
  }
  const rows: number[][] = Array.from({ length: raw.count }, (_, row) => (parents[row] < 0 ? [row] : []));
  for (const [building, all] of parts) {
    const fit = all.filter((row) => isUpright(table, row, topM[row], baseM?.[row] ?? 0));
    if (fit.length === 0) continue;
    const { uncoveredM2, areaM2 } = uncoveredBy(raw, building, fit);
    if (uncoveredM2 > UNCOVERED_RATIO * areaM2)
      table.problems.report(
        'parts-uncovered',
        () =>
          `${table.place(building)}: expected parts over the whole outline, got ${Math.round(uncoveredM2)} of ${Math.round(areaM2)} m² without one`,
      );
    if (uncoveredM2 <= BESIDE_RATIO * areaM2) rows[building] = fit;
    else {
      const begins = fit.map((row) => baseM?.[row] ?? 0).filter((base) => base > 0);
      topM[building] = Math.min(topM[building], ...begins);
      if (topM[building] > 0) rows[building] = [building, ...fit];
      else rows[building] = fit;
    }
    heightM[building] = rows[building].reduce((most, row) => Math.max(most, topM[row]), 0);
    if (lowestM && baseM)
      lowestM[building] = rows[building].reduce((least, row) => Math.min(least, baseM[row]), Infinity);
    if (levels && Number.isNaN(levels[building])) {
      const counted = fit.map((row) => levels[row]).filter((count) => count > 0);
      if (counted.length > 0) levels[building] = Math.max(...counted);
    }
  }
  return rebuilt(raw, rows);
}

/** Could the part stand so? What is missing or upside down is reported. */
function isUpright(table: LayerTable, row: number, topM: number, baseM: number): boolean {
  if (topM > baseM) return true;
  table.problems.leaveOut('part-height', () =>
    Number.isNaN(topM)
      ? `${table.place(row)}: expected a height of the part or of its building, got none`
      : `${table.place(row)}: expected the base of the part below its top, got ${baseM} m and ${topM} m`,
  );
  return false;
}

/** A grid of so many places a side tells how much of an outline parts cover. */
const SIDE = 24;

/** The ground of a building that none of its parts covers. */
function uncoveredBy(
  { featurePart, partRing, ringVertex, xy }: RawFeatures,
  building: number,
  parts: readonly number[],
): { uncoveredM2: number; areaM2: number } {
  const isIn = (row: number, x: number, y: number): boolean => {
    for (let part = featurePart[row]; part < featurePart[row + 1]; part++) {
      let inside = false;
      for (let ring = partRing[part]; ring < partRing[part + 1]; ring++)
        if (isInFlatRing(xy, ringVertex[ring], ringVertex[ring + 1], x, y)) inside = !inside;
      if (inside) return true;
    }
    return false;
  };
  const from = ringVertex[partRing[featurePart[building]]];
  const to = ringVertex[partRing[featurePart[building + 1]]];
  const [west, south, east, north] = boxOfFlat(xy, from, to);
  let inside = 0;
  let bare = 0;
  for (let i = 0; i < SIDE; i++)
    for (let j = 0; j < SIDE; j++) {
      const x = west + ((i + 0.5) / SIDE) * (east - west);
      const y = south + ((j + 0.5) / SIDE) * (north - south);
      if (!isIn(building, x, y)) continue;
      inside++;
      if (!parts.some((row) => isIn(row, x, y))) bare++;
    }
  const [eastM, northM] = metresPerDegree(south);
  const cellM2 = ((east - west) * eastM * (north - south) * northM) / SIDE ** 2;
  return { uncoveredM2: bare * cellM2, areaM2: inside * cellM2 };
}

/** The same features with the parts of other rows in some of them. */
function rebuilt(raw: RawFeatures, rows: readonly (readonly number[])[]): Uint32Array {
  const { featurePart, partRing, ringVertex, xy, z } = raw;
  const sources: number[] = [];
  const rings = [0];
  const vertices = [0];
  const starts = new Uint32Array(new SharedArrayBuffer(4 * (raw.count + 1)));
  const places = new Float64Array(new SharedArrayBuffer(xy.byteLength));
  const heights = z ? new Float64Array(new SharedArrayBuffer(z.byteLength)) : null;
  let at = 0;
  for (const [row, own] of rows.entries()) {
    for (const source of own)
      for (let part = featurePart[source]; part < featurePart[source + 1]; part++) {
        for (let ring = partRing[part]; ring < partRing[part + 1]; ring++) {
          const from = ringVertex[ring];
          const to = ringVertex[ring + 1];
          places.set(xy.subarray(2 * from, 2 * to), 2 * at);
          if (z) heights?.set(z.subarray(from, to), at);
          at += to - from;
          vertices.push(at);
        }
        rings.push(vertices.length - 1);
        sources.push(source);
      }
    starts[row + 1] = sources.length;
  }
  const shared = (values: readonly number[]) => {
    const out = new Uint32Array(new SharedArrayBuffer(4 * values.length));
    out.set(values);
    return out;
  };
  raw.featurePart = starts;
  raw.partRing = shared(rings);
  raw.ringVertex = shared(vertices);
  raw.xy = places.subarray(0, 2 * at);
  raw.z = heights?.subarray(0, at) ?? null;
  return Uint32Array.from(sources);
}
