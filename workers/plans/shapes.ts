import { type GaussKruger, gaussKruger } from '../../model/geo/gauss-kruger.ts';
import { BASE_CROSSWALK } from '../../model/plans/base-crosswalk.ts';
import { type Crosswalk, landUseClass } from '../../model/plans/crosswalk.ts';
import type { CodeSystem, LandUseClass } from '../../model/plans/land-use.ts';
import type { PlanFeature, PlanFeatures, PlanInfo, PlanProperties } from '../../model/plans/plan.ts';
import { DEGREE_DIGITS } from '../../model/plans/plan-text.ts';
import type { ShapeArrays } from '../shared/geos.ts';

/** Where a shape lies: its arrays, and its place in them. */
export type ShapeSource = (shape: number) => readonly [arrays: ShapeArrays, place: number];

/** One shape as rules look at it. */
export interface PlanShape extends Omit<PlanProperties, 'use'> {
  id: string;
  /** Index of its plan. */
  plan: number;
  use: LandUseClass | null;
  /** It was taken away: its number stays, so that those of the others do. */
  isGone?: boolean;
}

/** What is compared: the shapes of several plans in one plane. */
export interface PlanShapes {
  plane: GaussKruger;
  shiftM: readonly [eastM: number, northM: number];
  shapes: readonly PlanShape[];
  arrays: ShapeArrays;
  /** By which the uses of their codes are known. */
  crosswalk: Crosswalk;
}

/** Coordinates are counted from a whole number of kilometres. */
const SHIFT_M = 1000;

/** A plan with its shapes as they were read. */
export interface ReadPlan {
  info: Pick<PlanInfo, 'id' | 'codes'>;
  features: PlanFeatures['features'];
}

type Position = readonly number[];

/** Projects the plans into the zone that the first shape lies in. */
export function planShapes(plans: readonly ReadPlan[], crosswalk = BASE_CROSSWALK): PlanShapes {
  const first = plans.find(({ features }) => features.length > 0)?.features[0];
  const [lonDeg, latDeg] = first ? firstPosition(first.geometry) : [0, 0];
  const plane = gaussKruger(lonDeg);
  const shiftM = plane.fromLonLat(lonDeg, latDeg).map((m) => Math.round(m / SHIFT_M) * SHIFT_M) as [number, number];
  const shapes: PlanShape[] = [];
  const lists: Position[][][][] = [];
  for (const [plan, { info, features }] of plans.entries())
    for (const { id, properties, geometry } of features) {
      shapes.push({ ...properties, id, plan, use: classOf(crosswalk, info.codes, properties) });
      lists.push(partsOf(geometry));
    }
  const arrays = shapeArrays(lists, (lon, lat) => plane.fromLonLat(lon, lat), shiftM);
  return { plane, shiftM, shapes, arrays, crosswalk };
}

/** The parts of a polygon or of several. */
export const partsOf = (geometry: PlanFeature['geometry']): Position[][][] =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;

/** Polygons of the plane as a plan has them. */
export function geometryOf(
  { plane, shiftM }: Pick<PlanShapes, 'plane' | 'shiftM'>,
  polygons: readonly (readonly (readonly [eastM: number, northM: number])[])[][],
): PlanFeature['geometry'] {
  const degrees = ([x, y]: readonly [number, number]) =>
    plane.toLonLat(x + shiftM[0], y + shiftM[1]).map((deg) => Math.round(deg * DEGREE_DIGITS) / DEGREE_DIGITS);
  const coordinates = polygons.map((rings) => rings.map((ring) => [...ring, ring[0]].map(degrees)));
  return coordinates.length === 1
    ? { type: 'Polygon', coordinates: coordinates[0] }
    : { type: 'MultiPolygon', coordinates };
}

/** The class of use of a shape's code. */
export const classOf = (crosswalk: Crosswalk, system: CodeSystem, { code, use }: PlanProperties): LandUseClass | null =>
  use ?? landUseClass(crosswalk, system, code ?? null);

function firstPosition(geometry: PlanFeature['geometry']): Position {
  const ring = geometry.type === 'Polygon' ? geometry.coordinates[0] : geometry.coordinates[0]?.[0];
  return ring?.[0] ?? [0, 0];
}

