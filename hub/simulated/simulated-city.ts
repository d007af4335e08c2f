import { LOADS, PEOPLE, ratioOfDay, STREETS } from '../../model/city/day-curves.ts';
import type { SensorKinds, SimulatedRule } from '../../model/sensors/sensor-kind.ts';
import type { CitySensor, CityStream } from '../../model/sensors/sensors.ts';
import { S_PER_H } from '../../model/time.ts';
import { chance, numberOf } from './chance.ts';
import { rainMmPerH, runoffMmPerH } from './simulated-weather.ts';

/** Where a manhole's or an outfall's water stands: from `drain-network.json`. */
export interface DrainNode {
  invertM: number;
  rimM: number;
}

/** What the simulated readings are made from: a seed, the zone, drains and kinds. */
export interface SimulatedCity {
  seed: number;
  /** Hours that local time is ahead of UTC. */
  zoneHours: number;
  drains: ReadonlyMap<string, DrainNode>;
  kinds: SensorKinds;
}

const MINUTE_S = 60;
const DAY_S = 86_400;

/** One stream at one instant. */
interface SimulatedInstant {
  city: SimulatedCity;
  thing: CitySensor;
  stream: CityStream;
  /** UTC seconds. */
  timeS: number;
  /** Local hour of the day, with its fraction. */
  hour: number;
  isWeekend: boolean;
  /** Random number of this thing, for good: 0 to 1. */
  own: number;
  /** Random number of this instant: −1 to 1. */
  jitter: number;
}

/**
 * What a sensor of the simulated city reads at an instant: a function of the seed, the sensor and the time alone, so that any hour can be
 * told again. Water hangs together: rain falls on the gauges, runs off as from linear reservoirs (slow ones for the river, quick ones for
 * manholes), fills manholes and lows, sets pumps going, shuts flap gates when the river stands high, presses on the levee. People and
 * loads follow the hour and the day. It is a picture of a city's day to look at and to test alarms with, not a forecast: for water that
 * obeys the equations there is the flood engine.
 */
export function simulatedValue(city: SimulatedCity, thing: CitySensor, stream: CityStream, timeMs: number): number {
  const timeS = timeMs / 1000;
  const localS = timeS + city.zoneHours * S_PER_H;
  const weatherInstant: SimulatedInstant = {
    city,
    thing,
    stream,
    timeS,
    hour: (localS % DAY_S) / S_PER_H,
    isWeekend: ((Math.floor(localS / DAY_S) + 4) % 7) % 6 === 0,
    own: chance(city.seed, numberOf(thing.id)),
    jitter: 2 * chance(city.seed, numberOf(stream.id), Math.floor(timeS)) - 1,
  };
  const rule = city.kinds.streamOf(thing.kind, stream.unit)?.simulated;
  return rule ? valueBy(rule, weatherInstant) : Number.NaN;
}

/** Whether the stream's kind says how it is simulated; a strange kind is not simulated, and stops nothing. */
export function isSimulated(
  kinds: SensorKinds,
  { kind }: Pick<CitySensor, 'kind'>,
  { unit }: Pick<CityStream, 'unit'>,
): boolean {
  const rule = kinds.streamOf(kind, unit)?.simulated;
  return rule !== undefined && (!('model' in rule) || Object.hasOwn(VALUES, rule.model));
}

function valueBy(rule: SimulatedRule, weatherInstant: SimulatedInstant): number {
  if ('model' in rule) return VALUES[rule.model]?.(weatherInstant) ?? Number.NaN;
  const { mean, noise = 0, daily, min = Number.NEGATIVE_INFINITY, digits = 3 } = rule;
  const course = daily ? daily.by * ofDay(CURVES[daily.curve], weatherInstant) : 0;
  return rounded(Math.max(min, mean + course + noise * weatherInstant.jitter), digits);
}

const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
const least = (value: number, floor = 0) => Math.max(floor, value);

const CURVES = { streets: STREETS, people: PEOPLE, loads: LOADS };

const ofDay = (curve: readonly number[], { hour, isWeekend }: SimulatedInstant, weekendRatio?: number): number =>
  ratioOfDay(curve, hour, isWeekend, weekendRatio);

