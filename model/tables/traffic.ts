import type { Text } from '../text/text.ts';
import { type Columns, number, text, word } from './data-table.ts';

/** How traffic goes on a road, from free (A) to more than fits (F). */
export type RoadLevel = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';

/** One state of a road: cars an hour that want to pass in both directions, and of the fuller direction the part of what fits, its speed and its level. */
export interface RoadLoad {
  carsPerH: number;
  ratio: number;
  speedKmPerH: number;
  level: RoadLevel;
}

/** A road segment before and after. */
export interface LoadedRoad {
  id: string;
  name: Text;
  class: string;
  line: readonly (readonly [eastM: number, northM: number])[];
  /** Null: it was not there, or closed to cars. */
  before: RoadLoad | null;
  after: RoadLoad | null;
}

/** Those who set out from one zone. */
export interface LateZone {
  /** The nearest street. */
  name: Text;
  atM: readonly [eastM: number, northM: number];
  /** Cell of the map. */
  column: number;
  row: number;
  residents: number;
  /** Trips by car an hour that begin here and reach another place. */
  trips: number;
  beforeMin: number;
  afterMin: number;
  /** Trips that find no way any more. */
  stranded: number;
}

/** Counted traffic of a place beside what was computed for the same hour. */
export interface CountedRoad {
  id: string;
  street: Text;
  atM: readonly [eastM: number, northM: number];
  segment: string;
  /** Direction of the segment's centre line; null: both together. */
  way: 'along' | 'against' | null;
  countedPerH: number;
  computedPerH: number;
  /** √(2 (computed − counted)² / (computed + counted)), in √(veh/h): below 5 is a good fit (DMRB). */
  geh: number;
}

const change = ({ before, after }: LoadedRoad): number => (after?.carsPerH ?? 0) - (before?.carsPerH ?? 0);

/** Roads before and after. */
export const LOADED_ROAD = {
  id: text(({ id }) => id),
  name_zh: text(({ name }) => name.zh),
  name_en: text(({ name }) => name.en),
  class: word((road) => road.class),
  cars_per_h_before: number(({ before }) => before?.carsPerH, 0),
  cars_per_h_after: number(({ after }) => after?.carsPerH, 0),
  change_per_h: number(change, 0),
  ratio_before: number(({ before }) => before?.ratio, 3),
  ratio_after: number(({ after }) => after?.ratio, 3),
  km_per_h_before: number(({ before }) => before?.speedKmPerH, 1),
  km_per_h_after: number(({ after }) => after?.speedKmPerH, 1),
  level_before: word(({ before }) => before?.level),
  level_after: word(({ after }) => after?.level),
} satisfies Columns<LoadedRoad>;

/** Zones and how much later those are who set out there. */
export const LATE_ZONE = {
  name_zh: text(({ name }) => name.zh),
  name_en: text(({ name }) => name.en),
  east_m: number(({ atM }) => atM[0], 1),
  north_m: number(({ atM }) => atM[1], 1),
  residents: number(({ residents }) => residents, 0),
  trips_per_h: number(({ trips }) => trips, 1),
  before_min: number(({ beforeMin }) => beforeMin, 2),
  after_min: number(({ afterMin }) => afterMin, 2),
  later_min: number(({ beforeMin, afterMin }) => afterMin - beforeMin, 2),
  without_way: number(({ stranded }) => stranded, 1),
} satisfies Columns<LateZone>;

/** Counted traffic beside what was computed. */
export const COUNTED_ROAD = {
  id: text(({ id }) => id),
  street_zh: text(({ street }) => street.zh),
  street_en: text(({ street }) => street.en),
  segment: text(({ segment }) => segment),
  way: word(({ way }) => way),
  counted_per_h: number(({ countedPerH }) => countedPerH, 0),
  computed_per_h: number(({ computedPerH }) => computedPerH, 0),
  geh: number(({ geh }) => geh, 2),
} satisfies Columns<CountedRoad>;
