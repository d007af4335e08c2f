import type { SurfaceId } from '../questions/outdoor-heat.ts';
import { type Columns, number, word } from './data-table.ts';

/** Classes of the index (Bröde et al. 2012), from the coolest: from this felt temperature on, °C. */
export const STRESS_CLASSES = [
  { id: 'cold', fromC: null },
  { id: 'none', fromC: 9 },
  { id: 'moderate', fromC: 26 },
  { id: 'strong', fromC: 32 },
  { id: 'veryStrong', fromC: 38 },
  { id: 'extreme', fromC: 46 },
] as const;
/** A class of the index. */
type StressId = (typeof STRESS_CLASSES)[number]['id'];

/** Stands for no value among tenths of a degree in maps of heat. */
export const NO_TENTHS = -32768;

/** From this felt temperature on heat stress is strong. */
export const STRONG_FROM_C = 32;

/** Ground and residents in a class of the index at the worst hour. */
export interface HeatClass {
  stress: StressId;
  areaM2: number;
  residents: number;
  /** Before the change; null: nothing changes. */
  areaBeforeM2: number | null;
  residentsBefore: number | null;
}

/** An hour of the day over the whole area. */
export interface HeatOfHour {
  hour: number;
  airC: number;
  humidityPct: number;
  windMps: number;
  globalWPerM2: number;
  meanUtciC: number | null;
  maxUtciC: number | null;
  meanRadiantC: number | null;
  /** Part of the ground with strong heat stress or more. */
  strongPct: number;
  /** Mean change; null: nothing changes. */
  changeK: number | null;
}

/** A hot place, at the worst hour. */
export interface HotPlace {
  eastM: number;
  northM: number;
  utciC: number;
  radiantC: number;
  /** Hours with strong heat stress or more, of those asked for. */
  strongHours: number;
  surface: SurfaceId;
}

/** A tree that was placed, and what it was foretold to do: felt degrees times hours times residents, or times square metres. */
export interface PlacedTree {
  eastM: number;
  northM: number;
  crownM: number;
  heightM: number;
  relief: number;
}

/** Mean warmth of a surface at the worst hour. */
export interface SurfaceWarmth {
  surface: SurfaceId;
  areaM2: number;
  meanC: number;
}

export const HEAT_CLASS = {
  stress: word(({ stress }) => stress),
  area_m2: number(({ areaM2 }) => areaM2, 0),
  residents: number(({ residents }) => residents, 0),
  area_before_m2: number(({ areaBeforeM2 }) => areaBeforeM2, 0),
  residents_before: number(({ residentsBefore }) => residentsBefore, 0),
} satisfies Columns<HeatClass>;

export const HEAT_OF_HOUR = {
  hour: number(({ hour }) => hour, 0),
  air_c: number(({ airC }) => airC, 1),
  humidity_pct: number(({ humidityPct }) => humidityPct, 0),
  wind_mps: number(({ windMps }) => windMps, 1),
  global_w_per_m2: number(({ globalWPerM2 }) => globalWPerM2, 0),
  mean_utci_c: number(({ meanUtciC }) => meanUtciC, 1),
  max_utci_c: number(({ maxUtciC }) => maxUtciC, 1),
  mean_tmrt_c: number(({ meanRadiantC }) => meanRadiantC, 1),
  strong_pct: number(({ strongPct }) => strongPct, 1),
  change_k: number(({ changeK }) => changeK, 2),
} satisfies Columns<HeatOfHour>;

export const HOT_PLACE = {
  east_m: number(({ eastM }) => eastM, 1),
  north_m: number(({ northM }) => northM, 1),
  utci_c: number(({ utciC }) => utciC, 1),
  tmrt_c: number(({ radiantC }) => radiantC, 1),
  strong_hours: number(({ strongHours }) => strongHours, 0),
  surface: word(({ surface }) => surface),
} satisfies Columns<HotPlace>;

export const PLACED_TREE = {
  east_m: number(({ eastM }) => eastM, 1),
  north_m: number(({ northM }) => northM, 1),
  crown_m: number(({ crownM }) => crownM, 1),
  height_m: number(({ heightM }) => heightM, 1),
  relief: number(({ relief }) => relief, 1),
} satisfies Columns<PlacedTree>;

export const SURFACE_WARMTH = {
  surface: word(({ surface }) => surface),
  area_m2: number(({ areaM2 }) => areaM2, 0),
  mean_c: number(({ meanC }) => meanC, 1),
} satisfies Columns<SurfaceWarmth>;
