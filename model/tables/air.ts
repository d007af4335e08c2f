import type { AirLimit } from '../air/substances.ts';
import type { Text } from '../text/text.ts';
import { type Columns, number, text, word } from './data-table.ts';

/** People and ground above a limit: out of doors, and in closed houses. */
export interface LimitReach extends AirLimit {
  residents: number;
  buildings: number;
  /** Number of those whose closed houses reach it too, within the time that people stay. */
  residentsIndoors: number;
  buildingsIndoors: number;
  /** When the first building reaches it, minutes after the release began; null: none does. */
  firstMin: number | null;
  /** Farthest downwind, at 1.5 m; null: nowhere. */
  farM: number | null;
  areaM2: number;
}

/** A building above the lowest limit. */
export interface ReachedHome {
  id: string;
  name: Text;
  atM: readonly [eastM: number, northM: number];
  residents: number;
  mgPerM3: number;
  indoorMgPerM3: number;
  arrivalMin: number;
  /** The highest limit out of doors, and in the closed house; empty: none. */
  reached: string;
  reachedIndoors: string;
}

/** The smallest ground that holds the source with these odds. */
export interface TracedGround {
  oddsPct: number;
  areaM2: number;
  /** Box around it. */
  westM: number;
  southM: number;
  eastM: number;
  northM: number;
}

/** A reading, and what the likeliest place would make there. */
export interface TracedReading {
  number: number;
  atM: readonly [eastM: number, northM: number];
  windMps: number;
  windFromDeg: number;
  readMgPerM3: number;
  modelMgPerM3: number;
}

/** Limits and who is above them. */
export const LIMIT_REACH = {
  limit: text(({ id }) => id),
  mg_per_m3: number(({ mgPerM3 }) => mgPerM3, 4),
  source: text(({ source }) => source.name.en),
  edition: text(({ source }) => source.edition),
  verified: word(({ source }) => (source.isVerified ? 'yes' : 'no')),
  residents: number(({ residents }) => residents, 0),
  buildings: number(({ buildings }) => buildings),
  residents_indoors: number(({ residentsIndoors }) => residentsIndoors, 0),
  buildings_indoors: number(({ buildingsIndoors }) => buildingsIndoors),
  first_min: number(({ firstMin }) => firstMin, 1),
  far_m: number(({ farM }) => farM, 0),
  area_m2: number(({ areaM2 }) => areaM2, 0),
} satisfies Columns<LimitReach>;

/** Buildings above the lowest limit. */
export const REACHED_HOME = {
  id: text(({ id }) => id),
  name_zh: text(({ name }) => name.zh),
  name_en: text(({ name }) => name.en),
  east_m: number(({ atM }) => atM[0], 1),
  north_m: number(({ atM }) => atM[1], 1),
  residents: number(({ residents }) => residents, 0),
  mg_per_m3: number(({ mgPerM3 }) => mgPerM3, 4),
  indoor_mg_per_m3: number(({ indoorMgPerM3 }) => indoorMgPerM3, 4),
  arrival_min: number(({ arrivalMin }) => arrivalMin, 1),
  limit: text(({ reached }) => reached),
  limit_indoors: text(({ reachedIndoors }) => reachedIndoors),
} satisfies Columns<ReachedHome>;

/** Ground by odds. */
export const TRACED_GROUND = {
  odds_pct: number(({ oddsPct }) => oddsPct),
  area_m2: number(({ areaM2 }) => areaM2, 0),
  west_m: number(({ westM }) => westM, 0),
  south_m: number(({ southM }) => southM, 0),
  east_m: number(({ eastM }) => eastM, 0),
  north_m: number(({ northM }) => northM, 0),
} satisfies Columns<TracedGround>;

/** Readings and the model. */
export const TRACED_READING = {
  reading: number((row) => row.number),
  east_m: number(({ atM }) => atM[0], 1),
  north_m: number(({ atM }) => atM[1], 1),
  wind_m_per_s: number(({ windMps }) => windMps, 2),
  wind_from_deg: number(({ windFromDeg }) => windFromDeg, 0),
  read_mg_per_m3: number(({ readMgPerM3 }) => readMgPerM3, 6),
  model_mg_per_m3: number(({ modelMgPerM3 }) => modelMgPerM3, 6),
} satisfies Columns<TracedReading>;
