import type { Text } from '../text/text.ts';
import { type Columns, number, text } from './data-table.ts';

/** A district as it is divided, beside how it was. */
export interface District {
  id: string;
  name: Text;
  /** Its place that serves, or the middle of those who live in it. */
  atM: readonly [eastM: number, northM: number];
  /** People or things in it, and how many it should have. */
  load: number;
  target: number;
  /** Null: there is none today. */
  before: number | null;
  /** People or things that come from other districts, and that leave for others. */
  joined: number;
  left: number;
  squares: number;
  areaHa: number;
  /** Mean way on foot to its place, or mean distance from its middle as a square root of squares; null: nobody is in it. */
  meanMin: number | null;
  meanM: number | null;
  /** Neighbours have other numbers, from 0 on, so that a picture tells them apart. */
  colour: number;
}

/** How good a division is. */
export interface DivisionLevel {
  /** By how much the district that is farthest off its share is off, per cent. */
  worstOffPct: number;
  /** Mean over all people or things; null where it is measured by the other. */
  meanMin: number | null;
  meanM: number | null;
}

/** A square of ground with the district that it is in; null: today in none. */
export interface DistrictSquare {
  atM: readonly [eastM: number, northM: number];
  load: number;
  district: string;
  before: string | null;
}

/** By how much a district is off its share, per cent. */
export const offPct = ({ load, target }: Pick<District, 'load' | 'target'>): number =>
  target === 0 ? 0 : (100 * (load - target)) / target;

/** The districts of an answer; their middles come last. */
export const DISTRICT = {
  id: text(({ id }) => id),
  name_zh: text(({ name }) => name.zh),
  name_en: text(({ name }) => name.en),
  load: number(({ load }) => load, 0),
  target: number(({ target }) => target, 0),
  off_pct: number((one) => offPct(one), 2),
  load_before: number(({ before }) => before, 0),
  joined: number(({ joined }) => joined, 0),
  left: number(({ left }) => left, 0),
  squares: number(({ squares }) => squares, 0),
  area_ha: number(({ areaHa }) => areaHa, 2),
  mean_min: number(({ meanMin }) => meanMin, 2),
  mean_m: number(({ meanM }) => meanM, 1),
  east_m: number(({ atM }) => atM[0], 2),
  north_m: number(({ atM }) => atM[1], 2),
} satisfies Columns<District>;

/** The squares of an answer, so that its borders can be drawn elsewhere. */
export const DISTRICT_SQUARE = {
  east_m: number(({ atM }) => atM[0], 2),
  north_m: number(({ atM }) => atM[1], 2),
  load: number(({ load }) => load, 2),
  district: text(({ district }) => district),
  before: text(({ before }) => before ?? ''),
} satisfies Columns<DistrictSquare>;
