import type { DrainNetwork } from '../../model/city/grid.ts';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { textAt } from '../columns.ts';
import type { LayerInput } from '../model.ts';
import type { Ground } from '../shape/ground.ts';
import { drainLayers } from './drain-layers.ts';
import { nearestFinder, roofsBy, waterFinder } from './drain-places.ts';
import { COVER_M, DEEP_M, GRATE, leastSlope, MANHOLE_M2, MANNING_N, roundTo } from './drain-sizes.ts';
import type { HouseWalls } from './house-walls.ts';

/** Ends of pipes this near are one node; a manhole this near a node is its shaft; a grate this near drains to it. */
const SNAP_M = 0.5;
const SHAFT_M = 2;
const GRATE_REACH_M = 80;
/** A node's level is lowered by what flows in at most so often: a ring of pipes has no end. */
const ROUNDS = 60;
/** Shorter pieces are the survey's noise. */
const MIN_PIPE_M = 0.3;

interface Pipe {
  id: string;
  points: Point[];
  lengthM: number;
  widthM: number;
  boxHeightM: number;
  /** Inverts at both ends; NaN: not known. */
  startM: number;
  endM: number;
}

interface Node {
  id: string;
  at: Point;
  rimM: number;
  invertM: number;
  isKnown: boolean;
  widestM: number;
}

/** Counts of what was made of the pipes, for the manifest. */
type Counts = Record<
  'pipes' | 'nodes' | 'inverts' | 'shafts' | 'grates' | 'outfalls' | 'ends' | 'deep' | 'leftOut' | 'coverM',
  number
>;

/** The storm drains that a city's pipe layers hold, for the flood engine; null where there is none. */
export function drainsOfPipes(
  layers: readonly LayerInput[],
  ground: Ground,
  houses: HouseWalls,
): { network: DrainNetwork; counts: Counts } | null {
  const own = drainLayers(layers, 'pipes');
  const all = own.flatMap((layer) => pipesOf(layer, ground));
  const pipes = cutAtEnds(all).filter(({ lengthM }) => lengthM >= MIN_PIPE_M);
  if (pipes.length === 0) return null;
  const shafts = pointsOf(drainLayers(layers, 'manholes'), ground);
  const { nodes, ends } = nodesOf(pipes, shafts, ground);
  const inverts = levelled(pipes, ends, nodes);
  const joined = pipes.flatMap((pipe, i) =>
    ends[i][0] === ends[i][1] ? [] : [{ pipe, ends: downhill(pipe, ends[i], nodes) }],
  );
  const stated = pointsOf(drainLayers(layers, 'outfalls'), ground);
  const sinks = sinksOf(
    nodes,
    joined.map((link) => link.ends),
    stated,
  );
  const outfalls = outfallsAt(sinks, nodes, layers, ground);
  const isJoined = new Set(joined.flatMap((link) => link.ends));
  const wells = nodes.map((_, i) => i).filter((i) => isJoined.has(i) && !sinks.has(i));
  const grates = gratesOf(
    pointsOf(drainLayers(layers, 'inlets'), ground),
    wells.map((i) => nodes[i]),
    ground,
  );
  const roofHa = roofsBy(
    wells.map((i) => nodes[i].at),
    houses.rings,
    signedAreaM2,
  );
  const network: DrainNetwork = {
    format: 1,
    inlets: grates.inlets,
    manholes: wells.map((i, k) => ({
      ...placed(nodes[i]),
      rimM: roundTo(nodes[i].rimM, 3),
      areaM2: MANHOLE_M2,
      sealed: false,
      ...(roofHa[k] > 0 ? { catchmentHa: roundTo(roofHa[k], 4) } : {}),
    })),
    sumps: [],
    outfalls,
    conduits: joined.map(({ pipe, ends: [from, to] }) =>
      conduitOf(pipe, nodes[from], nodes[to], ends[pipes.indexOf(pipe)][0] === from),
    ),
    pumps: [],
  };
  const deep = nodes.filter(({ rimM, invertM }) => rimM - invertM > DEEP_M).length;
  const counts: Counts = {
    pipes: joined.length,
    nodes: nodes.length,
    inverts,
    shafts: shafts.length,
    grates: grates.given,
    outfalls: outfalls.length,
    ends: outfalls.filter(({ leaves }) => leaves).length,
    deep,
    leftOut: pipes.length - joined.length + grates.leftOut,
    coverM: COVER_M,
  };
  return { network, counts };
}

