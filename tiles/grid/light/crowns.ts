import { RAD_PER_DEG } from '../../../model/geo/lon-lat.ts';
import type { SkyPlace } from '../../../model/geo/sun.ts';
import type { GridFrame } from '../bed.ts';

/** Trees of a city: east, north and diameter of each crown, metres. */
export interface Crowns {
  eastNorthCrownM: Float32Array;
}

/** Parts of a crown's diameter: the disc that keeps the sky off, and the height of its middle, which places its shadow. */
const DISC_RATIO = 0.42;
const MIDDLE_RATIO = 0.75;
/** What leaves let through. */
const SKY_LEFT = 0.7;
const SUN_LEFT = 0.25;

/** Darkens the ground under crowns, and where they cast their shadow. A crown smaller than a cell takes its share of it. */
export function addCrowns(
  frame: GridFrame,
  { eastNorthCrownM }: Crowns,
  sun: SkyPlace,
  sky: Uint8Array,
  sunlit: Uint8Array,
): void {
  const lengthRatio = MIDDLE_RATIO / Math.tan(sun.altitudeDeg * RAD_PER_DEG);
  const east = -Math.sin(sun.azimuthDeg * RAD_PER_DEG) * lengthRatio;
  const north = -Math.cos(sun.azimuthDeg * RAD_PER_DEG) * lengthRatio;
  for (let i = 0; i < eastNorthCrownM.length; i += 3) {
    const x = eastNorthCrownM[i];
    const y = eastNorthCrownM[i + 1];
    const crown = eastNorthCrownM[i + 2];
    dim(frame, sky, x, y, DISC_RATIO * crown, SKY_LEFT);
    dim(frame, sunlit, x + east * crown, y + north * crown, DISC_RATIO * crown, SUN_LEFT);
  }
}

function dim(frame: GridFrame, values: Uint8Array, x: number, y: number, radiusM: number, left: number): void {
  const { westM, southM, cellM, columns, rows } = frame;
  const u = (x - westM) / cellM - 0.5;
  const v = (y - southM) / cellM - 0.5;
  const radius = radiusM / cellM;
  // A disc smaller than a cell covers no more of it than its own area.
  const most = Math.min(1, Math.PI * radius * radius);
  const reach = radius + 0.5;
  for (let r = Math.max(0, Math.ceil(v - reach)); r <= Math.min(rows - 1, Math.floor(v + reach)); r++)
    for (let c = Math.max(0, Math.ceil(u - reach)); c <= Math.min(columns - 1, Math.floor(u + reach)); c++) {
      const cover = Math.min(most, Math.max(0, reach - Math.hypot(c - u, r - v)));
      values[r * columns + c] = Math.round(values[r * columns + c] * (1 - cover * (1 - left)));
    }
}
