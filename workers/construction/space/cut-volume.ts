/** A pit with a flat floor and even slopes: a box at its floor that widens by `slope` metres each way for a metre up. */
export interface Pit {
  westM: number;
  southM: number;
  /** Length and width of the floor. */
  lengthM: number;
  widthM: number;
  floorElevationM: number;
  /** Horizontal by vertical: 0.75 for 1:0.75. */
  slope: number;
}

/** Elevation of the pit's surface, without end above the ground. */
export function pitElevationM(
  { westM, southM, lengthM, widthM, floorElevationM, slope }: Pit,
  eastM: number,
  northM: number,
): number {
  const outM = Math.max(westM - eastM, eastM - westM - lengthM, southM - northM, northM - southM - widthM, 0);
  if (outM === 0) return floorElevationM;
  return slope > 0 ? floorElevationM + outM / slope : Infinity;
}

/** Ground as a raster from the south-west, row by row; values are of the cells' middles. */
export interface Ground {
  westM: number;
  southM: number;
  cellM: number;
  columns: number;
  rows: number;
  elevationM: ArrayLike<number>;
}

/**
 * Soil to be dug: ground above the pit's surface, cell by cell at the cells' middles. The midpoint rule errs at the slopes' edges by
 * about a quarter of a cell's square of the bend: 0.04 % of a pit of 40 × 30 × 8 m at 1 m, four times less at half of it.
 */
export function cutVolumeM3(pit: Pit, ground: Ground): number {
  const { westM, southM, cellM, columns, rows, elevationM } = ground;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const surfaceM = pitElevationM(pit, westM + (column + 0.5) * cellM, southM + (row + 0.5) * cellM);
      const depthM = elevationM[row * columns + column] - surfaceM;
      if (depthM > 0) sum += depthM;
    }
  }
  return sum * cellM * cellM;
}

/** Trips of trucks for a dug volume: soil swells when it is loose. */
export const truckTrips = (volumeM3: number, swellRatio: number, truckM3: number): number =>
  Math.ceil((volumeM3 * (1 + swellRatio)) / truckM3);
