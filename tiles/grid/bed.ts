import type { ElevationRaster } from '../model.ts';
import { sampleElevation } from '../shape/ground.ts';

/** Cells of a worker's raster in the city's plane: cell (column, row) covers west + column·cell … + cell from the south-west. */
export interface GridFrame {
  westM: number;
  southM: number;
  cellM: number;
  columns: number;
  rows: number;
}

/** Whole steps of 2 mm: finer digits are noise that no compression removes. */
const STEPS_PER_M = 512;

/**
 * Mean bare-ground elevation of each cell: of n × n points, n so that none of the raster's nodes is passed over. The
 * mean keeps the storage of a basin right; a wall narrower than a cell loses height in it and is a scenario's edge, not
 * this raster's.
 */
export function bedElevation(frame: GridFrame, raster: ElevationRaster, missingM: number): Float32Array {
  const { columns, rows, cellM, westM, southM } = frame;
  const points = Math.min(Math.max(Math.ceil(cellM / raster.cellM), 1), 16);
  const bed = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let j = 0; j < points; j++)
        for (let i = 0; i < points; i++)
          sum += sampleElevation(
            raster,
            westM + (column + (i + 0.5) / points) * cellM,
            southM + (row + (j + 0.5) / points) * cellM,
            missingM,
          );
      bed[row * columns + column] = Math.round((sum / points ** 2) * STEPS_PER_M) / STEPS_PER_M;
    }
  return bed;
}
