import * as v from 'valibot';
import { quantity } from '../questions/field.ts';
import { type Message, MessageError } from '../text/message.ts';
import { requirement } from '../text/requirements.ts';
import { checked, faultMessages } from '../text/schema-faults.ts';
import { tourMessage } from './tour-messages.ts';

/** The format that this version writes. 1 had no way of the camera, no clock, no state of the page, no figures and no questions. */
export const TOUR_FORMAT = 2;
/** Chapters of a tour at most. */
export const MAX_CHAPTERS = 100;
/** Stations of a camera's way, its view among them not counted. */
export const MAX_WAY = 60;
/** Answers to a chapter's question. */
const MAX_CHOICES = 4;

/** What the picture of a chapter is, so that a visitor never takes a plan or a run for the present (LOOK §7). */
export const CHAPTER_STATES = ['existing', 'recorded', 'simulated', 'planned'] as const;
/** What the picture of a chapter is. */
export type ChapterState = (typeof CHAPTER_STATES)[number];

const Id = v.pipe(v.string(), v.regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, requirement('id')));
const wordsOf = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));
const textOf = (most: number) => v.strictObject({ zh: wordsOf(most), en: wordsOf(most) });

const within = (least: number, most: number) => v.pipe(v.number(), v.minValue(least), v.maxValue(most));
/** Where the camera stands: degrees, metres above the ellipsoid. */
const View = v.strictObject({
  lonDeg: within(-180, 180),
  latDeg: within(-90, 90),
  heightM: within(-1e4, 1e7),
  headingDeg: within(-360, 360),
  pitchDeg: within(-90, 90),
});

/** A figure beside a chapter; every one says whence it is (LOOK §10). */
const Figure = v.strictObject({
  value: within(-1e15, 1e15),
  unit: v.optional(v.string(), ''),
  label: textOf(60),
  source: textOf(200),
});

const Question = v.strictObject({
  text: textOf(120),
  choices: v.pipe(v.array(v.strictObject({ label: textOf(40), to: Id })), v.minLength(1), v.maxLength(MAX_CHOICES)),
});

export const Chapter = v.strictObject({
  id: Id,
  title: textOf(60),
  /** Shown; spoken too where there is no narration. */
  caption: textOf(500),
  /** Spoken in place of the caption by the browser's own voice, where it has one for the language. */
  narration: v.optional(textOf(2000)),
  state: v.optional(v.picklist(CHAPTER_STATES), 'existing'),
  view: View,
  /** Stations that the camera goes by after `view`, on a smooth way and above the ground, while the chapter lasts; none: it turns slowly about the middle. */
  way: v.optional(v.pipe(v.array(View), v.maxLength(MAX_WAY)), []),
  seconds: quantity({ unit: 's', min: 3, max: 600, word: 'tourEditor.seconds' }),
  /** Hour of the city's day, and to which one the clock goes while the chapter lasts. */
  hour: v.optional(quantity({ unit: 'h', min: 0, max: 24, step: 0.1, word: 'tourEditor.hour' })),
  toHour: v.optional(quantity({ unit: 'h', min: 0, max: 24, step: 0.1, word: 'tourEditor.toHour' })),
  /** Layers shown beside those of the start. */
  layers: v.optional(v.array(v.string())),
  /** The rest of the page's state as a link says it, `under=translucent&by=…`; camera, clock, desk, language and tool are the tour's own. */
  scene: v.optional(v.pipe(v.string(), v.maxLength(8000))),
  figures: v.optional(v.pipe(v.array(Figure), v.maxLength(4)), []),
  question: v.optional(Question),
});
/** A chapter of a tour: what is looked at, for how long, and how the city is shown. */
export type TourChapter = v.InferOutput<typeof Chapter>;

const head = {
  kind: v.literal('tour'),
  id: Id,
  /** Id of the city that the views are of; a tour for any other is not offered. */
  city: v.optional(Id),
  title: textOf(60),
  about: v.optional(textOf(300)),
};

