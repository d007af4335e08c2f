import * as v from 'valibot';
import { ROLES } from '../accounts/accounts.ts';
import { parseAs } from '../city/grid.ts';
import { quantity, whole } from '../questions/field.ts';
import { jsonHash } from '../text/json-hash.ts';
import { type Message, MessageError, messagesOf } from '../text/message.ts';
import { incidentMessage } from './incident-messages.ts';
import { HAZARDS, INCIDENT_LEVELS, INCIDENT_ROLES, ResponsePlan } from './response-plan.ts';

/** Characters of a line of text at most. */
export const MAX_LINE = 500;
const Line = v.pipe(v.string(), v.maxLength(MAX_LINE));
const Words = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_LINE));
const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const Key = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{8,64}$/));
const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** UTC, whole. */
const Ms = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15));
/** Millimetres in the city's own plane. */
const Mm = v.pipe(v.number(), v.integer(), v.minValue(-1e10), v.maxValue(1e10));
const Level = v.picklist(INCIDENT_LEVELS);
const LonLat = v.object({
  lonDeg: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
  latDeg: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
  heightM: v.pipe(v.number(), v.minValue(-1000), v.maxValue(10_000)),
});
/** Points of an order's route at most. */
export const MAX_ROUTE_POINTS = 5000;
/** Radius of an incident at most. */
export const MAX_RADIUS_M = 100_000;
/** How far around an incident's place what happens is part of it, metres. */
export const RadiusM = whole({ unit: 'm', min: 1, max: MAX_RADIUS_M, step: 100, word: 'incidentLog.radius' });
const BothLines = v.object({ zh: Line, en: Line });
export const Amount = quantity({ min: 0, max: 1e9, shown: [1, 1e6], word: 'incidentLog.amount' });
/** How soon whoever is ordered is there, as it is typed. */
export const EtaMin = quantity({ unit: 'min', min: 0, max: 1440, word: 'incidentLog.eta' });
/** Figures of a run as a person types them. */
export const TypedLoss = v.strictObject({
  personMMin: quantity({ unit: 'incidentLog.exposureUnit', min: 0, max: 1e9, usual: 0, word: 'incidentLog.exposure' }),
  roadH: quantity({ unit: 'h', min: 0, max: 1e9, usual: 0, word: 'incidentLog.roads' }),
  dwellings: quantity({ min: 0, max: 1e9, usual: 0, word: 'incidentLog.dwellings' }),
});
const MAX_TAKEN = 50;
const MAX_FIGURES = 20;

/**
 * What comes to an alarm while an incident is open, as ISA-18.2 names it; `closed` is back to normal and acknowledged. `reached`: its value came to where
 * a step of the plan waits for it.
 */
const ALARM_EVENTS = ['raised', 'acknowledged', 'returned', 'closed', 'reached'] as const;
/** One step in the life of an alarm, as a log tells it. */
export type IncidentAlarmEvent = (typeof ALARM_EVENTS)[number];

/** The states of an order after it was given, in the order in which they come; `refused` and `recalled` may end it at any of them. */
export const ORDER_STATES = ['accepted', 'on-way', 'on-site', 'done', 'refused', 'recalled'] as const;
/** A state of an order after it was given. */
export type OrderState = (typeof ORDER_STATES)[number];

/** Whether a CAP message is meant, as its standard lists it; only `Actual` is. */
export const CAP_STATUSES = ['Actual', 'Exercise', 'System', 'Test', 'Draft'] as const;

/** What an incident was opened from. */
const Source = v.variant('kind', [
  v.object({ kind: v.literal('alarm'), key: Id }),
  /** A run of the page or a case of the city's management. `hash`: of the run's inputs, or of the case as it stood. */
  v.object({ kind: v.literal('case'), id: Id, hash: v.optional(Hash) }),
  /** A message of the Common Alerting Protocol 1.2, by its own identifier and sender. */
  v.object({ kind: v.literal('cap'), identifier: Id, sender: Id, status: v.optional(v.picklist(CAP_STATUSES)) }),
  v.object({ kind: v.literal('hand') }),
]);

