import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { CrowdGuide } from '../../../workers/crowd/core/guide.ts';
import { WalkingKernel } from '../../../workers/crowd/core/kernel.ts';
import { RouteFields } from '../../../workers/crowd/core/routes.ts';
import { startCrowd } from '../../../workers/crowd/core/run.ts';
import { buildCrowdSetup } from '../../../workers/crowd/lay-out.ts';
import { PLAIN_ARENA } from '../../../workers/shared/arena.ts';
import { caseOf, crossing, floorOf, room, spaceOf, stairFrom, walkers } from '../../validation/crowd-rooms.ts';

const module = new WebAssembly.Module(readFileSync(resolve(import.meta.dirname, '../../../build/kernels/crowd.wasm')));
const HELPER = resolve(import.meta.dirname, '../../../build/node/cli/sim/kernel-helper.js');

const [low, high] = [floorOf([room(0, 0, 10.5, 6)], 'low'), floorOf([room(14, 0, 24, 6)], 'high', 3)];
const open = { forward: true, backward: true, everyS: 0 };
/** Two storeys, a stair, a door, exits on the rim and in the midst of a floor. */
const house = spaceOf([low, high], {
  exits: [
    crossing('out', [24, 1], [24, 3], 'high'),
    crossing('midst', [20, 2], [21, 4], 'high'),
    crossing('back', [0, 1], [0, 3], 'low'),
  ],
  stairs: [stairFrom(10.5, 14)],
  doors: [{ ...crossing('door', [6, 6], [6, 0], 'low'), state: open }],
});

test('the kernel writes the directions that the oracle writes of the same times: stairs, a door that turns, a crowd, water', () => {
  const laid = buildCrowdSetup(caseOf(house, [walkers(8, room(1, 1, 5, 5), { floor: 'low' })]));
  const { space, routes } = laid;
  const kernel = new WalkingKernel(module, laid.input);
  const here = new RouteFields(space, routes, new Map(), [], 1, (plane) => kernel.marcherOf(laid, plane));
  const there = new RouteFields(space, routes, new Map(), [], 1, () => ({
    arena: PLAIN_ARENA,
    writesDirections: false,
    march: (jobs) => {
      for (const { timeS, route } of jobs) timeS.set(here.timeS[route]);
    },
  }));
  const changes: ((fields: RouteFields) => void)[] = [
    () => {},
    (fields) => {
      for (const cell of space.open.keys()) if (cell % 5 === 0) fields.setCrowd(cell, 0.3);
    },
    (fields) => fields.setGate('door', { ...open, backward: false }),
    (fields) =>
      fields.setWater(
        0,
        Float32Array.from(space.open, (_, cell) => (cell % 7 === 0 ? 0 : 1)),
      ),
    (fields) => fields.setGate('door', open),
  ];
  const { directions } = kernel.crowd;
  let led = 0;
  for (const [k, change] of changes.entries()) {
    for (const fields of [here, there]) change(fields);
    const marched = here.update();
    expect(there.update()).toEqual(marched);
    for (const route of marched)
      for (const [level, { columns, rows }] of space.levels.entries()) {
        const written = directions[route * space.levels.length + level];
        const anew = new Int8Array(2 * columns * rows);
        here.write(route, level, written);
        there.write(route, level, anew);
        expect([...written], `after change ${k}, route ${route}, level ${level}`).toEqual([...anew]);
        led += anew.reduce((sum, value) => sum + Math.abs(value), 0);
      }
  }
  expect(led).toBeGreaterThan(1e5);
});

test('fields marched by one, two and four workers lead people to the same bits', async () => {
  const events = [{ door: 'door', atS: 4, state: { ...open, forward: false } }];
  const people = [
    walkers(60, room(1, 1, 9, 5), { floor: 'low' }),
    { ...walkers(60, room(15, 1, 23, 5), { floor: 'high' }), id: 'high' },
  ];
  const hashOf = async (helpers: number): Promise<string> => {
    const laid = buildCrowdSetup(caseOf(house, people, { events, endS: 12 }));
    const kernel = new WalkingKernel(module, laid.input, helpers);
    const threads = kernel.workerInits.map((workerData) => new Worker(HELPER, { workerData }));
    await Promise.all(threads.map((thread) => once(thread, 'online')));
    const guide = new CrowdGuide(laid, (plane) => kernel.marcherOf(laid, plane));
    const run = startCrowd(() => kernel, laid.input, guide);
    run.advanceTo(12);
    run.close();
    await Promise.all(threads.map((thread) => thread.terminate()));
    return run.result([]).hash;
  };
  const alone = await hashOf(0);
  expect(await hashOf(1)).toBe(alone);
  expect(await hashOf(3)).toBe(alone);
});
