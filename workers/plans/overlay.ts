import type { SliverPolicy } from '../../model/plans/slivers.ts';
import { type Geos, GeosArena, type Polygons } from '../shared/geos.ts';
import type { ShapeSource } from './shapes.ts';

/** Shapes to be laid over others: shape a[i] over b[start[i]] … b[start[i + 1] − 1]. */
export interface OverlayJob {
  a: Uint32Array;
  start: Uint32Array;
  b: Uint32Array;
  /** A pair: 1 = what they share is a conflict. */
  isWanted: Uint8Array;
  /** What is left of a, outside all its b, is the conflict. */
  wantsLeft: boolean;
  /** Each b is grown by this before it is laid, round at its corners; 0: as it is. */
  growM: number;
  slivers: SliverPolicy;
  /** Invalid shapes are made valid; otherwise they are left out and named. */
  isRepairing: boolean;
}

/** One place that is a conflict. */
export interface FoundPlace {
  /** Index into `a`, and into `b`; null: what is left of a. */
  i: number;
  pair: number | null;
  areaM2: number;
  widthM: number;
  atM: [eastM: number, northM: number];
  polygons: Polygons;
}

/** What an overlay came to. */
export interface OverlayAnswer {
  /** In m², a pair. */
  shared: Float64Array;
  /** In m², a shape of `a`: its own, what lies outside all b, what more than one b covers, and by how much the sum is off. */
  own: Float64Array;
  left: Float64Array;
  twice: Float64Array;
  off: Float64Array;
  /** A shape of `a`: slivers that were left out. */
  droppedCount: Uint32Array;
  droppedM2: Float64Array;
  found: FoundPlace[];
  /** Shapes that are not valid. */
  invalid: number[];
}

/** Up to here a sum of areas is taken for the area: rounding of coordinates of some kilometres. */
const BALANCE_RATIO = 1e-9;
const BALANCE_M2 = 1e-6;
/** Two shapes that share less only touch. */
const TOUCH_M2 = 1e-9;
/** Corners of a quarter circle: an arc of 8 is at most 0.5 % of its radius inside the true one. */
const QUARTER_CORNERS = 8;
/** Geometries of shapes that are kept between jobs, which lie beside each other. */
const MAX_KEPT = 4096;

/** Lays shapes over shapes in one thread. All areas are GEOS's own. */
export class Overlay {
  private readonly bench: GeosArena;
  private readonly source: ShapeSource;
  private readonly kept = new Map<number, number>();
  private readonly invalid = new Set<number>();
  /** Grown shapes of the job at hand. */
  private readonly grown = new Map<number, number>();

  constructor(geos: Geos, source: ShapeSource) {
    this.bench = new GeosArena(geos);
    this.source = source;
  }

  run(job: OverlayJob): OverlayAnswer {
    const count = job.a.length;
    const answer: OverlayAnswer = {
      shared: new Float64Array(job.b.length),
      own: new Float64Array(count),
      left: new Float64Array(count),
      twice: new Float64Array(count),
      off: new Float64Array(count),
      droppedCount: new Uint32Array(count),
      droppedM2: new Float64Array(count),
      found: [],
      invalid: [],
    };
    if (this.kept.size > MAX_KEPT) this.clear();
    for (let i = 0; i < count; i++) this.lay(job, i, answer);
    for (const geometry of this.grown.values()) this.bench.geos.GEOSGeom_destroy(geometry);
    this.grown.clear();
    answer.invalid = [...job.a, ...job.b].filter((shape) => this.invalid.has(shape));
    return answer;
  }

  /** Frees what is kept between jobs. */
  clear(): void {
    for (const geometry of this.kept.values()) this.bench.geos.GEOSGeom_destroy(geometry);
    this.kept.clear();
  }

  private lay(job: OverlayJob, i: number, answer: OverlayAnswer): void {
    const { bench } = this;
    const { geos } = bench;
    const a = this.geometryOf(job.a[i], job.isRepairing);
    if (a === null) return;
    answer.own[i] = bench.area(a);
    const covering: number[] = [];
    let sum = 0;
    for (let pair = job.start[i]; pair < job.start[i + 1]; pair++) {
      const b = this.reachOf(job.b[pair], job);
      if (b === null) continue;
      const both = bench.need(geos.GEOSIntersection(a, b), 'an intersection');
      const areaM2 = bench.area(both);
      answer.shared[pair] = areaM2;
      sum += areaM2;
      if (areaM2 > 0) covering.push(b);
      if (job.isWanted[pair] === 1) this.note(answer, both, areaM2, i, pair, job.slivers);
      geos.GEOSGeom_destroy(both);
    }
    this.balance(job, i, { a, covering, sum }, answer);
  }

