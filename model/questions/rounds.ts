import * as v from 'valibot';
import { ROAD_CLASSES } from '../roads/road-network.ts';
import { SegmentClosure } from '../roads/road-state.ts';
import { ServingPlaces } from './facilities.ts';
import { area, choice, quantity, whole } from './field.ts';
import { arrayOf, Name } from './parts.ts';

const HOURS = { min: 0, max: 24, step: 0.5, unit: 'h' };

/** Columns of the layer that tell of each stop what the question tells of all; a stop without a value is as the question says. */
const StopColumns = v.strictObject({
  demand: v.optional(Name),
  serviceMin: v.optional(Name),
  /** Hours of the day, as 8.5 or 08:30. */
  opens: v.optional(Name),
  closes: v.optional(Name),
});

/** Places are visited, each once. */
export const Stops = v.strictObject({
  by: v.literal('stops'),
  of: ServingPlaces,
  columns: v.optional(StopColumns, {}),
  /** Time that the work at a stop takes. */
  serviceMin: quantity({ min: 0, max: 480, step: 1, unit: 'min', usual: 10, word: 'rounds.service' }),
  /** A stop takes so much of the capacity. */
  demand: quantity({ min: 0, max: 1e6, step: 1, usual: 1, word: 'rounds.demand' }),
  /** Work at a stop begins between these hours of the day; who comes too early waits. One that closes before it opens is open over midnight. */
  opensH: quantity({ ...HOURS, usual: 0, word: 'rounds.opens' }),
  closesH: quantity({ ...HOURS, usual: 24, word: 'rounds.closes' }),
});

/** Streets are driven along, each once or each way. */
export const Streets = v.strictObject({
  by: v.literal('streets'),
  classes: arrayOf(v.picklist(ROAD_CLASSES), 1, ROAD_CLASSES.length),
  /** Streets whose middle lies in it; left out: those of the whole city. */
  within: v.optional(area({})),
  passes: choice({ once: 'rounds.once', each: 'rounds.each' }, { usual: 'once', word: 'rounds.passes' }),
  /** No faster along a street that is inspected; between them at the speed of the road. */
  inspectKmPerH: quantity({ min: 1, max: 120, step: 5, unit: 'km/h', usual: 30, word: 'rounds.inspect' }),
});

/** The tours of vehicles ask this. Points are east and north in the city's plane. */
export const RoundsRequest = v.strictObject({
  task: v.variant('by', [Stops, Streets]),
  /** Each tour begins at one of these places and ends there. */
  depots: ServingPlaces,
  /** Each depot has so many at most. */
  vehicles: whole({ min: 1, max: 50, usual: 5, word: 'rounds.vehicles' }),
  /** A vehicle takes so much; 0: any amount. */
  capacity: quantity({ min: 0, max: 1e7, step: 10, usual: 0, word: 'rounds.capacity', note: 'rounds.capacityNote' }),
  /** Hour of the day at which vehicles may leave. */
  startH: quantity({ ...HOURS, max: 23.99, usual: 8, word: 'rounds.start' }),
  /** They are back so many minutes later at the latest. */
  shiftMin: whole({ min: 10, max: 1440, step: 30, unit: 'min', usual: 480, word: 'rounds.shift' }),
  aim: choice({ vehicles: 'rounds.fewest', time: 'rounds.shortest' }, { usual: 'vehicles', word: 'rounds.aim' }),
  /** Turns, one-way streets and closures count, jams do not. */
  vehicle: choice(
    {
      car: 'rounds.car',
      truck: 'rounds.truck',
      ambulance: 'rounds.ambulance',
      'fire-engine': 'rounds.fireEngine',
      foot: 'rounds.foot',
    },
    { usual: 'car', word: 'rounds.vehicle' },
  ),
  /** A place farther from every street cannot be visited. */
  reachM: quantity({ min: 1, max: 500, unit: 'm', usual: 200 }),
  /** How long is searched for better tours and a better proof: thousands of tries, the same on every machine. */
  searchThousands: whole({
    min: 1,
    max: 10_000,
    usual: 50,
    offers: [10, 50, 200, 1000],
    word: 'rounds.search',
  }),
  /** Nobody goes along a segment that is closed. Left out: all are open. */
  closed: v.optional(v.array(SegmentClosure)),
});
/** A request with its defaults filled in. */
export type RoundsRequest = v.InferOutput<typeof RoundsRequest>;
