import { assignmentBound, leastVehicles } from '../../workers/rounds/assignment-bound.ts';
import { legalLegs } from '../../workers/rounds/legal-legs.ts';
import { type Plan, planDriveS, type RoutingProblem } from '../../workers/rounds/routing-problem.ts';
import { searchTours } from '../../workers/rounds/search-tours.ts';
import { solveRounds } from '../../workers/rounds/solve-rounds.ts';
import { relaxTours } from '../../workers/rounds/tour-relaxation.ts';
import { seeded } from '../../workers/shared/random.ts';
import { brokenLimits, leastPlan } from '../workers/rounds/enumerated-plans.ts';
import { finished, rayProblem, smallProblem } from './rounds-made.ts';
import { POSTMAN } from './rounds-postman.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const INSTANCES = 500;
const AIMS = ['vehicles', 'time'] as const;
type Aim = (typeof AIMS)[number];

/** Stops left out, tours where they count, driving. */
const worthOf = ({ tours, unserved }: Plan, aim: Aim): [number, number, number] => [
  unserved.length,
  aim === 'vehicles' ? tours.length : 0,
  planDriveS({ tours }),
];

/** Below 0: the first is better. */
function compared(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((one, i) => one !== b[i]);
  return at < 0 ? 0 : a[at] - b[at];
}

function smallOf(round: number, random: () => number): RoutingProblem {
  return smallProblem(random, {
    stops: 3 + (round % 4),
    depots: 1 + (round % 2),
    vehiclesEach: 1 + (round % 3),
    modes: round % 5 === 0 ? 2 : 1,
    missingRatio: round % 7 === 0 ? 0.1 : 0,
    ...(round % 3 === 0 ? { capacity: 25 } : {}),
    ...(round % 2 === 0 ? { windowS: 4000 } : {}),
  });
}

function small(): Verdict[] {
  const random = seeded(2026);
  const wrong = { other: 0, broken: 0, better: 0, worse: 0, bounds: 0, vehicles: 0 };
  for (let round = 0; round < INSTANCES; round++) {
    const problem = smallOf(round, random);
    const aim = AIMS[Math.floor(round / 2) % 2];
    const least = leastPlan(problem, aim);
    const { plan } = finished(solveRounds(problem, { aim, iterations: 100 }));
    const found = finished(searchTours(problem, { aim, iterations: 1000, leastTours: 1 }));
    if (compared(worthOf(plan, aim), least) !== 0) wrong.other++;
    if (brokenLimits(problem, plan).length + brokenLimits(problem, found).length > 0) wrong.broken++;
    const order = compared(worthOf(found, aim), least);
    if (order < 0) wrong.better++;
    if (order > 0) wrong.worse++;
    if (plan.unserved.length > 0) continue;
    const legs = legalLegs(problem);
    const atLeast = leastVehicles(problem, legs);
    if (atLeast > plan.tours.length) wrong.vehicles++;
    const most = aim === 'vehicles' ? plan.tours.length : problem.depots.length * problem.vehiclesEach;
    const limits = { least: atLeast, most, plan: plan.tours, work: 5e6 };
    const bounds = [assignmentBound(problem, legs, atLeast, most) ?? 0, finished(relaxTours(problem, legs, limits))];
    if (Math.max(...bounds) > planDriveS(plan)) wrong.bounds++;
  }
  const named = (what: string, count: number) => exactly(`rounds.small: ${INSTANCES} instances, ${what}`, count, 0);
  return [
    named('other than the best of all plans', wrong.other),
    named('tours that break a window, a load, a shift or a fleet', wrong.broken),
    named('searched plans better than the proven best', wrong.better),
    named('bounds above the best', wrong.bounds),
    named('bounds of vehicles above the best', wrong.vehicles),
    atMost(`rounds.small: ${INSTANCES} instances, searched plans worse than the best`, wrong.worse, INSTANCES / 50),
  ];
}

/** Instances of Solomon's clustered kind: a ray a vehicle, of which the best tours are known as they are made. */
function clustered(): Verdict[] {
  return [
    [1, 5, 8],
    [2, 10, 10],
    [3, 8, 12],
    [4, 20, 10],
  ].flatMap(([seed, rays, each]) => {
    const { problem, bestS } = rayProblem(seed, rays, each);
    const { plan, driveS, boundS, leastTours } = finished(
      solveRounds(problem, { aim: 'vehicles', iterations: 20_000 }),
    );
    const named = `rounds.clustered: ${rays * each} stops`;
    // Legs are rounded up to seconds, one of them a stop.
    const roundedS = bestS + rays * (each + 1);
    return [
      exactly(`${named}, vehicles`, plan.tours.length, rays),
      exactly(
        `${named}, stops left out or limits broken`,
        plan.unserved.length + brokenLimits(problem, plan).length,
        0,
      ),
      atMost(`${named}, driving above the made best, %`, 100 * (driveS / bestS - 1), 2),
      atMost(`${named}, bound above the made best, s`, Math.max(0, boundS - roundedS), 0),
      atMost(`${named}, vehicles of the bound above the made best`, Math.max(0, leastTours - rays), 0),
    ];
  });
}

/** Larger instances with all that limits tours at once: each limit checked by code of its own. */
function limits(): Verdict[] {
  const random = seeded(99);
  let broken = 0;
  let bounds = 0;
  for (let round = 0; round < 20; round++) {
    const wish = { stops: 30 + round, depots: 1 + (round % 3), vehiclesEach: 6, capacity: 90 };
    const problem = smallProblem(random, { ...wish, windowS: 5000, modes: 1 + (round % 2) });
    for (const aim of AIMS) {
      const { plan, driveS, boundS, leastTours } = finished(solveRounds(problem, { aim, iterations: 1000 }));
      broken += brokenLimits(problem, plan).length;
      if (boundS > driveS || leastTours > plan.tours.length) bounds++;
    }
  }
  return [
    exactly('rounds.limits: 40 answers, windows, loads, shifts and fleets broken', broken, 0),
    exactly('rounds.limits: 40 answers, bounds above the answer', bounds, 0),
  ];
}

export const CASES: ValidationCase[] = [
  { name: 'rounds.small', quick: true, run: async () => small() },
  { name: 'rounds.clustered', quick: false, run: async () => clustered() },
  { name: 'rounds.limits', quick: false, run: async () => limits() },
  POSTMAN,
];
