import { expect, test } from 'vitest';
import { noFlows } from '../../../workers/flood/core/ledger.ts';
import { ShallowWater } from '../../../workers/flood/core/shallow-water.ts';
import { cellAt, dryWater, edges, flatTerrain, openGround } from '../../../workers/flood/core/terrain.ts';
import { type Infiltration, runoffMm, Soil } from '../../../workers/flood/rain/infiltration.ts';

const CELL_M2 = 4;

/** One cell of 2 m with so much water on it, and as much again each second as is told; what the ground drank in so long, mm. */
function drunkMm(kind: Infiltration, depthMm: number, seconds: number, rainMmPerH = 0): number {
  const terrain = flatTerrain(1, 1, 2);
  const solver = new ShallowWater(terrain, edges(terrain), 1, openGround(terrain));
  const water = dryWater(terrain);
  const cell = cellAt(terrain, 0, 0);
  water.depthM[cell] = depthMm / 1000;
  solver.load(water);
  const rain = { stepS: seconds, ratesMmPerH: [rainMmPerH] };
  const soil = new Soil(terrain, solver, [kind], new Uint8Array(1), rain);
  const flows = noFlows();
  for (let timeS = 1; timeS <= seconds; timeS++) {
    solver.pour(cell, rainMmPerH / 3_600_000);
    soil.act(timeS, 1, flows);
  }
  expect(flows.infiltratedM3 / CELL_M2 + solver.depthM(cell)).toBeCloseTo(
    (depthMm + (rainMmPerH * seconds) / 3600) / 1000,
    8,
  );
  return (flows.infiltratedM3 / CELL_M2) * 1000;
}

test('a constant rate on the open half of a cell: 10 mm/h for an hour is 5 mm', () => {
  expect(drunkMm({ kind: 'constant', openRatio: 0.5, rateMmPerH: 10 }, 100, 3600)).toBeCloseTo(5, 4);
});

test('no more than stands there is drunk', () => {
  expect(drunkMm({ kind: 'constant', openRatio: 1, rateMmPerH: 100 }, 2, 600)).toBeCloseTo(2, 6);
});

test('Horton under standing water: fc·t + (f0 − fc)/k·(1 − e^(−kt))', () => {
  const horton = { kind: 'horton', openRatio: 1, f0MmPerH: 75, fcMmPerH: 10, kPerH: 4 } as const;
  const exactMm = (hours: number) => 10 * hours + (65 / 4) * (1 - Math.exp(-4 * hours));
  expect(drunkMm(horton, 500, 1800)).toBeCloseTo(exactMm(0.5), 3);
  expect(drunkMm(horton, 500, 7200)).toBeCloseTo(exactMm(2), 3);
});

test('Horton under rain that it swallows whole keeps its thirst for later', () => {
  const horton = { kind: 'horton', openRatio: 1, f0MmPerH: 75, fcMmPerH: 10, kPerH: 4 } as const;
  // 5 mm/h is less than fc: all of it goes down, for ever.
  expect(drunkMm(horton, 0, 7200, 5)).toBeCloseTo(10, 4);
});

/** F(t) of Green and Ampt under a thin film: F − S·ln(1 + F/S) = K·t, found by halving. */
function greenAmptMm(conductivityMmPerH: number, suctionMm: number, hours: number): number {
  let [low, high] = [0, 10_000];
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (middle - suctionMm * Math.log(1 + middle / suctionMm) < conductivityMmPerH * hours) low = middle;
    else high = middle;
  }
  return low;
}

test('Green–Ampt under a film: the implicit equation, within .2 %', () => {
  // Silt loam of Rawls et al. (1983): K 6.5 mm/h, ψ 166.8 mm; Δθ .34. Rain of 2 m/h keeps it covered, and is taken off again below.
  const film = {
    kind: 'greenAmpt',
    openRatio: 1,
    conductivityMmPerH: 6.5,
    suctionMm: 166.8,
    deficitRatio: 0.34,
  } as const;
  const terrain = flatTerrain(1, 1, 2);
  const solver = new ShallowWater(terrain, edges(terrain), 1, openGround(terrain));
  const cell = cellAt(terrain, 0, 0);
  const soil = new Soil(terrain, solver, [film], new Uint8Array(1), { stepS: 1, ratesMmPerH: [] });
  const flows = noFlows();
  for (let timeS = 1; timeS <= 3600; timeS++) {
    solver.pour(cell, 0.002 - solver.depthM(cell));
    soil.act(timeS, 1, flows);
  }
  // The film is 2 mm deep: it adds to the suction.
  const exactMm = greenAmptMm(6.5, (166.8 + 2) * 0.34, 1);
  const drunk = (flows.infiltratedM3 / CELL_M2) * 1000;
  expect(Math.abs(drunk / exactMm - 1)).toBeLessThan(0.002);
});

test('a curve number leaves the runoff of TR-55, table 2-1', () => {
  const inch = 25.4;
  // Rain, curve number, runoff: inches, as printed there.
  for (const [rainIn, curveNumber, runoffIn] of [
    [1, 80, 0.08],
    [2, 80, 0.56],
    [4, 70, 1.33],
    [6, 60, 1.92],
    [6, 90, 4.85],
    [10, 75, 6.88],
  ]) {
    expect(Math.abs(runoffMm(curveNumber, rainIn * inch) / inch - runoffIn)).toBeLessThan(0.0055);
    const leftMm = rainIn * inch - drunkMm({ kind: 'curveNumber', curveNumber }, 0, 3600, rainIn * inch);
    expect(Math.abs(leftMm / inch - runoffIn)).toBeLessThan(0.0055);
  }
});

test('small hollows fill first, and what they keep is told apart from what the ground drinks', () => {
  const terrain = flatTerrain(2, 1, 2);
  const solver = new ShallowWater(terrain, edges(terrain), 1, openGround(terrain));
  const water = dryWater(terrain);
  const [wet, damp] = [cellAt(terrain, 0, 0), cellAt(terrain, 1, 0)];
  water.depthM[wet] = 0.01;
  water.depthM[damp] = 0.001;
  solver.load(water);
  const kind = { kind: 'constant', openRatio: 1, rateMmPerH: 36, hollowsMm: 3 } as const;
  const soil = new Soil(terrain, solver, [kind], new Uint8Array(2), { stepS: 1, ratesMmPerH: [] });
  const flows = noFlows();
  for (let timeS = 1; timeS <= 100; timeS++) soil.act(timeS, 1, flows);
  // 36 mm/h is 1 mm in 100 s; the second cell has but 1 mm, and its hollows keep it.
  expect((flows.hollowsM3 / CELL_M2) * 1000).toBeCloseTo(3 + 1, 4);
  expect((flows.infiltratedM3 / CELL_M2) * 1000).toBeCloseTo(1, 4);
  expect(solver.depthM(wet) * 1000).toBeCloseTo(6, 4);

  const again = new Soil(terrain, solver, [kind], new Uint8Array(2), { stepS: 1, ratesMmPerH: [] });
  again.restore(soil.save());
  solver.pour(damp, 0.005);
  again.act(101, 1, flows);
  // 2 mm more into the hollows of the second; the first are full.
  expect((flows.hollowsM3 / CELL_M2) * 1000).toBeCloseTo(6, 4);
});
