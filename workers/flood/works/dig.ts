import type { RasterSample } from '../../../model/runs/field.ts';
import type { FloodInput } from '../core/flood-input.ts';

/**
 * The bed with an excavation in it: each cell is lowered to the mean of what is dug within it, so that the pit holds the same volume on any
 * grid. Values are elevations above the city's datum, NaN where nothing is dug; ground that lies lower already stays.
 */
export function dugBed(input: FloodInput, pit: RasterSample): Float32Array {
  const { columns, cellM, westM, southM, bedElevationM } = input;
  // Cells that are larger than the pit's are sampled once for each of the pit's that they cover.
  const perSide = Math.max(1, Math.round(cellM / pit.cellM));
  const stepM = cellM / perSide;
  return bedElevationM.map((bedM, cell) => {
    const cellWestM = westM + (cell % columns) * cellM;
    const cellSouthM = southM + Math.floor(cell / columns) * cellM;
    if (!isNear(pit, cellWestM, cellSouthM, cellM)) return bedM;
    let sumM = 0;
    for (let part = 0; part < perSide * perSide; part++) {
      const eastM = cellWestM + ((part % perSide) + 0.5) * stepM;
      const northM = cellSouthM + (Math.floor(part / perSide) + 0.5) * stepM;
      sumM += Math.min(bedM, levelAt(pit, eastM, northM));
    }
    return sumM / perSide ** 2;
  });
}

function isNear(pit: RasterSample, cellWestM: number, cellSouthM: number, cellM: number): boolean {
  const { westM, southM, columns, rows } = pit;
  const isAcross = cellWestM + cellM > westM && cellWestM < westM + columns * pit.cellM;
  return isAcross && cellSouthM + cellM > southM && cellSouthM < southM + rows * pit.cellM;
}

/** Infinite where nothing is dug. */
function levelAt({ westM, southM, cellM, columns, rows, values }: RasterSample, eastM: number, northM: number): number {
  const column = Math.floor((eastM - westM) / cellM);
  const row = Math.floor((northM - southM) / cellM);
  if (column < 0 || column >= columns || row < 0 || row >= rows) return Number.POSITIVE_INFINITY;
  const levelM = values[row * columns + column];
  return Number.isNaN(levelM) ? Number.POSITIVE_INFINITY : levelM;
}
