import type { RasterPlace } from '../../model/city/raster.ts';

/** Heights of what stands on a raster. */
interface HeightRaster extends RasterPlace {
  heightM: Float32Array;
}

/**
 * Part of the sky's light that comes to a level place in the middle of a cell: mean over azimuths of cos² of the horizon (isotropic sky). The
 * horizon is looked for cell by cell, and a wall counts from the edge of its cell.
 */
export function skyViewAt({ columns, rows, cellM, heightM }: HeightRaster, cell: number, azimuths: number): number {
  const column = cell % columns;
  const row = Math.floor(cell / columns);
  let sum = 0;
  for (let a = 0; a < azimuths; a++) {
    const rad = (2 * Math.PI * (a + 0.5)) / azimuths;
    const slope = steepest(heightM, { columns, rows }, [column, row], [Math.sin(rad), Math.cos(rad)], heightM[cell]);
    const tangent = slope / cellM;
    sum += 1 / (1 + tangent * tangent);
  }
  return sum / azimuths;
}

/** Steepest rise along a ray in metres a cell: it enters each cell that it crosses at one of its edges (Amanatides and Woo 1987). */
function steepest(
  heightM: Float32Array,
  { columns, rows }: Pick<RasterPlace, 'columns' | 'rows'>,
  [startColumn, startRow]: readonly [number, number],
  [east, north]: readonly [number, number],
  eyeM: number,
): number {
  const stepColumn = east > 0 ? 1 : -1;
  const stepRow = north > 0 ? 1 : -1;
  const perColumn = Math.abs(1 / east);
  const perRow = Math.abs(1 / north);
  let nextColumn = perColumn / 2;
  let nextRow = perRow / 2;
  let column = startColumn;
  let row = startRow;
  let most = 0;
  for (;;) {
    const far = Math.min(nextColumn, nextRow);
    if (nextColumn < nextRow) {
      column += stepColumn;
      nextColumn += perColumn;
    } else {
      row += stepRow;
      nextRow += perRow;
    }
    if (column < 0 || row < 0 || column >= columns || row >= rows) return most;
    most = Math.max(most, (heightM[row * columns + column] - eyeM) / far);
  }
}
