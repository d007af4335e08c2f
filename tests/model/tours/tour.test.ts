import { describe, expect, test } from 'vitest';
import { sentencesOf } from '../../../model/text/message.ts';
import { tourOfCity } from '../../../model/tours/city-tour.ts';
import { readTour, TOUR_FORMAT, tourSeconds, tourText } from '../../../model/tours/tour.ts';

const text = (words: string) => ({ zh: words, en: words });
const VIEW = { lonDeg: 108.75, latDeg: 34.3, heightM: 900, headingDeg: 10, pitchDeg: -30 };
const chapter = (id: string, more: object = {}) => ({
  ...{ id, title: text(id), caption: text('A place.'), view: VIEW, seconds: 12 },
  ...more,
});
const file = (chapters: unknown[], more: object = {}) => ({
  ...{ format: 2, kind: 'tour', id: 'walk', title: text('Walk'), chapters },
  ...more,
});
const refusal = (json: unknown): string => {
  try {
    readTour(json, 'walk.json');
  } catch (error) {
    return sentencesOf(error, 'en') ?? '';
  }
  return '';
};

test('a tour comes back from its file as it was', () => {
  const json = file([
    chapter('a', {
      ...{ narration: text('Said.'), state: 'planned', way: [VIEW, VIEW], hour: 8, toHour: 20, layers: ['roads'] },
      scene: 'under=translucent',
      figures: [{ value: 2.5, unit: 'm', label: text('depth'), source: text('a file') }],
      question: { text: text('Where to?'), choices: [{ label: text('there'), to: 'b' }] },
    }),
    chapter('b'),
  ]);
  const { tour, faults } = readTour(json, 'walk.json');
  expect(faults).toEqual([]);
  expect(readTour(JSON.parse(tourText(tour)), 'walk.json').tour).toEqual(tour);
  expect(tourSeconds(tour)).toBe(24);
});

test('format 1 is read as the present format, with what it did not have left empty', () => {
  const { tour } = readTour(file([chapter('a', { hour: 9, layers: ['roads'] })], { format: 1 }), 'walk.json');
  expect(tour.format).toBe(TOUR_FORMAT);
  expect(tour.chapters[0]).toMatchObject({
    id: 'a',
    hour: 9,
    layers: ['roads'],
    way: [],
    figures: [],
    state: 'existing',
  });
});

describe('a broken tour', () => {
  test('names chapter and field, and the rest plays', () => {
    const json = file([chapter('a'), chapter('b', { seconds: 'long' }), { id: '' }, chapter('c')]);
    const { tour, faults } = readTour(json, 'walk.json');
    expect(tour.chapters.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(faults[0].text.en).toContain('walk.json#b');
    expect(faults[0].text.en).toContain('seconds');
    expect(faults[1].text.en).toContain('walk.json#3');
  });

  test('keeps the first of two chapters of one id, and drops answers that lead nowhere', () => {
    const question = {
      text: text('?'),
      choices: [
        { label: text('x'), to: 'z' },
        { label: text('a'), to: 'a' },
      ],
    };
    const { tour, faults } = readTour(file([chapter('a', { question }), chapter('a')]), 'walk.json');
    expect(tour.chapters).toHaveLength(1);
    expect(tour.chapters[0].question?.choices.map(({ to }) => to)).toEqual(['a']);
    expect(faults.map(({ text: { en } }) => en).join(' ')).toMatch(/id again.*got "z"/);
  });

  test('is refused by name without a head, of a later format, or without one chapter that is right', () => {
    expect(refusal({ ...file([chapter('a')]), kind: 'route' })).toContain('kind');
    expect(refusal(file([chapter('a')], { format: 9 }))).toContain('expected 1 to 3, got 9');
    expect(refusal(file([{ id: 'a' }]))).toMatch(/walk\.json#a.*none/s);
    expect(refusal(file([]))).toContain('none');
  });
});

const PNG = { type: 'image/png', data: 'iVBORw0KGgo=' };
const MP3 = { type: 'audio/mpeg', data: 'SUQz' };

test('a chapter may show a picture, play recordings and draw a chart; they come back as they were written', () => {
  const full = chapter('a', {
    picture: { file: 'river.png', alt: text('The river'), source: text('City archive') },
    audio: { zh: 'a.mp3' },
    chart: {
      kind: 'bars',
      title: text('Levels'),
      points: [1, 2].map((value) => ({ label: text(`${value}`), value })),
      source: text('Gauge'),
    },
  });
  const { tour, faults } = readTour(
    file([full], { format: 3, files: { 'river.png': PNG, 'a.mp3': MP3 } }),
    'walk.json',
  );
  expect(faults).toEqual([]);
  expect(tour.chapters[0]).toMatchObject({
    picture: { file: 'river.png' },
    audio: { zh: 'a.mp3' },
    chart: { unit: '' },
  });
  expect(readTour(JSON.parse(tourText(tour)), 'again').tour).toEqual(tour);
});

test('a picture without its file, a recording in its place and a drawing that can hold scripts are left out and told', () => {
  const own = (name: string) => ({ file: name, alt: text('A'), source: text('B') });
  const { tour, faults } = readTour(
    file(
      [
        chapter('a', { picture: own('none.png') }),
        chapter('b', { picture: own('a.mp3') }),
        chapter('c', { picture: own('d.svg') }),
      ],
      {
        format: 3,
        files: { 'a.mp3': MP3, 'd.svg': { type: 'image/svg+xml', data: 'PHN2Zz4=' } },
      },
    ),
    'walk.json',
  );
  expect(tour.chapters.map(({ picture }) => picture ?? null)).toEqual([null, null, null]);
  expect(Object.keys(tour.files ?? {})).toEqual(['a.mp3']);
  expect(faults.map(({ text: { en } }) => en).join('\n')).toMatch(
    /d\.svg.*walk\.json#a.*none\.png.*walk\.json#b.*a\.mp3.*walk\.json#c/s,
  );
});

test('more than sixty files, or more than they may hold together, are left out and told', () => {
  const files = Object.fromEntries(Array.from({ length: 61 }, (_, i) => [`f${i}.png`, PNG]));
  const { tour, faults } = readTour(file([chapter('a')], { format: 3, files }), 'walk.json');
  expect(Object.keys(tour.files ?? {})).toHaveLength(60);
  expect(faults.map(({ code }) => code)).toEqual(['files-large']);
});

test('the tour of a city plays as every other; a city without one has none', () => {
  const city = { id: 'c', name: text('C'), tour: [chapter('a', { hour: 9 })] };
  const tour = tourOfCity(city);
  expect(readTour(JSON.parse(tourText(tour ?? never())), 'city').faults).toEqual([]);
  expect(tourOfCity({ ...city, tour: [] })).toBeNull();
});

test('the tour of a city asks at its first stop what to see first; with two stops there is nothing to ask', () => {
  const stops = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id) => chapter(id, { hour: 9 }));
  const tour = tourOfCity({ id: 'c', name: text('C'), tour: stops });
  expect(tour?.chapters.map(({ question }) => question?.choices.map(({ to }) => to) ?? null)).toEqual([
    ['b', 'e', 'h'],
    ...Array.from({ length: 7 }, () => null),
  ]);
  expect(tourOfCity({ id: 'c', name: text('C'), tour: stops.slice(0, 2) })?.chapters[0].question).toBeUndefined();
});

function never(): never {
  throw new Error('expected a tour');
}
