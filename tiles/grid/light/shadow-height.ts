import { RAD_PER_DEG } from '../../../model/geo/lon-lat.ts';
import type { SkyPlace } from '../../../model/geo/sun.ts';
import { eachLine } from './lines.ts';

/**
 * Up to which height each cell lies in shadow: the highest of what stands towards the sun, each less its distance times the sun's slope. One
 * running maximum a line; a point in the air is in shadow where it is lower than this.
 */
export function shadowTopM(
  frame: { columns: number; rows: number; cellM: number },
  topM: Float32Array,
  sun: SkyPlace,
): Float32Array {
  const ceilingM = new Float32Array(topM.length);
  const azimuth = sun.azimuthDeg * RAD_PER_DEG;
  const fall = Math.tan(sun.altitudeDeg * RAD_PER_DEG);
  eachLine(frame, -Math.sin(azimuth), -Math.cos(azimuth), (cells, count, stepM) => {
    let ceiling = -1e6;
    for (let i = 0; i < count; i++) {
      const cell = cells[i];
      ceilingM[cell] = ceiling;
      ceiling = Math.max(ceiling, topM[cell]) - stepM * fall;
    }
  });
  return ceilingM;
}
