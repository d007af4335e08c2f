import { seeded } from '../shared/random.ts';
import { type Plan, planDriveS, type RoutingProblem } from './routing-problem.ts';
import { isBetter, RuinRecreate } from './ruin-recreate.ts';

/** The search draws by this seed: the same question has the same answer everywhere. */
const SEED = 53;
/** Part of the iterations that may go into serving all, or into fewer vehicles. */
const FLEET_RATIO = 0.5;
/** A worse plan by so many mean legs is taken at first, and by so many at the end. */
const HOT_LEGS = 10;
const COLD_LEGS = 0.05;
/** Iterations between two reports. */
const SLICE = 200;

/** Limits of a search. */
export interface SearchLimits {
  /** Fewest vehicles first, or the least driving alone. */
  aim: 'vehicles' | 'time';
  iterations: number;
  /** No fewer vehicles can do it. */
  leastTours: number;
  /** Plans to begin from, if one is better than what is constructed. */
  begins?: readonly Plan[];
}

interface Search {
  moves: RuinRecreate;
  left: number;
  /** Plans of a stop that could not be put back yet, each. */
  misses: Float64Array;
}

/** Searches tours by ruin and recreate; yields the part of its iterations that is done. */
export function* searchTours(problem: RoutingProblem, limits: SearchLimits): Generator<number, Plan> {
  const { aim, iterations, leastTours, begins = [] } = limits;
  const moves = new RuinRecreate(problem, seeded(SEED));
  const search: Search = { moves, left: iterations, misses: new Float64Array(problem.nodesOf.length) };
  const fleet = problem.depots.length * problem.vehiclesEach;
  const report = () => 1 - search.left / iterations;
  const plans = [...begins, ...moves.orders.map((order) => moves.construct(fleet, order))];
  let best = plans.reduce((least, plan) => (isBetter(plan, least) ? plan : least));
  const until = iterations * (1 - FLEET_RATIO);
  if (best.unserved.length > 0) best = yield* serveMore(search, best, fleet, until, report);
  while (aim === 'vehicles' && best.unserved.length === 0 && best.tours.length > leastTours && search.left > until) {
    const fewer = yield* serveMore(search, withoutOne(best, search), best.tours.length - 1, until, report);
    if (fewer.unserved.length > 0) break;
    best = fewer;
  }
  return yield* shorten(search, best, aim === 'vehicles' ? best.tours.length : fleet, report);
}

/** The plan without the tour whose stops were put back most easily until now. */
function withoutOne({ tours }: Plan, { misses, moves }: Search): Plan {
  const { stopOf } = moves.problem;
  const hardness = tours.map(({ nodes }) => nodes.reduce((sum, node) => sum + misses[stopOf[node]], 0));
  const least = hardness.indexOf(Math.min(...hardness));
  return { tours: tours.filter((_, at) => at !== least), unserved: tours[least].nodes.map((node) => stopOf[node]) };
}

/** Searches a plan of so many tours that leaves no stop out, by how often each was left out before (Christiaens and Vanden Berghe 2020). */
function* serveMore(
  search: Search,
  begin: Plan,
  maxTours: number,
  until: number,
  report: () => number,
): Generator<number, Plan> {
  const { moves, misses } = search;
  const missesOf = ({ unserved }: Plan) => unserved.reduce((sum, stop) => sum + misses[stop], 0);
  let best = begin;
  let now = begin;
  const heat = heatOf(begin, Math.max(1, search.left - until));
  while (best.unserved.length > 0 && search.left > until) {
    search.left--;
    if (search.left % SLICE === 0) yield report();
    const plan = moves.next(now, maxTours);
    const warmth = heat.next() * -Math.log(1 - moves.random());
    const isNearer = missesOf(plan) < missesOf(now) || plan.unserved.length < now.unserved.length;
    const isAsNear = plan.unserved.length <= now.unserved.length && planDriveS(plan) < planDriveS(now) + warmth;
    for (const stop of plan.unserved) misses[stop]++;
    if (isNearer || isAsNear) now = plan;
    if (isBetter(now, best)) best = now;
  }
  return best;
}

/** Searches less driving with so many tours at most, by simulated annealing. */
function* shorten(search: Search, begin: Plan, maxTours: number, report: () => number): Generator<number, Plan> {
  const { moves } = search;
  let best = begin;
  let now = begin;
  let nowS = planDriveS(now);
  const heat = heatOf(begin, Math.max(1, search.left));
  while (search.left > 0) {
    search.left--;
    if (search.left % SLICE === 0) yield report();
    const plan = moves.next(now, maxTours);
    const warmth = heat.next() * -Math.log(1 - moves.random());
    if (plan.unserved.length > now.unserved.length) continue;
    const planS = planDriveS(plan);
    if (plan.unserved.length === now.unserved.length && planS >= nowS + warmth) continue;
    now = plan;
    nowS = planS;
    if (isBetter(now, best)) best = now;
  }
  return best;
}

/** A temperature that falls by the same part each time, from and to so many legs of a plan. */
function heatOf(plan: Plan, steps: number): { next(): number } {
  const legs = plan.tours.reduce((sum, { nodes }) => sum + nodes.length + 1, 0);
  const legS = Math.max(1, planDriveS(plan) / Math.max(1, legs));
  const ratio = (COLD_LEGS / HOT_LEGS) ** (1 / steps);
  let heat = HOT_LEGS * legS;
  return {
    next() {
      heat *= ratio;
      return heat;
    },
  };
}
