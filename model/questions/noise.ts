import * as v from 'valibot';
import { area, choice, flag, line, quantity } from './field.ts';
import { arrayOf, Id, numberBetween } from './parts.ts';

/** Vehicles an hour at most on one road. */
const MAX_PER_HOUR = 20_000;
const PerHour = numberBetween(0, MAX_PER_HOUR);

/** Counted traffic of a segment of the road network, in place of what is inferred from its class. */
const SegmentTraffic = v.strictObject({
  segment: Id,
  /** Vehicles an hour by day (06–22) and by night (22–06), both directions. */
  dayPerHour: PerHour,
  nightPerHour: PerHour,
  /** Medium and heavy vehicles among them. */
  heavyPct: numberBetween(0, 100),
});

/** A change of the roads: what is so afterwards. */
export const NoiseChange = v.strictObject({
  /** Which roads change: all in reach, main roads, or the others. */
  roads: choice(
    { all: 'noise.allRoads', main: 'noise.mainRoads', small: 'noise.smallRoads' },
    { usual: 'all', word: 'noise.changedRoads' },
  ),
  /** Nobody drives faster; a road whose limit is lower keeps it. */
  speedLimitKmPerH: quantity({ min: 20, max: 130, step: 5, unit: 'km/h', usual: 130, word: 'noise.speedLimit' }),
  /** 100: as much traffic as before. */
  trafficPct: quantity({ min: 0, max: 400, step: 5, unit: '%', usual: 100, word: 'noise.traffic' }),
  /** What another surface adds to rolling noise; quiet asphalt is below 0. */
  surfaceDb: quantity({ min: -10, max: 10, step: 0.5, unit: 'dB', usual: 0, word: 'noise.surface' }),
});
/** A change of the roads with its defaults filled in. */
export type NoiseChange = v.InferOutput<typeof NoiseChange>;

/** A noise barrier along a line; it takes no sound back on its sides. */
export const NoiseBarrier = v.strictObject({
  lineM: line({ max: 200, word: 'noise.barrierLine', hint: 'noise.barrierHint' }),
  heightM: quantity({ min: 0.5, max: 12, step: 0.5, unit: 'm', usual: 4 }),
});

/** The noise of roads asks this. Points are east and north in the city's plane. */
export const NoiseRequest = v.strictObject({
  /** Where levels are wanted: the map and the buildings in it. */
  ringM: area({ word: 'noise.area', hint: 'noise.areaHint' }),
  spacingM: quantity({ min: 5, max: 100, step: 5, unit: 'm', usual: 15, word: 'noise.spacing' }),
  /** Points of the map and in front of façades are so high over the ground. */
  heightM: quantity({ min: 1.5, max: 60, step: 0.5, unit: 'm', usual: 4, word: 'noise.height' }),
  /** Roads farther away are not heard. */
  reachM: quantity({ min: 100, max: 800, step: 50, unit: 'm', usual: 500, word: 'noise.reach' }),
  period: choice(
    { day: 'noise.day', night: 'noise.night', lden: 'noise.lden' },
    { usual: 'day', word: 'noise.period' },
  ),
  /** Sound that comes back once from a façade is added. */
  reflects: flag({ usual: true, word: 'noise.reflects' }),
  /** How often the air bends sound down, over the year. */
  favourablePct: quantity({ min: 0, max: 100, step: 5, unit: '%', usual: 50, word: 'noise.favourable' }),
  /** Temperature and humidity of the layer that has the role of weather, where there is one, or those that are stated here. */
  weather: choice(
    { given: 'noise.weatherGiven', stated: 'noise.weatherStated' },
    { usual: 'given', word: 'noise.weather' },
  ),
  /** The mean of the year: it changes absorption and rolling noise. */
  airC: quantity({ min: -20, max: 40, unit: '°C', usual: 15, word: 'noise.air' }),
  humidityPct: quantity({ min: 10, max: 100, step: 5, unit: '%', usual: 70, word: 'noise.humidity' }),
  /** Counted traffic; other roads take that of layers with the role of counts, or what is inferred from their class. */
  traffic: v.optional(arrayOf(SegmentTraffic)),
  /** Left out: nothing changes. */
  change: v.optional(NoiseChange),
  barrier: v.optional(NoiseBarrier),
});
/** A request with its defaults filled in. */
export type NoiseRequest = v.InferOutput<typeof NoiseRequest>;
