import { greatColdDay, winterSolsticeDay } from '../../model/geo/study-days.ts';
import { skyDirection, sunPosition } from '../../model/geo/sun.ts';
import type { SunRules } from '../../model/questions/sun-rules.ts';
import { MS_PER_H, MS_PER_MIN, MS_PER_S } from '../../model/time.ts';
import type { Arena } from '../shared/arena.ts';

/** The sun as a ray meets it: unit east and north towards it, and metres up a metre in plan. Not above 0: it is down. */
interface SunRay {
  east: number;
  north: number;
  slope: number;
}

/** Numbers of a look in `SunBand.looks`: east, north, slope. */
export const LOOK = 3;

/**
 * The band of a day that counts, and the sun at the middle of each step of it. The band is of the origin's true solar time: 4 km east or
 * west are 10 s of it. The sun's rays are parallel, so that its place in the origin's plane holds for the whole city.
 */
export interface SunBand {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepS: number;
  readonly count: number;
  /** `LOOK` numbers a step. */
  readonly looks: Float64Array;
  /** At a second of the band. */
  at(second: number): SunRay;
}

interface Place {
  lonDeg: number;
  latDeg: number;
}

export function sunBand(rules: SunRules, year: number, place: Place, arena: Arena): SunBand {
  const day = dayOf(rules.day, year);
  const [fromMs, toMs] = rules.bandH.map((hour) => instantOfSolarHour(day, hour, place));
  const bandS = Math.round((toMs - fromMs) / MS_PER_S);
  const stepS = rules.stepMin * (MS_PER_MIN / MS_PER_S);
  const count = Math.max(1, Math.round(bandS / stepS));
  const knots = knotsOf(fromMs, bandS, place);
  const at = (second: number): SunRay => between(knots, second);
  const looks = arena.f64(LOOK * count);
  for (let k = 0; k < count; k++) {
    const { east, north, slope } = at((k + 0.5) * stepS);
    looks.set([east, north, slope], LOOK * k);
  }
  return { fromMs, toMs, stepS, count, looks, at };
}

/** Between two places of the sun that are worked out; in between a parabola through three is right to 10⁻⁸ of a radian. */
const KNOT_S = 60;

/** Unit vectors to the sun, one knot before the band's beginning to two after its end. */
function knotsOf(fromMs: number, bandS: number, place: Place): Float64Array {
  const count = Math.ceil(bandS / KNOT_S) + 4;
  const knots = new Float64Array(3 * count);
  for (let k = 0; k < count; k++)
    knots.set(skyDirection(sunPosition(fromMs + (k - 1) * KNOT_S * MS_PER_S, place)), 3 * k);
  return knots;
}

function between(knots: Float64Array, second: number): SunRay {
  const at = Math.floor(second / KNOT_S);
  const t = second / KNOT_S - at;
  const before = (t * (t - 1)) / 2;
  const here = 1 - t * t;
  const after = (t * (t + 1)) / 2;
  const o = 3 * at;
  const along = (axis: number) => knots[o + axis] * before + knots[o + 3 + axis] * here + knots[o + 6 + axis] * after;
  const east = along(0);
  const north = along(1);
  const flat = Math.sqrt(east * east + north * north);
  return { east: east / flat, north: north / flat, slope: along(2) / flat };
}

/** UTC of the midnight that begins the day by the calendar of the place's own longitude. */
function dayOf(day: SunRules['day'], year: number): number {
  if (day === 'great-cold') return Date.UTC(year, 0, greatColdDay(year));
  if (day === 'winter-solstice') return Date.UTC(year, 11, winterSolsticeDay(year));
  return Date.UTC(year, day.month - 1, day.day);
}

/** The instant at which the sun of that day says so; mean solar time is at most 17 minutes off, and each turn takes off all but a second of a day. */
function instantOfSolarHour(dayMs: number, hour: number, place: Place): number {
  const localMs = dayMs - (place.lonDeg / 15) * MS_PER_H;
  let ms = localMs + hour * MS_PER_H;
  for (let turn = 0; turn < 3; turn++) {
    const { trueSolarHour } = sunPosition(ms, place);
    const lateH = ((hour - trueSolarHour + 36) % 24) - 12;
    ms += lateH * MS_PER_H;
  }
  return Math.round(ms);
}
