import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { FloodInput } from '../../../workers/flood/core/flood-input.ts';
import { kernelOf } from '../../../workers/flood/core/solvers.ts';
import { cellAt } from '../../../workers/flood/core/terrain.ts';
import { type Flood, type SolverOf, startFlood } from '../../../workers/flood/flood.ts';
import { frameCell } from '../../../workers/flood/results/frames.ts';
import type { Work } from '../../../workers/flood/works/works.ts';
import { grid, oracle, smallFlood } from './small-flood.ts';

/** Built by `npm run kernels`, which `npm run check` does first. */
const KERNEL = new WebAssembly.Module(readFileSync(resolve(import.meta.dirname, '../../../build/kernels/flood.wasm')));

const NO_RAIN = { stepS: 60, ratesMmPerH: [] };

/** A river behind a levee at 42 m east that breaks, rain, soil, a pump, a culvert, an entrance, a gauge: all at once. */
function town(): FloodInput {
  const [columns, rows] = [24, 12];
  const steady = (value: number) => ({ timesS: [0], values: [value] });
  return smallFlood(columns, rows, 4, {
    depthM: grid(columns, rows, (column) => (column < 10 ? 2 : 0)),
    soil: new Uint8Array(columns * rows),
    infiltration: [{ kind: 'horton', openRatio: 0.5, f0MmPerH: 75, fcMmPerH: 5, kPerH: 4 }],
    rain: { stepS: 60, ratesMmPerH: [20, 60, 20] },
    works: [
      {
        kind: 'crest',
        id: 'levee',
        line: [
          [42, -1, 3],
          [42, 49, 3],
        ],
      },
      {
        kind: 'breach',
        id: 'b1',
        of: 'levee',
        at: [41, 20],
        beginS: 65,
        growS: 60,
        widthStartM: 4,
        widthEndM: 20,
        sillM: 0.5,
      },
      { kind: 'inflow', id: 'river', from: [2, 2], to: [2, 46], dischargeM3ps: steady(5) },
      { kind: 'pump', id: 'p1', from: [90, 40], to: null, rateM3ps: 0.2, startM: 0.2, stopM: 0.1 },
      {
        kind: 'culvert',
        id: 'c1',
        from: [50, 44],
        to: [70, 44],
        fromInvertM: 0,
        toInvertM: 0,
        widthM: 1,
        heightM: 1,
        manningN: 0.015,
        flap: true,
      },
      { kind: 'opening', id: 'metro-a', at: [80, 8], sillM: 0.15, widthM: 3, into: 'metro', roomM3: 40 },
      { kind: 'gauge', id: 'g1', at: [20, 20] },
    ],
  });
}

const bitsOf = (flood: Flood) => flood.result([]).hash;

test('every drop of rain, river, soil, pump and entrance is in the ledger', () => {
  const flood = startFlood(oracle, town());
  const frames = [...flood.frames()];
  const { rainM3, enteredM3, infiltratedM3, leftM3, errorRatio } = flood.ledger();
  expect(frames.map(({ timeS }) => timeS)).toEqual([0, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600]);
  expect(rainM3).toBeCloseTo((0.1 / 60) * 24 * 12 * 16, 6);
  expect(enteredM3).toBeCloseTo(5 * 600, 6);
  expect(infiltratedM3).toBeGreaterThan(0);
  expect(leftM3).toBeGreaterThan(40);
  expect(Math.abs(errorRatio)).toBeLessThan(1e-12);
});

test('nothing passes the levee before it breaks; then the room underground fills', () => {
  const flood = startFlood(oracle, town());
  flood.advanceTo(60);
  const dry = flood.frame();
  expect(frameCell(dry.cells, 5 * 24 + 9).depthM).toBeGreaterThan(1.9);
  expect(frameCell(dry.cells, 5 * 24 + 11).depthM).toBeLessThan(0.002);
  flood.advanceTo(600);
  expect(flood.maxima.arrivalS[5 * 24 + 11]).toBeGreaterThan(65);
  const [metro] = flood.result([]).openings;
  expect(metro.volumeM3).toBeCloseTo(40, 9);
  expect(metro.reachedS).toBeGreaterThan(70);
});

const SOLVERS: [string, SolverOf][] = [
  ['the oracle', oracle],
  ['the kernel', (terrain, edges, scheme, rainCatch) => kernelOf(KERNEL, terrain, edges, scheme, rainCatch)],
];

