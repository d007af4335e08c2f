import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  CASE_WORDS,
  type CityCase,
  escalate,
  fileCase,
  laterCase,
  parseCase,
  stepCase,
  wordsFor,
} from '../../src/city/cases.ts';

const NOON_MS = Date.UTC(2026, 6, 18, 4);
const MINUTE_MS = 60_000;

const filed = (priority: 1 | 2 | 3 | 4 = 1): CityCase =>
  fileCase(
    { key: 'a key of its own', title: '南门积水', object: 'road-1', place: null, alarm: null, priority },
    '20260718-0001',
    '甲',
    NOON_MS,
  );
const steps = (
  from: CityCase,
  ...words: [word: (typeof CASE_WORDS)[number], by: string, note?: string][]
): CityCase | string =>
  words.reduce<CityCase | string>(
    (known, [word, by, note = ''], i) =>
      typeof known === 'string'
        ? known
        : stepCase(known, { word, by, note, unit: '排水一队', atMs: NOON_MS + (i + 1) * MINUTE_MS }),
    from,
  );

test('filed, dispatched, taken, reported, checked by another, closed: each stage with the limit of its priority', () => {
  expect(filed()).toMatchObject({ stage: 'filed', dueMs: NOON_MS + 5 * MINUTE_MS });
  expect(filed(4)).toMatchObject({ dueMs: NOON_MS + 60 * MINUTE_MS });
  const checking = steps(filed(), ['dispatch', '甲'], ['take', '乙'], ['report', '乙', '水已抽干']);
  expect(checking).toMatchObject({ stage: 'checking', unit: '排水一队', dueMs: NOON_MS + 33 * MINUTE_MS });
  if (typeof checking === 'string') throw new Error(checking);
  expect(steps(checking, ['accept', '乙'])).toContain('another person');
  expect(steps(checking, ['accept', '甲'])).toMatchObject({ stage: 'closed', dueMs: null });
  expect(steps(checking, ['return', '甲', '井口还在冒'])).toMatchObject({ stage: 'dispatched' });
});

test('what has no arrow is refused in a sentence: no stage is left out', () => {
  expect(steps(filed(), ['accept', '乙'])).toContain('expected a case that is checking, got one that is filed');
  expect(steps(filed(), ['drop', '甲'])).toContain('expected a note');
  expect(stepCase(filed(), { word: 'dispatch', by: '甲', note: '', unit: ' ', atMs: NOON_MS })).toContain('the unit');
  expect(wordsFor({ stage: 'closed' })).toEqual([]);
});

test('the clock goes up a level at the limit and each half of it after, three times, whenever it is looked at', () => {
  const at = (min: number) => escalate(filed(), NOON_MS + min * MINUTE_MS)?.level ?? 0;
  expect([4.9, 5, 7.4, 7.5, 10, 100].map(at)).toEqual([0, 1, 1, 2, 3, 3]);
  const inOne = escalate(filed(), NOON_MS + 100 * MINUTE_MS);
  const minuteByMinute = Array.from({ length: 200 }, (_, i) => i / 2).reduce(
    (known, min) => escalate(known, NOON_MS + min * MINUTE_MS) ?? known,
    filed(),
  );
  expect(minuteByMinute).toEqual(inOne);
  expect(inOne?.log.map(({ word, atMs }) => `${word} ${(atMs - NOON_MS) / MINUTE_MS}`)).toEqual([
    'file 0',
    'escalate 5',
    'escalate 7.5',
    'escalate 10',
  ]);
});

test('any walk ends in a case that reads back as it is, and a page that hears its states in any order holds the last', () => {
  const walk = fc.array(fc.tuple(fc.constantFrom(...CASE_WORDS), fc.constantFrom('甲', '乙'), fc.nat(300)), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(walk, fc.nat(), (words, seed) => {
      let now = filed();
      let atMs = NOON_MS;
      const states = [now];
      for (const [word, by, minutes] of words) {
        atMs += minutes * MINUTE_MS;
        now = escalate(now, atMs) ?? now;
        const next = stepCase(now, { word, by, note: 'x', unit: 'y', atMs });
        if (typeof next === 'string') continue;
        now = next;
        states.push(now);
      }
      expect(parseCase(JSON.parse(JSON.stringify(now)))).toEqual(now);
      const heard = states
        .map((state, i) => ({ state, order: (seed * (i + 7)) % 11 }))
        .sort((a, b) => a.order - b.order);
      const held = heard.reduce<CityCase | undefined>((known, { state }) => laterCase(known, state), undefined);
      expect(held?.log.length).toBe(now === states.at(-1) ? now.log.length : states.at(-1)?.log.length);
    }),
    { numRuns: 1000, seed: 20_261_120 },
  );
});
