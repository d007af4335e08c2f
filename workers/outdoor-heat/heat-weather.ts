import { RAD_PER_DEG } from '../../model/geo/lon-lat.ts';
import { type SkyPlace, sunPosition } from '../../model/geo/sun.ts';
import { HOURS_A_DAY, type OutdoorHeatRequest } from '../../model/questions/outdoor-heat.ts';
import { MS_PER_DAY, MS_PER_H, MS_PER_MIN } from '../../model/time.ts';
import { instantOfWall } from '../../model/wall-clock.ts';
import { shineWPerM2 } from './surfaces.ts';
import { saturationKPa, ZERO_C_K } from './utci.ts';

/** Weather and sun of an hour. */
export interface HeatHour {
  hour: number;
  airC: number;
  humidityPct: number;
  vapourKPa: number;
  /** At 10 m over open ground. */
  windMps: number;
  globalWPerM2: number;
  /** Square to the sun. */
  beamWPerM2: number;
  diffuseWPerM2: number;
  /** Warmth of the whole sky on level ground. */
  skyWPerM2: number;
  /** Where the sun stands in the middle of the hour. */
  sun: SkyPlace;
  /** Where it stands while shadows are cast: in the middle of each half. */
  casts: readonly SkyPlace[];
}

/** The place and clock of a day. */
interface HeatClock {
  lonDeg: number;
  latDeg: number;
  elevationM: number;
  /** The first instant of the day by the city's clock. */
  startMs: number;
}

/** A day whose year is not stated is of this one: the sun moves by less than 0.1° from year to year. */
const YEAR = 2026;
const COOLEST_HOUR = 5.5;
const WARMEST_HOUR = 15;
/** Sunlight outside the air at the mean distance, W/m². */
const SOLAR_WPM2 = 1361;
/** Under a sun so low all light is taken for light of the sky. */
const LOWEST_SUN_DEG = 2;
/** A sky without clouds gives so much of the formula's sunlight or more; clouds are told by it where that is more than this. */
const HAZY_RATIO = 0.9;
const SEEN_BY_WPM2 = 200;
const HALVES_H = [0.25, 0.75] as const;

/** The first instant of a day by a zone's clock at noon; a change of the clock in that day is left out. */
export function startOfDayMs(month: number, day: number, zone: string): number {
  const noonMs = Date.UTC(YEAR, month - 1, day) + MS_PER_DAY / 2;
  return instantOfWall(noonMs / MS_PER_MIN, zone) - MS_PER_DAY / 2;
}

/** All hours of the day that a request means: as listed, or between its two temperatures. */
export function heatHours(request: OutdoorHeatRequest, clock: HeatClock): HeatHour[] {
  const vapourKPa = (saturationKPa(request.warmestC) * request.humidityPct) / 100;
  return Array.from({ length: HOURS_A_DAY }, (_, hour): HeatHour => {
    const sky = (atHour: number) => sunPosition(clock.startMs + atHour * MS_PER_H, clock);
    const sun = sky(hour + 0.5);
    const casts = HALVES_H.map((part) => sky(hour + part)).filter(({ altitudeDeg }) => altitudeDeg > LOWEST_SUN_DEG);
    const listed = request.weather?.[hour];
    if (listed) {
      const ownKPa = (saturationKPa(listed.airC) * listed.humidityPct) / 100;
      return { hour, ...hourOf(listed, ownKPa, sun, null), casts };
    }
    const airC = airAt(hour + 0.5, request);
    const humidityPct = Math.min(100, (100 * vapourKPa) / saturationKPa(airC));
    const ownKPa = (saturationKPa(airC) * humidityPct) / 100;
    const globalWPerM2 = clearSky(sun) * cloudPart(request.cloudPct);
    return {
      hour,
      ...hourOf({ airC, humidityPct, windMps: request.windMps, globalWPerM2 }, ownKPa, sun, request.cloudPct),
      casts,
    };
  });
}

