import { expect, test } from 'vitest';
import { words } from '../../../src/kit/words.ts';
import { EffectPart } from '../../../src/plugins/build/panels/effect.tsx';
import { markupIn, readable } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

test('what a person-day is stands under the sums that are counted in them', async () => {
  const twin = pageTwin(smallCity().city);
  const report = { days: [], cutM3: 10, trips: 2, residentDays: { noise: 30, closures: 40 } };
  const review = {
    report: () => report,
    scenarioTitle: () => null,
    limits: () => null,
    closureAreas: () => [],
    homes: () => [],
    pits: () => [],
  };
  twin.getState().setReview({ hasCase: true, effect: { kind: 'done', serial: 1 } });
  await words.changeLanguage('zh');
  const shown = () => readable(markupIn(twin, <EffectPart />, { build: { build: { review } } }));
  expect(shown()).toContain('同一人受影响十天计 10 人·天');
  await words.changeLanguage('en');
  expect(shown()).toContain('one person affected for ten days counts 10');
});
