import { STREETS } from '../../model/city/day-curves.ts';
import type { NoiseChange, NoiseRequest } from '../../model/questions/noise.ts';
import type { RoadClass, RoadSegment } from '../../model/roads/road-network.ts';
import { A_WEIGHT_DB, BANDS, energyOfDb } from './bands.ts';
import { streamPowerDbPerM, VEHICLES, type Vehicle } from './emission.ts';

/** Parts of the day whose levels the engine can tell: China's day and night, and the three of the European index. */
export const PERIODS = ['day', 'night', 'euDay', 'euEvening', 'euNight'] as const;
export type Period = (typeof PERIODS)[number];

/** Hours of each part, from and to; a part may pass midnight (GB 3096-2008, 3.2 and 3.3; Directive 2002/49/EC, annex I). */
export const PERIOD_HOURS: Readonly<Record<Period, readonly [from: number, to: number]>> = {
  day: [6, 22],
  night: [22, 6],
  euDay: [7, 19],
  euEvening: [19, 23],
  euNight: [23, 7],
};

/** Traffic of a class of road where nobody counted it: vehicles an hour and lane at the day's greatest, and the part of it that is heavy. */
interface UsualTraffic {
  perLaneAndHour: number;
  heavyPct: number;
}

const MAIN_HEAVY_PCT = 10;
const SMALL_HEAVY_PCT = 3;

/** Assumptions of this project, by road class; classes that nobody drives on have none. */
const USUAL: Readonly<Partial<Record<RoadClass, UsualTraffic>>> = {
  motorway: { perLaneAndHour: 1100, heavyPct: MAIN_HEAVY_PCT },
  expressway: { perLaneAndHour: 900, heavyPct: MAIN_HEAVY_PCT },
  primary: { perLaneAndHour: 550, heavyPct: MAIN_HEAVY_PCT },
  secondary: { perLaneAndHour: 400, heavyPct: MAIN_HEAVY_PCT },
  tertiary: { perLaneAndHour: 250, heavyPct: SMALL_HEAVY_PCT },
  link: { perLaneAndHour: 300, heavyPct: SMALL_HEAVY_PCT },
  local: { perLaneAndHour: 120, heavyPct: SMALL_HEAVY_PCT },
  residential: { perLaneAndHour: 60, heavyPct: SMALL_HEAVY_PCT },
  lane: { perLaneAndHour: 15, heavyPct: 0 },
  service: { perLaneAndHour: 10, heavyPct: 0 },
  busway: { perLaneAndHour: 30, heavyPct: 100 },
};

/** Medium and heavy vehicles among those of a road where nobody counted them, per cent. */
export const usualHeavyPct = ({ class: kind }: Pick<RoadSegment, 'class'>): number => USUAL[kind]?.heavyPct ?? 0;

/** The flow that nobody counted may be half or twice as great: so much is its level uncertain, dB. */
export const INFERRED_SPREAD_DB = 3;

const MAIN_ROADS: ReadonlySet<RoadClass> = new Set(['motorway', 'expressway', 'primary', 'secondary']);

/** Whether a road is one along which class 4a of GB 3096 runs: expressways and arterial roads. */
export const isMainRoad = ({ class: kind }: Pick<RoadSegment, 'class'>): boolean => MAIN_ROADS.has(kind);

/** Tells whether vehicles on a road are audible: in a tunnel or an underpass they are not. */
export const isAudible = ({ class: kind, form }: RoadSegment): boolean =>
  USUAL[kind] !== undefined && form !== 'tunnel' && form !== 'underpass';

/** Vehicles of each class an hour on a segment in a part of the day. */
type Flow = Readonly<Partial<Record<Vehicle, number>>>;

/** Mean of the day's curve over the hours of a part. */
function shareOf(period: Period): number {
  const [from, to] = PERIOD_HOURS[period];
  let sum = 0;
  let hours = 0;
  for (let hour = from; hour !== to; hour = (hour + 1) % STREETS.length) {
    sum += STREETS[hour];
    hours++;
  }
  return sum / hours;
}

const split = (perHour: number, heavyPct: number): Flow => ({
  cars: perHour * (1 - heavyPct / 100),
  // Of those that are not cars one half is medium, the other heavy: an assumption.
  medium: (perHour * heavyPct) / 200,
  heavy: (perHour * heavyPct) / 200,
});

/** Traffic as it was counted: parts of the European day follow the curve within China's day and night. */
function countedFlow(counted: NonNullable<NoiseRequest['traffic']>[number], period: Period): Flow {
  const isNight = period === 'night' || period === 'euNight';
  const perHour = isNight
    ? (counted.nightPerHour * shareOf(period)) / shareOf('night')
    : (counted.dayPerHour * shareOf(period)) / shareOf('day');
  return split(perHour, counted.heavyPct);
}