/** Figures of a run that the score of avoided loss is made of, as whole numbers. */
const Loss = v.object({
  /** Σ residents × depth in mm × minutes, over the threshold. */
  personMmMin: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Minutes that roads were closed, summed. */
  roadMin: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Dwellings with water over the sill. */
  dwellings: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/** What happens in an incident. */
export const IncidentAct = v.variant('kind', [
  v.object({
    kind: v.literal('opened'),
    title: Words,
    hazard: v.picklist(HAZARDS),
    level: Level,
    /** WGS 84, above the ellipsoid. */
    place: v.nullable(LonLat),
    /** Id of the city's object that it is about; empty: none. */
    object: v.pipe(v.string(), v.maxLength(128)),
    source: Source,
    plan: v.nullable(ResponsePlan),
    /** Scenario that an exercise drills. Absent: it is real. */
    exercise: v.optional(Id),
    /** Absent: that of its kind (`radiusOf`). */
    radiusM: v.optional(RadiusM),
  }),
  v.object({ kind: v.literal('radius'), radiusM: RadiusM }),
  /** Another response plan from now on; steps of the same id keep what came to them. */
  v.object({ kind: v.literal('plan'), plan: ResponsePlan }),
  /** What its source tells anew: an update or a cancellation that refers to the message that the incident was opened from. */
  v.object({
    kind: v.literal('cap'),
    identifier: Id,
    sender: Id,
    type: v.picklist(['Alert', 'Update', 'Cancel', 'Ack', 'Error']),
    status: v.picklist(CAP_STATUSES),
    text: Line,
  }),
  v.object({ kind: v.literal('level'), level: Level, text: Line }),
  v.object({ kind: v.literal('role'), role: v.picklist(INCIDENT_ROLES), unit: Words }),
  v.object({ kind: v.literal('comment'), text: Words }),
  v.object({
    kind: v.literal('order'),
    order: Key,
    /** Id of the team, vehicle or store that is sent. */
    resource: Id,
    /** As it is called on screen. */
    name: Words,
    task: Words,
    place: v.nullable(LonLat),
    /** How long it was said to take; null: nobody said. */
    etaMs: v.nullable(Ms),
    /** Where it goes: east and north of the city's origin, and milliseconds from its start. */
    route: v.pipe(v.array(v.tuple([Mm, Mm, Ms])), v.maxLength(MAX_ROUTE_POINTS)),
    /** The soonest and the latest that was said, where its uncertainty is known. */
    etaRangeMs: v.optional(v.tuple([Ms, Ms])),
    /** What it takes from stores, in the unit that the store counts in. */
    takes: v.optional(v.pipe(v.array(v.object({ store: Id, item: Words, amount: Amount })), v.maxLength(MAX_TAKEN))),
  }),
  v.object({ kind: v.literal('order-state'), order: Key, state: v.picklist(ORDER_STATES), text: Line }),
  v.object({ kind: v.literal('move'), resource: Id, eastMm: Mm, northMm: Mm }),
  v.object({
    kind: v.literal('alarm'),
    key: Id,
    title: Words,
    priority: Level,
    /** Absent: it was raised. */
    event: v.optional(v.picklist(ALARM_EVENTS)),
    /** The title in both languages, where the writer knows both. */
    titles: v.optional(BothLines),
    /** From the incident's place. */
    distanceM: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_RADIUS_M))),
    /** What the stream read, with its UCUM unit. */
    reading: v.optional(v.object({ value: v.number(), unit: v.pipe(v.string(), v.maxLength(20)) })),
  }),
  /** `orders`: with what was ordered, without (the no-action run), or nobody has said yet (`score-runs` does). */
  v.object({
    kind: v.literal('run'),
    run: Key,
    engine: Id,
    inputHash: Hash,
    orders: v.picklist(['with', 'without', 'unsaid']),
    name: v.optional(Line),
  }),
  v.object({
    kind: v.literal('run-result'),
    run: Key,
    hash: Hash,
    loss: v.nullable(Loss),
    text: Line,
    /** The figures of `loss` were typed by a person, not read from the run. */
    isTyped: v.optional(v.boolean()),
    /** Further key figures by name and UCUM unit. */
    figures: v.optional(
      v.pipe(v.array(v.object({ name: Id, value: v.number(), unit: v.string() })), v.maxLength(MAX_FIGURES)),
    ),
  }),
  v.object({ kind: v.literal('run-failed'), run: Key, text: Line, texts: v.optional(BothLines) }),
  /** Which runs the avoided loss is between; null: none yet. */
  v.object({ kind: v.literal('score-runs'), without: v.nullable(Key), with: v.nullable(Key) }),
  v.object({ kind: v.literal('step'), step: Id, state: v.picklist(['started', 'done']), text: Line }),
  v.object({ kind: v.literal('closed'), text: Line }),
]);
/** What happens in an incident: one kind each of what people and the system write into its log. */
export type IncidentAct = v.InferOutput<typeof IncidentAct>;
/** One kind of act. */
export type ActOf<Kind extends IncidentAct['kind']> = Extract<IncidentAct, { kind: Kind }>;