const runoff = ({ city, thing, timeS }: SimulatedInstant, constantS: number) =>
  runoffMmPerH(city.seed, thing.at, timeS, constantS);

/** A rare spell of a sensor: once in so many days on average, that long; 0 to 1 and back within it. */
function spell({ city, stream, timeS }: SimulatedInstant, everyDays: number, lastsS: number): number {
  const window = Math.floor(timeS / lastsS);
  if (chance(city.seed, numberOf(stream.id), window, 77) > lastsS / (everyDays * DAY_S)) return 0;
  return Math.sin(Math.PI * (timeS / lastsS - window));
}

/** The river follows the rain of its last half day; at rest it stands 3.2 m below its warning. */
function riverStageM(weatherInstant: SimulatedInstant, warnM: number, agoS = 0): number {
  const wet = runoffMmPerH(weatherInstant.city.seed, [0, 0], weatherInstant.timeS - agoS, 6 * S_PER_H);
  return (
    warnM - 3.2 + 0.9 * Math.sqrt(wet) + 0.03 * Math.sin((2 * Math.PI * (weatherInstant.timeS - agoS)) / (0.52 * DAY_S))
  );
}

/** Quick water at a pump or an outfall. */
const QUICK_S = 20 * MINUTE_S;

function pumpsOn(weatherInstant: SimulatedInstant): number {
  return Math.min(4, Math.floor(runoff(weatherInstant, QUICK_S) / (2 + 2 * weatherInstant.own)));
}

function pipeLevelM(weatherInstant: SimulatedInstant): number {
  const node = weatherInstant.city.drains.get(weatherInstant.thing.of);
  const invertM = node?.invertM ?? (weatherInstant.stream.alarm ?? 0) - 1.8;
  const fullM = node ? node.rimM - node.invertM : 3;
  const filledM =
    0.06 + 0.02 * weatherInstant.own + (0.22 + 0.1 * weatherInstant.own) * runoff(weatherInstant, QUICK_S) ** 0.6;
  return invertM + Math.min(fullM, filledM) + 0.004 * weatherInstant.jitter;
}

