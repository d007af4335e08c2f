import * as v from 'valibot';
import { MessageError } from '../text/message.ts';
import { requirement } from '../text/requirements.ts';
import { checked, faultMessages } from '../text/schema-faults.ts';

/** What a hall's page healed without a hand: what had gone wrong. */
export const RECOVERY_CAUSES = ['context', 'network', 'tile', 'memory', 'frame'] as const;
export type RecoveryCause = (typeof RECOVERY_CAUSES)[number];
/** What was done: asked again, the picture built anew, the page loaded anew. */
export const RECOVERY_CURES = ['retried', 'rebuilt', 'reloaded'] as const;
export type RecoveryCure = (typeof RECOVERY_CURES)[number];

/** How often a hall's page reports, and when one that no longer does is told as away. */
export const REPORT_EVERY_S = 5;
export const AWAY_AFTER_S = 20;

/** What an administrator can have a hall do. */
export const HALL_ORDERS = ['start', 'stop', 'reload'] as const;
export type HallOrderKind = (typeof HALL_ORDERS)[number];

/** Hours of visits that one report brings at most. */
export const MAX_HOURS = 200;

const MAX_COUNT = 1e7;
const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_COUNT));
const Id = v.pipe(v.string(), v.regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, requirement('id')));
const TimeMs = v.pipe(v.number(), v.minValue(0), v.maxValue(1e14));

/** How a hall's page fares. */
const Report = v.strictObject({
  tour: v.picklist(['off', 'playing', 'held']),
  tourId: v.nullable(Id),
  /** From 1; 0 while no tour plays. */
  chapter: Count,
  chapters: Count,
  /** Drawn since the page was loaded. */
  frames: Count,
  /** Failures that the page told of since then. */
  errors: Count,
  heapMb: v.nullable(Count),
  isDark: v.boolean(),
  upS: Count,
  heals: Count,
  lastHeal: v.nullable(
    v.strictObject({ atMs: TimeMs, cause: v.picklist(RECOVERY_CAUSES), cure: v.picklist(RECOVERY_CURES) }),
  ),
});
export type HallReport = v.InferOutput<typeof Report>;

/** Visits of an hour by the city's clock: counts alone, nobody can be told by them. */
const Hour = v.strictObject({
  hour: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}$/, requirement('hour'))),
  takeOvers: Count,
  tours: Count,
  /** Take-overs and tours by the language that was on the screen. */
  zh: Count,
  en: Count,
});
export type HourVisits = v.InferOutput<typeof Hour>;

const HallWord = v.strictObject({
  hall: Id,
  key: v.pipe(v.string(), v.maxLength(200)),
  report: Report,
  /** The last order that the page carried out. */
  doneSeq: TimeMs,
  visits: v.strictObject({ batch: TimeMs, hours: v.pipe(v.array(Hour), v.maxLength(MAX_HOURS)) }),
});
/** What a hall's page says to the hub, again and again. */
export type HallWord = v.InferOutput<typeof HallWord>;

const HallOrder = v.strictObject({ seq: TimeMs, kind: v.picklist(HALL_ORDERS), tourId: v.nullable(Id) });
/** What the page is to do; `seq` grows. */
export type HallOrder = v.InferOutput<typeof HallOrder>;

const HallAnswer = v.object({ order: v.nullable(HallOrder) });

const HallFacts = v.object({
  id: Id,
  /** The hub's clock; null: it never did since the hub was started. */
  reportedMs: v.nullable(v.number()),
  isAway: v.boolean(),
  report: v.nullable(Report),
  order: v.nullable(v.object({ kind: v.picklist(HALL_ORDERS), state: v.picklist(['waiting', 'done', 'late']) })),
  visits: v.array(Hour),
});
/** A hall as an administrator sees it. */
export type HallFacts = v.InferOutput<typeof HallFacts>;

const HallList = v.object({ halls: v.array(HallFacts) });

function parsed<Schema extends v.GenericSchema>(schema: Schema, json: unknown, place: string): v.InferOutput<Schema> {
  const read = checked(schema, json);
  if (!read.success) throw new MessageError(...faultMessages(read.issues, place));
  return read.output;
}

const Hours = v.array(Hour);

/** Reads what a page says; throws with place, expected and got. */
export const parseHallWord = (json: unknown): HallWord => parsed(HallWord, json, 'hall');
export const parseHallAnswer = (json: unknown): HallOrder | null => parsed(HallAnswer, json, 'hall').order;
export const parseHalls = (json: unknown): readonly HallFacts[] => parsed(HallList, json, 'halls').halls;

export const parseHours = (json: unknown): HourVisits[] => parsed(Hours, json, 'visits');

/** Whether a text can name a hall. */
export const isHallId = (text: unknown): text is string => v.is(Id, text);
