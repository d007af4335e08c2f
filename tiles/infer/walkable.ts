import type { Walkable } from '../../model/city/grid.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { type BoundsXY, boundsOf } from '../../model/geo/plane/box.ts';
import { type Line, lineOf, nearestOn, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isSimple, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import type { LayerInput } from '../model.ts';
import type { HouseWalls } from './house-walls.ts';
import { type Egress, GROUND, joinStreets, OFF_WALL_M, type Street } from './joined-streets.ts';
import { openGround } from './open-ground.ts';
import { type NetStreet, streetNet } from './street-net.ts';

/** What was inferred, and of how much it is told that it is doubtful. */
interface InferredGround {
  walkable: Walkable;
  /** Streets laid, those left out (motorways, tunnels, too short or crooked), and those that a house leaves no room. */
  streets: number;
  leftOut: number;
  narrowed: number;
  /** Squares and parks laid; `leftOut` counts those that tangle, too. */
  squares: number;
  greens: number;
}

/** Nobody walks there, or nothing is built yet. */
const NOT_WALKED = new Set([
  'motorway',
  'motorway_link',
  'trunk_link',
  'construction',
  'proposed',
  'abandoned',
  'raceway',
  'busway',
  'bus_guideway',
  'corridor',
  'elevator',
  'platform',
  'rest_area',
  'services',
]);
/** As wide as stated; all others have a footway on either side. */
const WITHOUT_FOOTWAYS = new Set([
  'footway',
  'path',
  'pedestrian',
  'cycleway',
  'steps',
  'track',
  'service',
  'bridleway',
  'living_street',
  '',
]);
const PATHS = new Set(['footway', 'path', 'steps', 'cycleway', 'bridleway']);
/** Width of a footway beside a carriageway (GB 50220-95 has 2 to 5 m in towns, 待核). */
const FOOTWAY_M = 2;

/** Along a street, the width is looked at this often, and a wall's corners are as near to each other. */
const STEP_M = 3;
/** A way through a house is twice this wide at least. */
const MIN_HALF_WIDTH_M = 0.75;

/**
 * Walking ground of a city that has road lines: each street as wide as it is stated with footways on either side, as far as houses leave it
 * room; streets meet where their lines share a vertex, and squares and parks lie under them. Courts, stations and steps between levels are not
 * in it. Null without roads.
 */
export function inferWalkable(layers: readonly LayerInput[], origin: LonLat, walls: HouseWalls): InferredGround | null {
  const net = streetNet(layers, origin);
  const walked = net.streets.filter(({ class: kind, isTunnel }) => !NOT_WALKED.has(kind) && !isTunnel);
  if (walked.length === 0) return null;
  const narrowed = new Set<string>();
  const streets = walked.map((street): Street => {
    const halfM = street.widthM / 2 + (WITHOUT_FOOTWAYS.has(street.class) ? 0 : FOOTWAY_M);
    const isNarrowed = () => narrowed.add(street.id);
    return {
      id: `wk-${street.id}`,
      kind: street.isBridge ? 'bridge' : PATHS.has(street.class) ? 'footway' : 'street',
      ...labelOf(street),
      points: street.points,
      halfM,
      edgesOf: (middle) => edgesBetween(middle, halfM, street.isBridge ? null : walls, isNarrowed),
      from: street.from,
      to: street.to,
    };
  });
  const radii = new Float64Array(net.junctions.length);
  for (const { from, to, halfM } of streets)
    for (const end of [from, to]) radii[end] = Math.max(radii[end], halfM + 0.5);
  const meetings = net.junctions.map((at, i) => ({ id: `jn-${i + 1}`, at, radiusM: radii[i] }));
  const out: Egress = { areas: [], doors: [], stairs: [] };
  const ribbons = joinStreets(streets, meetings, boundsOf(net.junctions), out);
  const open = openGround(layers, origin, walls);
  out.areas.push(...open.areas);
  const levels: Walkable['levels'] = [{ id: GROUND, label: { zh: '地面', en: 'Ground' }, elevationM: null }];
  return {
    walkable: { format: 1, levels, ...out },
    streets: ribbons.length,
    leftOut: net.streets.length - ribbons.length + open.leftOut,
    narrowed: narrowed.size,
    squares: open.squares,
    greens: open.greens,
  };
}

function labelOf({ name, nameEn }: NetStreet): Pick<Street, 'label'> {
  if (name === '' && nameEn === '') return {};
  return { label: { zh: name || nameEn, en: nameEn || name } };
}

/**
 * Both edges of a street, `halfM` off its centre line or as far as the houses beside leave room; a street that runs through a house keeps a
 * way of `2 × MIN_HALF_WIDTH_M` there. Where bends and walls tangle the edges, all of it is as narrow as its narrowest place. Null: even so.
 */
function edgesBetween(
  middle: Line,
  halfM: number,
  walls: HouseWalls | null,
  onNarrowed: () => void,
): [Point[], Point[]] | null {
  const stations = stationsOf(middle);
  const line = lineOf(stations);
  const room = walls && roomBeside(line, halfM, walls);
  if (room && [...room.left, ...room.right].some((freeM) => freeM < halfM)) onNarrowed();
  const least = room ? Math.min(...room.left, ...room.right) : halfM;
  const bySide = room ?? { left: stations.map(() => halfM), right: stations.map(() => halfM) };
  const evenly = stations.map(() => least);
  const thin = stations.map(() => Math.min(least, MIN_HALF_WIDTH_M));
  for (const [left, right] of [
    [bySide.left, bySide.right],
    [evenly, evenly],
    [thin, thin],
  ]) {
    const edges: [Point[], Point[]] = [moved(line, left, 1), moved(line, right, -1)];
    const ring = [...edges[1], ...[...edges[0]].reverse()];
    if (signedAreaM2(ring) > 0 && isSimple(ring)) return edges;
  }
  return null;
}

/** The line's own corners and places between them, `STEP_M` apart at most. */
function stationsOf(line: Line): Point[] {
  const out: Point[] = [];
  for (let i = 0; i < line.points.length - 1; i++) {
    const lengthM = line.chainageM[i + 1] - line.chainageM[i];
    const parts = Math.max(1, Math.ceil(lengthM / STEP_M));
    for (let k = 0; k < parts; k++) out.push(pointAt(line, line.chainageM[i] + (k * lengthM) / parts));
  }
  out.push(line.points[line.points.length - 1]);
  return out;
}

/** At every station, how far it is to the next wall on the left and on the right, `halfM` at most. */
function roomBeside(line: Line, halfM: number, walls: HouseWalls): { left: number[]; right: number[] } {
  const { points, chainageM } = line;
  const left = points.map(() => halfM);
  const right = points.map(() => halfM);
  for (const ring of walls.near(widened(boundsOf(points), halfM)))
    for (const at of alongRing(ring)) {
      const { chainageM: s, offsetM } = nearestOn(line, at[0], at[1]);
      const freeM = Math.max(MIN_HALF_WIDTH_M, Math.abs(offsetM) - OFF_WALL_M);
      if (freeM >= halfM) continue;
      const side = offsetM > 0 ? left : right;
      const next = chainageM.findIndex((m) => m >= s);
      for (let k = Math.max(0, next - 2); k <= Math.min(points.length - 1, next + 1); k++)
        side[k] = Math.min(side[k], freeM);
    }
  for (const [k, at] of points.entries()) if (walls.isBuilt(at)) left[k] = right[k] = MIN_HALF_WIDTH_M;
  return { left, right };
}

/** A ring's corners, and places of its edges between them. */
function* alongRing(ring: readonly Point[]): Generator<Point> {
  for (const [i, a] of ring.entries()) {
    const b = ring[(i + 1) % ring.length];
    const parts = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / STEP_M));
    for (let k = 0; k < parts; k++) yield [a[0] + ((b[0] - a[0]) * k) / parts, a[1] + ((b[1] - a[1]) * k) / parts];
  }
}

const widened = ({ minX, minY, maxX, maxY }: BoundsXY, byM: number): BoundsXY => ({
  minX: minX - byM,
  minY: minY - byM,
  maxX: maxX + byM,
  maxY: maxY + byM,
});

/** Each corner moved to one side, by its own distance, along the mean normal of its two legs. */
function moved({ points }: Line, byM: readonly number[], side: 1 | -1): Point[] {
  return points.map((p, i) => {
    const a = points[Math.max(0, i - 1)];
    const b = points[Math.min(points.length - 1, i + 1)];
    const h = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
    return [p[0] - (side * byM[i] * (b[1] - a[1])) / h, p[1] + (side * byM[i] * (b[0] - a[0])) / h];
  });
}
