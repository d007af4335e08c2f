import { expect, test } from 'vitest';
import type { RoadNetwork } from '../../../model/roads/road-network.ts';
import { advanceTo, summarize } from '../../../workers/traffic/micro/run-micro.ts';
import { startRun } from '../../../workers/traffic/micro/state.ts';
import { CITY_CAR } from '../../../workers/traffic/micro/vehicle-class.ts';
import { type Approach, signalPlan } from '../../../workers/traffic/street/signal-plan.ts';
import { streetLinks } from '../../../workers/traffic/street/street-links.ts';
import { type StreetNetwork, streetNetwork, turnsOf } from '../../../workers/traffic/street/street-network.ts';
import { turnLanes } from '../../../workers/traffic/street/turn-lanes.ts';
import { bendOf, turnKind } from '../../../workers/traffic/street/turns.ts';
import { street } from './small-roads.ts';

/** Four streets of 200 m that meet in the middle; each road's second number against its line leads to the middle. */
function crossing(more: Parameters<typeof street>[4] = {}): RoadNetwork {
  const arms: [number, number][] = [
    [0, 200],
    [200, 0],
    [0, -200],
    [-200, 0],
  ];
  return {
    format: 1,
    junctions: [[0, 0], ...arms],
    segments: arms.map((end, i) => street(`s${i}`, 0, i + 1, [[0, 0], end], more)),
    turnBans: [],
  };
}

const OUT = [0, 2, 4, 6];
const IN = [1, 3, 5, 7];

/** The crossing with all its turns but turning back; `perTripH`: vehicles an hour on each. */
function laidOut(network: RoadNetwork, hasSignal: boolean, perTripH = 60): StreetNetwork {
  const links = streetLinks(
    network,
    [...OUT, ...IN].sort((a, b) => a - b),
    () => true,
  );
  const turns = turnsOf(
    links,
    [IN.flatMap((from) => OUT.filter((to) => to !== from - 1).map((to) => [from, to]))],
    perTripH,
  );
  return streetNetwork(links, turns, { freeS: () => 20, capacityPerH: () => 800, hasSignal: () => hasSignal });
}

test('a turn is told by the way it bends: vehicles that go north turn right to the east', () => {
  expect(turnKind(bendOf([0, 1], [1, 0]))).toBe('right');
  expect(turnKind(bendOf([0, 1], [-1, 0]))).toBe('left');
  expect(turnKind(bendOf([0, 1], [0.2, 0.98]))).toBe('through');
  expect(turnKind(bendOf([0, 1], [0, -1]))).toBe('left');
});

test('links end at stop lines half of the widest crossing road and 2 m before the middle', () => {
  const links = streetLinks(crossing(), OUT, () => true);
  expect(links.map(({ lengthM }) => lengthM)).toEqual([194.5, 194.5, 194.5, 194.5]);
  const [kerb] = links[0].laneLines;
  // North goes east of the middle line: 0.15 m of the double line and half of a lane of 2.95 m.
  expect(kerb.points[0][0]).toBeCloseTo(1.625, 6);
});

test('who turns left has a lane for himself where there are two, who turns right shares that at the kerb', () => {
  const turn = (kind: 'left' | 'through' | 'right', perH: number) => ({ from: 0, to: 0, bend: 0, kind, perH });
  const all = [turn('right', 50), turn('through', 400), turn('left', 100)];
  expect(turnLanes(1, all)).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
  expect(turnLanes(2, all)).toEqual([
    [0, 0],
    [0, 0],
    [1, 1],
  ]);
  expect(turnLanes(4, all)).toEqual([
    [0, 0],
    [0, 2],
    [3, 3],
  ]);
});

/** An approach with one lane each for through and left. */
const approach = (endsTo: [number, number], throughPerH: number, leftPerH: number, first: number): Approach => ({
  endsTo,
  turns: [
    { kind: 'through', perH: throughPerH, lanes: [0, 0], ways: [first] },
    { kind: 'left', perH: leftPerH, lanes: [1, 1], ways: [first + 1] },
  ],
});
const four = (throughPerH: number, leftPerH: number): Approach[] => [
  approach([0, 1], throughPerH, leftPerH, 0),
  approach([0, -1], throughPerH, leftPerH, 2),
  approach([1, 0], throughPerH, leftPerH, 4),
  approach([-1, 0], throughPerH, leftPerH, 6),
];

test('few left turns find gaps: two phases, in which those who turn left give way', () => {
  const plan = signalPlan('x', four(300, 60), 0);
  const greens = plan?.phases.flatMap(({ state }) => (/[Gg]/.test(state) ? [state] : []));
  expect(greens).toEqual(['GgGgrrrr', 'rrrrGgGg']);
});

test('many left turns have a phase of their own, and the cycle is that of Webster', () => {
  const plan = signalPlan('x', four(400, 250), 0);
  const greens = plan?.phases.flatMap(({ state }) => (state.includes('G') ? [state] : []));
  expect(greens).toEqual(['GrGrrrrr', 'rGrGrrrr', 'rrrrGrGr', 'rrrrrGrG']);
  // Y = 2 (400 + 250) / 1900 = 0.6842, L = 20 s: (1.5 · 20 + 5) / (1 − Y) = 110.8 s.
  expect(plan?.phases.reduce((sum, { durationS }) => sum + durationS, 0)).toBeCloseTo(110.8, -1);
});

test('one approach alone needs no signal', () => {
  expect(signalPlan('x', [approach([0, 1], 300, 0, 0)], 0)).toBeNull();
});

test('without a signal the left turn gives way to who comes towards it, and everybody to who comes from the right', () => {
  const { network, links } = laidOut(crossing(), false);
  const movement = (from: number, to: number) =>
    network.input.movements.findIndex((one) => links[one.fromLink].node === from && links[one.toLink].node === to);
  const yields = (mine: number, theirs: number) =>
    network.input.movements[mine].conflicts?.find((one) => one.with === theirs)?.yields;
  // From the south (5) to the west (6) against from the north (1) to the south (4).
  expect(yields(movement(5, 6), movement(1, 4))).toBe(true);
  expect(yields(movement(1, 4), movement(5, 6))).toBe(false);
  // From the south straight on; who comes from the east (3) to the west is on the right.
  expect(yields(movement(5, 0), movement(3, 6))).toBe(true);
  expect(yields(movement(3, 6), movement(5, 0))).toBe(false);
});

test.each([false, true])('everybody gets over the crossing, with a signal: %s', (hasSignal) => {
  const { network, links, signals } = laidOut(crossing({ lanes: 4, widthM: 14 }), hasSignal);
  expect(signals).toBe(hasSignal ? 1 : 0);
  const linkOf = (node: number) => links.findIndex((link) => link.node === node);
  const ways = IN.flatMap((from) => OUT.filter((to) => to !== from - 1).map((to) => [linkOf(from), linkOf(to)]));
  const trips = Array.from({ length: 240 }, (_, i) => ({
    departS: 3 * i,
    links: ways[(7 * i) % ways.length],
    vehicleClass: 0,
  }));
  const run = startRun({ network, classes: [CITY_CAR], trips, seed: 1, stepS: 0.5, isImpatient: true });
  advanceTo(run, 1500);
  expect(summarize(run).account).toMatchObject({ arrived: 240, running: 0 });
});