const placed = ({ id, at: [x, y], invertM }: Node) => ({
  id,
  at: [roundTo(x, 2), roundTo(y, 2)] as [number, number],
  invertM: roundTo(invertM, 3),
});

function pipesOf(layer: LayerInput, ground: Ground): Pipe[] {
  const { geometry, ids, count } = layer.features;
  if (geometry.kind !== 'line') return [];
  const { featureLine, lineVertex, lonLatDeg, elevationM, widthM, boxHeightM } = geometry;
  const out: Pipe[] = [];
  for (let row = 0; row < count; row++)
    for (let line = featureLine[row]; line < featureLine[row + 1]; line++) {
      const points: Point[] = [];
      for (let v = lineVertex[line]; v < lineVertex[line + 1]; v++) points.push(enuAt(ground, lonLatDeg, v));
      const halfM = (boxHeightM[line] || widthM[line]) / 2;
      out.push({
        id: `${textAt(ids, row)}${line > featureLine[row] ? `.${line - featureLine[row] + 1}` : ''}`,
        points,
        lengthM: lengthOf(points),
        widthM: widthM[line],
        boxHeightM: boxHeightM[line],
        startM: elevationM[lineVertex[line]] - halfM,
        endM: elevationM[lineVertex[line + 1] - 1] - halfM,
      });
    }
  return out;
}

function enuAt({ origin }: Ground, lonLatDeg: Float64Array, v: number): Point {
  const [lonDeg, latDeg] = lonLatDeg.subarray(2 * v, 2 * v + 2);
  const [x, y] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
  return [x, y];
}

const lengthOf = (points: readonly Point[]): number =>
  points.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - points[i][0], y - points[i][1]), 0);

const cellOf = ([x, y]: Point): string => `${Math.round(x / SNAP_M)},${Math.round(y / SNAP_M)}`;

/** A pipe that another one joins on its way ends there: its inverts between follow its length. */
function cutAtEnds(pipes: readonly Pipe[]): Pipe[] {
  const isEnd = new Set(pipes.flatMap(({ points }) => [cellOf(points[0]), cellOf(points[points.length - 1])]));
  return pipes.flatMap((pipe) => {
    const { points, id, lengthM, startM, endM } = pipe;
    const cuts = points.flatMap((at, i) => (i > 0 && i < points.length - 1 && isEnd.has(cellOf(at)) ? [i] : []));
    if (cuts.length === 0) return [pipe];
    const levelAt = (i: number) => startM + ((endM - startM) * lengthOf(points.slice(0, i + 1))) / lengthM;
    return [...cuts, points.length - 1].map((to, k) => {
      const from = k === 0 ? 0 : cuts[k - 1];
      const part = points.slice(from, to + 1);
      return {
        ...pipe,
        id: `${id}-${k + 1}`,
        points: part,
        lengthM: lengthOf(part),
        startM: levelAt(from),
        endM: levelAt(to),
      };
    });
  });
}

interface Shaft {
  id: string;
  at: Point;
  /** NaN: on the ground. */
  rimM: number;
}

function pointsOf(layers: readonly LayerInput[], ground: Ground): Shaft[] {
  return layers.flatMap(({ features: { geometry, ids, count } }) => {
    if (geometry.kind !== 'point') return [];
    return Array.from({ length: count }, (_, row) => ({
      id: textAt(ids, row),
      at: enuAt(ground, geometry.lonLatDeg, row),
      rimM: geometry.elevationM[row],
    }));
  });
}

