import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { CrowdGuide } from '../../../workers/crowd/core/guide.ts';
import { WalkingKernel } from '../../../workers/crowd/core/kernel.ts';
import { startCrowd } from '../../../workers/crowd/core/run.ts';
import type { WaterSeries } from '../../../workers/crowd/core/wading.ts';
import { WalkingOracle } from '../../../workers/crowd/core/walking.ts';
import type { CrowdCase, Population } from '../../../workers/crowd/crowd-case.ts';
import { buildCrowdSetup } from '../../../workers/crowd/lay-out.ts';
import { CrowdFrameEncoder, PERSON_STATES } from '../../../workers/crowd/results/frame-encoder.ts';
import { ADULT, caseOf, crossing, floorOf, play, room, spaceOf, walkers } from '../../validation/crowd-rooms.ts';

/** Two metres of water over the way from the square to its only exit, from so many seconds on; 0: from the start. */
const water = (fromS: number): WaterSeries => ({
  ...{ westM: 0, southM: 0, cellM: 10, columns: 4, rows: 1, floors: ['floor'], turbid: false },
  timesS: fromS === 0 ? [0] : [0, fromS, fromS + 1],
  depthM: [fromS === 0 ? 2 : 0, 0, 2].map((depthM) => Float32Array.of(0, 0, depthM, 0)),
  speedMps: [0, 0, 0].map(() => new Float32Array(4)),
});

const space = () => spaceOf([floorOf([room(0, 0, 40, 10)])], { exits: [crossing('out', [40, 3], [40, 7])] });
const HOUSE = { id: 'house', floor: 'floor', at: [2, 5] as [number, number] };

/** 30 people in the west of the square, cut off from the start. */
const square = (more: Partial<CrowdCase> = {}, population: Partial<Population> = {}): CrowdCase =>
  caseOf(space(), [walkers(30, room(6, 1, 16, 9), population)], { water: water(0), endS: 120, ...more });

const tally = ({ remained }: { remained: readonly { reason: string }[] }) => {
  const counts: Record<string, number> = {};
  for (const { reason } of remained) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
};

test('who is cut off by water goes up in the house beside the square; without a house all stand where they are', () => {
  expect(tally(play(square({ refuges: [HOUSE] })).result)).toEqual({ upstairs: 30 });
  const { upstairs } = tally(play(square()).result);
  expect(upstairs).toBeUndefined();
});

test('as long as there is a way out nobody goes up', () => {
  const dry = play(square({ refuges: [HOUSE], water: null }));
  expect(dry.result.leftS.filter((leftS) => leftS > 0)).toHaveLength(30);
  const late = play(square({ refuges: [HOUSE], water: water(100) }));
  expect(late.result.remained).toEqual([]);
});

test('who takes no stairs gets to no upper floor', () => {
  const rolling = { ...ADULT, id: 'wheelchair', steps: false };
  const played = play(square({ refuges: [HOUSE], profiles: [rolling] }, { profile: 'wheelchair' }));
  expect(tally(played.result).upstairs).toBeUndefined();
  expect(played.result.remained).toHaveLength(30);
});

test('residents above the ground floor stay in while the water leaves no way; those of a low house come out and go up elsewhere', () => {
  const indoors = (storeys: number): Partial<Population> => ({
    count: 12,
    where: { kind: 'houses', houses: [{ id: 'own', at: [8, 5], people: 12, storeys, storeyM: 3, wayM: 0 }] },
    premovementS: { kind: 'constant', value: 20 },
  });
  const high = play(square({ refuges: [HOUSE] }, indoors(3)));
  expect(tally(high.result)).toEqual({ upstairs: 12 });
  expect(high.result.appearedS.every(Number.isNaN)).toBe(true);
  const low = play(square({ refuges: [HOUSE] }, indoors(1)));
  expect(tally(low.result)).toEqual({ upstairs: 12 });
  expect(low.result.appearedS.some(Number.isNaN)).toBe(false);
});

