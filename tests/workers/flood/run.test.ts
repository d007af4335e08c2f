import { expect, test } from 'vitest';
import { FloodRun, FloodUnstable, type Forcing, NOTHING_CHANGES } from '../../../workers/flood/core/run.ts';
import { ShallowWater } from '../../../workers/flood/core/shallow-water.ts';
import {
  cellAt,
  dryWater,
  edges,
  flatTerrain,
  type OutsideCondition,
  openGround,
  type Side,
} from '../../../workers/flood/core/terrain.ts';

/** A level yard of 10 × 10 cells of 2 m, dry at first. */
function yard(forcing: Partial<Forcing>, beyond: Partial<Record<Side, OutsideCondition>> = {}): FloodRun {
  const terrain = flatTerrain(10, 10, 2);
  const rainCatch = openGround(terrain);
  const solver = new ShallowWater(terrain, edges(terrain, beyond), 2, rainCatch);
  return new FloodRun(solver, dryWater(terrain), { ...NOTHING_CHANGES, ...forcing }, terrain, rainCatch);
}

test('36 mm of rain in an hour stand 36 mm deep in a closed yard', () => {
  const run = yard({ rain: { stepS: 3600, ratesMmPerH: [36] } });
  run.advanceTo(7200);
  expect(run.ledger().rainM3).toBeCloseTo(0.036 * 400, 9);
  expect(run.ledger().storedM3).toBeCloseTo(0.036 * 400, 9);
  expect(run.solver.water().depthM[cellAt(flatTerrain(10, 10, 2), 4, 4)]).toBeCloseTo(0.036, 9);
});

test('an inflow that rises and falls brings in what its series holds', () => {
  const river: OutsideCondition & { kind: 'inflow' } = { kind: 'inflow', unitDischargeM2ps: 0 };
  const series = { timesS: [0, 100, 200], values: [0, 0.02, 0] };
  const run = yard({ changing: [{ beyond: river, series }] }, { west: river });
  for (let timeS = 1; timeS <= 300; timeS++) run.advanceTo(timeS);
  const exactM3 = 0.01 * 200 * 20;
  expect(run.ledger().enteredM3 / exactM3).toBeCloseTo(1, 2);
  expect(Math.abs(run.ledger().errorRatio)).toBeLessThan(1e-12);
});

test('what runs out over a free edge is in the ledger', () => {
  const run = yard({ rain: { stepS: 600, ratesMmPerH: [60] } }, { east: { kind: 'free' } });
  run.advanceTo(1800);
  const { rainM3, leftM3, storedM3, errorRatio } = run.ledger();
  expect(leftM3).toBeGreaterThan(0.5 * rainM3);
  expect(leftM3 + storedM3).toBeCloseTo(rainM3, 9);
  expect(Math.abs(errorRatio)).toBeLessThan(1e-12);
});

test('the way in pieces is the way in one', () => {
  const storm = { rain: { stepS: 60, ratesMmPerH: [10, 90, 30] } };
  const [once, twice] = [yard(storm), yard(storm)];
  once.advanceTo(300);
  twice.advanceTo(120);
  const { depthM } = twice.solver.water();
  expect(depthM.some((depth) => depth > 0)).toBe(true);
  twice.advanceTo(300);
  expect(twice.ledger().storedM3).toBeCloseTo(once.ledger().storedM3, 12);
});

test('water that is no number stops the run, which says when', () => {
  const run = yard({});
  const water = run.solver.water();
  water.depthM.fill(1);
  water.unitDischargeXM2ps[cellAt(flatTerrain(10, 10, 2), 3, 3)] = Number.NaN;
  run.solver.load(water);
  expect(() => run.advanceTo(10)).toThrow(FloodUnstable);
  expect(() => run.advanceTo(10)).toThrow(/at 0 s/);
});

test('a series with a hole is refused before the run', () => {
  const sea: OutsideCondition & { kind: 'stage' } = { kind: 'stage', stageM: 0 };
  const series = { timesS: [0, 60], values: [1, Number.NaN] };
  expect(() => yard({ changing: [{ beyond: sea, series }] }, { west: sea })).toThrow(
    'changing[0].series.values[1]: expected a number, got NaN',
  );
});

test('a run reaches its end however little is left to it', () => {
  const terrain = flatTerrain(2, 2, 5);
  const solver = new ShallowWater(terrain, edges(terrain), 2, openGround(terrain));
  const run = new FloodRun(solver, dryWater(terrain), NOTHING_CHANGES, terrain, openGround(terrain));
  run.advanceTo(3600 - 1e-9);
  run.advanceTo(3600);
  expect(run.timeS).toBe(3600);
});
