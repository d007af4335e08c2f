import { describe, expect, test, vi } from 'vitest';
import { createTwin } from '../../src/twin/twin.ts';
import type { SceneDrawing, SceneHost, SceneLayer } from '../../src/view/scene.ts';
import { openSceneLoop } from '../../src/view/scene-loop.ts';
import { smallCity } from '../model/city/small-city.ts';

declare module '../../src/view/scene.ts' {
  interface SceneRenderers {
    toy: SceneHost;
  }
}

interface Toy extends SceneLayer<number, object> {
  log: string[];
}

/** Draws half the swipe's percentage as its picture and writes down what is done to it. */
function toyLayer(id: string, log: string[], extra: Partial<SceneDrawing<number>> = {}): Toy {
  return {
    id,
    log,
    key: ({ swipeRatio }) => Math.floor(swipeRatio * 10),
    of: ({ swipeRatio }) => (swipeRatio > 0.1 ? Math.floor(swipeRatio * 10) : null),
    open: {
      toy: async () => () => {
        log.push(`open ${id}`);
        return {
          show: (picture) => log.push(`show ${id} ${picture}`),
          close: () => log.push(`close ${id}`),
          ...extra,
        };
      },
    },
  };
}

const host = { requestFrame: () => {} } as SceneHost;
const soon = () => new Promise((resolve) => setTimeout(resolve));

function opened(layers: SceneLayer<unknown, object>[]) {
  const twin = createTwin(smallCity().city, 0);
  const problems: string[] = [];
  const loop = openSceneLoop(twin, layers, {}, (id, reason) => problems.push(`${id}: ${String(reason)}`));
  return { twin, loop, problems };
}

