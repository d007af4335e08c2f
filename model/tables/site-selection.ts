import type { Text } from '../text/text.ts';
import { type Columns, number, text, word } from './data-table.ts';

/** A site of an answer and what falls to it; amounts are people or things times the weight of their class. */
export interface ChosenSite {
  id: string;
  name: Text;
  atM: readonly [eastM: number, northM: number];
  /** `new`: opened · `kept`: stands and stays · `closed`: stands and is given up. */
  state: 'new' | 'kept' | 'closed';
  /** Amount whose nearest open site it is. */
  nearest: number;
  /** Amount that it serves, at most its capacity; null: any amount, so those whose nearest it is. */
  load: number | null;
  capacity: number | null;
  /** Amount that it serves within the limit. */
  within: number;
  /** Amount within the limit of this open site alone: it would be lost without it. */
  onlyHere: number;
  /** Times of those whom it serves; null: it serves nobody. */
  meanMin: number | null;
  maxMin: number | null;
  /** It costs so much to build; null: no budget was asked for, or it stands. */
  cost: number | null;
}

/** How well all are served, with some sites open; who is not reached counts as the time that stands for far. */
export interface ServiceLevel {
  within: number;
  /** Within the limit of two open sites or more. */
  withinTwo: number;
  meanMin: number;
  maxMin: number;
  /** Mean of the worst-served 5 % of the amount. */
  worst5PctMin: number;
  /** 0: all take the same time; near 1: nearly all time falls to few (Gini 1912). */
  gini: number;
  /** Amount that no open site is reached by within the time that stands for far. */
  far: number;
}

/** An answer for one number of new sites, or one sum that they may cost: what more of them bring. */
export interface FrontPoint {
  sites: number;
  /** Null: no budget was asked for. */
  cost: number | null;
  value: number;
  bound: number;
}

/** The sites of an answer. */
export const CHOSEN_SITE = {
  id: text(({ id }) => id),
  name_zh: text(({ name }) => name.zh),
  name_en: text(({ name }) => name.en),
  state: word(({ state }) => state),
  east_m: number(({ atM }) => atM[0], 2),
  north_m: number(({ atM }) => atM[1], 2),
  nearest: number(({ nearest }) => nearest, 0),
  load: number(({ load }) => load, 0),
  capacity: number(({ capacity }) => capacity, 0),
  within_limit: number(({ within }) => within, 0),
  only_here: number(({ onlyHere }) => onlyHere, 0),
  mean_min: number(({ meanMin }) => meanMin, 2),
  max_min: number(({ maxMin }) => maxMin, 2),
  cost: number(({ cost }) => cost, 2),
} satisfies Columns<ChosenSite>;

/** Service before and after, a row each. */
export const SERVICE_LEVEL = {
  when: word(({ when }) => when),
  within_limit: number(({ within }) => within, 0),
  within_limit_of_two: number(({ withinTwo }) => withinTwo, 0),
  mean_min: number(({ meanMin }) => meanMin, 2),
  max_min: number(({ maxMin }) => maxMin, 2),
  worst_5_pct_min: number(({ worst5PctMin }) => worst5PctMin, 2),
  gini: number(({ gini }) => gini, 4),
  far: number(({ far }) => far, 0),
} satisfies Columns<ServiceLevel & { when: 'before' | 'after' }>;

/** Each number of new sites brings this. */
export const FRONT_POINT = {
  new_sites: number(({ sites }) => sites, 0),
  cost: number(({ cost }) => cost, 2),
  value: number(({ value }) => value, 2),
  bound: number(({ bound }) => bound, 2),
} satisfies Columns<FrontPoint>;
