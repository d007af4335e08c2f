/** The size of a raster of cells. */
export interface RasterSize {
  columns: number;
  rows: number;
  cellM: number;
}

/**
 * Parallel lines over a raster, walked a step at a time from one side to the other. At a step the lines lie on the cells of one row (of one
 * column, where the direction is rather east or west) in their order: the cell `b` of it is on line `b + shifts[step]`. So every cell is met
 * exactly once and nothing is interpolated (after Timonen and Westerholm 2010, Scalable height field self-shadowing).
 */
export interface Lines {
  isAcross: boolean;
  isReversed: boolean;
  /** One a step. */
  shifts: Int32Array;
  /** How many lines there are. */
  count: number;
  /** Length of a step. */
  stepM: number;
}

/** Returns the lines that run towards a direction. */
export function linesTowards({ columns, rows, cellM }: RasterSize, eastRatio: number, northRatio: number): Lines {
  const isAcross = Math.abs(eastRatio) >= Math.abs(northRatio);
  const [long, short] = isAcross ? [columns, rows] : [rows, columns];
  const [major, minor] = isAcross ? [eastRatio, northRatio] : [northRatio, eastRatio];
  const slope = minor / Math.abs(major);
  const last = Math.round(slope * (long - 1));
  const shifts = Int32Array.from({ length: long }, (_, step) => Math.max(0, last) - Math.round(slope * step));
  return {
    isAcross,
    isReversed: major < 0,
    shifts,
    count: short + Math.abs(last),
    stepM: cellM * Math.hypot(1, slope),
  };
}
