import * as v from 'valibot';
import { area, quantity, share, whole } from './field.ts';
import { TrafficRequest } from './traffic.ts';

const { zoneM: _, gapRatio: __, ...ofTheHour } = TrafficRequest.entries;

/**
 * An area is left by car: its residents drive to the nearest junctions beyond its edge. How many go by car is assumed, to be replaced by what
 * is known of the place.
 */
export const Evacuation = v.strictObject({
  ringM: area({ word: 'impact.evac.area', hint: 'impact.evac.areaHint' }),
  carRatio: share({ usual: 0.6, word: 'impact.evac.car' }),
  peoplePerCar: quantity({ min: 1, max: 8, step: 0.1, usual: 2.5, word: 'impact.occupancy' }),
  /** Minutes from the first to the last departure of a stage; most set out in the middle (a part of 3u² − 2u³ has left at part u). */
  overMin: quantity({ min: 1, max: 240, step: 5, unit: 'min', usual: 30, word: 'impact.evac.over' }),
  /** Rings about the middle of the area that set out one after another, the innermost first. */
  stages: whole({ min: 1, max: 6, step: 1, usual: 1, word: 'impact.evac.stages' }),
  stageMin: quantity({ min: 0, max: 120, step: 5, unit: 'min', usual: 15, word: 'impact.evac.delay' }),
});
/** An evacuation with its usual values filled in. */
export type Evacuation = v.InferOutput<typeof Evacuation>;

/** The play of single vehicles asks this: the same trips and roads as the static equilibrium, for how long, and by which chance. */
export const TrafficFlowRequest = v.strictObject({
  ...ofTheHour,
  /** Width of the zones between which people drive; wider than those of the equilibrium, so that the first vehicles are seen soon. */
  zoneM: quantity({ min: 100, max: 2000, step: 50, unit: 'm', usual: 500, word: 'impact.zone', more: true }),
  /** Part of all time that trips could still save by other ways when the search for routes ends. */
  gapRatio: quantity({ min: 1e-6, max: 0.05, usual: 0.01, word: 'impact.accuracy', more: true }),
  /** Streets are empty at first; nobody sets out after this. */
  minutes: whole({ min: 5, max: 240, step: 5, unit: 'min', usual: 20, word: 'impact.flow.minutes' }),
  /** Radius about the roads that change within which vehicles are played; 0: the whole city, or as much of it as can be. */
  areaM: quantity({ min: 0, max: 50_000, step: 100, unit: 'm', usual: 0, word: 'impact.flow.area', more: true }),
  /** Null: the trips of the hour are played, and nobody is evacuated. */
  evacuation: v.optional(v.nullable(Evacuation), null),
  /** Another number gives other departures, routes and drivers. */
  seed: whole({ min: 1, max: 1_000_000, step: 1, usual: 1, word: 'impact.flow.seed', more: true }),
});
/** A request with its defaults filled in. */
export type TrafficFlowRequest = v.InferOutput<typeof TrafficFlowRequest>;
