import { expect, test } from 'vitest';
import type { CityCase } from '../../../model/cases/cases.ts';
import { urgentCases } from '../../../src/plugins/feeds/scene/cases.ts';

const one = (id: string, part: Partial<CityCase> = {}): CityCase =>
  ({ id, stage: 'report', place: { lonDeg: 0, latDeg: 0, heightM: 0 }, level: 0, priority: 3, ...part }) as CityCase;

test('closed cases and those without a place have no pin', () => {
  const cases = [one('a'), one('b', { stage: 'closed' }), one('c', { place: null })];
  expect(urgentCases(cases, null).map(({ id }) => id)).toEqual(['a']);
});

test('the open one comes first, then the latest and gravest, and no more than twelve', () => {
  const cases = [one('a'), one('b', { level: 2 }), one('c', { priority: 1 }), one('d', { level: 2, priority: 1 })];
  expect(urgentCases(cases, 'a').map(({ id }) => id)).toEqual(['a', 'd', 'b', 'c']);
  const many = Array.from({ length: 30 }, (_, i) => one(`case-${i}`));
  expect(urgentCases(many, null)).toHaveLength(12);
});