/** Where pipes end, with the shafts that stand there. */
function nodesOf(pipes: readonly Pipe[], shafts: readonly Shaft[], ground: Ground) {
  const shaftAt = nearestFinder(shafts.map(({ at }) => at));
  const nodes: Node[] = [];
  const known = new Map<string, number>();
  const taken = new Set<string>();
  const nodeAt = (at: Point): number => {
    const cx = Math.round(at[0] / SNAP_M);
    const cy = Math.round(at[1] / SNAP_M);
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      const near = known.get(`${cx + dx},${cy + dy}`);
      if (near !== undefined) return near;
    }
    const shaft = shafts[shaftAt(at, SHAFT_M)] as Shaft | undefined;
    const rimM = shaft && !Number.isNaN(shaft.rimM) ? shaft.rimM : ground.elevationAt(...at);
    const id = shaft && !taken.has(shaft.id) ? shaft.id : `dn-${nodes.length + 1}`;
    taken.add(id);
    known.set(`${cx},${cy}`, nodes.length);
    nodes.push({ id, at, rimM, invertM: Number.POSITIVE_INFINITY, isKnown: false, widestM: 0 });
    return nodes.length - 1;
  };
  const ends = pipes.map(({ points }): [number, number] => [nodeAt(points[0]), nodeAt(points[points.length - 1])]);
  return { nodes, ends };
}

/**
 * Gives every node its invert: the lowest end that is known there; else the cover under its rim, lowered until what flows in has its least
 * fall. Returns how many ends of pipes had none.
 */
function levelled(pipes: readonly Pipe[], ends: readonly [number, number][], nodes: Node[]): number {
  let missing = 0;
  for (const [i, { startM, endM, widthM, boxHeightM }] of pipes.entries())
    for (const [side, level] of [startM, endM].entries()) {
      const node = nodes[ends[i][side]];
      node.widestM = Math.max(node.widestM, boxHeightM || widthM);
      if (Number.isNaN(level)) missing++;
      else {
        node.isKnown = true;
        node.invertM = Math.min(node.invertM, level);
      }
    }
  for (const node of nodes) if (!node.isKnown) node.invertM = node.rimM - COVER_M - node.widestM;
  const loose = pipes.flatMap((pipe, i) =>
    ends[i].every((end) => nodes[end].isKnown) ? [] : [{ pipe, ends: ends[i] }],
  );
  for (let round = 0; round < ROUNDS; round++) {
    let lowered = false;
    for (const { pipe, ends: pair } of loose) {
      const [from, to] = downhill(pipe, pair, nodes);
      const mostM = nodes[from].invertM - leastSlope(pipe.boxHeightM || pipe.widthM) * pipe.lengthM;
      if (nodes[to].isKnown || nodes[to].invertM <= mostM + 1e-6) continue;
      nodes[to].invertM = mostM;
      lowered = true;
    }
    if (!lowered) break;
  }
  return missing;
}

/** The way water runs in a pipe: by its own inverts, else by those that its nodes have of other pipes, else with the street. */
function downhill({ startM, endM }: Pipe, [a, b]: [number, number], nodes: readonly Node[]): [number, number] {
  if (startM < endM) return [b, a];
  if (startM > endM) return [a, b];
  const level = nodes[a].isKnown && nodes[b].isKnown ? 'invertM' : 'rimM';
  return nodes[b][level] > nodes[a][level] ? [b, a] : [a, b];
}

