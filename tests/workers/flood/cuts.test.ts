import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { cutCells, type Outline } from '../../../model/city/cut-cells.ts';
import type { FloodInput, Scheme } from '../../../workers/flood/core/flood-input.ts';
import { kernelOf, oracleOf } from '../../../workers/flood/core/solvers.ts';
import {
  cellAt,
  dryWater,
  type Edges,
  edges,
  flatTerrain,
  type Terrain,
  type Water,
} from '../../../workers/flood/core/terrain.ts';
import { startFlood } from '../../../workers/flood/flood.ts';
import { cutsOf } from '../../../workers/flood/works/cuts.ts';
import type { Place } from '../../../workers/flood/works/works.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { isLong } from '../../long.ts';
import { randomHouses, rectangle } from '../../validation/flood-houses.ts';
import { grid, smallFlood } from './small-flood.ts';

const KERNEL = new WebAssembly.Module(readFileSync(resolve(import.meta.dirname, '../../../build/kernels/flood.wasm')));
const HELPER = resolve(import.meta.dirname, '../../../build/node/cli/sim/kernel-helper.js');

/** So many steps of this many are played. */
const steps = (whole: number): number => (isLong ? whole : Math.ceil(whole / 4));

const SCHEMES: Scheme[] = [{ kind: 'full', order: 1 }, { kind: 'full', order: 2 }, { kind: 'fast' }];

const squares = (columns: number, rows: number, cellM = 1) => ({ columns, rows, cellM, westM: 0, southM: 0 });

test('a house over the corner of a cell leaves seven eighths of it, and half of two of its edges', () => {
  const corner: Outline = [
    [
      [2, 1.5],
      [2, 2],
      [1.5, 2],
    ],
  ];
  const { freeRatio, eastOpenRatio, northOpenRatio } = cutCells(squares(3, 3), [corner]);
  expect(freeRatio[4]).toBeCloseTo(7 / 8, 6);
  expect([eastOpenRatio[4], northOpenRatio[4]]).toEqual([0.5, 0.5]);
  expect([eastOpenRatio[3], northOpenRatio[1], freeRatio[5], freeRatio[7]]).toEqual([1, 1, 1, 1]);
});

test('houses that overlap count once, a court within one not at all', () => {
  const house = rectangle([2, 2], 3, 3, 0);
  const court = rectangle([2, 2], 1, 1, 0);
  const built = (houses: Outline[]) =>
    cutCells(squares(4, 4), houses).freeRatio.reduce((sum, free) => sum + (1 - free), 0);
  expect(built([[house]])).toBeCloseTo(9, 6);
  expect(built([[house], [house], [rectangle([2, 2], 2, 2, 0)]])).toBeCloseTo(9, 6);
  expect(built([[house, court]])).toBeCloseTo(8, 6);
});

test('the wall that runs through a cell is as long as the outline in it, and faces out of the house', () => {
  const terrain = flatTerrain(5, 5, 1);
  const triangle: Place[] = [
    [2.5, 2],
    [4.5, 4],
    [4.5, 2],
  ];
  const cuts = cutsOf(terrain, cutCells(squares(5, 5), [[triangle]]));
  const wall = cuts.walls.find(({ column, row }) => column === 2 && row === 2);
  expect(wall?.x).toBeCloseTo(0.5, 6);
  expect(wall?.y).toBeCloseTo(-0.5, 6);
  // The house's south wall lies on the raster: it shuts that half of the face to the cell below.
  expect(cuts.northOpenRatio[cellAt(terrain, 2, 1)]).toBeCloseTo(0.5, 6);
});

test('a sliver borrows area from behind: as much water stands as there is room for, but for what nobody can lend', () => {
  const terrain = flatTerrain(20, 20, 1);
  const cuts = cutsOf(terrain, cutCells(squares(20, 20), [[rectangle([10, 10], 6.3, 6.3, 0.4)]]));
  const open = [...terrain.blocked.keys()].filter((cell) => terrain.blocked[cell] === 0);
  const sum = (ratio: Float64Array) => open.reduce((all, cell) => all + ratio[cell], 0);
  expect(sum(cuts.heldRatio)).toBeCloseTo(sum(cuts.freeRatio) + cuts.lentCells, 9);
  expect(cuts.lentCells).toBeLessThan(1e-9);
  expect(400 - sum(cuts.freeRatio)).toBeCloseTo(6.3 ** 2, 0);
  expect(Math.min(...open.map((cell) => cuts.heldRatio[cell]))).toBeGreaterThan(0.3);
});

