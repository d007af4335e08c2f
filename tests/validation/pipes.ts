import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cityFilesIn, nodeMachine } from '../../cli/sim/engine-machine.ts';
import { PIPE_SYSTEMS } from '../../model/plans/plan-kinds.ts';
import { CLEARANCE_CHECKS } from '../../model/questions/pipe-network.ts';
import type { ClearanceFinding } from '../../model/tables/pipe-network.ts';
import { engine } from '../../workers/pipe-network/engine.ts';
import { type AxisPoint, type PipeGraph, systemOfPiece } from '../../workers/pipe-network/graph.ts';
import { givenValves, isolate } from '../../workers/pipe-network/isolation.ts';
import { shortestLine } from '../../workers/pipe-network/segment-distance.ts';
import type { PipeSite } from '../../workers/pipe-network/site.ts';
import { traceOf } from '../../workers/pipe-network/trace.ts';
import { seeded } from '../../workers/shared/random.ts';
import { bakeInto, DATA, RECIPES } from './baked.ts';
import { atLeast, atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const BURSTS = 60;
const TRACES = 300;
const PAIRS = 400;
/** Samples lie so far apart on a pipe; what they say is off by less. */
const STEP_M = 0.02;
const SAMPLE_M = 0.04;

async function withCity<T>(
  source: string,
  id: string,
  use: (site: Awaited<ReturnType<typeof engine.open>>, folder: string) => Promise<T>,
): Promise<T> {
  const out = await mkdtemp(join(tmpdir(), 'shapan-pipes-'));
  try {
    const folder = await bakeInto(out, source);
    return await use(await engine.open(cityFilesIn(id, out), nodeMachine(engine.id, 0)), folder);
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** Points of all tubes of a pipe, `STEP_M` apart in plan at most. */
function samplesOf(
  { tubes }: PipeGraph,
  layer: string,
  row: number,
): { at: AxisPoint; heightM: number; widthM: number }[] {
  const out: { at: AxisPoint; heightM: number; widthM: number }[] = [];
  for (let tube = 0; tube < tubes.count; tube++) {
    if (tubes.layers[tubes.layer[tube]] !== layer || tubes.row[tube] !== row) continue;
    for (let v = tubes.vertexOf[tube]; v + 1 < tubes.vertexOf[tube + 1]; v++) {
      const [ax, ay, az, bx, by, bz] = tubes.axisM.subarray(3 * v, 3 * v + 6);
      const steps = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / STEP_M));
      for (let k = 0; k <= steps; k++) {
        const t = k / steps;
        const at: AxisPoint = [ax + t * (bx - ax), ay + t * (by - ay), az + t * (bz - az)];
        out.push({ at, heightM: tubes.heightM[tube], widthM: tubes.widthM[tube] });
      }
    }
  }
  return out;
}

/** Whether samples near a finding's place say the same: what is clear there is less than is asked. */
async function isConfirmed(site: PipeSite, { check, pipe, other, needM, atM }: ClearanceFinding): Promise<boolean> {
  const graph = site.pipes;
  if (!other) return false;
  const near = async (layer: string, id: string) => {
    const row = await site.rowOf(layer, id);
    const all = row === null ? [] : samplesOf(graph, layer, row);
    return all.filter(({ at }) => Math.hypot(at[0] - atM[0], at[1] - atM[1]) < 3);
  };
  const one = await near(pipe.layer, pipe.id);
  const two = await near(other.layer, other.id);
  for (const a of one)
    for (const b of two) {
      const apartM = Math.hypot(a.at[0] - b.at[0], a.at[1] - b.at[1]);
      const clearM = Math.abs(a.at[2] - b.at[2]) - (a.heightM + b.heightM) / 2;
      if (check === 'crossing' && apartM < STEP_M && clearM < needM + SAMPLE_M) return true;
      if (check === 'beside' && apartM - (a.widthM + b.widthM) / 2 < needM + SAMPLE_M) return true;
    }
  return false;
}

interface Planted {
  a: string;
  b: string;
  gapM: number;
}

/** The planted conflicts of the demo city, every one and with its gap; what is found beside them must be true of the pipes as they lie. */
async function planted(opened: Awaited<ReturnType<typeof engine.open>>, folder: string): Promise<Verdict[]> {
  const known = JSON.parse(await readFile(join(folder, 'pipe-conflicts.json'), 'utf8')) as Planted[];
  const systems = [...PIPE_SYSTEMS];
  const checks = [...CLEARANCE_CHECKS];
  const result = await engine.questions(opened).analyse({ kind: 'clearance', systems, checks, planned: [] }, () => {});
  if (result?.kind !== 'clearance') throw new Error('expected clearances');
  const pairs = result.findings.filter(({ check }) => check === 'crossing' || check === 'beside');
  const of = ({ a, b }: Planted) =>
    pairs.find(({ pipe, other }) => (pipe.id === a && other?.id === b) || (pipe.id === b && other?.id === a));
  const found = known.filter((one) => of(one));
  const worstM = Math.max(...found.map((one) => Math.abs((of(one)?.gapM ?? Infinity) - one.gapM)));
  const own = new Set(found.map(of));
  const others = pairs.filter((one) => !own.has(one));
  let confirmed = 0;
  for (const one of others) if (await isConfirmed(opened.city, one)) confirmed++;
  return [
    exactly('pipes.planted: planted conflicts that are found, of 24', found.length, 24),
    atMost('pipes.planted: largest difference of a gap from the planted one, m', worstM, 0.02),
    shown('pipes.planted: pairs found beside them', others.length),
    shown('pipes.planted: of these with a heating pipe', others.filter(hasHeat).length),
    exactly('pipes.planted: pairs found that samples do not confirm', others.length - confirmed, 0),
  ];
}

const hasHeat = ({ pipe, other }: ClearanceFinding) => pipe.layer === 'pipe-heat' || other?.layer === 'pipe-heat';
const shown = (name: string, value: number): Verdict => ({ case: name, value, mark: 'shown', pass: true });

/** Nodes joined by union of sets, but not at closed valves: no line of it is the engine's. */
function joinedSets({ network }: PipeGraph, closed: ReadonlySet<number>): (piece: number, node: number) => boolean {
  const root = Array.from({ length: network.nodes + network.pieces }, (_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (root[at] !== at) {
      root[at] = root[root[at]];
      at = root[at];
    }
    return at;
  };
  const shut = new Set([...closed].map((valve) => network.valveNode[valve]));
  for (let piece = 0; piece < network.pieces; piece++)
    for (const node of [network.startNode[piece], network.endNode[piece]])
      if (!shut.has(node)) root[find(network.nodes + piece)] = find(node);
  return (piece, node) => find(network.nodes + piece) === find(node);
}

/** Bursts all over the pressure systems: what is closed is enough, and every valve of it is needed. */
function bursts({ pipes: graph }: PipeSite): Verdict[] {
  const random = seeded(23);
  const { network } = graph;
  const own = Array.from({ length: network.pieces }, (_, p) => p).filter((p) =>
    ['water', 'gas'].includes(systemOfPiece(graph, p) ?? ''),
  );
  const plan = givenValves(graph, new Set());
  const counts = { fed: 0, needless: 0, valves: 0, isolated: 0 };
  for (let k = 0; k < BURSTS; k++) {
    const burst = own[Math.floor(random() * own.length)];
    const apart = joinedSets(graph, new Set());
    const sources = Array.from({ length: network.nodes }, (_, node) => node).filter((node) => apart(burst, node));
    const source = sources[Math.floor(random() * sources.length)];
    const { close, sourcesInside } = isolate(graph, plan, burst, [source]);
    if (sourcesInside.length > 0) continue;
    counts.isolated++;
    counts.valves += close.length;
    if (joinedSets(graph, new Set(close))(burst, source)) counts.fed++;
    for (const valve of close)
      if (!joinedSets(graph, new Set(close.filter((one) => one !== valve)))(burst, source)) counts.needless++;
  }
  return [
    atLeast(`pipes.bursts: bursts of ${BURSTS} with a valve before the source`, counts.isolated, BURSTS / 2),
    shown('pipes.bursts: valves closed for them', counts.valves),
    exactly('pipes.bursts: bursts that a source still reaches', counts.fed, 0),
    exactly('pipes.bursts: closed valves that are not needed', counts.needless, 0),
  ];
}

/** What lies above a pipe is exactly what has the pipe below it. */
function traces({ pipes: graph }: PipeSite, name: string): Verdict[] {
  const random = seeded(7);
  const own = Array.from({ length: graph.network.pieces }, (_, p) => p).filter((p) =>
    ['storm', 'sanitary'].includes(systemOfPiece(graph, p) ?? ''),
  );
  let wrong = 0;
  let asked = 0;
  for (let k = 0; k < TRACES; k++) {
    const piece = own[Math.floor(random() * own.length)];
    const above = traceOf(graph, [piece], 'up').pieces;
    for (const one of [above[above.length - 1], own[Math.floor(random() * own.length)]]) {
      asked++;
      if (traceOf(graph, [one], 'down').pieces.includes(piece) !== above.includes(one)) wrong++;
    }
  }
  return [
    shown(`${name}: pairs asked up and down`, asked),
    exactly(`${name}: pairs of which up and down disagree`, wrong, 0),
  ];
}

/** Shortest lines of random segments against samples of both, and closed cases. */
async function distances(): Promise<Verdict[]> {
  const random = seeded(11);
  const point = (): AxisPoint => [10 * random(), 10 * random(), 4 * random()];
  let below = 0;
  let worstM = 0;
  for (let k = 0; k < PAIRS; k++) {
    const ends = [point(), point(), point(), point()] as const;
    const exactM = shortestLine(...ends).distanceM;
    const sampledM = refinedM(...ends);
    if (sampledM < exactM - 1e-9) below++;
    worstM = Math.max(worstM, sampledM - exactM);
  }
  const skewM = shortestLine([0, 0, 0], [10, 0, 0], [5, -5, 2], [5, 5, 2]).distanceM;
  const levelM = shortestLine([0, 0, 0], [10, 0, 0], [0, 3, 4], [10, 3, 4]).distanceM;
  return [
    exactly('pipes.distances: samples nearer than the exact distance', below, 0),
    atMost('pipes.distances: farthest of the nearest samples from it, m', worstM, 1e-3),
    exactly('pipes.distances: skew segments 2 m apart, m', skewM, 2),
    exactly('pipes.distances: parallel segments 3 m and 4 m apart, m', levelM, 5),
  ];
}

/** Nearest of samples, again and again around the nearest. */
function refinedM(a: AxisPoint, b: AxisPoint, c: AxisPoint, d: AxisPoint): number {
  const at = (p: AxisPoint, q: AxisPoint, t: number) => p.map((value, k) => value + t * (q[k] - value));
  let best = { m: Infinity, s: 0.5, t: 0.5 };
  for (let half = 0.5; half > 1e-5; half /= 4) {
    const { s: s0, t: t0 } = best;
    for (let i = -20; i <= 20; i++)
      for (let j = -20; j <= 20; j++) {
        const s = Math.min(1, Math.max(0, s0 + (half * i) / 20));
        const t = Math.min(1, Math.max(0, t0 + (half * j) / 20));
        const p = at(a, b, s);
        const q = at(c, d, t);
        const m = Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
        if (m < best.m) best = { m, s, t };
      }
  }
  return best.m;
}

const KAMLOOPS = join(RECIPES, 'kamloops.json');

export const CASES: ValidationCase[] = [
  { name: 'pipes.distances', quick: true, run: distances },
  {
    name: 'pipes.demo',
    quick: false,
    run: () =>
      withCity('chengchuan', 'chengchuan', async (site, folder) => [
        ...(await planted(site, folder)),
        ...bursts(site.city),
        ...traces(site.city, 'pipes.demo'),
      ]),
  },
  {
    name: 'pipes.kamloops',
    quick: false,
    missing: () => (existsSync(join(DATA, 'city/pipes/kamloops-mains.geojson.gz')) ? null : 'no municipal pipes'),
    run: () => withCity(KAMLOOPS, 'kamloops', async ({ city }) => traces(city, 'pipes.kamloops')),
  },
];
