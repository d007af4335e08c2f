import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { ShallowWaterKernel } from '../../../workers/flood/core/kernel.ts';
import { LocalInertial } from '../../../workers/flood/core/local-inertial.ts';
import { LocalInertialKernel } from '../../../workers/flood/core/local-inertial-kernel.ts';
import { ShallowWater } from '../../../workers/flood/core/shallow-water.ts';
import {
  cellAt,
  dryWater,
  edges,
  flatTerrain,
  type Order,
  type OutsideCondition,
  openGround,
  type Side,
  type Terrain,
  type Water,
} from '../../../workers/flood/core/terrain.ts';
import { FramePacker, lowestBedM } from '../../../workers/flood/results/frames.ts';
import { maximaArrays, noMaxima, watchMaxima } from '../../../workers/flood/results/maxima.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { isLong } from '../../long.ts';

/** Built by `npm run kernels`, which `npm run check` does first. */
const KERNEL = new WebAssembly.Module(readFileSync(resolve(import.meta.dirname, '../../../build/kernels/flood.wasm')));

/** Compiled by `npm run check`. */
const HELPER = resolve(import.meta.dirname, '../../../build/node/cli/sim/kernel-helper.js');

const OPEN: Partial<Record<Side, OutsideCondition>> = {
  west: { kind: 'inflow', unitDischargeM2ps: 0.4 },
  east: { kind: 'free' },
  south: { kind: 'stage', stageM: 0.5 },
  north: { kind: 'stage', stageM: 0.9 },
};

/** So many steps of this many are played. */
const steps = (whole: number): number => (isLong ? whole : Math.ceil(whole / 4));

/** 1,040 by 70 cells are more than one tile of the kernel and no multiple of its lanes. */
const [COLUMNS, ROWS] = [1040, 70];

/** A step of water over a rough bed with buildings, walls and shallows. */
function rough(): [Terrain, Water] {
  const terrain = flatTerrain(COLUMNS, ROWS, 2);
  const water = dryWater(terrain);
  const random = seeded(7);
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const i = cellAt(terrain, column, row);
      terrain.bedElevationM[i] = 380 + 0.8 * Math.sin(column * 0.3) * Math.cos(row * 0.4) + 0.1 * random();
      // The kernel holds beds in float32; both start from the same ground.
      terrain.bedElevationM[i] = Math.fround(terrain.bedElevationM[i]);
      terrain.manningN[i] = 0.03;
      if (random() < 0.05) terrain.blocked[i] = 1;
      if (random() < 0.1) terrain.eastCrestM[i] = Math.fround(380.9);
      const levelM = column < 60 ? 381.1 : 380.6;
      if (terrain.blocked[i] === 0) water.depthM[i] = Math.max(0, levelM - terrain.bedElevationM[i]);
    }
  }
  return [terrain, water];
}

/** Largest difference of depth and of unit discharge. */
function differences(a: Water, b: Water): [number, number] {
  const most = (x: Float64Array, y: Float64Array) => x.reduce((m, value, i) => Math.max(m, Math.abs(value - y[i])), 0);
  return [
    most(a.depthM, b.depthM),
    Math.max(most(a.unitDischargeXM2ps, b.unitDischargeXM2ps), most(a.unitDischargeYM2ps, b.unitDischargeYM2ps)),
  ];
}

const RAIN_M = 1e-5;

test.each([
  [1, {}],
  [2, {}],
  [1, OPEN],
  [2, OPEN],
] as [Order, Partial<Record<Side, OutsideCondition>>][])(
  'order %i, edges %o: the kernel follows the oracle',
  (order, beyond) => {
    const [terrain, water] = rough();
    const [oracle, kernel] = [
      new ShallowWater(terrain, edges(terrain, beyond), order, openGround(terrain)),
      new ShallowWaterKernel(KERNEL, terrain, edges(terrain, beyond), order, openGround(terrain)),
    ];
    oracle.load(water);
    kernel.load(water);
    let [enteredM3, enteredByKernelM3] = [0, 0];
    for (let step = 0; step < steps(25); step++) {
      const dtS = Math.min(0.5, oracle.stableStepS());
      expect(kernel.stableStepS()).toBeCloseTo(oracle.stableStepS(), 3);
      for (const m3 of Object.values(oracle.advance(dtS, RAIN_M))) enteredM3 += m3;
      for (const m3 of Object.values(kernel.advance(dtS, RAIN_M))) enteredByKernelM3 += m3;
    }
    const [depthM, flowM2ps] = differences(oracle.water(), kernel.water());
    expect(depthM).toBeLessThan(2e-4);
    expect(flowM2ps).toBeLessThan(4e-4);
    expect(Math.abs(enteredByKernelM3 - enteredM3)).toBeLessThan(1e-5 * oracle.volumeM3());
  },
);

