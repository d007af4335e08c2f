import { describe, expect, test } from 'vitest';
import { tabsOf } from '../../../src/plugins/build/review-slice.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();

describe('the parts of a project', () => {
  const { model, plan } = pageTwin(city).getState();
  const open = { ...plan, kind: 'open' } as unknown as typeof plan;

  test('are none while nothing is open', () => {
    expect(tabsOf({ model, plan }, city.layers)).toEqual([]);
  });

  test('of a plan are those that need no elements', () => {
    const layers = city.layers.filter(({ id }) => id === 'pipe-storm');
    const parts = ['plan', 'bars', 'space', 'repair', 'whatIf', 'effect', 'film', 'report'];
    expect(tabsOf({ model, plan: open }, layers)).toEqual(parts);
  });
});

test('a closed review leaves nothing of the plan that it was of', () => {
  const twin = pageTwin(city);
  const before = twin.getState();
  before.setReview({ hasCase: true, spaceFocus: 3, noiseShown: 'night', marks: [{ gid: 1, token: 'warn' }] });
  before.openBuildTab('space');
  twin.getState().closeReview();
  const { buildTab, hasCase, spaceFocus, noiseShown, marks } = twin.getState();
  expect({ buildTab, hasCase, spaceFocus, noiseShown, marks }).toEqual({
    buildTab: 'plan',
    hasCase: false,
    spaceFocus: null,
    noiseShown: null,
    marks: [],
  });
});
