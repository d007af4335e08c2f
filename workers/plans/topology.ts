import Flatbush from 'flatbush';
import { boxOf } from '../../model/geo/plane/box.ts';
import type { PlanFeature } from '../../model/plans/plan.ts';
import { FILLED_GAP_M, MAX_LAID_SHAPES } from '../../model/plans/slivers.ts';
import { type Geos, GeosArena, ROUNDING_M2 } from '../shared/geos.ts';
import { boxesOf, geometryOf, type PlanShapes } from './shapes.ts';

/** What is to be put right of a plan's shapes, each with the planner's consent. */
export interface Consent {
  /** Rings that cross themselves are made valid. */
  isRepairing: boolean;
  /** What two shapes cover stays with the one that comes first. */
  isCutting: boolean;
  /** A gap narrower than `FILLED_GAP_M` goes to the shape that it has the longest edge with. */
  isFilling: boolean;
}

/** One place between the shapes of a plan. */
export interface TopologyPlace {
  /** Numbers of the shapes: two that overlap; of a gap none. */
  shapes: number[];
  areaM2: number;
  /** Mean width. */
  widthM: number;
  at: [lonDeg: number, latDeg: number];
}

interface PlaceSum {
  count: number;
  areaM2: number;
  /** The largest first. */
  largest: TopologyPlace[];
}

/** How the shapes of one plan lie to each other. */
export interface Topology {
  shapes: number;
  areaM2: number;
  invalid: number[];
  /** Null: more shapes than `MAX_LAID_SHAPES`. */
  overlaps: PlaceSum | null;
  /** Places that no shape covers and shapes surround. */
  gaps: (PlaceSum & { narrow: number }) | null;
}

/** Something that was changed of a shape. */
export interface TopologyChange {
  shape: number;
  what: 'made-valid' | 'cut' | 'filled' | 'dropped';
  beforeM2: number;
  afterM2: number;
}

const MAX_LISTED = 50;

/** Shapes after what a planner consented to; `geometry` null: nothing is left of it. */
interface Repaired {
  topology: Topology;
  changes: TopologyChange[];
  geometries: Map<number, PlanFeature['geometry'] | null>;
}

/** The geometries of one plan in GEOS, each valid; those that are not, and are not to be repaired, are none. */
class Coverage {
  readonly bench: GeosArena;
  readonly geos: Geos;
  readonly geometries: (number | null)[] = [];
  readonly invalid: number[] = [];
  readonly changes: TopologyChange[] = [];
  private readonly plan: PlanShapes;
  private readonly boxes: Float64Array;
  private readonly index: Flatbush;

  constructor(geos: Geos, plan: PlanShapes, isRepairing: boolean) {
    this.geos = geos;
    this.bench = new GeosArena(geos);
    this.plan = plan;
    const { length } = plan.shapes;
    this.boxes = boxesOf(plan.arrays);
    this.index = new Flatbush(Math.max(1, length));
    for (let i = 0; i < length; i++) {
      this.geometries.push(this.take(i, isRepairing));
      const [west, south, east, north] = this.boxes.subarray(4 * i, 4 * i + 4);
      this.index.add(west, south, east, north);
    }
    if (length === 0) this.index.add(0, 0, 0, 0);
    this.index.finish();
  }

  /** Shapes that stand and whose box met this one before any was changed. */
  private near([west, south, east, north]: ArrayLike<number> & Iterable<number>): number[] {
    return this.index.search(west, south, east, north).filter((i) => (this.geometries[i] ?? null) !== null);
  }

  private take(shape: number, isRepairing: boolean): number | null {
    const { geos, bench } = this;
    const geometry = bench.need(bench.shape(this.plan.arrays, shape), 'a shape');
    if (geos.GEOSisValid(geometry) === 1) return geometry;
    this.invalid.push(shape);
    if (!isRepairing) {
      geos.GEOSGeom_destroy(geometry);
      return null;
    }
    const beforeM2 = bench.area(geometry);
    const valid = bench.need(geos.GEOSMakeValid(geometry), 'a repair');
    geos.GEOSGeom_destroy(geometry);
    const afterM2 = bench.area(valid);
    this.changes.push({ shape, what: afterM2 > 0 ? 'made-valid' : 'dropped', beforeM2, afterM2 });
    return valid;
  }

  place(geometry: number, areaM2: number, shapes: number[]): TopologyPlace {
    const [x, y] = this.bench.pointIn(geometry);
    const { plane, shiftM } = this.plan;
    const widthM = (2 * areaM2) / this.bench.perimeter(geometry);
    return { shapes, areaM2, widthM, at: plane.toLonLat(x + shiftM[0], y + shiftM[1]) };
  }

  areaM2(): number {
    return this.geometries.reduce<number>(
      (sum, geometry) => sum + (geometry === null ? 0 : this.bench.area(geometry)),
      0,
    );
  }

  /** Pairs that share ground; with consent the later one gives it up. */
  overlaps(isCutting: boolean, hear: (ratio: number) => void): PlaceSum {
    const { geos, bench, geometries } = this;
    const found: TopologyPlace[] = [];
    for (let b = 0; b < geometries.length; b++) {
      if (b % 256 === 0) hear(b / geometries.length);
      for (const a of this.near(this.boxes.subarray(4 * b, 4 * b + 4)).sort((i, j) => i - j)) {
        const own = geometries[b];
        const first = geometries[a];
        if (a >= b || own === null || first === null) continue;
        const both = bench.need(geos.GEOSIntersection(first, own), 'an intersection');
        const areaM2 = bench.area(both);
        if (areaM2 > ROUNDING_M2) {
          found.push(this.place(both, areaM2, [a, b]));
          if (isCutting) this.change(b, bench.need(geos.GEOSDifference(own, first), 'a difference'), 'cut');
        }
        geos.GEOSGeom_destroy(both);
      }
    }
    return sumOf(found);
  }

