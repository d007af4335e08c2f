import { expect, test } from 'vitest';
import { forecastOf } from '../../../src/plugins/feeds/outlook.ts';
import { seeded } from '../../../workers/shared/random.ts';

const HOUR_MS = 3_600_000;

/** A value each ten minutes from 0 on. */
function series(count: number, valueAt: (hour: number, i: number) => number) {
  const timesMs = Float64Array.from({ length: count }, (_, i) => (i * HOUR_MS) / 6);
  return { timesMs, values: Float64Array.from(timesMs, (ms, i) => valueAt(ms / HOUR_MS, i)) };
}

/** Sum of twelve uniform numbers: normal, nearly. */
function normals(seed: number): () => number {
  const random = seeded(seed);
  return () => Array.from({ length: 12 }, random).reduce((sum, u) => sum + u, -6);
}

test('a line without noise meets its limit where arithmetic says: 10 mm and 0.5 mm an hour, 20 mm after 20 hours', () => {
  const outlook = forecastOf(
    series(73, (hour) => 10 + 0.5 * hour),
    { warn: 20, alarm: 30 },
  );
  expect(outlook?.slopePerH).toBeCloseTo(0.5, 9);
  expect(outlook?.meets).toMatchObject({ limit: 'warn', value: 20 });
  expect((outlook?.meets?.expectedMs ?? 0) / HOUR_MS).toBeCloseTo(20, 3);
  expect((outlook?.meets?.earliestMs ?? 0) / HOUR_MS).toBeCloseTo(20, 3);
});

test('a floor is met from above; a limit beyond the horizon or already passed is not foretold', () => {
  const falling = series(73, (hour) => 40 - hour);
  expect((forecastOf(falling, { warn: 20, alarm: 10 })?.meets?.expectedMs ?? 0) / HOUR_MS).toBeCloseTo(20, 3);
  expect(
    forecastOf(
      series(73, (hour) => 10 + 0.5 * hour),
      { warn: 40 },
    )?.meets,
  ).toBeNull();
  expect(
    forecastOf(
      series(73, (hour) => 10 + 0.5 * hour),
      { warn: 12 },
    )?.meets,
  ).toBeNull();
});

test('the band by hand: values 0 and 2 by turns about a level 1', () => {
  const outlook = forecastOf(
    series(20, (_, i) => (i % 2 === 0 ? 0 : 2)),
    { warn: 3 },
  );
  // Residuals are ±1 nearly, s² = Σe²/18, and they swing: no correlation is taken. t of 18 is 2.1009.
  const slope = outlook?.slopePerH ?? Number.NaN;
  const hours = Array.from({ length: 20 }, (_, i) => (i - 19) / 6);
  const middle = -19 / 12;
  const sxx = hours.reduce((sum, h) => sum + (h - middle) ** 2, 0);
  const squares = hours.reduce((sum, h, i) => sum + ((i % 2 === 0 ? -1 : 1) - slope * (h - middle)) ** 2, 0);
  const half = 2.1009 * Math.sqrt((squares / 18) * (1 + 1 / 20 + middle ** 2 / sxx));
  const { value, high } = outlook?.at((19 * HOUR_MS) / 6) ?? { value: 0, high: 0 };
  expect(high - value).toBeCloseTo(half, 2);
  expect(outlook).toMatchObject({ isTrend: false, meets: null });
});

test('of values to come 95 in a hundred lie in the band, and the warning comes before the limit is met', () => {
  const normal = normals(3);
  let [within, early, runs] = [0, 0, 400];
  for (let run = 0; run < runs; run++) {
    const outlook = forecastOf(
      series(145, (hour) => 10 + 0.3 * hour + normal()),
      { warn: 20 },
    );
    const next = 10 + 0.3 * 36 + normal();
    const { low, high } = outlook?.at(36 * HOUR_MS) ?? { low: 0, high: 0 };
    if (next >= low && next <= high) within++;
    // The mean meets 20 after 33.3 hours; single values about it do so earlier.
    if (outlook?.meets && outlook.meets.earliestMs < 33.33 * HOUR_MS) early++;
  }
  expect(within / runs).toBeGreaterThan(0.92);
  expect(within / runs).toBeLessThan(0.98);
  expect(early / runs).toBeGreaterThan(0.97);
});

test('values that follow each other claim no trend that is not there', () => {
  const normal = normals(5);
  const claimed = Array.from({ length: 300 }, () => {
    let value = 0;
    return forecastOf(
      series(145, () => {
        value = 0.7 * value + normal();
        return value;
      }),
      {},
    )?.isTrend;
  }).filter(Boolean).length;
  // Without the correction a third of them would.
  expect(claimed / 300).toBeLessThan(0.12);
});

test('few values, or one moment, say nothing', () => {
  expect(
    forecastOf(
      series(11, (hour) => hour),
      {},
    ),
  ).toBeNull();
  expect(forecastOf({ timesMs: new Float64Array(20), values: new Float64Array(20) }, {})).toBeNull();
});
