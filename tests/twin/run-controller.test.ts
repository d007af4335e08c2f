import { expect, test } from 'vitest';
import { openRunController } from '../../src/twin/run-controller.ts';
import { type RunFacts, runById, runsOf, shownRun } from '../../src/twin/runs.ts';
import type { RunEnd } from '../../workers/shared/engine.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';
import type { CountingRequest, CountingTypes } from '../workers/shared/counting-engine.ts';
import { handEngine } from './hand-engine.ts';

const START_MS = Date.UTC(2026, 6, 18, 4, 0, 0);
const ENGINE = 'counting';
const REQUEST: CountingRequest = { perStep: 1, endS: 100, frameEveryS: 10 };
const END: RunEnd<CountingTypes> = { isWhole: true, wallS: 5, result: { hash: '55', sum: 55 } };

interface CountingRun extends RunFacts<CountingRequest> {
  sum: number;
}

interface Sums {
  sums: number[];
  end: number | null;
}

/** A controller of the toy whose engine the test plays by hand. */
function counting(waitsForFrames = true) {
  const twin = pageTwin(smallCity().city, START_MS);
  const { client, runs, calls } = handEngine<CountingTypes>();
  const lanes: ReturnType<typeof handEngine<CountingTypes>>[] = [];
  const controller = openRunController<CountingRun, CountingTypes, Sums>({
    twin,
    engine: ENGINE,
    client,
    recorder: {
      begin: () => ({ sums: [], end: null }),
      frame: (record, { sum }) => void record.sums.push(sum),
      end(record, { result }) {
        record.end = result.sum;
      },
      until: ({ sums }, timeS) => ({ sums: sums.slice(0, timeS / 10 + 1), end: null }),
    },
    facts: { frame: ({ sum }) => ({ sum }) },
    beside: (lane) => {
      lanes[lane] ??= handEngine<CountingTypes>();
      return lanes[lane].client;
    },
    waitsForFrames,
  });
  const start = (name: string, origin: CountingRun['origin'] = null, isBeside = false) =>
    controller.start({
      begin: { name, form: REQUEST, origin, startMs: START_MS, endS: 100 },
      own: { sum: 0 },
      request: REQUEST,
      fields: [],
      isBeside,
    });
  const run = (id: string) => runById<CountingRun>(twin.getState(), ENGINE, id);
  return { twin, client, calls, controller, start, run, hand: runs, lanes };
}

