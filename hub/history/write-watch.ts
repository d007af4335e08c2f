import type { History } from './history.ts';

/** Writing that stands for so long is a failure, though no statement has failed yet. */
const STALLED_MS = 10_000;
const LOOK_EVERY_MS = 1000;

/** Whether observations that wait are being written. */
interface WriteWatch {
  /** A sentence for monitors; null while writing goes on. */
  failure(): string | null;
  close(): void;
}

/** Looks every second whether something waits and nothing was written since. */
export function watchWriting(
  history: Pick<History, 'waiting' | 'written'>,
  nowMs: () => number = () => performance.now(),
): WriteWatch {
  let written = history.written;
  let movedMs = nowMs();
  const look = () => {
    if (history.waiting > 0 && history.written === written) return;
    written = history.written;
    movedMs = nowMs();
  };
  const looking = setInterval(look, LOOK_EVERY_MS).unref();
  return {
    failure() {
      look();
      const stoodMs = nowMs() - movedMs;
      if (stoodMs < STALLED_MS) return null;
      return `${history.waiting} observations wait, and none was written for ${Math.floor(stoodMs / 1000)} s`;
    },
    close: () => clearInterval(looking),
  };
}
