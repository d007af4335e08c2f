import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { type Message, messageTable } from '../text/message.ts';

/**
 * A case of the city's grid management (一网统管): 立案 → 派遣 → 处置 → 核查 → 结案, the stages of CJJ/T 106. A stage names what was done
 * last; the clock runs until the next. One life for hub and page: the hub decides by it, the page asks it which words are open.
 */
export const STAGES = ['filed', 'dispatched', 'handling', 'checking', 'closed'] as const;
/** Where a case stands in a city's handling (12345-style): from filed to closed. */
export type Stage = (typeof STAGES)[number];

/** What people do with a case; `return`: the check found it undone; `drop`: no case at all. */
export const CASE_ACTIONS = ['dispatch', 'take', 'report', 'accept', 'return', 'drop'] as const;
/** What can be done to a case; each word leads from one stage to another and is refused elsewhere. */
export type CaseAction = (typeof CASE_ACTIONS)[number];

const ARROWS: Readonly<Record<CaseAction, { from: Stage; to: Stage }>> = {
  dispatch: { from: 'filed', to: 'dispatched' },
  drop: { from: 'filed', to: 'closed' },
  take: { from: 'dispatched', to: 'handling' },
  report: { from: 'handling', to: 'checking' },
  accept: { from: 'checking', to: 'closed' },
  return: { from: 'checking', to: 'dispatched' },
};

/** Words whose reason belongs into the log: what was found, what was done, why it is none. */
export const NEEDS_NOTE: readonly CaseAction[] = ['report', 'return', 'drop'];

/** Minutes of each stage by priority Ⅰ–Ⅳ. Own values: CJJ/T 106 leaves 处置时限 to each city's list, which goes before these. */
const LIMIT_MIN: Readonly<Record<Exclude<Stage, 'closed'>, readonly [number, number, number, number]>> = {
  filed: [5, 10, 30, 60],
  dispatched: [10, 20, 60, 120],
  handling: [120, 240, 1440, 4320],
  checking: [30, 60, 240, 1440],
};

/** Nobody is above the third. */
const HIGHEST_LEVEL = 3;

/** The most characters of a case's short texts, which keeps a row on one screen. */
export const MAX_CASE_TEXT = 200;
const Text = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_CASE_TEXT));
const Note = v.pipe(v.string(), v.maxLength(MAX_CASE_TEXT));
const Instant = v.pipe(v.number(), v.finite());
const Priority = v.picklist([1, 2, 3, 4]);
const LonLat = v.object({
  lonDeg: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
  latDeg: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
  heightM: v.pipe(v.number(), v.minValue(-1000), v.maxValue(10_000)),
});

const Subject = v.object({
  title: Text,
  /** Id of the city's object that it is about. */
  object: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
  /** WGS 84, above the ellipsoid. */
  place: v.nullable(LonLat),
  /** Key of the alarm that it was filed from. */
  alarm: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(300))),
  priority: Priority,
});

/** What a page asks for; who and when is the hub's to say. `key` is the asker's own: the same key is the same case, however often it is sent. */
const Filing = v.object({ ...Subject.entries, key: v.pipe(v.string(), v.minLength(8), v.maxLength(100)) });

const Entry = v.object({
  word: v.picklist(['file', ...CASE_ACTIONS, 'escalate']),
  atMs: Instant,
  by: v.string(),
  note: Note,
});

const Case = v.object({
  ...Subject.entries,
  /** 案号: day and number of the day, `20261120-0007`. */
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  stage: v.picklist(STAGES),
  /** Unit that was sent; empty before. */
  unit: Note,
  sinceMs: Instant,
  /** Time by which the present stage is due; null when closed. */
  dueMs: v.nullable(Instant),
  /** Level up to which the lateness of the present stage was reported: 0 to 3. */
  level: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(HIGHEST_LEVEL)),
  /** Oldest first; its length numbers the states of a case. */
  log: v.pipe(v.array(Entry), v.minLength(1), v.maxLength(10_000)),
});

/** What somebody files: the subject of a case before the hub gives it an id and a stage. */
export type CaseFiling = v.InferOutput<typeof Filing>;
/** One line of a case's log: the word, who, when and a note. */
type CaseEntry = v.InferOutput<typeof Entry>;
/** A case with its stage, the unit that has it, its due time and its log. */
export type CityCase = v.InferOutput<typeof Case>;

/** Reads a filing at the hub's edge; an error names the field that is wrong. */
export const parseFiling = (json: unknown): CaseFiling => parseAs(Filing, json, 'case');
/** Reads a case that the hub sent; an error names the field that is wrong. */
export const parseCase = (json: unknown): CityCase => parseAs(Case, json, 'case');

