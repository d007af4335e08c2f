import type { DivisionCase } from './divide.ts';

/** What of a case a first division is made of. */
type Ground = Pick<DivisionCase, 'squares' | 'districts' | 'first' | 'next' | 'load'>;

/**
 * Makes a division whole: of a district in several parts the one with the most load stays, or the fixed one; all other squares, and those of no
 * district (−1), go to the neighbour that is reached in the fewest steps.
 */
export function madeWhole(of: Ground, districtOf: Int32Array, isFixed: Uint8Array): Int32Array {
  const whole = new Int32Array(of.squares).fill(-1);
  for (const part of mainParts(of, districtOf, isFixed)) for (const square of part) whole[square] = districtOf[square];
  grow(of, whole);
  return whole;
}

/** The part of each district that stays. */
function mainParts(of: Ground, districtOf: Int32Array, isFixed: Uint8Array): number[][] {
  const best = new Map<number, { part: number[]; weight: number }>();
  const isSeen = new Uint8Array(of.squares);
  for (let square = 0; square < of.squares; square++) {
    const district = districtOf[square];
    if (district < 0 || isSeen[square] === 1) continue;
    const part = [square];
    isSeen[square] = 1;
    let weight = 0;
    for (const at of part) {
      weight += isFixed[at] === 1 ? Number.POSITIVE_INFINITY : of.load[at] + 1 / of.squares;
      for (let k = of.first[at]; k < of.first[at + 1]; k++) {
        const near = of.next[k];
        if (isSeen[near] === 1 || districtOf[near] !== district) continue;
        isSeen[near] = 1;
        part.push(near);
      }
    }
    if (weight > (best.get(district)?.weight ?? -1)) best.set(district, { part, weight });
  }
  return [...best.values()].map(({ part }) => part);
}

/** Gives every square without a district that of the nearest square that has one, in steps. */
function grow(of: Ground, districtOf: Int32Array): void {
  const queue = Array.from(districtOf.keys()).filter((square) => districtOf[square] >= 0);
  for (const at of queue)
    for (let k = of.first[at]; k < of.first[at + 1]; k++) {
      const near = of.next[k];
      if (districtOf[near] >= 0) continue;
      districtOf[near] = districtOf[at];
      queue.push(near);
    }
}

/**
 * Divides ground on which nothing stands: the first seed lies where most live, each further one where load × distance to those before is greatest,
 * and the district with the least load takes its next square, one after another.
 */
export function freshDivision(of: Ground, eastM: Float64Array, northM: Float64Array): Int32Array {
  const districtOf = new Int32Array(of.squares).fill(-1);
  const borders = seedsOf(of, eastM, northM).map((seed, district) => {
    districtOf[seed] = district;
    return { queue: [seed], head: 0, load: of.load[seed], district };
  });
  for (;;) {
    const open = borders.filter(({ queue, head }) => head < queue.length);
    if (open.length === 0) return districtOf;
    const least = open.reduce((best, one) => (one.load < best.load ? one : best));
    const at = least.queue[least.head++];
    for (let k = of.first[at]; k < of.first[at + 1]; k++) {
      const near = of.next[k];
      if (districtOf[near] >= 0) continue;
      districtOf[near] = least.district;
      least.load += of.load[near];
      least.queue.push(near);
    }
  }
}

function seedsOf({ squares, districts, load }: Ground, eastM: Float64Array, northM: Float64Array): number[] {
  const farM = new Float64Array(squares).fill(1);
  const seeds: number[] = [];
  while (seeds.length < districts) {
    let seed = -1;
    for (let square = 0; square < squares; square++) {
      const isBetter = seed < 0 || load[square] * farM[square] > load[seed] * farM[seed];
      if (!seeds.includes(square) && isBetter) seed = square;
    }
    for (let square = 0; square < squares; square++) {
      const gapM = Math.hypot(eastM[square] - eastM[seed], northM[square] - northM[seed]);
      farM[square] = seeds.length === 0 ? gapM : Math.min(farM[square], gapM);
    }
    seeds.push(seed);
  }
  return seeds;
}
