import { PLACE } from './lit.ts';
import { blockerOf, GROUND, NOTHING, UNDERSIDE } from './rays.ts';
import type { Study } from './study.ts';
import { LOOK } from './sun-band.ts';

/** Null: the ground. */
interface Taken {
  building: number | null;
  minutes: number;
}

/**
 * Returns what shades a building's windows: minutes of the band, as a mean over its windows that the façade leaves open; the most first.
 */
export function obstructionsOf({ job, windows }: Study, building: number, phase: number): Taken[] {
  const { scene, terrain, places, band } = job;
  const steps = new Map<number | null, number>();
  let looked = 0;
  for (let w = 0; w < windows.count; w++) {
    if (windows.building[w] !== building) continue;
    looked++;
    const [x, y, z, outEast, outNorth] = places.subarray(PLACE * w, PLACE * (w + 1));
    for (let k = 0; k < band.count; k++) {
      const [east, north, slope] = band.looks.subarray(LOOK * k, LOOK * (k + 1));
      if (slope <= 0 || east * outEast + north * outNorth <= 0) continue;
      const met = blockerOf(scene, terrain, phase, x, y, z, east, north, slope, NOTHING);
      if (met === NOTHING) continue;
      const prism = met >= 0 ? scene.wallPrism[met] : UNDERSIDE - met;
      const by = met === GROUND ? null : scene.prisms[prism].building;
      steps.set(by, (steps.get(by) ?? 0) + 1);
    }
  }
  return [...steps]
    .map(([by, count]) => ({ building: by, minutes: (count * band.stepS) / 60 / looked }))
    .sort((a, b) => b.minutes - a.minutes);
}
