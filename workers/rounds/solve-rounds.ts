import { assignmentBound, leastVehicles } from './assignment-bound.ts';
import { exactPlan, MAX_EXACT_STOPS } from './exact-tours.ts';
import { legalLegs } from './legal-legs.ts';
import { matchingBound } from './matching-bound.ts';
import { type Plan, planDriveS, type RoutingProblem } from './routing-problem.ts';
import { type SearchLimits, searchTours } from './search-tours.ts';
import { subProblem } from './sub-problem.ts';
import { relaxTours } from './tour-relaxation.ts';

/** Part of the time that the search takes; the rest is the bound's. */
const SEARCH_SHARE = 0.6;
/** Legs × states that the bound may look at for each iteration of the search. */
const BOUND_WORK = 10_000;

/** A plan and what is proven of it. */
export interface RoutingAnswer {
  plan: Plan;
  driveS: number;
  /** No plan that serves the same stops has fewer tours. */
  leastTours: number;
  /** No plan that serves the same stops with no more tours drives less; asked for the least driving alone, with any number of tours. */
  boundS: number;
  /** No plan is better by what was asked for: stops served, then tours (where they count), then driving. */
  isProven: boolean;
}

/** What is asked of the solver. */
export interface RoutingWish extends Pick<SearchLimits, 'aim' | 'iterations' | 'begins'> {
  /** No plan that serves all drives less, as is known from elsewhere. */
  knownBoundS?: number;
}

/** Finds tours and proves how good they are; yields the part that is done. */
export function* solveRounds(problem: RoutingProblem, wish: RoutingWish): Generator<number, RoutingAnswer> {
  if (problem.nodesOf.length <= MAX_EXACT_STOPS) {
    const plan = exactPlan(problem, wish.aim);
    const driveS = planDriveS(plan);
    return { plan, driveS, leastTours: plan.tours.length, boundS: driveS, isProven: true };
  }
  const leastTours = leastVehicles(problem, legalLegs(problem));
  const search = searchTours(problem, { ...wish, leastTours });
  const plan = yield* scaled(search, 0, SEARCH_SHARE);
  const driveS = planDriveS(plan);
  const proof = yield* scaled(proofOf(problem, plan, wish), SEARCH_SHARE, 1);
  const isFewest = wish.aim === 'time' || plan.tours.length <= proof.leastTours;
  return { plan, driveS, ...proof, isProven: plan.unserved.length === 0 && isFewest && proof.boundS >= driveS };
}

/** What no plan for the stops of a plan can be better than. */
function* proofOf(
  whole: RoutingProblem,
  plan: Plan,
  { aim, iterations, knownBoundS = 0 }: RoutingWish,
): Generator<number, Pick<RoutingAnswer, 'leastTours' | 'boundS'>> {
  const isWhole = plan.unserved.length === 0;
  const left = new Set(plan.unserved);
  const stops = [...whole.nodesOf.keys()].filter((stop) => !left.has(stop));
  const { problem, tours } = isWhole ? { problem: whole, tours: plan.tours } : subProblem(whole, stops, plan.tours);
  const legs = legalLegs(problem);
  const least = leastVehicles(problem, legs);
  const most = aim === 'vehicles' ? tours.length : problem.depots.length * problem.vehiclesEach;
  const assignedS = assignmentBound(problem, legs, least, most) ?? 0;
  const hasDirections = problem.nodesOf.some((nodes) => nodes.length > 1);
  const pairedS = hasDirections ? matchingBound(problem, least, most) : 0;
  const simpleS = Math.max(assignedS, pairedS, isWhole ? knownBoundS : 0);
  if (simpleS >= planDriveS(plan)) return { leastTours: least, boundS: simpleS };
  const work = BOUND_WORK * iterations;
  const pricedS = yield* relaxTours(problem, legs, { least, most, plan: tours, work });
  return { leastTours: least, boundS: Math.max(simpleS, pricedS) };
}

/** The same work as a part of a whole. */
function* scaled<T>(work: Generator<number, T>, from: number, to: number): Generator<number, T> {
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
    yield from + (to - from) * next.value;
  }
}
