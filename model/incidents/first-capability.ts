import type { Capability } from '../resources/vehicle-kinds.ts';
import type { Hazard } from './response-plan.ts';

/** What an incident of each kind asks for first; own choice, which forms change. */
export const FIRST_CAPABILITY: Readonly<Record<Hazard, Capability>> = {
  flood: 'pumping',
  gas: 'gas',
  fire: 'fire',
  crowd: 'medical',
  collapse: 'rescue',
  search: 'rescue',
  other: 'rescue',
};
