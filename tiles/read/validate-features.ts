import { metresPerDegree } from '../../model/geo/metres-per-degree.ts';
import { Uint32List, type Utf8List } from '../../readers/shared/growable.ts';
import type { Limits } from '../../readers/shared/limits.ts';
import type { Problems } from '../../readers/shared/problems.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';
import type { Utf8Column } from '../model.ts';
import { MAX_LON_DEG } from './dateline.ts';
import { IdSet } from './id-set.ts';

/** The rows that were kept, by their place in the file, and their ids in the same order. */
export interface ValidFeatures {
  rows: Uint32Array;
  ids: Utf8Column;
  /** Rows that the recipe did not ask for. */
  filtered: number;
}

/** Code of a gate for a row that is not wanted: no problem of the data. */
export const FILTERED = 'filtered';
const REPEATED = 'id-duplicate';

/** Names a row in a message: `file#id` where it has one, else `file:line`. */
export function placeOf(raw: RawFeatures, ids: Utf8List, row: number): string {
  const id = ids.text(row);
  return id === '' ? `${raw.file}:${raw.line[row]}` : `${raw.file}#${id}`;
}

/** Says about single rows what the geometry cannot: a code of the problem that leaves the row out, or null. */
export type RowCheck = (row: number) => { code: string; message: string } | null;

/** Do all numbers lie within ±180 (or a little beyond it, as of a town there), ±90, as degrees do and metres of a projected system hardly ever do? */
export function looksLikeDegrees(raw: RawFeatures): boolean {
  const { xy } = raw;
  for (let i = 0; i < xy.length; i += 2) if (Math.abs(xy[i]) > MAX_LON_DEG || Math.abs(xy[i + 1]) > 90) return false;
  return true;
}

/** Common to all geometries: rows one by one, ids once each, offsets moved together over what was left out. */
export abstract class FeatureValidator {
  readonly raw: RawFeatures;
  readonly ids: Utf8List;
  readonly problems: Problems;
  readonly limits: Limits;
  filtered = 0;
  /** Metres or square metres of what `take` took last; 0 of points. */
  protected takenSize = 0;
  /** The unit of `takenSize`; empty where there is none. */
  protected abstract readonly sizeUnit: '' | 'm' | 'm²';
  /** Features whose id an earlier one has: how many, the first of them, and how large they are together. */
  readonly #repeated = { count: 0, row: 0, size: 0 };
  readonly #gate: RowCheck;
  readonly #seen: IdSet;
  readonly #rows: Uint32List;
  #middle: readonly [lonDeg: number, latDeg: number] = [0, 0];
  #metres: readonly [eastM: number, northM: number] = [0, 0];

  constructor(raw: RawFeatures, ids: Utf8List, limits: Limits, rowCheck: RowCheck, problems: Problems) {
    this.raw = raw;
    this.ids = ids;
    this.limits = limits;
    this.problems = problems;
    this.#gate = rowCheck;
    this.#seen = new IdSet(raw.count);
    this.#rows = new Uint32List(Math.max(1, raw.count));
  }

  /** Judges and writes the row's geometry; null where it is good, else why it is left out. */
  abstract take(row: number): { code: string; message: string } | null;
  /** Takes back what `take` wrote for the row. */
  abstract undo(): void;

  validate(): ValidFeatures {
    const { raw } = this;
    this.#middle = middleOf(raw);
    this.#metres = metresPerDegree(this.#middle[1]);
    for (let row = 0; row < raw.count; row++) {
      const why = this.#judge(row);
      if (why) this.#refuse(row, why);
      else this.#rows.push(row);
    }
    this.#reportRepeated();
    return { rows: this.#rows.view(), ids: this.#seen.list.view(), filtered: this.filtered };
  }

  #refuse(row: number, why: { code: string; message: string }): void {
    if (why.code === FILTERED) this.filtered++;
    else if (why.code === REPEATED) {
      if (this.#repeated.count++ === 0) this.#repeated.row = row;
      this.#repeated.size += this.takenSize;
    } else this.problems.leaveOut(why.code, () => `${placeOf(this.raw, this.ids, row)}: ${why.message}`);
  }

  #judge(row: number): { code: string; message: string } | null {
    const { ids } = this;
    const why = this.take(row);
    const barred = this.#gate(row);
    if (why) return barred?.code === FILTERED ? barred : why;
    const start = ids.offsets.items[row];
    const end = ids.offsets.items[row + 1];
    const wrong =
      barred ??
      (start === end
        ? { code: 'id-missing', message: 'expected an id, got none; --assume-ids sequence numbers the features' }
        : null);
    if (wrong) {
      this.undo();
      return wrong;
    }
    if (this.#seen.add(ids.bytes, start, end)) return null;
    this.undo();
    return { code: REPEATED, message: '' };
  }

  #reportRepeated(): void {
    const { count, row, size } = this.#repeated;
    if (count === 0) return;
    const sizes = this.sizeUnit === '' ? '' : ` (${size.toFixed(1)} ${this.sizeUnit})`;
    const message = `expected an id of its own, got one that an earlier feature has; ${count} left out${sizes}: --assume-ids suffix ("assume": {"ids": "suffix"} in a recipe) keeps them`;
    this.problems.leaveOut(REPEATED, () => `${placeOf(this.raw, this.ids, row)}: ${message}`, count);
  }

