import { chance } from './noise.ts';

/** Through a metre of an exit, people a second: what choosers reckon with (IMO and SFPE: 1.3 at most; 1.2 in mean). */
export const EXIT_FLOW_PER_MS = 1.2;

/** No throw adds more than this to a utility: −ln(−ln(1 − 2⁻³²)) is 22.18. */
const MAX_EXPONENT = 22.2;

/** What somebody weighs of one exit. */
export interface ExitEvaluation {
  /** Seconds to walk there at the own speed; Infinity: no way. */
  walkS: number;
  known: boolean;
  /** Part of the people around who head for it. */
  followedRatio: number;
}

/**
 * The exit of the greatest utility, −1 if there is no way to any. The random term is Gumbel's, thrown once for a person and an exit, so
 * that shares are the logit's and nobody changes their mind for no reason. `now`: the exit of before (−1: none), left only for one
 * that saves enough.
 *
 * `queueS`: seconds until those nearer who head for an exit are through. Walking and queueing go on at the same time: who arrives late waits
 * less. It is asked of no exit that is so far that no throw could make it the best: of 25 ways out of a quarter most are.
 */
export function chooseExit(
  prospects: readonly ExitEvaluation[],
  queueS: (exit: number) => number,
  choice: Choice,
  now: number,
  seed: number,
  id: number,
): number {
  let best = -1;
  let bestS = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let exit = 0; exit < prospects.length; exit++) {
    const { walkS, known, followedRatio } = prospects[exit];
    const drawn = (known ? choice.familiarity : 0) + choice.social * followedRatio;
    if (walkS === Number.POSITIVE_INFINITY || MAX_EXPONENT - walkS / choice.scaleS + drawn < highest) continue;
    const timeS = Math.max(walkS, queueS(exit));
    const gumbel = -Math.log(-Math.log(Math.max(1e-9, chance(seed, id, -2 - exit))));
    const utility = -timeS / choice.scaleS + (known ? choice.familiarity : 0) + choice.social * followedRatio + gumbel;
    if (utility > highest) {
      highest = utility;
      best = exit;
      bestS = timeS;
    }
  }
  if (now < 0 || best < 0 || best === now) return best;
  const stayS = Math.max(prospects[now].walkS, queueS(now));
  return bestS < stayS * (1 - choice.betterRatio) ? best : now;
}

/**
 * Logit choice of an exit (McFadden 1974; Lovreglio et al. 2016 list the terms): utility in units of `scaleS` seconds of expected time,
 * to which a known exit adds `familiarity`, an exit that all people around head for `social`. Own marks: no survey set these numbers.
 */
export interface Choice {
  scaleS: number;
  familiarity: number;
  social: number;
  /** People look again so often; 0: never (but when their exit shuts). */
  againEveryS: number;
  /** And change if so much of the time is saved. */
  betterRatio: number;
  /** The crowd slows routes: fields are marched again so often; 0: never. */
  congestionEveryS: number;
}
