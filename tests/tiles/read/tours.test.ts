import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTour } from '../../../model/tours/tour.ts';
import { readTours } from '../../../tiles/read/tours.ts';

const both = (text: string) => ({ zh: `导览 ${text}`, en: text });
const chapter = (id: string) => ({
  id,
  title: both(id),
  caption: both(id),
  view: { lonDeg: 108, latDeg: 34, heightM: 900, headingDeg: 0, pitchDeg: -30 },
  seconds: 20,
});
const tour = (part: object) => ({
  format: 2,
  kind: 'tour',
  id: 'old-town',
  title: both('Old town'),
  chapters: [chapter('gate')],
  ...part,
});

let folder = '';
const file = (name: string, part: object = {}) => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(tour(part)));
  return path;
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-tours-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('tours of a recipe become files of the city that its manifest lists, each with the city’s id', () => {
  const { files, tours } = readTours([file('a.json'), file('b.json', { id: 'river' })], 'town');
  expect(tours).toEqual(['tours/old-town.json', 'tours/river.json']);
  const read = readTour(JSON.parse(String(files['tours/river.json'])), 'river.json');
  expect(read.faults).toEqual([]);
  expect(read.tour).toMatchObject({ id: 'river', city: 'town' });
  expect(readTours([], 'town')).toEqual({ files: {} });
});

test.each([
  ['a tour of another city', { city: 'elsewhere' }, 'elsewhere'],
  ['a chapter that is wrong', { chapters: [chapter('gate'), { ...chapter('well'), seconds: 1 }] }, 'well'],
])('%s is refused before anything is baked, and its place is named', (_, part, place) => {
  expect(() => readTours([file('wrong.json', part)], 'town')).toThrow(place);
});

test('two tours of one id, and a file that is not there, are refused', () => {
  expect(() => readTours([file('one.json'), file('two.json')], 'town')).toThrow('old-town');
  expect(() => readTours([join(folder, 'none.json')], 'town')).toThrow('none.json');
});
