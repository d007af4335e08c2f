import * as v from 'valibot';
import { choice, flag, place, quantity, whole } from './field.ts';
import { arrayOf, BEARING, Point } from './parts.ts';

const wind = { min: 0.1, max: 60, step: 0.5, unit: 'm/s' };
/** Readings that one trace takes at most. */
const MAX_READINGS = 2000;

/** The weather carries and thins a cloud; it is the same for all of it and for as long as it lasts. */
const AIR = {
  /** Ten metres above the ground; below 1 m/s nothing is computed. */
  windMps: quantity({ ...wind, usual: 3, word: 'air.wind' }),
  /** Where the wind comes from, clockwise from north. */
  windFromDeg: quantity({ ...BEARING, usual: 270, word: 'air.from' }),
  /** Pasquill's class, or by the sky and the wind. */
  stability: choice(
    { sky: 'air.bySky', A: 'air.A', B: 'air.B', C: 'air.C', D: 'air.D', E: 'air.E', F: 'air.F' },
    { usual: 'sky', word: 'air.stability' },
  ),
  sky: choice(
    {
      strongSun: 'air.strongSun',
      moderateSun: 'air.moderateSun',
      slightSun: 'air.slightSun',
      overcast: 'air.overcast',
      nightCloudy: 'air.nightCloudy',
      nightClear: 'air.nightClear',
    },
    { usual: 'overcast', word: 'air.sky' },
  ),
  terrain: choice({ urban: 'air.urban', rural: 'air.rural' }, { usual: 'urban', word: 'air.terrain' }),
  /** A cloud rises no higher than this by day; stable air has no such lid. */
  lidM: quantity({ min: 50, max: 5000, step: 50, unit: 'm', usual: 1000, word: 'air.lid', more: true }),
  /** Above the ground. */
  heightM: quantity({ min: 0, max: 500, step: 1, unit: 'm', usual: 2, word: 'air.height' }),
  /** Cell size of the map. */
  cellM: quantity({ min: 5, max: 200, step: 5, unit: 'm', usual: 20 }),
};

/** A release: where it goes and who is in it. Points are east and north in the city's plane. */
export const ReleaseRequest = v.strictObject({
  kind: v.literal('release'),
  atM: place({ word: 'air.place', hint: 'air.placeHint' }),
  substance: choice(
    {
      chlorine: 'air.chlorine',
      ammonia: 'air.ammonia',
      'sulfur-dioxide': 'air.sulfurDioxide',
      'hydrogen-sulfide': 'air.hydrogenSulfide',
      'carbon-monoxide': 'air.carbonMonoxide',
      methane: 'air.methane',
      propane: 'air.propane',
      own: 'air.own',
    },
    { usual: 'chlorine', word: 'air.substance' },
  ),
  /** The limit of a substance of one's own. */
  ownLimitMgPerM3: quantity({ min: 1e-6, max: 1e6, step: 1, unit: 'mg/m³', usual: 10, word: 'air.ownLimit' }),
  /** steady: it goes on · timed: it ends · sudden: all at once. */
  form: choice(
    { timed: 'air.timed', steady: 'air.steady', sudden: 'air.sudden' },
    { usual: 'timed', word: 'air.form' },
  ),
  rateGps: quantity({ min: 1e-6, max: 1e7, step: 100, unit: 'g/s', usual: 500, word: 'air.rate' }),
  durationMin: quantity({ min: 0.5, max: 1440, step: 5, unit: 'min', usual: 20, word: 'air.duration' }),
  massKg: quantity({ min: 1e-6, max: 1e7, step: 100, unit: 'kg', usual: 1000, word: 'air.mass' }),
  /** Heat that a fire gives to its smoke: the plume rises by it. */
  heatMw: quantity({ min: 0, max: 1000, step: 1, unit: 'MW', usual: 0, word: 'air.heat', more: true }),
  /** Wind as it is stated here, or that of the layer that has the role of weather: its last reading, or the mean from where it comes most often. */
  wind: choice(
    { stated: 'air.windStated', latest: 'air.windLatest', prevailing: 'air.windPrevailing' },
    { usual: 'stated', word: 'air.windOf' },
  ),
  ...AIR,
  /** People stay so long where they are, at most. */
  stayMin: quantity({ min: 1, max: 1440, step: 10, unit: 'min', usual: 60, word: 'air.stay', more: true }),
  /** Air of a closed house that is changed in an hour: an assumption. */
  airChangePerH: quantity({ min: 0.01, max: 20, step: 0.1, unit: '/h', usual: 0.5, word: 'air.change', more: true }),
  /** The map shows the highest concentration, that of one minute, or the minutes until the lowest limit is reached. */
  show: choice({ peak: 'air.peak', at: 'air.at', arrival: 'air.arrival' }, { usual: 'peak', word: 'air.show' }),
  /** After the release began. */
  shownMin: quantity({ min: 0, max: 1440, step: 1, unit: 'min', usual: 10, word: 'air.shownAt' }),
});
export type ReleaseRequest = v.InferOutput<typeof ReleaseRequest>;

/** What an instrument or a nose noted; its wind where it was another one than the rest had. */
export const Reading = v.strictObject({
  atM: Point,
  mgPerM3: quantity({ min: 0, max: 1e6, step: 0.1, unit: 'mg/m³' }),
  windMps: v.optional(quantity(wind)),
  windFromDeg: v.optional(quantity(BEARING)),
});
export type Reading = v.InferOutput<typeof Reading>;

/** Readings: which ground a steady source may be on. */
export const TraceRequest = v.strictObject({
  kind: v.literal('trace'),
  readings: arrayOf(Reading, 3, MAX_READINGS),
  ...AIR,
  /** Distance between the places that are tried first; where the odds are, finer ones follow. */
  cellM: quantity({ min: 10, max: 200, step: 10, unit: 'm', usual: 50 }),
  /** How far readings lie from what the model says, instrument and model together. */
  spreadPct: whole({ min: 5, max: 200, step: 5, unit: '%', usual: 30, word: 'air.spread' }),
  /** Something is in the air everywhere; how much is found with the source. */
  hasBackground: flag({ usual: false, word: 'air.background' }),
});
export type TraceRequest = v.InferOutput<typeof TraceRequest>;

/** What the air is asked. */
export const AirRequest = v.variant('kind', [ReleaseRequest, TraceRequest]);
/** A request with its defaults filled in. */
export type AirRequest = v.InferOutput<typeof AirRequest>;