test.each(SOLVERS)(
  'with %s a run cut into calls, and one resumed from a snapshot, end in the same bits',
  (_, solverOf) => {
    const whole = startFlood(solverOf, town());
    whole.advanceTo(300);
    const cut = startFlood(solverOf, town());
    for (let timeS = 0; timeS < 300; timeS += 7.3) cut.advanceTo(timeS);
    cut.advanceTo(300);
    expect(bitsOf(cut)).toBe(bitsOf(whole));
    const early = startFlood(solverOf, town());
    early.advanceTo(123);
    const snapshot = structuredClone(early.snapshot());
    expect(snapshot.clock.timeS).toBe(130);
    const resumed = startFlood(solverOf, town(), snapshot);
    resumed.advanceTo(300);
    expect(bitsOf(resumed)).toBe(bitsOf(whole));
    expect(resumed.result([])).toEqual(whole.result([]));
  },
);

test('the kernel keeps the ledger to a millionth, in both schemes', () => {
  const [, kernel] = SOLVERS[1];
  const works = town().works.filter(({ kind }) => kind !== 'breach');
  for (const input of [town(), { ...town(), works, scheme: { kind: 'fast' as const } }]) {
    const flood = startFlood(kernel, input);
    flood.advanceTo(600);
    expect(Math.abs(flood.ledger().errorRatio)).toBeLessThan(1e-6);
  }
});

test('a fork with a wall keeps the street dry that the run floods; an edit does as the fork', () => {
  const wall: Work = {
    kind: 'crest',
    id: 'wall',
    line: [
      [48, -1, 4],
      [48, 49, 4],
    ],
  };
  const street = 5 * 24 + 18;
  const run = startFlood(oracle, { ...town(), rain: NO_RAIN });
  run.advanceTo(60);
  const snapshot = run.snapshot();
  const fork = startFlood(oracle, { ...town(), rain: NO_RAIN, works: [...town().works, wall] }, snapshot);
  run.advanceTo(200);
  fork.advanceTo(200);
  expect(run.maxima.depthM[street]).toBeGreaterThan(0.2);
  expect(fork.maxima.depthM[street]).toBeLessThan(0.02);
  const edited = startFlood(oracle, { ...town(), rain: NO_RAIN }, snapshot);
  edited.edit([...town().works, wall]);
  edited.advanceTo(200);
  expect(bitsOf(edited)).toBe(bitsOf(fork));
});

test('an edit takes away a wall that stood, and keeps what filled a room', () => {
  const flood = startFlood(oracle, town());
  flood.advanceTo(300);
  const filledM3 = flood.result([]).openings[0].volumeM3;
  expect(filledM3).toBeGreaterThan(0);
  flood.edit(town().works.filter(({ kind }) => kind !== 'crest' && kind !== 'breach'));
  flood.advanceTo(310);
  const { cells } = flood.frame();
  expect(frameCell(cells, 10 * 24 + 11).depthM).toBeGreaterThan(1);
  expect(flood.result([]).openings[0].volumeM3).toBeGreaterThanOrEqual(filledM3);
});

test('a run that goes wild stops, says when and where, and what it showed before stays', () => {
  const wild: SolverOf = (...made) => {
    const solver = oracle(...made);
    const advance = solver.advance.bind(solver);
    let steps = 0;
    solver.advance = (dtS, rainM) => {
      const entered = advance(dtS, rainM);
      if (++steps === 100) {
        const water = solver.water();
        water.depthM[cellAt(made[0], 3, 5)] = Number.NaN;
        solver.load(water);
      }
      return entered;
    };
    return solver;
  };
  const flood = startFlood(wild, { ...town(), westM: 1000, southM: 2000, works: [] });
  expect(() => flood.advanceTo(600)).toThrow(/^at [\d.]+ s, 1014 m east, 2022 m north: expected a time step above 0 s/);
  expect(flood.timeS).toBeGreaterThan(0);
  expect(flood.maxima.depthM[5 * 24 + 3]).toBeGreaterThan(1);
});

test('frames come at their times, also at odd ones', () => {
  const flood = startFlood(oracle, smallFlood(3, 3, 4, { frameEveryS: 7.3, endS: 100 }));
  const times = [...flood.frames()].map(({ timeS }) => timeS);
  expect(times).toHaveLength(15);
  for (const [i, timeS] of times.entries()) expect(timeS).toBeCloseTo(Math.min(100, 7.3 * i), 9);
});
