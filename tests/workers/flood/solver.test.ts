import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ShallowWaterKernel } from '../../../workers/flood/core/kernel.ts';
import { ShallowWater } from '../../../workers/flood/core/shallow-water.ts';
import type { Solver } from '../../../workers/flood/core/solver.ts';
import { cellAt, dryWater, edges, flatTerrain, openGround } from '../../../workers/flood/core/terrain.ts';

/** Built by `npm run kernels`, which `npm run check` does first. */
const KERNEL = new WebAssembly.Module(readFileSync(resolve(import.meta.dirname, '../../../build/kernels/flood.wasm')));

/** Six by three cells of 2 m; 1 m of water runs east in the western three columns. */
function pool(make: 'float64' | 'kernel'): { solver: Solver; cell(column: number, row: number): number } {
  const terrain = flatTerrain(6, 3, 2);
  const water = dryWater(terrain);
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      water.depthM[cellAt(terrain, column, row)] = 1;
      water.unitDischargeXM2ps[cellAt(terrain, column, row)] = 0.5;
    }
  }
  const walls = edges(terrain);
  const solver =
    make === 'float64'
      ? new ShallowWater(terrain, walls, 2, openGround(terrain))
      : new ShallowWaterKernel(KERNEL, terrain, walls, 2, openGround(terrain));
  solver.load(water);
  return { solver, cell: (column, row) => cellAt(terrain, column, row) };
}

describe.each(['float64', 'kernel'] as const)('%s', (make) => {
  test('what is poured is there, still', () => {
    const { solver, cell } = pool(make);
    expect(solver.pour(cell(5, 1), 0.3)).toBeCloseTo(0.3, 12);
    expect(solver.depthM(cell(5, 1))).toBeCloseTo(0.3, 12);
    expect(solver.volumeM3()).toBeCloseTo(9 * 4 + 0.3 * 4, 5);
  });

  test('no more is taken than is there, and its momentum goes with it', () => {
    const { solver, cell } = pool(make);
    expect(solver.pour(cell(0, 0), -0.25)).toBeCloseTo(-0.25, 12);
    expect(solver.water().unitDischargeXM2ps[cell(0, 0)]).toBeCloseTo(0.375, 6);
    expect(solver.pour(cell(0, 0), -2)).toBeCloseTo(-0.75, 12);
    expect(solver.depthM(cell(0, 0))).toBe(0);
    expect(solver.pour(cell(4, 0), -1)).toBeCloseTo(0, 12);
  });

  test('ground drinks what it may, and what there is', () => {
    const { solver, cell } = pool(make);
    const maxM = new Float32Array(8 * 5);
    maxM[cell(1, 1)] = 0.125;
    maxM[cell(2, 1)] = 3;
    maxM[cell(5, 2)] = 0.5;
    expect(solver.soak(maxM)).toBeCloseTo(1.125, 6);
    expect([maxM[cell(1, 1)], maxM[cell(2, 1)], maxM[cell(5, 2)]]).toEqual([0.125, 1, 0]);
  });

  test('poured water shortens the step', () => {
    const { solver, cell } = pool(make);
    const beforeS = solver.stableStepS();
    solver.pour(cell(5, 1), 9);
    expect(solver.stableStepS()).toBeLessThan(beforeS / 1.5);
  });

  test('a wall raised during a run holds the water back, and lets it through when it is gone', () => {
    const { solver, cell } = pool(make);
    for (let row = 0; row < 3; row++) solver.setCrest('east', cell(2, row), 5);
    for (let step = 0; step < 20; step++) solver.advance(0.05, 0);
    expect(solver.depthM(cell(3, 1))).toBe(0);
    for (let row = 0; row < 3; row++) solver.setCrest('east', cell(2, row), Number.NEGATIVE_INFINITY);
    for (let step = 0; step < 20; step++) solver.advance(0.05, 0);
    expect(solver.depthM(cell(3, 1))).toBeGreaterThan(0.1);
  });

  test('a restored state goes on to the same bits', () => {
    const { solver, cell } = pool(make);
    const run = () => {
      for (let step = 0; step < 30; step++) solver.advance(Math.min(0.05, solver.stableStepS()), 1e-5);
      return solver.save();
    };
    run();
    const saved = solver.save();
    const first = run();
    solver.pour(cell(1, 1), 2);
    solver.restore(saved);
    expect(run()).toEqual(first);
    expect(() => solver.restore(saved.subarray(8))).toThrow(/^state of a flood: expected \d+ bytes, got \d+$/);
  });

  test('a sample is the water', () => {
    const { solver } = pool(make);
    const [depth, x, y] = [new Float32Array(40), new Float32Array(40), new Float32Array(40)];
    solver.advance(0.05, 0);
    solver.sample(depth, x, y);
    const { depthM, unitDischargeXM2ps } = solver.water();
    for (let i = 0; i < 40; i++) {
      expect(depth[i]).toBeCloseTo(depthM[i], 6);
      expect(x[i]).toBeCloseTo(unitDischargeXM2ps[i], 6);
    }
  });
});
