import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  actionsFor,
  CASE_ACTIONS,
  type CityCase,
  escalate,
  fileCase,
  newerCase,
  nextCase,
  parseCase,
} from '../../../model/cases/cases.ts';
import type { Message } from '../../../model/text/message.ts';

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
  ...words: [word: (typeof CASE_ACTIONS)[number], by: string, note?: string][]
): CityCase | Message =>
  words.reduce<CityCase | Message>(
    (known, [word, by, note = ''], i) =>
      'text' in known
        ? known
        : nextCase(known, { word, by, note, unit: '排水一队', atMs: NOON_MS + (i + 1) * MINUTE_MS }),
    from,
  );

test('filed, dispatched, taken, reported, checked by another, closed: each stage with the limit of its priority', () => {
  expect(filed()).toMatchObject({ stage: 'filed', dueMs: NOON_MS + 5 * MINUTE_MS });
  expect(filed(4)).toMatchObject({ dueMs: NOON_MS + 60 * MINUTE_MS });
  const checking = steps(filed(), ['dispatch', '甲'], ['take', '乙'], ['report', '乙', '水已抽干']);
  expect(checking).toMatchObject({ stage: 'checking', unit: '排水一队', dueMs: NOON_MS + 33 * MINUTE_MS });
  if ('text' in checking) throw new Error(checking.text.en);
  expect(steps(checking, ['accept', '乙'])).toMatchObject({ code: 'case-checker' });
  expect(steps(checking, ['accept', '甲'])).toMatchObject({ stage: 'closed', dueMs: null });
  expect(steps(checking, ['return', '甲', '井口还在冒'])).toMatchObject({ stage: 'dispatched' });
});

test('what has no arrow is refused in a sentence: no stage is left out', () => {
  expect(steps(filed(), ['accept', '乙'])).toMatchObject({
    code: 'case-stage',
    text: { en: 'cases: accept: expected a case that is checking, got one that is filed' },
  });
  expect(steps(filed(), ['drop', '甲'])).toMatchObject({ code: 'case-note' });
  expect(nextCase(filed(), { word: 'dispatch', by: '甲', note: '', unit: ' ', atMs: NOON_MS })).toMatchObject({
    code: 'case-unit',
  });
  expect(actionsFor({ stage: 'closed' })).toEqual([]);
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
  const walk = fc.array(fc.tuple(fc.constantFrom(...CASE_ACTIONS), fc.constantFrom('甲', '乙'), fc.nat(300)), {
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
        const next = nextCase(now, { word, by, note: 'x', unit: 'y', atMs });
        if ('text' in next) continue;
        now = next;
        states.push(now);
      }
      expect(parseCase(JSON.parse(JSON.stringify(now)))).toEqual(now);
      const heard = states
        .map((state, i) => ({ state, order: (seed * (i + 7)) % 11 }))
        .sort((a, b) => a.order - b.order);
      const held = heard.reduce<CityCase | undefined>((known, { state }) => newerCase(known, state), undefined);
      expect(held?.log.length).toBe(now === states.at(-1) ? now.log.length : states.at(-1)?.log.length);
    }),
    { numRuns: 1000, seed: 20_261_120 },
  );
});
