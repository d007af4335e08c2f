import { expect, test } from 'vitest';
import { LocalInertial } from '../../../workers/flood/core/local-inertial.ts';
import { cellAt, dryWater, edges, flatTerrain, openGround } from '../../../workers/flood/core/terrain.ts';

test('a lake over an uneven bed, with an island, stays as it is', () => {
  const terrain = flatTerrain(20, 20, 5);
  const water = dryWater(terrain);
  for (let row = 0; row < 20; row++) {
    for (let column = 0; column < 20; column++) {
      const i = cellAt(terrain, column, row);
      terrain.bedElevationM[i] = 2 * Math.sin(column * 0.4) * Math.cos(row * 0.3);
      water.depthM[i] = Math.max(0, 1.2 - terrain.bedElevationM[i]);
    }
  }
  const solver = new LocalInertial(terrain, edges(terrain), openGround(terrain));
  solver.load(water);
  for (let step = 0; step < 200; step++) solver.advance(solver.stableStepS(), 0);
  const { depthM, unitDischargeXM2ps } = solver.water();
  for (let i = 0; i < depthM.length; i++) {
    expect(depthM[i]).toBeCloseTo(water.depthM[i], 12);
    expect(unitDischargeXM2ps[i]).toBeCloseTo(0, 12);
  }
});

/** q = h^(5/3)·√S / n: 1 m²/s on a slope of 0.002 with n 0.03 runs 0.787 m deep. */
test('a steady flow down a slope runs at its normal depth', () => {
  const terrain = flatTerrain(60, 1, 10);
  const normalM = ((1 * 0.03) / Math.sqrt(0.002)) ** 0.6;
  for (let column = 0; column < 60; column++) {
    terrain.bedElevationM[cellAt(terrain, column, 0)] = 10 - 0.02 * column;
    terrain.manningN[cellAt(terrain, column, 0)] = 0.03;
  }
  const endM = 10 - 0.02 * 59 + normalM;
  const sides = edges(terrain, {
    west: { kind: 'inflow', unitDischargeM2ps: 1 },
    east: { kind: 'stage', stageM: endM },
  });
  const solver = new LocalInertial(terrain, sides, openGround(terrain));
  solver.load(dryWater(terrain));
  for (let timeS = 0; timeS < 7200; ) {
    const dtS = Math.min(2, solver.stableStepS());
    solver.advance(dtS, 0);
    timeS += dtS;
  }
  expect(solver.depthM(cellAt(terrain, 20, 0))).toBeCloseTo(normalM, 2);
  expect(solver.depthM(cellAt(terrain, 40, 0))).toBeCloseTo(normalM, 2);
});

/**
 * A front that runs over a level dry bed at u = 1 m/s (Hunter et al., Adv. Water Resour. 28 (2005) 975): with all inertia left out
 * h(x, t) = (7/3·n²·u²·(u·t − x))^(3/7). The peers' cell is 25 m; so is ours.
 */
test('a front over a dry level bed is where the friction law puts it', () => {
  const [n, uMps, cellM, columns] = [0.03, 1, 25, 200];
  const terrain = flatTerrain(columns, 1, cellM);
  for (let column = 0; column < columns; column++) terrain.manningN[cellAt(terrain, column, 0)] = n;
  const frontM = (fromM: number, timeS: number) =>
    Math.max(0, (7 / 3) * n * n * uMps * uMps * (uMps * timeS - fromM)) ** (3 / 7);
  const outside = { kind: 'stage', stageM: 0 } as const as { kind: 'stage'; stageM: number };
  const solver = new LocalInertial(terrain, edges(terrain, { west: outside }), openGround(terrain));
  solver.load(dryWater(terrain));
  let timeS = 0;
  while (timeS < 3600) {
    outside.stageM = frontM(-cellM / 2, timeS);
    const dtS = Math.min(5, solver.stableStepS());
    solver.advance(dtS, 0);
    timeS += dtS;
  }
  let [offM, allM] = [0, 0];
  for (let column = 0; column < columns; column++) {
    const exactM = frontM((column + 0.5) * cellM, timeS);
    offM += Math.abs(solver.depthM(cellAt(terrain, column, 0)) - exactM);
    allM += exactM;
  }
  expect(offM / allM).toBeLessThan(0.03);
});
