import type { RasterPlace } from '../../model/city/raster.ts';
import type { RoadNetwork } from '../../model/roads/road-network.ts';
import { VEHICLES, WADING_LIMITS } from '../../model/roads/vehicles.ts';
import { pickCells } from '../../model/runs/cell-values.ts';
import { roadCells, waterOnRoads } from '../../workers/road-routes/road-water.ts';
import { NO_WAY_MS } from '../../workers/shared/hierarchy.ts';
import { seeded } from '../../workers/shared/random.ts';
import { conditionsOf, roadGraphOf, segmentNumbers, travelMs } from '../../workers/shared/road-graph.ts';
import { atLeast, exactly, type Verdict } from './verdict.ts';

const CELL_M = 4;
const CHANNELS = ['depthM', 'eastMps', 'northMps'];
const PONDS = 300;

/** A raster over a network with round ponds that run, some of them there from the start. */
function pondsOver(network: RoadNetwork, standing: boolean) {
  const xs = network.segments.flatMap(({ points }) => points.map(([x]) => x));
  const ys = network.segments.flatMap(({ points }) => points.map(([, y]) => y));
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const [westM, southM] = [least(xs) + 0.7, least(ys) + 0.3];
  const columns = Math.ceil((most(xs) - westM) / CELL_M);
  const rows = Math.ceil((most(ys) - southM) / CELL_M);
  const values = new Float32Array(columns * rows * CHANNELS.length);
  const random = seeded(5);
  for (let pond = 0; pond < PONDS; pond++) {
    const [x, y] = [Math.floor(random() * columns), Math.floor(random() * rows)];
    const radius = 2 + Math.floor(random() * 12);
    const [deepM, speedMps] = [random() * 1.2, random() * 1.5];
    if (standing && pond % 10 !== 0) continue;
    for (let row = Math.max(0, y - radius); row < Math.min(rows, y + radius); row++)
      for (let column = Math.max(0, x - radius); column < Math.min(columns, x + radius); column++) {
        const depthM = deepM * (1 - Math.hypot(row - y, column - x) / radius);
        const at = CHANNELS.length * (row * columns + column);
        if (depthM > values[at]) values.set([depthM, speedMps, 0], at);
      }
  }
  return { westM, southM, cellM: CELL_M, columns, rows, values, channels: CHANNELS };
}

/** How much of a straight piece lies in a cell (Liang and Barsky 1984), and where its middle is; null: nothing. */
function clipped(a: readonly number[], b: readonly number[], low: readonly number[], sizeM: number) {
  let from = 0;
  let to = 1;
  for (const axis of [0, 1]) {
    const d = b[axis] - a[axis];
    const [p, q] = [low[axis] - a[axis], low[axis] + sizeM - a[axis]];
    if (d === 0) {
      if (p > 0 || q < 0) return null;
      continue;
    }
    from = Math.max(from, Math.min(p / d, q / d));
    to = Math.min(to, Math.max(p / d, q / d));
  }
  return to > from ? { lengthM: (to - from) * Math.hypot(b[0] - a[0], b[1] - a[1]), t: (from + to) / 2 } : null;
}

