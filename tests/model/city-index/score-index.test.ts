import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { BANDS } from '../../../model/city-index/bands.ts';
import {
  type Basis,
  basesOf,
  CARD_KINDS,
  IndexCard,
  parseIndexCard,
  soleBasis,
} from '../../../model/city-index/index-card.ts';
import { valuesOfTable } from '../../../model/city-index/index-table.ts';
import { ownCard } from '../../../model/city-index/own-card.ts';
import { publishedCard } from '../../../model/city-index/published-card.ts';
import { BAND_LIMITS, bandOf, indicatorScore, scoreIndex } from '../../../model/city-index/score-index.ts';
import { jsonSchemaOf } from '../../../scenarios/json-schema.ts';

const text = (line: string) => ({ zh: line, en: line });
const basis = (id: string, weight: number, zeroAt: number, fullAt: number): Basis => ({
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

const indicator = (...of: Parameters<typeof basis>) => soleBasis(basis(...of));

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
  const values = { a: value(15), b: value(20), c: value(90) };
  const { score, lowest, highest, missing, band, groups } = scoreIndex({ groups: GROUPS }, values);
  expect(groups[0].score).toBeCloseTo(200 / 3, 12);
  expect(groups[1].score).toBe(80);
  expect(score).toBeCloseTo(70, 12);
  expect([lowest, highest, missing, band]).toEqual([score, score, 0, 3]);
  expect(groups[0].indicators.map(({ shareRatio }) => shareRatio)).toEqual([0.5, 0.25]);
});

test('what is missing is never 0: the total is open, and lies between two bounds', () => {
  // Without c: g2 between 0 and 100, the total between (3·66.6̇ + 0)/4 = 50 and (200 + 100)/4 = 75.
  const { score, lowest, highest, missing, band, groups } = scoreIndex(
    { groups: GROUPS },
    { a: value(15), b: value(20) },
  );
  expect(groups[1].score).toBeNull();
  expect(groups[1].indicators[0].score).toBeNull();
  expect(score).toBeNull();
  expect(lowest).toBeCloseTo(50, 12);
  expect(highest).toBeCloseTo(75, 12);
  expect([missing, band]).toEqual([1, null]);
});

test('a measured 0 is a value', () => {
  const { score, missing } = scoreIndex({ groups: [GROUPS[1]] }, { c: value(0) });
  expect([score, missing]).toEqual([0, 0]);
});

test('an indicator or a group without weight neither counts nor is missing', () => {
  const groups = [{ ...GROUPS[0], weight: 0 }, GROUPS[1]];
  const { score, missing, band } = scoreIndex({ groups }, { c: value(95) });
  expect([score, missing, band]).toEqual([90, 0, 5]);
  const none = scoreIndex({ groups: GROUPS.map((group) => ({ ...group, weight: 0 })) }, { a: value(1) });
  expect([none.score, none.band]).toEqual([null, null]);
});

