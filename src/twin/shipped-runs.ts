import type { EngineId } from '../../model/runs/engine-id.ts';
import { serviceKey } from './services.ts';

/** Offered by the player of an engine: a case that comes with the program for the city, for whoever wants to show water or people before anybody played any. */
export interface ShippedRun {
  readonly engine: EngineId;
  /** Plays the first case that there is for the city, beside whatever else plays; null: there is none, or it cannot begin now. */
  play(): Promise<{ run: string; at: readonly [eastM: number, northM: number] } | null>;
}

/** Key of the shipped case of a flood. */
export const SHIPPED_WATER = serviceKey<ShippedRun>('shipped flood');
/** Key of the shipped case of a crowd. */
export const SHIPPED_PEOPLE = serviceKey<ShippedRun>('shipped crowd');
