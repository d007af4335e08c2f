import { useController, useTwin } from '../../kit/app-context.tsx';
import { crowdController } from './controller.ts';
import { frameAt } from './crowd-moment.ts';
import type { CrowdRecord } from './run-controller.ts';
import { type CrowdRunFacts, shownCrowd } from './slice.ts';

/** The crowd's run on the picture at the shown time. */
export interface CrowdNow {
  run: CrowdRunFacts;
  record: CrowdRecord;
  /** Time of the run, between its first and last frame. */
  timeS: number;
  /** The last frame that is not after it. */
  frame: number;
}

/** Null while no run is shown, or before its first frame. Follows the clock by whole seconds, and to the very end of a run. */
export function useCrowdNow(): CrowdNow | null {
  const crowd = useController(crowdController);
  const run = useTwin(shownCrowd);
  const requestedS = useTwin((state) => {
    const shown = shownCrowd(state);
    if (!shown) return 0;
    const exactS = (state.shownTimeMs - shown.startMs) / 1000;
    const lastS = shown.timesS.at(-1) ?? 0;
    return exactS > lastS - 1e-3 ? lastS : Math.round(exactS);
  });
  const record = run && crowd.record(run.id);
  const lastS = run?.timesS.at(-1);
  if (!run || !record || lastS === undefined || record.frames.length === 0) return null;
  const timeS = Math.min(lastS, Math.max(0, requestedS));
  return { run, record, timeS, frame: frameAt(record.frames, timeS).low };
}

/** `T+3:07`, minutes and seconds of the run's own clock. */
export function formatRunClock(timeS: number): string {
  const seconds = Math.round(timeS);
  return `T+${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
