import { expect, test } from 'vitest';
import { RingCheck } from '../../../tiles/read/ring.ts';

/** Metres near the equator as degrees of a made-up frame of 1 m a unit. */
function judge(...points: [number, number][]): RingCheck & { verdict: string | null } {
  const ring = new RingCheck();
  ring.load(Float64Array.from(points.flatMap(([x, y]) => [x / 1000, y / 1000])), 0, points.length, 1000, 1000);
  return Object.assign(ring, { verdict: ring.fault() });
}

/** CPU of this process, ms: the clock on the wall would measure who else is at work on the machine. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

test('a square: 100 m², closed, anticlockwise', () => {
  const ring = judge([0, 0], [10, 0], [10, 10], [0, 10], [0, 0]);
  expect(ring.verdict).toBeNull();
  expect(ring.areaM2).toBeCloseTo(100, 6);
  expect([ring.count, ring.open, ring.sizeM]).toEqual([4, false, 10]);
});

test('clockwise is told by the sign of the area, an open ring by its flag', () => {
  const ring = judge([0, 0], [0, 10], [10, 10], [10, 0]);
  expect(ring.areaM2).toBeCloseTo(-100, 6);
  expect(ring.open).toBe(true);
});

test('repeated vertices and spikes go, the corners stay', () => {
  const ring = judge([0, 0], [10, 0], [10, 0], [10, 10], [10, 25], [10, 10], [0, 10], [0, 0]);
  expect(ring.verdict).toBeNull();
  expect([ring.count, ring.repeated]).toEqual([4, 1]);
  expect(ring.spikes).toBeGreaterThan(0);
  expect(ring.areaM2).toBeCloseTo(100, 6);
});

test.each([
  [
    'bow tie',
    'ring-self-crossing',
    [
      [0, 0],
      [10, 10],
      [10, 0],
      [0, 10],
    ],
  ],
  [
    'line',
    'ring-zero-area',
    [
      [0, 0],
      [10, 0],
      [20, 0],
    ],
  ],
  [
    'two points',
    'ring-short',
    [
      [0, 0],
      [10, 0],
      [0, 0],
    ],
  ],
  [
    'sliver of 4 cm',
    'ring-zero-area',
    [
      [0, 0],
      [5, 0],
      [5, 0.04],
      [0, 0.04],
    ],
  ],
] as [string, string, [number, number][]][])('%s: %s', (_, verdict, points) => {
  expect(judge(...points).verdict).toBe(verdict);
});

test('a ring may touch itself, at a corner or along a side, as courtyards drawn in one stroke do', () => {
  const keyhole: [number, number][] = [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
    [0, 5],
    [3, 5],
    [3, 7],
    [6, 7],
    [6, 3],
    [3, 3],
    [3, 5],
    [0, 5],
  ];
  expect(judge(...keyhole).verdict).toBeNull();
  expect(judge([0, 0], [10, 0], [10, 10], [5, 0], [0, 10]).verdict).toBeNull();
});

test('a star of 200 points is sound; moving one vertex across makes it cross (long rings are swept)', () => {
  const star = Array.from({ length: 200 }, (_, i): [number, number] => {
    const r = i % 2 === 0 ? 50 : 30;
    return [r * Math.cos((i * Math.PI) / 100), r * Math.sin((i * Math.PI) / 100)];
  });
  expect(judge(...star).verdict).toBeNull();
  star[10] = [-49, 3];
  expect(judge(...star).verdict).toBe('ring-self-crossing');
});

test('a place that is none stops the loading', () => {
  const ring = new RingCheck();
  ring.load(Float64Array.of(0, 0, 200, 0, 1, 1), 0, 3, 1, 1);
  expect(ring.bad).toBe(1);
});

test('a zigzag of 50,000 sides is judged in a second: few of them lie above each other', () => {
  const zigzag = Array.from({ length: 50_000 }, (_, i): [number, number] => [i % 2 === 0 ? i / 10 : -i / 10, i / 10]);
  const before = cpuMs();
  expect(judge(...zigzag).verdict).toBeNull();
  expect(cpuMs() - before).toBeLessThan(5000);
});

test('a comb turned by 45°, whose sides all lie beside each other, is given up in seconds', () => {
  const comb = Array.from({ length: 30_000 }, (_, i): [number, number] => {
    const end = i % 2 === 0 ? 0 : 1000;
    return [end + i * 0.05, end - i * 0.05];
  });
  const before = cpuMs();
  expect(judge(...comb, [2600, -1600], [-100, -1700]).verdict).toBe('ring-intricate');
  expect(cpuMs() - before).toBeLessThan(10_000);
});
