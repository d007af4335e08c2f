import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HallWord } from '../../../../model/halls/hall.ts';
import type { BrowserText } from '../../../../src/kit/browser-text.ts';
import { type Hall, openHall } from '../../../../src/plugins/tour/hall/open-hall.ts';
import { readHallOptions } from '../../../../src/plugins/tour/hall/options.ts';
import { openVisits } from '../../../../src/plugins/tour/hall/visits.ts';
import type { Twin } from '../../../../src/twin/twin.ts';
import type { ViewApi } from '../../../../src/view/view-api.ts';
import { pageTwin } from '../../../kit/test-twin.ts';
import { smallCity } from '../../../model/city/small-city.ts';

/** 18:30 by the clocks of Shanghai; quiet from 19:00. */
const EVENING_MS = Date.UTC(2026, 10, 25, 10, 30);
const MIN_MS = 60_000;

function textOf(kept: Record<string, string> = {}): BrowserText {
  return {
    load: (key) => kept[key] ?? null,
    save(key, text) {
      kept[key] = text;
      return true;
    },
  };
}

let twin: Twin;
let problems: string[];
let words: HallWord[];
let answer: () => Response;
let session: BrowserText;
let reloads: number;

function hallOf(search: string, hash = ''): Hall {
  const refuse = (error: unknown) => problems.push(String(error));
  const options = readHallOptions({ search, hash }, session, refuse);
  if (!options) throw new Error('expected a hall');
  const view = { frames: () => 42 } as ViewApi;
  const app = { twin, view, hubUrl: 'http://hub.invalid/', report: (_: string, reason: unknown) => refuse(reason) };
  return openHall({
    app,
    options,
    visits: openVisits(textOf(), refuse),
    session,
    nowMs: Date.now,
    reload: () => reloads++,
    reportNetwork() {},
  });
}

beforeEach(() => {
  vi.useFakeTimers({ now: EVENING_MS });
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('fetch', async (_: URL, { body }: { body: string }) => {
    words.push(JSON.parse(body));
    return answer();
  });
  twin = pageTwin({ ...smallCity().city, zone: 'Asia/Shanghai' });
  [problems, words, session, reloads] = [[], [], textOf(), 0];
  answer = () => Response.json({ order: null });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const touch = () => window.dispatchEvent(new Event('pointerdown'));
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('options stand in the address; what is wrong with them is told and the hall runs without', () => {
  const read = (search: string, hash = '') => readHallOptions({ search, hash }, session, (e) => problems.push(`${e}`));
  expect(read('?quiet=22:00-07:00')).toBeNull();
  expect(read('?kiosk=1')).toEqual({ quiet: null, mostHeapMb: null, hall: null });
  expect(read('?kiosk=1&heap=300')?.mostHeapMb).toBe(300);
  expect(read('?kiosk=1&quiet=22:00-07:00')).toMatchObject({ quiet: { fromMin: 1320, toMin: 420 } });
  expect(problems).toEqual([]);
  expect(read('?kiosk=1&quiet=late&hall=lobby')).toMatchObject({ quiet: null, hall: null });
  expect(problems.join()).toMatch(/late.*22:00-07:00.*lobby/s);
  expect(read('?kiosk=1&hall=lobby', '#hallkey=secret')?.hall).toEqual({ id: 'lobby', key: 'secret' });
  // A reload of the window has the key no longer in its address.
  expect(read('?kiosk=1&hall=lobby')?.hall).toEqual({ id: 'lobby', key: 'secret' });
});

test('the hall goes dark with its hours, wakes for one tour, and is bright again by day', async () => {
  const hall = hallOf('?kiosk=1&quiet=19:00-19:30');
  await pass(29 * MIN_MS);
  expect(twin.getState().isHallDark).toBe(false);
  twin.getState().startTour();
  await pass(1.1 * MIN_MS);
  expect(twin.getState()).toMatchObject({ isHallDark: true, tour: 'off' });
  touch();
  hall.wake();
  expect(twin.getState()).toMatchObject({ isHallDark: false, tour: 'playing' });
  await pass(5 * MIN_MS);
  expect(twin.getState().isHallDark).toBe(false);
  // The tour of the small city goes round.
  for (const i of [1, 0]) twin.getState().showChapter(i);
  await pass(1100);
  expect(twin.getState()).toMatchObject({ isHallDark: true, tour: 'off' });
  await pass(26 * MIN_MS);
  expect(twin.getState()).toMatchObject({ isHallDark: false, tour: 'off' });
  hall.close();
});

test('it reports how it fares and brings its visits; what an administrator has it do is no visit', async () => {
  const hall = hallOf('?kiosk=1&hall=lobby', '#hallkey=secret');
  await pass(10);
  expect(words[0]).toMatchObject({
    hall: 'lobby',
    key: 'secret',
    doneSeq: 0,
    report: { tour: 'off', chapter: 0, frames: 42, errors: 0, isDark: false, heals: 0, lastHeal: null },
    visits: { hours: [] },
  });
  twin.getState().startTour();
  twin.getState().holdTour();
  twin.getState().recordRecovery('tile', 'retried', 'a.glb');
  window.dispatchEvent(new Event('error'));
  answer = () => Response.json({ order: { seq: 7, kind: 'start', tourId: null } });
  await pass(5000);
  expect(words[1]).toMatchObject({
    report: { tour: 'held', chapter: 1, errors: 1, heals: 1, lastHeal: { cause: 'tile' } },
    visits: { hours: [{ hour: '2026-11-25T18', takeOvers: 1, tours: 1, zh: 2, en: 0 }] },
  });
  expect(twin.getState().tour).toBe('playing');
  await pass(5000);
  expect(words[2]).toMatchObject({ doneSeq: 7, visits: { hours: [] } });
  answer = () => Response.json({ order: { seq: 8, kind: 'reload', tourId: null } });
  await pass(10_000);
  expect(reloads).toBe(1);
  answer = () => Response.json({ order: { seq: 9, kind: 'stop', tourId: null } });
  await pass(5000);
  expect(twin.getState().tour).toBe('off');
  hall.close();
});

test('a hub that refuses is told once and asked once a minute; one that is away is asked again soon', async () => {
  answer = () => new Response('{}', { status: 401 });
  const hall = hallOf('?kiosk=1&hall=lobby', '#hallkey=old');
  await pass(130_000);
  expect(words).toHaveLength(3);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('401');
  answer = () => {
    throw new TypeError('network');
  };
  await pass(60_000);
  const before = words.length;
  await pass(20_000);
  expect(words.length - before).toBe(4);
  hall.close();
});