test.each([{}, OPEN] as Partial<Record<Side, OutsideCondition>>[])(
  'fast, edges %o: the kernel follows the oracle',
  (beyond) => {
    const [terrain, water] = rough();
    const [oracle, kernel] = [
      new LocalInertial(terrain, edges(terrain, beyond), openGround(terrain)),
      new LocalInertialKernel(KERNEL, terrain, edges(terrain, beyond), openGround(terrain)),
    ];
    oracle.load(water);
    kernel.load(water);
    let [enteredM3, enteredByKernelM3] = [0, 0];
    for (let step = 0; step < steps(25); step++) {
      const dtS = Math.min(0.4, oracle.stableStepS());
      if (step > 0) expect(kernel.stableStepS()).toBeCloseTo(oracle.stableStepS(), 3);
      for (const m3 of Object.values(oracle.advance(dtS, RAIN_M))) enteredM3 += m3;
      for (const m3 of Object.values(kernel.advance(dtS, RAIN_M))) enteredByKernelM3 += m3;
    }
    const [depthM, flowM2ps] = differences(oracle.water(), kernel.water());
    expect(depthM).toBeLessThan(2e-4);
    expect(flowM2ps).toBeLessThan(1e-3);
    expect(Math.abs(enteredByKernelM3 - enteredM3)).toBeLessThan(1e-5 * oracle.volumeM3());
    const [sampled, sampledByKernel] = [oracle, kernel].map((solver) => {
      const plane = () => new Float32Array(water.depthM.length);
      const planes: [Float32Array, Float32Array, Float32Array] = [plane(), plane(), plane()];
      solver.sample(...planes);
      return planes;
    });
    for (const [plane, values] of sampled.entries()) {
      for (let row = 0; row < ROWS; row++) {
        const first = cellAt(terrain, 0, row);
        for (let i = first; i < first + COLUMNS; i++)
          if (!(Math.abs(values[i] - sampledByKernel[plane][i]) < 1e-3)) expect.fail(`plane ${plane}, cell ${i}`);
      }
    }
  },
);

test('fast: a film on a slope, where most cells would give more than they hold, is that of the oracle in every tile', () => {
  const terrain = flatTerrain(1060, 140, 2);
  const water = dryWater(terrain);
  const random = seeded(11);
  for (let row = 0; row < 140; row++) {
    for (let column = 0; column < 1060; column++) {
      const i = cellAt(terrain, column, row);
      terrain.bedElevationM[i] = Math.fround(380 - 0.2 * column - 0.1 * row);
      terrain.manningN[i] = 0.01;
      water.depthM[i] = 0.004 * random();
    }
  }
  const [oracle, kernel] = [
    new LocalInertial(terrain, edges(terrain), openGround(terrain)),
    new LocalInertialKernel(KERNEL, terrain, edges(terrain), openGround(terrain)),
  ];
  oracle.load(water);
  kernel.load(water);
  const before = kernel.volumeM3();
  for (let step = 0; step < steps(20); step++) {
    oracle.advance(7, 0);
    kernel.advance(7, 0);
  }
  const [depthM] = differences(oracle.water(), kernel.water());
  expect(depthM).toBeLessThan(1e-5);
  expect(Math.abs(kernel.volumeM3() / before - 1)).toBeLessThan(1e-7);
});

