import { expect, test, vi } from 'vitest';
import { SUN_RULES } from '../../../model/scenarios/sun-rules.ts';
import { parseConstructionCase } from '../../../scenarios/construction.ts';
import { reviewShade, shadeOf } from '../../../src/plugins/build/shade-review.ts';
import type { SunStudies } from '../../../src/twin/sun-studies.ts';
import type { SunBuildingRow, SunResult } from '../../../workers/sun/engine-types.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const home = (id: string, lost: number, afterMin: number): SunBuildingRow => ({
  layer: 'building',
  row: 0,
  id,
  name: { zh: id, en: id },
  use: 'slab',
  atM: [0, 0, 0],
  windows: 20,
  judged: 20,
  metBefore: 20,
  metAfter: 20 - lost,
  lost,
  worst: lost > 0 ? { storey: 0, beforeMin: 144, afterMin } : null,
  storeys: [],
});

const answer = {
  rules: SUN_RULES[0],
  buildings: [home('a', 2, 110), home('b', 0, 144), home('c', 9, 84)],
} as SunResult;

test('homes that lose windows are listed, those that lose most first; the others are counted', () => {
  const { buildings, homes } = shadeOf(answer);
  expect(buildings).toBe(3);
  expect(homes.map(({ id, worst }) => [id, worst.afterMin])).toEqual([
    ['c', 84],
    ['a', 110],
  ]);
});

test('the case’s study is asked of who offers the sun; showing a home colours façades, hiding ends it', async () => {
  const twin = pageTwin(smallCity().city, 0);
  const studies: SunStudies = { study: vi.fn(async () => answer), stop: vi.fn(), show: vi.fn() };
  const theCase = parseConstructionCase({
    format: 1,
    kind: 'construction',
    id: 'site',
    title: { zh: '工地', en: 'Site' },
    schedule: 'site.xml',
    sunlight: { year: 2026, rules: 'great-cold-2h', of: { kind: 'shaded' }, scheme: { layers: ['tower'] } },
  });
  const answers = { theCase, shade: null };
  const review = reviewShade({
    twin,
    answers,
    runTask: async (_task, question, take) => {
      const got = await question(() => {});
      if (got) take(got);
    },
    studies: () => studies,
  });
  await review.checkShade();
  expect(vi.mocked(studies.study).mock.calls[0][0].rules).toEqual(SUN_RULES[0]);
  expect(review.showShade(0)?.id).toBe('c');
  expect(studies.show).toHaveBeenLastCalledWith('after');
  expect(review.showShade(null)).toBeNull();
  expect(studies.show).toHaveBeenLastCalledWith(null);
});