/** Makes a new case of a filing; its log begins with who filed it and when. */
export function fileCase({ key: _, ...subject }: CaseFiling, id: string, by: string, atMs: number): CityCase {
  const log: CaseEntry[] = [{ word: 'file', atMs, by, note: '' }];
  return inStage(
    { ...subject, id, stage: 'filed', unit: '', sinceMs: atMs, dueMs: null, level: 0, log },
    'filed',
    atMs,
  );
}

/** Whether a case is the one that was filed so: what a filing says of it never changes. */
export function isFilingOf(known: CityCase, { title, object, place, alarm, priority }: CaseFiling): boolean {
  const isSame = known.title === title && known.object === object && known.alarm === alarm;
  return isSame && known.priority === priority && isSamePlace(known.place, place);
}

function isSamePlace(a: CaseFiling['place'], b: CaseFiling['place']): boolean {
  if (!a || !b) return a === b;
  return a.lonDeg === b.lonDeg && a.latDeg === b.latDeg && a.heightM === b.heightM;
}

/** One step that somebody takes with a case; `unit` matters only where a case is dispatched. */
interface CaseStep {
  word: CaseAction;
  by: string;
  atMs: number;
  note: string;
  /** Unit that `dispatch` sends. */
  unit: string;
}

/** Words that the present stage has an arrow for. */
export function actionsFor({ stage }: Pick<CityCase, 'stage'>): CaseAction[] {
  return CASE_ACTIONS.filter((word) => ARROWS[word].from === stage);
}

/** Returns the person who reported the handling that now waits for its check; null: nobody did. */
export function handledBy({ log }: Pick<CityCase, 'log'>): string | null {
  return log.findLast(({ word }) => word === 'report')?.by ?? null;
}

/** Why a case takes no step. */
const caseMessage = messageTable({
  'case-stage': {
    zh: '事件已不在这一阶段，请刷新后再办（{word}）',
    en: 'cases: {word}: expected a case that is {from}, got one that is {stage}',
  },
  'case-unit': { zh: '派遣须写明处置单位', en: 'cases: dispatch: expected the unit that goes' },
  'case-note': { zh: '这一步须写明说明', en: 'cases: {word}: expected a note' },
  'case-checker': {
    zh: '核查人不得是报告处置完毕的人',
    en: 'cases: accept: expected another person than who reported it done',
  },
});

/** The next state, or why there is none. Nobody checks their own work. */
export function nextCase(known: CityCase, { word, by, atMs, note, unit }: CaseStep): CityCase | Message {
  const { from, to } = ARROWS[word];
  if (known.stage !== from) return caseMessage('case-stage', { word, from, stage: known.stage });
  if (word === 'dispatch' && unit.trim() === '') return caseMessage('case-unit', {});
  if (NEEDS_NOTE.includes(word) && note.trim() === '') return caseMessage('case-note', { word });
  if (word === 'accept' && handledBy(known) === by) return caseMessage('case-checker', {});
  const entry = { word, atMs, by, note: word === 'dispatch' && note === '' ? unit : note };
  const next = { ...known, unit: word === 'dispatch' ? unit : known.unit, log: [...known.log, entry] };
  return inStage(next, to, atMs);
}

/** When the lateness of the present stage is told one level up: at its limit, then each half of the limit later. */
export function escalatesMs({ sinceMs, dueMs, level }: Pick<CityCase, 'sinceMs' | 'dueMs' | 'level'>): number | null {
  return dueMs === null || level >= HIGHEST_LEVEL ? null : dueMs + (level * (dueMs - sinceMs)) / 2;
}

/** What the clock does by `nowMs`; null: nothing. Each level is dated when it was due, so that a hub that slept tells the same. */
export function escalate(known: CityCase, nowMs: number): CityCase | null {
  const next: CityCase = { ...known, log: [...known.log] };
  for (let atMs = escalatesMs(next); atMs !== null && atMs <= nowMs; atMs = escalatesMs(next)) {
    next.level++;
    next.log.push({ word: 'escalate', atMs, by: 'clock', note: '' });
  }
  return next.level === known.level ? null : next;
}

/** Returns the later of two states of one case; a state that comes twice or late changes nothing. */
export function newerCase(a: CityCase | undefined, b: CityCase): CityCase {
  return a && a.log.length >= b.log.length ? a : b;
}

function inStage(known: CityCase, stage: Stage, atMs: number): CityCase {
  const limitMin = stage === 'closed' ? null : LIMIT_MIN[stage][known.priority - 1];
  return { ...known, stage, sinceMs: atMs, dueMs: limitMin === null ? null : atMs + limitMin * 60_000, level: 0 };
}
