import { orderScoreOf } from './evaluation/order-times.ts';
import { timeScoreOf } from './evaluation/time-score.ts';
import { factsOf } from './incident-state.ts';
import type { IncidentTimeline } from './incident-timeline.ts';
import type { ScenarioFigures } from './scenario-input.ts';

/** What a whole log comes to, as scenarios expect it: times to a thousandth of a minute, the score to its fourth decimal. */
export function logFiguresOf(timeline: IncidentTimeline): ScenarioFigures {
  const facts = factsOf(timeline);
  const time = timeScoreOf(facts, timeline.last()?.receivedMs ?? 0);
  const { orders, responseP50Min, responseP90Min, units } = orderScoreOf(facts);
  const rounded = (value: number | null, by: number) => (value === null ? null : Math.round(by * value) / by);
  return {
    timeScore: rounded(time.score, 10_000),
    responseP50Min: rounded(responseP50Min, 1000),
    responseP90Min: rounded(responseP90Min, 1000),
    units,
    orders: orders.length,
    stepsDone: facts.steps.filter(({ doneMs }) => doneMs !== null).length,
    refusals: facts.refusals,
  };
}
