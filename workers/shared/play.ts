import type { Run } from './engine.ts';
import type { Change, RunHistory } from './run-history.ts';

/** Between two looks at what the page asks meanwhile. */
const SLICE_MS = 80;
/** Between two reports of how far a run is. */
const PROGRESS_MS = 300;

/** What the loop is lent, so that it runs in Node under a clock that a test moves. */
export interface Clock {
  nowMs(): number;
  /** Lets messages in. */
  yield(): Promise<void>;
}

/** Control by which a run is paused and stopped while it is played. */
export interface PlayControl {
  readonly isStopped: boolean;
  /** Resolves at once, or when a paused run goes on. */
  gate(): Promise<void>;
}

/** What the loop reports. */
interface PlayEvents {
  frame(): void;
  progress(timeS: number, wallS: number): void;
}

// biome-ignore lint/suspicious/noExplicitAny: the loop moves a run and looks into none of its types
type AnyRun = Run<any, any, any, any>;

/**
 * The one play loop: a run to its end or until it is stopped, in slices of time, a frame whenever one is due, changes at their moments.
 * Returns whether it was played to its end, and the seconds that it took without its pauses.
 */
export async function playRun(
  run: AnyRun,
  { history, due }: { history: RunHistory<unknown>; due: readonly Change<unknown>[] },
  clock: Clock,
  control: PlayControl,
  events: PlayEvents,
): Promise<{ isWhole: boolean; wallS: number }> {
  const { endS, frameEveryS } = run;
  const coming = [...due];
  const reachFrame = () => {
    events.frame();
    history.keep(run);
  };
  if (run.timeS === 0) reachFrame();
  const startedMs = clock.nowMs();
  let pausedMs = 0;
  let reportedMs = startedMs;
  const wallS = () => (clock.nowMs() - startedMs - pausedMs) / 1000;
  for (let frame = Math.floor(run.timeS / frameEveryS) + 1; !run.isOver && !control.isStopped; ) {
    for (; coming[0]?.timeS <= run.timeS; coming.shift()) run.change?.(coming[0].request);
    const untilMs = clock.nowMs() + SLICE_MS;
    const frameS = Math.min(frame * frameEveryS, endS);
    const stopS = Math.min(frameS, coming[0]?.timeS ?? endS);
    const isReached = run.advanceTo(stopS, () => clock.nowMs() >= untilMs);
    if (run.isOver || (isReached && stopS === frameS)) {
      reachFrame();
      frame++;
    }
    if (clock.nowMs() - reportedMs > PROGRESS_MS) {
      reportedMs = clock.nowMs();
      events.progress(run.timeS, wallS());
    }
    await clock.yield();
    const beforeMs = clock.nowMs();
    await control.gate();
    pausedMs += clock.nowMs() - beforeMs;
  }
  return { isWhole: run.isOver, wallS: wallS() };
}
