import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readTour, type Tour } from '../../../model/tours/tour.ts';
import { wrappedTo } from '../../../src/kit/film/film-caption.ts';
import { filmTour, tourMoments } from '../../../src/plugins/tour/tour-film.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();
const VIEW = { lonDeg: 108.75, latDeg: 34.3, heightM: 460, headingDeg: 0, pitchDeg: -20 };
const text = (words: string) => ({ zh: words, en: words });
const tour: Tour = readTour(
  {
    format: 3,
    kind: 'tour',
    id: 'walk',
    title: text('Walk'),
    chapters: [
      { id: 'a', title: text('A'), caption: text('a'), view: VIEW, seconds: 4, hour: 8, toHour: 10 },
      { id: 'b', title: text('B'), caption: text('b'), view: VIEW, seconds: 3 },
    ],
  },
  'walk',
).tour;

let twin: Twin;
beforeEach(() => {
  twin = pageTwin(city);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** A picture that stands where it is told some time later. */
const followFilm = () =>
  twin.follow(
    ({ tourShot }) => tourShot?.serial,
    (serial) => {
      if (serial !== undefined) setTimeout(() => twin.getState().reportPosedTour(serial), 1);
    },
  );

test('frames of a chapter are as many as its time, rate and speed give, from its beginning to its end', () => {
  expect(tourMoments(tour, { chapters: [0], framesPerS: 1, speedRatio: 1 })).toEqual([
    { index: 0, ratio: 0 },
    { index: 0, ratio: 1 / 3 },
    { index: 0, ratio: 2 / 3 },
    { index: 0, ratio: 1 },
  ]);
  expect(tourMoments(tour, { chapters: [0, 1], framesPerS: 1, speedRatio: 20 })).toEqual([
    { index: 0, ratio: 0 },
    { index: 1, ratio: 0 },
  ]);
  expect(tourMoments(tour, { chapters: [1], framesPerS: 12, speedRatio: 2 })).toHaveLength(18);
});

test('each frame is taken where its chapter stands and at its hour; camera and clock are given back', async () => {
  followFilm();
  const { shownTimeMs, camera } = twin.getState();
  twin.getState().startTour();
  const taken: [number, number, number][] = [];
  const take = async ({ index, ratio, timeMs }: { index: number; ratio: number; timeMs: number }) => {
    expect(twin.getState().tourShot).toMatchObject({ index, ratio });
    expect(twin.getState().shownTimeMs).toBe(timeMs);
    taken.push([index, ratio, timeMs]);
    return new Blob(['.']);
  };
  const span = { chapters: [0, 1], framesPerS: 0.5, speedRatio: 1 };
  const frames = await filmTour(twin, tour, span, take, () => {}, new AbortController().signal);
  expect(frames).toHaveLength(4);
  expect((taken[1][2] - taken[0][2]) / 3_600_000).toBeCloseTo(2, 6);
  expect(taken[2][2]).toBe(shownTimeMs);
  const after = twin.getState();
  expect(after).toMatchObject({ tour: 'off', tourShot: null, shownTimeMs });
  expect(after.flight).toMatchObject({ to: camera, durationMs: 0 });
});

test('a film that is broken off while the picture is on its way ends at once, and gives all back', async () => {
  const cancel = new AbortController();
  const film = filmTour(
    twin,
    tour,
    { chapters: [0], framesPerS: 1, speedRatio: 1 },
    async () => new Blob(['.']),
    () => {},
    cancel.signal,
  );
  cancel.abort(new Error('enough'));
  await expect(film).rejects.toThrow('enough');
  expect(twin.getState().tourShot).toBeNull();
});

test('a long caption takes three rows, broken between words and never before a full stop', () => {
  const measure = (words: string) => words.length;
  expect(wrappedTo('the city lies on a river', 10, measure)).toEqual(['the city', 'lies on a', 'river']);
  expect(wrappedTo('这是一条河。这是一座城。', 5, measure)).toEqual(['这是一条', '河。这是一', '座城。']);
  expect(wrappedTo('short', 10, measure)).toEqual(['short']);
  expect(wrappedTo('one two three four five', 5, measure)).toEqual(['one', 'two', 'thre…']);
});
