import { expect, test } from 'vitest';
import {
  beckmannSum,
  type DelayNetwork,
  type TripTable,
  timeOn,
} from '../../../workers/traffic/assignment/delay-network.ts';
import { solvedEquilibrium } from '../../../workers/traffic/assignment/equilibrium.ts';
import { siouxFalls } from '../../fixtures/traffic/sioux-falls.ts';
import { tripTableOf } from '../../fixtures/traffic/trip-table.ts';

const EXACT = { gap: 1e-14, maxRounds: 200 };

type Link = readonly [from: number, to: number, free: number, slope: number];

const networkOf = (vertices: number, links: readonly Link[], power = 1): DelayNetwork => ({
  vertices,
  from: Int32Array.from(links, ([from]) => from),
  to: Int32Array.from(links, ([, to]) => to),
  free: Float64Array.from(links, ([, , free]) => free),
  slope: Float64Array.from(links, ([, , , slope]) => slope),
  power,
});

/** Braess (1968): from 0 to 3 over 1 or 2, and a bridge from 1 to 2. */
const BRAESS: readonly Link[] = [
  [0, 1, 0, 10],
  [0, 2, 50, 1],
  [1, 3, 50, 1],
  [2, 3, 0, 10],
  [1, 2, 10, 1],
];
const SIX: TripTable = tripTableOf([{ origin: 0, destination: 3, trips: 6 }]);

test("Braess' bridge makes everybody later", () => {
  const without = solvedEquilibrium(networkOf(4, BRAESS.slice(0, 4)), SIX, EXACT);
  expect(Math.abs(without.total - 498)).toBeLessThan(1e-9);
  for (const flow of without.flow) expect(Math.abs(flow - 3)).toBeLessThan(1e-9);
  const bridged = solvedEquilibrium(networkOf(4, BRAESS), SIX, EXACT);
  expect(Math.abs(bridged.total - 552)).toBeLessThan(1e-9);
  for (const [link, flow] of [4, 2, 2, 4, 2].entries()) expect(Math.abs(bridged.flow[link] - flow)).toBeLessThan(1e-9);
});

test('Sioux Falls comes to its published sum and flows', () => {
  const { network, trips } = siouxFalls();
  const { flow, total } = solvedEquilibrium(network, trips, { gap: 1e-12, maxRounds: 400 });
  expect(beckmannSum(network, flow)).toBeCloseTo(4_231_335.2871, 3);
  expect(total / 7_480_225.3449).toBeCloseTo(1, 9);
  const known = [
    [1, 2, 4494.6576, 6.0008],
    [4, 5, 18006.371, 2.3154],
    [16, 17, 11695.0029, 9.5015],
  ];
  for (const [from, to, vehicles, minutes] of known) {
    const link = network.from.findIndex((one, i) => one === from - 1 && network.to[i] === to - 1);
    expect(Math.abs(flow[link] - vehicles)).toBeLessThan(1e-4);
    expect(timeOn(network, link, flow[link])).toBeCloseTo(minutes, 4);
  }
});

test('two roads between the same places share trips so that both take as long', () => {
  const roads = networkOf(2, [
    [0, 1, 10, 1],
    [0, 1, 4, 2],
  ]);
  const trips = tripTableOf([{ origin: 0, destination: 1, trips: 9 }]);
  const { flow } = solvedEquilibrium(roads, trips, EXACT);
  // 10 + x = 4 + 2 (9 − x)
  expect(flow[0]).toBeCloseTo(4, 9);
  expect(flow[1]).toBeCloseTo(5, 9);
});

test('trips without a way are counted and load nothing', () => {
  const trips = tripTableOf([
    { origin: 0, destination: 1, trips: 5 },
    { origin: 1, destination: 0, trips: 7 },
  ]);
  const { stranded, flow } = solvedEquilibrium(networkOf(2, [[0, 1, 1, 1]]), trips, EXACT);
  expect([...stranded]).toEqual([0, 7]);
  expect([...flow]).toEqual([5]);
});

test('closing a road that nobody uses changes no bit, closing one that is used moves its trips', () => {
  const { network, trips } = siouxFalls();
  const from = Int32Array.from([...network.from, 0]);
  const to = Int32Array.from([...network.to, 23]);
  const withDetour = (free: number) => ({
    ...network,
    from,
    to,
    free: Float64Array.from([...network.free, free]),
    slope: Float64Array.from([...network.slope, 0]),
  });
  const accuracy = { gap: 1e-6, maxRounds: 100 };
  const open = () => solvedEquilibrium(withDetour(1e6), trips, accuracy);
  const before = open();
  const after = solvedEquilibrium(withDetour(Number.POSITIVE_INFINITY), trips, accuracy, open().paths);
  expect([...after.flow]).toEqual([...before.flow]);
  const shut = withDetour(1e6);
  shut.free[0] = Number.POSITIVE_INFINITY;
  const moved = solvedEquilibrium(shut, trips, accuracy, open().paths);
  expect(moved.flow[0]).toBe(0);
  expect(moved.total).toBeGreaterThan(before.total);
  expect(moved.gap).toBeLessThanOrEqual(1e-6);
});
