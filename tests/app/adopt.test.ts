import { afterEach, expect, test, vi } from 'vitest';
import type { App, Plugin } from '../../src/kit/plugin.ts';
import type { Slice } from '../../src/twin/slice.ts';
import { testApp } from '../kit/test-app.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

afterEach(() => vi.unstubAllGlobals());

const openApp = (): App => testApp(pageTwin(smallCity().city));
const sliceOf =
  (part: object): Slice<object> =>
  () =>
    part;

const late = (more: Partial<Plugin> = {}): Plugin => ({
  id: 'late',
  order: 2000,
  open: () => ({ close() {} }),
  places: { tool: [{ id: 'late', at: ['plan.data'], order: 1, Body: () => null }] },
  ...more,
});
const tools = (app: App) => app.placed('tool').map(({ id }) => id);

test('a plug-in that comes late has its panels, its slice and its controller, until it is taken away', () => {
  const app = openApp();
  const before = tools(app);
  const close = vi.fn();
  let changes = 0;
  app.twin.subscribe(() => changes++);
  const leave = app.adopt(late({ slices: [sliceOf({ lateCount: 3 })], open: () => ({ close }) }));
  expect(tools(app).filter((id) => !before.includes(id))).toEqual(['late']);
  expect(Reflect.get(app.twin.getState(), 'lateCount')).toBe(3);
  expect(app.controllerOf({ id: 'late', open: () => ({ close }) }).close).toBe(close);
  expect(app.plugins.at(-1)?.id).toBe('late');
  // Whoever shows a slot follows the state of the twin.
  expect(changes).toBeGreaterThan(0);
  leave();
  expect(tools(app)).toEqual(before);
  expect(close).toHaveBeenCalledOnce();
  expect('lateCount' in app.twin.getState()).toBe(false);
  expect(app.plugins.some(({ id }) => id === 'late')).toBe(false);
});

test('one that fails as it opens leaves nothing behind', () => {
  const app = openApp();
  const before = tools(app);
  const opened = late({
    slices: [sliceOf({ lateCount: 3 })],
    open() {
      throw new Error('at open');
    },
  });
  expect(() => app.adopt(opened)).toThrow('at open');
  expect([tools(app), 'lateCount' in app.twin.getState()]).toEqual([before, false]);
});

test('a slice may not take a name of the state', () => {
  const app = openApp();
  const { layers } = app.twin.getState();
  const slices = [sliceOf({ lateCount: 3 }), sliceOf({ layers: {} })];
  expect(() => app.adopt(late({ slices }))).toThrow('expected names that the state does not have, got "layers"');
  expect(app.twin.getState().layers).toBe(layers);
  expect('lateCount' in app.twin.getState()).toBe(false);
});