test.each([1, 2, 'fast'] as const)('%s: a wall put up in one of many rows alike stands in that row alone', (order) => {
  const terrain = flatTerrain(40, 20, 2);
  const water = dryWater(terrain);
  for (let row = 0; row < 20; row++) {
    for (let column = 0; column < 40; column++) {
      const i = cellAt(terrain, column, row);
      terrain.manningN[i] = row === 7 ? 0.1 : 0.03;
      water.depthM[i] = column < 20 ? 1 : 0.5;
    }
  }
  const [oracle, kernel] =
    order === 'fast'
      ? [
          new LocalInertial(terrain, edges(terrain), openGround(terrain)),
          new LocalInertialKernel(KERNEL, terrain, edges(terrain), openGround(terrain)),
        ]
      : [
          new ShallowWater(terrain, edges(terrain), order, openGround(terrain)),
          new ShallowWaterKernel(KERNEL, terrain, edges(terrain), order, openGround(terrain)),
        ];
  for (const solver of [oracle, kernel]) {
    solver.load(water);
    for (let step = 0; step < 12; step++) {
      if (step === 4) for (const face of ['east', 'north'] as const) solver.setCrest(face, cellAt(terrain, 22, 11), 5);
      solver.advance(0.1, 0);
    }
  }
  const [depthM, flowM2ps] = differences(oracle.water(), kernel.water());
  expect(depthM).toBeLessThan(1e-5);
  expect(flowM2ps).toBeLessThan(1e-4);
  const depth = (row: number) => kernel.depthM(cellAt(terrain, 22, row));
  expect(depth(11) - depth(15)).toBeGreaterThan(1e-3);
  expect(depth(7)).not.toBe(depth(15));
});

test('fast: what drips onto a film beside a swift face shortens no step', () => {
  const terrain = flatTerrain(8, 3, 2);
  const film = dryWater(terrain);
  const cell = cellAt(terrain, 2, 1);
  film.depthM[cellAt(terrain, 3, 1)] = 0.2;
  film.depthM[cell] = 1e-5;
  film.unitDischargeXM2ps[cell] = -0.2;
  const solver = new LocalInertialKernel(KERNEL, terrain, edges(terrain), openGround(terrain));
  solver.load(film);
  solver.advance(1e-6, 0);
  solver.pour(cell, 1e-6);
  expect(solver.stableStepS()).toBeCloseTo((0.7 * 2) / Math.sqrt(9.80665 * 0.2), 3);
});

test.each([1, 2, 'fast'] as const)('%s: the worst of a run is what was seen of its water', (order) => {
  const [terrain, water] = rough();
  const sides = edges(terrain, OPEN);
  const kernel =
    order === 'fast'
      ? new LocalInertialKernel(KERNEL, terrain, sides, openGround(terrain))
      : new ShallowWaterKernel(KERNEL, terrain, sides, order, openGround(terrain));
  kernel.load(water);
  const expected = noMaxima(terrain);
  const plane = () => new Float32Array(water.depthM.length);
  const sample = { depthM: plane(), unitDischargeXM2ps: plane(), unitDischargeYM2ps: plane() };
  for (let step = 1; step <= steps(20); step++) {
    kernel.advance(kernel.stableStepS(), RAIN_M);
    if (step === 3) kernel.restoreMaxima(kernel.maxima());
    kernel.watch(step, 1);
    kernel.sample(sample.depthM, sample.unitDischargeXM2ps, sample.unitDischargeYM2ps);
    watchMaxima(expected, terrain, sample, step, 1);
  }
  const got = maximaArrays(kernel.maxima());
  for (const [k, values] of maximaArrays(expected).entries()) {
    expect(values.some((value) => value > 0)).toBe(true);
    const off = values.findIndex((value, i) => !Object.is(value, got[k][i]) && !(Math.abs(value - got[k][i]) < 1e-5));
    if (off >= 0) expect.fail(`array ${k}, cell ${off}: expected ${values[off]}, got ${got[k][off]}`);
  }
});

