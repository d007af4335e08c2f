import type { Choice } from './crowd-case.ts';
import { chance } from './noise.ts';

/** Through a metre of an exit, people a second: what choosers reckon with (IMO and SFPE: 1.3 at most; 1.2 in mean). */
export const EXIT_FLOW_PER_MS = 1.2;

/** What somebody weighs of one exit. */
export interface Prospect {
  /** Seconds to walk there at the own speed; Infinity: no way. */
  walkS: number;
  /** Seconds until those nearer who head for it are through. */
  queueS: number;
  known: boolean;
  /** Part of the people around who head for it. */
  followedRatio: number;
}

/** Walking and queueing go on at the same time: who arrives late waits less. */
export const expectedS = ({ walkS, queueS }: Prospect): number => Math.max(walkS, queueS);

/**
 * The exit of the greatest utility, −1 if there is no way to any. The random term is Gumbel's, thrown once for a person and an exit, so
 * that shares are the logit's and nobody changes their mind for no reason. `now`: the exit of before (−1: none), left only for one
 * that saves enough.
 */
export function chooseExit(
  prospects: readonly Prospect[],
  choice: Choice,
  now: number,
  seed: number,
  id: number,
): number {
  let best = -1;
  let highest = Number.NEGATIVE_INFINITY;
  for (let exit = 0; exit < prospects.length; exit++) {
    const prospect = prospects[exit];
    const timeS = expectedS(prospect);
    if (timeS === Number.POSITIVE_INFINITY) continue;
    const gumbel = -Math.log(-Math.log(Math.max(1e-9, chance(seed, id, -2 - exit))));
    const utility =
      -timeS / choice.scaleS +
      (prospect.known ? choice.familiarity : 0) +
      choice.social * prospect.followedRatio +
      gumbel;
    if (utility > highest) {
      highest = utility;
      best = exit;
    }
  }
  if (now < 0 || best < 0 || best === now) return best;
  const stay = expectedS(prospects[now]);
  return expectedS(prospects[best]) < stay * (1 - choice.betterRatio) ? best : now;
}
