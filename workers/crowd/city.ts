import type { Walkable } from '../../model/city/grid.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInPolygon } from '../../model/geo/plane/ring.ts';
import type { CrowdNote } from '../../model/scenarios/crowd-note.ts';
import type { Lift } from './crowd-case.ts';
import { type Box, boxOf, type Polygon } from './plan/polygon.ts';
import type { Floor, Stair } from './plan/space-cells.ts';
import type { Opening } from './plan/space-walls.ts';

/** A door stands up to so far off the edges that it joins: stadium gates are drawn on an ellipse beside the wall's. */
const DOOR_REACH_M = 3;
/** An edge so near is the door's own; from farther the gap has a floor and sides, or people squeeze out past the door's ends. */
const DOOR_ON_EDGE_M = 0.05;
/** A door out of the box opens edges so far off where a case has an exit in it: as far as an exit has walls at its sides. */
const OUTLET_REACH_M = 1;
/** Areas that a door joins over a gap are bridged up to here. */
const BRIDGE_M = 25;
const STEP_M = 0.25;
/** A stair's edge lies this near to its area, or a landing is laid between them. */
const STAIR_REACH_M = 0.5;
/** Stairs by Weidmann (1993), in plan; ramps of 4 % as level ground. */
export const RATIOS = { stair: [0.46, 0.52], escalator: [0.5, 0.5], ramp: [0.95, 1] } as const;

/** Between two stops of a public lift (own mark, 待核; hydraulic ones climb at 0.6, traction ones in stations at 1 m/s and more). */
const LIFT_MPS = 1;
/** Least part of a round that is left for doors and boarding. */
const MIN_DWELL_S = 2;

/** Floors and stairs of the part of a city in a box. */
interface CityExtract {
  floors: Floor[];
  stairs: Stair[];
  lifts: Lift[];
  /** Areas by id, whole. */
  areas: Map<string, { floor: string; polygon: Polygon }>;
  /** Doors that lead out of the box: shut, unless a case has an exit there. */
  outlets: Outlet[];
  notes: CrowdNote[];
}

/** What opens a door out of the box: the edges that it stands off, and the gap between. */
export interface Outlet {
  floor: string;
  from: Point;
  to: Point;
  gaps: Polygon[];
  openings: Opening[];
}

/**
 * The walkable ground of a city in a box. Areas are joined by their doors alone: what merely touches is apart, as a stadium's wall is.
 * An area counts if its middle lies in the box. Stairs, ramps and escalators run straight from foot to head.
 */
