import type { Text } from '../text/text.ts';
import { clockOfDay } from '../time-of-day.ts';
import { type Columns, number, text, word } from './data-table.ts';

/** A vehicle's tour, from its depot and back; moments are seconds of the day on which the shift begins. */
export interface VehicleRound {
  vehicle: number;
  depot: { id: string; name: Text };
  stops: number;
  leavesS: number;
  backS: number;
  driveMin: number;
  workMin: number;
  waitMin: number;
  lengthM: number;
  load: number;
}

/** Tells when a vehicle is at a stop and what it does there. */
export interface RoundVisit {
  vehicle: number;
  order: number;
  id: string;
  name: Text;
  atM: readonly [eastM: number, northM: number];
  arrivesS: number;
  waitMin: number;
  /** The work begins and ends at these moments. */
  beginsS: number;
  endsS: number;
  /** The load that the vehicle has taken by then. */
  load: number;
}

/**
 * Why a stop is not served: no street near it, or none that leads there and back · more than a vehicle takes · nobody is there before it
 * closes · a tour there alone is longer than the shift · all vehicles are full.
 */
export const UNSERVED_REASONS = ['way', 'capacity', 'window', 'shift', 'fleet'] as const;

/** A stop that no vehicle serves. */
export interface UnservedStop {
  id: string;
  name: Text;
  atM: readonly [eastM: number, northM: number];
  why: (typeof UNSERVED_REASONS)[number];
}

/** A tour a row. */
export const VEHICLE_ROUND = {
  vehicle: number(({ vehicle }) => vehicle, 0),
  depot: text(({ depot }) => depot.id),
  stops: number(({ stops }) => stops, 0),
  leaves: word(({ leavesS }) => clockOfDay(leavesS)),
  back: word(({ backS }) => clockOfDay(backS)),
  drive_min: number(({ driveMin }) => driveMin, 2),
  work_min: number(({ workMin }) => workMin, 2),
  wait_min: number(({ waitMin }) => waitMin, 2),
  length_m: number(({ lengthM }) => lengthM, 0),
  load: number(({ load }) => load, 3),
} satisfies Columns<VehicleRound>;

/** A visit a row, tour by tour in its order. */
export const ROUND_VISIT = {
  vehicle: number(({ vehicle }) => vehicle, 0),
  order: number(({ order }) => order, 0),
  id: text(({ id }) => id),
  name_zh: text(({ name }) => name.zh),
  name_en: text(({ name }) => name.en),
  east_m: number(({ atM }) => atM[0], 2),
  north_m: number(({ atM }) => atM[1], 2),
  arrives: word(({ arrivesS }) => clockOfDay(arrivesS)),
  wait_min: number(({ waitMin }) => waitMin, 2),
  begins: word(({ beginsS }) => clockOfDay(beginsS)),
  ends: word(({ endsS }) => clockOfDay(endsS)),
  load: number(({ load }) => load, 3),
} satisfies Columns<RoundVisit>;

/** Stops that are left out, a row each. */
export const UNSERVED_STOP = {
  id: text(({ id }) => id),
  name_zh: text(({ name }) => name.zh),
  name_en: text(({ name }) => name.en),
  east_m: number(({ atM }) => atM[0], 2),
  north_m: number(({ atM }) => atM[1], 2),
  why: word(({ why }) => why),
} satisfies Columns<UnservedStop>;
