import { RAD_PER_DEG } from '../../../model/geo/lon-lat.ts';
import type { SkyPlace } from '../../../model/geo/sun.ts';
import { LOWEST, STEPS_PER_M } from './heights.ts';
import { linesTowards, type RasterSize } from './lines.ts';

/**
 * Up to which height each cell lies in shadow, in steps as the tops are: the highest of what stands towards the sun, each less its distance
 * times the sun's slope. One running maximum a line; a point in the air is in shadow where it is lower than this.
 */
export function shadowTop(size: RasterSize, top: Int16Array, sun: SkyPlace): Int16Array {
  const azimuth = sun.azimuthDeg * RAD_PER_DEG;
  const lines = linesTowards(size, -Math.sin(azimuth), -Math.cos(azimuth));
  const { isAcross, isReversed, shifts, stepM } = lines;
  const [rowStride, cellStride, width] = isAcross ? [1, size.columns, size.rows] : [size.columns, 1, size.columns];
  const fall = stepM * Math.tan(sun.altitudeDeg * RAD_PER_DEG) * STEPS_PER_M;
  const ceilings = new Float64Array(lines.count).fill(LOWEST);
  const shadow = new Int16Array(top.length);
  for (let step = 0; step < shifts.length; step++) {
    let cell = (isReversed ? shifts.length - 1 - step : step) * rowStride;
    const first = shifts[step];
    for (let line = first; line < first + width; line++, cell += cellStride) {
      const ceiling = ceilings[line];
      shadow[cell] = Math.max(LOWEST, ceiling);
      ceilings[line] = Math.max(ceiling, top[cell]) - fall;
    }
  }
  return shadow;
}
