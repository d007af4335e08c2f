import type { VehicleClass } from './vehicle-class.ts';

/** No driver brakes harder than this. */
export const MAX_BRAKING_MPS2 = 9;
/** Gaps are never taken to be smaller, so that the model stays finite. */
const MIN_GAP_M = 0.1;

/**
 * Returns the acceleration of the Intelligent Driver Model (Treiber, Hennecke and Helbing 2000), in m/s²: `a [1 − (v/v0)⁴ − (s*∕s)²]`.
 * Where a lower limit begins, a driver above it brakes comfortably and no harder.
 */
export function followMps2(
  speedMps: number,
  desiredMps: number,
  gapM: number,
  leaderMps: number,
  standingGapM: number,
  timeGapS: number,
  accelerationMps2: number,
  brakingMps2: number,
  inverseTwoRootAB: number,
): number {
  const ratio = speedMps / desiredMps;
  const square = ratio * ratio;
  let free = accelerationMps2 * (1 - square * square);
  if (free < -brakingMps2) free = -brakingMps2;
  const gap = gapM > MIN_GAP_M ? gapM : MIN_GAP_M;
  const dynamic = speedMps * timeGapS + speedMps * (speedMps - leaderMps) * inverseTwoRootAB;
  const wishedGapM = standingGapM + (dynamic > 0 ? dynamic : 0);
  const near = wishedGapM / gap;
  const acceleration = free - accelerationMps2 * near * near;
  return acceleration < -MAX_BRAKING_MPS2 ? -MAX_BRAKING_MPS2 : acceleration;
}

/** Returns the gap that a vehicle keeps in a steady stream, in metres: `(s0 + v T) / √(1 − (v/v0)⁴)`. */
export function steadyGapM(of: VehicleClass, speedMps: number, desiredMps: number): number {
  const ratio = speedMps / desiredMps;
  return (of.standingGapM + speedMps * of.timeGapS) / Math.sqrt(1 - ratio ** 4);
}

/** Holds the three partial derivatives of the acceleration about a steady stream, by own speed, leader's speed and gap. */
interface IdmPartials {
  bySpeed: number;
  byLeader: number;
  byGap: number;
}

/** Returns the partial derivatives of the model at a steady stream, which decide whether a disturbance grows from car to car. */
export function partialsAt(of: VehicleClass, speedMps: number, desiredMps: number): IdmPartials {
  const { accelerationMps2: a, brakingMps2: b, standingGapM, timeGapS } = of;
  const s = steadyGapM(of, speedMps, desiredMps);
  const wished = standingGapM + speedMps * timeGapS;
  const approach = speedMps / (2 * Math.sqrt(a * b));
  const near = (2 * a * wished) / (s * s);
  return {
    bySpeed: (-4 * a * speedMps ** 3) / desiredMps ** 4 - near * (timeGapS + approach),
    byLeader: near * approach,
    byGap: (near * wished) / s,
  };
}

/**
 * Returns the acceleration that stops a vehicle at `distanceM`, in m/s²: nothing to brake for yet gives a large value, then the
 * braking is `brakingMps2`, or what is still needed where the reason to stop came late. Exact for steps of `dtS`.
 */
export function stopMps2(speedMps: number, distanceM: number, brakingMps2: number, dtS: number): number {
  if (distanceM <= 0.01) return Math.max(-MAX_BRAKING_MPS2, -speedMps / dtS);
  const needed = (speedMps * speedMps) / (2 * distanceM);
  const braking = needed > brakingMps2 ? needed : brakingMps2;
  const half = 0.5 * braking * dtS;
  const square = half * half + 2 * braking * (distanceM - 0.5 * speedMps * dtS);
  const next = square > 0 ? Math.sqrt(square) - half : 0;
  const acceleration = ((next > 0 ? next : 0) - speedMps) / dtS;
  return acceleration < -MAX_BRAKING_MPS2 ? -MAX_BRAKING_MPS2 : acceleration;
}

/** Returns the time to cover a distance from a speed at constant acceleration, never faster than the limit, in seconds. */
export function travelS(distanceM: number, speedMps: number, accelerationMps2: number, limitMps: number): number {
  if (distanceM <= 0) return 0;
  const rising = (2 * distanceM) / (speedMps + Math.sqrt(speedMps * speedMps + 2 * accelerationMps2 * distanceM));
  const cruising = distanceM / limitMps;
  if (cruising > rising) return cruising;
  if (speedMps >= limitMps) return rising;
  const toLimitM = (limitMps * limitMps - speedMps * speedMps) / (2 * accelerationMps2);
  if (toLimitM >= distanceM) return rising;
  return (limitMps - speedMps) / accelerationMps2 + (distanceM - toLimitM) / limitMps;
}