test('bands begin at 0, 30, 60, 80 and 90', () => {
  expect([0, 29.99, 30, 59.99, 60, 79.99, 80, 89.99, 90, 100].map(bandOf)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
});

test('an indicator of several figures is their weighted mean, and one that is missing widens it by its own share', () => {
  const bases = [basis('a', 3, 0, 100), basis('b', 1, 0, 100)];
  const groups = [
    { id: 'g', name: text('g'), weight: 1, indicators: [{ id: 'i', name: text('i'), weight: 1, bases }] },
  ];
  expect(scoreIndex({ groups }, { a: value(80), b: value(40) }).score).toBe(70);
  // Without b the indicator lies between 3/4 · 80 and that with 25 more.
  expect(scoreIndex({ groups }, { a: value(80) })).toMatchObject({ score: null, lowest: 60, highest: 85, missing: 1 });
});

/** A city worked by hand: every share half of what scores 100, so each basis scores 50 but three. */
test('a whole city by hand, and three of its values missing', () => {
  const card = publishedCard('small');
  const half = Object.fromEntries(basesOf(card).map(({ id, zeroAt, fullAt }) => [id, value((zeroAt + fullAt) / 2)]));
  expect(scoreIndex(card, half)).toMatchObject({ score: 50, band: 2, missing: 0 });
  // Government services: (100 + 50)/2 = 75; services: (75 + 50 + 50)/3 = 58.3̇; total: (4 · 50 + 58.3̇)/5 = 51.6̇.
  const better = { ...half, electronicLicences: value(100) };
  const { score, groups } = scoreIndex(card, better);
  expect(groups[1].indicators[0].score).toBe(75);
  expect(groups[1].score).toBeCloseTo(175 / 3, 12);
  expect(score).toBeCloseTo(155 / 3, 12);
  // Without one of four services of daily life (its share 1/4 · 1/3 · 1/5), residents' rating (1/3 · 1/5) and other cities (1/3 · 1/5).
  const { educationServices: _, residentsRating: __, otherCities: ___, ...known } = half;
  const open = scoreIndex(card, known);
  const shareRatio = 1 / 60 + 1 / 15 + 1 / 15;
  expect(open).toMatchObject({ score: null, missing: 3 });
  expect(open.lowest).toBeCloseTo(50 - 50 * shareRatio, 12);
  expect(open.highest).toBeCloseTo(50 + 50 * shareRatio, 12);
});

test('the published card has 5 and 16 indicators of 31 figures, none of them confirmed; the own one 5 and 16', () => {
  for (const [make, figures] of [
    [publishedCard, 31],
    [ownCard, 16],
  ] as const) {
    const card = make('small');
    expect(card.groups).toHaveLength(5);
    expect(card.groups.flatMap((group) => group.indicators)).toHaveLength(16);
    const bases = basesOf(card);
    expect(bases).toHaveLength(figures);
    expect(bases.some(({ isChecked }) => isChecked)).toBe(false);
    expect(parseIndexCard(JSON.parse(JSON.stringify(card)), 'a.json')).toEqual(card);
    const empty = scoreIndex(card, {});
    expect(empty).toMatchObject({ score: null, missing: figures, lowest: 0, band: null });
    expect(empty.highest).toBeCloseTo(100, 9);
  }
  expect(CARD_KINDS).toHaveLength(2);
  expect(BANDS).toHaveLength(BAND_LIMITS.length - 1);
});

test('a card names the field that is wrong', () => {
  const card = ownCard('small');
  const wrong = (part: object) => () => parseIndexCard({ ...card, ...part }, 'a.json');
  expect(wrong({ kind: 'tour' })).toThrow('kind');
  expect(wrong({ years: { 2025: { drills: { value: 'two', origin: 'typed', atMs: 0 } } } })).toThrow(
    'years.2025.drills.value',
  );
  expect(wrong({ years: { '25': {} } })).toThrow('a year from 1900 to 2199');
  expect(wrong({ years: { 2025: { unheard: value(1) } } })).toThrow('the value unheard is of no indicator');
  expect(wrong({ groups: [GROUPS[0], GROUPS[0]] })).toThrow('the id g1 is there twice');
  const flat = { ...GROUPS[1], indicators: [indicator('c', 1, 5, 5)] };
  expect(wrong({ groups: [flat] })).toThrow('indicator c: zeroAt and fullAt are the same');
});

test('a card of the first format is the own one, its values in the year of the latest', () => {
  const first = {
    format: 1,
    kind: 'city-index',
    city: 'small',
    title: text('old'),
    groups: [{ id: 'g', name: text('g'), weight: 2, indicators: [basis('a', 3, 0, 20), basis('b', 1, 0, 20)] }],
    values: { a: { ...value(10), atMs: Date.UTC(2025, 0, 2) }, b: { ...value(5), atMs: Date.UTC(2024, 11, 30) } },
  };
  const card = parseIndexCard(first, 'a.json');
  expect(card).toMatchObject({ format: 2, card: 'own', years: { 2025: first.values } });
  // (3 · 50 + 25)/4 as the first format scored it.
  expect(scoreIndex(card, card.years[2025]).score).toBe(43.75);
  expect(parseIndexCard({ ...first, values: {} }, 'a.json').years).toEqual({});
});

test('a table gives values by id or by name in either language; what does not fit is named and left out', () => {
  const card = publishedCard('small');
  const head = ['指标名称', '年份', '单位', '取值', '数据来源'];
  const rows = [
    ['空气质量优良天数比例', '2025', '%', '92.5%', '生态环境公报'],
    ['Mobile broadband', '2025年', '', '１０1', ''],
    ['gdpTotal', '2025', '亿元', '1,234.5', '统计年鉴'],
    ['城市管理', '2025', '', '80', ''],
    ['gdpTotal', '2024', '万元', '12', ''],
    ['gdpTotal', '2025', '亿元', '9', ''],
    ['健康指数', '25', '分', '70', ''],
    ['教育指数', '2025', '分', '良好', ''],
    ['社区服务指数', '2025', '分', '—', ''],
    ['固定宽带家庭普及率', '', '', '88', ''],
    ['居民评分', '2025', '', '0', ''],
  ];
  const { years, taken, left } = valuesOfTable(card, { head, rows }, { file: 't.csv', year: 2023, atMs: 7 });
  expect(taken).toBe(4);
  expect(years[2025]).toMatchObject({
    goodAirDays: { value: 92.5, origin: 'table', note: { zh: '生态环境公报' }, atMs: 7 },
    gdpTotal: { value: 1234.5 },
    residentsRating: { value: 0, note: { zh: 't.csv' } },
  });
  expect(years[2023]).toMatchObject({ fixedBroadband: { value: 88 } });
  expect(left.map(({ code, values: { row = 0 } }) => [code, row])).toEqual([
    // City management is made of two figures: its name is nobody's.
    ['unknown', 0],
    ['number', 3],
    ['unit', 6],
    ['twice', 7],
    ['year', 8],
    ['number', 9],
  ]);
  expect(() => valuesOfTable(card, { head: ['a', 'b'], rows: [] }, { file: 't.csv', year: 2023, atMs: 7 })).toThrow(
    't.csv: expected columns "indicator" and "value"',
  );
});

test('the schema file says what the parser takes', () => {
  const file = readFileSync(resolve(import.meta.dirname, '../../../scenarios/city-index.schema.json'), 'utf8');
  expect(JSON.parse(file)).toEqual(jsonSchemaOf(IndexCard, 'Shapan city index'));
});
