import * as v from 'valibot';
import { CAPABILITIES } from '../resources/vehicle-kinds.ts';
import { RoadState } from '../roads/road-state.ts';
import { VEHICLES } from '../roads/vehicles.ts';

const Metres = v.pipe(v.number(), v.minValue(-1e7), v.maxValue(1e7));
const Place = v.tuple([Metres, Metres]);
const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const Vehicle = v.picklist(VEHICLES.map(({ id }) => id));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e7));
const MAX_SIDES = 2000;
const listOf = <T extends v.GenericSchema>(item: T) => v.pipe(v.array(item), v.minLength(1), v.maxLength(MAX_SIDES));

/** What is closed and under water; all open and dry where it is left out. */
const roads = v.optional(RoadState, { water: [], closed: [] });

/** What dispatch is asked: how far a vehicle comes, who goes where, and what is brought whither; places are east and north, metres. */
export const DispatchRequest = v.variant('kind', [
  /** How far a vehicle comes from a place in so many minutes. */
  v.strictObject({
    kind: v.literal('isochrone'),
    fromM: Place,
    vehicle: Vehicle,
    limitsMin: v.optional(
      v.pipe(
        v.array(v.pipe(v.number(), v.minValue(0.5), v.maxValue(120))),
        v.minLength(1),
        v.maxLength(8),
        v.check((limits) => limits.every((limit, i) => i === 0 || limit > limits[i - 1]), 'expected rising limits'),
      ),
      [3, 5, 8, 10],
    ),
    roads,
  }),
  /** Which unit goes to which demand: first as many as can be served, the weightiest first, then the least sum of times. */
  v.strictObject({
    kind: v.literal('assignment'),
    demands: listOf(
      v.strictObject({
        id: Id,
        atM: Place,
        capability: v.picklist(CAPABILITIES),
        count: v.optional(v.pipe(Count, v.minValue(1), v.maxValue(200)), 1),
        /** Times are multiplied by it. */
        weight: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)), 1),
      }),
    ),
    units: listOf(
      v.strictObject({ id: Id, atM: Place, vehicle: Vehicle, capabilities: v.array(v.picklist(CAPABILITIES)) }),
    ),
    /** `sum`: the least sum of weighted times; `latest`: the latest arrival as early as can be, then the sum. */
    aim: v.optional(v.picklist(['sum', 'latest']), 'sum'),
    roads,
  }),
  /** Evacuees to shelters, stock to sites: so much from each source into places with so much room. */
  v.strictObject({
    kind: v.literal('transport'),
    sources: listOf(v.strictObject({ id: Id, atM: Place, amount: Count })),
    sinks: listOf(v.strictObject({ id: Id, atM: Place, room: Count })),
    vehicle: Vehicle,
    roads,
  }),
]);
/** A request with its defaults filled in. */
export type DispatchRequest = v.InferOutput<typeof DispatchRequest>;
