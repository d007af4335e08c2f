import { expect, test } from 'vitest';
import type { RunEnd, RunEvent } from '../../../workers/shared/engine.ts';
import { Host } from '../../../workers/shared/host.ts';
import { type CountingTypes, openCounting, STEP_MS, testClock, valueIn } from './counting-engine.ts';

const ALONE = { startMs: 0, fields: [], branch: null };
const FRAMES = { perStep: 1, endS: 10, frameEveryS: 4 };

const framesOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.kind === 'frame' ? [event.frame as CountingTypes['frame']] : []));
const resultOf = (end: RunEnd | null) => end?.result as CountingTypes['result'];

function listener(): { events: RunEvent[]; hear: (event: RunEvent) => void } {
  const events: RunEvent[] = [];
  return { events, hear: (event) => void events.push(event) };
}

test('a run sends its opening, a frame at 0, at each multiple and at its end, and then its result', async () => {
  const { host } = await openCounting();
  const { events, hear } = listener();
  const end = valueIn(await host.run('a', FRAMES, ALONE, hear));
  expect(events[0]).toEqual({ kind: 'opening', opening: { notes: [], perStep: 1 } });
  expect(framesOf(events)).toEqual([
    { timeS: 0, sum: 0 },
    { timeS: 4, sum: 4 },
    { timeS: 8, sum: 8 },
    { timeS: 10, sum: 10 },
  ]);
  expect(end).toEqual({ isWhole: true, wallS: (10 * STEP_MS) / 1000, result: { hash: '10', sum: 10 } });
});

test('messages are let in every 80 ms of play and at each frame; progress is sent every 300 ms', async () => {
  const { host, clock } = await openCounting();
  const { events, hear } = listener();
  await host.run('a', { perStep: 1, endS: 100, frameEveryS: 100 }, ALONE, hear);
  // 100 steps of 10 ms in slices of 80 ms: twelve of 8 steps and one of 4.
  expect(clock.yields).toBe(13);
  // Looked at after each slice: more than 300 ms have passed at 320, 640 and 960 ms.
  expect(events.flatMap((event) => (event.kind === 'progress' ? [event] : []))).toEqual([
    { kind: 'progress', timeS: 32, wallS: 0.32 },
    { kind: 'progress', timeS: 64, wallS: 0.64 },
    { kind: 'progress', timeS: 96, wallS: 0.96 },
  ]);
});

test('a paused run takes no step, and its pause is none of its seconds; it goes on by another request', async () => {
  const { host, clock, runs } = await openCounting();
  const { events, hear } = listener();
  const request = { perStep: 1, endS: 40, frameEveryS: 10 };
  const over = host.run('a', request, ALONE, (event) => {
    hear(event);
    if (event.kind === 'frame' && event.frame.timeS === 10) host.pause();
  });
  await settled();
  expect(runs[0].timeS).toBe(10);
  clock.ms += 5000;
  expect(await host.resume({ ...request, perStep: -1 })).toMatchObject({ fault: { message: /0 or more/ } });
  await settled();
  expect(runs[0].timeS).toBe(10);
  valueIn(await host.resume({ ...request, perStep: 3 }));
  const end = valueIn(await over);
  expect([resultOf(end).sum, end?.wallS]).toEqual([10 + 3 * 30, 0.4]);
  expect(framesOf(events).map(({ sum }) => sum)).toEqual([0, 10, 40, 70, 100]);
});

test('a stopped run ends with what was played, also out of a pause; the next one begins after it', async () => {
  const { host, runs } = await openCounting();
  const over = host.run('a', FRAMES, ALONE, (event) => {
    if (event.kind === 'frame' && event.frame.timeS === 4) host.pause();
  });
  await settled();
  const next = host.run('b', FRAMES, ALONE, () => {});
  await settled();
  expect(runs.length).toBe(1);
  host.stop();
  expect(valueIn(await over)).toMatchObject({ isWhole: false, result: { sum: 4 } });
  expect(valueIn(await next)).toMatchObject({ isWhole: true, result: { sum: 10 } });
  expect(runs.map(({ isClosed }) => isClosed)).toEqual([true, true]);
});

test('a run that is stopped while it is prepared has no opening and no result; the next one begins after it', async () => {
  const { host, runs } = await openCounting();
  const { events, hear } = listener();
  const over = host.run('a', { ...FRAMES, preparations: 4 }, ALONE, (event) => {
    hear(event);
    if (event.kind === 'preparing' && event.doneRatio === 0.5) host.stop();
  });
  expect(valueIn(await over)).toBeNull();
  expect(events.map((event) => event.kind === 'preparing' && event.doneRatio)).toEqual([0, 0.25, 0.5]);
  expect(await host.ask('a', 'sumAt', [0])).toMatchObject({ fault: { message: /expected one that is kept/ } });
  expect(valueIn(await host.run('b', FRAMES, ALONE, () => {}))).toMatchObject({ isWhole: true, result: { sum: 10 } });
  expect(runs.length).toBe(1);
});

