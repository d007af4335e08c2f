import { MS_PER_MIN } from '../time.ts';
import { type Columns, number, text, word } from './data-table.ts';

/** How many live within a limit, and how much ground that is. */
export interface ReachFigures {
  limitMin: number;
  areaM2: number;
  residents: number;
  /** The same roads, open and dry. */
  openAreaM2: number;
  openResidents: number;
}

/** People who go from a place to a shelter. */
export interface Shipment {
  source: string;
  sink: string;
  amount: number;
  ms: number;
}

/** What could not be brought: no room, or no way. */
export interface LeftBehind {
  source: string;
  amount: number;
  why: 'no-room' | 'no-way';
}

const minutes = (ms: number | null | undefined) => (ms == null ? null : ms / MS_PER_MIN);

/** What is reached within each limit. */
export const REACH = {
  limit_min: number(({ limitMin }) => limitMin),
  area_m2: number(({ areaM2 }) => areaM2),
  residents: number(({ residents }) => residents),
  open_area_m2: number(({ openAreaM2 }) => openAreaM2),
  open_residents: number(({ openResidents }) => openResidents),
} satisfies Columns<ReachFigures>;

/** Columns of shipments: people, from where to where. */
export const SHIPMENT = {
  source: text(({ source }) => source),
  sink: text(({ sink }) => sink),
  amount: number(({ amount }) => amount),
  minutes: number(({ ms }) => minutes(ms), 2),
} satisfies Columns<Shipment>;

/** Columns of people who go nowhere, and why. */
export const LEFT_BEHIND = {
  source: text(({ source }) => source),
  amount: number(({ amount }) => amount),
  why: word(({ why }) => why),
} satisfies Columns<LeftBehind>;

/** Unit that serves a demand, and why not another. */
export interface DispatchOrder {
  demand: string;
  /** Null: nobody could come. */
  unit: string | null;
  ms: number | null;
  lengthM: number | null;
  /** The unit that would come soonest if nobody else called for it; null: none can come. */
  soonest: {
    unit: string;
    ms: number;
    /** The demand that it serves instead; null: it serves this one, or is free. */
    servesInstead: string | null;
  } | null;
}

/** Orders; units of `supposed` are marked: nobody said that they exist. */
export const orderColumns = (supposed: ReadonlySet<string>) =>
  ({
    demand: text(({ demand }) => demand),
    unit: text(({ unit }) => unit),
    unit_is: text(({ unit }) => (unit === null ? '' : supposed.has(unit) ? 'supposed' : 'listed')),
    minutes: number(({ ms }) => minutes(ms), 2),
    length_m: number(({ lengthM }) => lengthM, 0),
    soonest_unit: text(({ soonest }) => soonest?.unit),
    soonest_minutes: number(({ soonest }) => minutes(soonest?.ms), 2),
    soonest_serves: text(({ soonest }) => soonest?.servesInstead),
  }) satisfies Columns<DispatchOrder>;
