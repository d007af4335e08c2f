import type { Enu } from '../../../model/geo/enu.ts';
import { meetsMinutes } from '../../../model/questions/sun-rules.ts';
import type { SunFan, SunRayReach, SunReach, SunResult } from '../../../workers/sun/engine-types.ts';
import type { FacadeQuads } from './facade-quads.ts';

/** Colours of rays by what becomes of them, in those of the façades: petrol counts, ochre is shade. */
export const REACH_TOKENS: Readonly<Record<SunReach, string>> = {
  lit: 'div-7',
  flat: 'div-5',
  shaded: 'div-1',
  behind: 'ink-3',
};

/** The window of a storey that has least sun with what is planned, among those that the rule holds for; null: the storey has none. */
export function darkestWindow({ windows, rules }: SunResult, of: { building: number; storey: number }): number | null {
  const { count, building, storey, afterMin, openMin } = windows;
  const isOf = (w: number) => building[w] === of.building && storey[w] === of.storey;
  const own = Array.from({ length: count }, (_, w) => w).filter(isOf);
  const judged = own.filter((w) => meetsMinutes(openMin[w], rules.minMinutes));
  const list = judged.length > 0 ? judged : own;
  return list.length === 0 ? null : list.reduce((least, w) => (afterMin[w] < afterMin[least] ? w : least));
}

/** Rays are so long, grow to so wide, and end in a sun so large. */
const LONG_M = 90;
const WIDE_M = 0.7;
const SUN_M = 3;

/** Each ray as a blade that widens towards a square at its end, where the sun stands. */
export function fanQuads({ atM, rays }: SunFan, phase: 'before' | 'after'): FacadeQuads {
  const corners: number[] = [];
  const tokens: string[] = [];
  const [x, y, z] = atM;
  for (const ray of rays) {
    const [east, north, up] = ray.to;
    const flat = Math.hypot(east, north) || 1;
    // Level and across the ray, and at a right angle to both.
    const across = [-north / flat, east / flat, 0];
    const rise = [(-up * east) / flat, (-up * north) / flat, flat];
    const corner = (longM: number, a: number, r: number) =>
      corners.push(
        x + longM * east + a * across[0] + r * rise[0],
        y + longM * north + a * across[1] + r * rise[1],
        z + longM * up + a * across[2] + r * rise[2],
      );
    const half = WIDE_M / 2;
    corner(0, 0, 0);
    corner(LONG_M, -half, 0);
    corner(LONG_M, half, 0);
    corner(0, 0, 0);
    for (const [a, r] of SQUARE) corner(LONG_M, (a * SUN_M) / 2, (r * SUN_M) / 2);
    tokens.push(REACH_TOKENS[ray[phase]], REACH_TOKENS[ray[phase]]);
  }
  return { cornersM: Float64Array.from(corners), tokens };
}

const SQUARE = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
] as const;

/** Rays that come to it, of all while the sun is up. */
export const litRays = ({ rays }: SunFan, phase: 'before' | 'after'): number =>
  rays.filter((ray) => ray[phase] === 'lit').length;

/** A word lies so far beyond the sun's square. */
const BEYOND_M = 5;

/** A ray lies on an hour by so much, hours. */
const ON_THE_HOUR = 0.01;

/** True solar time as a clock shows it, to the nearest minute. */
export function hourText(solarHour: number): string {
  const minutes = Math.round(60 * solarHour);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Where the hours of a fan are written: at each ray on the hour; where a band begins between, at every sixth. */
export function fanHours({ atM, rays }: SunFan): { at: Enu; text: string }[] {
  const isWhole = ({ solarHour }: SunRayReach) => Math.abs(solarHour - Math.round(solarHour)) <= ON_THE_HOUR;
  const onHour = rays.filter(isWhole);
  const named = onHour.length > 0 ? onHour : rays.filter((_, i) => i % RAYS_PER_HOUR === 0);
  const longM = LONG_M + BEYOND_M;
  return named.map(({ to: [east, north, up], solarHour }) => ({
    at: [atM[0] + longM * east, atM[1] + longM * north, atM[2] + longM * up],
    text: hourText(solarHour),
  }));
}

const RAYS_PER_HOUR = 6;