describe('the list of scene layers', () => {
  test('a layer is opened once a pane and shown what there is', async () => {
    const log: string[] = [];
    const { loop } = opened([toyLayer('a', log)]);
    loop.mount('toy', () => host);
    await soon();
    expect(log).toEqual(['open a', 'show a 5']);
  });

  test('a pane may leave some out, as a camera does what only stands on the map', async () => {
    const log: string[] = [];
    const { loop } = opened([toyLayer('sign', log), { ...toyLayer('thing', log), stands: true }]);
    loop.mount('toy', () => host, { isShown: ({ stands }) => stands === true });
    await soon();
    expect(log).toEqual(['open thing', 'show thing 5']);
  });

  test('it is shown again only when its key changes', async () => {
    const log: string[] = [];
    const { twin, loop } = opened([toyLayer('a', log)]);
    loop.mount('toy', () => host);
    await soon();
    log.length = 0;
    twin.getState().setSwipe(0.52);
    twin.getState().showTime(1);
    expect(log).toEqual([]);
    twin.getState().setSwipe(0.71);
    expect(log).toEqual(['show a 7']);
  });

  test('null is shown once, and nothing is shown to a layer that never had a picture', async () => {
    const log: string[] = [];
    const { twin, loop } = opened([toyLayer('a', log)]);
    loop.mount('toy', () => host);
    await soon();
    log.length = 0;
    twin.getState().setSwipe(0.05);
    twin.getState().setSwipe(0.1);
    expect(log).toEqual(['show a null']);
    vi.useFakeTimers();
    loop.mount('toy', () => host);
    await vi.advanceTimersByTimeAsync(2900);
    expect(log).toEqual(['show a null']);
    await vi.advanceTimersByTimeAsync(200);
    expect(log).toEqual(['show a null', 'open a']);
    vi.useRealTimers();
  });

  test('a layer that gets its first picture is opened at once, and its pane waits for it', async () => {
    const log: string[] = [];
    const { twin, loop } = opened([toyLayer('a', log)]);
    twin.getState().setSwipe(0.05);
    const mounted = loop.mount('toy', () => host);
    await soon();
    expect(log).toEqual([]);
    expect(mounted.isWaiting()).toBe(false);
    twin.getState().setSwipe(0.5);
    expect(mounted.isWaiting()).toBe(true);
    await soon();
    expect(log).toEqual(['open a', 'show a 5']);
    expect(mounted.isWaiting()).toBe(false);
  });

  test('both panes of a split, and one that is built again, get the same picture', async () => {
    const log: string[] = [];
    const { twin, loop } = opened([toyLayer('a', log)]);
    const first = loop.mount('toy', () => host);
    loop.mount('toy', () => host);
    await soon();
    twin.getState().setSwipe(0.9);
    expect(log.filter((line) => line === 'show a 9')).toHaveLength(2);
    first.close();
    loop.mount('toy', () => host);
    await soon();
    expect(log.slice(-3)).toEqual(['close a', 'open a', 'show a 9']);
  });

  test('a picture is made once, however many panes there are', async () => {
    let made = 0;
    const layer = toyLayer('a', []);
    const { twin, loop } = opened([{ ...layer, of: () => ++made }]);
    for (let pane = 0; pane < 3; pane++) loop.mount('toy', () => host);
    await soon();
    twin.getState().setSwipe(0.2);
    expect(made).toBe(2);
  });

  test('layers are closed in reverse, and what is closed before its code comes never opens', async () => {
    const log: string[] = [];
    const { loop } = opened([toyLayer('a', log), toyLayer('b', log)]);
    const scene = loop.mount('toy', () => host);
    await soon();
    log.length = 0;
    scene.close();
    expect(log).toEqual(['close b', 'close a']);
    loop.mount('toy', () => host).close();
    await soon();
    expect(log).toEqual(['close b', 'close a']);
  });

  test('the last layer is asked first for a click, and the first taker ends the asking', async () => {
    const log: string[] = [];
    const taking = (id: string, taken: boolean) =>
      toyLayer(id, [], {
        click: () => {
          log.push(id);
          return taken;
        },
      });
    const { loop } = opened([taking('a', true), taking('b', true), taking('c', false)]);
    const scene = loop.mount('toy', () => host);
    await soon();
    expect(scene.click({ x: 1, y: 1 })).toBe(true);
    expect(log).toEqual(['c', 'b']);
  });

  test('a pane waits for code that is on its way and for drawings that are being built', async () => {
    let isBuilding = true;
    const { loop } = opened([toyLayer('a', [], { isWaiting: () => isBuilding })]);
    const scene = loop.mount('toy', () => host);
    expect(scene.isWaiting()).toBe(true);
    await soon();
    expect(scene.isWaiting()).toBe(true);
    isBuilding = false;
    expect(scene.isWaiting()).toBe(false);
  });

  test('a layer that throws is reported by its id and the rest goes on', async () => {
    const log: string[] = [];
    const broken = toyLayer('broken', [], {
      show: () => {
        throw new Error('no mesh');
      },
    });
    const missing = { ...toyLayer('missing', []), open: { toy: () => Promise.reject(new Error('no code')) } };
    const { twin, loop, problems } = opened([broken, missing, toyLayer('a', log)]);
    const scene = loop.mount('toy', () => host);
    await soon();
    twin.getState().setSwipe(0.8);
    expect(log).toEqual(['open a', 'show a 5', 'show a 8']);
    expect(problems).toEqual(['broken: Error: no mesh', 'missing: Error: no code', 'broken: Error: no mesh']);
    expect(scene.isWaiting()).toBe(false);
  });

  test('a key that throws is reported once, and its layer comes back with its next key', async () => {
    const log: string[] = [];
    const layer = toyLayer('a', log);
    const { twin, loop, problems } = opened([
      {
        ...layer,
        key: ({ swipeRatio }) => {
          if (swipeRatio > 0.9) throw new Error('no run');
          return swipeRatio;
        },
      },
    ]);
    loop.mount('toy', () => host);
    await soon();
    for (const ratio of [0.95, 0.97, 0.8]) twin.getState().setSwipe(ratio);
    expect(problems).toEqual(['a: Error: no run']);
    expect(log.at(-1)).toBe('show a 8');
  });

  test('a picture that changes without the twin is shown when its layer says so', async () => {
    const log: string[] = [];
    let changed = () => {};
    let isFollowed = false;
    const { loop } = opened([
      {
        ...toyLayer('a', log),
        key: () => null,
        follow: (_, change) => {
          changed = change;
          isFollowed = true;
          return () => {
            isFollowed = false;
          };
        },
      },
    ]);
    loop.mount('toy', () => host);
    await soon();
    changed();
    expect(log).toEqual(['open a', 'show a 5', 'show a 5']);
    loop.close();
    expect(isFollowed).toBe(false);
  });

  test('a drawing for any engine is opened where a layer has no way of the engine’s own', async () => {
    const log: string[] = [];
    const { open } = toyLayer('a', log);
    const { loop } = opened([
      { ...toyLayer('a', []), open: open.toy ? { any: open.toy } : {} },
      {
        ...toyLayer('b', log),
        open: { ...toyLayer('b', log).open, any: () => Promise.reject(new Error('not asked')) },
      },
    ]);
    loop.mount('toy', () => host);
    await soon();
    expect(log.filter((line) => line.startsWith('open'))).toEqual(['open a', 'open b']);
  });

  test('a layer without an engine’s way to draw is left out of its panes', async () => {
    const log: string[] = [];
    const { loop } = opened([{ ...toyLayer('a', log), open: {} }]);
    const scene = loop.mount('toy', () => host);
    await soon();
    expect(scene.isWaiting()).toBe(false);
    expect(log).toEqual([]);
  });

  test('a pane that sees another state gets the picture of that, made once for all that see it', async () => {
    const log: string[] = [];
    const { twin, loop } = opened([toyLayer('a', log)]);
    const other = createTwin(smallCity().city, 0);
    other.getState().setSwipe(0.9);
    loop.mount('toy', () => host);
    const panes = [0, 1].map(() => loop.mount('toy', () => host, { seen: other }));
    await soon();
    expect(log.filter((line) => line.startsWith('show'))).toEqual(['show a 5', 'show a 9', 'show a 9']);
    log.length = 0;
    other.getState().setSwipe(0.3);
    expect(log).toEqual(['show a 3', 'show a 3']);
    twin.getState().setSwipe(0.8);
    expect(log.at(-1)).toBe('show a 8');
    for (const pane of panes) pane.close();
    log.length = 0;
    other.getState().setSwipe(0.6);
    expect(log).toEqual([]);
  });

  test('no picture is made of a state that no pane sees', async () => {
    let made = 0;
    const counted: Toy = { ...toyLayer('a', []), of: ({ swipeRatio }) => ++made && swipeRatio };
    const { twin, loop } = opened([counted]);
    const seen = createTwin(smallCity().city, 0);
    loop.mount('toy', () => host, { seen });
    await soon();
    made = 0;
    twin.getState().setSwipe(0.9);
    expect(made).toBe(0);
    seen.getState().setSwipe(0.9);
    expect(made).toBe(1);
  });
});