  private change(shape: number, next: number, what: 'cut' | 'filled'): void {
    const before = this.geometries[shape];
    const beforeM2 = before === null ? 0 : this.bench.area(before);
    const afterM2 = this.bench.area(next);
    if (before !== null) this.geos.GEOSGeom_destroy(before);
    const isLeft = afterM2 > ROUNDING_M2;
    this.changes.push({ shape, what: isLeft ? what : 'dropped', beforeM2, afterM2: isLeft ? afterM2 : 0 });
    if (!isLeft) this.geos.GEOSGeom_destroy(next);
    this.geometries[shape] = isLeft ? next : null;
  }

  /** Holes of all shapes as one; narrow ones go to a neighbour with consent. */
  gaps(isFilling: boolean): PlaceSum & { narrow: number } {
    const { geos, bench } = this;
    const clones = this.geometries.flatMap((one) => (one === null ? [] : [geos.GEOSGeom_clone(one)]));
    if (clones.length === 0) return { ...sumOf([]), narrow: 0 };
    const collection = bench.collection(clones);
    const union = bench.need(geos.GEOSUnaryUnion(collection), 'a union');
    const holes = bench.polygons(union).flatMap((rings) => rings.slice(1));
    for (const one of [collection, union]) geos.GEOSGeom_destroy(one);
    const found: TopologyPlace[] = [];
    let narrow = 0;
    for (const hole of holes) {
      const gap = this.gapIn(hole);
      const areaM2 = bench.area(gap);
      const place = this.place(gap, areaM2, []);
      if (areaM2 > ROUNDING_M2) {
        found.push(place);
        if (place.widthM < FILLED_GAP_M) narrow++;
        if (place.widthM < FILLED_GAP_M && isFilling) this.fill(gap, hole);
      }
      geos.GEOSGeom_destroy(gap);
    }
    return { ...sumOf(found), narrow };
  }

  /** A hole less what stands in it alone, as a parcel with a street all around does. */
  private gapIn(hole: readonly (readonly [number, number])[]): number {
    const { geos, bench, boxes } = this;
    let gap = bench.polygon(hole);
    const [west, south, east, north] = boxOf(hole);
    for (const shape of this.near([west, south, east, north])) {
      const [w, s, e, n] = boxes.subarray(4 * shape, 4 * shape + 4);
      const geometry = this.geometries[shape];
      if (geometry === null || w < west || s < south || e > east || n > north) continue;
      const less = bench.need(geos.GEOSDifference(gap, geometry), 'a difference');
      geos.GEOSGeom_destroy(gap);
      gap = less;
    }
    return gap;
  }

  private fill(gap: number, hole: readonly (readonly [number, number])[]): void {
    const { geos, bench } = this;
    let longest = 0;
    let taker: number | null = null;
    for (const shape of this.near(boxOf(hole))) {
      const geometry = this.geometries[shape];
      if (geometry === null) continue;
      const edge = bench.need(geos.GEOSIntersection(gap, geometry), 'an edge');
      const lengthM = bench.length(edge);
      geos.GEOSGeom_destroy(edge);
      if (lengthM <= longest) continue;
      longest = lengthM;
      taker = shape;
    }
    const geometry = taker === null ? null : this.geometries[taker];
    if (taker === null || geometry === null) return;
    this.change(taker, bench.need(geos.GEOSUnion(geometry, gap), 'a union'), 'filled');
  }

  /** As a plan has them, of the shapes that were changed. */
  changed(): Repaired['geometries'] {
    const changed = new Set(this.changes.map(({ shape }) => shape));
    return new Map(
      [...changed].map((shape) => {
        const geometry = this.geometries[shape];
        const polygons = geometry === null ? [] : this.bench.polygons(geometry, ROUNDING_M2);
        return [shape, polygons.length === 0 ? null : geometryOf(this.plan, polygons)];
      }),
    );
  }

  close(): void {
    for (const geometry of this.geometries) if (geometry !== null) this.geos.GEOSGeom_destroy(geometry);
  }
}

/** How the shapes of a plan lie to each other, and what they are after the repairs that were consented to. */
export function topologyOf(geos: Geos, plan: PlanShapes, consent: Consent, hear: (ratio: number) => void): Repaired {
  const coverage = new Coverage(geos, plan, consent.isRepairing);
  try {
    const isLaid = plan.shapes.length <= MAX_LAID_SHAPES;
    const areaM2 = coverage.areaM2();
    const overlaps = isLaid ? coverage.overlaps(consent.isCutting, hear) : null;
    const gaps = isLaid ? coverage.gaps(consent.isFilling) : null;
    const topology = { shapes: plan.shapes.length, areaM2, invalid: coverage.invalid, overlaps, gaps };
    return { topology, changes: coverage.changes, geometries: coverage.changed() };
  } finally {
    coverage.close();
  }
}

function sumOf(places: TopologyPlace[]): PlaceSum {
  const largest = places.sort((one, other) => other.areaM2 - one.areaM2).slice(0, MAX_LISTED);
  return { count: places.length, areaM2: places.reduce((sum, { areaM2 }) => sum + areaM2, 0), largest };
}
