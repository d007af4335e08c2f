import type { RasterPlace } from '../../model/city/raster.ts';
import type { RoadNetwork } from '../../model/roads/road-network.ts';
import type { SegmentWater } from '../../model/roads/road-state.ts';
import type { CellValues } from '../../model/runs/cell-values.ts';
import { halfFloats } from '../shared/half-floats.ts';

/** Less is a wet road; it is not told. */
const WET_M = 0.01;
/** What was deeper in the first sample of a run is river or lake, as the impact of a flood has it. */
const BEFORE_M = 0.05;

/** The cells that the centre line of each segment passes: those of segment i from `start[i]` to `start[i + 1]`. */
interface RoadCells {
  place: RasterPlace;
  start: Int32Array;
  cells: Int32Array;
}

/**
 * The cells of a raster that each centre line passes. A line in a cell has a part of some length there: one that runs along an edge lies in
 * the cell north or east of it. Segments on bridges and in tunnels pass none, for the water of a raster runs below or above them.
 */
export function roadCells({ segments }: RoadNetwork, place: RasterPlace): RoadCells {
  const { westM, southM, cellM, columns, rows } = place;
  const start = new Int32Array(segments.length + 1);
  const all: number[] = [];
  for (const [i, { form, points }] of segments.entries()) {
    const seen = new Set<number>();
    for (let k = 1; k < points.length && form !== 'bridge' && form !== 'tunnel'; k++) {
      const ax = (points[k - 1][0] - westM) / cellM;
      const ay = (points[k - 1][1] - southM) / cellM;
      const bx = (points[k][0] - westM) / cellM;
      const by = (points[k][1] - southM) / cellM;
      const cuts = [0, ...crossings(ax, bx), ...crossings(ay, by), 1].sort((a, b) => a - b);
      for (let c = 1; c < cuts.length; c++) {
        const t = (cuts[c - 1] + cuts[c]) / 2;
        const column = Math.floor(ax + t * (bx - ax));
        const row = Math.floor(ay + t * (by - ay));
        const isInside = column >= 0 && row >= 0 && column < columns && row < rows;
        if (cuts[c] > cuts[c - 1] && isInside) seen.add(row * columns + column);
      }
    }
    for (const cell of seen) all.push(cell);
    start[i + 1] = all.length;
  }
  return { place, start, cells: Int32Array.from(all) };
}

/** Parts of the way from a to b at which a whole number is passed. */
function crossings(a: number, b: number): number[] {
  const cuts: number[] = [];
  for (let line = Math.ceil(Math.min(a, b)); line <= Math.max(a, b) && a !== b; line++) {
    const t = (line - a) / (b - a);
    if (t > 0 && t < 1) cuts.push(t);
  }
  return cuts;
}

/**
 * The worst water along each centre line, wet segments only, in the order of the network. Values are those of `cells`, in their order.
 * `standing`: the same of the first sample of the run; cells that stood deeper than 5 cm there are river or lake and count on no road.
 * Depth × speed is null where the sample has no speeds.
 */
export function waterOnRoads(
  network: RoadNetwork,
  { start }: RoadCells,
  sample: CellValues,
  standing: CellValues | null,
): SegmentWater[] {
  const depth = readerOf(sample, sample.channels[0]);
  const before = standing && readerOf(standing, standing.channels[0]);
  const hasSpeed = sample.channels.includes('eastMps') && sample.channels.includes('northMps');
  const east = readerOf(sample, 'eastMps');
  const north = readerOf(sample, 'northMps');
  const wet: SegmentWater[] = [];
  for (const [i, { id }] of network.segments.entries()) {
    let depthM = 0;
    let depthSpeedM2ps = 0;
    for (let k = start[i]; k < start[i + 1]; k++) {
      const here = depth(k);
      if (here <= 0 || (before && before(k) > BEFORE_M)) continue;
      depthM = Math.max(depthM, here);
      if (hasSpeed) depthSpeedM2ps = Math.max(depthSpeedM2ps, here * Math.hypot(east(k), north(k)));
    }
    if (depthM >= WET_M) wet.push({ segment: id, depthM, depthSpeedM2ps: hasSpeed ? depthSpeedM2ps : null });
  }
  return wet;
}

/** The values of one channel by place in the list of cells; where there is none, 0. */
function readerOf({ values, channels }: CellValues, channel: string): (k: number) => number {
  const stride = channels.length;
  const offset = Math.max(0, channels.indexOf(channel));
  const read = (value: number) => (Number.isFinite(value) ? value : 0);
  if (values instanceof Float32Array) return (k) => read(values[k * stride + offset]);
  const floats = halfFloats();
  return (k) => read(floats[values[k * stride + offset]]);
}
