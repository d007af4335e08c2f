import { NO_KEY, NO_THING, SEVERAL_THINGS } from './join-rows.ts';

/** Two things as near as this to a place are as near as each other: coordinates of tables are rounded so. */
const SAME_M = 0.01;

/** The nearest middle to a place: its number, and whether another one is as near. */
interface NearestMiddle {
  thing: number;
  isTied: boolean;
}

/**
 * The thing whose middle is nearest to each place within so many metres, east and north two numbers each; a place between two that are as near
 * goes to none. Middles lie in square cells of that size, so a place looks into nine.
 */
export function nearestThings(middlesM: Float64Array, placesM: Float64Array, withinM: number): Int32Array {
  const cells = cellsOf(middlesM, withinM);
  return Int32Array.from({ length: placesM.length / 2 }, (_, row) => {
    const x = placesM[2 * row];
    const y = placesM[2 * row + 1];
    if (Number.isNaN(x) || Number.isNaN(y)) return NO_KEY;
    const found = nearestTo(cells, middlesM, x, y, withinM);
    if (!found) return NO_THING;
    return found.isTied ? SEVERAL_THINGS : found.thing;
  });
}

interface Cells {
  sizeM: number;
  things: ReadonlyMap<number, number[]>;
}

/** Rows of cells are numbered far enough apart that no two cells share a key. */
const ROW_STEP = 2 ** 26;

function cellsOf(middlesM: Float64Array, withinM: number): Cells {
  const sizeM = Math.max(withinM, 1);
  const things = new Map<number, number[]>();
  for (let thing = 0; 2 * thing < middlesM.length; thing++) {
    const key = Math.floor(middlesM[2 * thing] / sizeM) * ROW_STEP + Math.floor(middlesM[2 * thing + 1] / sizeM);
    const own = things.get(key);
    if (own) own.push(thing);
    else things.set(key, [thing]);
  }
  return { sizeM, things };
}

function nearestTo(
  { sizeM, things }: Cells,
  middlesM: Float64Array,
  x: number,
  y: number,
  withinM: number,
): NearestMiddle | null {
  const column = Math.floor(x / sizeM);
  const row = Math.floor(y / sizeM);
  let best: (NearestMiddle & { offM: number }) | null = null;
  for (let c = column - 1; c <= column + 1; c++)
    for (let r = row - 1; r <= row + 1; r++)
      for (const thing of things.get(c * ROW_STEP + r) ?? []) {
        const offM = Math.hypot(middlesM[2 * thing] - x, middlesM[2 * thing + 1] - y);
        if (offM > withinM || (best && offM > best.offM + SAME_M)) continue;
        const isTied: boolean = best !== null && Math.abs(offM - best.offM) <= SAME_M;
        if (!best || offM < best.offM) best = { thing, offM, isTied };
        else best.isTied = best.isTied || isTied;
      }
  return best;
}
