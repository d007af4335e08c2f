import { expect, test } from 'vitest';
import type { RoadNetwork } from '../../../model/roads/road-network.ts';
import { VEHICLES } from '../../../model/roads/vehicles.ts';
import { roadGraphOf, travelMs } from '../../../workers/shared/road-graph.ts';
import { Router } from '../../../workers/shared/router.ts';
import { ShortestPaths } from '../../../workers/traffic/assignment/shortest-paths.ts';
import { zonesOf } from '../../../workers/traffic/demand/zones.ts';
import { edgeRoads } from '../../../workers/traffic/network/edge-roads.ts';
import { partsOf, reachedVertices } from '../../../workers/traffic/network/largest-part.ts';
import { laneCapacity, lanesOneWay, roadCapacity } from '../../../workers/traffic/network/road-capacity.ts';
import { TrafficGraph } from '../../../workers/traffic/network/traffic-graph.ts';
import { street } from './small-roads.ts';

const SIDE = 5;
const corner = (i: number): [number, number] => [100 * (i % SIDE), 100 * Math.floor(i / SIDE)];
const junctions = Array.from({ length: SIDE * SIDE }, (_, i) => corner(i));

function gridStreet(from: number, to: number) {
  const number = from * SIDE * SIDE + to;
  return street(`s${from}-${to}`, from, to, [corner(from), corner(to)], {
    class: 'residential',
    speedKmPerH: number % 5 === 0 ? 18 : 36,
    direction: number % 4 === 0 ? 'along' : 'both',
  });
}

/** A grid of streets, some one-way, some slow, with turns that are banned. */
const grid: RoadNetwork = {
  format: 1,
  junctions,
  segments: junctions.flatMap((_, i) => [
    ...(i % SIDE < SIDE - 1 ? [gridStreet(i, i + 1)] : []),
    ...(i + SIDE < junctions.length ? [gridStreet(i, i + SIDE)] : []),
  ]),
  turnBans: [
    { from: 's6-7', via: 7, to: 's7-12' },
    { from: 's7-12', via: 12, to: 's12-13' },
    { from: 's12-17', via: 12, to: 's11-12' },
  ],
};
const [car] = VEHICLES;

test('ways over the traffic graph take as long as those of the router, bans of turns and one-way streets counted', () => {
  const graph = roadGraphOf(grid);
  const ms = travelMs(graph, car);
  const traffic = new TrafficGraph(graph, ms);
  const router = new Router(graph);
  const banned = new Set(grid.turnBans.flatMap(({ from, to }) => [from, to]));
  const places = grid.segments.flatMap(({ id, direction, points: [[ax, ay], [bx, by]] }) => {
    if (direction !== 'both' || banned.has(id)) return [];
    const place = router.placeOf([ax + 0.3 * (bx - ax), ay + 0.3 * (by - ay)]);
    return place ? [place] : [];
  });
  const ends = places.map((place) => traffic.addEnd({ place }));
  const size = ms.length;
  const free = { capacity: new Float64Array(size).fill(1e9), waitS: new Float64Array(size), end: new Uint8Array(size) };
  const network = traffic.network(ms, { ...free, signals: 0 });
  const ways = new ShortestPaths(network);
  const table = router.for(car).table(places, places);
  for (const [row, { source }] of ends.entries()) {
    ways.from(source, network.free);
    for (const [column, { sink }] of ends.entries())
      if (column !== row) expect(1000 * ways.time[sink]).toBeCloseTo(table[row * ends.length + column], 6);
  }
});

