import { MS_PER_MIN } from '../../../model/time.ts';

/** The clock from an instant to another, a frame each step. */
export interface ClockSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMin: number;
}

/** One each step, and the end; none where it lies before the beginning. */
export function clockFrameCount({ fromMs, toMs, stepMin }: ClockSpan): number {
  return toMs < fromMs ? 0 : 1 + Math.ceil((toMs - fromMs) / (stepMin * MS_PER_MIN));
}

/** The instants of the frames. */
export function clockShots(span: ClockSpan): { timeMs: number }[] {
  const { fromMs, toMs, stepMin } = span;
  return Array.from({ length: clockFrameCount(span) }, (_, i) => ({
    timeMs: Math.min(toMs, fromMs + i * stepMin * MS_PER_MIN),
  }));
}
