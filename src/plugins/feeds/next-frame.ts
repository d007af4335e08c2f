/**
 * The next frame of the window, but no later than this: a window that nobody sees has no frames, and on a machine that draws slowly they
 * come a second apart; its alarms still sound and its counts still go on.
 */
const LATEST_FRAME_MS = 100;

/** Resolves with the next frame of the window, or soon where none comes. */
export function nextFrameOrSoon(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, LATEST_FRAME_MS);
    const frame = requestAnimationFrame(done);
    function done(): void {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      resolve();
    }
  });
}
