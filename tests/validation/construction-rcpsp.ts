import { criticalPath } from '../../workers/construction/rcpsp/bound.ts';
import { violations } from '../../workers/construction/rcpsp/check.ts';
import { solve } from '../../workers/construction/rcpsp/solve.ts';
import { knownInstances, missingPsplib } from './psplib.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const SCHEDULES = 5000;

interface SetResult {
  instances: number;
  overBestPct: number;
  overCriticalPathPct: number;
  atBest: number;
  invalid: number;
  belowBest: number;
  falseBounds: number;
  schedules: number;
}

export function solveSet(set: 'j30' | 'j120', every: number, most = SCHEDULES): SetResult {
  const known = knownInstances(set, every);
  const sum: SetResult = {
    ...{ instances: known.length, overBestPct: 0, overCriticalPathPct: 0, atBest: 0 },
    ...{ invalid: 0, belowBest: 0, falseBounds: 0, schedules: 0 },
  };
  for (const { instance, best } of known) {
    const { makespan, start, bound, schedules } = solve(instance, { seed: 1, schedules: most });
    sum.overBestPct += (100 * (makespan / best - 1)) / known.length;
    sum.overCriticalPathPct += (100 * (makespan / criticalPath(instance) - 1)) / known.length;
    sum.schedules += schedules;
    const end = start.reduce((last, at, i) => Math.max(last, at + instance.duration[i]), 0);
    if (makespan === best) sum.atBest++;
    if (makespan < best) sum.belowBest++;
    if (bound > best) sum.falseBounds++;
    if (violations(instance, start).length > 0 || end !== makespan) sum.invalid++;
  }
  return sum;
}

/**
 * J30's best known are optima. J120's are not: a schedule below one would be news, and is here taken for a fault. Marks: construction.md,
 * §3.2 (best listed at 5,000 schedules: 32.18 % over the critical path, Debels & Vanhoucke 2007; 32.54 Valls 2008). J120's own mark is 32.6
 * at 5,000 schedules and 32.0 at 50,000.
 */
function verdicts(set: 'j30' | 'j120', every: number): Verdict[] {
  const result = solveSet(set, every);
  const name = (figure: string) => `construction.rcpsp.${set}${every > 1 ? `.every${every}` : ''}.${figure}`;
  const sound = [
    exactly(name('instances'), result.instances, (set === 'j30' ? 480 : 600) / every),
    exactly(name('invalid'), result.invalid, 0),
    exactly(name('belowBestKnown'), result.belowBest, 0),
    exactly(name('boundsAboveBestKnown'), result.falseBounds, 0),
  ];
  if (every > 1) return sound;
  return [
    ...sound,
    set === 'j30'
      ? atMost(name('overOptimumPct'), result.overBestPct, 0.15)
      : atMost(name('overCriticalPathPct'), result.overCriticalPathPct, 32.6),
  ];
}

const setCase = (set: 'j30' | 'j120', every: number): ValidationCase => ({
  name: `construction.rcpsp.${set}${every > 1 ? '.some' : ''}`,
  quick: every > 1,
  missing: missingPsplib,
  run: async () => verdicts(set, every),
});

const MANY_SCHEDULES = 50_000;

/** Every sixth of J120 with ten times as many schedules. */
const manyCase: ValidationCase = {
  name: 'construction.rcpsp.j120.many',
  quick: false,
  missing: missingPsplib,
  run: async () => {
    const { overCriticalPathPct, invalid } = solveSet('j120', 6, MANY_SCHEDULES);
    return [
      exactly('construction.rcpsp.j120.many.invalid', invalid, 0),
      atMost('construction.rcpsp.j120.many.overCriticalPathPct', overCriticalPathPct, 32),
    ];
  },
};

/** Ten of each set in `npm test`; all 1,080 in `validate`, about two minutes. */
export const RCPSP: ValidationCase[] = [
  setCase('j30', 48),
  setCase('j120', 60),
  setCase('j30', 1),
  setCase('j120', 1),
  manyCase,
];