/** The models that hang together, by the name that a kind's record calls them. */
const VALUES: Record<string, (weatherInstant: SimulatedInstant) => number> = {
  rain: ({ city, thing, timeS }) => rounded(rainMmPerH(city.seed, thing.at, timeS) / 60, 2),
  river: (m) => rounded(riverStageM(m, m.stream.warn ?? 0) + 0.004 * m.jitter, 3),
  'pipe-level': (m) => rounded(pipeLevelM(m), 3),
  'pipe-flow': (m) =>
    rounded(0.004 + ((8 + 30 * m.own) * 1e4 * 0.6 * runoff(m, QUICK_S)) / 3.6e6 + 0.001 * least(m.jitter), 4),
  pond: (m) => rounded(least((runoff(m, 8 * MINUTE_S) - 18 - 14 * m.own) * 0.012), 3),
  pump(m) {
    const on = pumpsOn(m);
    if (m.stream.unit === 'A') return rounded(on * (86 + 4 * m.jitter), 1);
    return m.stream.unit === 'm3/s' ? rounded(on * 0.25 * (1 + 0.02 * m.jitter), 3) : on;
  },
  gate: (m) => rounded(Math.min(60, 6 * runoff(m, QUICK_S)) * least(1 - riverStageM(m, 3.2) / 2.5), 1),
  'water-p': (m) => rounded(0.36 - 0.07 * ofDay(LOADS, m) + 0.04 * m.own + 0.002 * m.jitter, 4),
  'gas-p': (m) => rounded(0.4 - 0.03 * ofDay(LOADS, m) - 0.05 * m.own + 0.001 * m.jitter, 4),
  'gas-leak': (m) => rounded(0.04 + 0.02 * least(m.jitter) + 1.6 * spell(m, 200, 2 * S_PER_H), 3),
  heat: (m) => rounded(92 - 6 * m.own + 2 * Math.sin((2 * Math.PI * (m.hour - 4)) / 24) + 0.3 * m.jitter, 1),
  power: (m) => rounded((120 + 260 * m.own) * ofDay(LOADS, m) * (1 + 0.02 * m.jitter), 1),
  cover: (m) => rounded(1.2 * m.own + 0.1 * least(m.jitter) + 50 * spell(m, 900, S_PER_H), 1),
  lamp: (m) => (m.hour > 18.5 || m.hour < 6 ? rounded(140 + 30 * m.own + 2 * m.jitter, 0) : 0),
  traffic(m) {
    const wet = Math.min(0.3, rainMmPerH(m.city.seed, m.thing.at, m.timeS) / 100);
    return rounded((500 + 1900 * m.own) * ofDay(STREETS, m) * (1 - wet) * (1 + 0.12 * m.jitter), 0);
  },
  /** Both ways, a minute: at most 180 in the mean, 1.1 persons/(m·s) through a gate of 2.7 m. */
  'people-count': (m) => rounded((24 + 156 * m.own) * ofDay(PEOPLE, m, 1.1) * (1 + 0.5 * m.jitter), 0),
  air: (m) => rounded(least((38 + 30 * ofDay(STREETS, m)) / (1 + 0.15 * runoff(m, 2 * S_PER_H)) + 4 * m.jitter, 3), 0),
  noise: (m) => rounded(44 + 9 * Math.log10(1 + 9 * ofDay(STREETS, m)) + 3 * m.own + 1.5 * m.jitter, 1),
  slope: (m) => rounded(2 + 4 * m.own + 1.6 * Math.sqrt(runoff(m, DAY_S)) + 0.2 * m.jitter, 2),
  levee(m) {
    const elevationM = m.thing.elevationM ?? 0;
    const stageM = riverStageM(m, 382.26 - (m.thing.at[0] + 2453.9) * 0.00045, 6 * S_PER_H);
    return rounded(least((stageM - elevationM) * 9.81 * 0.55) + 0.1 * least(m.jitter), 2);
  },
  bridge(m) {
    const load = ofDay(STREETS, m) * (1 + 0.3 * m.jitter);
    const warmth = Math.sin((2 * Math.PI * (m.hour - 9)) / 24);
    return m.stream.unit === 'mm'
      ? rounded(3 + 9 * load * m.own + 1.5 * warmth, 2)
      : rounded(40 + 90 * load * m.own + 25 * warmth, 1);
  },
  metro(m) {
    if (m.stream.unit === 'm') return rounded(least((runoff(m, 8 * MINUTE_S) - 40) * 0.004), 3);
    return m.stream.unit === '1/m2'
      ? rounded(2.4 * ofDay(PEOPLE, m) * (0.7 + 0.3 * m.own) * (1 + 0.1 * m.jitter), 2)
      : rounded(0.05 + 0.04 * least(m.jitter), 3);
  },
  site(m) {
    const daily = Math.sin((2 * Math.PI * (m.hour - 14)) / 24);
    if (m.stream.unit === 'kN') return rounded(620 + 500 * m.own + 18 * daily + 4 * m.jitter, 0);
    if (m.stream.unit === 'm') return rounded(371.5 + m.own + 0.15 * Math.sqrt(runoff(m, DAY_S)) + 0.01 * m.jitter, 3);
    if (m.stream.unit === 'mm/m') return rounded(0.4 + m.own + 0.05 * daily + 0.02 * m.jitter, 2);
    return rounded(6 + 12 * m.own + 0.4 * daily + 0.3 * m.jitter, 2);
  },
  /** Settlement comes in spells of twenty days, so that its trend runs towards a limit and is seen before it is met. */
  building(m) {
    if (m.stream.unit === 'mm')
      return rounded(8 + 4 * m.own + (10 * (m.timeS % (20 * DAY_S))) / (20 * DAY_S) + 0.05 * m.jitter, 2);
    if (m.stream.unit === 'mm/s') return rounded(0.2 + 0.4 * ofDay(STREETS, m) + 0.05 * least(m.jitter), 2);
    if (m.stream.unit === 'kW') return rounded((6 + 18 * m.own) * ofDay(LOADS, m) * (1 + 0.02 * m.jitter), 1);
    return rounded(60 + 70 * m.own + 12 * Math.sin((2 * Math.PI * (m.hour - 9)) / 24) + 1.5 * m.jitter, 1);
  },
  parking: (m) => rounded((40 + 260 * m.own) * (0.15 + 0.8 * ofDay(PEOPLE, m)) + 2 * m.jitter, 0),
};
