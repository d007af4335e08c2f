import { beforeEach, describe, expect, test } from 'vitest';
import { themeOf } from '../../src/twin/appearance.ts';
import { isDrawn } from '../../src/twin/layers.ts';
import type { RunFacts } from '../../src/twin/runs.ts';
import { createTwin, type Twin } from '../../src/twin/twin.ts';
import { twinOfView } from '../../src/twin/view-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

const { city } = smallCity();
let twin: Twin;
let seen: Twin[];
beforeEach(() => {
  twin = createTwin(city, 0);
  seen = [0, 1, 2, 3].map((index) => twinOfView(twin, index));
});

const drawnBy = (index: number, id: string) => {
  const layer = city.layers.find((one) => one.id === id) ?? expect.fail(id);
  return isDrawn(layer, seen[index].getState());
};
const split = (count: 2 | 3 | 4) => {
  twin.getState().setCompare('split');
  twin.getState().setViewCount(count);
};

describe('a picture of several', () => {
  test('one picture and a swiped one see the page itself', () => {
    twin.getState().setView(2, { theme: 'command' });
    expect(seen[2].getState()).toBe(twin.getState());
    twin.getState().setCompare('swipe');
    expect(seen[2].getState()).toBe(twin.getState());
  });

  test('the left side is the first, the right one every other', () => {
    split(3);
    twin.getState().setLayerSide('building', 'left');
    expect([0, 1, 2].map((index) => drawnBy(index, 'building'))).toEqual([true, false, false]);
    twin.getState().setLayerSide('building', 'right');
    expect([0, 1, 2].map((index) => drawnBy(index, 'building'))).toEqual([false, true, true]);
  });

  test('of two pictures on one another each draws its own side, and what is on both', () => {
    twin.getState().setCompare('curtain');
    twin.getState().setLayerSide('building', 'right');
    expect([drawnBy(0, 'building'), drawnBy(1, 'building'), drawnBy(0, 'plan-kg')]).toEqual([false, true, true]);
  });

  test('what it says of a layer, a state and its style counts for it alone', () => {
    split(4);
    twin.getState().setView(3, { theme: 'command', states: ['planned'], layers: { 'plan-kg': false } });
    expect(drawnBy(3, 'building')).toBe(false);
    expect(drawnBy(3, 'plan-kg')).toBe(false);
    expect([0, 1, 2].map((index) => drawnBy(index, 'building'))).toEqual([true, true, true]);
    expect(seen.map((one) => themeOf(one.getState()))).toEqual(['plan', 'plan', 'plan', 'command']);
  });

  test('a run is the page’s, of the second the compared one, or one chosen for it; one that is gone is none', () => {
    for (const id of ['a', 'b', 'c']) twin.getState().addRun('flood', { id, name: id } as RunFacts);
    twin.getState().showRun('flood', 'a');
    twin.getState().compareRun('flood', 'b');
    split(4);
    twin.getState().setView(2, { runs: { flood: 'c' } });
    twin.getState().setView(3, { runs: { flood: null } });
    const shown = () => seen.map((one) => one.getState().runs.flood.shownId);
    expect(shown()).toEqual(['a', 'b', 'c', null]);
    twin.getState().dropRun('flood', 'c');
    expect(shown()).toEqual(['a', 'b', null, null]);
    expect(twin.getState().runs.flood.shownId).toBe('a');
  });

  test('who follows it hears of its own changes alone, and what did not change stays the same object', () => {
    split(3);
    const told: unknown[] = [];
    const end = seen[2].follow(
      ({ layers }) => layers,
      (layers) => told.push(layers),
    );
    twin.getState().showTime(5);
    twin.getState().setView(1, { layers: { building: false } });
    expect(told).toHaveLength(1);
    twin.getState().setView(2, { layers: { building: false } });
    expect(told).toHaveLength(2);
    end();
    twin.getState().setView(2, { layers: {} });
    expect(told).toHaveLength(2);
  });
});
