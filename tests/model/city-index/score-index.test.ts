import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { defaultCard } from '../../../model/city-index/default-card.ts';
import { IndexCard, type Indicator, parseIndexCard } from '../../../model/city-index/index-card.ts';
import { bandOf, indicatorScore, scoreIndex } from '../../../model/city-index/score-index.ts';
import { jsonSchemaOf } from '../../../scenarios/json-schema.ts';

const text = (line: string) => ({ zh: line, en: line });
const indicator = (id: string, weight: number, zeroAt: number, fullAt: number): Indicator => ({
  id,
  name: text(id),
  unit: text('%'),
  formula: text('a ÷ b'),
  source: text('hand'),
  isChecked: true,
  isSurvey: false,
  weight,
  zeroAt,
  fullAt,
});
const value = (x: number) => ({ value: x, origin: 'typed' as const, atMs: 0 });

/** Two groups of weights 3 and 1; in the first one weights 2 and 1. */
const GROUPS = [
  { id: 'g1', name: text('g1'), weight: 3, indicators: [indicator('a', 2, 0, 20), indicator('b', 1, 30, 10)] },
  { id: 'g2', name: text('g2'), weight: 1, indicators: [indicator('c', 5, 50, 100)] },
];

test('an indicator scores linearly between its limits, also downward, and stays beyond them', () => {
  expect(indicatorScore(5, { zeroAt: 0, fullAt: 20 })).toBe(25);
  expect(indicatorScore(30, { zeroAt: 0, fullAt: 20 })).toBe(100);
  expect(indicatorScore(-1, { zeroAt: 0, fullAt: 20 })).toBe(0);
  // 30 minutes score nothing and 10 full marks: 25 minutes are a quarter of the way.
  expect(indicatorScore(25, { zeroAt: 30, fullAt: 10 })).toBe(25);
});

test('weighted means as worked by hand', () => {
  // a = 15 → 75; b = 20 → 50; g1 = (2·75 + 50)/3 = 66.6̇; c = 90 → 80; total = (3·66.6̇ + 80)/4 = 70.
  const card = { groups: GROUPS, values: { a: value(15), b: value(20), c: value(90) } };
  const { score, lowest, highest, missing, band, groups } = scoreIndex(card);
  expect(groups[0].score).toBeCloseTo(200 / 3, 12);
  expect(groups[1].score).toBe(80);
  expect(score).toBeCloseTo(70, 12);
  expect([lowest, highest, missing, band]).toEqual([score, score, 0, 3]);
  expect(groups[0].indicators.map(({ shareRatio }) => shareRatio)).toEqual([0.5, 0.25]);
});

test('what is missing is never 0: the total is open, and lies between two bounds', () => {
  // Without c: g2 between 0 and 100, the total between (3·66.6̇ + 0)/4 = 50 and (200 + 100)/4 = 75.
  const { score, lowest, highest, missing, band, groups } = scoreIndex({
    groups: GROUPS,
    values: { a: value(15), b: value(20) },
  });
  expect(groups[1].score).toBeNull();
  expect(groups[1].indicators[0].score).toBeNull();
  expect(score).toBeNull();
  expect(lowest).toBeCloseTo(50, 12);
  expect(highest).toBeCloseTo(75, 12);
  expect([missing, band]).toEqual([1, null]);
});

test('a measured 0 is a value', () => {
  const { score, missing } = scoreIndex({ groups: [GROUPS[1]], values: { c: value(0) } });
  expect([score, missing]).toEqual([0, 0]);
});

test('an indicator or a group without weight neither counts nor is missing', () => {
  const groups = [{ ...GROUPS[0], weight: 0 }, GROUPS[1]];
  const { score, missing, band } = scoreIndex({ groups, values: { c: value(95) } });
  expect([score, missing, band]).toEqual([90, 0, 5]);
  const none = scoreIndex({ groups: GROUPS.map((group) => ({ ...group, weight: 0 })), values: { a: value(1) } });
  expect([none.score, none.band]).toEqual([null, null]);
});

test('bands begin at 0, 30, 60, 80 and 90', () => {
  expect([0, 29.99, 30, 59.99, 60, 79.99, 80, 89.99, 90, 100].map(bandOf)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
});

test('the card that is offered has 5 and 16 indicators, none of them verified, and is a valid file', () => {
  const card = defaultCard('small');
  expect(card.groups).toHaveLength(5);
  const indicators = card.groups.flatMap((group) => group.indicators);
  expect(indicators).toHaveLength(16);
  expect(indicators.some(({ isChecked }) => isChecked)).toBe(false);
  expect(parseIndexCard(JSON.parse(JSON.stringify(card)), 'a.json')).toEqual(card);
  expect(scoreIndex(card)).toMatchObject({ score: null, missing: 16, lowest: 0, band: null });
  expect(scoreIndex(card).highest).toBeCloseTo(100, 9);
});

test('a card names the field that is wrong', () => {
  const card = defaultCard('small');
  const wrong = (part: object) => () => parseIndexCard({ ...card, ...part }, 'a.json');
  expect(wrong({ kind: 'tour' })).toThrow('kind');
  expect(wrong({ values: { drills: { value: 'two', origin: 'typed', atMs: 0 } } })).toThrow('values.drills.value');
  expect(wrong({ values: { unheard: value(1) } })).toThrow('the value unheard is of no indicator');
  expect(wrong({ groups: [GROUPS[0], GROUPS[0]] })).toThrow('the id g1 is there twice');
  const flat = { ...GROUPS[1], indicators: [indicator('c', 1, 5, 5)] };
  expect(wrong({ groups: [flat] })).toThrow('indicator c: zeroAt and fullAt are the same');
});

test('the schema file says what the parser takes', () => {
  const file = readFileSync(resolve(import.meta.dirname, '../../../scenarios/city-index.schema.json'), 'utf8');
  expect(JSON.parse(file)).toEqual(jsonSchemaOf(IndexCard, 'Shapan city index'));
});
