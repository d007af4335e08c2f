import type { Enu } from '../../../../model/geo/enu.ts';

/** What falls, and how it moves in the city's frame, metres and seconds. */
interface Falling {
  readonly count: number;
  readonly velocityMps: Enu;
  /** Edge of the cube about the eye that holds all of them. */
  readonly boxM: number;
}

/** A hard rain and a thick snowfall; at less strength there are fewer of each. */
export const RAIN: Falling = { count: 5600, velocityMps: [1.4, 0.5, -9], boxM: 26 };
export const SNOW: Falling = { count: 1500, velocityMps: [0.5, 0.3, -1.3], boxM: 20 };

/**
 * Where each stands now, as metres from the eye: a lattice that fills the world and moves with the wind, seen through a cube about the eye, so that
 * one who moves goes through what falls. The same for the same eye and second.
 */
export function dropsAbout(eye: Enu, timeS: number, { count, velocityMps, boxM }: Falling): Enu[] {
  return Array.from({ length: count }, (_, drop): Enu => {
    const along = (axis: number): number => {
      const worldM = hash(drop * 3 + axis) * boxM + velocityMps[axis] * timeS - eye[axis];
      return worldM - Math.floor(worldM / boxM) * boxM - boxM / 2;
    };
    return [along(0), along(1), along(2)];
  });
}

/** 0 to 1, without pattern to the eye, the same on every machine. */
function hash(seed: number): number {
  let bits = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca6b) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35) >>> 0;
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}
