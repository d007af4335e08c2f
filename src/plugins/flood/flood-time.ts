import type { Exposed } from '../../../workers/flood/results/impact.ts';
import { useController, useTwin } from '../../kit/app-context.tsx';
import { floodController } from './controller.ts';
import type { FloodRecord, FloodRunController } from './run-controller.ts';
import { type FloodRunFacts, shownFlood } from './slice.ts';

/** The run on the picture at the shown time. */
export interface FloodNow {
  run: FloodRunFacts;
  record: FloodRecord;
  /** Time of the run, between its first and last frame. */
  timeS: number;
  /** The last frame that is not after it. */
  frame: number;
  /** The shown time lies within the run. */
  isWithin: boolean;
}

/** Null while no run is shown, or before its first frame. Follows the clock by whole seconds. */
export function useFloodNow(): FloodNow | null {
  const flood = useController(floodController);
  const run = useTwin(shownFlood);
  const timeS = useTwin((state) => {
    const shown = shownFlood(state);
    return shown ? Math.round((state.shownTimeMs - shown.startMs) / 1000) : 0;
  });
  return run ? floodAt(run, flood, timeS) : null;
}

export function floodAt(
  run: FloodRunFacts,
  { record }: Pick<FloodRunController, 'record'>,
  requestedS: number,
): FloodNow | null {
  const own = record(run.id);
  const lastS = run.timesS.at(-1);
  if (!own || lastS === undefined) return null;
  const timeS = Math.min(lastS, Math.max(run.timesS[0], requestedS));
  const after = run.timesS.findIndex((each) => each > timeS);
  const frame = after < 0 ? run.timesS.length - 1 : after - 1;
  return { run, record: own, timeS, frame, isWithin: requestedS >= run.timesS[0] && requestedS <= lastS };
}

/** A figure of each frame, straight between them. */
export function between({ run: { timesS }, timeS, frame }: FloodNow, figureOf: (frame: number) => number): number {
  const next = Math.min(frame + 1, timesS.length - 1);
  if (next === frame) return figureOf(frame);
  const part = (timeS - timesS[frame]) / (timesS[next] - timesS[frame]);
  return figureOf(frame) + part * (figureOf(next) - figureOf(frame));
}

const HOUR_S = 3600;

/** What fell in the hour before. */
export function rainOfLastHourMm({ record, timeS }: FloodNow): number {
  const { stepS, ratesMmPerH } = record.ground.rain;
  return ratesMmPerH.reduce((sumMm, rate, step) => {
    const overlapS = Math.min(timeS, (step + 1) * stepS) - Math.max(timeS - HOUR_S, step * stepS);
    return overlapS > 0 ? sumMm + (rate * overlapS) / HOUR_S : sumMm;
  }, 0);
}

/** What the drains take, less what they give back, m³/s, between the frames about this time; null without drains or a second frame. */
export function drainedM3ps({ run: { timesS }, record: { ledgers }, frame }: FloodNow): number | null {
  const from = frame + 1 < timesS.length ? frame : frame - 1;
  if (from < 0 || ledgers.every(({ drainedM3 }) => drainedM3 === 0)) return null;
  return (ledgers[from + 1].drainedM3 - ledgers[from].drainedM3) / (timesS[from + 1] - timesS[from]);
}

/** `T+0:37`, `T+26:05`: of the run's own clock. */
export function elapsedText(timeS: number): string {
  const minutes = Math.round(timeS / 60);
  return `T+${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Which of those that a flood can hurt the city's data tell; null: a run from before, of which nobody knows. */
export const exposedOf = ({ run, record }: FloodNow): Exposed | null =>
  run.exposed ?? record.end?.impact.exposed ?? null;
