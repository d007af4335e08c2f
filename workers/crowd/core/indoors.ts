import { RATIOS } from '../city.ts';

/** Somebody in a house, before they stand on the ground that is walked. */
export interface IndoorPopulation {
  /** Over the one they leave by: 0 on the ground floor. */
  storey: number;
  /** Number of storeys of the house. */
  storeys: number;
  storeyM: number;
  /** From the foot of the stairs to the ground that is walked. */
  wayM: number;
}

/** Steps of a dwelling's shared stairs are at least so deep and at most so high, its landings at least so long (GB 50096-2011, 6.3; 待核). */
const TREAD_M = 0.26;
const RISER_M = 0.175;
const LANDING_M = 1.2;
const LANDINGS_A_STOREY = 2;

/**
 * How long they walk to there at their own speed: down the flights with the share of it that steps leave (Weidmann 1993), over landings and
 * courts with all of it. Nobody waits for another on the stairs: with houses so full that they queue, people come out later than this.
 */
export function egressTimeS({ storey, storeyM, wayM }: Omit<IndoorPopulation, 'storeys'>, speedMps: number): number {
  const [, descentRatio] = RATIOS.stair;
  const flightM = (storeyM * TREAD_M) / RISER_M;
  return (storey * (flightM / descentRatio + LANDINGS_A_STOREY * LANDING_M) + wayM) / speedMps;
}
