/** A share that is reported stands this far beyond the last one, so that a run of many steps sends a hundred messages at most. */
const STEP_RATIO = 0.01;

/** A message to the process that started this one: how much of its case is done, 0 to 1. */
export interface ProgressMessage {
  doneRatio: number;
}

let reportedRatio = 0;
let isWatched = false;

/** Sends what is reported from now on to the process that started this one, if one did that listens. */
export function watchProgress(): void {
  isWatched = process.send !== undefined;
}

/** Reports how much of a case is done to whoever watches. It never goes back. */
export function reportProgress(doneRatio: number): void {
  if (!isWatched || !process.connected || !(doneRatio >= reportedRatio + STEP_RATIO)) return;
  reportedRatio = Math.min(1, doneRatio);
  const message: ProgressMessage = { doneRatio: reportedRatio };
  // Whoever listened may have gone: the case goes on.
  process.send?.(message, undefined, undefined, () => {});
}
