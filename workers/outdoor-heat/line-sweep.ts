import type { RasterPlace } from '../../model/city/raster.ts';

/** The lines of a raster in one direction: each cell lies on exactly one line. */
interface SweepLines {
  /** Number of lines; some are empty at their ends. */
  readonly lines: number;
  /** Metres between two cells of a line. */
  readonly stepM: number;
  /** Writes the cells of a line in walking order, and says how many there are. */
  cellsOf(line: number, into: Int32Array): number;
}

/** Lines along which one walks over a raster in a direction: a step of one cell along the greater axis, to the nearest cell along the other (Bresenham 1965). */
export function sweepLines(
  { columns, rows, cellM }: Pick<RasterPlace, 'columns' | 'rows' | 'cellM'>,
  east: number,
  north: number,
): SweepLines {
  const isEastward = Math.abs(east) >= Math.abs(north);
  const along = isEastward ? east : north;
  const across = isEastward ? north : east;
  const length = isEastward ? columns : rows;
  const width = isEastward ? rows : columns;
  const slope = across / Math.abs(along);
  const shifts = Int32Array.from({ length }, (_, i) => Math.round(i * slope));
  const last = shifts[length - 1];
  const first = Math.min(0, -last);
  const lines = width + Math.abs(last);
  const isForward = along > 0;
  return {
    lines,
    stepM: cellM * Math.sqrt(1 + slope * slope),
    cellsOf(line, into) {
      let count = 0;
      for (let i = 0; i < length; i++) {
        const side = first + line + shifts[i];
        if (side < 0 || side >= width) continue;
        const at = isForward ? i : length - 1 - i;
        into[count] = isEastward ? side * columns + at : at * columns + side;
        count++;
      }
      return count;
    },
  };
}
