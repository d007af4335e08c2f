import type { Text } from '../text/text.ts';
import { type Columns, number, text, word } from './data-table.ts';

/** Holds what became of the trips of one state of the roads. */
export interface FlowTotals {
  state: 'before' | 'after';
  trips: number;
  arrived: number;
  driving: number;
  waiting: number;
  /** Trips whose way is closed and who have no other. */
  refused: number;
  /** Minutes of those who arrived, on the road and more than with nobody else there, waiting to set out included. */
  meanMin: number;
  delayMin: number;
  /** Mean speed of all who were on the road. */
  kmPerH: number;
  /** Rings of roads that block each other for good. */
  gridlocks: number;
  /** Part of all time that trips could still save by other ways, with queues as they are, and the rounds of the search; null: ways are those without queues. */
  gapRatio: number | null;
  rounds: number | null;
}

/** Holds the queue at the end of one direction of a road: the longest there was in each state. */
export interface FlowQueue {
  id: string;
  name: Text;
  line: readonly (readonly [eastM: number, northM: number])[];
  beforeM: number;
  /** Null: there is one state only. */
  afterM: number | null;
}

/** Columns of the totals of each state. */
export const FLOW_TOTALS = {
  state: word(({ state }) => state),
  trips: number(({ trips }) => trips, 0),
  arrived: number(({ arrived }) => arrived, 0),
  driving: number(({ driving }) => driving, 0),
  waiting: number(({ waiting }) => waiting, 0),
  refused: number(({ refused }) => refused, 0),
  mean_min: number(({ meanMin }) => meanMin, 2),
  delay_min: number(({ delayMin }) => delayMin, 2),
  km_per_h: number(({ kmPerH }) => kmPerH, 1),
  gridlocks: number(({ gridlocks }) => gridlocks, 0),
  gap: number(({ gapRatio }) => gapRatio, 4),
  rounds: number(({ rounds }) => rounds, 0),
} satisfies Columns<FlowTotals>;

/** Columns of queues. */
export const FLOW_QUEUE = {
  id: text(({ id }) => id),
  name_zh: text(({ name }) => name.zh),
  name_en: text(({ name }) => name.en),
  queue_before_m: number(({ beforeM }) => beforeM, 0),
  queue_after_m: number(({ afterM }) => afterM, 0),
} satisfies Columns<FlowQueue>;
