import { fuzzyScore, membershipOf } from '../../../model/incidents/evaluation/fuzzy.ts';
import type { IncidentEntry } from '../../../model/incidents/incident-entry.ts';
import type { IncidentFacts, StepFacts } from '../../../model/incidents/incident-state.ts';
import type { IncidentTimeline } from '../../../model/incidents/incident-timeline.ts';
import { MS_PER_MIN } from '../../../model/time.ts';
import { type Alternative, CRITERIA, GRADE_POINTS } from './score.ts';

/** One criterion of the grade. */
export interface GradeBar {
  criterion: (typeof CRITERIA)[number];
  /** 0 to 100; null: the log does not say it, and it is left out. */
  points: number | null;
  /** Share of the grade, of the criteria that count; null: it is left out. */
  weight: number | null;
}

/** Returns the criteria with their points and weights: the grade's points are their weighted mean. */
export function gradeBars({ figures }: Pick<Alternative, 'figures'>, weights: readonly number[]): GradeBar[] {
  const sum = CRITERIA.reduce((all, _, c) => all + (figures[c] === null ? 0 : weights[c]), 0);
  return CRITERIA.map((criterion, c): GradeBar => {
    const figure = figures[c];
    if (figure === null) return { criterion, points: null, weight: null };
    const { points } = fuzzyScore([1], [membershipOf(figure, GRADE_POINTS[criterion])]);
    return { criterion, points, weight: weights[c] / sum };
  });
}

/** A step of the plan on the axis of minutes since the incident was opened. */
export interface StepSpan {
  id: string;
  startMin: number;
  /** When its limit is over. */
  limitMin: number;
  /** When it was done; of one that was not, the moment of the score. */
  endMin: number;
  isDone: boolean;
  /** Positive: later than its limit; null: it is not done, and its limit is not over. */
  lateMin: number | null;
}

/** Returns the steps that were triggered until a moment, in the order of the plan. */
export function stepSpans({ steps, openedMs, closedMs }: IncidentFacts, nowMs: number): StepSpan[] {
  if (openedMs === null) return [];
  const endMs = closedMs ?? nowMs;
  const minutes = (ms: number) => (ms - openedMs) / MS_PER_MIN;
  return steps.flatMap(({ step, triggeredMs, doneMs, dueMs }: StepFacts): StepSpan[] => {
    if (triggeredMs === null || dueMs === null || triggeredMs > endMs) return [];
    const isDone = doneMs !== null && doneMs >= triggeredMs;
    const stopMs = isDone ? doneMs : Math.max(triggeredMs, endMs);
    const lateMin = (stopMs - dueMs) / MS_PER_MIN;
    return [
      {
        id: step.id,
        startMin: minutes(triggeredMs),
        limitMin: minutes(dueMs),
        endMin: minutes(stopMs),
        isDone,
        lateMin: isDone || lateMin > 0 ? lateMin : null,
      },
    ];
  });
}

/** Lines of the log that tell how a step went: its own, and orders from its trigger until it was done. */
export function linesOfStep(
  timeline: IncidentTimeline,
  { seq, openedMs }: Pick<IncidentFacts, 'seq' | 'openedMs'>,
  { id, startMin, endMin }: StepSpan,
): IncidentEntry[] {
  const fromMs = (openedMs ?? 0) + startMin * MS_PER_MIN;
  const toMs = (openedMs ?? 0) + endMin * MS_PER_MIN;
  return Array.from({ length: seq }, (_, i) => timeline.entry(i + 1)).filter(({ act, receivedMs, refused }) => {
    if (refused !== null || receivedMs < fromMs || receivedMs > toMs) return false;
    return act.kind === 'step' ? act.step === id : act.kind === 'order' || act.kind === 'order-state';
  });
}
