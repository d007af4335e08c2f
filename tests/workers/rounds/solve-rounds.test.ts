import { expect, test } from 'vitest';
import type { RoutingProblem } from '../../../workers/rounds/routing-problem.ts';
import { type RoutingAnswer, type RoutingWish, solveRounds } from '../../../workers/rounds/solve-rounds.ts';
import { brokenLimits, leastPlan } from './enumerated-plans.ts';
import { madeProblem } from './made-problem.ts';

function solved(problem: RoutingProblem, wish: RoutingWish): RoutingAnswer {
  const work = solveRounds(problem, wish);
  let next = work.next();
  while (!next.done) next = work.next();
  return next.value;
}

/** Five stops on a street, a depot at 0: at 100, 200, 300, −100 and −200 m, 1 m/s, 60 s of work each. */
function street(wish: Partial<RoutingProblem> = {}): RoutingProblem {
  const at = [100, 200, 300, -100, -200, 0];
  const nodes = at.length;
  return {
    nodes,
    driveS: Int32Array.from({ length: nodes * nodes }, (_, k) => Math.abs(at[Math.floor(k / nodes)] - at[k % nodes])),
    nodesOf: [[0], [1], [2], [3], [4]],
    stopOf: Int32Array.of(0, 1, 2, 3, 4, -1),
    serviceS: Int32Array.of(60, 60, 60, 60, 60, 0),
    opensS: new Int32Array(5),
    closesS: new Int32Array(5).fill(3600),
    demand: new Float64Array(5).fill(1),
    depots: [5],
    vehiclesEach: 5,
    capacity: Number.POSITIVE_INFINITY,
    shiftS: 3600,
    ...wish,
  };
}

test('one vehicle goes up and down the street once', () => {
  const { plan, driveS, leastTours, isProven } = solved(street(), { aim: 'vehicles', iterations: 100 });
  expect({ driveS, leastTours, isProven, tours: plan.tours.length }).toEqual({
    driveS: 1000,
    leastTours: 1,
    isProven: true,
    tours: 1,
  });
});

test('with room for two a vehicle, three go, and the farthest pairs share one', () => {
  const { plan, driveS } = solved(street({ capacity: 2 }), { aim: 'vehicles', iterations: 100 });
  // 300 with 200, −200 with −100, and 100 alone: 600 + 400 + 200 s.
  expect(plan.tours.map(({ nodes }) => [...nodes].sort())).toContainEqual([1, 2]);
  expect([plan.tours.length, driveS]).toEqual([3, 1200]);
});

test('a stop that opens late is waited for, one that nobody reaches in time is left out', () => {
  const opensS = Int32Array.of(0, 0, 0, 0, 2000);
  const waited = solved(street({ opensS }), { aim: 'vehicles', iterations: 100 });
  expect(waited.plan.tours[0].startS[waited.plan.tours[0].nodes.indexOf(4)]).toBe(2000);
  const closesS = Int32Array.of(3600, 3600, 250, 3600, 3600);
  const { plan } = solved(street({ closesS }), { aim: 'vehicles', iterations: 100 });
  expect(plan.unserved).toEqual([2]);
});

test('the answer is the best of all, or within its bound of it', () => {
  for (let seed = 1; seed <= 12; seed++) {
    const wish = { stops: 6, depots: 1 + (seed % 2), vehiclesEach: 2, capacity: seed % 3 === 0 ? 30 : 60 };
    const problem = madeProblem(seed, {
      ...wish,
      windowS: seed % 2 === 0 ? 6000 : 28_800,
      modes: seed % 4 === 0 ? 2 : 1,
    });
    for (const aim of ['vehicles', 'time'] as const) {
      const { plan, driveS } = solved(problem, { aim, iterations: 100 });
      expect(brokenLimits(problem, plan)).toEqual([]);
      expect([plan.unserved.length, aim === 'vehicles' ? plan.tours.length : 0, driveS]).toEqual(
        leastPlan(problem, aim),
      );
    }
  }
});

test('a search finds what the comparison of all plans proves, and no bound is above it', () => {
  const problem = madeProblem(5, { stops: 11, windowS: 5000, capacity: 60 });
  const exact = solved(problem, { aim: 'time', iterations: 1 });
  // A stop that takes no time beside another of them makes it too many to compare.
  const searched = solved(twinned(problem), { aim: 'time', iterations: 1500 });
  expect(searched.driveS).toBe(exact.driveS);
  expect(searched.boundS).toBeLessThanOrEqual(exact.driveS);
  expect(searched.boundS).toBeGreaterThan(0.7 * exact.driveS);
});

/** The same with its first stop twice more, at once and without work or load. */
function twinned(problem: RoutingProblem): RoutingProblem {
  const kept = [...problem.nodesOf.keys(), 0, 0, problem.nodes - 1];
  const stops = kept.length - 1;
  const isTwin = (node: number) => node >= problem.nodesOf.length && node < stops;
  const of = (list: ArrayLike<number>) => kept.slice(0, stops).map((stop) => list[stop]);
  return {
    ...problem,
    nodes: kept.length,
    driveS: Int32Array.from(kept.flatMap((from) => kept.map((to) => problem.driveS[from * problem.nodes + to]))),
    nodesOf: Array.from({ length: stops }, (_, stop) => [stop]),
    stopOf: Int32Array.from(kept, (_, node) => (node < stops ? node : -1)),
    serviceS: Int32Array.from(kept, (node, at) => (isTwin(at) ? 0 : problem.serviceS[node])),
    opensS: Int32Array.from(of(problem.opensS), (opens, stop) => (isTwin(stop) ? 0 : opens)),
    closesS: Int32Array.from(of(problem.closesS), (closes, stop) => (isTwin(stop) ? problem.shiftS : closes)),
    demand: Float64Array.from(of(problem.demand), (load, stop) => (isTwin(stop) ? 0 : load)),
    depots: [stops],
  };
}

test('the same problem has the same answer, tour by tour', () => {
  const problem = madeProblem(9, { stops: 30, windowS: 7000, capacity: 100 });
  const [first, second] = [1, 2].map(() => solved(problem, { aim: 'vehicles', iterations: 500 }));
  expect(second).toEqual(first);
  expect(brokenLimits(problem, first.plan)).toEqual([]);
  expect(first.plan.unserved).toEqual([]);
  expect(first.boundS).toBeLessThanOrEqual(first.driveS);
});