/** The first frames of a run, one every 10 s, each adding 10. */
function frames(hand: ReturnType<typeof counting>['hand'][number], ...timesS: number[]): void {
  hand.hear({ kind: 'opening', opening: { notes: [], perStep: 1 } });
  for (const timeS of timesS) hand.hear({ kind: 'frame', frame: { timeS, sum: timeS } });
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test('a run is shown from its start, its frames and facts come into the twin, its record grows in place', async () => {
  const { twin, controller, start, run, hand } = counting();
  const id = start('A') ?? '';
  expect(shownRun(twin.getState(), ENGINE)).toMatchObject({ id, name: 'A', startMs: START_MS, timesS: [], hash: null });
  frames(hand[0], 0, 10);
  const record = controller.record(id);
  hand[0].hear({ kind: 'frame', frame: { timeS: 20, sum: 20 } });
  expect([run(id)?.timesS, run(id)?.sum, record?.sums]).toEqual([[0, 10, 20], 20, [0, 10, 20]]);
  expect(twin.getState().shownTimeMs).toBe(START_MS + 20_000);
  hand[0].end(END);
  await settled();
  expect(run(id)).toMatchObject({ status: { kind: 'done' }, hash: '55' });
  expect(controller.record(id)?.end).toBe(55);
});

test('progress counts from where a run began, and what is left takes as long a simulated second', () => {
  const { start, run, hand } = counting();
  const id = start('A') ?? '';
  frames(hand[0], 0);
  hand[0].hear({ kind: 'progress', timeS: 25, wallS: 10 });
  expect(run(id)?.status).toEqual({ kind: 'running', progressRatio: 0.25, etaS: 30 });
});

test('a run tells how far it is prepared until it opens; stopped before that, it has nothing to show', async () => {
  const { start, run, hand } = counting();
  const id = start('A') ?? '';
  hand[0].hear({ kind: 'preparing', doneRatio: 0.4 });
  expect(run(id)?.status).toEqual({ kind: 'running', progressRatio: 0, etaS: null, preparedRatio: 0.4 });
  frames(hand[0], 0);
  expect(run(id)?.status).toEqual({ kind: 'running', progressRatio: 0, etaS: null });
  hand[0].end(END);
  await settled();
  const other = start('B') ?? '';
  hand[1].hear({ kind: 'preparing', doneRatio: 0.2 });
  hand[1].end(null);
  await settled();
  expect(run(other)).toMatchObject({ status: { kind: 'stopped' }, timesS: [], hash: null });
});

test('one run at a time: another is not begun while one goes on or is paused', async () => {
  const { controller, start, hand } = counting();
  const id = start('A') ?? '';
  expect(start('B')).toBeNull();
  controller.pause(id);
  expect(start('B')).toBeNull();
  hand[0].end({ ...END, isWhole: false });
  await settled();
  expect(start('B')).toBe('counting-2');
});

test('a paused run goes on with what was changed; refused, it stays paused and says why', async () => {
  const { client, controller, calls, start, run, hand } = counting();
  const id = start('A') ?? '';
  frames(hand[0], 0);
  controller.pause(id);
  const resume = client.resume;
  client.resume = () => Promise.reject(new Error('perStep: expected 0 or more'));
  const form = { ...REQUEST, perStep: -1 };
  controller.resume(id, { request: form, part: { form } });
  await settled();
  expect(run(id)).toMatchObject({
    status: { kind: 'paused', refusal: { en: 'perStep: expected 0 or more' } },
    form: REQUEST,
  });
  client.resume = resume;
  controller.resume(id, { request: { ...form, perStep: 3 }, part: { form: { ...form, perStep: 3 } } });
  await settled();
  expect(run(id)).toMatchObject({ status: { kind: 'running' }, form: { perStep: 3 } });
  expect(calls).toEqual(['pause', 'resume']);
});

test('a branch shares its parent’s clock and frames up to its moment, and goes on by itself', async () => {
  const { twin, controller, start, run, hand } = counting();
  const parent = start('A') ?? '';
  frames(hand[0], 0, 10, 20, 30);
  hand[0].end(END);
  await settled();
  twin.getState().showTime(START_MS + 5 * 60_000);
  const id = start('B', { id: parent, name: 'A', timeS: 20 }) ?? '';
  expect(hand[1].start.branch).toEqual({ of: parent, timeS: 20 });
  expect(twin.getState().shownTimeMs).toBe(START_MS + 20_000);
  frames(hand[1], 30);
  expect([run(id)?.timesS, controller.record(id)?.sums]).toEqual([
    [0, 10, 20, 30],
    [0, 10, 20, 30],
  ]);
  expect(controller.record(parent)?.sums).toEqual([0, 10, 20, 30]);
});

test('a run that breaks off says why and keeps its frames; a dropped one is stopped and forgotten', async () => {
  const { twin, controller, calls, start, run, hand } = counting();
  const broken = start('A') ?? '';
  frames(hand[0], 0);
  hand[0].fail(new Error('unstable'));
  await settled();
  expect(run(broken)).toMatchObject({ status: { kind: 'failed', reason: { en: 'unstable' } }, timesS: [0] });
  expect(controller.record(broken)?.sums).toEqual([0]);
  const id = start('B') ?? '';
  controller.drop(id);
  hand[1].hear({ kind: 'frame', frame: { timeS: 0, sum: 0 } });
  expect(calls).toEqual(['stop', `forget ${id}`]);
  expect(runsOf(twin.getState(), ENGINE)).toMatchObject({ shownId: null, list: [{ id: broken }] });
  expect(controller.record(id)).toBeNull();
});

test('a clock that plays rests at the last frame: of every run, or only of those that are over', async () => {
  const past = START_MS + 20_000;
  const waiting = counting();
  waiting.start('A');
  frames(waiting.hand[0], 0, 10);
  waiting.twin.getState().play(true);
  waiting.twin.getState().showTime(past);
  expect(waiting.twin.getState()).toMatchObject({ playing: false, shownTimeMs: START_MS + 10_000 });
  const ahead = counting(false);
  ahead.start('A');
  frames(ahead.hand[0], 0, 10);
  ahead.twin.getState().play(true);
  ahead.twin.getState().showTime(past);
  expect(ahead.twin.getState()).toMatchObject({ playing: true, shownTimeMs: past });
  ahead.hand[0].end(END);
  await settled();
  expect(ahead.twin.getState()).toMatchObject({ playing: false, shownTimeMs: START_MS + 10_000 });
});

test('runs beside others each have a lane, are left off the picture, and end alone; a lane that is free is taken again', async () => {
  const { twin, controller, start, run, hand, lanes } = counting();
  const own = start('tool') ?? '';
  const [a, b] = [start('a', null, true) ?? '', start('b', null, true) ?? ''];
  expect([hand.length, lanes[1].runs.length, lanes[2].runs.length]).toEqual([1, 1, 1]);
  expect(shownRun(twin.getState(), ENGINE)?.id).toBe(own);
  controller.stop(b);
  expect([lanes[1].calls, lanes[2].calls]).toEqual([[], ['stop']]);
  frames(lanes[1].runs[0], 0, 10);
  lanes[1].runs[0].end(END);
  await settled();
  expect([run(a)?.status.kind, run(b)?.status.kind, run(own)?.status.kind]).toEqual(['done', 'running', 'running']);
  start('c', null, true);
  expect(lanes[1].runs.map(({ id }) => run(id)?.name)).toEqual(['a', 'c']);
  expect(start('tool again')).toBeNull();
});
