import { expect, test } from 'vitest';
import { chanceOf, normalOf } from '../../../workers/traffic/micro/hash-chance.ts';
import { buildNetwork } from '../../../workers/traffic/micro/network.ts';
import { advanceTo, isOver, runMicro, summarize } from '../../../workers/traffic/micro/run-micro.ts';
import {
  fingerprint,
  type MicroInput,
  restoreSnapshot,
  startRun,
  takeSnapshot,
} from '../../../workers/traffic/micro/state.ts';
import { stepRun } from '../../../workers/traffic/micro/step.ts';
import { BUS_LANE, CITY_CAR, GENERAL_LANE } from '../../../workers/traffic/micro/vehicle-class.ts';
import { gridNetwork, gridTrips } from '../../validation/traffic-flow-grid.ts';
import { CITY_MPS, overlapsOf, road, roadNetwork } from '../../validation/traffic-flow-nets.ts';

const car = { ...CITY_CAR, speedSpreadRatio: 0 };

function gridInput(more: Partial<MicroInput> = {}): MicroInput {
  const grid = gridNetwork(4, 200);
  const trips = gridTrips(grid, 300, 150, 7);
  return { network: buildNetwork(grid.input), classes: [CITY_CAR], trips, seed: 5, stepS: 0.5, ...more };
}

test('chance depends on vehicle, link, purpose and seed, and on nothing drawn before', () => {
  expect(chanceOf(1, 2, 3, 4)).toBe(chanceOf(1, 2, 3, 4));
  expect(new Set([chanceOf(1, 2, 3, 4), chanceOf(2, 2, 3, 4), chanceOf(1, 3, 3, 4), chanceOf(1, 2, 3, 5)]).size).toBe(
    4,
  );
  const draws = Array.from({ length: 4000 }, (_, vehicle) => normalOf(1, vehicle, 1));
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  expect(Math.abs(mean)).toBeLessThan(0.05);
  expect(draws.reduce((sum, draw) => sum + draw * draw, 0) / draws.length).toBeCloseTo(1, 1);
});

test('every trip through a grid of signals arrives, nobody stands in another', () => {
  const run = startRun(gridInput());
  let overlaps = 0;
  while (!isOver(run) && run.state.clock[0] < 2400) {
    stepRun(run);
    overlaps += overlapsOf(run);
  }
  const { account, departDelayS, durationS, gridlocks } = summarize(run);
  expect(account).toEqual({ trips: 300, notYetDeparted: 0, waitingToEnter: 0, running: 0, arrived: 300, refused: 0 });
  expect(overlaps).toBe(0);
  expect(durationS).toBeGreaterThan(departDelayS);
  expect(gridlocks).toEqual([]);
});

test('a snapshot put back runs on with the same bits', () => {
  const run = startRun(gridInput());
  advanceTo(run, 100);
  const snapshot = takeSnapshot(run);
  advanceTo(run, 250);
  const print = fingerprint(run);
  const other = startRun(gridInput());
  restoreSnapshot(other, snapshot);
  advanceTo(other, 250);
  expect(fingerprint(other)).toBe(print);
});

test('closing a link that one trip uses refuses it and counts it', () => {
  const trips = [
    { departS: 0, links: [0, 1], vehicleClass: 0 },
    { departS: 1, links: [0], vehicleClass: 0 },
  ];
  const network = roadNetwork([road('near', 100, CITY_MPS), road('far', 100, CITY_MPS)]);
  const { account } = runMicro({ network, classes: [car], trips, seed: 1, stepS: 0.5, closedLinks: [1] }, 60);
  expect(account.refused).toBe(1);
  expect(account.arrived).toBe(1);
});

test('demand beyond what a road takes waits outside and its wait is counted', () => {
  const trips = Array.from({ length: 100 }, () => ({ departS: 0, links: [0], vehicleClass: 0 }));
  const network = roadNetwork([road('only', 200, CITY_MPS)]);
  const half = startRun({ network, classes: [car], trips, seed: 1, stepS: 0.5 });
  advanceTo(half, 60);
  expect(summarize(half).account.waitingToEnter).toBeGreaterThan(50);
  advanceTo(half, 600);
  expect(summarize(half).departDelayS).toBeGreaterThan(60);
});

test('a car keeps off the bus lane, a bus stops on it as long as it has to', () => {
  const network = buildNetwork({
    links: [{ name: 'street', lengthM: 300, speedMps: CITY_MPS, lanes: [BUS_LANE, GENERAL_LANE | BUS_LANE] }],
    movements: [],
    signals: [],
  });
  const bus = { ...car, name: 'bus', lengthM: 12, permits: GENERAL_LANE | BUS_LANE };
  const trips = [
    { departS: 0, links: [0], vehicleClass: 0 },
    { departS: 0, links: [0], vehicleClass: 1, stops: [{ pathIndex: 0, lane: 0, positionM: 150, durationS: 20 }] },
  ];
  const run = startRun({ network, classes: [car, bus], trips, seed: 1, stepS: 0.5 });
  const lanes = new Set<number>();
  while (!isOver(run) && run.state.clock[0] < 400) {
    stepRun(run);
    if (run.state.lane[0] >= 0) lanes.add(run.state.lane[0]);
  }
  const { departStep, arriveStep } = run.state;
  expect([...lanes]).toEqual([1]);
  expect((arriveStep[1] - departStep[1]) * 0.5).toBeGreaterThan((arriveStep[0] - departStep[0]) * 0.5 + 20);
});

test('loops count every car that passes, at the beginning of a link too', () => {
  const network = roadNetwork([road('near', 100, CITY_MPS), road('far', 100, CITY_MPS)]);
  const trips = Array.from({ length: 20 }, (_, index) => ({ departS: 3 * index, links: [0, 1], vehicleClass: 0 }));
  const loops = [0, 1].flatMap((link) => [0, 50].map((positionM) => ({ link, lane: 0, positionM: positionM + 0.01 })));
  const run = startRun({ network, classes: [car], trips, seed: 1, stepS: 0.5, loops, loopIntervalS: 3600 });
  advanceTo(run, 300);
  expect(Array.from(run.state.loopCounts.subarray(0, 4))).toEqual([20, 20, 20, 20]);
});
