import { MIN_PER_DAY } from '../../../model/time.ts';
import type { PlanRow } from './schedule-controller.ts';

/** From date to date, wall-clock minutes of the plan; both ends are shown. */
export interface FilmSpan {
  fromMin: number;
  toMin: number;
  daysPerFrame: number;
}

/** How many frames the span has: one each pace, and its end. */
export function frameCount({ fromMin, toMin, daysPerFrame }: FilmSpan): number {
  return toMin < fromMin ? 0 : 1 + Math.ceil((toMin - fromMin) / (daysPerFrame * MIN_PER_DAY));
}

export function frameMins(span: FilmSpan): number[] {
  return Array.from({ length: frameCount(span) }, (_, i) =>
    Math.min(span.toMin, span.fromMin + i * span.daysPerFrame * MIN_PER_DAY),
  );
}

/** What a frame shows of the plan: its record up to the data date, from then on what it means to do. */
export const frameKind = (min: number, dataDateMin: number | null): 'actual' | 'planned' =>
  dataDateMin !== null && min <= dataDateMin ? 'actual' : 'planned';

/** Activities under way at an instant, what nothing may delay first. */
export function atWork(rows: readonly PlanRow[], min: number): PlanRow[] {
  return rows
    .filter(({ kind, startMin, finishMin }) => kind !== 'summary' && startMin <= min && min < finishMin)
    .sort((a, b) => Number(b.critical) - Number(a.critical) || a.floatMin - b.floatMin);
}