test.each([1, 2, 'fast'] as const)(
  '%s: a frame is to the byte what is packed of its water, tile beside tile',
  (order) => {
    const [columns, rows] = [1100, 150];
    const terrain = flatTerrain(columns, rows, 2);
    const water = dryWater(terrain);
    const random = seeded(3);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const i = cellAt(terrain, column, row);
        terrain.bedElevationM[i] = Math.fround(
          380 + 3 * Math.sin(column * 0.05) * Math.cos(row * 0.07) + 0.2 * random(),
        );
        terrain.manningN[i] = 0.03;
        terrain.blocked[i] = random() < 0.05 ? 1 : 0;
        if (terrain.blocked[i] > 0) continue;
        // Pools, puddles of one cell about the tiles' edges, and films about as thin as are drawn.
        const puddle = random() < 0.004 ? random() : random() < 0.02 ? 0.002 * random() : 0;
        water.depthM[i] = Math.max(puddle, 379 - terrain.bedElevationM[i]);
        if (water.depthM[i] === 0) continue;
        water.unitDischargeXM2ps[i] = (random() - 0.5) * water.depthM[i];
        water.unitDischargeYM2ps[i] = (random() - 0.5) * water.depthM[i];
      }
    }
    water.depthM[cellAt(terrain, 0, 0)] = Math.fround(1e-3);
    water.depthM[cellAt(terrain, columns - 1, rows - 1)] = 1e5;
    const sides = edges(terrain, OPEN);
    const kernel =
      order === 'fast'
        ? new LocalInertialKernel(KERNEL, terrain, sides, openGround(terrain))
        : new ShallowWaterKernel(KERNEL, terrain, sides, order, openGround(terrain));
    const baseM = lowestBedM(terrain);
    const packer = new FramePacker(terrain, baseM);
    const plane = () => new Float32Array(water.depthM.length);
    const sample = { depthM: plane(), unitDischargeXM2ps: plane(), unitDischargeYM2ps: plane() };
    kernel.load(water);
    for (let step = 0; step < 4; step++) {
      kernel.sample(sample.depthM, sample.unitDischargeXM2ps, sample.unitDischargeYM2ps);
      const [expected, got] = [packer.pack(sample), kernel.pack(baseM)];
      expect(got.length).toBe(expected.length);
      const off = expected.findIndex((half, k) => half !== got[k]);
      const [cell, channel] = [Math.floor(off / 4), off % 4];
      const place = `step ${step}, column ${cell % columns}, row ${Math.floor(cell / columns)}, channel ${channel}`;
      if (off >= 0) expect.fail(`${place}: expected ${expected[off]}, got ${got[off]}`);
      kernel.advance(kernel.stableStepS(), 0);
    }
  },
);

test('the kernel loses no water in a closed basin, to 1e-7', () => {
  const [terrain, water] = rough();
  const kernel = new ShallowWaterKernel(KERNEL, terrain, edges(terrain), 2, openGround(terrain));
  kernel.load(water);
  const before = kernel.volumeM3();
  for (let step = 0; step < steps(100); step++) kernel.advance(Math.min(0.5, kernel.stableStepS()), 0);
  expect(Math.abs(kernel.volumeM3() / before - 1)).toBeLessThan(1e-7);
});

test('a lake at rest 380 m above the sea stays so', () => {
  const [terrain, water] = rough();
  for (let i = 0; i < water.depthM.length; i++) {
    water.depthM[i] = terrain.blocked[i] === 1 ? 0 : Math.max(0, 380.5 - terrain.bedElevationM[i]);
  }
  const kernel = new ShallowWaterKernel(KERNEL, terrain, edges(terrain), 2, openGround(terrain));
  kernel.load(water);
  for (let step = 0; step < steps(200); step++) kernel.advance(kernel.stableStepS(), 0);
  const [depthM, flowM2ps] = differences(water, kernel.water());
  expect(depthM).toBeLessThan(2e-6);
  expect(flowM2ps).toBeLessThan(1e-4);
});

test('what is loaded comes back, to float64 but for the last bits of its compensation', () => {
  const [terrain, water] = rough();
  const kernel = new ShallowWaterKernel(KERNEL, terrain, edges(terrain), 2, openGround(terrain));
  kernel.load(water);
  expect(differences(water, kernel.water())[0]).toBeLessThan(1e-13);
});

