import { MS_PER_DAY, MS_PER_S, S_PER_H, S_PER_MIN } from '../../../model/time.ts';
import { TRACK_KINDS } from '../../../model/tracks/track-network.ts';
import type { TrackPath, TrackPaths } from '../../../workers/street-traffic/engine-types.ts';
import { cityTime } from '../../kit/city-time.ts';
import { PLACED_NUMBERS, type Reach } from './placed.ts';
import { type TrackRun, trackRun } from './track-run.ts';

/** Metres that a car of the shape is long. */
const SHAPE_CAR_M = 20;

/** A car between others, with the front of the train before it, with its rear behind it, or both. */
const FRONT = 1;
const REAR = 2;
/** Forms of a kind: each combination of the two. */
export const FORMS_PER_KIND = 4;

const S_PER_DAY = MS_PER_DAY / MS_PER_S;
const MPS_PER_KM_PER_H = 1000 / S_PER_H;
/** Part of the headway by which each line's first train sets out later than that of the line before, so that not all set out at once. */
const SHIFT_RATIO = 0.37;

/** A train or boat at an instant. */
interface RunningTrain {
  /** Distance of the front from the end at which it set out. */
  frontM: number;
  isBack: boolean;
}

/** A line that trains or boats run on. */
interface Service {
  line: TrackPath;
  chainageM: Float64Array;
  lengthM: number;
  trainM: number;
  /** There and back. */
  runs: readonly [TrackRun, TrackRun];
  headwayS: number;
  shiftS: number;
}

/** How many are on the lines at an instant. */
interface TrackCounts {
  trains: number;
  boats: number;
}

/** Trains and boats of a city, asked for what is near at an instant: the same second has the same places, whichever way it was reached. */
export class TrackMoments {
  private readonly services: Service[];
  private readonly zone: string;

  constructor({ lines }: TrackPaths, zone: string) {
    this.services = lines.map(serviceOf);
    this.zone = zone;
  }

  counts(timeMs: number): TrackCounts {
    const counts: TrackCounts = { trains: 0, boats: 0 };
    for (const service of this.services)
      for (const isBack of [false, true])
        counts[service.line.kind === 'ferry' ? 'boats' : 'trains'] += agesS(service, isBack, timeMs, this.zone).length;
    return counts;
  }

  /** Puts the cars and boats within reach into `out`, in a fixed order, as many as there is room for; returns how many. */
  near(timeMs: number, reach: Reach, isUndergroundSeen: boolean, out: Float32Array): number {
    let count = 0;
    for (const service of this.services)
      for (const train of trainsOn(service, timeMs, this.zone))
        for (let car = 0; car < service.line.cars; car++) {
          if ((count + 1) * PLACED_NUMBERS > out.length) return count;
          if (putCar(service, train, car, { reach, isUndergroundSeen, out, into: count * PLACED_NUMBERS })) count++;
        }
    return count;
  }
}

function serviceOf(line: TrackPath, number: number): Service {
  const { points, cars, carM, isDouble } = line;
  const chainageM = new Float64Array(points.length);
  for (let i = 1; i < points.length; i++)
    chainageM[i] = chainageM[i - 1] + Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]);
  const lengthM = chainageM[points.length - 1];
  const trainM = cars * carM;
  const order = { ...line, lengthM, trainM, speedMps: line.speedKmPerH * MPS_PER_KM_PER_H };
  const there = trackRun(order);
  const back = trackRun({ ...order, stopsM: line.stopsM.map((m) => lengthM - m) });
  // On one track the next sets out when the one before it has come back.
  const headwayS = isDouble ? line.headwayS : Math.max(line.headwayS, 2 * Math.max(there.lastsS, back.lastsS));
  return {
    line,
    chainageM,
    lengthM,
    trainM,
    runs: [there, back],
    headwayS,
    shiftS: (number * SHIFT_RATIO * headwayS) % headwayS,
  };
}

/** The seconds between two that really set out in one direction, which on a single track is not less than there and back. */
export const headwayOf = (line: TrackPath): number => serviceOf(line, 0).headwayS;

