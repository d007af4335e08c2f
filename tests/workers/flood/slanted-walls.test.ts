import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ShallowWaterKernel } from '../../../workers/flood/core/kernel.ts';
import { ShallowWater } from '../../../workers/flood/core/shallow-water.ts';
import { slantedWalls } from '../../../workers/flood/core/slanted-walls.ts';
import { cellAt, dryWater, edges, flatTerrain, openGround, type Terrain } from '../../../workers/flood/core/terrain.ts';

/** Built by `npm run kernels`, which `npm run check` does first. */
const KERNEL = new WebAssembly.Module(readFileSync(resolve(import.meta.dirname, '../../../build/kernels/flood.wasm')));

const SIDE = 40;

function ground(isBuilt: (column: number, row: number) => boolean): Terrain {
  const terrain = flatTerrain(SIDE, SIDE, 1);
  for (let row = 0; row < SIDE; row++)
    for (let column = 0; column < SIDE; column++)
      if (isBuilt(column, row)) terrain.blocked[cellAt(terrain, column, row)] = 1;
  return terrain;
}

/** Open between two walls that run north-east. */
const diagonal = () => ground((column, row) => Math.abs(column - row) > 6);

test('a diagonal of steps is a wall at 45°', () => {
  const walls = slantedWalls(diagonal());
  const inside = walls.filter(({ column, row }) => Math.min(column, row) > 4 && Math.max(column, row) < SIDE - 5);
  expect(inside.length).toBeGreaterThan(40);
  for (const { column, row, towardsX, towardsY, east, south, west, north } of inside) {
    const side = column > row ? 1 : -1;
    expect(towardsX).toBeCloseTo(side * Math.SQRT1_2, 12);
    expect(towardsY).toBeCloseTo(-side * Math.SQRT1_2, 12);
    expect([east, south, west, north]).toEqual(side > 0 ? [true, true, false, false] : [false, false, true, true]);
  }
});

test('a wall along the raster, a lane one cell wide and open ground have nothing slanted', () => {
  expect(slantedWalls(ground((column) => column > 20))).toEqual([]);
  expect(slantedWalls(ground((_, row) => row !== 20))).toEqual([]);
  expect(slantedWalls(ground(() => false))).toEqual([]);
});

test.each([1, 2] as const)(
  'order %i: water slips along a diagonal wall, the kernel as the oracle; a lake stays',
  (order) => {
    const terrain = diagonal();
    const [still, running] = [dryWater(terrain), dryWater(terrain)];
    for (let row = 0; row < SIDE; row++)
      for (let column = 0; column < SIDE; column++) {
        const i = cellAt(terrain, column, row);
        if (terrain.blocked[i] === 1) continue;
        still.depthM[i] = running.depthM[i] = 1;
        running.unitDischargeXM2ps[i] = running.unitDischargeYM2ps[i] = 0.7;
      }
    const middle = cellAt(terrain, 23, 17);
    const solvers = [
      new ShallowWater(terrain, edges(terrain), order, openGround(terrain)),
      new ShallowWaterKernel(KERNEL, terrain, edges(terrain), order, openGround(terrain)),
    ];
    for (const solver of solvers) {
      solver.load(still);
      for (let step = 0; step < 20; step++) solver.advance(0.05, 0);
      expect(Math.abs(solver.water().unitDischargeXM2ps[middle])).toBeLessThan(1e-6);
      expect(solver.depthM(middle)).toBeCloseTo(1, 6);
      solver.load(running);
      for (let step = 0; step < 20; step++) solver.advance(0.05, 0);
    }
    const [oracle, kernel] = solvers.map((solver) => solver.water());
    // Nothing has come back from the ends yet, and there is no friction: it runs on as it was, where steps left less than a quarter of it.
    for (const { unitDischargeXM2ps, unitDischargeYM2ps, depthM } of [oracle, kernel]) {
      expect(unitDischargeXM2ps[middle]).toBeCloseTo(0.7, 2);
      expect(unitDischargeYM2ps[middle]).toBeCloseTo(0.7, 2);
      expect(depthM[middle]).toBeCloseTo(1, 2);
    }
    for (let i = 0; i < oracle.depthM.length; i++) {
      if (!(Math.abs(oracle.depthM[i] - kernel.depthM[i]) < 1e-5)) expect.fail(`depth of cell ${i}`);
      if (!(Math.abs(oracle.unitDischargeXM2ps[i] - kernel.unitDischargeXM2ps[i]) < 1e-4))
        expect.fail(`flow of cell ${i}`);
    }
  },
);
