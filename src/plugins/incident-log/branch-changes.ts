import { timeScoreOf } from '../../../model/incidents/evaluation/time-score.ts';
import type { ActOf } from '../../../model/incidents/incident-entry.ts';
import type { IncidentFacts } from '../../../model/incidents/incident-state.ts';
import { lossOf } from './score.ts';

type StepVerdict = ReturnType<typeof timeScoreOf>['steps'][number]['verdict'];

/** One thing that is another in a branch than in the record. */
export type Change =
  /** `added`: the branch alone gives it; `absent`: the record alone does. */
  | { kind: 'order'; side: 'added' | 'absent'; name: string; task: string }
  | { kind: 'step'; step: string; record: StepVerdict; branch: StepVerdict }
  /** With orders, each by its own runs. */
  | { kind: 'loss'; measure: 'people' | 'roads' | 'dwellings'; record: number; branch: number };

/** What changes if: orders that one of the two has alone, steps whose verdict is another, and losses that are. */
export function changesOf(record: IncidentFacts, branch: IncidentFacts, ms: number): Change[] {
  const orderIds = (facts: IncidentFacts) => new Set(facts.orders.map(({ act }) => act.order));
  const known = orderIds(record);
  const kept = orderIds(branch);
  const orders = (facts: IncidentFacts, others: ReadonlySet<string>, side: 'added' | 'absent') =>
    facts.orders.flatMap(({ act: { order, name, task } }): Change[] =>
      others.has(order) ? [] : [{ kind: 'order', side, name, task }],
    );
  const before = new Map(timeScoreOf(record, ms).steps.map(({ id, verdict }) => [id, verdict]));
  const steps = timeScoreOf(branch, ms).steps.flatMap(({ id, verdict }): Change[] => {
    const was = before.get(id);
    return was === undefined || was === verdict ? [] : [{ kind: 'step', step: id, record: was, branch: verdict }];
  });
  const lossBefore = lossOf(record).loss;
  const lossNow = lossOf(branch).loss;
  const losses = (['people', 'roads', 'dwellings'] as const).flatMap((measure): Change[] => {
    if (!lossBefore || !lossNow || lossBefore[measure].withOrders === lossNow[measure].withOrders) return [];
    return [{ kind: 'loss', measure, record: lossBefore[measure].withOrders, branch: lossNow[measure].withOrders }];
  });
  return [...orders(branch, known, 'added'), ...orders(record, kept, 'absent'), ...steps, ...losses];
}

/** Orders that a branch alone gives, as long as nobody refused or recalled them there: what its incident is given when the branch is adopted. */
export function adoptableOrders(record: IncidentFacts, branch: IncidentFacts): ActOf<'order'>[] {
  const known = new Set(record.orders.map(({ act }) => act.order));
  return branch.orders.flatMap(({ act, state }) =>
    known.has(act.order) || state === 'refused' || state === 'recalled' ? [] : [act],
  );
}
