import { expect, test, vi } from 'vitest';
import type { App } from '../../../src/kit/plugin.ts';
import type { PackagePlugin } from '../../../src/kit/seam.ts';
import { checkPlugin } from '../../../src/plugins/plugin-packages/check-plugin.ts';
import { guardPlugin } from '../../../src/plugins/plugin-packages/guard-plugin.tsx';
import type { TwinState } from '../../../src/twin/slice.ts';
import type { SceneDrawing, SceneHost } from '../../../src/view/scene.ts';

const state = {} as TwinState;
const app = {} as App;
const fails = (): never => {
  throw new Error('in the plug-in');
};

const plain: PackagePlugin = {
  id: 'guest',
  order: 2000,
  open: () => ({ close() {} }),
  places: { tool: [{ id: 'guest', Body: () => null }] },
};

test('whatever is asked of a plug-in that throws is answered as if it had nothing to say, and its failure is told once', async () => {
  const onFailure = vi.fn();
  const panel = { id: 'guest', isShown: fails, isInUse: fails, result: fails, span: fails, Body: () => null };
  const { plugin } = guardPlugin(
    {
      ...plain,
      places: { tool: [panel] },
      steps: { 'plan.data': fails },
      subjects: { plan: { read: fails, choose: fails } },
      scene: [{ id: 'guest', of: fails, key: fails, open: {} }],
      escape: fails,
      showPresent: fails,
    },
    onFailure,
  );
  const [tool] = plugin.places.tool ?? [];
  expect([tool.isShown?.(state, app), tool.isInUse?.(state), tool.result?.(state, app), tool.span?.(state)]).toEqual([
    false,
    false,
    null,
    null,
  ]);
  expect(plugin.steps?.['plan.data'](state, app)).toBe(null);
  expect(plugin.subjects?.plan.read(state, app)).toBe(null);
  plugin.subjects?.plan.choose?.(app, 'x');
  expect(plugin.scene?.[0].of(state, app)).toBe(null);
  expect(plugin.scene?.[0].key?.(state, app)).toBe(null);
  expect(plugin.escape?.(app)).toBe(false);
  plugin.showPresent?.(app);
  expect(onFailure).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(onFailure).toHaveBeenCalledOnce());
  expect(String(onFailure.mock.calls[0][0])).toContain('in the plug-in');
});

test('a drawing that throws draws nothing more, and its plug-in is told of', async () => {
  const onFailure = vi.fn();
  const open = {
    any: async () => () => ({ show: fails, click: fails, isWaiting: fails, close: fails }),
    globe: async () => fails,
    table: fails,
  };
  const { plugin } = guardPlugin({ ...plain, scene: [{ id: 'guest', of: () => 1, open }] }, onFailure);
  const loads = plugin.scene?.[0].open ?? {};
  const host = {} as SceneHost;
  const drawing = (await loads.any?.())?.(host);
  drawing?.show(1);
  expect([drawing?.click?.({ x: 0, y: 0 }), drawing?.isWaiting?.()]).toEqual([false, false]);
  drawing?.close();
  for (const load of Object.values(loads)) {
    const other = ((await load()) as (host: SceneHost) => SceneDrawing)(host);
    other.show(1);
    other.close();
  }
  await vi.waitFor(() => expect(onFailure).toHaveBeenCalledOnce());
});

test('one that ends tells of nothing more', async () => {
  const onFailure = vi.fn();
  const { plugin, mute } = guardPlugin({ ...plain, escape: fails }, onFailure);
  mute();
  expect(plugin.escape?.(app)).toBe(false);
  await new Promise((done) => setTimeout(done, 5));
  expect(onFailure).not.toHaveBeenCalled();
});

const beside = {
  plugins: [{ ...plain, id: 'flood', order: 120, places: { tool: [{ id: 'flood', Body: () => null }] } }],
};

test.each<[string, object | null, RegExp]>([
  ['nothing', null, /export default/],
  ['another id', { ...plain, id: 'host' }, /guest.*id: expected/],
  ['no order', { ...plain, order: Number.NaN }, /order: expected/],
  ['no opener', { ...plain, open: 1 }, /open: expected/],
  ['no places', { ...plain, places: undefined }, /places: expected/],
  ['a panel without a body', { ...plain, places: { tool: [{ id: 'guest' }] } }, /places: expected/],
  ['a part of a link', { ...plain, link: {} }, /no link/],
  ['words of another', { ...plain, words: { 'flood.title': { zh: '洪', en: 'Flood' } } }, /"flood\.title"/],
  ['a taken order', { ...plain, order: 120 }, /order of its own, got 120, which "flood" has/],
  ['a taken panel', { ...plain, places: { lane: [{ id: 'flood', Body: () => null }] } }, /"flood" twice/],
])('what a package makes is refused with a sentence: %s', (_, made, sentence) => {
  expect(() => checkPlugin(made, 'guest', beside)).toThrow(sentence);
});

test('an id of the page is refused; what fits is taken as it is', () => {
  const taken = { plugins: [{ ...plain, order: 1 }] };
  expect(() => checkPlugin(plain, 'guest', taken)).toThrow('expected an id that no plug-in of the page has');
  expect(checkPlugin(plain, 'guest', beside)).toBe(plain);
});
