import { MS_PER_MIN } from '../../time.ts';
import type { IncidentFacts, StepFacts } from '../incident-state.ts';

/** How a step did against its limit. */
type StepVerdict = 'in-time' | 'late' | 'not-done' | 'not-triggered' | 'without-trigger' | 'running';

/** A step of a plan with all that its score is made of. */
interface StepScore {
  id: string;
  limitMin: number;
  /** From its own trigger to its end; null where one of the two is missing. */
  takenMin: number | null;
  weight: number;
  toleranceRatio: number;
  verdict: StepVerdict;
  /** 0 to 1; null: left out. */
  score: number | null;
}

/** Time against a plan: S = Σ w·s ÷ Σ w over the steps that count. */
export interface TimeScore {
  steps: StepScore[];
  /** Null: no step counts. */
  score: number | null;
}

/** 1 within the limit; then down in a straight line to 0 at (1 + tolerance) × limit. */
function lateScore(takenMin: number, limitMin: number, toleranceRatio = 1): number {
  if (takenMin <= limitMin) return 1;
  return Math.max(0, 1 - (takenMin - limitMin) / (toleranceRatio * limitMin));
}

/**
 * Scores the steps of an incident as it stands at a moment. A step that was not done counts 0 once the incident is over or its limit has
 * passed, and is left out while it runs; one whose trigger never came is left out; one that was done without its trigger is marked and
 * not scored.
 */
export function timeScoreOf({ steps, closedMs }: Pick<IncidentFacts, 'steps' | 'closedMs'>, nowMs: number): TimeScore {
  const scored = steps.map((step) => scoreOf(step, closedMs ?? nowMs, closedMs !== null));
  let sum = 0;
  let weights = 0;
  for (const { score, weight } of scored) {
    if (score === null) continue;
    sum += weight * score;
    weights += weight;
  }
  return { steps: scored, score: weights > 0 ? sum / weights : null };
}

function scoreOf({ step, triggeredMs, doneMs, dueMs }: StepFacts, endMs: number, isOver: boolean): StepScore {
  const { id, limitMin, weight, toleranceRatio } = step;
  const facts = { id, limitMin, weight, toleranceRatio };
  const none = { ...facts, takenMin: null };
  if (doneMs !== null && (triggeredMs === null || doneMs < triggeredMs))
    return { ...none, verdict: 'without-trigger', score: null };
  if (triggeredMs === null || triggeredMs > endMs) return { ...none, verdict: 'not-triggered', score: null };
  if (doneMs === null) {
    if (!isOver && dueMs !== null && endMs <= dueMs) return { ...none, verdict: 'running', score: null };
    return { ...none, verdict: 'not-done', score: 0 };
  }
  const takenMin = (doneMs - triggeredMs) / MS_PER_MIN;
  const score = lateScore(takenMin, limitMin, toleranceRatio);
  return { ...facts, takenMin, verdict: score === 1 ? 'in-time' : 'late', score };
}
