import type { LineGeometry, PointGeometry, PolygonGeometry, Utf8Column } from '../model.ts';
import type { Crs } from './crs.ts';
import type { RawFeatures } from './geojson.ts';
import { Uint32List, Utf8List } from './growable.ts';
import type { Problems } from './problems.ts';
import { hash } from './properties.ts';
import { metresPerDegree, RingCheck, type RingFault } from './ring.ts';

/** What no object of a city exceeds; beyond it stands an error of the data. */
export interface Limits {
  /** Largest extent of one feature. */
  featureM: number;
  /** Farthest from the middle of the layer. */
  cityM: number;
}

export const BUILDING_LIMITS: Limits = { featureM: 5_000, cityM: 100_000 };
export const AREA_LIMITS: Limits = { featureM: 100_000, cityM: 200_000 };

/** The rows that were kept, by their place in the file, and their ids in the same order. */
export interface Kept {
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
export type Gate = (row: number) => { code: string; message: string } | null;

/** Turns the coordinates into degrees; says whether a projected system's numbers look like degrees. */
export function toLonLat(raw: RawFeatures, crs: Crs): void {
  crs.toLonLat(raw.xy, 0, raw.xy.length / 2);
}

/** Do all numbers lie within ±180, ±90, as degrees do and metres of a projected system hardly ever do? */
export function looksLikeDegrees(raw: RawFeatures): boolean {
  const { xy } = raw;
  for (let i = 0; i < xy.length; i += 2) if (Math.abs(xy[i]) > 180 || Math.abs(xy[i + 1]) > 90) return false;
  return true;
}

/** Common to all geometries: rows one by one, ids once each, offsets moved together over what was left out. */
abstract class Sifter {
  readonly raw: RawFeatures;
  readonly ids: Utf8List;
  readonly problems: Problems;
  readonly limits: Limits;
  filtered = 0;
  readonly #gate: Gate;
  readonly #seen: IdSet;
  readonly #rows: Uint32List;
  #middle: readonly [lonDeg: number, latDeg: number] = [0, 0];
  #metres: readonly [eastM: number, northM: number] = [0, 0];

  constructor(raw: RawFeatures, ids: Utf8List, limits: Limits, gate: Gate, problems: Problems) {
    this.raw = raw;
    this.ids = ids;
    this.limits = limits;
    this.problems = problems;
    this.#gate = gate;
    this.#seen = new IdSet(raw.count);
    this.#rows = new Uint32List(Math.max(1, raw.count));
  }

  /** Judges and writes the row's geometry; null where it is good, else why it is left out. */
  abstract take(row: number): { code: string; message: string } | null;
  /** Takes back what `take` wrote for the row. */
  abstract undo(): void;

  sift(): Kept {
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
    const [lon, lat] = [raw.xy[2 * v], raw.xy[2 * v + 1]];
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) continue;
    lons.push(lon);
    lats.push(lat);
  }
  if (lons.length === 0) return [0, 0];
  const middle = lons.length >> 1;
  return [lons.sort((a, b) => a - b)[middle], lats.sort((a, b) => a - b)[middle]];
}

/** What a polygon row brings besides its rings, by its place in the file; NaN = none. */
export interface PartHeights {
  baseM: Float64Array | null;
  topM: Float64Array;
}

/**
 * Rings checked, closed, turned and written where they lie: outer rings anticlockwise, holes clockwise, none closed by a
 * repeated vertex. A feature goes with its first outer ring that cannot be used, a hole that cannot be used is filled.
 */
export function siftPolygons(
  raw: RawFeatures,
  ids: Utf8List,
  options: { limits: Limits; gate: Gate; heights: PartHeights | null },
  problems: Problems,
): { kept: Kept; geometry: PolygonGeometry } {
  const sifter = new PolygonSifter(raw, ids, options.limits, options.gate, problems, options.heights);
  const kept = sifter.sift();
  sifter.reportMended();
  return { kept, geometry: sifter.geometry() };
}

/** What is put right without a guess, and what is said of it. */
const MENDS = {
  'ring-open': 'expected the last vertex to repeat the first; the ring is closed',
  'ring-spike': 'expected no spike (out and back on one line); cut off',
  'ring-repeated-vertex': 'expected vertices that differ; repeated ones dropped',
  'ring-winding': 'expected the outer ring anticlockwise (RFC 7946); turned around',
} as const;
type Mend = keyof typeof MENDS;

