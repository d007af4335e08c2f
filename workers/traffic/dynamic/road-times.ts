import { BIN_S, type Loading } from './queue-loading.ts';
import type { QueueNetwork } from './queue-network.ts';

/** Holds how long it takes from entering a road to leaving it by each of its turns, for who enters in the middle of each bin; `turn × bins + bin`. */
export interface RoadTimes {
  seconds: Float32Array;
  bins: number;
}

/** Returns the times that a loading came to. Where nobody went it is the free time and the wait at the signal, or what is left of the queue of the bin before. */
export function roadTimesOf({ freeS, turnFirst, waitS }: QueueNetwork, { sumS, count, bins }: Loading): RoadTimes {
  const seconds = new Float32Array(sumS.length);
  for (let road = 0; road < freeS.length; road++)
    for (let turn = turnFirst[road]; turn < turnFirst[road + 1]; turn++) {
      const least = freeS[road] + waitS[turn];
      for (let bin = 0; bin < bins; bin++) {
        const at = turn * bins + bin;
        // Nobody who enters later leaves earlier: between two bins the time falls by their distance at most.
        const rest = bin === 0 ? 0 : seconds[at - 1] - BIN_S;
        seconds[at] = Math.max(rest, count[at] > 0 ? sumS[at] / count[at] : least);
      }
    }
  return { seconds, bins };
}

/** Returns the time over a road by a turn for who enters at an instant, between the middles of bins by proportion. */
export function secondsAt({ seconds, bins }: RoadTimes, turn: number, timeS: number): number {
  const at = timeS / BIN_S - 0.5;
  if (at <= 0) return seconds[turn * bins];
  if (at >= bins - 1) return seconds[turn * bins + bins - 1];
  const low = Math.floor(at);
  const before = seconds[turn * bins + low];
  return before + (at - low) * (seconds[turn * bins + low + 1] - before);
}
