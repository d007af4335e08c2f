import type { LiveValues } from '../../../../twin/live/live-values.ts';

/** The marks of a scale: sensors that stand together share one. On flat arrays: a city has a hundred thousand. */
export interface Marks {
  count: number;
  /** East, north, up of each, metres of the city's origin. */
  placesM: Float64Array;
  /** Where each one's members begin; one more at the end. */
  first: Uint32Array;
  members: Uint32Array;
}

/** Cells are powers of two metres, so that a slow flight does not regroup with every frame; below `MAX_SINGLE_M` each stands alone. */
const MAX_SINGLE_M = 32;

/** The cell for marks that should stand `apartPx` from each other; null: each sensor alone. */
export function cellFor(metresPerPx: number, apartPx: number): number | null {
  const cellM = 2 ** Math.round(Math.log2(metresPerPx * apartPx));
  return cellM < MAX_SINGLE_M ? null : cellM;
}

/** Returns the marks of the sensors of a range alone, by their numbers among all. */
export function marksOfRange(all: Float64Array, cellM: number | null, from: number, to: number): Marks {
  const marks = marksOf(all.subarray(3 * from, 3 * to), cellM);
  return from === 0 ? marks : { ...marks, members: marks.members.map((member) => member + from) };
}

/** By the cells of a fixed grid, in the order of their first members: the same groups wherever the camera comes from. */
export function marksOf(placesM: Float64Array, cellM: number | null): Marks {
  const sensors = placesM.length / 3;
  if (cellM === null) {
    const each = Uint32Array.from({ length: sensors + 1 }, (_, i) => i);
    return { count: sensors, placesM, first: each, members: each.subarray(0, sensors) };
  }
  const markOfCell = new Map<number, number>();
  const markOf = new Uint32Array(sensors);
  for (let i = 0; i < sensors; i++) {
    const cell = Math.floor(placesM[3 * i] / cellM) * 0x100000 + Math.floor(placesM[3 * i + 1] / cellM);
    const mark = markOfCell.get(cell) ?? markOfCell.size;
    markOfCell.set(cell, mark);
    markOf[i] = mark;
  }
  const count = markOfCell.size;
  const first = new Uint32Array(count + 1);
  for (const mark of markOf) first[mark + 1]++;
  for (let mark = 0; mark < count; mark++) first[mark + 1] += first[mark];
  const next = first.slice(0, count);
  const members = new Uint32Array(sensors);
  const meansM = new Float64Array(3 * count);
  for (let i = 0; i < sensors; i++) {
    const mark = markOf[i];
    members[next[mark]++] = i;
    const share = 1 / (first[mark + 1] - first[mark]);
    for (let axis = 0; axis < 3; axis++) meansM[3 * mark + axis] += placesM[3 * i + axis] * share;
  }
  return { count, placesM: meansM, first, members };
}

/** Place in `GRAVITY` of what a mark shows: its members' gravest. */
export function severityOf({ first, members }: Marks, mark: number, live: LiveValues, nowMs: number): number {
  let gravest = live.severityOf(members[first[mark]], nowMs);
  for (let i = first[mark] + 1; i < first[mark + 1]; i++)
    gravest = Math.min(gravest, live.severityOf(members[i], nowMs));
  return gravest;
}

/** Whether a mark stands for one sensor: only then it is picked and told of by value. */
export function isAlone({ first }: Marks, mark: number): boolean {
  return first[mark + 1] - first[mark] === 1;
}
