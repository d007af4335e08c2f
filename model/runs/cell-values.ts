import type { RasterSample } from './field.ts';

/** Values of some cells of a raster, cell after cell in the order of a list that both sides know; by cell, then by channel. */
export interface CellValues {
  readonly values: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  readonly channels: readonly string[];
}

/** Copies what a sample has in some of its cells: little enough to cross into a worker while the sample is drawn. */
export function pickCells({ values, channels }: RasterSample, cells: Int32Array): CellValues {
  const stride = channels.length;
  const picked =
    values instanceof Float32Array ? new Float32Array(cells.length * stride) : new Uint16Array(cells.length * stride);
  for (let k = 0; k < cells.length; k++)
    for (let c = 0; c < stride; c++) picked[k * stride + c] = values[cells[k] * stride + c];
  return { values: picked, channels };
}