test('a road carries by its lanes, speed and class; at a signal while it is green, and half where it gives way', () => {
  expect(laneCapacity({ class: 'primary', speedKmPerH: 60 })).toBe(1800);
  expect(laneCapacity({ class: 'primary', speedKmPerH: 55 })).toBe(1700);
  expect(laneCapacity({ class: 'lane', speedKmPerH: 15 })).toBe(700);
  expect(lanesOneWay({ lanes: 3, direction: 'both' })).toBe(1.5);
  expect(lanesOneWay({ lanes: 3, direction: 'along' })).toBe(3);
  const middle: [number, number] = [0, 0];
  const tips: [number, number][] = [
    [100, 0],
    [-100, 0],
    [0, 100],
    [0, -100],
  ];
  const cross = (kinds: readonly ('secondary' | 'local')[]): RoadNetwork => ({
    ...grid,
    junctions: [middle, ...tips],
    segments: tips.map((tip, i) => street(`r${i}`, i + 1, 0, [tip, middle], { class: kinds[i], speedKmPerH: 50 })),
    turnBans: [],
  });
  const signal = roadCapacity(cross(['secondary', 'secondary', 'secondary', 'local']), () => true, 0.45);
  expect(signal.signals).toBe(1);
  expect(signal.capacity[0]).toBeCloseTo(1700 * 0.45, 9);
  expect(signal.waitS[0]).toBeCloseTo(0.5 * 90 * 0.55 ** 2, 9);
  const sign = roadCapacity(cross(['secondary', 'secondary', 'local', 'local']), () => true, 0.45);
  expect(sign.signals).toBe(0);
  expect([sign.capacity[0], sign.capacity[4]]).toEqual([1700, 1700 * 0.7 * 0.5]);
});

test('the largest part leaves out what cannot be reached or left', () => {
  // 0 → 1 → 2 → 0 is one part; 3 is only reached, 4 only left.
  const from = Int32Array.from([0, 1, 2, 2, 4]);
  const to = Int32Array.from([1, 2, 0, 3, 0]);
  const { partOf, largest } = partsOf(5, from, to);
  const isMain = partOf.map((part) => Number(part === largest));
  expect([...isMain]).toEqual([1, 1, 1, 0, 0]);
  expect([...reachedVertices(Uint8Array.from(isMain), from, to)]).toEqual([1, 1, 1, 1, 0]);
});

test('roads leave at the edge where one alone ends there', () => {
  const network: RoadNetwork = {
    ...grid,
    junctions: [
      [0, 0],
      [1000, 0],
      [500, 0],
      [500, 300],
    ],
    segments: [
      street('west', 0, 2, [
        [0, 0],
        [500, 0],
      ]),
      street(
        'east',
        2,
        1,
        [
          [500, 0],
          [1000, 0],
        ],
        { direction: 'along' },
      ),
      street('close', 2, 3, [
        [500, 0],
        [500, 150],
        [400, 150],
      ]),
    ],
    turnBans: [],
  };
  const driven = [true, true, true, false, true, true];
  const found = edgeRoads(network, (node) => driven[node], Float64Array.from([10, 20, 30, 0, 5, 5]));
  expect(found).toEqual([
    { junction: 0, inPerH: 10, outPerH: 20 },
    { junction: 1, inPerH: 0, outPerH: 30 },
    { junction: 3, inPerH: 5, outPerH: 5 },
  ]);
});

test('zones are cells with their people and jobs; too many make larger cells', () => {
  const residents = [
    { atM: [10, 10] as const, count: 3 },
    { atM: [90, 10] as const, count: 1 },
    { atM: [150, 10] as const, count: 5 },
  ];
  const { list } = zonesOf(residents, [{ atM: [30, 10], count: 2 }], [0, 0, 1000, 1000], 100);
  expect(list).toEqual([
    { atM: [30, 10], column: 0, row: 0, residents: 4, jobs: 2 },
    { atM: [150, 10], column: 1, row: 0, residents: 5, jobs: 0 },
  ]);
  const many = Array.from({ length: 1600 }, (_, i) => ({
    atM: [100 * (i % 40), 100 * Math.floor(i / 40)] as const,
    count: 1,
  }));
  expect(zonesOf(many, [], [0, 0, 4000, 4000], 100).cellM).toBe(200);
});
