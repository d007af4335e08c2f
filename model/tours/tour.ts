import * as v from 'valibot';
import { quantity } from '../questions/field.ts';
import { type Message, MessageError } from '../text/message.ts';
import { requirement } from '../text/requirements.ts';
import { checked, faultMessages } from '../text/schema-faults.ts';
import { tourMessage } from './tour-messages.ts';

/** The format that this version writes. 1 had no way of the camera, no clock, no state of the page, no figures and no questions; 2 no pictures, recordings and charts. */
export const TOUR_FORMAT = 3;
/** Chapters of a tour at most. */
export const MAX_CHAPTERS = 100;
/** Stations of a camera's way, its view among them not counted. */
export const MAX_WAY = 60;
/** Answers to a chapter's question. */
const MAX_CHOICES = 4;

/** Files of a tour at most. */
export const MAX_FILES = 60;
/** Letters of one file in base 64: a picture or recording of 6 MiB. */
export const MAX_FILE_LETTERS = 8 * 2 ** 20;
/** Letters of all files of a tour. */
const MAX_FILES_LETTERS = 24 * 2 ** 20;
/** Kinds of picture that a chapter may show; a drawing that can hold scripts is none of them. */
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
/** Kinds of recording that a chapter may play. */
export const AUDIO_TYPES = ['audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/wav'] as const;
/** Points of a chart at most. */
export const MAX_POINTS = 24;

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

/** A picture beside a chapter: one of the tour's files, what it shows in words, and whence it is. */
const Picture = v.strictObject({ file: Id, alt: textOf(200), source: textOf(200) });

/** Recordings that are played in place of the browser's voice, by language; the caption stays on screen. */
const Audio = v.strictObject({ zh: v.optional(Id), en: v.optional(Id) });

/** A small chart beside a chapter. */
const Chart = v.strictObject({
  kind: v.picklist(['bars', 'line']),
  title: textOf(60),
  unit: v.optional(v.pipe(v.string(), v.maxLength(20)), ''),
  points: v.pipe(
    v.array(v.strictObject({ label: textOf(20), value: within(-1e15, 1e15) })),
    v.minLength(2),
    v.maxLength(MAX_POINTS),
  ),
  source: textOf(200),
});
/** A small chart beside a chapter. */
export type TourChart = v.InferOutput<typeof Chart>;

/** A picture or a recording inside the tour's own file, so that a tour stays one file and asks no other host. */
const TourFile = v.strictObject({
  type: v.picklist([...PICTURE_TYPES, ...AUDIO_TYPES]),
  /** The file in base 64. */
  data: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_FILE_LETTERS)),
});
/** A picture or a recording of a tour. */
export type TourFile = v.InferOutput<typeof TourFile>;

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
  picture: v.optional(Picture),
  audio: v.optional(Audio),
  chart: v.optional(Chart),
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
  files: v.optional(v.record(v.string(), v.unknown()), {}),
});

/** A tour as a file of the present format holds it: `scenarios/tour.schema.json` says the same to editors and other programs. */
export const Tour = v.strictObject({
  format: v.literal(TOUR_FORMAT),
  ...head,
  chapters: v.pipe(v.array(Chapter), v.minLength(1), v.maxLength(MAX_CHAPTERS)),
  /** Pictures and recordings by the names that chapters call them by. */
  files: v.optional(v.record(Id, TourFile)),
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
  const { format, kind, id, city, title, about, chapters: given, files: givenFiles } = read.output;
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
  const files = readFiles(givenFiles, file, faults);
  const kept = [...chapters.values()].map((chapter) =>
    withoutLostFiles(withoutLostChoices(chapter, chapters, file, faults), files, file, faults),
  );
  const tour: Tour = {
    format: TOUR_FORMAT,
    kind,
    id,
    title,
    chapters: kept,
    ...(city !== undefined && { city }),
    ...(about && { about }),
    ...(Object.keys(files).length > 0 && { files }),
  };
  return { tour, faults };
}

/** Reads the files of a tour; one that is wrong, and those beyond the bounds, are left out and told. */
function readFiles(given: Record<string, unknown>, file: string, faults: Message[]): Record<string, TourFile> {
  const files: Record<string, TourFile> = {};
  let letters = 0;
  for (const [name, one] of Object.entries(given)) {
    const read = checked(TourFile, one);
    if (!read.success || !v.is(Id, name)) {
      faults.push(...faultMessages(read.issues ?? [], `${file}#files.${name.slice(0, 64)}`));
      continue;
    }
    letters += read.output.data.length;
    if (Object.keys(files).length >= MAX_FILES || letters > MAX_FILES_LETTERS) {
      faults.push(tourMessage('files-large', { file, most: MAX_FILES, mostMb: MAX_FILES_LETTERS / 2 ** 20 }));
      break;
    }
    files[name] = read.output;
  }
  return files;
}

/** The chapter without a picture or recording that the tour has no file for. */
function withoutLostFiles(
  chapter: TourChapter,
  files: Readonly<Record<string, TourFile>>,
  file: string,
  faults: Message[],
): TourChapter {
  const has = (name: string | undefined, types: readonly string[]): boolean => {
    if (name === undefined) return false;
    if (Object.hasOwn(files, name) && types.includes(files[name].type)) return true;
    faults.push(tourMessage('no-file', { file, chapter: chapter.id, name }));
    return false;
  };
  const { picture, audio, ...rest } = chapter;
  const zh = has(audio?.zh, AUDIO_TYPES) ? audio?.zh : undefined;
  const en = has(audio?.en, AUDIO_TYPES) ? audio?.en : undefined;
  return {
    ...rest,
    ...(picture && has(picture.file, PICTURE_TYPES) && { picture }),
    ...((zh ?? en) !== undefined && { audio: { ...(zh !== undefined && { zh }), ...(en !== undefined && { en }) } }),
  };
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
