import type { Point } from '../../model/geo/plane/point.ts';
import type { RoadNetwork, RoadSegment } from '../../model/roads/road-network.ts';
import type { SchemeRoad } from '../../model/schemes/scheme.ts';
import { JOIN_M, NAMED_GAP_M } from '../../model/schemes/scheme-roads.ts';
import type { GroundAt, WalkingNet } from '../shared/walking-times.ts';
import { lineLengthM, WayIndex } from '../shared/way-index.ts';

/** A carriageway within so much of the ground lies on it: own value, the step from a kerb to the next survey point. */
const LEVEL_M = 1;
/** Places of a line that lie no farther apart are one: a road that is drawn to the corner of two streets meets the corner. */
export const MERGE_M = 1;
/** No carriageway of a city is wider; how far ends look for one. */
const WIDEST_HALF_M = 60;

/** A road of a scheme that people walk on, without points that repeat the one before. */
export interface WalkedRoad {
  road: SchemeRoad;
  points: Point[];
  /** Chainage of each point, from the start. */
  chainageM: number[];
  lengthM: number;
}

/** Where a line is met: a segment of the city, or a road of the scheme by its place in the list. */
export interface LinePlace {
  of: 'city' | 'scheme';
  line: number;
  alongM: number;
}

/** Two places that are one junction, or an end with the way of some metres that leads from it to a carriageway's middle. */
export interface Joint {
  one: LinePlace;
  other: LinePlace;
  /** Null: both are the same place. */
  link: readonly [Point, Point] | null;
}

/** What the roads of a scheme meet. */
interface Joints {
  joints: Joint[];
  /** By road: segments that it crosses without meeting them, each once. */
  apart: Set<number>[];
  /** By road: from an end that meets nothing to the edge of the nearest street, where one is near. */
  gapsM: number[][];
}

/** The city's streets as roads of a scheme meet them. */
export interface Streets {
  network: RoadNetwork;
  net: Pick<WalkingNet, 'index' | 'ways'>;
  groundAt: GroundAt;
}

/** The line of a road as it is walked. */
export function walkedRoad(road: SchemeRoad): WalkedRoad {
  const points = road.lineM.filter(([x, y], i, all) => i === 0 || x !== all[i - 1][0] || y !== all[i - 1][1]);
  const chainageM = points.map((_, i) => lineLengthM(points.slice(0, i + 1)));
  return { road, points, chainageM, lengthM: chainageM[chainageM.length - 1] };
}

/**
 * Where centre lines cross at the level of the ground, and where an end lies on a carriageway or within `JOIN_M` of its edge. A carriageway
 * that runs above or below the ground there (`levels`; a bridge or tunnel where none are known) is not met, nor is one that nobody walks on.
 */
export function jointsOf(roads: readonly WalkedRoad[], streets: Streets): Joints {
  const apart = roads.map(() => new Set<number>());
  const own = new WayIndex(roads.map(({ points }) => points));
  const joints: Joint[] = [];
  for (const [r, road] of roads.entries()) {
    joints.push(...crossingsOfStreets(r, road, streets, apart[r]));
    joints.push(...crossingsOfRoads(r, road, roads, own));
  }
  const gapsM = roads.map((road, r) => {
    const ends = [0, road.lengthM].map((alongM) =>
      joinEnd({ of: 'scheme', line: r, alongM }, roads, { streets, own, joints }),
    );
    return ends.filter((gapM) => gapM !== null);
  });
  return { joints, apart, gapsM };
}

const byPiece = (a: { segment: number; k: number }, b: { segment: number; k: number }): number =>
  a.segment - b.segment || a.k - b.k;

const boxOf = ([ax, ay]: Point, [bx, by]: Point, moreM: number) =>
  [Math.min(ax, bx) - moreM, Math.min(ay, by) - moreM, Math.max(ax, bx) + moreM, Math.max(ay, by) + moreM] as const;

const longM = ([ax, ay]: Point, [bx, by]: Point): number => Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);

