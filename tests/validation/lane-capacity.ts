import { CITY_CAR } from '../../workers/traffic/micro/vehicle-class.ts';

/** Returns the most cars an hour that a lane of a limit carries: the largest flow among all steady states of the car-following model. */
export function laneCapacity(limitMps: number): number {
  const { lengthM, standingGapM, timeGapS } = CITY_CAR;
  let most = 0;
  for (let mps = 0.01; mps < limitMps; mps += 0.001) {
    const gapM = (standingGapM + mps * timeGapS) / Math.sqrt(1 - (mps / limitMps) ** 4);
    most = Math.max(most, (3600 * mps) / (lengthM + gapM));
  }
  return most;
}
