import { expect, test, vi } from 'vitest';
import { SUN_RULES } from '../../../model/questions/sun-rules.ts';
import { parseConstructionCase } from '../../../scenarios/construction.ts';
import { reviewShade } from '../../../src/plugins/build/shade-review.ts';
import type { SunLosses, SunStudies } from '../../../src/twin/sun-studies.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const loser = (id: string) => ({
  id,
  name: { zh: id, en: id },
  place: { eastM: 0, northM: 0, upM: 0, radiusM: 90 },
  judged: 20,
  lost: 9,
  worst: { storey: 0, beforeMin: 144, afterMin: 84 },
});

const answer: SunLosses = { rules: SUN_RULES[0], buildings: 3, losers: [loser('c'), loser('a')] };

test('the case’s study is asked of who offers the sun; showing a home colours façades, hiding ends it', async () => {
  const twin = pageTwin(smallCity().city, 0);
  const studies: SunStudies = { losses: vi.fn(async () => answer), stop: vi.fn(), show: vi.fn() };
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
  expect(vi.mocked(studies.losses).mock.calls[0][0].rules).toEqual(SUN_RULES[0]);
  expect(review.showShade(0)?.id).toBe('c');
  expect(studies.show).toHaveBeenLastCalledWith('after');
  expect(review.showShade(null)).toBeNull();
  expect(studies.show).toHaveBeenLastCalledWith(null);
});