/** Whether people on the ground meet the carriageway there. */
function isMet({ net, network, groundAt }: Streets, segment: number, alongM: number, [x, y]: Point): boolean {
  const street = network.segments[segment];
  if (net.ways[segment] === null) return false;
  if (!street.levels) return street.form === 'ground';
  return Math.abs(levelAt(street.levels, alongM) - groundAt(x, y)) <= LEVEL_M;
}

function levelAt(levels: NonNullable<RoadSegment['levels']>, alongM: number): number {
  const next = levels.findIndex(([chainageM]) => chainageM >= alongM);
  if (next <= 0) return levels.at(next)?.[1] ?? 0;
  const [beforeM, before] = levels[next - 1];
  const [afterM, after] = levels[next];
  return afterM > beforeM ? before + ((alongM - beforeM) / (afterM - beforeM)) * (after - before) : after;
}

function crossingsOfStreets(r: number, road: WalkedRoad, streets: Streets, apart: Set<number>): Joint[] {
  const found: Joint[] = [];
  for (let i = 1; i < road.points.length; i++) {
    const a = road.points[i - 1];
    const b = road.points[i];
    for (const piece of streets.net.index.piecesIn(boxOf(a, b, 0)).sort(byPiece)) {
      const shares = crossing(a, b, piece.a, piece.b);
      if (!shares) continue;
      const { points } = streets.network.segments[piece.segment];
      const alongM = lineLengthM(points.slice(0, piece.k)) + shares[1] * longM(piece.a, piece.b);
      if (!isMet(streets, piece.segment, alongM, between(a, b, shares[0]))) {
        apart.add(piece.segment);
        continue;
      }
      found.push({
        one: { of: 'scheme', line: r, alongM: road.chainageM[i - 1] + shares[0] * longM(a, b) },
        other: { of: 'city', line: piece.segment, alongM },
        link: null,
      });
    }
  }
  return found;
}

/** With those of the roads after it, and with itself. */
function crossingsOfRoads(r: number, road: WalkedRoad, roads: readonly WalkedRoad[], own: WayIndex): Joint[] {
  const found: Joint[] = [];
  for (let i = 1; i < road.points.length; i++) {
    const a = road.points[i - 1];
    const b = road.points[i];
    for (const { segment, k, a: c, b: d } of own.piecesIn(boxOf(a, b, 0)).sort(byPiece)) {
      if (segment < r || (segment === r && k <= i + 1)) continue;
      const shares = crossing(a, b, c, d);
      if (!shares) continue;
      found.push({
        one: { of: 'scheme', line: r, alongM: road.chainageM[i - 1] + shares[0] * longM(a, b) },
        other: { of: 'scheme', line: segment, alongM: roads[segment].chainageM[k - 1] + shares[1] * longM(c, d) },
        link: null,
      });
    }
  }
  return found;
}

/** Rounding of a share: ends that were drawn onto a line lie on it. */
const TOUCHES = 1e-9;

/** Shares of two straight pieces at which they meet, ends included; null: they do not, or run the same way. */
function crossing(a: Point, b: Point, c: Point, d: Point): readonly [number, number] | null {
  const across = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0]);
  if (Math.abs(across) <= TOUCHES * longM(a, b) * longM(c, d)) return null;
  const t = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / across;
  const u = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / across;
  const isOn = (share: number) => share >= -TOUCHES && share <= 1 + TOUCHES;
  return isOn(t) && isOn(u) ? [Math.min(1, Math.max(0, t)), Math.min(1, Math.max(0, u))] : null;
}

const between = (a: Point, b: Point, share: number): Point => [
  a[0] + share * (b[0] - a[0]),
  a[1] + share * (b[1] - a[1]),
];

/** A line beside an end: how far its edge is, below 0 on the carriageway. */
interface Beside {
  place: LinePlace;
  at: Point;
  edgeM: number;
}

