import { metresPerDegree } from '../../model/geo/metres-per-degree.ts';
import { Uint32List, Utf8List } from '../../readers/shared/growable.ts';
import type { Limits } from '../../readers/shared/limits.ts';
import type { Problems } from '../../readers/shared/problems.ts';
import { hash } from '../../readers/shared/properties.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';
import type { Utf8Column } from '../model.ts';

/** The rows that were kept, by their place in the file, and their ids in the same order. */
export interface ValidFeatures {
  rows: Uint32Array;
  ids: Utf8Column;
  /** Rows that the recipe did not ask for. */
  filtered: number;
}

/** Code of a gate for a row that is not wanted: no problem of the data. */
export const FILTERED = 'filtered';

/** Names a row in a message: `file#id` where it has one, else `file:line`. */
export function placeOf(raw: RawFeatures, ids: Utf8List, row: number): string {
  const id = ids.text(row);
  return id === '' ? `${raw.file}:${raw.line[row]}` : `${raw.file}#${id}`;
}

/** Ids met so far, by bytes: a table of hashes, because a Set of a million strings takes 100 MB and 0.3 s. */
class IdSet {
  readonly list: Utf8List;
  /** Index + 1 and hash by turns: other ids are told apart without a look at their bytes. */
  #slots: Uint32Array;

  constructor(capacity: number) {
    this.list = new Utf8List(capacity, capacity * 12);
    this.#slots = new Uint32Array(2 * 2 ** Math.ceil(Math.log2(Math.max(16, capacity * 2))));
  }

  /** False where these bytes are there already. */
  add(bytes: Uint8Array, start: number, end: number): boolean {
    const slots = this.#slots;
    const mask = slots.length - 2;
    const key = mix(hash(bytes, start, end));
    for (let slot = (key << 1) & mask; ; slot = (slot + 2) & mask) {
      const index = slots[slot];
      if (index === 0) {
        this.list.pushBytes(bytes, start, end);
        slots[slot] = this.list.length;
        slots[slot + 1] = key;
        return true;
      }
      if (slots[slot + 1] === key && this.#same(index - 1, bytes, start, end)) return false;
    }
  }

  #same(index: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.list.offsets.items[index];
    if (this.list.offsets.items[index + 1] - from !== end - start) return false;
    for (let i = start; i < end; i++) if (this.list.bytes[from + i - start] !== bytes[i]) return false;
    return true;
  }
}

/** FNV's low bits of short digits cluster; this spreads them (finalizer of MurmurHash3). */
function mix(h: number): number {
  const a = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  const b = Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return (b ^ (b >>> 16)) >>> 0;
}

/** Says about single rows what the geometry cannot: a code of the problem that leaves the row out, or null. */
export type RowCheck = (row: number) => { code: string; message: string } | null;

/** Do all numbers lie within ±180, ±90, as degrees do and metres of a projected system hardly ever do? */
export function looksLikeDegrees(raw: RawFeatures): boolean {
  const { xy } = raw;
  for (let i = 0; i < xy.length; i += 2) if (Math.abs(xy[i]) > 180 || Math.abs(xy[i + 1]) > 90) return false;
  return true;
}

/** Common to all geometries: rows one by one, ids once each, offsets moved together over what was left out. */
export abstract class FeatureValidator {
  readonly raw: RawFeatures;
  readonly ids: Utf8List;
  readonly problems: Problems;
  readonly limits: Limits;
  filtered = 0;
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
    return { rows: this.#rows.view(), ids: this.#seen.list.view(), filtered: this.filtered };
  }

  #refuse(row: number, why: { code: string; message: string }): void {
    if (why.code === FILTERED) this.filtered++;
    else this.problems.leaveOut(why.code, () => `${placeOf(this.raw, this.ids, row)}: ${why.message}`);
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
    return { code: 'id-duplicate', message: 'expected an id of its own, got one that an earlier feature has' };
  }

  /** Why a vertex cannot be one of this city, or null. */
  vertexFault(v: number): { code: string; message: string } | null {
    const lon = this.raw.xy[2 * v];
    const lat = this.raw.xy[2 * v + 1];
    if (lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90) return null;
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
      message: `expected at most ${this.limits.featureM} m across, got ${Math.round(sizeM)} m`,
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
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) continue;
    lons.push(lon);
    lats.push(lat);
  }
  if (lons.length === 0) return [0, 0];
  const middle = lons.length >> 1;
  return [lons.sort((a, b) => a - b)[middle], lats.sort((a, b) => a - b)[middle]];
}
