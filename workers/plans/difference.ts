import Flatbush from 'flatbush';
import type { PlanFeature, PlanProperties } from '../../model/plans/plan.ts';
import { type Geos, GeosArena, type Polygons, ROUNDING_M2 } from '../shared/geos.ts';
import { boxesOf, geometryOf, type PlanShapes, partsOf, planShapes, type ReadPlan } from './shapes.ts';

/** A shape that two versions of a plan do not have alike. */
export interface ShapeChange {
  kind: 'added' | 'removed' | 'changed';
  /** Ids in the older and the newer version. */
  was: string | null;
  is: string | null;
  areaM2: number;
  /** Ground that only one of them covers. */
  movedM2: number;
  /** What is said of it otherwise. */
  properties: { name: keyof PlanProperties; was: string | null; is: string | null }[];
  at: [lonDeg: number, latDeg: number];
  /** The newer shape, or the one that is gone. */
  coordinates: [lonDeg: number, latDeg: number][][][];
}

/** Two versions of a plan against each other. */
export interface PlanDifference {
  changes: ShapeChange[];
  same: number;
  /** How shapes were found again: by their ids, or by the ground that they share. */
  by: 'id' | 'ground';
}

/** Versions that keep ids have this share of the smaller one's in common. */
const KEPT_IDS_RATIO = 0.5;
/** Two shapes are one where they share so much of the larger. */
const SAME_GROUND_RATIO = 0.5;

type Features = readonly PlanFeature[];

/** Added, removed and changed shapes, the largest change of ground first. */
export function differenceOf(geos: Geos, older: ReadPlan, newer: ReadPlan): PlanDifference {
  const pair = new VersionPair(geos, older, newer);
  try {
    return pair.compare();
  } finally {
    pair.close();
  }
}

class VersionPair {
  private readonly bench: GeosArena;
  private readonly geos: Geos;
  private readonly older: Features;
  private readonly newer: Features;
  /** Shapes of both plans, the older ones first. */
  private readonly shapes: PlanShapes;
  private readonly geometries: number[] = [];

  constructor(geos: Geos, older: ReadPlan, newer: ReadPlan) {
    this.geos = geos;
    this.bench = new GeosArena(geos);
    this.older = older.features;
    this.newer = newer.features;
    this.shapes = planShapes([older, newer]);
    for (let i = 0; i < this.shapes.shapes.length; i++) this.geometries.push(this.valid(i));
  }

  private valid(i: number): number {
    const geometry = this.bench.need(this.bench.shape(this.shapes.arrays, i), 'a shape');
    if (this.geos.GEOSisValid(geometry) === 1) return geometry;
    const repaired = this.bench.need(this.geos.GEOSMakeValid(geometry), 'a repair');
    this.geos.GEOSGeom_destroy(geometry);
    return repaired;
  }

  compare(): PlanDifference {
    const { older, newer } = this;
    const ids = new Map(newer.map(({ id }, i) => [id, i]));
    const kept = older.filter(({ id }) => ids.has(id)).length;
    const by = kept >= KEPT_IDS_RATIO * Math.min(older.length, newer.length) ? 'id' : 'ground';
    const pairs = by === 'id' ? new Map(older.map(({ id }, i) => [i, ids.get(id) ?? null])) : this.byGround();
    const taken = new Set(pairs.values());
    const changes: ShapeChange[] = [];
    for (const [i, k] of pairs) {
      const change = k === null ? this.single(i, 'removed') : this.changed(i, k);
      if (change) changes.push(change);
    }
    for (const k of newer.keys()) if (!taken.has(k)) changes.push(this.single(older.length + k, 'added'));
    changes.sort((one, other) => other.movedM2 - one.movedM2);
    return { changes, same: older.length - changes.filter(({ kind }) => kind !== 'added').length, by };
  }