/** A step of water over a rough bed amid houses, huts, slits and slivers: more than a tile, no multiple of lanes. */
function village(): [Terrain, Water, Float64Array] {
  const [columns, rows] = [1040, 70];
  const terrain = flatTerrain(columns, rows, 2);
  const random = seeded(7);
  terrain.cuts = cutsOf(terrain, cutCells(squares(columns, rows, 2), randomHouses(random, 2080, 2, 9000)));
  const water = dryWater(terrain);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const i = cellAt(terrain, column, row);
      terrain.bedElevationM[i] = Math.fround(
        380 + 0.5 * Math.sin(column * 0.05) * Math.cos(row * 0.07) + 0.05 * random(),
      );
      terrain.manningN[i] = 0.03;
      if (random() < 0.02) terrain.eastCrestM[i] = Math.fround(380.9);
      const levelM = column < 60 ? 381.1 : 380.4;
      if (terrain.blocked[i] === 0) water.depthM[i] = Math.max(0, levelM - terrain.bedElevationM[i]);
    }
  }
  const rain = terrain.cuts.freeRatio.map((free, cell) => (terrain.blocked[cell] === 1 ? 0 : free));
  return [terrain, water, rain];
}

const OPEN = (terrain: Terrain): Edges =>
  edges(terrain, {
    west: { kind: 'inflow', unitDischargeM2ps: 0.4 },
    east: { kind: 'free' },
    north: { kind: 'stage', stageM: 380.6 },
  });

const RAIN_M = 1e-5;

test.each(SCHEMES)('%o amid houses: the kernel follows the oracle, and neither loses water', (scheme) => {
  const [terrain, water, rain] = village();
  expect(terrain.cuts?.walls.length).toBeGreaterThan(1000);
  const solvers = [
    oracleOf(terrain, OPEN(terrain), scheme, rain),
    kernelOf(KERNEL, terrain, OPEN(terrain), scheme, rain),
  ];
  const rainedM3 = RAIN_M * 4 * rain.reduce((sum, ratio) => sum + ratio, 0);
  const cameM3 = solvers.map((solver) => {
    solver.load(water);
    return solver.volumeM3();
  });
  for (let step = 0; step < steps(12); step++) {
    const dtS = Math.min(0.4, solvers[0].stableStepS());
    for (const [k, solver] of solvers.entries())
      cameM3[k] += rainedM3 + Object.values(solver.advance(dtS, RAIN_M)).reduce((sum, m3) => sum + m3, 0);
  }
  const [a, b] = solvers.map((solver) => solver.water());
  const off = (x: Float64Array, y: Float64Array) =>
    x.reduce((most, value, i) => Math.max(most, Math.abs(value - y[i])), 0);
  expect(off(a.depthM, b.depthM)).toBeLessThan(2e-4);
  expect(off(a.unitDischargeXM2ps, b.unitDischargeXM2ps)).toBeLessThan(1e-3);
  expect(off(a.unitDischargeYM2ps, b.unitDischargeYM2ps)).toBeLessThan(1e-3);
  // What the sum over 73,000 cells rounds.
  expect(Math.abs(solvers[0].volumeM3() / cameM3[0] - 1)).toBeLessThan(1e-11);
  expect(Math.abs(solvers[1].volumeM3() / cameM3[1] - 1)).toBeLessThan(1e-7);
});

test.each(SCHEMES)('%o amid houses: a lake at rest stays so', (scheme) => {
  const [terrain, water, rain] = village();
  for (let i = 0; i < water.depthM.length; i++)
    water.depthM[i] = terrain.blocked[i] === 1 ? 0 : Math.max(0, 380.5 - terrain.bedElevationM[i]);
  const kernel = kernelOf(KERNEL, terrain, edges(terrain), scheme, rain);
  kernel.load(water);
  for (let step = 0; step < steps(100); step++) kernel.advance(kernel.stableStepS(), 0);
  const { depthM } = kernel.water();
  expect(depthM.reduce((most, h, i) => Math.max(most, Math.abs(h - water.depthM[i])), 0)).toBeLessThan(2e-6);
});

test.each(SCHEMES)('%o amid houses: the same bits with 0, 1 and 3 helpers, whole and resumed', async (scheme) => {
  const bitsWith = async (helpers: number, resumed: boolean): Promise<string> => {
    const [terrain, water, rain] = village();
    const kernel = kernelOf(KERNEL, terrain, OPEN(terrain), scheme, rain, helpers);
    const threads = kernel.workerInits.map((workerData) => new Worker(HELPER, { workerData }));
    await Promise.all(threads.map((thread) => once(thread, 'online')));
    kernel.load(water);
    for (let step = 0; step < steps(30); step++) {
      kernel.advance(kernel.stableStepS(), RAIN_M);
      if (resumed && step === 3) kernel.restore(kernel.save());
    }
    kernel.close();
    const bits = createHash('sha256').update(kernel.save()).digest('hex');
    await Promise.all(threads.map((thread) => thread.terminate()));
    return bits;
  };
  const alone = await bitsWith(0, false);
  expect(await bitsWith(0, true)).toBe(alone);
  expect(await bitsWith(1, false)).toBe(alone);
  expect(await bitsWith(3, true)).toBe(alone);
});

