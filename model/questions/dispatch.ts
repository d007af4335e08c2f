import * as v from 'valibot';
import { CAPABILITIES } from '../resources/vehicle-kinds.ts';
import { RoadState } from '../roads/road-state.ts';
import { VEHICLES } from '../roads/vehicles.ts';
import { requirement } from '../text/requirements.ts';
import { whole } from './field.ts';
import { arrayOf, Name, numberBetween, Place } from './parts.ts';

const Vehicle = v.picklist(VEHICLES.map(({ id }) => id));
const MAX_AMOUNT = 1e7;
const MAX_SIDES = 2000;
const listOf = <T extends v.GenericSchema>(item: T) => arrayOf(item, 1, MAX_SIDES);

/** What is closed and under water; all open and dry where it is left out. */
const roads = v.optional(RoadState, { water: [], closed: [] });

/** How far a vehicle comes from a place in so many minutes. */
export const ReachRequest = v.strictObject({
  kind: v.literal('isochrone'),
  fromM: Place,
  vehicle: Vehicle,
  limitsMin: v.optional(
    v.pipe(
      arrayOf(numberBetween(0.5, 120), 1, 8),
      v.check((limits) => limits.every((limit, i) => i === 0 || limit > limits[i - 1]), requirement('rising')),
    ),
    [3, 5, 8, 10],
  ),
  roads,
});

/** Somebody who needs units that can do something. */
export const Demand = v.strictObject({
  id: Name,
  atM: Place,
  capability: v.picklist(CAPABILITIES),
  count: whole({ min: 1, max: 200, usual: 1, word: 'dispatch.units' }),
  /** Times are multiplied by it. */
  weight: whole({ min: 1, max: 10, usual: 1 }),
});

/** People or goods of a place, who are brought away. */
export const Source = v.strictObject({
  id: Name,
  atM: Place,
  amount: whole({ min: 0, max: MAX_AMOUNT, shown: [1, 200_000], step: 100, word: 'dispatch.evacuees' }),
});

/** What dispatch is asked: how far a vehicle comes, who goes where, and what is brought whither; places are east and north, metres. */
export const DispatchRequest = v.variant('kind', [
  ReachRequest,
  /** Which unit goes to which demand: first as many as can be served, the weightiest first, then the least sum of times. */
  v.strictObject({
    kind: v.literal('assignment'),
    demands: listOf(Demand),
    units: listOf(
      v.strictObject({ id: Name, atM: Place, vehicle: Vehicle, capabilities: v.array(v.picklist(CAPABILITIES)) }),
    ),
    /** `sum`: the least sum of weighted times; `latest`: the latest arrival as early as can be, then the sum. */
    aim: v.optional(v.picklist(['sum', 'latest']), 'sum'),
    roads,
  }),
  /** Evacuees to shelters, stock to sites: so much from each source into places with so much room. */
  v.strictObject({
    kind: v.literal('transport'),
    sources: listOf(Source),
    sinks: listOf(v.strictObject({ id: Name, atM: Place, room: whole({ min: 0, max: MAX_AMOUNT }) })),
    vehicle: Vehicle,
    roads,
  }),
]);
/** A request with its defaults filled in. */
export type DispatchRequest = v.InferOutput<typeof DispatchRequest>;
