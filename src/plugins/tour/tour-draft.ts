import type { View } from '../../../model/city/manifest.ts';
import {
  MAX_CHAPTERS,
  MAX_WAY,
  TOUR_FORMAT,
  type Tour,
  type TourChapter,
  type TourFile,
} from '../../../model/tours/tour.ts';

/** Changes that can be undone. */
const UNDO_STEPS = 200;
/** Length of a new chapter, seconds. */
const NEW_CHAPTER_S = 12;

/** Source of what a hall adds to a tour, until it says better. */
export const HALL_SOURCE = { zh: '本馆', en: 'this hall' };
/** Words of a new question. */
export const NEXT_QUESTION = { zh: '接下来想看什么？', en: 'What next?' };

/** A tour that is being edited, with what it was and what was undone; letters typed one after the other into a field are one change. */
export interface TourDraft {
  readonly tour: Tour;
  /** The chapter under the pencil. */
  readonly at: number;
  readonly past: readonly Tour[];
  readonly undone: readonly Tour[];
  /** The field that was changed last. */
  readonly field: string;
}

export const draftOf = (tour: Tour): TourDraft => ({ tour, at: 0, past: [], undone: [], field: '' });

const within = (tour: Tour, at: number): number => Math.max(0, Math.min(tour.chapters.length - 1, at));

/** The draft after a change of a field; an empty name of the field is a change of its own. */
export function changedDraft(draft: TourDraft, field: string, tour: Tour, at = draft.at): TourDraft {
  const isSame = field !== '' && field === draft.field;
  const past = isSame ? draft.past : [...draft.past, draft.tour].slice(-UNDO_STEPS);
  return { tour, at: within(tour, at), past, undone: [], field };
}

/** The draft before its last change; as it is where nothing was changed. */
export function undoneDraft(draft: TourDraft): TourDraft {
  const tour = draft.past.at(-1);
  if (!tour) return draft;
  return {
    tour,
    at: within(tour, draft.at),
    field: '',
    past: draft.past.slice(0, -1),
    undone: [...draft.undone, draft.tour],
  };
}

/** The draft with what was undone last done again. */
export function redoneDraft(draft: TourDraft): TourDraft {
  const tour = draft.undone.at(-1);
  if (!tour) return draft;
  return {
    tour,
    at: within(tour, draft.at),
    field: '',
    past: [...draft.past, draft.tour],
    undone: draft.undone.slice(0, -1),
  };
}

/** What a chapter takes over of the page as it is. */
export interface Capture {
  view: View;
  hour: number;
  scene: string;
}

const ROUNDED = { lonDeg: 7, latDeg: 7, heightM: 2, headingDeg: 2, pitchDeg: 2 } as const;

/** A view with no more digits than a camera needs, so that files stay readable. */
function roundedView(view: View): View {
  const places = Object.entries(ROUNDED) as [keyof View, number][];
  return Object.fromEntries(places.map(([key, digits]) => [key, Number(view[key].toFixed(digits))])) as unknown as View;
}

const freeId = (prefix: string, taken: readonly string[]): string => {
  let n = 1;
  while (taken.includes(`${prefix}-${n}`)) n++;
  return `${prefix}-${n}`;
};

const shownBy = ({ view, hour, scene }: Capture) => ({
  view: roundedView(view),
  hour: Math.round(hour * 60) / 60,
  ...(scene !== '' && { scene }),
});

function newChapter(id: string, capture: Capture): TourChapter {
  return {
    id,
    title: { zh: id, en: id },
    caption: { zh: '…', en: '…' },
    state: 'existing',
    way: [],
    seconds: NEW_CHAPTER_S,
    figures: [],
    ...shownBy(capture),
  };
}

/** A tour of one chapter that looks at the page as it is. */
export const newTour = (city: string, title: Tour['title'], taken: readonly string[], capture: Capture): Tour => ({
  format: TOUR_FORMAT,
  kind: 'tour',
  id: freeId('tour', taken),
  city,
  title,
  chapters: [newChapter('chapter-1', capture)],
});

/** With a chapter of the page as it is behind the one at `at`; as it is where it has as many as a tour may. */
export function withChapter(tour: Tour, at: number, capture: Capture): Tour {
  if (tour.chapters.length >= MAX_CHAPTERS) return tour;
  const id = freeId(
    'chapter',
    tour.chapters.map((chapter) => chapter.id),
  );
  const chapters = [...tour.chapters];
  chapters.splice(at + 1, 0, newChapter(id, capture));
  return { ...tour, chapters };
}

/** Without a chapter, and without the answers that led to it; a tour keeps one. */
export function withoutChapter(tour: Tour, at: number): Tour {
  const { id } = tour.chapters[at];
  if (tour.chapters.length === 1) return tour;
  const chapters = tour.chapters
    .filter((_, i) => i !== at)
    .map(({ question, ...chapter }) => {
      const choices = question?.choices.filter(({ to }) => to !== id) ?? [];
      return question && choices.length > 0 ? { ...chapter, question: { ...question, choices } } : chapter;
    });
  return { ...tour, chapters };
}

/** With a chapter one place earlier (−1) or later (1). */
export function withChapterMoved(tour: Tour, at: number, by: -1 | 1): Tour {
  const to = at + by;
  if (to < 0 || to >= tour.chapters.length) return tour;
  const chapters = [...tour.chapters];
  [chapters[at], chapters[to]] = [chapters[to], chapters[at]];
  return { ...tour, chapters };
}

/** With some of a chapter's fields in place of what it had; undefined takes a field away. */
export function withChapterChanged(tour: Tour, at: number, change: Partial<Record<keyof TourChapter, unknown>>): Tour {
  const chapters = tour.chapters.map((chapter, i) => {
    if (i !== at) return chapter;
    const kept = Object.entries({ ...chapter, ...change }).filter(([, value]) => value !== undefined);
    return Object.fromEntries(kept) as TourChapter;
  });
  return { ...tour, chapters };
}

/** With a file under a free name like its own, and without files that no chapter calls by name any more. */
export function withFile(tour: Tour, given: string, file: TourFile): { name: string; tour: Tour } {
  const used = new Set(tour.chapters.flatMap(({ picture, audio }) => [picture?.file, audio?.zh, audio?.en]));
  const kept = Object.entries(tour.files ?? {}).filter(([name]) => used.has(name));
  const plain =
    given
      .replace(/[^\p{L}\p{N}._-]/gu, '-')
      .replace(/^[^\p{L}\p{N}]+/u, '')
      .slice(-56) || 'file';
  const taken = kept.map(([name]) => name);
  const name = taken.includes(plain) ? freeId(plain, taken) : plain;
  return { name, tour: { ...tour, files: Object.fromEntries([...kept, [name, file]]) } };
}

/** The chapter as the page shows the city now, from where it is looked at now; its way begins anew. */
export const withCapture = (tour: Tour, at: number, capture: Capture): Tour =>
  withChapterChanged(tour, at, {
    scene: undefined,
    layers: undefined,
    toHour: undefined,
    way: [],
    ...shownBy(capture),
  });

/** With where the camera is now as the last station of a chapter's way. */
export function withStation(tour: Tour, at: number, view: View): Tour {
  const { way } = tour.chapters[at];
  return way.length >= MAX_WAY ? tour : withChapterChanged(tour, at, { way: [...way, roundedView(view)] });
}