/**
 * The newest format of a line that this program reads. A line without a number is of format 1.
 *
 * 1: as logs began. 2: what an incident was opened from tells the hash of its run or case. 3: an alarm tells what its stream read, and plans of format 3
 * wait for that.
 *
 * How the format changes. A program strips the fields that it does not know, and the hash of the line would then be another one: the chain
 * would look broken where nobody touched it. So whoever adds a kind of act, a field or a value raises this number, writes above what it
 * brings, and lets `formatOf` tell the lines that hold it. A line is written with the lowest format that says it: what an older program
 * understands it goes on reading, and logs of before keep their hashes. No field is ever renamed, removed or given another meaning, and no
 * log is rewritten. A later format of the plans that a line holds is a later format of the line. A program that meets a line of a later format says so and reads no more of that log; a hub refuses to number one.
 */
export const LOG_FORMAT = 3;

/** The lowest format that says an act. */
function formatOf(act: IncidentAct): number {
  if (act.kind === 'alarm' && (act.reading !== undefined || act.event === 'reached')) return 3;
  if ((act.kind === 'opened' || act.kind === 'plan') && act.plan?.format === 3) return 3;
  return act.kind === 'opened' && act.source.kind === 'case' && act.source.hash !== undefined ? 2 : 1;
}

/** The format as a field of a line: the first one is not told. */
const formatField = (act: IncidentAct): { format?: number } => {
  const format = formatOf(act);
  return format === 1 ? {} : { format };
};

/** Refuses lines of a later format before anything of them is stripped. */
function checkFormat(lines: readonly unknown[], file: string): void {
  for (const [i, line] of lines.entries()) {
    const got = typeof line === 'object' && line !== null ? Reflect.get(line, 'format') : undefined;
    if (typeof got === 'number' && got > LOG_FORMAT)
      throw new MessageError(incidentMessage('later-format', { file, line: i + 1, got, most: LOG_FORMAT }));
  }
}

/** Whether an error says that a log or a package is of a later format than this program reads. */
export const isLaterFormat = (error: unknown): boolean =>
  messagesOf(error)?.some(({ code }) => LATER_CODES.includes(code)) ?? false;
const LATER_CODES: readonly string[] = ['later-format', 'later-package'];

const Sent = {
  /** Absent: 1. */
  format: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LOG_FORMAT))),
  /** A page's own, new with each tab. */
  client: Key,
  /** Counts by client and incident from 1, without holes. */
  n: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1e9)),
  /** By the client's clock. */
  atMs: Ms,
  act: IncidentAct,
};

