import { describe, expect, test } from 'vitest';
import {
  lateDays,
  overloads,
  partsOf,
  planDate,
  planName,
  pointLimit,
  pointValue,
  rowDays,
} from '../../../src/plugins/build/plan-text.ts';
import type { PlanFacts, PlanPoint, PlanRow } from '../../../src/plugins/build/schedule-controller.ts';

const DAY_MIN = 1440;
const MORNING_MIN = Date.UTC(2026, 6, 18, 8, 30) / 60_000;

test('a name in both languages is read in one, any other stays as it is', () => {
  expect(planName('基坑｜Excavation', 'zh')).toBe('基坑');
  expect(planName('基坑｜Excavation', 'en')).toBe('Excavation');
  expect(planName('A｜B｜C', 'en')).toBe('A｜B｜C');
  expect(planName('Excavation', 'zh')).toBe('Excavation');
});

test("a date is that of the project's wall clock, whatever zone the reader is in", () => {
  expect(partsOf(MORNING_MIN)).toMatchObject({ year: 2026, month: 7, day: 18, hour: 8, minute: 30, weekday: 6 });
  expect(planDate(MORNING_MIN, 'en')).toBe('18 Jul 2026');
  expect(planDate(Number.NaN, 'zh')).toBe('—');
});

test('durations are days of the row and no half of a digit more', () => {
  const row = { dayMin: 480 } as PlanRow;
  expect([480, 720, 4800].map((min) => rowDays(min, row))).toEqual(['1', '1.5', '10']);
});

test('late days are calendar days behind the baseline, less than 0 when ahead, unknown without one', () => {
  const late = (finishMin: number, baseFinishMin: number) => lateDays({ finishMin, baseFinishMin } as PlanFacts);
  expect(late(10 * DAY_MIN, 7 * DAY_MIN)).toBe(3);
  expect(late(5 * DAY_MIN, 7 * DAY_MIN)).toBe(-2);
  expect(late(5 * DAY_MIN, Number.NaN)).toBeNull();
});

describe('a point of the assessment', () => {
  const point = (more: Partial<PlanPoint>) =>
    ({ value: 4, limit: 5, sense: 'atMost', unit: '%', ...more }) as PlanPoint;

  test('shows its share to a tenth, and one that is nearly nothing not as nothing', () => {
    expect([12.345, 0.04, 0, 100].map((value) => pointValue(point({ value })))).toEqual([
      '12.3 %',
      '0.04 %',
      '0.0 %',
      '100.0 %',
    ]);
  });

  test('shows an index with three digits, and a dash where nothing was judged', () => {
    expect(pointValue(point({ value: 0.95, unit: '1' }))).toBe('0.950');
    expect(pointValue(point({ value: null }))).toBe('—');
  });

  test('says on which side of its limit it should lie', () => {
    expect(pointLimit(point({}))).toBe('≤ 5 %');
    expect(pointLimit(point({ sense: 'atLeast', limit: 0.95, unit: '1' }))).toBe('≥ 0.95');
  });
});

test('overloads are resources wanted beyond what there is, the worst in proportion first', () => {
  const resources = [
    { id: 'a', name: 'Crane', capacity: 1, peak: 3 },
    { id: 'b', name: 'Masons', capacity: 10, peak: 15 },
    { id: 'c', name: 'Lorries', capacity: 4, peak: 4 },
    { id: 'd', name: 'Concrete', capacity: null, peak: 900 },
  ];
  expect(overloads({ resources } as PlanFacts).map(({ name }) => name)).toEqual(['Crane', 'Masons']);
});