class PolygonSifter extends Sifter {
  readonly #ring = new RingCheck();
  readonly #heights: PartHeights | null;
  readonly #baseM: Float32Array;
  readonly #topM: Float32Array;
  /** What has been written: features, parts, rings, vertices. */
  #features = 0;
  #parts = 0;
  #rings = 0;
  #vertices = 0;
  #partsBefore = 0;
  #ringsBefore = 0;
  #verticesBefore = 0;
  /** How often rings were mended, and in which row first: told once at the end. */
  readonly #mended: Record<Mend, { count: number; row: number }> = {
    'ring-open': { count: 0, row: 0 },
    'ring-spike': { count: 0, row: 0 },
    'ring-repeated-vertex': { count: 0, row: 0 },
    'ring-winding': { count: 0, row: 0 },
  };
  /** Where the next row begins in what was read; the offsets behind have been overwritten. */
  #nextPart: number;
  #nextRing: number;
  #nextVertex: number;

  constructor(
    raw: RawFeatures,
    ids: Utf8List,
    limits: Limits,
    gate: Gate,
    problems: Problems,
    heights: PartHeights | null,
  ) {
    super(raw, ids, limits, gate, problems);
    this.#heights = heights;
    const parts = heights ? raw.partRing.length - 1 : 0;
    this.#baseM = new Float32Array(new SharedArrayBuffer(4 * parts));
    this.#topM = new Float32Array(new SharedArrayBuffer(4 * parts));
    this.#nextPart = raw.featurePart[0];
    this.#nextRing = raw.partRing[0];
    this.#nextVertex = raw.ringVertex[0];
  }

  override take(row: number): { code: string; message: string } | null {
    const { raw } = this;
    const firstPart = this.#nextPart;
    const lastPart = raw.featurePart[row + 1];
    this.#nextPart = lastPart;
    this.#partsBefore = this.#parts;
    this.#ringsBefore = this.#rings;
    this.#verticesBefore = this.#vertices;
    let why: { code: string; message: string } | null = null;
    for (let part = firstPart; part < lastPart; part++) {
      const firstRing = this.#nextRing;
      const lastRing = raw.partRing[part + 1];
      this.#nextRing = lastRing;
      for (let ring = firstRing; ring < lastRing; ring++) {
        const start = this.#nextVertex;
        const end = raw.ringVertex[ring + 1];
        this.#nextVertex = end;
        if (!why) why = this.#takeRing(row, start, end, ring === firstRing);
      }
      if (why) continue;
      raw.partRing[this.#parts + 1] = this.#rings;
      if (this.#heights) {
        this.#topM[this.#parts] = this.#heights.topM[row];
        this.#baseM[this.#parts] = this.#heights.baseM ? this.#heights.baseM[row] : 0;
      }
      this.#parts++;
    }
    if (why) this.#takeBack();
    else raw.featurePart[++this.#features] = this.#parts;
    return why;
  }

  override undo(): void {
    this.#features--;
    this.#takeBack();
  }

  #takeBack(): void {
    this.#parts = this.#partsBefore;
    this.#rings = this.#ringsBefore;
    this.#vertices = this.#verticesBefore;
  }

  /** No closure in here: one would cost a context object a ring. */
  #takeRing(row: number, start: number, end: number, outer: boolean): { code: string; message: string } | null {
    const { xy } = this.raw;
    if (end - start < 3) return this.#shortRing(row, start, end, outer);
    const metres = metresPerDegree(xy[2 * start + 1]);
    const ring = this.#ring;
    ring.load(xy, start, end, metres[0], metres[1]);
    if (ring.bad >= 0) return this.vertexFault(ring.bad);
    const misplaced = (outer ? this.farFault(start) : null) ?? this.sizeFault(ring.sizeM);
    if (misplaced) return misplaced;
    const fault = ring.fault();
    if (fault) return this.#faultyRing(row, start, fault, outer);
    const reversed = ring.areaM2 > 0 !== outer;
    if (ring.open) this.#mend('ring-open', row);
    if (ring.spikes > 0) this.#mend('ring-spike', row);
    if (ring.repeated > 0) this.#mend('ring-repeated-vertex', row);
    if (reversed && outer) this.#mend('ring-winding', row);
    this.#write(start, reversed);
    return null;
  }

  #mend(what: Mend, row: number): void {
    const mended = this.#mended[what];
    if (mended.count++ === 0) mended.row = row;
  }

  #shortRing(row: number, start: number, end: number, outer: boolean): { code: string; message: string } | null {
    for (let v = start; v < end; v++) {
      const fault = this.vertexFault(v);
      if (fault) return fault;
    }
    return this.#faultyRing(row, start, 'ring-short', outer);
  }

  /** An outer ring takes its feature with it, a hole is filled. */
  #faultyRing(row: number, start: number, fault: RingFault, outer: boolean): { code: string; message: string } | null {
    const { xy } = this.raw;
    const near = start < xy.length / 2 ? ` (near ${xy[2 * start]}, ${xy[2 * start + 1]})` : '';
    const message = `expected a ring that encloses an area, got ${FAULTS[fault]}${near}`;
    if (outer) return { code: fault, message };
    this.problems.report(`hole-${fault}`, () => `${placeOf(this.raw, this.ids, row)}: ${message}; the hole is filled`);
    return null;
  }

  reportMended(): void {
    for (const [code, { count, row }] of Object.entries(this.#mended))
      if (count > 0)
        this.problems.report(code, () => `${placeOf(this.raw, this.ids, row)}: ${MENDS[code as Mend]}`, count);
  }

  /** Moves the vertices that were kept to the end of what has been written. */
  #write(start: number, reversed: boolean): void {
    const { xy, ringVertex } = this.raw;
    const { from, count } = this.#ring;
    const at = this.#vertices;
    for (let i = 0; i < count; i++) {
      const v = start + from[i];
      xy[2 * (at + i)] = xy[2 * v];
      xy[2 * (at + i) + 1] = xy[2 * v + 1];
    }
    if (reversed)
      for (let i = 0, j = count - 1; i < j; i++, j--) {
        const p = 2 * (at + i);
        const q = 2 * (at + j);
        const lon = xy[p];
        const lat = xy[p + 1];
        xy[p] = xy[q];
        xy[p + 1] = xy[q + 1];
        xy[q] = lon;
        xy[q + 1] = lat;
      }
    this.#vertices += count;
    ringVertex[++this.#rings] = this.#vertices;
  }

  geometry(): PolygonGeometry {
    const { raw } = this;
    raw.featurePart[0] = 0;
    raw.partRing[0] = 0;
    raw.ringVertex[0] = 0;
    return {
      kind: 'polygon',
      featurePart: raw.featurePart.subarray(0, this.#features + 1),
      partRing: raw.partRing.subarray(0, this.#parts + 1),
      ringVertex: raw.ringVertex.subarray(0, this.#rings + 1),
      lonLatDeg: raw.xy.subarray(0, 2 * this.#vertices),
      ...(this.#heights
        ? { partBaseM: this.#baseM.subarray(0, this.#parts), partTopM: this.#topM.subarray(0, this.#parts) }
        : {}),
    };
  }
}

const FAULTS = {
  'ring-short': 'fewer than three distinct vertices',
  'ring-zero-area': 'one of less than 0.05 m² or narrower than 5 cm',
  'ring-self-crossing': 'a ring that crosses itself',
} as const;

/** Lines without repeated vertices; elevations from `elevation` (one a kept vertex), NaN = on the ground. */
export function siftLines(
  raw: RawFeatures,
  ids: Utf8List,
  options: { limits: Limits; gate: Gate },
  problems: Problems,
): { kept: Kept; geometry: Pick<LineGeometry, 'featureLine' | 'lineVertex' | 'lonLatDeg'>; z: Float64Array | null } {
  const sifter = new LineSifter(raw, ids, options.limits, options.gate, problems);
  const kept = sifter.sift();
  return { kept, ...sifter.lines() };
}

class LineSifter extends Sifter {
  #features = 0;
  #linesWritten = 0;
  #vertices = 0;
  #before: [lines: number, vertices: number] = [0, 0];
  readonly #featureLine: Uint32Array;
  readonly #lineVertex: Uint32Array;

  constructor(raw: RawFeatures, ids: Utf8List, limits: Limits, gate: Gate, problems: Problems) {
    super(raw, ids, limits, gate, problems);
    this.#featureLine = new Uint32Array(new SharedArrayBuffer(4 * (raw.count + 1)));
    this.#lineVertex = new Uint32Array(new SharedArrayBuffer(4 * raw.ringVertex.length));
  }

  override take(row: number): { code: string; message: string } | null {
    const { raw } = this;
    this.#before = [this.#linesWritten, this.#vertices];
    const firstLine = raw.partRing[raw.featurePart[row]];
    const lastLine = raw.partRing[raw.featurePart[row + 1]];
    for (let line = firstLine; line < lastLine; line++) {
      const why = this.#takeLine(raw.ringVertex[line], raw.ringVertex[line + 1]);
      if (!why) continue;
      this.#takeBack();
      return why;
    }
    if (this.#linesWritten === this.#before[0])
      return { code: 'line-short', message: 'expected two distinct vertices or more, got fewer' };
    this.#featureLine[++this.#features] = this.#linesWritten;
    return null;
  }

  #takeLine(start: number, end: number): { code: string; message: string } | null {
    const { xy, z } = this.raw;
    for (let v = start; v < end; v++) {
      const fault = this.vertexFault(v);
      if (fault) return fault;
    }
    if (end - start < 2) return null;
    const far = this.farFault(start);
    if (far) return far;
    const [eastM, northM] = metresPerDegree(xy[2 * start + 1]);
    const first = this.#vertices;
    let at = first;
    let lengthM = 0;
    for (let v = start; v < end; v++) {
      const [lon, lat] = [xy[2 * v], xy[2 * v + 1]];
      if (at > first) {
        const stepM = Math.hypot((lon - xy[2 * at - 2]) * eastM, (lat - xy[2 * at - 1]) * northM);
        if (stepM < 0.001) continue;
        lengthM += stepM;
      }
      xy[2 * at] = lon;
      xy[2 * at + 1] = lat;
      if (z) z[at] = z[v];
      at++;
    }
    if (at - first < 2) return null;
    const size = this.sizeFault(lengthM);
    if (size) return size;
    this.#vertices = at;
    this.#lineVertex[++this.#linesWritten] = at;
    return null;
  }

  override undo(): void {
    this.#features--;
    this.#takeBack();
  }

  #takeBack(): void {
    [this.#linesWritten, this.#vertices] = this.#before;
  }

  lines(): { geometry: Pick<LineGeometry, 'featureLine' | 'lineVertex' | 'lonLatDeg'>; z: Float64Array | null } {
    return {
      geometry: {
        featureLine: this.#featureLine.subarray(0, this.#features + 1),
        lineVertex: this.#lineVertex.subarray(0, this.#linesWritten + 1),
        lonLatDeg: this.raw.xy.subarray(0, 2 * this.#vertices),
      },
      z: this.raw.z?.subarray(0, this.#vertices) ?? null,
    };
  }
}

export function siftPoints(
  raw: RawFeatures,
  ids: Utf8List,
  options: { limits: Limits; gate: Gate },
  problems: Problems,
): { kept: Kept; geometry: Pick<PointGeometry, 'lonLatDeg'> } {
  const sifter = new PointSifter(raw, ids, options.limits, options.gate, problems);
  const kept = sifter.sift();
  const lonLatDeg = new Float64Array(new SharedArrayBuffer(16 * kept.rows.length));
  for (let i = 0; i < kept.rows.length; i++) {
    const v = sifter.vertexOf(kept.rows[i]);
    lonLatDeg[2 * i] = raw.xy[2 * v];
    lonLatDeg[2 * i + 1] = raw.xy[2 * v + 1];
  }
  return { kept, geometry: { lonLatDeg } };
}

class PointSifter extends Sifter {
  vertexOf(row: number): number {
    const { raw } = this;
    return raw.ringVertex[raw.partRing[raw.featurePart[row]]];
  }

  override take(row: number): { code: string; message: string } | null {
    const v = this.vertexOf(row);
    return this.vertexFault(v) ?? this.farFault(v);
  }

  override undo(): void {}
}
