import type { RasterPlace } from '../../model/city/raster.ts';

/** Value of cells without a value, as pictures take them. */
export const NO_SLOPE = -2e30;

const DEG = 180 / Math.PI;

/** What is asked of each inner cell: the rise to the east and to the north, metres a metre. */
type OfGradient = (east: number, north: number) => number;

/** Degrees from the level. */
export const slopeDeg: OfGradient = (east, north) => Math.atan(Math.sqrt(east * east + north * north)) * DEG;

/** Clockwise from north, where the ground falls to; NO_SLOPE where it is level. */
export function aspectDeg(east: number, north: number): number {
  if (east === 0 && north === 0) return NO_SLOPE;
  const bearing = Math.atan2(-east, -north) * DEG;
  return bearing < 0 ? bearing + 360 : bearing;
}

/**
 * A value a cell from the eight cells around it, weighted as Horn (1981, Proc. IEEE 69: 14) does and `gdaldem` after him. Cells of the
 * border, and those beside a cell without an elevation (NaN), have none.
 */
export function ofGradients(
  { cellM, columns, rows }: RasterPlace,
  elevationM: Float32Array,
  ofGradient: OfGradient,
): Float32Array {
  const values = new Float32Array(columns * rows).fill(NO_SLOPE);
  for (let row = 1; row < rows - 1; row++)
    for (let column = 1; column < columns - 1; column++) {
      const at = row * columns + column;
      const south = at - columns;
      const north = at + columns;
      const east =
        elevationM[north + 1] +
        2 * elevationM[at + 1] +
        elevationM[south + 1] -
        (elevationM[north - 1] + 2 * elevationM[at - 1] + elevationM[south - 1]);
      const up =
        elevationM[north - 1] +
        2 * elevationM[north] +
        elevationM[north + 1] -
        (elevationM[south - 1] + 2 * elevationM[south] + elevationM[south + 1]);
      const value = ofGradient(east / (8 * cellM), up / (8 * cellM));
      if (Number.isFinite(value)) values[at] = value;
    }
  return values;
}
