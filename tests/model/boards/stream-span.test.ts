import { expect, test } from 'vitest';
import type { StreamFigure } from '../../../model/boards/board.ts';
import { type StreamBuckets, spanOf } from '../../../model/boards/stream-span.ts';

const BUCKET_MS = 100;
/** Readings of two streams by their time; the second was silent in the middle bucket. */
const READINGS: readonly (readonly (readonly [timeMs: number, value: number])[])[] = [
  [
    [10, 1],
    [60, 3],
    [120, 5],
    [250, 7],
    [290, 9],
  ],
  [
    [20, 10],
    [220, 20],
  ],
];
const WARNS = [7, undefined];

/** Buckets as the hub makes them of single readings. */
function bucketsOf(readings: readonly (readonly [number, number])[]): StreamBuckets {
  const starts = [...new Set(readings.map(([ms]) => Math.floor(ms / BUCKET_MS) * BUCKET_MS))];
  const of = starts.map((start) =>
    readings.filter(([ms]) => Math.floor(ms / BUCKET_MS) * BUCKET_MS === start).map(([, value]) => value),
  );
  return {
    bucketMs: BUCKET_MS,
    startMs: starts,
    count: of.map((values) => values.length),
    low: of.map((values) => Math.min(...values)),
    mean: of.map((values) => values.reduce((a, b) => a + b) / values.length),
    high: of.map((values) => Math.max(...values)),
  };
}

const spanFor = (figure: StreamFigure) =>
  spanOf(
    READINGS.map((readings, i) => ({ buckets: bucketsOf(readings), warn: WARNS[i] })),
    figure,
  );

test('the figures of a span are those of all its readings', () => {
  const all = READINGS.flat().map(([, value]) => value);
  const sum = all.reduce((a, b) => a + b);
  const { count, low, mean, high, amount } = spanFor('mean');
  expect({ count, low, high }).toEqual({ count: 7, low: 1, high: 20 });
  expect(mean).toBeCloseTo(sum / all.length, 12);
  expect(amount).toBeCloseTo(sum / 2, 12);
});

test.each([
  ['mean', [(2 + 10) / 2, 5, (8 + 20) / 2]],
  ['least', [1, 5, 7]],
  ['most', [10, 5, 20]],
  ['sum', [12, 5, 28]],
  ['warned', [0, 0, 1]],
  ['amount', [(4 + 10) / 2, 5, (16 + 20) / 2]],
] as const)('%s of each bucket, at its middle', (figure, expected) => {
  const { points } = spanFor(figure);
  expect(points.map(({ timeMs }) => timeMs)).toEqual([50, 150, 250]);
  for (const [i, { value }] of points.entries()) expect(value).toBeCloseTo(expected[i], 12);
});

test('nothing was heard: there is no figure, not 0', () => {
  const silent = spanOf([{ buckets: bucketsOf([]), warn: 1 }], 'sum');
  expect(silent).toEqual({ points: [], count: 0, low: null, mean: null, high: null, amount: null });
});
