import * as v from 'valibot';
import { parseAs } from './grid.ts';

/**
 * A case of the city's grid management (一网统管): 立案 → 派遣 → 处置 → 核查 → 结案, the stages of CJJ/T 106. A stage names what was done
 * last; the clock runs until the next. One life for hub and page: the hub decides by it, the page asks it which words are open.
 */
export const STAGES = ['filed', 'dispatched', 'handling', 'checking', 'closed'] as const;
export type Stage = (typeof STAGES)[number];

/** What people do with a case; `return`: the check found it undone; `drop`: no case at all. */
export const CASE_WORDS = ['dispatch', 'take', 'report', 'accept', 'return', 'drop'] as const;
export type CaseWord = (typeof CASE_WORDS)[number];

const ARROWS: Readonly<Record<CaseWord, { from: Stage; to: Stage }>> = {
  dispatch: { from: 'filed', to: 'dispatched' },
  drop: { from: 'filed', to: 'closed' },
  take: { from: 'dispatched', to: 'handling' },
  report: { from: 'handling', to: 'checking' },
  accept: { from: 'checking', to: 'closed' },
  return: { from: 'checking', to: 'dispatched' },
};

/** Words whose reason belongs into the log: what was found, what was done, why it is none. */
export const NEEDS_NOTE: readonly CaseWord[] = ['report', 'return', 'drop'];

/** Minutes of each stage by priority Ⅰ–Ⅳ. Own values: CJJ/T 106 leaves 处置时限 to each city's list, which goes before these. */
const LIMIT_MIN: Readonly<Record<Exclude<Stage, 'closed'>, readonly [number, number, number, number]>> = {
  filed: [5, 10, 30, 60],
  dispatched: [10, 20, 60, 120],
  handling: [120, 240, 1440, 4320],
  checking: [30, 60, 240, 1440],
};

/** Nobody is above the third. */
export const HIGHEST_LEVEL = 3;

export const LONGEST_TEXT = 200;
const Text = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(LONGEST_TEXT));
const Note = v.pipe(v.string(), v.maxLength(LONGEST_TEXT));
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
  word: v.picklist(['file', ...CASE_WORDS, 'escalate']),
  atMs: Instant,
  by: v.string(),
  note: Note,
});

const Case = v.object({
  ...Subject.entries,
  /** 案号: day and number of the day, `20261120-0007`. */
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  stage: v.picklist(STAGES),
  /** Who was sent; empty before. */
  unit: Note,
  sinceMs: Instant,
  /** Of the present stage; null when closed. */
  dueMs: v.nullable(Instant),
  /** How far up the lateness of the present stage was told: 0 to 3. */
  level: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(HIGHEST_LEVEL)),
  /** Oldest first; its length numbers the states of a case. */
  log: v.pipe(v.array(Entry), v.minLength(1), v.maxLength(10_000)),
});

export type CaseFiling = v.InferOutput<typeof Filing>;
export type CaseEntry = v.InferOutput<typeof Entry>;
export type CityCase = v.InferOutput<typeof Case>;

export const parseFiling = (json: unknown): CaseFiling => parseAs(Filing, json, 'case');
export const parseCase = (json: unknown): CityCase => parseAs(Case, json, 'case');

export function fileCase({ key: _, ...subject }: CaseFiling, id: string, by: string, atMs: number): CityCase {
  const log: CaseEntry[] = [{ word: 'file', atMs, by, note: '' }];
  return inStage(
    { ...subject, id, stage: 'filed', unit: '', sinceMs: atMs, dueMs: null, level: 0, log },
    'filed',
    atMs,
  );
}

export interface CaseStep {
  word: CaseWord;
  by: string;
  atMs: number;
  note: string;
  /** Of `dispatch`. */
  unit: string;
}

/** Words that the present stage has an arrow for. */
export function wordsFor({ stage }: Pick<CityCase, 'stage'>): CaseWord[] {
  return CASE_WORDS.filter((word) => ARROWS[word].from === stage);
}

/** Who reported the handling that now waits for its check. */
export function handledBy({ log }: Pick<CityCase, 'log'>): string | null {
  return log.findLast(({ word }) => word === 'report')?.by ?? null;
}

/** The next state; a refusal is a sentence. Nobody checks their own work. */
export function stepCase(known: CityCase, { word, by, atMs, note, unit }: CaseStep): CityCase | string {
  const { from, to } = ARROWS[word];
  if (known.stage !== from) return `${word}: expected a case that is ${from}, got one that is ${known.stage}`;
  if (word === 'dispatch' && unit.trim() === '') return 'dispatch: expected the unit that goes';
  if (NEEDS_NOTE.includes(word) && note.trim() === '') return `${word}: expected a note`;
  if (word === 'accept' && handledBy(known) === by) return 'accept: expected another person than who reported it done';
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

/** Of two states of one case the later; what comes twice or late changes nothing. */
export function laterCase(a: CityCase | undefined, b: CityCase): CityCase {
  return a && a.log.length >= b.log.length ? a : b;
}

function inStage(known: CityCase, stage: Stage, atMs: number): CityCase {
  const limitMin = stage === 'closed' ? null : LIMIT_MIN[stage][known.priority - 1];
  return { ...known, stage, sinceMs: atMs, dueMs: limitMin === null ? null : atMs + limitMin * 60_000, level: 0 };
}
