import type { Capability } from '../../model/resources/vehicle-kinds.ts';
import { serviceKey } from './services.ts';

/** Minutes within which a unit is asked to be there; own values. */
export const READINESS_LIMITS_MIN = [3, 5, 8, 10, 15] as const;

/** How ready a city is to help its residents with one capability. */
interface Readiness {
  /** Units that have the capability, and those of them that are free now. */
  units: number;
  free: number;
  /** Units that nobody stated: they are supposed of their stations. */
  supposed: number;
  /** Shares of residents that some unit reaches within each limit: of all units over clear roads, and of free units over the roads as they are. */
  before: readonly (number | null)[];
  now: readonly (number | null)[];
}

/** Computes readiness over the roads as they are; `busy` are ids of units and teams that are on an order. Null: the city states no such unit, no residents or no roads. */
export type ReadinessOf = (capability: Capability, busy: ReadonlySet<string>) => Promise<Readiness | null>;

/** Key under which who knows the roads offers it. */
export const READINESS = serviceKey<ReadinessOf>('readiness');