test('a run that is paused while it is prepared waits there', async () => {
  const { host, runs } = await openCounting();
  const over = host.run('a', { ...FRAMES, preparations: 4 }, ALONE, (event) => {
    if (event.kind === 'preparing' && event.doneRatio === 0.25) host.pause();
  });
  await settled();
  expect(runs.length).toBe(0);
  valueIn(await host.resume(null));
  expect(valueIn(await over)).toMatchObject({ isWhole: true, result: { sum: 10 } });
});

test('a branch that changes nothing sends the frames of its parent from a checkpoint on, and no earlier ones', async () => {
  const { host, runs } = await openCounting();
  const request = { perStep: 1, endS: 20, frameEveryS: 4 };
  const parent = listener();
  await host.run('a', request, ALONE, parent.hear);
  const own = listener();
  const branch = { of: 'a', timeS: 8 };
  const end = valueIn(await host.run('b', request, { ...ALONE, branch }, own.hear));
  expect(framesOf(own.events)).toEqual(framesOf(parent.events).filter(({ timeS }) => timeS > 8));
  expect([resultOf(end).sum, runs[1].steps]).toEqual([20, 12]);
});

test('a branch with a change, and a branch of it, play each change at its own moment', async () => {
  const { host } = await openCounting();
  const request = { perStep: 1, endS: 20, frameEveryS: 4 };
  await host.run('a', request, ALONE, () => {});
  const at = (of: string, timeS: number) => ({ ...ALONE, branch: { of, timeS } });
  const faster = valueIn(await host.run('b', { ...request, perStep: 10 }, at('a', 8), () => {}));
  expect(resultOf(faster).sum).toBe(8 + 120);
  const slower = valueIn(await host.run('c', { ...request, perStep: 2 }, at('b', 12), () => {}));
  expect(resultOf(slower).sum).toBe(8 + 40 + 16);
  const fromBefore = valueIn(await host.run('d', { ...request, perStep: 2 }, at('b', 4), () => {}));
  expect(resultOf(fromBefore).sum).toBe(4 + 32);
});

test('what was changed in a pause is played again in a branch from a later moment', async () => {
  const { host } = await openCounting();
  const request = { perStep: 1, endS: 20, frameEveryS: 4 };
  const over = host.run('a', request, ALONE, (event) => {
    if (event.kind === 'frame' && event.frame.timeS === 4) host.pause();
  });
  await settled();
  await host.resume({ ...request, perStep: 5 });
  expect(resultOf(valueIn(await over)).sum).toBe(4 + 80);
  const branch = { ...ALONE, branch: { of: 'a', timeS: 12 } };
  const same = valueIn(await host.run('b', { ...request, perStep: 5 }, branch, () => {}));
  expect(resultOf(same).sum).toBe(4 + 80);
});

test('a run that is forgotten answers no question and has no branch', async () => {
  const { host } = await openCounting();
  await host.run('a', FRAMES, ALONE, () => {});
  expect(valueIn(await host.ask('a', 'sumAt', [2]))).toBe(8);
  host.forget('a');
  expect(await host.ask('a', 'sumAt', [2])).toMatchObject({ fault: { message: /kept, got "a"/ } });
  const branch = { of: 'a', timeS: 4 };
  expect(await host.run('b', FRAMES, { ...ALONE, branch }, () => {})).toMatchObject({ fault: { message: /kept/ } });
});

test('fields of a run reach the engine by their id', async () => {
  const { host } = await openCounting();
  const field = { id: 'toy.rain', kind: 'raster', unit: 'mm', timesMs: [0], samples: [1] } as const;
  const end = valueIn(await host.run('a', FRAMES, { ...ALONE, fields: [field] }, () => {}));
  expect(resultOf(end).sum).toBe(20);
});

test('questions are answered while a run is paused; what is refused comes as code and values', async () => {
  const { host } = await openCounting();
  const over = host.run('a', FRAMES, ALONE, (event) => {
    if (event.kind === 'frame' && event.frame.timeS === 4) host.pause();
  });
  await settled();
  expect(valueIn(await host.ask(null, 'double', [21]))).toBe(42);
  expect(valueIn(await host.estimate(FRAMES, 4))).toEqual({ seconds: 6, memoryBytes: 8, steps: 6 });
  expect(await host.ask(null, 'refuse', [])).toMatchObject({
    fault: { message: 'too much', problems: [{ code: 'too-much', values: { most: 3 } }] },
  });
  expect(await host.ask(null, 'toString', [])).toMatchObject({ fault: { message: /expected a question/ } });
  host.stop();
  await over;
});

test('an engine that is not listed is refused by name, and one that plays nothing refuses a run', async () => {
  const quiet = { id: 'quiet', hasKernel: false, minHelpers: null, needs: [], gives: [] };
  const site = { open: async () => ({ facts: null }), questions: () => ({}) };
  const host = new Host({ quiet: async () => ({ ...quiet, ...site }) }, testClock());
  expect(await host.load('loud')).toMatchObject({ fault: { message: 'engine: expected one of quiet, got "loud"' } });
  expect(valueIn(await host.load('quiet'))).toEqual({ hasKernel: false, minHelpers: null });
  expect(await host.run('a', FRAMES, ALONE, () => {})).toMatchObject({ fault: { message: /plays runs/ } });
});

/** Longer than any loop of the toy between two pauses. */
async function settled(): Promise<void> {
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
}
