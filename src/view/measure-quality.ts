import type { Twin } from '../twin/twin.ts';
import { ignoreFrames, newQualityWatch, watchFrame, watchRest } from './quality-watch.ts';

/** A frame that begins so soon after the browser was ready for it goes on with the motion of the one before. */
const GOES_ON_MS = 8;

/** A motion's first frames find the card's queue empty, and tell nothing of how long it takes to draw. */
const STARTING_FRAMES = 3;

/** The camera rests when nothing moved for so long: a hand that stops to think, not one between two moves. */
const CAMERA_RESTS_MS = 400;

/** Chooses the quality of an engine's picture by how long its frames take, as long as nobody fixed it. */
export interface QualityMeter {
  /** A frame of the engine begins. */
  begun(): void;
  /** It was handed to the card. */
  drawn(frame: { cameraMoves: boolean; isLoading: boolean }): void;
  close(): void;
}

/**
 * Frames are drawn when one is asked for, so the time between two of them says nothing; the time from a frame's beginning to the next
 * animation frame does, the card's own work included as soon as some frames follow one another.
 */
export function measureQuality(twin: Twin): QualityMeter {
  const watch = newQualityWatch();
  let beganMs = 0;
  let readyMs = 0;
  let inMotion = 0;
  let isClosed = false;
  let resting: ReturnType<typeof setTimeout> | undefined;
  const take = (quality: ReturnType<typeof watchRest>): void => {
    if (quality !== null && !isClosed) twin.getState().measureQuality(quality);
  };
  const onVisibility = () => ignoreFrames(watch, performance.now());
  document.addEventListener('visibilitychange', onVisibility);
  return {
    begun() {
      beganMs = performance.now();
    },
    drawn({ cameraMoves, isLoading }) {
      const state = twin.getState();
      if (state.qualityChoice !== null) return;
      if (isLoading || document.hidden) ignoreFrames(watch, beganMs);
      const moves = cameraMoves || state.playing;
      inMotion = moves && beganMs - readyMs < GOES_ON_MS ? inMotion + 1 : 0;
      const isCounted = inMotion >= STARTING_FRAMES;
      const atMs = beganMs;
      if (cameraMoves) {
        clearTimeout(resting);
        resting = setTimeout(() => take(watchRest(watch, twin.getState().quality, performance.now())), CAMERA_RESTS_MS);
      }
      requestAnimationFrame(() => {
        readyMs = performance.now();
        if (isCounted) take(watchFrame(watch, { atMs, frameMs: readyMs - atMs, cameraMoves }, twin.getState().quality));
      });
    },
    close() {
      isClosed = true;
      clearTimeout(resting);
      document.removeEventListener('visibilitychange', onVisibility);
    },
  };
}
