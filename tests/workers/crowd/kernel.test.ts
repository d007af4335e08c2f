import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import type { CrowdInput } from '../../../workers/crowd/core/crowd.ts';
import { WalkingKernel } from '../../../workers/crowd/core/kernel.ts';
import { startCrowd } from '../../../workers/crowd/core/run.ts';
import { PRESETS, WalkingOracle } from '../../../workers/crowd/core/walking.ts';
import { fixedGuide, meanSpeedMps, type Plan, ring, roomWithDoor, spreadSpeeds } from '../../validation/crowd-plans.ts';

const module = new WebAssembly.Module(readFileSync(resolve(import.meta.dirname, '../../../build/kernels/crowd.wasm')));
const HELPER = resolve(import.meta.dirname, '../../../build/node/cli/sim/kernel-helper.js');

const room = (more: Partial<CrowdInput> = {}): Plan =>
  roomWithDoor(10, 1, 120, PRESETS.prescriptive, { endS: 10, ...more });

async function play({ input, guide }: Plan, helpers = 0): Promise<string> {
  const walker = new WalkingKernel(module, input, helpers);
  const threads = walker.workerInits.map((workerData) => new Worker(HELPER, { workerData }));
  await Promise.all(threads.map((thread) => once(thread, 'online')));
  const run = startCrowd(() => walker, input, guide);
  run.advanceTo(input.endS);
  run.close();
  await Promise.all(threads.map((thread) => thread.terminate()));
  return run.result([]).hash;
}

/** Where the oracle and the kernel have everyone after some time, and how far apart at most. */
function apartM(plan: () => Plan, timeS: number): number {
  const [a, b] = [plan(), plan()];
  const oracle = startCrowd((of) => new WalkingOracle(of), a.input, a.guide);
  const kernel = startCrowd((of) => new WalkingKernel(module, of), b.input, b.guide);
  oracle.advanceTo(timeS);
  kernel.advanceTo(timeS);
  let worst = 0;
  for (let id = 0; id < oracle.people.count; id++) {
    const [dx, dy] = [oracle.people.xM[id] - kernel.people.xM[id], oracle.people.yM[id] - kernel.people.yM[id]];
    worst = Math.max(worst, Math.hypot(dx, dy));
    expect(kernel.people.status[id]).toBe(oracle.people.status[id]);
    expect(kernel.people.level[id]).toBe(oracle.people.level[id]);
  }
  return worst;
}

test('a step of the kernel is a step of the oracle: walls, doors, links, two populations', () => {
  expect(apartM(() => room(), 0.05)).toBeLessThan(1e-5);
  expect(apartM(() => roomWithDoor(10, 1, 120, PRESETS.weidmann), 0.2)).toBeLessThan(1e-3);
  expect(apartM(() => ring(20, 4, 160), 0.1)).toBeLessThan(1e-4);
});

test('where the next one ahead is beyond those who are felt, and bodies are wide and narrow, both look as far', () => {
  for (const preset of [PRESETS.prescriptive, PRESETS.weidmann]) {
    const sparse = (): Plan => {
      const { input, guide } = ring(50, 4, 60, {}, preset);
      for (let id = 0; id < 60; id++) input.people.radiusM[id] = 0.15 + 0.05 * (id % 5);
      return { input, guide };
    };
    expect(apartM(sparse, 1)).toBeLessThan(1e-3);
  }
});

test('people who meet pass each other in the kernel as in the oracle', () => {
  const meeting = (): Plan => {
    const { input } = ring(20, 4, 100, { fieldCount: 2 });
    for (let id = 0; id < 100; id++) input.people.field[id] = id % 2;
    return { input, guide: fixedGuide(input, (_x, _y, field) => [field === 0 ? 1 : -1, 0]) };
  };
  expect(apartM(meeting, 0.1)).toBeLessThan(1e-4);
});

test('anticipation and social force are the oracle’s as well', () => {
  for (const model of ['anticipation-velocity', 'social-force'] as const) {
    const walking = { model };
    expect(apartM(() => room({ walking }), 0.2)).toBeLessThan(1e-3);
    expect(apartM(() => ring(20, 4, 80, { walking }), 0.2)).toBeLessThan(1e-3);
  }
});

test('the same bits for one, two and four workers, and in the next run', async () => {
  const alone = await play(room());
  expect(await play(room())).toBe(alone);
  expect(await play(room(), 1)).toBe(alone);
  expect(await play(room(), 3)).toBe(alone);
});

test('another seed, another run', async () => {
  expect(await play(room({ seed: 2 }))).not.toBe(await play(room()));
});

test('the kernel goes on from a snapshot bit by bit', async () => {
  const half = room();
  const first = startCrowd((of) => new WalkingKernel(module, of), half.input, half.guide);
  first.advanceTo(4);
  const rest = room();
  const later = startCrowd((of) => new WalkingKernel(module, of), rest.input, rest.guide, first.snapshot());
  later.advanceTo(10);
  expect(later.result([]).hash).toBe(await play(room()));
});

test('in a ring at 1 person/m² everyone keeps to the walls and nobody is lost over the seam', () => {
  const plan = ring(50, 4, 200, { endS: 60 }, PRESETS.weidmann);
  const run = startCrowd((of) => new WalkingKernel(module, of), spreadSpeeds(plan, 4), plan.guide);
  run.advanceTo(60);
  expect(run.inside).toBe(200);
  expect(Math.min(...run.people.yM)).toBeGreaterThanOrEqual(0.079);
  expect(Math.max(...run.people.yM)).toBeLessThanOrEqual(3.921);
  expect(Math.abs(meanSpeedMps(run.people) - 1.058)).toBeLessThan(0.1);
});