/** The worst water on a segment, each cell of its box asked by itself; cells that it only grazes are told apart. */
function bruteForce(
  { points, form }: RoadNetwork['segments'][number],
  place: RasterPlace,
  values: Float32Array,
  before: Float32Array,
) {
  const worst = { depthM: 0, depthSpeedM2ps: 0, grazedM: 0 };
  if (form === 'bridge' || form === 'tunnel') return worst;
  const { westM, southM, cellM, columns, rows } = place;
  for (let k = 1; k < points.length; k++) {
    const [a, b] = [points[k - 1], points[k]];
    const columnsOf = [a[0], b[0]].map((x) => Math.floor((x - westM) / cellM));
    const rowsOf = [a[1], b[1]].map((y) => Math.floor((y - southM) / cellM));
    for (let row = Math.max(0, Math.min(...rowsOf)); row <= Math.min(rows - 1, Math.max(...rowsOf)); row++)
      for (
        let column = Math.max(0, Math.min(...columnsOf));
        column <= Math.min(columns - 1, Math.max(...columnsOf));
        column++
      ) {
        const part = clipped(a, b, [westM + column * cellM, southM + row * cellM], cellM);
        if (!part) continue;
        // A line along an edge is of one cell: that in which its middle lies.
        const x = a[0] + part.t * (b[0] - a[0]);
        const y = a[1] + part.t * (b[1] - a[1]);
        const at = CHANNELS.length * (row * columns + column);
        if (before[at] > 0.05) continue;
        const isGrazed = part.lengthM < 1e-6;
        if (isGrazed) worst.grazedM = Math.max(worst.grazedM, values[at]);
        if (isGrazed || Math.floor((x - westM) / cellM) !== column || Math.floor((y - southM) / cellM) !== row)
          continue;
        worst.depthM = Math.max(worst.depthM, values[at]);
        worst.depthSpeedM2ps = Math.max(worst.depthSpeedM2ps, values[at] * Math.hypot(values[at + 1], values[at + 2]));
      }
  }
  return worst;
}

/** Closures by a flood against every cell of the raster asked by itself. */
export function waterAgainstBruteForce(of: string, network: RoadNetwork): Verdict[] {
  const sample = pondsOver(network, false);
  const standing = pondsOver(network, true);
  const { values, channels: _, ...place } = sample;
  const cells = roadCells(network, place);
  const wet = waterOnRoads(network, cells, pickCells(sample, cells.cells), pickCells(standing, cells.cells));
  const byId = new Map(wet.map((one) => [one.segment, one]));
  const graph = roadGraphOf(network);
  const conditions = conditionsOf(graph, segmentNumbers(graph), { water: wet, closed: [] });
  let wrong = 0;
  let closures = 0;
  let wrongClosures = 0;
  for (const [i, segment] of network.segments.entries()) {
    const truth = bruteForce(segment, place, values, standing.values);
    const got = byId.get(segment.id);
    const isSame = (value: number, other: number) => Math.abs(value - other) < 1e-6;
    if (truth.depthM >= 0.01 !== (got !== undefined) && truth.grazedM === 0) wrong++;
    else if (got && truth.grazedM <= truth.depthM)
      wrong += Number(!isSame(got.depthM, truth.depthM) || !isSame(got.depthSpeedM2ps ?? 0, truth.depthSpeedM2ps));
    for (const vehicle of VEHICLES) {
      if (!isOpenWhenDry(graph, vehicle, i)) continue;
      const limit = WADING_LIMITS[vehicle.traffic];
      const isShut = truth.depthM > limit.depthM || truth.depthSpeedM2ps > limit.depthSpeedM2ps;
      const times = timesOf(graph, vehicle, conditions);
      const isClosed = times[2 * i] >= NO_WAY_MS && times[2 * i + 1] >= NO_WAY_MS;
      closures += Number(isClosed);
      wrongClosures += Number(isClosed !== isShut);
    }
  }
  return [
    atLeast(`${of}: segments with water`, wet.length, 100),
    exactly(`${of}: segments with other water than by brute force`, wrong, 0),
    atLeast(`${of}: closures by class of vehicle`, closures, 100),
    exactly(`${of}: closures other than by brute force`, wrongClosures, 0),
  ];
}

type Graph = ReturnType<typeof roadGraphOf>;
const KEPT = new Map<string, Int32Array>();

/** Times of a class are made once, not once a segment. */
function timesOf(
  graph: Graph,
  vehicle: (typeof VEHICLES)[number],
  conditions: Parameters<typeof travelMs>[2],
): Int32Array {
  const key = `${graph.network.segments.length} ${vehicle.id} ${conditions ? 'wet' : 'dry'}`;
  const times = KEPT.get(key) ?? travelMs(graph, vehicle, conditions);
  KEPT.set(key, times);
  return times;
}

function isOpenWhenDry(graph: Graph, vehicle: (typeof VEHICLES)[number], segment: number): boolean {
  const times = timesOf(graph, vehicle, undefined);
  return times[2 * segment] < NO_WAY_MS || times[2 * segment + 1] < NO_WAY_MS;
}
