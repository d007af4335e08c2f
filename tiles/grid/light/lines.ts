/** Calls for each line of cells along a direction with the places of its cells in their order, and their distance. */
type VisitLine = (cells: Int32Array, count: number, stepM: number) => void;

/**
 * Cuts a raster into parallel lines `b = line + round(slope · a)`: the shear meets every cell exactly once, so that nothing is interpolated
 * (after Timonen and Westerholm 2010, Scalable height field self-shadowing).
 */
export function eachLine(
  { columns, rows, cellM }: { columns: number; rows: number; cellM: number },
  eastRatio: number,
  northRatio: number,
  visit: VisitLine,
): void {
  const isAcross = Math.abs(eastRatio) >= Math.abs(northRatio);
  const [long, short] = isAcross ? [columns, rows] : [rows, columns];
  const [longStride, shortStride] = isAcross ? [1, columns] : [columns, 1];
  const [major, minor] = isAcross ? [eastRatio, northRatio] : [northRatio, eastRatio];
  const slope = minor / Math.abs(major);
  const stepM = cellM * Math.hypot(1, slope);
  const offset = Int32Array.from({ length: long }, (_, t) => Math.round(slope * t));
  const last = offset[long - 1];
  const cells = new Int32Array(long);
  for (let line = Math.min(0, -last); line <= short - 1 + Math.max(0, -last); line++) {
    let count = 0;
    for (let t = firstOf(line, slope, short); t < long; t++) {
      const b = line + offset[t];
      if (b < 0 || b >= short) {
        if (count > 0) break;
        continue;
      }
      cells[count++] = (major > 0 ? t : long - 1 - t) * longStride + b * shortStride;
    }
    if (count > 0) visit(cells, count, stepM);
  }
}

/** A step before the line enters the raster. */
function firstOf(line: number, slope: number, short: number): number {
  if (line < 0 && slope > 0) return Math.max(0, Math.floor((-line - 1) / slope) - 1);
  if (line >= short && slope < 0) return Math.max(0, Math.floor((short - 1 - line + 1) / slope) - 1);
  return 0;
}
