import { cellOf, type SheetSize } from '../../../../view/globe/layers/cell-mesh.ts';
import type { FloodPicture } from '../../slice.ts';

/**
 * Level of the highest water at each vertex: the highest of the cells around it, one vertex farther out the highest of its
 * neighbours', so that the bank cuts the sheet, and beyond that the ground. `depthM` is NaN or 0 where it stayed dry.
 */
export function highWaterM(
  { columns, rows, bedElevationM }: Pick<FloodPicture, 'columns' | 'rows' | 'bedElevationM'>,
  depthM: Float32Array,
  size: SheetSize,
): Float32Array {
  const wet = new Float32Array(size.columns * size.rows).fill(Number.NEGATIVE_INFINITY);
  const vertexOf = Int32Array.from({ length: columns }, (_, i) =>
    Math.round((i / Math.max(1, columns - 1)) * (size.columns - 1)),
  );
  for (let row = 0, cell = 0; row < rows; row++) {
    const line = Math.round((row / Math.max(1, rows - 1)) * (size.rows - 1)) * size.columns;
    for (let column = 0; column < columns; column++, cell++) {
      if (!(depthM[cell] > 0)) continue;
      const v = line + vertexOf[column];
      wet[v] = Math.max(wet[v], bedElevationM[cell] + depthM[cell]);
    }
  }
  return wet.map((level, v) => {
    if (level > Number.NEGATIVE_INFINITY) return level;
    const column = v % size.columns;
    const row = Math.floor(v / size.columns);
    let highest = Number.NEGATIVE_INFINITY;
    for (let y = Math.max(0, row - 1); y <= Math.min(size.rows - 1, row + 1); y++)
      for (let x = Math.max(0, column - 1); x <= Math.min(size.columns - 1, column + 1); x++)
        highest = Math.max(highest, wet[y * size.columns + x]);
    if (highest > Number.NEGATIVE_INFINITY) return highest;
    return bedElevationM[cellOf(row, size.rows, rows) * columns + cellOf(column, size.columns, columns)];
  });
}
