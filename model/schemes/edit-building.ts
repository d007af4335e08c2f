import { RAD_PER_DEG } from '../geo/lon-lat.ts';
import type { Point } from '../geo/plane/point.ts';
import { anticlockwise, isInRing } from '../geo/plane/ring.ts';
import { MAX_STOREYS, type Scheme, type SchemeBuilding, type SchemeParcel } from './scheme.ts';
import { doOverlap, edgeOf, isSimpleRing, pointInside, type Ring, ringToEdgeM } from './site-geometry.ts';

/** What a hand does to a building; metres of the city's plane, degrees anticlockwise. */
export type BuildingEdit =
  | { kind: 'move'; eastM: number; northM: number }
  | { kind: 'turn'; turnDeg: number }
  /** To so many storeys, each as high as they are now. */
  | { kind: 'storeys'; storeys: number }
  | { kind: 'height'; heightM: number }
  /** One edge outwards, inwards where negative: its neighbours grow along their own lines. */
  | { kind: 'push'; edge: number; outM: number };

/** A limit that one building breaks, and by what. */
export interface BrokenLimit {
  code: 'height' | 'outside' | 'street' | 'side' | 'rear' | 'gap' | 'overlap';
  limit: number;
  got: number;
}

const MAX_HEIGHT_M = 600;
const MIN_HEIGHT_M = 0.1;
/** Two levels, or two lines, are the same. */
export const SAME_M = 1e-6;

/** Mean of the corners: what a building turns about, the same after any turn. */
export function middleOfRing(ring: Ring): Point {
  const sum = (axis: 0 | 1) => ring.reduce((total, corner) => total + corner[axis], 0);
  return [sum(0) / ring.length, sum(1) / ring.length];
}

/**
 * The scheme with one building changed; what stands on its roof goes with it. Null: the edit would leave no footprint, or one that crosses
 * itself. The changed buildings count as edited: a change of controls leaves them as they are.
 */
export function withEdit(scheme: Scheme, id: string, edit: BuildingEdit): Scheme | null {
  const building = scheme.buildings.find((one) => one.id === id);
  if (!building) return null;
  const next = edited(building, edit);
  if (!next || !isSimpleRing(next.ringM)) return null;
  const above = aboveOf(scheme, building);
  const middle = middleOfRing(building.ringM);
  const raisedM = next.heightM - building.heightM;
  const buildings = scheme.buildings.map((one): SchemeBuilding => {
    if (one === building) return next;
    if (!above.has(one.id)) return one;
    if (edit.kind === 'move' || edit.kind === 'turn')
      return { ...one, ringM: placed(one.ringM, edit, middle), made: 'edited' };
    return raisedM === 0 ? one : { ...one, baseM: one.baseM + raisedM, made: 'edited' };
  });
  return { ...scheme, buildings };
}

/** All that stands on a building, and on that. */
function aboveOf({ buildings }: Scheme, building: SchemeBuilding): Set<string> {
  const found = new Set<string>();
  const queue = [building];
  for (let below = queue.pop(); below; below = queue.pop()) {
    const topM = below.baseM + below.heightM;
    for (const one of buildings) {
      if (found.has(one.id) || one.parcel !== below.parcel || Math.abs(one.baseM - topM) > 1e-3) continue;
      if (!isInRing(below.ringM, ...pointInside(one.ringM))) continue;
      found.add(one.id);
      queue.push(one);
    }
  }
  return found;
}

function edited(building: SchemeBuilding, edit: BuildingEdit): SchemeBuilding | null {
  const { ringM, heightM, storeys } = building;
  const made = 'edited' as const;
  switch (edit.kind) {
    case 'move':
    case 'turn':
      return { ...building, made, ringM: placed(ringM, edit, middleOfRing(ringM)) };
    case 'storeys': {
      const count = Math.min(MAX_STOREYS, Math.max(1, Math.round(edit.storeys)));
      return { ...building, made, storeys: count, heightM: Math.min(MAX_HEIGHT_M, (heightM / storeys) * count) };
    }
    case 'height':
      return { ...building, made, heightM: Math.min(MAX_HEIGHT_M, Math.max(MIN_HEIGHT_M, edit.heightM)) };
    case 'push': {
      const pushed = withPushedEdge(ringM, edit.edge, edit.outM);
      return pushed && { ...building, made, ringM: pushed };
    }
  }
}

