import * as v from 'valibot';
import { quantity, whole } from './field.ts';
import { TrafficRequest } from './traffic.ts';

const { zoneM: _, gapRatio: __, ...ofTheHour } = TrafficRequest.entries;

/** The play of single vehicles asks this: the same trips and roads as the static equilibrium, for how long, and by which chance. */
export const TrafficFlowRequest = v.strictObject({
  ...ofTheHour,
  /** Width of the zones between which people drive; wider than those of the equilibrium, so that the first vehicles are seen soon. */
  zoneM: quantity({ min: 100, max: 2000, step: 50, unit: 'm', usual: 500, word: 'impact.zone', more: true }),
  /** Part of all time that trips could still save by other ways when the search for routes ends. */
  gapRatio: quantity({ min: 1e-6, max: 0.05, usual: 0.01, word: 'impact.accuracy', more: true }),
  /** Streets are empty at first; nobody sets out after this. */
  minutes: whole({ min: 5, max: 120, step: 5, unit: 'min', usual: 20, word: 'impact.flow.minutes' }),
  /** Radius about the roads that change within which vehicles are played; 0: the whole city, or as much of it as can be. */
  areaM: quantity({ min: 0, max: 50_000, step: 100, unit: 'm', usual: 0, word: 'impact.flow.area', more: true }),
  /** Another number gives other departures, routes and drivers. */
  seed: whole({ min: 1, max: 1_000_000, step: 1, usual: 1, word: 'impact.flow.seed', more: true }),
});
/** A request with its defaults filled in. */
export type TrafficFlowRequest = v.InferOutput<typeof TrafficFlowRequest>;
