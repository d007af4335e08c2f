import { pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { Xyz } from '../../tiles/shape/solid.ts';
import type { DemoCity } from '../demo-city.ts';
import { randomOf } from '../shape/random.ts';
import {
  crossingsWith,
  neighboursOf,
  type Pipe,
  type PipeRules,
  type PlacedPipes,
  verticalNeedM,
} from './clearance.ts';
import { cutProfile, minCoverM, numbered, type TrunkLine } from './pipes.ts';
import { solveProfile } from './profile.ts';
import { type StreetSystem, streetPipe, streetYear } from './street-pipes.ts';
import { pressureEdges, type WorkEdge } from './taps.ts';

/** Longest length between two fittings of a street's main. */
const LENGTH_M = 130;

/** How near a crossing must be to the corner of two streets to bear on the level of the corner itself. */
const CORNER_M = 4.5;

/** As the flanks of a dip in `profile.ts`, a little less: the corner must leave its arms room. */
const FLANK = 1.5;

/**
 * Branches of one pressure or cable system, street by street: the corner's level first (all arms meet there), then every
 * length between two corners by `solveProfile`. A length that finds no way, or that runs beside something nearer than the
 * plan clearance, is left out.
 */
export function pressureBranches(
  city: DemoCity,
  system: StreetSystem,
  trunks: readonly TrunkLine[],
  placed: PlacedPipes,
  rules: PipeRules,
): { pipes: Pipe[]; leftOutM: number } {
  const { ground } = city;
  const spec = streetPipe(system);
  const edges = pressureEdges(city, system, trunks);
  const highestM = (x: number, y: number) => ground.elevationAt(x, y) - rules.coverM[system] - 0.01;
  const plannedM = (x: number, y: number) => ground.elevationAt(x, y) - spec.coverM;

  const corner = cornerTops(edges, (pairs) => {
    const [x, y] = pairs[0];
    return cornerTopM(pairs, plannedM(x, y), highestM(x, y), system, spec.outsideM[1], placed, rules);
  });
  const bed: PressureBed = { city, system, placed, rules, plannedM, highestM, corner };
  const pipes: Pipe[] = [];
  let leftOutM = 0;
  for (const work of edges) {
    const own = pipesAlong(bed, work);
    if (!own) leftOutM += work.line.lengthM;
    else for (const pipe of own) pipes.push(pipe);
  }
  for (const [i, pipe] of pipes.entries()) pipe.id = numbered(`pipe-${system}-`, i + 1);
  return { pipes, leftOutM };
}

/** The top at each junction, from the beginnings of the arms that meet there: pairs of the junction and the arm's next point. */
function cornerTops(edges: readonly WorkEdge[], topOf: (pairs: readonly Point[]) => number): Map<number, number> {
  const arms = new Map<number, Point[]>();
  for (const { ends, points } of edges) {
    arms.set(ends[0], [...(arms.get(ends[0]) ?? []), points[0], points[1]]);
    arms.set(ends[1], [...(arms.get(ends[1]) ?? []), points[points.length - 1], points[points.length - 2]]);
  }
  const tops = new Map<number, number>();
  for (const [node, pairs] of arms) tops.set(node, topOf(pairs));
  return tops;
}

/** What every length of a system's branches is laid by. */
interface PressureBed {
  city: DemoCity;
  system: StreetSystem;
  placed: PlacedPipes;
  rules: PipeRules;
  /** Top of the pipe as the plan has it, and at most. */
  plannedM(x: number, y: number): number;
  highestM(x: number, y: number): number;
  /** Top at junctions, so that all arms of one meet. */
  corner: ReadonlyMap<number, number>;
}

/** The pipes of one street edge, or undefined where no depth has both cover and clearance. */
function pipesAlong(bed: PressureBed, work: WorkEdge): Pipe[] | undefined {
  const { city, system, placed, rules, plannedM, highestM, corner } = bed;
  const spec = streetPipe(system);
  const { edge, line, ends } = work;
  const size = edge.rank === 0 ? 0 : 1;
  const height = spec.outsideM[size];
  const half = system === 'RL' ? height + 0.1 : height / 2;
  const startTopM = corner.get(ends[0]);
  const endTopM = corner.get(ends[1]);
  const profile = solveProfile(
    {
      system,
      line,
      heightM: height,
      halfWidthM: half,
      topM: (s) => plannedM(...pointAt(line, s)),
      highestM: (s) => highestM(...pointAt(line, s)),
      fixed: [],
      bends: [],
      ...(startTopM === undefined ? {} : { startTopM }),
      ...(endTopM === undefined ? {} : { endTopM }),
      ignores: (_, other) => other === system,
    },
    placed,
    rules,
  );
  if (!profile) return undefined;
  for (let i = 1; i < profile.length; i++) {
    const [a, b] = [profile[i - 1], profile[i]].map(([s, top]): Xyz => [...pointAt(line, s), top - height / 2]);
    if (neighboursOf(placed, rules, a, b, system, half, height).some((pipe) => pipe.system !== system))
      return undefined;
  }
  const cut = cutPipes(city, system, work, profile, height);
  return cut.every((pipe) => minCoverM(city.ground, pipe) >= rules.coverM[system]) ? cut : undefined;
}

function cutPipes(
  city: DemoCity,
  system: StreetSystem,
  { edge, line }: WorkEdge,
  profile: NonNullable<ReturnType<typeof solveProfile>>,
  height: number,
): Pipe[] {
  const spec = streetPipe(system);
  const size = edge.rank === 0 ? 0 : 1;
  const segment = city.roads.segments[edge.segment];
  const year = streetYear(city, segment.district, randomOf(city.plan.city.seed, `pipe-${system}`, segment.id));
  return cutProfile(line, profile, [], LENGTH_M).map((piece): Pipe => {
    return {
      id: '',
      system,
      line: `${segment.id}/${system}`,
      trunk: false,
      axis: piece.map(([s, top]): Xyz => [...pointAt(line, s), top - height / 2]),
      widthM: height,
      heightM: height,
      boxHeightM: spec.box ? height : 0,
      dnMm: spec.dnMm[size],
      wallM: (height * 1000 - spec.dnMm[size]) / 2000,
      material: spec.material[size],
      year,
      pressureMPa: spec.pressureMPa,
      barrels: system === 'RL' ? 2 : 1,
      joins: [],
      river: false,
    };
  });
}

/** The level nearest to the plan's that lets every arm past what crosses it close by. */
function cornerTopM(
  pairs: readonly Point[],
  planned: number,
  highest: number,
  system: StreetSystem,
  height: number,
  placed: PlacedPipes,
  rules: PipeRules,
): number {
  const closed: { from: number; to: number; room: number }[] = [];
  for (let i = 0; i < pairs.length; i += 2) {
    const p = pairs[i];
    const q = pairs[i + 1];
    const h = Math.hypot(q[0] - p[0], q[1] - p[1]);
    const reach = Math.min(CORNER_M, h);
    const end: Point = [p[0] + ((q[0] - p[0]) / h) * reach, p[1] + ((q[1] - p[1]) / h) * reach];
    for (const hit of crossingsWith(placed, p, end)) {
      if (hit.pipe.system === system) continue;
      const need = verticalNeedM(rules, system, hit.pipe.system) + 0.006;
      const beside = Math.min(2, (hit.pipe.widthM / 2 + height / 2) / Math.max(hit.sine, 0.3)) + 0.3;
      closed.push({
        from: hit.bottomM - need,
        to: hit.topM + need + height,
        room: Math.max(0, hit.ratio * reach - beside) * FLANK,
      });
    }
  }
  const tries = [Math.min(planned, highest)];
  for (const { from, to, room } of closed) tries.push(from, to, from + room, to - room);
  let best = tries[0];
  let bestCost = Number.POSITIVE_INFINITY;
  for (const top of tries) {
    if (top > highest + 1e-6) continue;
    let cost = Math.abs(top - planned);
    for (const { from, to, room } of closed) if (top - room > from + 1e-6 && top + room < to - 1e-6) cost += 20;
    if (cost >= bestCost) continue;
    best = top;
    bestCost = cost;
  }
  return best;
}