/** What a page sends. */
const SentEntry = v.object(Sent);
/** What a page sends, before the log has numbered it. */
export type SentEntry = v.InferOutput<typeof SentEntry>;

/** Roles of accounts, and the hub itself, which writes what its alarms come to. */
const LOG_ROLES = [...ROLES, 'hub'] as const;
/** The client under whose numbers the hub writes lines of its own; no page may use it. */
export const HUB_CLIENT = 'shapan-hub';

const Refusal = v.object({
  code: v.string(),
  values: v.record(v.string(), v.union([v.string(), v.number(), v.object({ zh: v.string(), en: v.string() })])),
  text: v.object({ zh: v.string(), en: v.string() }),
});

/** A line of the log. */
const Entry = v.object({
  incident: Key,
  seq: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** By the log's own clock; never before the entry before it. */
  receivedMs: Ms,
  /** The account's role; its name is in the hub's audit alone. */
  role: v.picklist(LOG_ROLES),
  /** Party that vouches for the role: the hub's login, or nobody (a page without a hub, a branch). */
  by: v.picklist(['hub', 'page']),
  ...Sent,
  /** Why it has no effect; null: it has. */
  refused: v.nullable(Refusal),
  /** Hash of the entry before; 64 zeros before the first. */
  previous: Hash,
  hash: Hash,
});
/** A line of the log: numbered by `seq`, chained to the line before. */
export type IncidentEntry = v.InferOutput<typeof Entry>;

/** Before the first entry. */
const NO_HASH = '0'.repeat(64);

/** What an entry is added with beside what the client sent. */
interface Taken {
  incident: string;
  receivedMs: number;
  role: IncidentEntry['role'];
  by: IncidentEntry['by'];
  refused: Message | null;
}

/** The entry that follows `last`, chained to it. The log's clock never goes back. */
export function entryAfter(
  last: Pick<IncidentEntry, 'seq' | 'receivedMs' | 'hash'> | null,
  { format: _, ...sent }: SentEntry,
  { receivedMs, ...taken }: Taken,
): IncidentEntry {
  const entry = {
    ...taken,
    ...sent,
    ...formatField(sent.act),
    seq: (last?.seq ?? 0) + 1,
    receivedMs: Math.max(last?.receivedMs ?? 0, Math.round(receivedMs)),
    previous: last?.hash ?? NO_HASH,
    hash: '',
  };
  return { ...entry, hash: hashOf(entry) };
}

const hashOf = ({ hash: _, ...entry }: IncidentEntry): string => jsonHash(entry);

/** Refuses a log whose entries do not follow one from the other, or are of another incident. */
export function checkChain(entries: readonly IncidentEntry[]): void {
  for (const [i, entry] of entries.entries()) checkNext(entries[i - 1] ?? null, entry);
}

/** Refuses an entry that does not follow the one before. */
export function checkNext(last: IncidentEntry | null, entry: IncidentEntry): void {
  const seq = (last?.seq ?? 0) + 1;
  if (last && entry.incident !== last.incident)
    throw new MessageError(incidentMessage('other-incident', { seq, got: entry.incident }));
  if (entry.seq !== seq || entry.previous !== (last?.hash ?? NO_HASH) || entry.hash !== hashOf(entry))
    throw new MessageError(incidentMessage('broken-chain', { seq }));
}

/** What a client sends is read at the hub's edge; an error names the field that is wrong. */
export function parseSentEntry(json: unknown): SentEntry {
  checkFormat([json], 'entry');
  const { format: _, ...sent } = parseAs(SentEntry, json, 'entry');
  return { ...formatField(sent.act), ...sent };
}

/** Entries as a hub, a database or a file gives them; those of a later format are refused as such. */
export function parseEntries(json: unknown, file: string): IncidentEntry[] {
  if (Array.isArray(json)) checkFormat(json, file);
  return parseAs(v.array(Entry), json, file);
}

/** Whether a text can be the id of an incident, a client or an order. */
export const isKey = (text: string): boolean => v.is(Key, text);
