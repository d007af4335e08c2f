import * as v from 'valibot';
import { RoadState } from '../roads/road-state.ts';
import { choice, line, quantity, share, whole } from './field.ts';
import { arrayOf } from './parts.ts';

/** A road that is not there yet, from the junction nearest to its one end to that nearest to its other. */
export const OpenedRoad = v.strictObject({
  lineM: line({}),
  /** In both directions together. */
  lanes: whole({ min: 1, max: 12, usual: 4, word: 'impact.newLanes' }),
  speedKmPerH: quantity({ min: 10, max: 120, step: 10, unit: 'km/h', usual: 50, word: 'impact.newSpeed' }),
  direction: choice(
    { both: 'impact.bothWays', along: 'impact.oneWay' },
    { usual: 'both', word: 'impact.newDirection' },
  ),
});
/** A road that is opened, with its defaults filled in. */
export type OpenedRoad = v.InferOutput<typeof OpenedRoad>;

/**
 * The static equilibrium of one hour asks this: who is late when roads close or open. Numbers of trips are usual values of a city and are
 * to be replaced by local ones. Points are east and north in the city's plane.
 */
export const TrafficRequest = v.strictObject({
  /** In the morning people drive from their homes to where they work, in the evening back. */
  hour: choice({ morning: 'impact.morning', evening: 'impact.evening' }, { usual: 'morning', word: 'impact.hour' }),
  tripsPerPerson: quantity({ min: 0.1, max: 10, step: 0.1, usual: 2.3, word: 'impact.trips', more: true }),
  carRatio: share({ usual: 0.25, word: 'impact.car', more: true }),
  peoplePerCar: quantity({ min: 1, max: 8, step: 0.1, usual: 1.4, word: 'impact.occupancy', more: true }),
  /** Part of the trips of a day that fall into the hour. */
  hourRatio: share({ step: 0.01, usual: 0.11, word: 'impact.hourShare', more: true }),
  /** Part of the trips of the hour that begin or end beyond the edge of the network, as many of either. */
  outsideRatio: share({ usual: 0.2, word: 'impact.outside', more: true }),
  /** People choose places that are a minute farther by so much less: exp(−decay × minutes). */
  decayPerMin: quantity({
    min: 0,
    max: 1,
    step: 0.01,
    unit: '1/min',
    usual: 0.1,
    word: 'impact.decay',
    more: true,
  }),
  /** Part of the time that a signal is green for each road. */
  greenRatio: quantity({ min: 0.1, max: 0.9, step: 0.05, usual: 0.45, word: 'impact.green', more: true }),
  /** Width of the zones between which people drive; larger where there would be too many. */
  zoneM: quantity({
    min: 100,
    max: 2000,
    step: 50,
    unit: 'm',
    usual: 300,
    word: 'impact.zone',
    more: true,
  }),
  /** Part of all time that trips could still save by other ways when the search ends. */
  gapRatio: quantity({
    min: 1e-6,
    max: 0.05,
    usual: 0.001,
    offers: [0.01, 0.001, 0.0001],
    word: 'impact.accuracy',
  }),
  /** What is so on the roads afterwards; beforehand all are open and dry. */
  roads: v.optional(RoadState, {}),
  opened: v.optional(arrayOf(OpenedRoad, 0, 20), []),
});
/** A request with its defaults filled in. */
export type TrafficRequest = v.InferOutput<typeof TrafficRequest>;
