import type { Capability } from '../resources/vehicle-kinds.ts';
import type { Hazard } from './response-plan.ts';

/** Each kind of incident asks for this capability first; the choice is ours, and forms change it. */
export const FIRST_CAPABILITY: Readonly<Record<Hazard, Capability>> = {
  flood: 'pumping',
  gas: 'gas',
  fire: 'fire',
  crowd: 'medical',
  collapse: 'rescue',
  search: 'rescue',
  other: 'rescue',
};
