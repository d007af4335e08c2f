import { RAD_PER_DEG } from '../../model/geo/lon-lat.ts';
import { spansIn } from '../shared/footprints.ts';
import type { Place } from '../shared/sight.ts';
import { alongPrisms, type SightScene } from '../shared/sight-scene.ts';

/** What stands highest against the sky in one direction. */
export interface SkylinePoint {
  /** From north, clockwise. */
  bearingDeg: number;
  /** Above the level of the eye; below it where only low ground is met. */
  angleDeg: number;
  /** Height of the top that makes it, and how far away it is; null: nothing is there. */
  upM: number | null;
  distanceM: number | null;
  /** Its building; null: the ground, or nothing. */
  building: number | null;
}

/** What stands nearer is what one stands on. */
const NEAR_M = 0.5;

/** The line between city and sky over a range of bearings, exact at each: every prism that the direction meets, and the ground. */
export function skylineOf(
  scene: SightScene,
  eye: Place,
  { fromDeg, toDeg, stepDeg, farM }: { fromDeg: number; toDeg: number; stepDeg: number; farM: number },
): SkylinePoint[] {
  const rangeDeg = toDeg > fromDeg ? toDeg - fromDeg : toDeg - fromDeg + 360;
  const count = Math.floor(rangeDeg / stepDeg + 1e-9) + 1;
  return Array.from({ length: count }, (_, i) => pointAt(scene, eye, (fromDeg + i * stepDeg) % 360, farM));
}

function pointAt(scene: SightScene, eye: Place, bearingDeg: number, farM: number): SkylinePoint {
  const [x, y, z] = eye;
  const end = [x + farM * Math.sin(bearingDeg * RAD_PER_DEG), y + farM * Math.cos(bearingDeg * RAD_PER_DEG)];
  // Without anything before it the sky begins at the level of the eye.
  let best: SkylinePoint = { bearingDeg, angleDeg: 0, upM: null, distanceM: null, building: null };
  let slope = 0;
  const take = (upM: number, distanceM: number, building: number | null): void => {
    const here = (upM - z) / distanceM;
    if (here <= slope || distanceM < NEAR_M) return;
    slope = here;
    best = { bearingDeg, angleDeg: Math.atan(here) / RAD_PER_DEG, upM, distanceM, building };
  };
  groundAlong(scene, eye, end, (upM, t) => take(upM, t * farM, null));
  const { city } = scene;
  if (!city) return best;
  const spans: number[] = [];
  alongPrisms(
    scene,
    eye,
    end,
    (topM, fromT) => (topM - z) / Math.max(fromT * farM, NEAR_M) <= slope,
    (p) => {
      spansIn(city, p, eye, end, spans);
      const top = city.prisms.topM[p];
      // A level roof above the eye is steepest where it begins.
      if (spans.length > 0) take(top, Math.max(spans[0] * farM, NEAR_M), city.buildingOf[p]);
      return false;
    },
  );
  return best;
}

/** The ground where the direction crosses lines between the middles of cells. */
function groundAlong(
  { ground }: SightScene,
  [ax, ay]: readonly number[],
  [bx, by]: readonly number[],
  visit: (upM: number, t: number) => void,
): void {
  if (!ground) return;
  const { westM, southM, cellM, columns, rows, upM } = ground;
  const from = [(ax - westM) / cellM - 0.5, (ay - southM) / cellM - 0.5];
  const step = [(bx - ax) / cellM, (by - ay) / cellM];
  const size = [columns, rows];
  for (const axis of [0, 1]) {
    const other = 1 - axis;
    if (step[axis] === 0) continue;
    const first = Math.max(0, Math.ceil(Math.min(from[axis], from[axis] + step[axis])));
    const last = Math.min(size[axis] - 1, Math.floor(Math.max(from[axis], from[axis] + step[axis])));
    for (let line = first; line <= last; line++) {
      const t = (line - from[axis]) / step[axis];
      const q = from[other] + t * step[other];
      if (t <= 0 || q < 0 || q > size[other] - 1) continue;
      const low = Math.min(Math.floor(q), size[other] - 2);
      const near = axis === 0 ? low * columns + line : line * columns + low;
      const far = near + (axis === 0 ? columns : 1);
      visit(upM[near] * (1 - (q - low)) + upM[far] * (q - low), t);
    }
  }
}

/** How open a view is. */
export interface Openness {
  /** Share of sky in the upper half of the range, by solid angle: 1 − mean of sin(angle). */
  skyRatio: number;
  highestDeg: number;
  meanDeg: number;
  /** Variance of the angles, degrees². */
  varianceDeg2: number;
}

/** Figures of a skyline; directions with nothing before the sky count as 0°. */
export function opennessOf(points: readonly SkylinePoint[]): Openness {
  const angles = points.map(({ angleDeg }) => Math.max(0, angleDeg));
  const mean = (of: (deg: number) => number) => angles.reduce((sum, deg) => sum + of(deg), 0) / angles.length;
  const meanDeg = mean((deg) => deg);
  return {
    skyRatio: 1 - mean((deg) => Math.sin(deg * RAD_PER_DEG)),
    highestDeg: angles.reduce((most, deg) => Math.max(most, deg), 0),
    meanDeg,
    varianceDeg2: mean((deg) => (deg - meanDeg) ** 2),
  };
}
