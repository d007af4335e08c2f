import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BrowserText } from '../../../../src/kit/browser-text.ts';
import { openWatchdog, type Watchdog } from '../../../../src/plugins/tour/hall/watchdog.ts';
import type { Twin } from '../../../../src/twin/twin.ts';
import type { ViewApi } from '../../../../src/view/view-api.ts';
import { pageTwin } from '../../../kit/test-twin.ts';
import { smallCity } from '../../../model/city/small-city.ts';

let twin: Twin;
let kept: Record<string, string>;
let frames: number;
/** Whether a picture that is asked for a frame draws one. */
let draws: boolean;
let drawsAfterRebuild: boolean;
let rebuilt: number;
let reloads: number;
let heap: number | null;
let isHidden: boolean;
let dog: Watchdog;

function open(): Watchdog {
  const session: BrowserText = {
    load: (key) => kept[key] ?? null,
    save(key, text) {
      kept[key] = text;
      return true;
    },
  };
  const view: Partial<ViewApi> = {
    frames: () => frames,
    rebuild() {
      rebuilt++;
      frames = 0;
      draws = drawsAfterRebuild;
    },
    attract() {
      if (draws) frames++;
      return () => {};
    },
  };
  return openWatchdog({
    app: { twin, view: view as ViewApi },
    session,
    heapMb: () => heap,
    mostHeapMb: 300,
    nowMs: Date.now,
    isHidden: () => isHidden,
    reload: () => reloads++,
  });
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 25) });
  vi.stubGlobal('window', new EventTarget());
  twin = pageTwin(smallCity().city);
  [kept, frames, draws, drawsAfterRebuild, rebuilt, reloads, heap, isHidden] = [{}, 7, true, true, 0, 0, 100, false];
  dog = open();
});
afterEach(() => {
  dog.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const passS = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);
const log = () => twin.getState().heals.map(({ cause, cure }) => `${cause} ${cure}`);

test('a page that fares well is left alone, and so is one that nobody sees', async () => {
  await passS(600);
  [draws, isHidden] = [false, true];
  await passS(600);
  expect([log(), rebuilt, reloads]).toEqual([[], 0, 0]);
});

test('a picture that stands still is built anew; that is logged with its time', async () => {
  draws = false;
  await passS(25);
  expect(rebuilt).toBe(0);
  await passS(20);
  expect([rebuilt, reloads, log()]).toEqual([1, 0, ['frame rebuilt']]);
  const [{ atMs, what }] = twin.getState().heals;
  expect(atMs).toBeGreaterThan(Date.UTC(2026, 10, 25));
  expect(what).toMatch(/^3\d s$/);
  await passS(600);
  expect([rebuilt, reloads]).toEqual([1, 0]);
});

test('one that stands still after that too is loaded anew with its page, into the same tour and chapter, and not in a loop', async () => {
  [draws, drawsAfterRebuild] = [false, false];
  twin.getState().speak('en');
  twin.getState().startTour(1);
  await passS(80);
  expect([rebuilt, reloads, log()]).toEqual([1, 1, ['frame rebuilt', 'frame reloaded']]);
  await passS(300);
  expect(reloads).toBe(1);
  dog.close();
  twin = pageTwin(smallCity().city);
  dog = open();
  expect(twin.getState()).toMatchObject({ tour: 'playing', tourIndex: 1, language: 'en', healCount: 2 });
  expect(log()).toEqual(['frame rebuilt', 'frame reloaded']);
  // Once: a page that somebody loads later begins at its cover.
  dog.close();
  twin = pageTwin(smallCity().city);
  dog = open();
  expect(twin.getState().tour).toBe('off');
});

test('a heap that stays over its limit has the page loaded anew; a passing peak does not', async () => {
  heap = 301;
  await passS(12);
  heap = 200;
  await passS(10);
  expect(reloads).toBe(0);
  heap = 301;
  await passS(16);
  expect([reloads, log()]).toEqual([1, ['memory reloaded']]);
  expect(twin.getState().heals[0].what).toBe('301 MB');
  await passS(500);
  expect(reloads).toBe(1);
  await passS(200);
  expect(reloads).toBe(2);
});

test('a cut network is logged when it is over; what is missing by then is asked for again', async () => {
  window.dispatchEvent(new Event('offline'));
  await passS(40);
  expect(log()).toEqual([]);
  window.dispatchEvent(new Event('online'));
  expect(log()).toEqual(['network retried']);
  expect(twin.getState().heals[0].what).toBe('40 s');
  dog.reportNetwork(false);
  dog.reportNetwork(false);
  twin.getState().setLayerStatus(twin.city.layers[0].id, { kind: 'failed', reason: { zh: '断', en: 'cut' } });
  dog.reportNetwork(true);
  dog.reportNetwork(true);
  expect([log(), rebuilt]).toEqual([['network retried', 'network rebuilt'], 1]);
});

test('a layer that did not come is asked for again after a minute, then two, then four, until it is there', async () => {
  const [{ id }] = twin.city.layers;
  twin.getState().setLayerStatus(id, { kind: 'failed', reason: { zh: '断', en: 'cut' } });
  await passS(70);
  expect([rebuilt, log(), twin.getState().heals[0].what]).toEqual([1, ['tile rebuilt'], id]);
  await passS(110);
  expect(rebuilt).toBe(1);
  await passS(20);
  expect(rebuilt).toBe(2);
  await passS(250);
  expect(rebuilt).toBe(3);
  twin.getState().setLayerStatus(id, { kind: 'ready' });
  await passS(3600);
  expect(rebuilt).toBe(3);
});