  /** Why a vertex cannot be one of this city, or null. */
  vertexFault(v: number): { code: string; message: string } | null {
    const lon = this.raw.xy[2 * v];
    const lat = this.raw.xy[2 * v + 1];
    if (Math.abs(lon) <= MAX_LON_DEG && Math.abs(lat) <= 90) return null;
    if (Number.isNaN(lon) || Number.isNaN(lat) || !Number.isFinite(lon + lat))
      return { code: 'coordinate-nan', message: `expected finite coordinates, got ${lon}, ${lat}` };
    return {
      code: 'coordinate-range',
      message: `expected degrees within ±180, ±90 (longitude first), got ${lon}, ${lat}; are these metres? --crs EPSG:… names their system`,
    };
  }

  /** Why a vertex lies too far from the rest, or null. */
  farFault(v: number): { code: string; message: string } | null {
    const { xy } = this.raw;
    const eastM = (xy[2 * v] - this.#middle[0]) * this.#metres[0];
    const northM = (xy[2 * v + 1] - this.#middle[1]) * this.#metres[1];
    const awayM = Math.sqrt(eastM * eastM + northM * northM);
    if (awayM <= this.limits.cityM) return null;
    return {
      code: 'far-away',
      message: `expected a place within ${this.limits.cityM / 1000} km of the layer's middle, got ${Math.round(awayM / 1000)} km (${xy[2 * v]}, ${xy[2 * v + 1]})`,
    };
  }

  sizeFault(sizeM: number): { code: string; message: string } | null {
    if (sizeM <= this.limits.featureM) return null;
    return {
      code: 'size-absurd',
      message: `expected at most ${this.limits.featureM} m across, got ${Math.round(sizeM)} m; left out: "bounds" in a recipe cuts such objects`,
    };
  }
}

/** Median longitude and latitude of the first vertices of up to 4,096 features: outliers do not move it. */
function middleOf(raw: RawFeatures): [lonDeg: number, latDeg: number] {
  const lons: number[] = [];
  const lats: number[] = [];
  const step = Math.max(1, Math.floor(raw.count / 4096));
  for (let row = 0; row < raw.count; row += step) {
    const v = raw.ringVertex[raw.partRing[raw.featurePart[row]]];
    const lon = raw.xy[2 * v];
    const lat = raw.xy[2 * v + 1];
    if (!(Math.abs(lon) <= MAX_LON_DEG && Math.abs(lat) <= 90)) continue;
    lons.push(lon);
    lats.push(lat);
  }
  if (lons.length === 0) return [0, 0];
  const middle = lons.length >> 1;
  return [lons.sort((a, b) => a - b)[middle], lats.sort((a, b) => a - b)[middle]];
}

/** How wide or high vertices [from, to) of pairs in degrees reach: a river that winds is longer. */
export function extentM(xy: Float64Array, from: number, to: number): number {
  const [eastM, northM] = metresPerDegree(xy[2 * from + 1]);
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (let v = from; v < to; v++) {
    west = Math.min(west, xy[2 * v]);
    east = Math.max(east, xy[2 * v]);
    south = Math.min(south, xy[2 * v + 1]);
    north = Math.max(north, xy[2 * v + 1]);
  }
  return Math.max((east - west) * eastM, (north - south) * northM);
}
