import { beforeEach, describe, expect, test } from 'vitest';
import type { Twin } from '../../../src/twin/twin.ts';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

/** The small city's only layer below the ground. */
const { city } = smallCity();
const PIPES = city.layers.find(({ group }) => group === 'underground')?.id ?? '';

let twin: Twin;
const isShown = () => twin.getState().layers[PIPES].shown;
beforeEach(() => {
  twin = pageTwin(city);
  twin.getState().showLayer(PIPES, false);
});

describe('looking through the ground', () => {
  test('shows what lies in it, and puts the layers back', () => {
    testApp(twin);
    twin.getState().setUnderground('translucent');
    expect(isShown()).toBe(true);
    twin.getState().setUnderground('off');
    expect(isShown()).toBe(false);
  });

  test('by a link shows it too', () => {
    twin.setState({ underground: 'translucent' });
    testApp(twin);
    expect(isShown()).toBe(true);
  });

  test('leaves layers that were on before', () => {
    twin.getState().showLayer(PIPES, true);
    testApp(twin);
    twin.getState().setUnderground('below');
    twin.getState().setUnderground('off');
    expect(isShown()).toBe(true);
  });

  test('ends with its tool, but not where another takes its place', () => {
    testApp(twin);
    const { setTool, setUnderground } = twin.getState();
    setTool('underground');
    setUnderground('translucent');
    setTool('pipe-network');
    expect(twin.getState().underground).toBe('translucent');
    setTool('underground');
    setTool(null);
    expect([twin.getState().underground, isShown()]).toEqual(['off', false]);
  });
});
