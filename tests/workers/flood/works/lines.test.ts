import { expect, test } from 'vitest';
import { noFlows } from '../../../../workers/flood/core/ledger.ts';
import { ShallowWater } from '../../../../workers/flood/core/shallow-water.ts';
import { cellAt, dryWater, edges, flatTerrain, openGround } from '../../../../workers/flood/core/terrain.ts';
import { startFlood } from '../../../../workers/flood/flood.ts';
import { frameCell } from '../../../../workers/flood/results/frames.ts';
import type { Ground } from '../../../../workers/flood/works/ground.ts';
import { inflow, rating } from '../../../../workers/flood/works/lines.ts';
import { grid, oracle, smallFlood } from '../small-flood.ts';

/** A row of cells of 2 m with so much water on each. */
function row(depthsM: number[]): Ground & { depths(): number[] } {
  const terrain = flatTerrain(depthsM.length, 1, 2);
  const solver = new ShallowWater(terrain, edges(terrain), 1, openGround(terrain));
  const water = dryWater(terrain);
  for (const [column, depthM] of depthsM.entries()) water.depthM[cellAt(terrain, column, 0)] = depthM;
  solver.load(water);
  const depths = () => depthsM.map((_, column) => solver.depthM(cellAt(terrain, column, 0)));
  return { terrain, westM: 0, southM: 0, solver, depths };
}

const steady = (value: number) => ({ timesS: [0], values: [value] });

test('an inflow is spread by depth to the 5/3', () => {
  const ground = row([1, 8, 0]);
  const flows = noFlows();
  inflow({ kind: 'inflow', id: 'i', from: [0, 1], to: [6, 1], dischargeM3ps: steady(33) }, ground).act(1, 1, flows);
  // 1 : 32 of 33 m³ on cells of 4 m².
  const depths = ground.depths();
  expect(depths[0]).toBeCloseTo(1.25, 9);
  expect(depths[1]).toBeCloseTo(16, 9);
  expect(depths[2]).toBe(0);
  expect(flows.enteredM3).toBeCloseTo(33, 9);
});

test('on a dry bed an inflow is spread evenly', () => {
  const ground = row([0, 0, 0]);
  inflow({ kind: 'inflow', id: 'i', from: [0, 1], to: [6, 1], dischargeM3ps: steady(12) }, ground).act(2, 2, noFlows());
  for (const depthM of ground.depths()) expect(depthM).toBeCloseTo(2, 9);
});

test('a rating curve takes by the level, and no more than there is', () => {
  const ground = row([2, 2]);
  const curve = { levelM: [1, 3], dischargeM3ps: [0, 8] };
  const flows = noFlows();
  const source = rating({ kind: 'rating', id: 'r', from: [0, 1], to: [4, 1], ...curve }, ground);
  source.act(1, 1, flows);
  expect(flows.leftM3).toBeCloseTo(4, 9);
  for (const depthM of ground.depths()) expect(depthM).toBeCloseTo(1.5, 9);
  source.act(1000, 1000, flows);
  expect(flows.leftM3).toBeCloseTo(16, 9);
});

test('a channel runs out at its uniform depth: (q·n/√S)^(3/5)', () => {
  const [columns, slope, n, q] = [60, 0.001, 0.03, 2];
  const depthM = ((q * n) / Math.sqrt(slope)) ** 0.6;
  const flood = startFlood(
    oracle,
    smallFlood(columns, 1, 10, {
      bedElevationM: grid(columns, 1, (column) => -slope * column * 10),
      depthM: new Float32Array(columns).fill(depthM),
      works: [
        { kind: 'inflow', id: 'in', from: [5, 0], to: [5, 10], dischargeM3ps: steady(q * 10) },
        { kind: 'outflow', id: 'out', from: [595, 0], to: [595, 10], slope, manningN: n },
      ],
      scheme: { kind: 'full', order: 1 },
      endS: 1800,
    }),
  );
  flood.advanceTo(1800);
  const { depthM: middleM } = frameCell(flood.frame().cells, 30);
  expect(Math.abs(middleM / depthM - 1)).toBeLessThan(0.02);
  const { enteredM3, leftM3 } = flood.ledger();
  expect(Math.abs(leftM3 / enteredM3 - 1)).toBeLessThan(0.02);
});
