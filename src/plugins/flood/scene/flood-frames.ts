import type { FloodPicture } from '../slice.ts';

/**
 * The two frames between which a moment lies, each in the slot of its parity: as the clock goes on (or back) from pair to pair
 * one of the two stays where it is and one alone is uploaded. `oddRatio` is the odd one's share of the mixture.
 */
interface FramePair {
  even: number;
  odd: number;
  oddRatio: number;
}

/** The last frame that is not after a moment, else the first. Times rise. */
function lastBy(frames: readonly { timeS: number }[], timeS: number): number {
  let low = 0;
  let high = frames.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (frames[middle].timeS <= timeS) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** What is shown where nothing lies between two frames. Undefined: there is none. */
export function framesAround<T extends { timeS: number }>(frames: readonly T[], timeS: number): T | undefined {
  return frames.length > 0 ? frames[lastBy(frames, timeS)] : undefined;
}

/** Before the first frame and after the last the nearest is held. Times rise. Null: there is no frame. */
export function framePair(frames: readonly { timeS: number }[], timeS: number): FramePair | null {
  if (frames.length === 0) return null;
  const low = lastBy(frames, timeS);
  const other = low + 1 < frames.length ? low + 1 : Math.max(0, low - 1);
  const spanS = frames[other].timeS - frames[low].timeS;
  const otherRatio = spanS > 0 ? Math.max(0, (timeS - frames[low].timeS) / spanS) : 0;
  return low % 2 === 0
    ? { even: low, odd: other, oddRatio: otherRatio }
    : { even: other, odd: low, oddRatio: 1 - otherRatio };
}

/** The frame of second 0, whose waters are rivers and lakes; null: it has not come, or a difference is shown, which tells of them too. */
export function firstWaters({ frames: [first], maps }: Pick<FloodPicture, 'frames' | 'maps'>): Uint16Array | null {
  return first?.timeS === 0 && maps.kind !== 'difference' ? first.cells : null;
}