function placed(
  ring: Ring,
  edit: Extract<BuildingEdit, { kind: 'move' | 'turn' }>,
  [middleX, middleY]: Point,
): [number, number][] {
  if (edit.kind === 'move') return ring.map(([x, y]) => [x + edit.eastM, y + edit.northM]);
  const cos = Math.cos(edit.turnDeg * RAD_PER_DEG);
  const sin = Math.sin(edit.turnDeg * RAD_PER_DEG);
  return ring.map(([x, y]) => {
    const u = x - middleX;
    const v = y - middleY;
    return [middleX + cos * u - sin * v, middleY + sin * u + cos * v];
  });
}

/** Null: the edge shrinks to nothing or its neighbours run along with it and cannot grow. */
function withPushedEdge(given: Ring, edge: number, outM: number): [number, number][] | null {
  const isTurned = anticlockwise(given)[0] !== given[0];
  const count = given.length;
  const [[ax, ay], [bx, by]] = edgeOf(given, edge);
  const long = Math.hypot(bx - ax, by - ay) || 1;
  const out = isTurned ? -outM : outM;
  const shiftX = ((by - ay) / long) * out;
  const shiftY = (-(bx - ax) / long) * out;
  const line: readonly [Point, Point] = [
    [ax + shiftX, ay + shiftY],
    [bx + shiftX, by + shiftY],
  ];
  const first = crossing(line, edgeOf(given, (edge + count - 1) % count));
  const second = crossing(line, edgeOf(given, (edge + 1) % count));
  if (!first || !second) return null;
  // An edge that was pushed past where its neighbours meet runs the other way.
  if ((second[0] - first[0]) * (bx - ax) + (second[1] - first[1]) * (by - ay) <= SAME_M) return null;
  return given.map(([x, y], i): [number, number] => {
    if (i === edge) return [first[0], first[1]];
    return i === (edge + 1) % count ? [second[0], second[1]] : [x, y];
  });
}

function crossing([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): Point | null {
  const ux = b[0] - a[0];
  const uy = b[1] - a[1];
  const wx = d[0] - c[0];
  const wy = d[1] - c[1];
  const sine = ux * wy - uy * wx;
  if (Math.abs(sine) < 1e-9 * Math.hypot(ux, uy) * Math.hypot(wx, wy)) return null;
  const share = ((c[0] - a[0]) * wy - (c[1] - a[1]) * wx) / sine;
  return [a[0] + share * ux, a[1] + share * uy];
}

/** Which limits of its parcel a building breaks by itself; those of the parcel as a whole (ratio, coverage, green) are in its figures. */
export function brokenLimits(building: SchemeBuilding, parcel: SchemeParcel, scheme: Scheme): BrokenLimit[] {
  const { controls, ringM, edges } = parcel;
  const broken: BrokenLimit[] = [];
  const topM = building.baseM + building.heightM;
  if (topM > controls.heightMaxM + SAME_M) broken.push({ code: 'height', limit: controls.heightMaxM, got: topM });
  const isOut = building.ringM.some(([x, y]) => !isInRing(ringM, x, y) && toRingM(ringM, [x, y]) > SAME_M);
  if (isOut) broken.push({ code: 'outside', limit: 0, got: 0 });
  for (const edge of ['street', 'side', 'rear'] as const) {
    const distances = edges.flatMap((one, i) => (one === edge ? [ringToEdgeM(building.ringM, edgeOf(ringM, i))] : []));
    const got = Math.min(...distances);
    if (!isOut && got < controls.setbackM[edge] - SAME_M)
      broken.push({ code: edge, limit: controls.setbackM[edge], got });
  }
  const beside = scheme.buildings.filter(
    (one) => one.id !== building.id && one.baseM < topM - 1e-3 && building.baseM < one.baseM + one.heightM - 1e-3,
  );
  if (beside.some((one) => doOverlap(one.ringM, building.ringM))) broken.push({ code: 'overlap', limit: 0, got: 0 });
  else {
    const gap = Math.min(
      ...beside.flatMap((one) => one.ringM.map((_, i) => ringToEdgeM(building.ringM, edgeOf(one.ringM, i)))),
    );
    if (gap < controls.gapM - 1e-3) broken.push({ code: 'gap', limit: controls.gapM, got: gap });
  }
  return broken;
}

const toRingM = (ring: Ring, point: Point): number =>
  Math.min(...ring.map((_, i) => ringToEdgeM([point, point, point], edgeOf(ring, i))));