export function extractCity(walkable: Walkable, box: Box): CityExtract {
  const inBox = ({ outer }: { outer: readonly (readonly number[])[] }): boolean => {
    const { westM, southM, eastM, northM } = boxOf(outer as Point[]);
    const x = (westM + eastM) / 2;
    const y = (southM + northM) / 2;
    return x >= box.westM && x <= box.eastM && y >= box.southM && y <= box.northM;
  };
  const chosen = walkable.areas.filter(inBox);
  const areas = new Map(
    chosen.map(({ id, level, outer, holes }) => [id, { floor: level, polygon: { outer, holes } as Polygon }]),
  );
  const floors = new Map<string, Floor>();
  for (const { level } of chosen) {
    if (floors.has(level)) continue;
    const elevationM = walkable.levels.find(({ id }) => id === level)?.elevationM ?? 0;
    floors.set(level, { id: level, elevationM, areas: [], touching: 'apart', barriers: [], openings: [] });
  }
  for (const { floor, polygon } of areas.values()) floors.get(floor)?.areas.push(polygon);
  const notes: CrowdNote[] = [];
  const outlets: Outlet[] = [];
  openDoors(walkable, areas, outlets, floors, notes);
  const stairs: Stair[] = [];
  const lifts: Lift[] = [];
  for (const stair of walkable.stairs) {
    const { id, kind, from, to, foot, head, widthM, direction, speedMps, stepFree } = stair;
    const low = areas.get(from);
    const high = areas.get(to);
    if (!low || !high) continue;
    if (kind === 'lift') {
      const lift = liftOf(stair, low.floor, high.floor);
      if (lift) lifts.push(lift);
      else notes.push({ code: 'lift-out', values: { id } });
      continue;
    }
    const [ascentRatio, descentRatio] = RATIOS[kind];
    const way = direction === 'up' || direction === 'down' ? direction : null;
    const isRunning = kind === 'escalator' && way !== null && speedMps !== undefined && speedMps > 0;
    if (kind === 'escalator' && !isRunning) notes.push({ code: 'escalator-still', values: { id } });
    if (way !== null && !isRunning) notes.push({ code: 'one-way', values: { id } });
    const runM = Math.hypot(head[0] - foot[0], head[1] - foot[1]);
    const belt = isRunning ? { way, mps: (speedMps * runM) / Math.hypot(runM, head[2] - foot[2]) } : undefined;
    const lx = (-(head[1] - foot[1]) / runM) * (widthM / 2);
    const ly = ((head[0] - foot[0]) / runM) * (widthM / 2);
    const ends = stairEnds(low, foot, high, head, lx, ly);
    const lost = ends.find((end) => end.bridge === 'far');
    if (lost) {
      notes.push({ code: 'stair-lost', values: { id, farM: BRIDGE_M } });
      continue;
    }
    for (const { floor, bridge } of ends) if (bridge !== null && bridge !== 'far') addBridge(floors.get(floor), bridge);
    const edge = ({ floor, left, right }: (typeof ends)[number]) => ({ floor, left, right });
    stairs.push({
      id,
      foot: edge(ends[0]),
      head: edge(ends[1]),
      ascentRatio,
      descentRatio,
      stepFree: stepFree || kind === 'ramp',
      belt,
    });
  }
  return { floors: [...floors.values()], stairs, lifts, areas, outlets, notes };
}

/** Doors between areas of one floor become openings; those that lead out of the part become outlets. */
function openDoors(
  walkable: Walkable,
  areas: Map<string, { floor: string; polygon: Polygon }>,
  outlets: Outlet[],
  floors: Map<string, Floor>,
  notes: CrowdNote[],
) {
  for (const { id, from, to, a, b } of walkable.doors) {
    const one = areas.get(from);
    const other = to === null ? undefined : areas.get(to);
    const only = one && other ? undefined : (one ?? other);
    if (only) outlets.push(outletOf(only, a as Point, b as Point));
    if (!one || !other || one.floor !== other.floor) continue;
    const floor = floors.get(one.floor);
    const opening: Opening = { from: a as Point, to: b as Point, reachM: DOOR_REACH_M };
    floor?.openings.push(opening);
    for (const [area, { polygon }] of [
      [from, one],
      [to, other],
    ] as const) {
      const bridge = bridgeTo(polygon, a as Point, b as Point, DOOR_ON_EDGE_M);
      if (bridge === 'far' && !touches(polygon, a as Point, b as Point))
        notes.push({ code: 'door-lost', values: { id, area: area ?? id, farM: BRIDGE_M } });
      if (bridge !== null && bridge !== 'far') addBridge(floor, bridge);
    }
  }
}

/** Both ends of a stair across its width, and how each reaches the area that it leads to. */
function stairEnds(
  low: { floor: string; polygon: Polygon },
  foot: [number, number, number],
  high: { floor: string; polygon: Polygon },
  head: [number, number, number],
  lx: number,
  ly: number,
) {
  return [
    { area: low, at: foot },
    { area: high, at: head },
  ].map(({ area, at: [x, y] }) => {
    const left: Point = [x + lx, y + ly];
    const right: Point = [x - lx, y - ly];
    return {
      floor: area.floor,
      left,
      right,
      polygon: area.polygon,
      bridge: bridgeTo(area.polygon, left, right, STAIR_REACH_M),
    };
  });
}

