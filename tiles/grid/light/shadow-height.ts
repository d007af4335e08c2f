import { RAD_PER_DEG } from '../../../model/geo/lon-lat.ts';
import type { SkyPlace } from '../../../model/geo/sun.ts';
import type { HeightField } from './height-field.ts';
import { LOWEST, STEPS_PER_M } from './heights.ts';
import { linesTowards, type RasterSize } from './lines.ts';

/**
 * Tells of each cell how far above its ground it lies in shadow, in steps, where that is more than `least`: the highest of what stands towards
 * the sun, each less its distance times the sun's slope. One running maximum a line; a point in the air is in shadow where it is lower.
 */
export function eachShadow(
  size: RasterSize,
  { ground, top }: Pick<HeightField, 'ground' | 'top'>,
  sun: SkyPlace,
  least: number,
  visit: (cell: number, up: number) => void,
): void {
  const azimuth = sun.azimuthDeg * RAD_PER_DEG;
  const lines = linesTowards(size, -Math.sin(azimuth), -Math.cos(azimuth));
  const { isAcross, isReversed, shifts, stepM } = lines;
  const [rowStride, cellStride, width] = isAcross ? [1, size.columns, size.rows] : [size.columns, 1, size.columns];
  const fall = stepM * Math.tan(sun.altitudeDeg * RAD_PER_DEG) * STEPS_PER_M;
  const ceilings = new Float64Array(lines.count).fill(LOWEST);
  for (let step = 0; step < shifts.length; step++) {
    let cell = (isReversed ? shifts.length - 1 - step : step) * rowStride;
    const first = shifts[step];
    for (let line = first; line < first + width; line++, cell += cellStride) {
      const ceiling = ceilings[line];
      const up = Math.round(ceiling - ground[cell]);
      if (up > least) visit(cell, up);
      ceilings[line] = (ceiling > top[cell] ? ceiling : top[cell]) - fall;
    }
  }
}