test('people go up bit by bit the same on 1, 2 and 4 threads', async () => {
  const module = new WebAssembly.Module(readFileSync(resolve('build/kernels/crowd.wasm')));
  const hashOn = async (threads: number): Promise<string> => {
    const setup = buildCrowdSetup(square({ refuges: [HOUSE] }));
    const kernel = new WalkingKernel(module, setup.input, threads - 1);
    const helpers = kernel.workerInits.map(
      (workerData) => new Worker(resolve('build/node/cli/sim/kernel-helper.js'), { workerData }),
    );
    await Promise.all(helpers.map((helper) => once(helper, 'online')));
    const crowd = startCrowd(
      () => kernel,
      setup.input,
      new CrowdGuide(setup, (plane) => kernel.marcherOf(setup, plane)),
    );
    crowd.advanceTo(setup.input.endS);
    crowd.close();
    await Promise.all(helpers.map((helper) => helper.terminate()));
    return crowd.result([]).hash;
  };
  const one = await hashOn(1);
  expect([await hashOn(2), await hashOn(4)]).toEqual([one, one]);
});

test('two streams that pass each other beside a sheet of swift water push nobody into it; where the water comes over them people are swept', () => {
  const corridor = spaceOf([floorOf([room(0, 0, 40, 6)])], {
    exits: [crossing('west', [1, 6], [1, 0]), crossing('east', [39, 0], [39, 6])],
  });
  const streams = [
    walkers(60, room(2, 0.5, 16, 4.5), { id: 'eastward', exits: ['east'] }),
    walkers(60, room(24, 0.5, 38, 4.5), { id: 'westward', exits: ['west'] }),
  ];
  /** Still on the south side, 0.1 m deep at 4.5 m/s in the northern metre; from `overS` on everywhere. */
  const sheet = (overS: number): WaterSeries => ({
    ...{ westM: 0, southM: -3, cellM: 4, columns: 10, rows: 3, floors: ['floor'], turbid: false },
    timesS: [0, overS, overS + 1],
    depthM: [0, 0, 0].map(() => new Float32Array(30).fill(0.1)),
    speedMps: [0, 0, 4.5].map((mps) => Float32Array.from({ length: 30 }, (_, cell) => (cell < 20 ? mps : 4.5))),
  });
  const passed = play(caseOf(corridor, streams, { water: sheet(600) }));
  expect(passed.result.remained).toEqual([]);
  const flooded = play(caseOf(corridor, streams, { water: sheet(5) }));
  expect(Object.keys(tally(flooded.result))).toEqual(['swept']);
  expect(flooded.result.remained.length).toBeGreaterThan(90);
});

test('frames tell apart who was swept away, who is trapped in water, who is cut off on dry ground, and who went up', () => {
  const lastFrame = (theCase: CrowdCase) => {
    const setup = buildCrowdSetup(theCase);
    const guide = new CrowdGuide(setup);
    const crowd = startCrowd((input) => new WalkingOracle(input), setup.input, guide);
    const encoder = new CrowdFrameEncoder({ crowd, setup, guide }, { heightAt: () => 100, baseM: 90, isShared: false });
    crowd.advanceTo(30);
    const frame = encoder.encode();
    const states = [...frame.states].filter((_, id) => frame.levels[id] !== 255).map((state) => PERSON_STATES[state]);
    return { frame, states: new Set(states) };
  };
  const dry = lastFrame(square());
  expect([[...dry.states], dry.frame.inside]).toEqual([['refuge'], 30]);
  const deep = (depthM: number): WaterSeries => ({ ...water(0), depthM: [Float32Array.of(depthM, depthM, 2, 0)] });
  expect([...lastFrame(square({ water: deep(0.3) })).states]).toEqual(['trapped']);
  const swept = lastFrame(square({ water: deep(1.5) }));
  expect([[...swept.states], swept.frame.lost, swept.frame.inside]).toEqual([['swept'], 30, 0]);
  // Where they fell, not at the box's corner.
  expect(swept.frame.places.every((place) => place > 0)).toBe(true);
  const led = lastFrame(square({ refuges: [HOUSE] }));
  expect(led.frame.upstairs).toBeGreaterThan(0);
  expect(led.frame.lost).toBe(0);
});
