import { metresPerDegree } from '../../model/geo/metres-per-degree.ts';
import type { Utf8List } from '../../readers/shared/growable.ts';
import type { Limits } from '../../readers/shared/limits.ts';
import type { Problems } from '../../readers/shared/problems.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';
import type { PolygonGeometry } from '../model.ts';
import { RingCheck, type RingFault } from './ring.ts';
import { extentM, FeatureValidator, placeOf, type RowCheck, type ValidFeatures } from './validate-features.ts';

/** What a polygon row brings besides its rings, by its place in the file; NaN = none. */
export interface PartHeights {
  baseM: Float64Array | null;
  topM: Float64Array;
  /** The row whose heights each part has; null: its own feature's. */
  rowOf: Uint32Array | null;
}

/**
 * Rings checked, closed, turned and written where they lie: outer rings anticlockwise, holes clockwise, none closed by a
 * repeated vertex. A feature goes with its first outer ring that cannot be used, a hole that cannot be used is filled.
 */
export function validatePolygons(
  raw: RawFeatures,
  ids: Utf8List,
  options: { limits: Limits; rowCheck: RowCheck; heights: PartHeights | null },
  problems: Problems,
): { valid: ValidFeatures; geometry: PolygonGeometry; partRows: Uint32Array } {
  const validator = new PolygonValidator(raw, ids, options.limits, options.rowCheck, problems, options.heights);
  const valid = validator.validate();
  validator.reportMended();
  return { valid, geometry: validator.geometry(), partRows: validator.partRows() };
}

/** Each hole is joined to the ring around it through all corners that came before: some 3 s at most for one polygon. */
const MAX_HOLE_CORNERS = 2e8;

/** What is put right without a guess, and what is said of it. */
const MENDS = {
  'ring-open': 'expected the last vertex to repeat the first; the ring is closed',
  'ring-spike': 'expected no spike (out and back on one line); cut off',
  'ring-repeated-vertex': 'expected vertices that differ; repeated ones dropped',
  'ring-winding': 'expected the outer ring anticlockwise (RFC 7946); turned around',
} as const;
type Mend = keyof typeof MENDS;

class PolygonValidator extends FeatureValidator {
  protected override readonly sizeUnit = 'm²';
  readonly #ring = new RingCheck();
  readonly #heights: PartHeights | null;
  readonly #baseM: Float32Array;
  readonly #topM: Float32Array;
  readonly #partRows: Uint32Array;
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
    rowCheck: RowCheck,
    problems: Problems,
    heights: PartHeights | null,
  ) {
    super(raw, ids, limits, rowCheck, problems);
    this.#heights = heights;
    const parts = heights ? raw.partRing.length - 1 : 0;
    this.#baseM = new Float32Array(new SharedArrayBuffer(4 * parts));
    this.#topM = new Float32Array(new SharedArrayBuffer(4 * parts));
    this.#partRows = new Uint32Array(parts);
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
    this.takenSize = 0;
    let why: { code: string; message: string } | null = null;
    for (let part = firstPart; part < lastPart; part++) {
      const firstRing = this.#nextRing;
      const lastRing = raw.partRing[part + 1];
      this.#nextRing = lastRing;
      why ??= this.#holesFault(lastRing - firstRing - 1, raw.ringVertex[lastRing] - this.#nextVertex);
      for (let ring = firstRing; ring < lastRing; ring++) {
        const start = this.#nextVertex;
        const end = raw.ringVertex[ring + 1];
        this.#nextVertex = end;
        if (!why) why = this.#takeRing(row, start, end, ring === firstRing);
      }
      if (why) continue;
      raw.partRing[this.#parts + 1] = this.#rings;
      if (this.#heights) {
        const from = this.#heights.rowOf ? this.#heights.rowOf[part] : row;
        this.#topM[this.#parts] = this.#heights.topM[from];
        this.#baseM[this.#parts] = this.#heights.baseM ? this.#heights.baseM[from] : 0;
        this.#partRows[this.#parts] = from;
      }
      this.#parts++;
    }
    // Parts of buildings that lie far apart become buildings of their own.
    if (!why && !this.#heights && lastPart > firstPart + 1)
      why = this.sizeFault(extentM(raw.xy, this.#verticesBefore, this.#vertices));
    if (why) this.#takeBack();
    else raw.featurePart[++this.#features] = this.#parts;
    return why;
  }

  #holesFault(holes: number, corners: number): { code: string; message: string } | null {
    if (holes * corners <= MAX_HOLE_CORNERS) return null;
    const most = Math.floor(MAX_HOLE_CORNERS / corners);
    const message = `expected at most ${most} holes in a polygon of ${corners} corners, got ${holes}; cut it into several`;
    return { code: 'polygon-holes', message };
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
    this.takenSize += outer ? Math.abs(ring.areaM2) : -Math.abs(ring.areaM2);
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

  /** The rows that the heights of the parts stand in. */
  partRows(): Uint32Array {
    return this.#partRows.subarray(0, this.#parts);
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
  'ring-intricate': 'one with too many sides beside each other to tell; cut it into several',
} as const;