function inferredFlow({ class: kind, lanes }: RoadSegment, period: Period): Flow {
  const usual = USUAL[kind] ?? { perLaneAndHour: 0, heavyPct: 0 };
  return split((usual.perLaneAndHour * lanes * shareOf(period)) / 100, usual.heavyPct);
}

function flowOf(segment: RoadSegment, counted: EmissionWish['counted'], period: Period): Flow {
  const given = counted.get(segment.id);
  return given ? countedFlow(given, period) : inferredFlow(segment, period);
}

/** What the emission of roads hangs on beside the roads themselves. */
interface EmissionWish {
  airC: number;
  counted: ReadonlyMap<string, NonNullable<NoiseRequest['traffic']>[number]>;
  change: NoiseChange | null;
}

const isChanged = (segment: RoadSegment, change: NoiseChange | null): change is NoiseChange =>
  change !== null && (change.roads === 'all' || isMainRoad(segment) === (change.roads === 'main'));

/** Slopes count by steps of this, per cent: so many streams are alike that few are worked out. */
const SLOPE_STEP_PCT = 0.5;

/** Sound energy of one vehicle an hour on a metre of road, half of them up the slope and half down, worked out once for each kind of stream. */
class StreamEnergies {
  private readonly known = new Map<string, Float64Array>();
  private readonly airC: number;

  constructor(airC: number) {
    this.airC = airC;
  }

  of(vehicle: Vehicle, speedKmPerH: number, slopePct: number, surfaceDb: number): Float64Array {
    const steps = Math.round(Math.abs(slopePct) / SLOPE_STEP_PCT);
    const key = `${vehicle} ${speedKmPerH} ${steps} ${surfaceDb}`;
    const known = this.known.get(key);
    if (known) return known;
    const energies = new Float64Array(BANDS);
    for (const slope of [steps * SLOPE_STEP_PCT, -steps * SLOPE_STEP_PCT]) {
      const stream = {
        vehicle,
        perHour: 0.5,
        speedKmPerH,
        airC: this.airC,
        surfaceDb,
        slopePct: slope,
        junction: null,
      };
      for (const [band, powerDb] of streamPowerDbPerM(stream).entries()) energies[band] += energyOfDb(powerDb);
    }
    this.known.set(key, energies);
    return energies;
  }
}

/** Sound energy of a metre of each of some roads by part of the day: eight bands each, A-weights in it. Other roads are silent. */
export function roadEmissions(
  roads: readonly RoadSegment[],
  slopePct: readonly number[],
  audible: ReadonlySet<number>,
  { airC, counted, change }: EmissionWish,
): Record<Period, Float64Array> {
  const streams = new StreamEnergies(airC);
  const weights = A_WEIGHT_DB.map(energyOfDb);
  const emissions = Object.fromEntries(PERIODS.map((period) => [period, new Float64Array(BANDS * roads.length)]));
  for (const road of audible) {
    const segment = roads[road];
    const changed = isChanged(segment, change) ? change : null;
    const speed = Math.min(segment.speedKmPerH, changed?.speedLimitKmPerH ?? Number.POSITIVE_INFINITY);
    const ratio = (changed?.trafficPct ?? 100) / 100;
    for (const period of PERIODS) {
      const flow = flowOf(segment, counted, period);
      for (const vehicle of VEHICLES) {
        const perHour = ratio * (flow[vehicle] ?? 0);
        if (perHour <= 0) continue;
        const energies = streams.of(vehicle, speed, slopePct[road], changed?.surfaceDb ?? 0);
        const emission = emissions[period];
        for (let band = 0; band < BANDS; band++)
          emission[BANDS * road + band] += perHour * energies[band] * weights[band];
      }
    }
  }
  return emissions as Record<Period, Float64Array>;
}

/** More traffic than so many times what is usual is not expected of a road: no way is sought from roads that are inaudible even then. */
const MAX_TRAFFIC_RATIO = 4;

/** The most energy that a metre of each road may send out by day, A-weighted; where traffic was counted there is no bound. */
export function loudestEnergies(
  roads: readonly RoadSegment[],
  slopePct: readonly number[],
  airC: number,
  counted: ReadonlySet<string>,
): Float64Array {
  const all = new Set(roads.keys());
  const { day } = roadEmissions(roads, slopePct, all, { airC, counted: new Map(), change: null });
  return Float64Array.from(roads, ({ id }, road) => {
    if (counted.has(id)) return Number.POSITIVE_INFINITY;
    let sum = 0;
    for (let band = 0; band < BANDS; band++) sum += day[BANDS * road + band];
    return MAX_TRAFFIC_RATIO * sum;
  });
}