test('a value that is no number shows in the next step', () => {
  const [terrain, water] = rough();
  const kernel = new ShallowWaterKernel(KERNEL, terrain, edges(terrain), 2, openGround(terrain));
  const wet = water.depthM.findIndex((depthM) => depthM > 0.5);
  water.unitDischargeYM2ps[wet] = Number.NaN;
  kernel.load(water);
  kernel.advance(0.1, 0);
  expect(kernel.stableStepS()).toBe(0);
});

test.each([1, 2] as Order[])(
  'order %i: a pool that breaks out over dry ground, tile after tile, is that of the oracle',
  (order) => {
    const terrain = flatTerrain(1060, 140, 2);
    const water = dryWater(terrain);
    for (let row = 0; row < 140; row++) {
      for (let column = 0; column < 1060; column++) {
        const i = cellAt(terrain, column, row);
        terrain.bedElevationM[i] = Math.fround(380 - 0.02 * column);
        terrain.manningN[i] = 0.03;
        if (column > 1006 && column < 1022 && row > 50 && row < 62) water.depthM[i] = 3;
      }
    }
    const [oracle, kernel] = [
      new ShallowWater(terrain, edges(terrain), order, openGround(terrain)),
      new ShallowWaterKernel(KERNEL, terrain, edges(terrain), order, openGround(terrain)),
    ];
    oracle.load(water);
    kernel.load(water);
    const before = kernel.volumeM3();
    const pours = steps(60);
    for (let step = 0; step < pours; step++) {
      const dtS = oracle.stableStepS();
      oracle.advance(dtS, 0);
      kernel.advance(dtS, 0);
      // A film that is dry still, in a tile that is at rest.
      for (const solver of [oracle, kernel]) solver.pour(cellAt(terrain, 1050, 130), 1e-8);
    }
    const [depthM] = differences(oracle.water(), kernel.water());
    expect(depthM).toBeLessThan(1e-4);
    expect(kernel.depthM(cellAt(terrain, 1050, 130))).toBeCloseTo(pours * 1e-8, 12);
    expect(Math.abs(kernel.volumeM3() / before - 1)).toBeLessThan(1e-7);
    const reached = (columnFrom: number, columnTo: number) =>
      kernel
        .water()
        .depthM.some((h, i) => h > 0.05 && i % terrain.stride > columnFrom && i % terrain.stride <= columnTo);
    expect([reached(0, 1024), reached(1024, 1060)]).toEqual([true, true]);
  },
);

test.each([1, 2, 'fast'] as const)(
  '%s: the same bits with 0, 1 and 3 helpers, whole and resumed, looked at or not',
  async (order) => {
    const bitsWith = async (helpers: number, resumed: boolean, looked = false): Promise<string> => {
      const [terrain, water] = rough();
      const sides = edges(terrain, OPEN);
      const kernel =
        order === 'fast'
          ? new LocalInertialKernel(KERNEL, terrain, sides, openGround(terrain), helpers)
          : new ShallowWaterKernel(KERNEL, terrain, sides, order, openGround(terrain), helpers);
      const threads = kernel.workerInits.map((workerData) => new Worker(HELPER, { workerData }));
      await Promise.all(threads.map((thread) => once(thread, 'online')));
      kernel.load(water);
      for (let step = 0; step < steps(30); step++) {
        kernel.advance(kernel.stableStepS(), RAIN_M);
        if (resumed && step === 3) kernel.restore(kernel.save());
        if (looked) kernel.pack(lowestBedM(terrain));
      }
      const frame = kernel.pack(lowestBedM(terrain));
      kernel.close();
      const bits = createHash('sha256').update(kernel.save()).update(frame).digest('hex');
      await Promise.all(threads.map((thread) => thread.terminate()));
      return bits;
    };
    const alone = await bitsWith(0, false);
    expect(await bitsWith(0, true)).toBe(alone);
    expect(await bitsWith(0, false, true)).toBe(alone);
    expect(await bitsWith(1, false)).toBe(alone);
    expect(await bitsWith(3, true)).toBe(alone);
  },
);