/** Polygons with closed rings, as GeoJSON nests them, end to end. */
export function shapeArrays(
  lists: readonly (readonly Position[][][])[],
  project: (x: number, y: number) => readonly [number, number],
  [shiftX, shiftY]: readonly [number, number],
): ShapeArrays {
  const parts = lists.flat();
  const rings = parts.flat();
  const arrays = emptyArrays(
    lists.length,
    parts.length,
    rings.length,
    rings.reduce((n, ring) => n + ring.length - 1, 0),
  );
  fillOffsets(arrays.shapePart, lists);
  fillOffsets(arrays.partRing, parts);
  let at = 0;
  for (const [i, ring] of rings.entries()) {
    // GeoJSON repeats the first position at the end.
    for (let k = 0; k < ring.length - 1; k++) {
      const [x, y] = project(ring[k][0], ring[k][1]);
      arrays.xyM[2 * at] = x - shiftX;
      arrays.xyM[2 * at + 1] = y - shiftY;
      at++;
    }
    arrays.ringVertex[i + 1] = at;
  }
  return arrays;
}

function fillOffsets(offsets: Uint32Array, lists: readonly { length: number }[]): void {
  for (const [i, { length }] of lists.entries()) offsets[i + 1] = offsets[i] + length;
}

/** Shapes that lie in several arrays, in one. */
export function joinedArrays(source: ShapeSource, count: number): ShapeArrays {
  const arrays = emptyArrays(count, ...sizesOf(source, count));
  let part = 0;
  let ring = 0;
  let vertex = 0;
  for (let i = 0; i < count; i++) {
    const [from, place] = source(i);
    for (let p = from.shapePart[place]; p < from.shapePart[place + 1]; p++) {
      for (let r = from.partRing[p]; r < from.partRing[p + 1]; r++) {
        const start = from.ringVertex[r];
        const end = from.ringVertex[r + 1];
        arrays.xyM.set(from.xyM.subarray(2 * start, 2 * end), 2 * vertex);
        vertex += end - start;
        arrays.ringVertex[++ring] = vertex;
      }
      arrays.partRing[++part] = ring;
    }
    arrays.shapePart[i + 1] = part;
  }
  return arrays;
}

/** Parts, rings and vertices. */
function sizesOf(source: ShapeSource, count: number): [parts: number, rings: number, vertices: number] {
  const sizes: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const [{ shapePart, partRing, ringVertex }, place] = source(i);
    const p = shapePart[place];
    const end = shapePart[place + 1];
    sizes[0] += end - p;
    sizes[1] += partRing[end] - partRing[p];
    sizes[2] += ringVertex[partRing[end]] - ringVertex[partRing[p]];
  }
  return sizes;
}

/** Arrays to be filled, on shared memory where there is some. */
function emptyArrays(shapes: number, parts: number, rings: number, vertices: number): ShapeArrays {
  const words = shapes + parts + rings + 3;
  const start = Math.ceil(words / 2) * 8;
  const size = start + 16 * vertices;
  const buffer = typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(size) : new SharedArrayBuffer(size);
  return {
    shapePart: new Uint32Array(buffer, 0, shapes + 1),
    partRing: new Uint32Array(buffer, 4 * (shapes + 1), parts + 1),
    ringVertex: new Uint32Array(buffer, 4 * (shapes + parts + 2), rings + 1),
    xyM: new Float64Array(buffer, start, 2 * vertices),
  };
}

/** West, south, east, north of each shape. */
export function boxesOf({ shapePart, partRing, ringVertex, xyM }: ShapeArrays): Float64Array {
  const boxes = new Float64Array(4 * (shapePart.length - 1));
  for (let i = 0; i + 1 < shapePart.length; i++) {
    let west = Number.POSITIVE_INFINITY;
    let south = Number.POSITIVE_INFINITY;
    let east = Number.NEGATIVE_INFINITY;
    let north = Number.NEGATIVE_INFINITY;
    const first = ringVertex[partRing[shapePart[i]]];
    const end = ringVertex[partRing[shapePart[i + 1]]];
    for (let v = first; v < end; v++) {
      const x = xyM[2 * v];
      const y = xyM[2 * v + 1];
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < south) south = y;
      if (y > north) north = y;
    }
    boxes[4 * i] = west;
    boxes[4 * i + 1] = south;
    boxes[4 * i + 2] = east;
    boxes[4 * i + 3] = north;
  }
  return boxes;
}
