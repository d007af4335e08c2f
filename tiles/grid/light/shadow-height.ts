import { RAD_PER_DEG } from '../../../model/geo/lon-lat.ts';
import type { SkyPlace } from '../../../model/geo/sun.ts';
import { BUNDLE, eachLine } from './lines.ts';

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
  const slope = Math.tan(sun.altitudeDeg * RAD_PER_DEG);
  const ceilings = new Float64Array(BUNDLE);
  let fallM = 0;
  const begin = (stepM: number) => {
    ceilings.fill(-1e6);
    fallM = stepM * slope;
  };
  eachLine(frame, -Math.sin(azimuth), -Math.cos(azimuth), begin, (_, first, from, to, stride) => {
    for (let line = from, cell = first + from * stride; line < to; line++, cell += stride) {
      const ceiling = ceilings[line];
      ceilingM[cell] = ceiling;
      ceilings[line] = Math.max(ceiling, topM[cell]) - fallM;
    }
  });
  return ceilingM;
}