const Head = v.looseObject({
  format: v.pipe(v.number(), v.integer(), v.minValue(1)),
  ...head,
  chapters: v.pipe(v.array(v.unknown()), v.maxLength(MAX_CHAPTERS)),
});

/** A tour as a file of the present format holds it: `scenarios/tour.schema.json` says the same to editors and other programs. */
export const Tour = v.strictObject({
  format: v.literal(TOUR_FORMAT),
  ...head,
  chapters: v.pipe(v.array(Chapter), v.minLength(1), v.maxLength(MAX_CHAPTERS)),
});
/** Chapters that a page plays one after the other. */
export type Tour = v.InferOutput<typeof Tour>;

/** What a file of a tour gave: the chapters that can be played, and what was wrong with the others. */
export interface ReadTour {
  tour: Tour;
  faults: Message[];
}

/**
 * Reads a tour of any format. A chapter that is wrong is left out and told by file, chapter and field, and the rest plays; without a head, or
 * without any chapter that is right, it throws.
 */
export function readTour(json: unknown, file: string): ReadTour {
  const read = checked(Head, json);
  if (!read.success) throw new MessageError(...faultMessages(read.issues, file));
  const { format, kind, id, city, title, about, chapters: given } = read.output;
  if (format > TOUR_FORMAT) throw new MessageError(tourMessage('newer', { file, known: TOUR_FORMAT, got: format }));
  const faults: Message[] = [];
  const chapters = new Map<string, TourChapter>();
  for (const [i, one] of given.entries()) {
    const label = labelOf(one, i);
    const chapter = checked(Chapter, one);
    if (!chapter.success) faults.push(...faultMessages(chapter.issues, `${file}#${label}`));
    else if (chapters.has(chapter.output.id)) faults.push(tourMessage('chapter-twice', { file, chapter: label }));
    else chapters.set(chapter.output.id, chapter.output);
  }
  if (chapters.size === 0) throw new MessageError(...faults, tourMessage('no-chapters', { file }));
  const kept = [...chapters.values()].map((chapter) => withoutLostChoices(chapter, chapters, file, faults));
  const tour: Tour = {
    format: TOUR_FORMAT,
    kind,
    id,
    title,
    chapters: kept,
    ...(city !== undefined && { city }),
    ...(about && { about }),
  };
  return { tour, faults };
}

function labelOf(chapter: unknown, index: number): string {
  const id: unknown = typeof chapter === 'object' && chapter !== null ? Reflect.get(chapter, 'id') : null;
  return typeof id === 'string' && id !== '' ? id.slice(0, 64) : String(index + 1);
}

function withoutLostChoices(
  chapter: TourChapter,
  known: ReadonlyMap<string, unknown>,
  file: string,
  faults: Message[],
): TourChapter {
  if (!chapter.question) return chapter;
  const { question, ...rest } = chapter;
  const lost = question.choices.filter(({ to }) => !known.has(to));
  for (const { to } of lost) faults.push(tourMessage('no-chapter', { file, chapter: chapter.id, to }));
  const choices = question.choices.filter((choice) => !lost.includes(choice));
  return choices.length === 0 ? rest : { ...rest, question: { ...question, choices } };
}

/** Where a tour lies in its city's folder. */
export const tourFile = (id: string): string => `tours/${id}.json`;

/** The text of its file: the same for the same tour, however it came about. */
export function tourText(tour: Tour): string {
  const chapters = tour.chapters.map((chapter) => inOrder(Chapter.entries, chapter));
  return `${JSON.stringify(inOrder(Tour.entries, { ...tour, chapters }), null, 2)}\n`;
}

/** With its fields in the order in which the schema has them. */
function inOrder(entries: object, fields: object): object {
  return Object.fromEntries(Object.keys(entries).map((key) => [key, Reflect.get(fields, key)]));
}

/** Returns the seconds of all chapters, without the ways between them. */
export const tourSeconds = (tour: Tour): number => tour.chapters.reduce((sum, { seconds }) => sum + seconds, 0);
