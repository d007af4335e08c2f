import { blockerOf, NOTHING } from './rays.ts';
import { LOOK, type SunBand } from './sun-band.ts';
import type { SunScene } from './sun-scene.ts';
import type { SunTerrain } from './terrain.ts';

/** Numbers of a window in `places`: east, north, up, and its façade's outward normal east, north; both 0: level ground, with no façade. */
export const PLACE = 5;

/** Whether a façade is turned to the sun by more than the sine of an angle along it; level ground always is. */
export const isTurnedTo = (outEast: number, outNorth: number, east: number, north: number, sine: number): boolean =>
  (outEast === 0 && outNorth === 0) || east * outEast + north * outNorth > sine;

/** All that says which windows the sun reaches when: arrays that a kernel may share. */
export interface LitJob {
  scene: SunScene;
  terrain: SunTerrain | null;
  band: SunBand;
  /** `PLACE` numbers for each of them. */
  places: Float64Array;
  windows: number;
  /** Light in BEFORE and AFTER: a byte a window and step, 1 where the sun reaches it. */
  litBefore: Uint8Array;
  litAfter: Uint8Array;
}

/** Windows from … to in one phase: the façade first, then what stood there last, walls, ground. The oracle of the kernel, byte for byte. */
export function lightWindows(job: LitJob, phase: number, lit: Uint8Array, from: number, to: number): void {
  const { scene, terrain, places, band } = job;
  const { looks, count } = band;
  for (let w = from; w < to; w++) {
    const o = PLACE * w;
    let last = NOTHING;
    for (let k = 0; k < count; k++) {
      const east = looks[LOOK * k];
      const north = looks[LOOK * k + 1];
      const slope = looks[LOOK * k + 2];
      let isLit = 0;
      if (slope > 0 && isTurnedTo(places[o + 3], places[o + 4], east, north, 0)) {
        const met = blockerOf(scene, terrain, phase, places[o], places[o + 1], places[o + 2], east, north, slope, last);
        if (met === NOTHING) isLit = 1;
        else last = met;
      }
      lit[count * w + k] = isLit;
    }
  }
}
