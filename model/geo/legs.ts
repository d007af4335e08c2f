import type { Corner } from './ring.ts';

/** A straight part of a line, with its distance from the line's start, metres. */
interface Leg {
  readonly from: Corner;
  readonly to: Corner;
  readonly startM: number;
  readonly lengthM: number;
}

export function legsOf(line: readonly Corner[]): Leg[] {
  let startM = 0;
  return line.slice(1).map((to, i) => {
    const from = line[i];
    const lengthM = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const leg = { from, to, startM, lengthM };
    startM += lengthM;
    return leg;
  });
}

export const lengthOf = (line: readonly Corner[]): number =>
  legsOf(line).reduce((sum, { lengthM }) => sum + lengthM, 0);

/** Where a line is so far from its start; past its ends its ends. */
export function pointAlong(legs: readonly Leg[], distanceM: number): Corner {
  const leg = legs.findLast(({ startM }) => startM <= distanceM) ?? legs[0];
  const t = leg.lengthM === 0 ? 0 : Math.min(1, (distanceM - leg.startM) / leg.lengthM);
  return [leg.from[0] + t * (leg.to[0] - leg.from[0]), leg.from[1] + t * (leg.to[1] - leg.from[1])];
}
