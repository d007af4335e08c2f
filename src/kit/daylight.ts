import { sunPosition } from '../../model/geo/sun.ts';
import { MIN_PER_DAY, MS_PER_MIN } from '../../model/time.ts';
import { type CityTime, instantOf } from './city-time.ts';

interface Site {
  lonDeg: number;
  latDeg: number;
}

/** The sun's upper edge on the horizon, with refraction; end of civil twilight. */
const RISE_ALTITUDE_DEG = -0.833;
const CIVIL_ALTITUDE_DEG = -6;

/** What dusk means here: low enough for long shadows and a coloured sky, high enough to light the streets. */
export const DUSK_ALTITUDE_DEG = 4;

/** Minutes of the city's day between which it is day, and twilight; 0 and 1440 where the sun does not set. */
export function daylightOf(
  { year, month, day }: Pick<CityTime, 'year' | 'month' | 'day'>,
  zone: string,
  site: Site,
): { dawnMin: number; riseMin: number; setMin: number; duskMin: number } {
  const startMs = instantOf(year, month, day, 0, zone);
  const altitudeAt = (minute: number) => sunPosition(startMs + minute * MS_PER_MIN, site).altitudeDeg;
  const noon = highestMinute(altitudeAt);
  const [riseMin, setMin] = span(altitudeAt, noon, RISE_ALTITUDE_DEG);
  const [dawnMin, duskMin] = span(altitudeAt, noon, CIVIL_ALTITUDE_DEG);
  return { dawnMin, riseMin, setMin, duskMin };
}

/** The minute of the afternoon at which the sun sinks to an altitude; noon's own minute when it never stands that high. */
export function timeOfAltitude(
  { year, month, day }: Pick<CityTime, 'year' | 'month' | 'day'>,
  altitudeDeg: number,
  zone: string,
  site: Site,
): number {
  const startMs = instantOf(year, month, day, 0, zone);
  const altitudeAt = (minute: number) => sunPosition(startMs + minute * MS_PER_MIN, site).altitudeDeg;
  return Math.min(MIN_PER_DAY - 1, span(altitudeAt, highestMinute(altitudeAt), altitudeDeg)[1]);
}

function highestMinute(altitudeAt: (minute: number) => number): number {
  let best = 0;
  for (let minute = 0; minute < MIN_PER_DAY; minute += 4) if (altitudeAt(minute) > altitudeAt(best)) best = minute;
  return best;
}

/** The sun rises all the way to noon and sinks after it, so bisection finds each crossing. */
function span(altitudeAt: (minute: number) => number, noon: number, altitudeDeg: number): [from: number, to: number] {
  if (altitudeAt(noon) <= altitudeDeg) return [noon, noon];
  const crossing = (dark: number) => {
    if (altitudeAt(dark) >= altitudeDeg) return dark;
    let low = dark;
    let high = noon;
    while (Math.abs(high - low) > 0.5) {
      const middle = (low + high) / 2;
      if (altitudeAt(middle) < altitudeDeg) low = middle;
      else high = middle;
    }
    return Math.round((low + high) / 2);
  };
  return [crossing(0), crossing(MIN_PER_DAY)];
}