  /** Each older shape's newer one, which shares most of its ground and of its own; each is taken once. */
  private byGround(): Map<number, number | null> {
    const { older, newer, bench, geos } = this;
    const pairs = new Map<number, number | null>(older.map((_, i) => [i, null]));
    if (newer.length === 0) return pairs;
    const boxes = boxesOf(this.shapes.arrays);
    const index = new Flatbush(newer.length);
    for (const k of newer.keys()) {
      const [west, south, east, north] = boxes.subarray(4 * (older.length + k), 4 * (older.length + k) + 4);
      index.add(west, south, east, north);
    }
    index.finish();
    const taken = new Set<number>();
    for (const i of older.keys()) {
      const [west, south, east, north] = boxes.subarray(4 * i, 4 * i + 4);
      const own = bench.area(this.geometries[i]);
      let most = 0;
      for (const k of index.search(west, south, east, north)) {
        const both = bench.need(
          geos.GEOSIntersection(this.geometries[i], this.geometries[older.length + k]),
          'a share',
        );
        const ratio = bench.area(both) / Math.max(own, bench.area(this.geometries[older.length + k]));
        geos.GEOSGeom_destroy(both);
        if (taken.has(k) || ratio < SAME_GROUND_RATIO || ratio <= most) continue;
        most = ratio;
        pairs.set(i, k);
      }
      const found = pairs.get(i);
      if (found !== null && found !== undefined) taken.add(found);
    }
    return pairs;
  }

  /** Null: they say the same of the same ground. */
  private changed(i: number, k: number): ShapeChange | null {
    const { bench, older, newer } = this;
    const was = older[i];
    const is = newer[k];
    const properties = propertiesOf(was.properties, is.properties);
    const movedM2 =
      JSON.stringify(was.geometry) === JSON.stringify(is.geometry) ? 0 : this.movedM2(i, older.length + k);
    if (movedM2 <= ROUNDING_M2 && properties.length === 0) return null;
    const geometry = this.geometries[older.length + k];
    const areaM2 = bench.area(geometry);
    return { kind: 'changed', was: was.id, is: is.id, areaM2, movedM2, properties, ...this.drawn(older.length + k) };
  }

  private movedM2(i: number, j: number): number {
    const { bench, geos } = this;
    const both = bench.need(geos.GEOSIntersection(this.geometries[i], this.geometries[j]), 'a share');
    const sharedM2 = bench.area(both);
    geos.GEOSGeom_destroy(both);
    return Math.max(0, bench.area(this.geometries[i]) + bench.area(this.geometries[j]) - 2 * sharedM2);
  }

  private single(i: number, kind: 'added' | 'removed'): ShapeChange {
    const areaM2 = this.bench.area(this.geometries[i]);
    const { id } = this.shapes.shapes[i];
    const ids = kind === 'added' ? { was: null, is: id } : { was: id, is: null };
    return { kind, ...ids, areaM2, movedM2: areaM2, properties: [], ...this.drawn(i) };
  }

  private drawn(i: number): Pick<ShapeChange, 'at' | 'coordinates'> {
    const polygons: Polygons = this.bench.polygons(this.geometries[i]);
    const { plane, shiftM } = this.shapes;
    const [x, y] = this.bench.pointIn(this.geometries[i]);
    return {
      at: plane.toLonLat(x + shiftM[0], y + shiftM[1]),
      coordinates: partsOf(geometryOf(this.shapes, polygons)) as ShapeChange['coordinates'],
    };
  }

  close(): void {
    for (const geometry of this.geometries) this.geos.GEOSGeom_destroy(geometry);
  }
}

function propertiesOf(was: PlanProperties, is: PlanProperties): ShapeChange['properties'] {
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])] as (keyof PlanProperties)[];
  const text = (value: PlanProperties[keyof PlanProperties]) => (value === undefined ? null : String(value));
  return names
    .map((name) => ({ name, was: text(was[name]), is: text(is[name]) }))
    .filter((change) => change.was !== change.is);
}
