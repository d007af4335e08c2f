import * as v from 'valibot';
import { Condition } from '../questions/data-query.ts';
import { arrayOf, Name, numberBetween } from '../questions/parts.ts';
import { RUN_FIGURES } from '../runs/run-figures.ts';
import { MessageError } from '../text/message.ts';
import { requirement } from '../text/requirements.ts';
import { checked, faultMessages } from '../text/schema-faults.ts';
import { LANGUAGES } from '../text/text.ts';

/** The format that this version writes. */
export const BOARD_FORMAT = 1;
/** More cards than this are a list and no board. */
export const MAX_CARDS = 24;

/** How far back a card looks. */
export const BOARD_SPANS = ['hour', 'day', 'week'] as const;
export type BoardSpan = (typeof BOARD_SPANS)[number];

/**
 * How the streams of a kind become one figure: the mean, least, most or sum of what each says now, how many stand at their own warning or
 * above, or the mean over the streams of what each summed up in the span.
 */
export const STREAM_FIGURES = ['mean', 'least', 'most', 'sum', 'warned', 'amount'] as const;
export type StreamFigure = (typeof STREAM_FIGURES)[number];
/** How many cases are open, how many of them are late, and the share of open ones that are in time, %. */
export const CASE_FIGURES = ['open', 'late', 'inTime'] as const;
/** Things of a layer are counted, or a number of theirs is summed up. */
export const LAYER_FIGURES = ['count', 'sum', 'mean', 'median'] as const;

/** Priorities of alarms; 1 is the gravest. */
const Priority = v.picklist([1, 2, 3, 4]);
const Amount = numberBetween(-1e12, 1e12);

const Source = v.variant('of', [
  v.strictObject({
    of: v.literal('sensors'),
    kind: Name,
    /** UCUM, as the streams have it. */
    unit: Name,
    figure: v.picklist(STREAM_FIGURES),
    /** One sensor alone, by its id; absent: all of the kind. */
    sensor: v.optional(Name),
  }),
  /** Alarms of this priority or graver that nobody acknowledged. */
  v.strictObject({ of: v.literal('alarms'), least: Priority }),
  v.strictObject({ of: v.literal('cases'), figure: v.picklist(CASE_FIGURES) }),
  v.strictObject({
    of: v.literal('layer'),
    layer: Name,
    figure: v.picklist(LAYER_FIGURES),
    /** Attribute whose numbers are meant; absent with `count`. */
    attribute: v.optional(Name),
    /** Things count whose attributes pass, all conditions or any of them; absent: every thing. */
    match: v.optional(v.picklist(['all', 'any'])),
    conditions: v.optional(arrayOf(Condition, 1, 20)),
  }),
  /** A figure of a finished run in this window: of the one on the picture, else of the newest. */
  v.strictObject({ of: v.literal('run'), figure: v.picklist(RUN_FIGURES) }),
  v.strictObject({ of: v.literal('index'), card: v.picklist(['published', 'own']) }),
]);
/** A source says which figure a card shows. */
export type CardSource = v.InferOutput<typeof Source>;

const Target = v.pipe(
  v.strictObject({ from: v.optional(Amount), to: v.optional(Amount) }),
  v.check(({ from, to }) => from === undefined || to === undefined || from <= to, requirement('rising')),
);

const Card = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, requirement('plainId'))),
  /** Empty: the card is called by what it shows. */
  title: v.pipe(v.string(), v.maxLength(60)),
  source: Source,
  /** The figure should lie within these, in its own unit; a side that is not named is open. Absent: nobody said. */
  target: v.optional(Target),
});
/** One figure of a board. */
export type BoardCard = v.InferOutput<typeof Card>;

const At = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, requirement('localTime')));
const ReportLanguage = v.picklist(LANGUAGES);

const Schedule = v.variant('every', [
  v.strictObject({ every: v.literal('day'), at: At, language: ReportLanguage }),
  v.strictObject({
    every: v.literal('week'),
    /** 1 is Monday, 7 is Sunday (ISO 8601). */
    weekday: v.picklist([1, 2, 3, 4, 5, 6, 7]),
    at: At,
    language: ReportLanguage,
  }),
]);
/** The times at which a hub makes a report of the board, by the clocks of the city; a report covers the time since the one before. */
export type ReportSchedule = v.InferOutput<typeof Schedule>;

const Board = v.strictObject({
  format: v.literal(BOARD_FORMAT),
  city: Name,
  span: v.picklist(BOARD_SPANS),
  /** Figures are split by the city's own districts (`districts`) or by a layer of areas, by its id; empty: they are not split. */
  areas: v.pipe(v.string(), v.maxLength(200)),
  cards: v.pipe(
    arrayOf(Card, 0, MAX_CARDS),
    v.check((cards) => new Set(cards.map(({ id }) => id)).size === cards.length, requirement('eachOnce')),
  ),
  /** Absent: the hub makes no report of it. */
  report: v.optional(Schedule),
});
/** A board of vitals (驾驶舱): figures that an office chose, in its order. */
export type Board = v.InferOutput<typeof Board>;

/** A board of the most cards, with all their words, is smaller. */
export const MAX_BOARD_BYTES = 200_000;

/** Reads a board that was kept; an error names the file and the field. */
export function parseBoard(json: unknown, file: string): Board {
  const read = checked(Board, json);
  if (!read.success) throw new MessageError(...faultMessages(read.issues, file));
  return read.output;
}