/** Stated outfalls, nodes that no pipe leaves, and the lowest node of a part that has neither. */
function sinksOf(nodes: readonly Node[], links: readonly [number, number][], stated: readonly Shaft[]): Set<number> {
  const leaving = new Uint32Array(nodes.length);
  const joins = new Uint32Array(nodes.length);
  const parent = nodes.map((_, i) => i);
  const rootOf = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root];
    parent[i] = root;
    return root;
  };
  for (const [from, to] of links) {
    leaving[from]++;
    joins[from]++;
    joins[to]++;
    parent[rootOf(from)] = rootOf(to);
  }
  const nearest = nearestFinder(nodes.map(({ at }) => at));
  const sinks = new Set(stated.map(({ at }) => nearest(at, SHAFT_M)).filter((i) => i >= 0 && joins[i] > 0));
  for (const [i, out] of leaving.entries()) if (out === 0 && joins[i] > 0) sinks.add(i);
  const drained = new Set([...sinks].map(rootOf));
  const lowest = new Map<number, number>();
  for (const [i, { invertM }] of nodes.entries()) {
    const root = rootOf(i);
    if (joins[i] === 0 || drained.has(root)) continue;
    const low = lowest.get(root);
    if (low === undefined || invertM < nodes[low].invertM) lowest.set(root, i);
  }
  return new Set([...sinks, ...lowest.values()]);
}

/** Outfalls in the water that is near; where none is, the pipe goes on in somebody else's data, and its water leaves. */
function outfallsAt(sinks: ReadonlySet<number>, nodes: readonly Node[], layers: readonly LayerInput[], ground: Ground) {
  const waterAt = waterFinder(layers, ground.origin);
  return [...sinks].map((i): DrainNetwork['outfalls'][number] => outfallOf(nodes[i], waterAt(nodes[i].at), ground));
}

/** Meets the water's own level where its bed is no higher than the pipe; else it falls freely. */
export function outfallOf(
  node: Pick<Node, 'id' | 'at' | 'invertM'>,
  water: Point | null,
  ground: Ground,
): DrainNetwork['outfalls'][number] {
  const at = water ?? node.at;
  const meets = water !== null && ground.elevationAt(...water) <= node.invertM;
  return {
    id: node.id,
    at: [roundTo(at[0], 2), roundTo(at[1], 2)],
    invertM: roundTo(node.invertM, 3),
    flapGate: false,
    tailwaterM: meets ? null : roundTo(node.invertM, 3),
    ...(water ? {} : { leaves: true }),
  };
}

/** Stated grates at their nearest node; without any, one at every manhole. */
function gratesOf(stated: readonly Shaft[], wells: readonly Node[], ground: Ground) {
  if (stated.length === 0)
    return {
      given: 0,
      leftOut: 0,
      inlets: wells.map(({ id, at, rimM }) => ({ ...inletAt(`gr-${id}`, at, rimM), node: id })),
    };
  const nearest = nearestFinder(wells.map(({ at }) => at));
  const inlets = stated.flatMap(({ id, at, rimM }, i): DrainNetwork['inlets'] => {
    const node = nearest(at, GRATE_REACH_M);
    if (node < 0) return [];
    return [
      {
        ...inletAt(`gr-${i + 1}-${id}`, at, Number.isNaN(rimM) ? ground.elevationAt(...at) : rimM),
        node: wells[node].id,
      },
    ];
  });
  return { given: inlets.length, leftOut: stated.length - inlets.length, inlets };
}

export const inletAt = (id: string, [x, y]: Point, rimM: number) => ({
  id,
  at: [roundTo(x, 2), roundTo(y, 2)] as [number, number],
  rimM: roundTo(rimM, 3),
  ...GRATE,
});

function conduitOf(pipe: Pipe, from: Node, to: Node, isDrawnSo: boolean): DrainNetwork['conduits'][number] {
  const [own, other] = isDrawnSo ? [pipe.startM, pipe.endM] : [pipe.endM, pipe.startM];
  const { widthM, boxHeightM } = pipe;
  return {
    id: pipe.id,
    from: from.id,
    to: to.id,
    lengthM: roundTo(pipe.lengthM, 2),
    fromInvertM: roundTo(Number.isNaN(own) ? from.invertM : own, 3),
    toInvertM: roundTo(Number.isNaN(other) ? to.invertM : other, 3),
    section:
      boxHeightM > 0 ? { shape: 'rectangular', widthM, heightM: boxHeightM } : { shape: 'circular', diameterM: widthM },
    barrels: 1,
    manningN: MANNING_N,
  };
}
