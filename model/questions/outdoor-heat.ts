import * as v from 'valibot';
import { area, choice, quantity, whole } from './field.ts';
import { arrayOf, Name, numberBetween, Place } from './parts.ts';

/** A day has so many hours in a list of weather. */
export const HOURS_A_DAY = 24;
/** Trees at most of one plan. */
const MAX_TREES = 500;
/** Areas at most that get another surface. */
const MAX_AREAS = 50;

/** An hour of measured or forecast weather. */
const WeatherHour = v.strictObject({
  airC: numberBetween(-40, 55),
  humidityPct: numberBetween(1, 100),
  /** At 10 m over open ground. */
  windMps: numberBetween(0, 40),
  /** Sunlight on level open ground. */
  globalWPerM2: numberBetween(0, 1400),
  /** The part of it that comes from the sky, not straight from the sun; left out it is estimated. */
  diffuseWPerM2: v.optional(numberBetween(0, 1000)),
});

/** A day of weather: its two temperatures and what goes with them. */
const HeatDay = v.strictObject({
  month: whole({ min: 1, max: 12, usual: 7, word: 'heat.month' }),
  day: whole({ min: 1, max: 31, usual: 22, word: 'heat.day' }),
  coolestC: quantity({ min: -30, max: 45, step: 0.5, unit: '°C', usual: 26, word: 'heat.coolest' }),
  warmestC: quantity({ min: -30, max: 50, step: 0.5, unit: '°C', usual: 36, word: 'heat.warmest' }),
  /** When it is warmest; the air keeps its water all day. */
  humidityPct: quantity({ min: 5, max: 100, step: 5, unit: '%', usual: 45, word: 'heat.humidity' }),
  /** At 10 m over open ground. */
  windMps: quantity({ min: 0.5, max: 15, step: 0.5, unit: 'm/s', usual: 2, word: 'heat.wind' }),
  cloudPct: quantity({ min: 0, max: 100, step: 10, unit: '%', usual: 0, word: 'heat.cloud' }),
});
/** A tree to be planted. */
const NewTree = v.strictObject({
  atM: Place,
  crownM: quantity({ min: 1, max: 25, unit: 'm', usual: 6 }),
  heightM: quantity({ min: 2, max: 40, unit: 'm', usual: 8 }),
});
/** Trees that the engine places where each of them helps most. */
export const Planting = v.strictObject({
  trees: whole({ min: 1, max: MAX_TREES, step: 5, usual: 20, word: 'heat.trees' }),
  crownM: quantity({ min: 2, max: 20, step: 0.5, unit: 'm', usual: 6, word: 'heat.crown' }),
  treeM: quantity({ min: 3, max: 30, step: 0.5, unit: 'm', usual: 8, word: 'heat.treeHeight' }),
  spacingM: quantity({ min: 2, max: 50, step: 1, unit: 'm', usual: 6, word: 'heat.treeSpacing' }),
  /** Relief counts by those who live near, or by square metres. */
  weight: choice(
    { residents: 'heat.byResidents', ground: 'heat.byGround' },
    { usual: 'residents', word: 'heat.weight' },
  ),
});
/** A wish for trees with its defaults filled in. */
export type Planting = v.InferOutput<typeof Planting>;

/** Surfaces by the name of their properties. */
export const SURFACE_IDS = ['asphalt', 'paving', 'lightPaving', 'soil', 'grass', 'water'] as const;
/** A surface names what lies on the ground, as far as its warmth goes. */
export type SurfaceId = (typeof SURFACE_IDS)[number];

/** Ground that gets another surface. */
const Resurfacing = v.strictObject({
  ringM: area({ word: 'heat.resurfaced' }),
  surface: v.picklist(SURFACE_IDS, SURFACE_IDS.map((id) => `"${id}"`).join(' or ')),
});

/** Outdoor heat asks this. Points are east and north in the city's plane. */
export const OutdoorHeatRequest = v.strictObject({
  ringM: area({ word: 'heat.area', hint: 'heat.areaHint' }),
  cellM: quantity({ min: 1, max: 20, step: 1, unit: 'm', usual: 4, word: 'heat.cell' }),
  fromHour: whole({ min: 0, max: HOURS_A_DAY - 1, unit: 'h', usual: 8, word: 'heat.fromHour' }),
  /** The last hour, itself counted. */
  toHour: whole({ min: 0, max: HOURS_A_DAY - 1, unit: 'h', usual: 20, word: 'heat.toHour' }),
  ...HeatDay.entries,
  /** All hours of a day in place of the two temperatures, in order: the first is the time from 0:00 to 1:00 by the city's clock. */
  weather: v.optional(arrayOf(WeatherHour, HOURS_A_DAY, HOURS_A_DAY)),
  /** Planned layers of the city that stand afterwards. */
  planned: v.optional(arrayOf(Name, 0, MAX_AREAS)),
  trees: v.optional(arrayOf(NewTree, 0, MAX_TREES)),
  surfaces: v.optional(arrayOf(Resurfacing, 0, MAX_AREAS)),
  planting: v.optional(Planting),
});
/** A request with its defaults filled in. */
export type OutdoorHeatRequest = v.InferOutput<typeof OutdoorHeatRequest>;
