import type { RasterPlace } from '../../model/city/raster.ts';

/**
 * Replaces each value by the mean of those that count within so many cells to each side; where none counts it is 0. Running sums along rows, then
 * along columns: the cost does not hang on the width.
 */
export function meanWithin(
  { columns, rows }: Pick<RasterPlace, 'columns' | 'rows'>,
  values: Float32Array,
  counts: Uint8Array,
  reach: number,
  scratch: { sums: Float32Array; numbers: Float32Array },
): void {
  if (reach === 0) return;
  const { sums, numbers } = scratch;
  for (let row = 0; row < rows; row++) sumAlong(values, counts, row * columns, 1, columns, reach, sums, numbers);
  for (let column = 0; column < columns; column++) meanDown(sums, numbers, column, columns, rows, reach, values);
}

function sumAlong(
  values: Float32Array,
  counts: Uint8Array,
  start: number,
  step: number,
  length: number,
  reach: number,
  sums: Float32Array,
  numbers: Float32Array,
): void {
  let sum = 0;
  let number = 0;
  for (let i = -reach; i < length; i++) {
    const enters = i + reach;
    if (enters < length && counts[start + enters * step]) {
      sum += values[start + enters * step];
      number++;
    }
    const leaves = i - reach - 1;
    if (leaves >= 0 && counts[start + leaves * step]) {
      sum -= values[start + leaves * step];
      number--;
    }
    if (i < 0) continue;
    sums[start + i * step] = sum;
    numbers[start + i * step] = number;
  }
}

function meanDown(
  sums: Float32Array,
  numbers: Float32Array,
  column: number,
  columns: number,
  rows: number,
  reach: number,
  values: Float32Array,
): void {
  let sum = 0;
  let number = 0;
  for (let row = -reach; row < rows; row++) {
    const enters = row + reach;
    if (enters < rows) {
      sum += sums[enters * columns + column];
      number += numbers[enters * columns + column];
    }
    const leaves = row - reach - 1;
    if (leaves >= 0) {
      sum -= sums[leaves * columns + column];
      number -= numbers[leaves * columns + column];
    }
    if (row >= 0) values[row * columns + column] = number > 0 ? sum / number : 0;
  }
}
