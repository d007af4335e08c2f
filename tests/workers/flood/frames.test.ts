import { expect, test } from 'vitest';
import { cellAt, flatTerrain } from '../../../workers/flood/core/terrain.ts';
import { FramePacker, frameCell, lowestBedM } from '../../../workers/flood/results/frames.ts';

/** A row of cells by bed and depth; a house where the bed is null. */
function packed(cells: [bedM: number | null, depthM: number][]) {
  const terrain = flatTerrain(cells.length, 1, 4);
  const plane = () => new Float32Array(terrain.bedElevationM.length);
  const water = { depthM: plane(), unitDischargeXM2ps: plane(), unitDischargeYM2ps: plane() };
  for (const [column, [bedM, depthM]] of cells.entries()) {
    const i = cellAt(terrain, column, 0);
    terrain.bedElevationM[i] = bedM ?? 100;
    terrain.blocked[i] = bedM === null ? 1 : 0;
    water.depthM[i] = depthM;
    water.unitDischargeXM2ps[i] = depthM / 2;
    water.unitDischargeYM2ps[i] = -depthM;
  }
  const baseM = lowestBedM(terrain);
  const frame = new FramePacker(terrain, baseM).pack(water);
  return { baseM, cell: (column: number) => frameCell(frame, column) };
}

test('depth, velocity and level of wet cells', () => {
  const { baseM, cell } = packed([
    [380, 2],
    [380.5, 1.5],
  ]);
  expect(baseM).toBe(380);
  expect(cell(0)).toEqual({ depthM: 2, u: 0.5, v: -1, levelM: 2 });
  expect(cell(1)).toEqual({ depthM: 1.5, u: 0.5, v: -1, levelM: 2 });
});

test('level runs four cells on into a bank, depth below 0 with it; farther off there is none', () => {
  const { cell } = packed([
    [0, 1],
    [2, 0],
    [3, 0],
    [4, 0],
    [5, 0],
    [6, 0],
  ]);
  for (const [column, depthM] of [
    [1, -1],
    [2, -2],
    [3, -3],
    [4, -4],
  ]) {
    expect(cell(column)).toEqual({ depthM, u: 0, v: 0, levelM: 1 });
  }
  expect(cell(5)).toEqual({ depthM: -1, u: 0, v: 0, levelM: 6 });
});

test('behind a levee low ground stays dry, and a house stands in the water', () => {
  const { cell } = packed([
    [0, 3],
    [0, 0],
    [null, 0],
  ]);
  expect(cell(1).depthM).toBeCloseTo(-0.01, 4);
  expect(cell(1).levelM).toBe(3);
  const house = packed([
    [1, 2],
    [null, 0],
    [1, 2],
  ]).cell(1);
  expect(house.levelM).toBe(2);
  expect(house.depthM).toBeCloseTo(-97, 0);
});

test('a film of rain is no water', () => {
  expect(packed([[0, 0.0009]]).cell(0).depthM).toBe(-1);
});
