import type { Walkable } from '../../model/city/grid.ts';
import type { Text } from '../../model/city/manifest.ts';
import { type BoundsXY, boundsOf } from '../../model/geo/plane/box.ts';
import { type Line, lineOf, offsetLine, subLine } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { hullOf, isSimple, signedAreaM2 } from '../../model/geo/plane/ring.ts';

export type Area = Walkable['areas'][number];
type Door = Walkable['doors'][number];
type Stair = Walkable['stairs'][number];

export const GROUND = 'ground';
/** People keep this off a wall. */
export const OFF_WALL_M = 0.2;
export const round = (v: number) => Math.round(v * 100) / 100;
export const place = ([x, y]: Point): [number, number] => [round(x), round(y)];

/** Walkable ground while it is laid out. */
export interface Egress {
  areas: Area[];
  doors: Door[];
  stairs: Stair[];
}

/** A street between two junctions. */
export interface Street {
  /** Id of its area. */
  id: string;
  kind: 'street' | 'bridge' | 'footway';
  label?: Text;
  /** Centre line, metres east and north. */
  points: readonly Point[];
  /** From the centre line to either edge, where nothing stands in the way. */
  halfM: number;
  /** Both edges along a part of the centre line; absent: `halfM` off. Null: there is no ground to walk on. */
  edgesOf?: (middle: Line) => [left: readonly Point[], right: readonly Point[]] | null;
  from: number;
  to: number;
}

/** Where streets meet. */
interface Meeting {
  id: string;
  at: Point;
  /** Radius of the ground that belongs to no street alone. */
  radiusM: number;
}

/** A street between the mouths of its junctions, and where its two end edges lie. */
export interface Ribbon<S extends Street = Street> {
  id: string;
  street: S;
  line: Line;
  box: BoundsXY;
  ring: Point[];
  mouths: [[Point, Point], [Point, Point]];
}

function ribbonOf<S extends Street>(street: S, fromM: number, toM: number): Ribbon<S> | undefined {
  const line = lineOf(street.points);
  const a = Math.min(fromM, line.lengthM * 0.45);
  const b = line.lengthM - Math.min(toM, line.lengthM * 0.45);
  const middle = lineOf(subLine(line, a, b));
  const { halfM } = street;
  const edges = street.edgesOf
    ? street.edgesOf(middle)
    : ([offsetLine(middle, halfM).points, offsetLine(middle, -halfM).points] as const);
  if (!edges) return undefined;
  const [left, right] = edges;
  const ring = [...right, ...[...left].reverse()];
  if (signedAreaM2(ring) <= 0 || !isSimple(ring)) return undefined;
  return {
    id: street.id,
    street,
    line,
    box: boundsOf(ring),
    ring,
    mouths: [
      [left[0], right[0]],
      [left[left.length - 1], right[right.length - 1]],
    ],
  };
}

/** A street that ends this near the map's edge leads out of the model. */
const EDGE_M = 12;

/**
 * Streets as ribbons, junctions as the hull of their mouths, joined mouth by mouth; where a street leaves the extent its last mouth is an
 * exit. A street that is too short or too crooked for a ribbon is left out.
 */
export function joinStreets<S extends Street>(
  streets: readonly S[],
  meetings: readonly Meeting[],
  extent: BoundsXY,
  out: Egress,
): Ribbon<S>[] {
  const mouths = new Map<number, { ribbon: Ribbon<S>; mouth: [Point, Point] }[]>();
  const ribbons: Ribbon<S>[] = [];
  for (const street of streets) {
    const ribbon = ribbonOf(street, meetings[street.from].radiusM, meetings[street.to].radiusM);
    if (!ribbon) continue;
    ribbons.push(ribbon);
    const { id, kind, label } = street;
    const outer = ribbon.ring.map(place);
    out.areas.push({ id, level: GROUND, kind, outer, holes: [], ...(label ? { label } : {}) });
    for (const [i, junction] of [street.from, street.to].entries())
      mouths.set(junction, [...(mouths.get(junction) ?? []), { ribbon, mouth: ribbon.mouths[i] }]);
  }
  for (const [junction, own] of mouths) joinAt(meetings[junction], own, extent, out);
  return ribbons;
}

function joinAt(
  { id: name, at: [x, y] }: Meeting,
  own: readonly { ribbon: Ribbon; mouth: [Point, Point] }[],
  { minX, minY, maxX, maxY }: BoundsXY,
  out: Egress,
): void {
  const toEdgeM = Math.min(x - minX, maxX - x, y - minY, maxY - y);
  if (own.length === 1 && toEdgeM < EDGE_M) {
    out.doors.push({ ...opening(`dr-${name}`, own[0].ribbon.id, null, own[0].mouth, 'exit') });
    return;
  }
  const hull = hullOf(own.flatMap(({ mouth }) => mouth));
  if (hull.length < 3 || signedAreaM2(hull) < 1) {
    // A mere joint of two ribbons: one mouth against the other.
    if (own.length === 2) out.doors.push(opening(`dr-${name}`, own[0].ribbon.id, own[1].ribbon.id, own[0].mouth));
    return;
  }
  const id = `wk-${name}`;
  out.areas.push({ id, level: GROUND, kind: 'crossing', outer: hull.map(place), holes: [] });
  for (const [k, { ribbon, mouth }] of own.entries())
    out.doors.push(opening(`dr-${name}-${k + 1}`, ribbon.id, id, mouth));
}

export function opening(
  id: string,
  from: string,
  to: string | null,
  [a, b]: readonly [Point, Point],
  kind: Door['kind'] = 'opening',
): Door {
  return {
    id,
    from,
    to,
    a: place(a),
    b: place(b),
    widthM: round(Math.max(0.3, Math.hypot(b[0] - a[0], b[1] - a[1]))),
    kind,
  };
}