/** A round is there and back, with a stop at each end; null where the city tells not how many ride, or no round that they could ride in. */
function liftOf(
  { id, foot, head, persons, roundS }: Walkable['stairs'][number],
  low: string,
  high: string,
): Lift | null {
  if (persons === undefined || roundS === undefined) return null;
  const travelS = Math.abs(head[2] - foot[2]) / LIFT_MPS;
  const dwellS = roundS / 2 - travelS;
  if (!(travelS > 0) || dwellS < MIN_DWELL_S) return null;
  const stops: Lift['stops'] = [
    { floor: low, at: [foot[0], foot[1]] },
    { floor: high, at: [head[0], head[1]] },
  ];
  return { id, capacity: persons, stops, travelS, dwellS, stopsAtS: null };
}

function outletOf({ floor, polygon }: { floor: string; polygon: Polygon }, from: Point, to: Point): Outlet {
  const bridge = bridgeTo(polygon, from, to, DOOR_ON_EDGE_M);
  const own: Opening = { from, to, reachM: OUTLET_REACH_M };
  return bridge === null || bridge === 'far'
    ? { floor, from, to, gaps: [], openings: [own] }
    : { floor, from, to, gaps: [bridge.area], openings: [own, { ...bridge.far, reachM: DOOR_REACH_M }] };
}

/** Floors with the outlets open in which an exit stands. */
export function opened(
  floors: readonly Floor[],
  outlets: readonly Outlet[],
  exits: readonly { floor: string; from: Point; to: Point }[],
): Floor[] {
  const isAt = (p: Point, q: Point) => Math.hypot(p[0] - q[0], p[1] - q[1]) < STEP_M;
  const open = outlets.filter((outlet) =>
    exits.some(
      ({ floor, from, to }) =>
        floor === outlet.floor &&
        ((isAt(from, outlet.from) && isAt(to, outlet.to)) || (isAt(from, outlet.to) && isAt(to, outlet.from))),
    ),
  );
  return floors.map((floor) => {
    const here = open.filter((outlet) => outlet.floor === floor.id);
    return {
      ...floor,
      areas: [...floor.areas, ...here.flatMap(({ gaps }) => gaps)],
      openings: [...floor.openings, ...here.flatMap(({ openings }) => openings)],
    };
  });
}

interface Bridge {
  area: Polygon;
  far: { from: Point; to: Point };
}

function addBridge(floor: Floor | undefined, { area, far }: Bridge): void {
  floor?.areas.push(area);
  floor?.openings.push({ ...far, reachM: DOOR_REACH_M });
}

/** Whether a part of a line lies so near an area that the door joins it as it is. */
function touches(area: Polygon, a: Point, b: Point): boolean {
  const lengthM = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const nx = (b[1] - a[1]) / lengthM;
  const ny = -(b[0] - a[0]) / lengthM;
  return [0.1, 0.3, 0.5, 0.7, 0.9].some((part) =>
    [-DOOR_REACH_M, 0, DOOR_REACH_M].some((byM) =>
      isInPolygon(area, a[0] + part * (b[0] - a[0]) + byM * nx, a[1] + part * (b[1] - a[1]) + byM * ny),
    ),
  );
}

/** A strip from a line to an area that does not come within `reachM` of it; null if it does. */
function bridgeTo(area: Polygon, a: Point, b: Point, reachM: number): Bridge | 'far' | null {
  const lengthM = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const nx = (b[1] - a[1]) / lengthM;
  const ny = -(b[0] - a[0]) / lengthM;
  const reaches = (byM: number): boolean =>
    [0.1, 0.5, 0.9].every((part) =>
      isInPolygon(area, a[0] + part * (b[0] - a[0]) + byM * nx, a[1] + part * (b[1] - a[1]) + byM * ny),
    );
  if ([0, reachM, -reachM].some(reaches)) return null;
  for (let byM = STEP_M; byM <= BRIDGE_M; byM += STEP_M)
    for (const sign of [1, -1]) {
      if (!reaches(sign * byM)) continue;
      if (byM <= reachM) return null;
      const from: Point = [a[0] + sign * byM * nx, a[1] + sign * byM * ny];
      const to: Point = [b[0] + sign * byM * nx, b[1] + sign * byM * ny];
      return { area: { outer: [a, b, to, from], holes: [] }, far: { from, to } };
    }
  return 'far';
}
