import { DAY_MIN, type Schedule, ScheduleError } from '../../../model/schedule/schedule.ts';
import { seeded } from '../../shared/random.ts';
import { analyse, type CpmOptions, type CpmResult } from '../cpm.ts';
import { compileNetwork, type Network, STARTED } from '../network.ts';
import { improve } from '../rcpsp/solve.ts';
import { peakUse, poseResources, type RcpspNotPosed, type ResourceProblem } from '../resources.ts';
import { applyDifferences, type Difference } from './difference.ts';

/** What a comparison spends on each scenario: on the demo site's 640 tasks about a second of a slow core, and mostly less, as it ends at the bound. */
export const DEFAULT_LEVELLING = { schedules: 2000, seed: 1 };

export interface ScenarioRow {
  /** Ids of its differences; empty: the plan as it is. */
  ids: string[];
  /** By logic and calendars alone. */
  logicFinishMin: number;
  resources: LevelledSchedule;
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

/** Within the limits of the resources: a finish that was found, and one that is proved not to be beaten; or why there is none. */
type LevelledSchedule =
  | { kind: 'within'; finishMin: number; noEarlierThanMin: number; gapPct: number }
  | ({ kind: 'logic' } & (RcpspNotPosed | { why: 'unasked'; reason: string }));

interface CompareOptions {
  cpm: CpmOptions;
  /** Passes of the schedule generator for each scenario, and their seed; 0: logic alone. */
  schedules: number;
  seed: number;
  /** What the scenario's dates do to the neighbours: within its resources where they are known, else by logic and calendars. */
  impactOf?: (schedule: Schedule, network: Network, result: CpmResult, differences: readonly Difference[]) => number;
  /** Paid for every day, whatever the scenario. */
  costPerDay?: number;
  /** Hears of each scenario as it is known; throws to stop. */
  progress?: (row: ScenarioRow, done: number) => void;
  /** Rows of the same plan under the same options, by what they were computed of: they are not computed again. */
  known?: Map<string, ScenarioRow>;
}

/** One scenario: its finish and its cost. Tells how far it is. */
function* evaluating(
  plan: Schedule,
  differences: readonly Difference[],
  options: CompareOptions,
): Generator<number, ScenarioRow> {
  const schedule = applyDifferences(plan, differences);
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new ScheduleError(compiled.why);
  const { network } = compiled;
  const result = analyse(schedule, network, options.cpm);
  const { resources, dates } = yield* levelling(schedule, network, result, options);
  const peaks = peakUse(schedule, result);
  const finishMin = resources.kind === 'within' ? resources.finishMin : result.finishMin;
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
    overloaded: schedule.resources.filter(({ capacity }, r) => capacity !== null && peaks[r].units > capacity).length,
    residentDays: options.impactOf?.(schedule, network, dates, differences) ?? null,
    best: false,
  };
}

function* levelling(
  schedule: Schedule,
  network: Network,
  result: CpmResult,
  { schedules, seed, cpm }: CompareOptions,
): Generator<number, { resources: LevelledSchedule; dates: CpmResult }> {
  const byLogic = (why: Extract<LevelledSchedule, { kind: 'logic' }>) => ({ resources: why, dates: result });
  if (schedules === 0) return byLogic({ kind: 'logic', why: 'unasked', reason: 'none asked for' });
  const posed = poseResources(schedule, network, result, cpm);
  if (posed.status === 'none') {
    const { status: _, ...not } = posed;
    return byLogic({ kind: 'logic', ...not });
  }
  const { problem } = posed;
  const { instance, finishMin } = problem;
  const steps = improve(instance, { schedules, seed });
  for (let step = steps.next(); ; step = steps.next()) {
    const { makespan, bound, start, schedules: done } = step.value;
    if (!step.done) {
      yield done / schedules;
      continue;
    }
    const gapPct = bound === 0 ? 0 : (100 * (makespan - bound)) / bound;
    return {
      resources: { kind: 'within', finishMin: finishMin(makespan), noEarlierThanMin: finishMin(bound), gapPct },
      dates: datesWithin(result, network, problem, start),
    };
  }
}

/** The early dates moved to where the resources suffice: what is done stays, what has begun keeps its start. */
function datesWithin(
  result: CpmResult,
  { state }: Network,
  { activity, instance, startMin, finishMin }: ResourceProblem,
  start: Int32Array,
): CpmResult {
  const dates = {
    ...result,
    earlyStartMin: Float64Array.from(result.earlyStartMin),
    earlyFinishMin: Float64Array.from(result.earlyFinishMin),
  };
  for (const [at, i] of activity.entries()) {
    if (i < 0) continue;
    const from = start[at];
    const steps = instance.duration[at];
    const isPoint = steps === 0;
    // A milestone follows what ends, so it stands at the end of a day and not at the next one's begin.
    dates.earlyFinishMin[i] = finishMin(from + steps);
    if (state[i] !== STARTED) dates.earlyStartMin[i] = isPoint ? finishMin(from) : startMin(from);
  }
  return dates;
}

/** The plan and each scenario against it, with those marked that nothing beats in cost and finish both. Tells how far it is. */
export function* comparing(
  plan: Schedule,
  scenarios: readonly (readonly Difference[])[],
  options: CompareOptions,
): Generator<number, ScenarioRow[]> {
  const rows: ScenarioRow[] = [];
  const total = scenarios.length + 1;
  for (const differences of [[], ...scenarios]) {
    const key = JSON.stringify(differences);
    let row = options.known?.get(key);
    if (!row) {
      const steps = evaluating(plan, differences, options);
      let step = steps.next();
      for (; !step.done; step = steps.next()) yield (rows.length + step.value) / total;
      row = step.value;
      options.known?.set(key, row);
    }
    rows.push(row);
    options.progress?.(row, rows.length);
    yield rows.length / total;
  }
  return markBest(rows);
}

export const compareScenarios = (...of: Parameters<typeof comparing>): ScenarioRow[] => ended(comparing(...of));

function ended<T>(steps: Generator<unknown, T>): T {
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
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
    const chosen = choice.flatMap((at, lever) => (at === 0 ? [] : [levers[lever][at - 1]]));
    const row = ended(evaluating(plan, chosen, options));
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

/** A scenario that asks for more than there is of a resource is no plan: it has neither finish nor cost. */
export const isFeasible = ({ resources }: ScenarioRow): boolean =>
  resources.kind === 'within' || resources.why !== 'short';

function markBest(rows: ScenarioRow[]): ScenarioRow[] {
  const beats = (a: ScenarioRow, b: ScenarioRow) =>
    isFeasible(a) && a.finishMin <= b.finishMin && a.cost <= b.cost && (a.finishMin < b.finishMin || a.cost < b.cost);
  for (const row of rows) row.best = isFeasible(row) && !rows.some((other) => beats(other, row));
  return rows;
}
