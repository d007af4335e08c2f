import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseManifest } from '../../model/city/manifest.ts';
import { readTour, Tour } from '../../model/tours/tour.ts';
import { jsonSchemaOf } from '../../scenarios/json-schema.ts';
import { SHIPPED_TOURS } from '../../scenarios/tours/shipped-tours.ts';
import { parseLink } from '../../src/app/link.ts';

const SCENARIOS = resolve(import.meta.dirname, '../../scenarios');
const MANIFEST = resolve(import.meta.dirname, '../../public/city/chengchuan/manifest.json');

test('the schema file says what the parser takes', () => {
  const file = readFileSync(join(SCENARIOS, 'tour.schema.json'), 'utf8');
  expect(JSON.parse(file)).toEqual(jsonSchemaOf(Tour, 'Shapan tour'));
});

test('every file of a tour is on the list that comes with the program, and has no fault', () => {
  const files = readdirSync(join(SCENARIOS, 'tours')).filter((name) => name.endsWith('.json'));
  expect(SHIPPED_TOURS.map(({ id }) => `${id}.json`).sort()).toEqual(files.sort());
  for (const name of files) {
    const { faults } = readTour(JSON.parse(readFileSync(join(SCENARIOS, 'tours', name), 'utf8')), name);
    expect(faults, name).toEqual([]);
  }
});

test('titles have at most eight Chinese characters, captions fit the column of the hall', () => {
  for (const { chapters } of SHIPPED_TOURS)
    for (const { id, title, caption } of chapters) {
      expect(title.zh.length, id).toBeLessThanOrEqual(8);
      expect(caption.zh.length, id).toBeLessThanOrEqual(70);
    }
});

test.skipIf(!existsSync(MANIFEST))('shipped tours name only what the demo city has, and stand within it', () => {
  const city = parseManifest(JSON.parse(readFileSync(MANIFEST, 'utf8')));
  const layers = new Set(city.layers.map(({ id }) => id));
  for (const { id, chapters } of SHIPPED_TOURS)
    for (const chapter of chapters) {
      expect(chapter.layers?.filter((layer) => !layers.has(layer)) ?? [], `${id} ${chapter.id}`).toEqual([]);
      expect(parseLink(chapter.scene ?? '', city).problems, `${id} ${chapter.id}`).toEqual([]);
      for (const { lonDeg, latDeg, heightM } of [chapter.view, ...chapter.way]) {
        expect(Math.abs(lonDeg - city.origin.lonDeg)).toBeLessThan(0.06);
        expect(Math.abs(latDeg - city.origin.latDeg)).toBeLessThan(0.06);
        expect(heightM).toBeGreaterThan(city.origin.heightM);
      }
    }
});

test('every shipped tour asks one question, with two or three answers that lead to its chapters', () => {
  for (const { id, chapters } of SHIPPED_TOURS) {
    const questions = chapters.flatMap(({ question }) => (question ? [question] : []));
    expect(questions, id).toHaveLength(1);
    const [{ choices }] = questions;
    expect([2, 3], id).toContain(choices.length);
    expect(
      choices.filter(({ to }) => !chapters.some((chapter) => chapter.id === to)),
      id,
    ).toEqual([]);
  }
});
