import { type DivisionCase, improveDivision, isBetter, type Worth, worthOf } from '../../workers/districting/divide.ts';
import { divisionBound } from '../../workers/districting/division-bound.ts';
import { freshDivision, madeWhole } from '../../workers/districting/first-division.ts';
import { seeded } from '../../workers/shared/random.ts';
import { exactly, type ValidationCase, type Verdict } from './verdict.ts';

const INSTANCES = 240;
const STEPS = 100_000;

/** A rectangle of squares with loads from 0 to 9 by chance; seats lie in its first and its last square where distances are a table. */
export function smallDivision(
  columns: number,
  rows: number,
  { districts, seed, by }: { districts: number; seed: number; by: 'table' | 'middle' },
): DivisionCase {
  const chance = seeded(seed);
  const squares = columns * rows;
  const first = new Int32Array(squares + 1);
  const next: number[] = [];
  for (let square = 0; square < squares; square++) {
    const column = square % columns;
    if (square >= columns) next.push(square - columns);
    if (column > 0) next.push(square - 1);
    if (column < columns - 1) next.push(square + 1);
    if (square < squares - columns) next.push(square + columns);
    first[square + 1] = next.length;
  }
  const load = Float64Array.from({ length: squares }, () => Math.floor(10 * chance()));
  const all = load.reduce((sum, one) => sum + one, 0);
  const isFixed = new Uint8Array(squares);
  const values = Float32Array.from({ length: districts * squares }, () => 1 + Math.floor(20 * chance()));
  if (by === 'table') {
    isFixed[0] = 1;
    isFixed[squares - 1] = 1;
  }
  return {
    squares,
    districts,
    first,
    next: Int32Array.from(next),
    load,
    target: new Float64Array(districts).fill(all / districts),
    toleranceRatio: 0.1,
    far:
      by === 'table'
        ? { by, values }
        : {
            by,
            eastM: Float64Array.from({ length: squares }, (_, i) => i % columns),
            northM: Float64Array.from({ length: squares }, (_, i) => Math.floor(i / columns)),
          },
    today: null,
    change: 0,
    side: seed % 2,
    isFixed,
  };
}

/** Whether every district is there and hangs together. */
export function isWhole({ squares, districts, first, next }: DivisionCase, districtOf: ArrayLike<number>): boolean {
  const isSeen = new Uint8Array(squares);
  let parts = 0;
  for (let start = 0; start < squares; start++) {
    if (isSeen[start] === 1) continue;
    parts++;
    const part = [start];
    isSeen[start] = 1;
    for (const at of part)
      for (let k = first[at]; k < first[at + 1]; k++)
        if (isSeen[next[k]] === 0 && districtOf[next[k]] === districtOf[start]) {
          isSeen[next[k]] = 1;
          part.push(next[k]);
        }
  }
  return parts === districts && new Set(Array.from(districtOf)).size === districts;
}

/** The best of all divisions into whole districts; those of tables have their seats at the first and the last square. */
export function bestByEnumeration(of: DivisionCase): Worth | null {
  const districtOf = new Int32Array(of.squares);
  let best: Worth | null = null;
  for (;;) {
    const isSeated = of.far.by === 'middle' || (districtOf[0] === 0 && districtOf[of.squares - 1] === of.districts - 1);
    if (isSeated && isWhole(of, districtOf)) {
      const worth = worthOf(of, districtOf);
      if (best === null || isBetter(worth, best)) best = worth;
    }
    let square = 0;
    while (square < of.squares && ++districtOf[square] === of.districts) districtOf[square++] = 0;
    if (square === of.squares) return best;
  }
}

/** A first division: seats grow from the first and the last square, others from where most live. */
export function firstOf(of: DivisionCase): Int32Array {
  if (of.far.by === 'middle') return freshDivision(of, of.far.eastM, of.far.northM);
  const seats = new Int32Array(of.squares).fill(-1);
  seats[0] = 0;
  seats[of.squares - 1] = of.districts - 1;
  return madeWhole(of, seats, of.isFixed);
}

/** Plays a search to its end. */
export function improved(of: DivisionCase, start: Int32Array, steps = STEPS): { districtOf: Int32Array; worth: Worth } {
  const search = improveDivision(of, start, { steps, seed: 7 });
  for (;;) {
    const next = search.next();
    if (next.done) return next.value;
  }
}

async function enumerated(): Promise<Verdict[]> {
  const wrong = { worse: 0, better: 0, torn: 0, high: 0 };
  for (let seed = 1; seed <= INSTANCES; seed++) {
    const districts = seed % 3 === 0 ? 3 : 2;
    const by = districts === 2 && seed % 2 === 0 ? 'table' : 'middle';
    const of = smallDivision(districts === 3 ? 3 : 4, 3, { districts, seed, by });
    const { districtOf, worth } = improved(of, firstOf(of));
    const best = bestByEnumeration(of);
    if (!isWhole(of, districtOf)) wrong.torn++;
    if (best && isBetter(best, worth)) wrong.worse++;
    if (best && isBetter(worth, best)) wrong.better++;
    if (best?.excess === 0 && (divisionBound(of) ?? 0) > best.cost) wrong.high++;
  }
  return [
    exactly('siting.districts: divisions in pieces', wrong.torn, 0),
    exactly('siting.districts: answers worse than the best of all divisions', wrong.worse, 0),
    exactly('siting.districts: answers better than the best of all divisions', wrong.better, 0),
    exactly('siting.districts: bounds above the best of all divisions', wrong.high, 0),
  ];
}

/** Small divisions into two or three districts against every division into whole ones. */
export const DISTRICTS: ValidationCase = { name: 'siting.districts', quick: true, run: enumerated };
