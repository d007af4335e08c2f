import { expect, test } from 'vitest';
import { SHIPPED_TOURS } from '../../scenarios/tours/shipped-tours.ts';
import { openPageState } from '../../src/app/page-state.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

const { city } = smallCity();

test('how the city is shown is written and shown again; camera, clock, desk and language stay', () => {
  const one = pageTwin(city);
  one.getState().showLayer('building', false);
  one.getState().setUnderground('translucent');
  one.getState().filterStates(['planned']);
  one.getState().setWeather('storm');
  const text = openPageState(one).write();
  expect(text).toContain('under=translucent');
  expect(text).not.toMatch(/(^|&)(c|t|desk|lang)=/);

  const other = pageTwin(city);
  other.getState().openDesk('command');
  other.getState().speak('en');
  other.getState().showTime(1_000_000);
  const before = other.getState();
  expect(openPageState(other).show(text)).toEqual([]);
  const after = other.getState();
  expect(after.layers.building.shown).toBe(false);
  expect([after.underground, after.states, after.weather]).toEqual(['translucent', ['planned'], 'storm']);
  expect([after.desk, after.language, after.shownTimeMs]).toEqual(['command', 'en', 1_000_000]);
  expect(after.camera).toBe(before.camera);
  expect(after.flight).toBe(before.flight);
});

test('what a state does not name is as at a fresh start; what the city has not is told and the rest holds', () => {
  const twin = pageTwin(city);
  twin.getState().showLayer('building', false);
  const problems = openPageState(twin).show('under=below&l=nowhere:1:1:both');
  expect(problems).toHaveLength(1);
  expect(twin.getState().underground).toBe('below');
  expect(twin.getState().layers.building.shown).toBe(true);
});

test('nothing of how shipped tours show the city is dropped unsaid', () => {
  const scenes = SHIPPED_TOURS.flatMap(({ chapters }) => chapters.flatMap(({ scene }) => scene?.split('&') ?? []));
  expect(scenes).toContain('weather=storm');
  for (const pair of scenes) {
    const state = openPageState(pageTwin(city));
    const problems = state.show(pair);
    expect(problems.length > 0 || state.write().includes(pair), pair).toBe(true);
  }
});
