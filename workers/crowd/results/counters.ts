import type { Crossings, Line } from '../core/crowd.ts';

/** The counts of all lines before anybody crossed one. */
export const noCrossings = (lines: readonly Line[]): Crossings[] =>
  lines.map(({ id }) => ({ id, forwardS: [], backwardS: [] }));

/** How many had crossed by each time: the N–t curve of a line. `timesS` of crossings ascend, as a run leaves them. */
export function countsAt(crossedS: readonly number[], timesS: readonly number[]): number[] {
  let n = 0;
  return timesS.map((timeS) => {
    while (n < crossedS.length && crossedS[n] <= timeS) n++;
    return n;
  });
}

/** Persons a second between two crossings, first and last left out of neither: (n − 1) / (time between them); NaN below two. */
export function flowPerS(crossedS: readonly number[], fromS: number, toS: number): number {
  const inside = crossedS.filter((timeS) => timeS >= fromS && timeS <= toS);
  return inside.length < 2 ? Number.NaN : (inside.length - 1) / (inside[inside.length - 1] - inside[0]);
}

/** When a share of `count` had left: NaN where it never was. */
export function clearanceS(leftS: readonly number[], count: number, ratio: number): number {
  const needed = Math.ceil(count * ratio);
  return needed === 0 ? 0 : (leftS[needed - 1] ?? Number.NaN);
}

/** From coming in to leaving, of those who left, ascending. */
export function travelTimesS(appearedS: Float32Array, leftS: Float32Array): Float32Array {
  return leftS
    .map((timeS, id) => timeS - appearedS[id])
    .filter((spanS) => spanS >= 0)
    .sort();
}
