import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { type IncidentEntry, parseEntries } from './incident-entry.ts';
import type { IncidentTimeline } from './incident-timeline.ts';

const LonLat = v.object({ lonDeg: v.number(), latDeg: v.number(), heightM: v.number() });

const Head = v.object({
  id: v.string(),
  title: v.string(),
  hazard: v.string(),
  level: v.number(),
  place: v.nullable(LonLat),
  object: v.string(),
  /** Key of the alarm that it was opened from. */
  alarm: v.nullable(v.string()),
  openedMs: v.number(),
  closedMs: v.nullable(v.number()),
  /** Number and hash of the last line. */
  seq: v.number(),
  hash: v.string(),
  /** An exercise: nothing of it happened. */
  isExercise: v.optional(v.boolean(), false),
});
/** What a list of incidents says of each. */
export type IncidentHead = v.InferOutput<typeof Head>;

/** How a list says an incident; null: it was not opened. */
export function headOf(timeline: IncidentTimeline): IncidentHead | null {
  const last = timeline.last();
  const opened = timeline.opened();
  if (!last || !opened) return null;
  const closed = timeline.read('incident', '', 'closedMs');
  return {
    id: last.incident,
    title: opened.title,
    hazard: opened.hazard,
    level: timeline.read('incident', '', 'level'),
    place: opened.place,
    object: opened.object,
    alarm: opened.source.kind === 'alarm' ? opened.source.key : null,
    openedMs: timeline.read('incident', '', 'openedMs') - 1,
    closedMs: closed === 0 ? null : closed - 1,
    seq: last.seq,
    hash: last.hash,
    isExercise: opened.exercise !== undefined,
  };
}

/** Reads the incidents of a list, the newest first. */
export const parseHeads = (json: unknown): IncidentHead[] =>
  parseAs(v.object({ incidents: v.array(Head) }), json, 'incidents').incidents;

const Part = v.object({ entries: v.unknown(), hasMore: v.boolean() });

/** A part of a log, and whether it goes on. */
export function parsePart(json: unknown): { entries: IncidentEntry[]; hasMore: boolean } {
  const { entries, hasMore } = parseAs(Part, json, 'log');
  return { entries: parseEntries(entries, 'log'), hasMore };
}

const Answer = v.variant('kind', [
  /** Numbered now, or before: the same line in both cases. */
  v.object({ kind: v.literal('taken'), entry: v.unknown() }),
  v.object({ kind: v.literal('known'), entry: v.unknown() }),
  /** An earlier line of this client did not come: from `wanted` on they are sent again. */
  v.object({ kind: v.literal('gap'), wanted: v.number() }),
]);

/** What the log answers to a line that was sent. */
export type IncidentAnswer = { kind: 'taken' | 'known'; entry: IncidentEntry } | { kind: 'gap'; wanted: number };

/** Reads what the log answered to a line. */
export function parseAnswer(json: unknown): IncidentAnswer {
  const answer = parseAs(Answer, json, 'answer');
  return answer.kind === 'gap' ? answer : { kind: answer.kind, entry: parseEntries([answer.entry], 'answer')[0] };
}
