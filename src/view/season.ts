import { EVERGREEN_KINDS, TREE_KINDS, type TreeKind } from '../../model/city/tree-kinds.ts';
import { MS_PER_DAY } from '../../model/time.ts';
import type { UnitRgb } from './tokens.ts';

/** Colour of leaves, of a grey as bright: of those that turn in autumn, and of those that never do. */
const TURNED: Readonly<Record<TreeKind, UnitRgb>> = {
  round: [1.06, 0.99, 0.77],
  spreading: [1.14, 0.94, 0.77],
  column: [1.12, 1.02, 0.69],
  evergreen: [0.86, 0.93, 0.86],
  conifer: [0.86, 0.93, 0.9],
  weeping: [1.05, 1.02, 0.76],
};

const text = (values: UnitRgb): string => `vec3(${values.map((value) => value.toFixed(3)).join(', ')})`;

/**
 * What the season makes of a crown, as shares of its own brightness: kinds that lose their leaves are fresh in spring, turn by their kind in
 * autumn, each tree in days of its own, and are grey twigs in winter; those that keep them are darker all the year. `chance`: of the tree,
 * `strength`: of the style.
 */
export const SEASONED = `
const float LOSES[${TREE_KINDS.length}] = float[${TREE_KINDS.length}](${TREE_KINDS.map((kind) => (EVERGREEN_KINDS.includes(kind) ? '0.0' : '1.0')).join(', ')});
const vec3 TURNED[${TREE_KINDS.length}] = vec3[${TREE_KINDS.length}](${TREE_KINDS.map((kind) => text(TURNED[kind])).join(', ')});
vec3 seasoned(vec3 colour, int kind, float chance, float strength) {
  if (LOSES[kind] < 0.5) return colour * mix(vec3(1.0), TURNED[kind], strength);
  float own = fract(chance * 23.0);
  float grey = dot(colour, vec3(0.299, 0.587, 0.114));
  colour *= mix(vec3(1.0), vec3(1.05, 1.07, 0.86), strength * u_season.x);
  colour = mix(colour, grey * TURNED[kind], 0.72 * strength * clamp(u_season.y * 1.5 - 0.5 * own, 0.0, 1.0));
  return mix(colour, grey * vec3(0.86, 0.80, 0.75), 0.9 * strength * clamp(u_season.z * 1.4 - 0.4 * own, 0.0, 1.0));
}`;

/** What the time of year makes of trees that lose their leaves, each 0 to 1. */
interface Season {
  /** Young leaves. */
  readonly springRatio: number;
  /** Leaves in the colours of autumn. */
  readonly autumnRatio: number;
  /** How many leaves have fallen. */
  readonly bareRatio: number;
}

const DAYS_A_YEAR = 365.25;

/** Day of the year that a made city opens in, 5 June: early summer, when leaves are whole and not yet dark. */
const OPENING_DAY = 156;

/**
 * The instant by which trees are drawn: the shown one, but in a made city that nobody has set to a time an early summer's day of the same year, so that
 * a hall or a first visitor in December does not meet bare trees that nobody asked for.
 */
export function seasonMsOf(
  { shownTimeMs, isTimeChosen }: { readonly shownTimeMs: number; readonly isTimeChosen: boolean },
  { fictional, origin }: { readonly fictional: boolean; readonly origin: { readonly latDeg: number } },
): number {
  if (isTimeChosen || !fictional) return shownTimeMs;
  const day = OPENING_DAY + (origin.latDeg < 0 ? DAYS_A_YEAR / 2 : 0);
  return Date.UTC(new Date(shownTimeMs).getUTCFullYear(), 0) + day * MS_PER_DAY;
}

/** Between these latitudes a year begins to have seasons that trees follow. */
const FROM_LAT_DEG = 20;
const TO_LAT_DEG = 30;

/** Days of the year at 34° of the northern half, between which each comes and goes: drawn by eye after eastern China's and middle Europe's year. */
const SPRING = { from: 75, full: 95, ends: 120, gone: 145 };
const AUTUMN = { from: 275, full: 312 };
const FALL = { from: 312, bare: 345 };
const BUDS = { from: 68, whole: 98 };
/** Days by which spring is later and autumn earlier for a degree farther from the equator, and at most. */
const LAG_DAYS_A_DEG = 0.9;
const DEFAULT_LAT_DEG = 34;
const MAX_LAG_DAYS = 25;

/** The season of trees at an instant and latitude; between the tropics there is none. For the picture alone: nobody counts leaves. */
export function seasonAt(timeMs: number, latDeg: number): Season {
  const strength = smooth((Math.abs(latDeg) - FROM_LAT_DEG) / (TO_LAT_DEG - FROM_LAT_DEG));
  const at = new Date(timeMs);
  const south = latDeg < 0 ? DAYS_A_YEAR / 2 : 0;
  const day = ((timeMs - Date.UTC(at.getUTCFullYear(), 0)) / MS_PER_DAY + south) % DAYS_A_YEAR;
  const lag = Math.min(MAX_LAG_DAYS, Math.max(-10, (Math.abs(latDeg) - DEFAULT_LAT_DEG) * LAG_DAYS_A_DEG));
  const early = day - lag;
  const late = day + lag;
  const isAutumn = ramp(late, AUTUMN.from, AUTUMN.full);
  // Winter reaches over the turn of the year: bare from the fall to the buds.
  const isBare = Math.max(ramp(late, FALL.from, FALL.bare), 1 - ramp(early, BUDS.from, BUDS.whole));
  return {
    springRatio: strength * ramp(early, SPRING.from, SPRING.full) * (1 - ramp(early, SPRING.ends, SPRING.gone)),
    autumnRatio: strength * isAutumn,
    bareRatio: strength * isBare,
  };
}

const smooth = (ratio: number): number => {
  const t = Math.min(1, Math.max(0, ratio));
  return t * t * (3 - 2 * t);
};

const ramp = (day: number, from: number, to: number): number => smooth((day - from) / (to - from));