/** Joins an end to the nearest carriageway that it reaches; from an end that meets nothing, metres to the edge of the nearest street, else null. */
function joinEnd(
  end: LinePlace,
  roads: readonly WalkedRoad[],
  { streets, own, joints }: { streets: Streets; own: WayIndex; joints: Joint[] },
): number | null {
  const { points } = roads[end.line];
  const at = end.alongM === 0 ? points[0] : points[points.length - 1];
  const met = joints.flatMap(({ one, other }) => [
    ...(isLine(one, end) ? [{ own: one, there: other }] : []),
    ...(isLine(other, end) ? [{ own: other, there: one }] : []),
  ]);
  const isDone = met.some(
    ({ own: mine, there }) => Math.abs(mine.alongM - end.alongM) <= JOIN_M + halfWidthM(there, roads, streets),
  );
  if (isDone) return null;
  const near = [...streetsBeside(at, streets), ...roadsBeside(at, end.line, roads, own)];
  near.sort((p, q) => p.edgeM - q.edgeM);
  const [best] = near;
  if (best && best.edgeM <= JOIN_M) {
    joints.push({ one: end, other: best.place, link: longM(at, best.at) > MERGE_M ? [at, best.at] : null });
    return null;
  }
  const missed = near.find(({ place }) => place.of === 'city' && !met.some(({ there }) => isLine(there, place)));
  return missed && missed.edgeM <= NAMED_GAP_M ? missed.edgeM : null;
}

const halfWidthM = ({ of, line }: LinePlace, roads: readonly WalkedRoad[], { network }: Streets): number =>
  Math.min(WIDEST_HALF_M, (of === 'city' ? network.segments[line].widthM : roads[line].road.widthM) / 2);

const isLine = (one: LinePlace, other: LinePlace): boolean => one.of === other.of && one.line === other.line;

/** Returns the nearest place on each street, in the order of the network. */
function streetsBeside(at: Point, streets: Streets): Beside[] {
  const found = new Map<number, Beside>();
  for (const { segment, k, a, b } of streets.net.index
    .piecesIn(boxOf(at, at, NAMED_GAP_M + WIDEST_HALF_M))
    .sort(byPiece)) {
    const { points, widthM } = streets.network.segments[segment];
    const { offM, share } = offOf(at, a, b);
    const edgeM = offM - Math.min(WIDEST_HALF_M, widthM / 2);
    if (edgeM >= (found.get(segment)?.edgeM ?? Number.POSITIVE_INFINITY)) continue;
    const alongM = lineLengthM(points.slice(0, k)) + share * longM(a, b);
    const there = between(a, b, share);
    if (isMet(streets, segment, alongM, there))
      found.set(segment, { place: { of: 'city', line: segment, alongM }, at: there, edgeM });
  }
  return [...found.values()];
}

function roadsBeside(at: Point, self: number, roads: readonly WalkedRoad[], own: WayIndex): Beside[] {
  const found = new Map<number, Beside>();
  for (const { segment, k, a, b } of own.piecesIn(boxOf(at, at, JOIN_M + WIDEST_HALF_M)).sort(byPiece)) {
    if (segment === self) continue;
    const { offM, share } = offOf(at, a, b);
    const edgeM = offM - roads[segment].road.widthM / 2;
    if (edgeM >= (found.get(segment)?.edgeM ?? Number.POSITIVE_INFINITY)) continue;
    const alongM = roads[segment].chainageM[k - 1] + share * longM(a, b);
    found.set(segment, { place: { of: 'scheme', line: segment, alongM }, at: between(a, b, share), edgeM });
  }
  return [...found.values()];
}

/** How far a place is from a straight piece, and at which share of it. */
function offOf(at: Point, a: Point, b: Point): { offM: number; share: number } {
  const square = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2;
  const along = (at[0] - a[0]) * (b[0] - a[0]) + (at[1] - a[1]) * (b[1] - a[1]);
  const share = square > 0 ? Math.min(1, Math.max(0, along / square)) : 0;
  return { offM: longM(at, between(a, b, share)), share };
}