/** A yard of 8 m by 8 m with a house across its middle, walled in. */
function yard(change: Partial<FloodInput>): FloodInput {
  const house: Outline = [rectangle([4, 4], 4.3, 1.7, 0.5)];
  const cut = cutCells(squares(8, 8), [house]);
  return smallFlood(8, 8, 1, { cutCells: cut, ...change });
}

const BOTH = [
  ...SCHEMES.map((scheme) => ({ scheme, of: oracleOf, name: 'oracle' })),
  ...SCHEMES.map((scheme) => ({
    scheme,
    of: (...laid: Parameters<typeof oracleOf>) => kernelOf(KERNEL, ...laid),
    name: 'kernel',
  })),
];

test.each(BOTH)('rain, a pump, soil and an inflow line know the free area: $name, $scheme', ({ scheme, of }) => {
  const input = yard({
    scheme,
    depthM: new Float32Array(64).fill(0.01),
    rainCatchRatio: yard({}).cutCells?.freeRatio.slice() ?? new Float32Array(),
    rain: { stepS: 600, ratesMmPerH: [60] },
    soil: new Uint8Array(64),
    infiltration: [{ kind: 'constant', openRatio: 1, rateMmPerH: 6, hollowsMm: 1 }],
    works: [
      { kind: 'inflow', id: 'in', from: [2, 1], to: [6, 1], dischargeM3ps: { timesS: [0], values: [0.001] } },
      { kind: 'pump', id: 'p', from: [4, 5.5], to: [1, 1], rateM3ps: 0.0005, startM: 0.001, stopM: 0 },
    ],
  });
  const flood = startFlood(of, input);
  flood.advanceTo(600);
  const ledger = flood.ledger();
  const freeM2 = 64 - 4.3 * 1.7;
  const rainedM3 = 0.01 * freeM2;
  expect(Math.abs(ledger.rainM3 / rainedM3 - 1)).toBeLessThan(0.01);
  expect(ledger.enteredM3).toBeCloseTo(0.6, 6);
  // Wet everywhere from the first: 1 mm in hollows, 6 mm/h into the ground.
  expect(Math.abs(ledger.hollowsM3 / (0.001 * freeM2) - 1)).toBeLessThan(0.01);
  expect(Math.abs(ledger.infiltratedM3 / (0.001 * freeM2) - 1)).toBeLessThan(0.01);
  expect(Math.abs(ledger.errorRatio)).toBeLessThan(1e-6);
});

test.each(BOTH)('a yard is filled to the level of its water over its free area: $name, $scheme', ({ scheme, of }) => {
  const depthM = grid(8, 8, (column) => (column < 3 ? 0.6 : 0));
  const flood = startFlood(of, yard({ scheme, depthM, endS: 900, manningN: new Float32Array(64).fill(0.05) }));
  const { initialM3 } = flood.ledger();
  flood.advanceTo(900);
  const { storedM3 } = flood.ledger();
  expect(Math.abs(storedM3 / initialM3 - 1)).toBeLessThan(1e-6);
  const levelM = initialM3 / (64 - 4.3 * 1.7);
  const gauge = startFlood(
    of,
    yard({
      scheme,
      depthM,
      endS: 900,
      manningN: new Float32Array(64).fill(0.05),
      works: [{ kind: 'gauge', id: 'g', at: [7.5, 7.5] }],
    }),
  );
  const { gauges } = gauge.result([...gauge.frames()]);
  expect(Math.abs((gauges[0].series.values.at(-1) ?? 0) / levelM - 1)).toBeLessThan(0.01);
});

test('ratios beyond 0 to 1 and cells too few are refused with their place', () => {
  const wild = yard({}).cutCells;
  if (!wild) throw new Error('a yard has a house');
  wild.eastOpenRatio[9] = 1.5;
  expect(() => startFlood(oracleOf, yard({ cutCells: wild }))).toThrow(
    'cutCells.eastOpenRatio[column 1, row 1]: expected 0 to 1, got 1.5',
  );
  expect(() => startFlood(oracleOf, yard({ cutCells: { ...wild, freeRatio: new Float32Array(3) } }))).toThrow(
    'cutCells.freeRatio: expected 8 × 8 = 64 cells, got 3',
  );
});
