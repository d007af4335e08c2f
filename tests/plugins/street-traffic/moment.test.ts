import { expect, test } from 'vitest';
import type { RoadSegment } from '../../../model/roads/road-network.ts';
import { closedToCars } from '../../../src/plugins/street-traffic/controller.ts';
import { TrafficMoments, trafficRatio } from '../../../src/plugins/street-traffic/moment.ts';
import { PLACED_NUMBERS } from '../../../src/plugins/street-traffic/placed.ts';
import { trafficStreams } from '../../../workers/street-traffic/streams.ts';

const road = (id: string, from: number, to: number, points: [number, number][]): RoadSegment => ({
  id,
  name: { zh: '', en: '' },
  class: 'primary',
  form: 'ground',
  lanes: 2,
  widthM: 14,
  speedKmPerH: 60,
  direction: 'both',
  isPrivate: false,
  clearanceM: null,
  weightLimitT: null,
  from,
  to,
  points,
  assumed: [],
});
const streams = trafficStreams(
  {
    junctions: [
      [0, 0],
      [600, 0],
      [1200, 0],
    ],
    segments: [
      road('a', 0, 1, [
        [0, 0],
        [600, 0],
      ]),
      road('b', 1, 2, [
        [600, 0],
        [1200, 0],
      ]),
    ],
  },
  () => 3,
  (elevationM) => elevationM,
);
const NOON_MS = Date.UTC(2026, 6, 20, 4);
const everywhere = { eastM: 600, northM: 0, reachM: 2000 };

function vehicles(timeMs: number, ratio = 1, moments = new TrafficMoments(streams), reach = everywhere) {
  const out = new Float32Array(400 * PLACED_NUMBERS);
  const count = moments.near(timeMs, ratio, reach, out);
  return Array.from({ length: count }, (_, i) => [...out.subarray(i * PLACED_NUMBERS, (i + 1) * PLACED_NUMBERS)]);
}

test('who goes east keeps to the south side, who goes west to the north', () => {
  const all = vehicles(NOON_MS);
  expect(all.length).toBeGreaterThan(10);
  for (const [, north, up, cosine] of all) {
    expect(Math.sign(north)).toBe(cosine > 0 ? -1 : 1);
    expect(up).toBe(3);
  }
});

test('an instant is the same however it was reached, and a second later everybody is 0 to 17 m on', () => {
  const now = vehicles(NOON_MS);
  expect(vehicles(NOON_MS)).toEqual(now);
  const later = vehicles(NOON_MS + 1000);
  const east = (list: number[][]) => list.filter(([, , , cosine]) => cosine > 0).map(([x]) => x);
  const movedM = east(later)
    .map((x) => Math.min(...east(now).map((old) => (x >= old - 0.01 ? x - old : Infinity))))
    .filter((one) => one < Infinity);
  expect(Math.max(...movedM)).toBeLessThan(17);
});

test('fewer are there by night, and those that are there are among those of the day', () => {
  const day = new Set(vehicles(NOON_MS, 1).map(String));
  const night = vehicles(NOON_MS, 0.2);
  expect(night.length).toBeLessThan(day.size / 2);
  for (const one of night) expect(day.has(String(one))).toBe(true);
});

test('nobody drives on a closed segment, and none out of reach is told', () => {
  const moments = new TrafficMoments(streams);
  moments.close(new Map([['b', null]]));
  const open = vehicles(NOON_MS, 1, moments);
  expect(open.length).toBeGreaterThan(3);
  for (const [x] of open) expect(x).toBeLessThan(606);
  moments.close(new Map());
  expect(vehicles(NOON_MS, 1, moments)).toEqual(vehicles(NOON_MS));
  for (const [x] of vehicles(NOON_MS, 1, moments, { eastM: 0, northM: 0, reachM: 100 })) expect(x).toBeLessThan(101);
});

test('closed to cars: by an order, or where water is deeper than .3 m or too fast', () => {
  const water = (segment: string, depthM: number, depthSpeedM2ps: number | null = null) => ({
    segment,
    depthM,
    depthSpeedM2ps,
  });
  const roadState = {
    water: [water('shallow', 0.29), water('deep', 0.31), water('fast', 0.1, 0.4)],
    closed: [{ segment: 'works', by: '施工' }],
  };
  expect([...closedToCars({ roadState, roadWorks: [] }).keys()].sort()).toEqual(['deep', 'fast', 'works']);
});

test('works that take one carriageway leave the other its traffic', () => {
  const works = {
    id: 'w',
    name: '施工',
    ring: [] as const,
    closed: [{ segment: 'b', way: 'against' as const, heading: [1, 0] as const }],
    narrowed: [],
  };
  const roadState = { water: [], closed: [{ segment: 'b', by: '施工', way: 'against' as const }] };
  const shut = closedToCars({ roadState, roadWorks: [works] });
  expect([...shut]).toEqual([['b', [-1, -0]]]);
  const moments = new TrafficMoments(streams);
  moments.close(shut);
  const east = vehicles(NOON_MS, 1, moments).filter(([x]) => x > 610);
  expect(east.length).toBeGreaterThan(2);
  for (const [, , , cosine] of east) expect(cosine).toBeGreaterThan(0);
});

test('the rush hour is at eight and at five by the city’s clock; weekends have four fifths of it', () => {
  const at = (day: number, hour: number) => trafficRatio(Date.UTC(2026, 6, day, hour - 8), 'Asia/Shanghai');
  expect(at(20, 8)).toBeCloseTo(1, 6);
  expect(at(20, 17)).toBeCloseTo(0.98, 6);
  expect(at(20, 3)).toBeCloseTo(0.05, 6);
  expect(at(19, 8)).toBeCloseTo(0.8, 6);
});
