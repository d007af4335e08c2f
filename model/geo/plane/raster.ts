import type { Point } from './point.ts';
import { addCrossings } from './ring.ts';

/** A grid of bytes to paint rings on, row-major from the south-west; node (0, 0) lies at (westM, southM). */
export interface Canvas {
  westM: number;
  southM: number;
  cellM: number;
  columns: number;
  rows: number;
  cells: Uint8Array;
}

/** Sets every node inside the rings (even–odd, so that holes stay open) to `value`. */
export function fillRings(canvas: Canvas, rings: readonly (readonly Point[])[], value: number): void {
  const { columns, rows, cells, cellM, westM, southM } = canvas;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const ring of rings) {
    for (const [, y] of ring) {
      if (y < low) low = y;
      if (y > high) high = y;
    }
  }
  const j0 = Math.max(0, Math.ceil((low - southM) / cellM));
  const j1 = Math.min(rows - 1, Math.floor((high - southM) / cellM));
  const cuts: number[] = [];
  for (let j = j0; j <= j1; j++) {
    const y = southM + j * cellM;
    cuts.length = 0;
    for (const ring of rings) addCrossings(ring, y, cuts);
    if (cuts.length > 2) cuts.sort((a, b) => a - b);
    else if (cuts.length === 2 && cuts[0] > cuts[1]) cuts.reverse();
    for (let k = 0; k + 1 < cuts.length; k += 2) {
      const i0 = Math.max(0, Math.ceil((cuts[k] - westM) / cellM));
      const i1 = Math.min(columns - 1, Math.floor((cuts[k + 1] - westM) / cellM));
      if (i1 >= i0) cells.fill(value, j * columns + i0, j * columns + i1 + 1);
    }
  }
}
