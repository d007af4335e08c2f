import { seeded } from '../../shared/random.ts';
import { analyse, type CpmOptions, type CpmResult } from '../cpm.ts';
import { compileNetwork, type Network } from '../network.ts';
import { solve } from '../rcpsp/solve.ts';
import { peakUse, poseResources } from '../resources.ts';
import { DAY_MIN, type Schedule, ScheduleError } from '../schedule.ts';
import { applyDifferences, type Difference } from './difference.ts';

export interface ScenarioRow {
  /** Ids of its differences; empty: the plan as it is. */
  ids: string[];
  /** By logic and calendars alone. */
  logicFinishMin: number;
  /** Within the limits of the resources: found, and proved not to be beaten. Null where the plan cannot be posed so, and why. */
  resources: { finishMin: number; noEarlierThanMin: number; gapPct: number } | { reason: string };
  /** What counts: within resources where they are known. */
  finishMin: number;
  days: number;
  cost: number;
  critical: number;
  /** Resources that more is wanted of at once than there is, by logic alone. */
  overloaded: number;
  /** Residents × days affected, if anybody asked (`impactOf`). */
  residentDays: number | null;
  /** No other row is as early and as cheap, and better in one. */
  best: boolean;
}

export interface CompareOptions {
  cpm: CpmOptions;
  /** Passes of the schedule generator for each scenario, and their seed; 0: logic alone. */
  schedules: number;
  seed: number;
  /** What the scenario's dates, by logic and calendars, do to the neighbours. */
  impactOf?: (schedule: Schedule, network: Network, result: CpmResult, differences: readonly Difference[]) => number;
  /** Paid for every day, whatever the scenario. */
  costPerDay?: number;
  /** Hears of each scenario as it is known; throws to stop. */
  progress?: (row: ScenarioRow, done: number) => void;
}

/** One scenario: its finish and its cost. */
export function evaluate(plan: Schedule, differences: readonly Difference[], options: CompareOptions): ScenarioRow {
  const schedule = applyDifferences(plan, differences);
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new ScheduleError(compiled.words);
  const { network } = compiled;
  const result = analyse(schedule, network, options.cpm);
  const resources = withResources(schedule, network, options);
  const peaks = peakUse(schedule, result);
  const finishMin = 'finishMin' in resources ? resources.finishMin : result.finishMin;
  const days = (finishMin - schedule.startMin) / DAY_MIN;
  const paid = differences.reduce(
    (sum, { cost }) => sum + (cost?.once ?? 0) + (cost?.perDay ?? 0) * days,
    (options.costPerDay ?? 0) * days,
  );
  return {
    ids: differences.map(({ id }) => id),
    logicFinishMin: result.finishMin,
    resources,
    finishMin,
    days,
    cost: schedule.activities.reduce((sum, one) => sum + (one.kind === 'summary' ? 0 : one.cost), 0) + paid,
    critical: result.critical.reduce((sum, one) => sum + one, 0),
    overloaded: schedule.resources.filter(({ capacity }, r) => capacity !== null && peaks[r] > capacity).length,
    residentDays: options.impactOf?.(schedule, network, result, differences) ?? null,
    best: false,
  };
}

function withResources(
  schedule: Schedule,
  network: Network,
  { schedules, seed }: CompareOptions,
): ScenarioRow['resources'] {
  if (schedules === 0) return { reason: 'none asked for' };
  const posed = poseResources(schedule, network);
  if (posed.status === 'none') return { reason: posed.reason };
  const { instance, finishMin } = posed.problem;
  const { makespan, bound } = solve(instance, { schedules, seed });
  const gapPct = bound === 0 ? 0 : (100 * (makespan - bound)) / bound;
  return { finishMin: finishMin(makespan), noEarlierThanMin: finishMin(bound), gapPct };
}

/** The plan and each scenario against it, with those marked that nothing beats in cost and finish both. */
export function compareScenarios(
  plan: Schedule,
  scenarios: readonly (readonly Difference[])[],
  options: CompareOptions,
): ScenarioRow[] {
  const rows: ScenarioRow[] = [];
  for (const differences of [[], ...scenarios]) {
    const row = evaluate(plan, differences, options);
    rows.push(row);
    options.progress?.(row, rows.length);
  }
  return markBest(rows);
}

/**
 * Every way to combine levers, one alternative (or none) of each: crews of one, two or three, one shift or two, by mode as multi-mode
 * scheduling has it, but for a group of activities at a time. All of them where they are few; else seeded draws, each second one a step
 * from a scenario that nothing beats yet (anytime: the front only gets better). Rows in the order in which they were tried.
 */
export function explore(
  plan: Schedule,
  levers: readonly (readonly Difference[])[],
  most: number,
  options: CompareOptions,
): ScenarioRow[] {
  const sizes = levers.map(({ length }) => length + 1);
  const all = sizes.reduce((product, size) => product * size, 1);
  const random = seeded(options.seed);
  const below = (size: number) => Math.floor(random() * size);
  const tried = new Map<string, ScenarioRow>();
  const choices = new Map<ScenarioRow, number[]>();
  const attempt = (choice: number[]): void => {
    const key = choice.join();
    if (tried.has(key)) return;
    const row = evaluate(
      plan,
      choice.flatMap((at, lever) => (at === 0 ? [] : [levers[lever][at - 1]])),
      options,
    );
    tried.set(key, row);
    choices.set(row, choice);
    options.progress?.(row, tried.size);
  };
  if (all <= most) {
    for (let at = 0; at < all; at++) {
      let rest = at;
      const choice: number[] = [];
      for (const size of sizes) {
        choice.push(rest % size);
        rest = Math.floor(rest / size);
      }
      attempt(choice);
    }
    return markBest([...tried.values()]);
  }
  attempt(sizes.map(() => 0));
  for (let draw = 0; tried.size < most && draw < 20 * most; draw++) {
    const front = draw % 2 === 0 ? [] : markBest([...tried.values()]).filter(({ best }) => best);
    const from = front.length === 0 ? undefined : choices.get(front[below(front.length)]);
    if (!from) attempt(sizes.map(below));
    else {
      const lever = below(sizes.length);
      attempt(from.with(lever, below(sizes[lever])));
    }
  }
  return markBest([...tried.values()]);
}

export function markBest(rows: ScenarioRow[]): ScenarioRow[] {
  const beats = (a: ScenarioRow, b: ScenarioRow) =>
    a.finishMin <= b.finishMin && a.cost <= b.cost && (a.finishMin < b.finishMin || a.cost < b.cost);
  for (const row of rows) row.best = !rows.some((other) => beats(other, row));
  return rows;
}
