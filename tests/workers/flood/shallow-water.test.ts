import { expect, test } from 'vitest';
import { GRAVITY_MPS2 } from '../../../workers/flood/core/hllc.ts';
import { ShallowWater } from '../../../workers/flood/core/shallow-water.ts';
import { cellAt, dryWater, edges, flatTerrain, openGround, type Terrain } from '../../../workers/flood/core/terrain.ts';

/** A level floor with 1 m of water on its west half. */
function tank(columns: number, rows: number, change: (terrain: Terrain) => void = () => {}): [Terrain, ShallowWater] {
  const terrain = flatTerrain(columns, rows, 2);
  change(terrain);
  const solver = new ShallowWater(terrain, edges(terrain), 2, openGround(terrain));
  const water = dryWater(terrain);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns / 2; column++) water.depthM[cellAt(terrain, column, row)] = 1;
  }
  solver.load(water);
  return [terrain, solver];
}

function play(solver: ShallowWater, steps: number): void {
  for (let step = 0; step < steps; step++) solver.advance(Math.min(1, solver.stableStepS()), 0);
}

const eastHalfM = (terrain: Terrain, solver: ShallowWater): number => {
  const { depthM } = solver.water();
  let most = 0;
  for (let row = 0; row < terrain.rows; row++) {
    for (let column = terrain.columns / 2; column < terrain.columns; column++) {
      most = Math.max(most, depthM[cellAt(terrain, column, row)]);
    }
  }
  return most;
};

test('water let go in a closed tank stays in it', () => {
  const [terrain, solver] = tank(20, 10);
  const before = solver.volumeM3();
  play(solver, 300);
  expect(eastHalfM(terrain, solver)).toBeGreaterThan(0.3);
  expect(Math.abs(solver.volumeM3() / before - 1)).toBeLessThan(1e-13);
});

test('a wall finer than the raster holds water below its crest', () => {
  const [terrain, solver] = tank(20, 10, (t) => {
    for (let row = 0; row < 10; row++) t.eastCrestM[cellAt(t, 9, row)] = 1.2;
  });
  play(solver, 300);
  expect(eastHalfM(terrain, solver)).toBe(0);
});

test('over a lower wall it spills until it stands at the crest', () => {
  const [terrain, solver] = tank(20, 10, (t) => {
    for (let row = 0; row < 10; row++) t.eastCrestM[cellAt(t, 9, row)] = 0.8;
  });
  play(solver, 4000);
  expect(solver.water().depthM[cellAt(terrain, 4, 5)]).toBeCloseTo(0.8, 2);
  expect(eastHalfM(terrain, solver)).toBeCloseTo(0.2, 1);
});

test('no water comes into a building', () => {
  const inside = (t: Terrain) => cellAt(t, 12, 5);
  const [terrain, solver] = tank(20, 10, (t) => {
    t.blocked[inside(t)] = 1;
  });
  play(solver, 300);
  expect(solver.water().depthM[inside(terrain)]).toBe(0);
  expect(solver.water().depthM[inside(terrain) + 1]).toBeGreaterThan(0.2);
});

test('what happens to the east happens to the north as well', () => {
  const [flat, along] = tank(16, 4);
  const turned = flatTerrain(4, 16, 2);
  const across = new ShallowWater(turned, edges(turned), 2, openGround(turned));
  const water = dryWater(turned);
  for (let row = 0; row < 8; row++) for (let c = 0; c < 4; c++) water.depthM[cellAt(turned, c, row)] = 1;
  across.load(water);
  for (let step = 0; step < 50; step++) {
    along.advance(0.1, 0);
    across.advance(0.1, 0);
  }
  for (let k = 0; k < 16; k++) {
    expect(across.water().depthM[cellAt(turned, 2, k)]).toBeCloseTo(along.water().depthM[cellAt(flat, k, 2)], 12);
  }
});

test('uniform flow down a slope holds its depth: q = h^(5/3)·√S/n', () => {
  const [n, slope, h] = [0.03, 0.001, 1];
  const q = (h ** (5 / 3) * Math.sqrt(slope)) / n;
  const terrain = flatTerrain(100, 1, 10);
  for (let column = 0; column < 100; column++) {
    terrain.bedElevationM[cellAt(terrain, column, 0)] = -slope * 10 * column;
    terrain.manningN[cellAt(terrain, column, 0)] = n;
  }
  const outletM = h - slope * 10 * 99;
  const sides = edges(terrain, {
    west: { kind: 'inflow', unitDischargeM2ps: q },
    east: { kind: 'stage', stageM: outletM },
  });
  const solver = new ShallowWater(terrain, sides, 2, openGround(terrain));
  const water = dryWater(terrain);
  for (let column = 0; column < 100; column++) water.depthM[cellAt(terrain, column, 0)] = h;
  solver.load(water);
  for (let timeS = 0; timeS < 3600; ) {
    const dtS = solver.stableStepS();
    solver.advance(dtS, 0);
    timeS += dtS;
  }
  expect(solver.water().depthM[cellAt(terrain, 50, 0)]).toBeCloseTo(h, 2);
  expect(solver.water().unitDischargeXM2ps[cellAt(terrain, 50, 0)]).toBeCloseTo(q, 3);
});

test.each([0.6, 2, 6])(
  'water falls freely over a quay %s m high: the pool behind holds 3/2 of the critical depth',
  (dropM) => {
    const terrain = flatTerrain(30, 1, 4);
    for (let column = 15; column < 30; column++) terrain.bedElevationM[cellAt(terrain, column, 0)] = -dropM;
    const flow = Math.sqrt(GRAVITY_MPS2);
    const sides = edges(terrain, { west: { kind: 'inflow', unitDischargeM2ps: flow }, east: { kind: 'free' } });
    const solver = new ShallowWater(terrain, sides, 2, openGround(terrain));
    const water = dryWater(terrain);
    for (let column = 0; column < 15; column++) water.depthM[cellAt(terrain, column, 0)] = 1.2;
    solver.load(water);
    play(solver, 2000);
    const depthM = solver.depthM(cellAt(terrain, 7, 0));
    const energyM = depthM + (flow / depthM) ** 2 / (2 * GRAVITY_MPS2);
    expect(Math.abs(energyM / 1.5 - 1)).toBeLessThan(0.05);
  },
);
