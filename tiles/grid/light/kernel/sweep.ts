/*
 * `../sweep.ts`, `sweepPlainly`, sixteen cells at a time: whole numbers, so that both come to the same bytes.
 */

/** Slopes of horizons, and bytes of one cell's sixteen neighbours. */
const SLOPES: usize = 8;
const CELLS: usize = 16;
const HALF: usize = 16;

/** Adds to each cell of the raster how many of the slopes stand over it along one direction. */
export function sweep(
  length: i32,
  pitch: i32,
  isReversed: bool,
  heights: usize,
  counts: usize,
  ceilings: usize,
  lines: i32,
  shifts: usize,
  falls: usize,
): void {
  const nextSlope = (<usize>lines) << 1;
  const width = <usize>pitch;
  for (let step = 0; step < length; step++) {
    const row = <usize>(isReversed ? length - 1 - step : step) * width;
    const first = ceilings + ((<usize>load<i32>(shifts + ((<usize>step) << 2))) << 1);
    const fall = falls + ((<usize>step) << 4);
    for (let cell: usize = 0; cell < width; cell += CELLS) {
      const height = heights + ((row + cell) << 1);
      const low = v128.load(height);
      const high = v128.load(height, HALF);
      let lowCount = i16x8.splat(0);
      let highCount = i16x8.splat(0);
      let ceiling = first + (cell << 1);
      for (let slope: usize = 0; slope < SLOPES; slope++) {
        const down = v128.load16_splat(fall + (slope << 1));
        const lowCeiling = v128.load(ceiling);
        const highCeiling = v128.load(ceiling, HALF);
        // What is true is −1.
        lowCount = i16x8.sub(lowCount, i16x8.gt_s(lowCeiling, low));
        highCount = i16x8.sub(highCount, i16x8.gt_s(highCeiling, high));
        v128.store(ceiling, i16x8.sub_sat_s(i16x8.max_s(lowCeiling, low), down));
        v128.store(ceiling, i16x8.sub_sat_s(i16x8.max_s(highCeiling, high), down), HALF);
        ceiling += nextSlope;
      }
      const count = counts + row + cell;
      v128.store(count, i8x16.add(v128.load(count), i8x16.narrow_i16x8_u(lowCount, highCount)));
    }
  }
}
