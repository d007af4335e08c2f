import type { Manifest } from '../city/manifest.ts';
import { TOUR_FORMAT, type Tour, type TourChapter } from './tour.ts';

/** Name of the tour that a city was baked with. */
export const CITY_TOUR = 'city';

/** Answers to the question of a city's tour. */
const CHOICES = 3;
/** Letters of an answer. */
const MAX_ANSWER = 40;

/** The tour that the baker drew up or was given, as every other tour is played; null where the city has none. */
export function tourOfCity({ id, name, tour }: Pick<Manifest, 'id' | 'name' | 'tour'>): Tour | null {
  if (tour.length === 0) return null;
  return {
    format: TOUR_FORMAT,
    kind: 'tour',
    id: CITY_TOUR,
    city: id,
    title: name,
    chapters: tour.map((stop, i) => ({
      ...stop,
      state: 'existing',
      way: [],
      figures: [],
      ...(i === 0 && questionOf(tour.slice(1))),
    })),
  };
}

/** Asks at the first stop what a visitor would see first: up to three of the others, spread over the tour; with fewer than two there is nothing to ask. */
function questionOf(others: Manifest['tour']): Pick<TourChapter, 'question'> {
  const spread = others.filter((_, i) => i % Math.ceil(others.length / CHOICES) === 0).slice(0, CHOICES);
  const choices = spread
    .filter(({ title }) => title.zh.length <= MAX_ANSWER && title.en.length <= MAX_ANSWER)
    .map(({ id, title }) => ({ label: title, to: id }));
  return choices.length < 2
    ? {}
    : { question: { text: { zh: '想先看哪里？', en: 'What would you like to see first?' }, choices } };
}