type Listed = NonNullable<OutdoorHeatRequest['weather']>[number];
function hourOf(
  listed: Listed,
  vapourKPa: number,
  sun: SkyPlace,
  cloudPct: number | null,
): Omit<HeatHour, 'hour' | 'casts'> {
  const split = splitSunlight(listed, sun);
  const clear = clearSky(sun);
  // By night and under a low sun nobody sees the clouds by the sunlight: the sky is taken for clear.
  const dimmed = clear > SEEN_BY_WPM2 ? Math.min(1, listed.globalWPerM2 / (HAZY_RATIO * clear)) : 1;
  const cloud = cloudPct === null ? Math.min(1, ((1 - dimmed) / 0.75) ** (1 / 3.4)) : cloudPct / 100;
  return { ...listed, ...split, vapourKPa, skyWPerM2: skyWarmth(listed.airC, vapourKPa, cloud), sun };
}

/** Two halves of cosine between the coolest hour and the warmest. */
function airAt(hour: number, { coolestC, warmestC }: Pick<OutdoorHeatRequest, 'coolestC' | 'warmestC'>): number {
  const middleC = (coolestC + warmestC) / 2;
  const halfK = (warmestC - coolestC) / 2;
  const warmingH = WARMEST_HOUR - COOLEST_HOUR;
  const sinceH = (hour - COOLEST_HOUR + HOURS_A_DAY) % HOURS_A_DAY;
  const turn = sinceH < warmingH ? 1 + sinceH / warmingH : (sinceH - warmingH) / (HOURS_A_DAY - warmingH);
  return middleC + halfK * Math.cos(Math.PI * turn);
}

/** Sunlight on level ground under a clear sky (Haurwitz 1945). */
function clearSky({ altitudeDeg }: SkyPlace): number {
  const sine = Math.sin(altitudeDeg * RAD_PER_DEG);
  return sine <= 0 ? 0 : 1098 * sine * Math.exp(-0.057 / sine);
}

/** What clouds leave of it (Kasten and Czeplak 1980). */
const cloudPart = (cloudPct: number): number => 1 - 0.75 * (cloudPct / 100) ** 3.4;

/** Beam and light of the sky: as listed, else by Erbs, Klein and Duffie (1982). */
function splitSunlight(
  { globalWPerM2, diffuseWPerM2: listed }: Pick<Listed, 'globalWPerM2' | 'diffuseWPerM2'>,
  { altitudeDeg }: SkyPlace,
) {
  if (globalWPerM2 <= 0 || altitudeDeg <= LOWEST_SUN_DEG) return { beamWPerM2: 0, diffuseWPerM2: globalWPerM2 };
  const sine = Math.sin(altitudeDeg * RAD_PER_DEG);
  const clearness = Math.min(1, globalWPerM2 / (SOLAR_WPM2 * sine));
  const diffuseWPerM2 = Math.min(globalWPerM2, listed ?? globalWPerM2 * diffusePart(clearness));
  return { beamWPerM2: Math.min(SOLAR_WPM2, (globalWPerM2 - diffuseWPerM2) / sine), diffuseWPerM2 };
}

function diffusePart(k: number): number {
  if (k <= 0.22) return 1 - 0.09 * k;
  return k > 0.8 ? 0.165 : 0.9511 - 0.1604 * k + 4.388 * k ** 2 - 16.638 * k ** 3 + 12.336 * k ** 4;
}

/** Warmth that comes down from the sky: Prata (1996), raised by clouds as Sugita and Brutsaert (1993) have it. */
function skyWarmth(airC: number, vapourKPa: number, cloud: number): number {
  const kelvin = airC + ZERO_C_K;
  const water = (465 * vapourKPa) / kelvin;
  const clear = 1 - (1 + water) * Math.exp(-Math.sqrt(1.2 + 3 * water));
  return Math.min(1, clear * (1 + 0.22 * cloud ** 2.75)) * shineWPerM2(kelvin);
}