  /** What is left of a, and that nothing was lost: Σ(A∩B) + (A − ∪B) = A, less what several b cover. */
  private balance(
    job: OverlayJob,
    i: number,
    { a, covering, sum }: { a: number; covering: readonly number[]; sum: number },
    answer: OverlayAnswer,
  ): void {
    const { bench } = this;
    const { geos } = bench;
    const own = answer.own[i];
    const isClose = (off: number) => Math.abs(off) <= BALANCE_RATIO * own + BALANCE_M2;
    if (covering.length === 0) {
      answer.left[i] = own;
      if (job.wantsLeft) this.note(answer, a, own, i, null, job.slivers);
      return;
    }
    let left = this.withoutCoverage(a, covering);
    let off = left === 0 ? Number.POSITIVE_INFINITY : sum + bench.area(left) - own;
    if (!isClose(off)) {
      // The b overlap each other: they are merged, and counted once.
      if (left !== 0) geos.GEOSGeom_destroy(left);
      left = bench.need(this.without(a, covering, 'any'), 'a difference');
      const once = own - bench.area(left);
      const merged = this.within(a, covering);
      off = merged - once;
      answer.twice[i] = sum - merged;
    }
    answer.left[i] = bench.area(left);
    answer.off[i] = off;
    if (job.wantsLeft) this.note(answer, left, answer.left[i], i, null, job.slivers);
    geos.GEOSGeom_destroy(left);
  }

  /** A − ∪B, by a merge of shapes that share edges only, four times as fast; 0: they are no coverage. */
  private withoutCoverage(a: number, covering: readonly number[]): number {
    try {
      return this.without(a, covering, 'coverage');
    } catch {
      // What GEOS merged from shapes that overlap is no valid shape, and it says so.
      return 0;
    }
  }

  /** A − ∪B. */
  private without(a: number, covering: readonly number[], how: 'coverage' | 'any'): number {
    const { geos } = this.bench;
    if (covering.length === 1) return geos.GEOSDifference(a, covering[0]);
    const union = this.merged(covering, how);
    if (union === 0) return 0;
    try {
      return geos.GEOSDifference(a, union);
    } finally {
      geos.GEOSGeom_destroy(union);
    }
  }

  /** Area of A ∩ ∪B. */
  private within(a: number, covering: readonly number[]): number {
    const { bench } = this;
    const union = bench.need(this.merged(covering, 'any'), 'a union');
    const both = bench.need(bench.geos.GEOSIntersection(a, union), 'an intersection');
    const areaM2 = bench.area(both);
    bench.geos.GEOSGeom_destroy(both);
    bench.geos.GEOSGeom_destroy(union);
    return areaM2;
  }

  private merged(shapes: readonly number[], how: 'coverage' | 'any'): number {
    const { bench } = this;
    const { geos } = bench;
    const collection = bench.collection(shapes.map((shape) => geos.GEOSGeom_clone(shape)));
    try {
      return how === 'coverage' ? geos.GEOSCoverageUnion(collection) : geos.GEOSUnaryUnion(collection);
    } finally {
      geos.GEOSGeom_destroy(collection);
    }
  }

  private note(
    answer: OverlayAnswer,
    geometry: number,
    areaM2: number,
    i: number,
    pair: number | null,
    { minAreaM2, minWidthM }: SliverPolicy,
  ): void {
    if (areaM2 <= TOUCH_M2) return;
    const widthM = (2 * areaM2) / this.bench.perimeter(geometry);
    if (areaM2 < minAreaM2 && widthM < minWidthM) {
      answer.droppedCount[i]++;
      answer.droppedM2[i] += areaM2;
      return;
    }
    const polygons = this.bench.polygons(geometry);
    answer.found.push({ i, pair, areaM2, widthM, atM: this.bench.pointIn(geometry), polygons });
  }

  /** What must stay free of a: the shape with its free distance. */
  private reachOf(shape: number, { isRepairing, growM }: OverlayJob): number | null {
    const own = this.geometryOf(shape, isRepairing);
    if (own === null || growM === 0) return own;
    const known = this.grown.get(shape);
    if (known !== undefined) return known;
    const { bench } = this;
    const grown = bench.need(bench.geos.GEOSBuffer(own, growM, QUARTER_CORNERS), 'a grown shape');
    this.grown.set(shape, grown);
    return grown;
  }

  /** Null: it is not valid and not to be repaired. */
  private geometryOf(shape: number, isRepairing: boolean): number | null {
    const kept = this.kept.get(shape);
    if (kept !== undefined) return kept;
    if (this.invalid.has(shape) && !isRepairing) return null;
    const { geos } = this.bench;
    let geometry = this.bench.need(this.bench.shape(...this.source(shape)), 'a shape');
    if (geos.GEOSisValid(geometry) !== 1) {
      this.invalid.add(shape);
      const repaired = isRepairing ? this.bench.need(geos.GEOSMakeValid(geometry), 'a repair') : 0;
      geos.GEOSGeom_destroy(geometry);
      if (!isRepairing) return null;
      geometry = repaired;
    }
    this.kept.set(shape, geometry);
    return geometry;
  }
}
