import { expect, test } from 'vitest';
import { noFlows } from '../../../../workers/flood/core/ledger.ts';
import { ShallowWater } from '../../../../workers/flood/core/shallow-water.ts';
import { cellAt, dryWater, edges, flatTerrain, openGround } from '../../../../workers/flood/core/terrain.ts';
import { culvert, culvertM3ps, gauge, opening, pump } from '../../../../workers/flood/works/devices.ts';
import type { Ground } from '../../../../workers/flood/works/ground.ts';

/** Two cells of 10 m, so high the water on each. */
function twoPonds(fromM: number, toM: number): Ground & { depths(): [number, number] } {
  const terrain = flatTerrain(2, 1, 10);
  const solver = new ShallowWater(terrain, edges(terrain), 1, openGround(terrain));
  const water = dryWater(terrain);
  const [a, b] = [cellAt(terrain, 0, 0), cellAt(terrain, 1, 0)];
  water.depthM[a] = fromM;
  water.depthM[b] = toM;
  solver.load(water);
  return { terrain, westM: 0, southM: 0, solver, depths: () => [solver.depthM(a), solver.depthM(b)] };
}

const A = [5, 5] as const;
const B = [15, 5] as const;

test('a pump starts above one level, stops below the other, and rests in its outage', () => {
  const ground = twoPonds(1.05, 0);
  const station = pump(
    { kind: 'pump', id: 'p', from: A, to: B, rateM3ps: 10, startM: 0.9, stopM: 0.5, offS: [[2, 4]] },
    ground,
  );
  const run = (timeS: number) => {
    station.act(timeS, 1, noFlows());
    return ground.depths()[1];
  };
  expect(run(1)).toBeCloseTo(0.1, 9);
  expect(run(2)).toBeCloseTo(0.1, 9);
  expect(run(3)).toBeCloseTo(0.1, 9);
  for (let timeS = 4; timeS < 20; timeS++) run(timeS);
  // It lifts 0.1 m a second from 0.9 m on, down to the first level below 0.5 m.
  expect(ground.depths()[0]).toBeCloseTo(0.45, 9);
  const rested = twoPonds(0.8, 0);
  pump({ kind: 'pump', id: 'p', from: A, to: B, rateM3ps: 10, startM: 0.9, stopM: 0.5 }, rested).act(1, 1, noFlows());
  expect(rested.depths()).toEqual([0.8, 0]);
});

test('a pump to nowhere books what left, and no more than there was', () => {
  const ground = twoPonds(0.02, 0);
  const flows = noFlows();
  pump({ kind: 'pump', id: 'p', from: A, to: null, rateM3ps: 50, startM: 0.01, stopM: 0 }, ground).act(1, 1, flows);
  expect(flows.leftM3).toBeCloseTo(2, 9);
  expect(ground.depths()[0]).toBeCloseTo(0, 12);
});

const BOX = { widthM: 2, heightM: 1, manningN: 0.015 };

test('a culvert: weir while it is not full, orifice above, friction when it is long and drowned', () => {
  expect(culvertM3ps(BOX, 1, 0.5, -1)).toBeCloseTo(1.705 * 2 * 0.5 ** 1.5, 9);
  expect(culvertM3ps(BOX, 1, 3, -1)).toBeCloseTo(0.62 * 2 * Math.sqrt(2 * 9.80665 * 2.5), 9);
  // 500 m long, full, 2 m of head: Q = A·√(2g·ΔH / (1.5 + 2g·n²·L/R^(4/3))) with R = 1/3.
  const losses = 1.5 + (2 * 9.80665 * 0.015 ** 2 * 500) / (1 / 3) ** (4 / 3);
  expect(culvertM3ps(BOX, 500, 4, 2)).toBeCloseTo(2 * Math.sqrt((2 * 9.80665 * 2) / losses), 9);
});

test('a culvert makes two ponds even and no more, keeps the water, and lets none back through a flap', () => {
  const build = (ground: Ground, flap: boolean) =>
    culvert({ kind: 'culvert', id: 'c', from: A, to: B, fromInvertM: 0, toInvertM: 0, ...BOX, flap }, ground);
  const ground = twoPonds(1, 0);
  for (let timeS = 1; timeS < 600; timeS++) build(ground, true).act(timeS, 1, noFlows());
  expect(ground.depths()[0]).toBeCloseTo(0.5, 6);
  expect(ground.depths()[1]).toBeCloseTo(0.5, 6);
  const back = twoPonds(0, 1);
  build(back, true).act(1, 1, noFlows());
  expect(back.depths()).toEqual([0, 1]);
  build(back, false).act(1, 1, noFlows());
  expect(back.depths()[0]).toBeGreaterThan(0);
});

test('two entrances fill one room, which then takes no more; the hour of the first water is kept', () => {
  const ground = twoPonds(1, 1);
  const room = { roomM3: 30, heldM3: 0 };
  const entrance = (id: string, at: typeof A | typeof B) =>
    opening({ kind: 'opening', id, at, sillM: 0.5, widthM: 4, into: 'metro', roomM3: 30 }, ground, room);
  const [a, b] = [entrance('a', A), entrance('b', B)];
  const flows = noFlows();
  a.act(7, 1, flows);
  expect(a.volumeM3).toBeCloseTo(1.705 * 4 * 0.5 ** 1.5, 9);
  for (let timeS = 8; timeS < 60; timeS++) {
    a.act(timeS, 1, flows);
    b.act(timeS, 1, flows);
  }
  expect(a.volumeM3 + b.volumeM3).toBeCloseTo(30, 9);
  expect(flows.leftM3).toBeCloseTo(30, 9);
  expect([a.reachedS, b.reachedS]).toEqual([7, 8]);
});

test('a gauge reads levels; a place among buildings or outside is refused', () => {
  const ground = twoPonds(1.5, 0);
  const staff = gauge({ kind: 'gauge', id: 'g', at: A }, ground);
  staff.read(5, false);
  staff.read(10, true);
  expect([staff.timesS, staff.levelsM]).toEqual([[10], [1.5]]);
  expect(staff.highest).toEqual({ levelM: 1.5, depthM: 1.5, atS: 5 });
  const dry = gauge({ kind: 'gauge', id: 'dry', at: B }, ground);
  dry.read(10, true);
  expect([dry.levelsM, dry.highest]).toEqual([[0], null]);
  expect(() => gauge({ kind: 'gauge', id: 'g', at: [-3, 5] }, ground)).toThrow(
    'gauge g: expected a place inside the grid, got [-3, 5]',
  );
  ground.terrain.blocked.fill(1);
  expect(() => gauge({ kind: 'gauge', id: 'g', at: A }, ground)).toThrow(/got buildings about \[5, 5\]/);
});