function trainsOn(service: Service, timeMs: number, zone: string): RunningTrain[] {
  return [false, true].flatMap((isBack) => {
    const run = service.runs[isBack ? 1 : 0];
    return agesS(service, isBack, timeMs, zone).map((ageS) => ({ frontM: run.frontM(ageS), isBack }));
  });
}

/** How long ago those set out that are on the line. */
function agesS({ line, runs, headwayS, shiftS }: Service, isBack: boolean, timeMs: number, zone: string): number[] {
  const { lastsS } = runs[isBack ? 1 : 0];
  const { departuresS, isDouble, isThrough } = line;
  if (departuresS) {
    const { hour, minute, second } = cityTime(timeMs, zone);
    const nowS = hour * S_PER_H + minute * S_PER_MIN + second + (timeMs % MS_PER_S) / MS_PER_S;
    return departuresS[isBack ? 1 : 0]
      .map((departureS) => (nowS - departureS + S_PER_DAY) % S_PER_DAY)
      .filter((ageS) => ageS < lastsS);
  }
  // Where one train goes there and back it stands at the far end until it is time.
  const staysS = isDouble || isThrough ? lastsS : headwayS / 2;
  const startS = shiftS + (isBack ? headwayS / 2 : 0);
  const ages: number[] = [];
  for (let ageS = modulo(timeMs / MS_PER_S - startS, headwayS); ageS < staysS; ageS += headwayS) ages.push(ageS);
  return ages;
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by;

/** Into which numbers a car goes, and whether it is wanted. */
interface Wanted {
  reach: Reach;
  isUndergroundSeen: boolean;
  out: Float32Array;
  into: number;
}

/** A car stands with its ends on the line, and to the right of it where there are two tracks. */
function putCar(service: Service, { frontM, isBack }: RunningTrain, car: number, wanted: Wanted): boolean {
  const { line, lengthM } = service;
  const { carM, cars, kind, isDouble, apartM } = line;
  const headM = frontM - car * carM;
  const tailM = headM - carM;
  if (tailM < -TOLERANCE_M || headM > lengthM + TOLERANCE_M) return false;
  const onLine = (s: number) => placeAt(service, isBack ? lengthM - s : s);
  const middleM = isBack ? lengthM - (headM + tailM) / 2 : (headM + tailM) / 2;
  if (!wanted.isUndergroundSeen && line.underground.some(([from, to]) => middleM > from && middleM < to)) return false;
  const [hx, hy, hz] = onLine(headM);
  const [tx, ty, tz] = onLine(tailM);
  const flatM = Math.hypot(hx - tx, hy - ty);
  if (flatM === 0) return false;
  const cosine = (hx - tx) / flatM;
  const sine = (hy - ty) / flatM;
  const rightM = isDouble ? apartM / 2 : 0;
  const east = (hx + tx) / 2 + sine * rightM;
  const north = (hy + ty) / 2 - cosine * rightM;
  const { eastM, northM, reachM } = wanted.reach;
  if ((east - eastM) ** 2 + (north - northM) ** 2 > reachM * reachM) return false;
  const ends = (car === 0 ? FRONT : 0) + (car === cars - 1 ? REAR : 0);
  const number = TRACK_KINDS.indexOf(kind);
  wanted.out.set(
    [
      east,
      north,
      (hz + tz) / 2,
      cosine,
      sine,
      number * FORMS_PER_KIND + ends,
      number,
      carM / SHAPE_CAR_M,
      (hz - tz) / Math.hypot(flatM, hz - tz),
    ],
    wanted.into,
  );
  return true;
}

/** A train that stands at the end of its line is not over it. */
const TOLERANCE_M = 1e-6;

function placeAt({ line: { points }, chainageM }: Service, s: number): readonly [number, number, number] {
  let low = 0;
  let high = points.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (chainageM[middle] <= s) low = middle;
    else high = middle - 1;
  }
  const stepM = chainageM[low + 1] - chainageM[low];
  const share = stepM > 0 ? Math.min(1, Math.max(0, (s - chainageM[low]) / stepM)) : 0;
  const a = points[low];
  const b = points[low + 1];
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}
