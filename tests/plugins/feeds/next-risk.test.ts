import { describe, expect, test } from 'vitest';
import { MS_PER_H, MS_PER_MIN } from '../../../model/time.ts';
import { trendPerH } from '../../../src/plugins/feeds/next-risk.ts';
import { hoursToWarning } from '../../../src/twin/live/next-risk.ts';

const seriesOf = (levels: readonly number[], stepMs: number) => ({
  timesMs: Float64Array.from(levels, (_, i) => i * stepMs),
  values: Float64Array.from(levels),
});

describe('the next risk', () => {
  test('follows the straight line through the last hour', () => {
    const rising = seriesOf([9, 9, 1, 1.1, 1.2, 1.3], 20 * MS_PER_MIN);
    expect(trendPerH(rising, 40 * MS_PER_MIN)).toBeCloseTo(0.3, 10);
    expect(trendPerH(seriesOf([2, 2, 2], MS_PER_MIN), 0)).toBeCloseTo(0, 10);
  });

  test('tells no trend of fewer than three samples, and leaves out what is no number', () => {
    expect(trendPerH(seriesOf([1, 2], MS_PER_MIN), 0)).toBeNull();
    expect(trendPerH(seriesOf([1, Number.NaN, 2], MS_PER_MIN), 0)).toBeNull();
    expect(trendPerH(seriesOf([1, 2, 3], MS_PER_MIN), MS_PER_H)).toBeNull();
  });

  test('is so many hours from its warning as the trend says, and none beyond a day or where it falls', () => {
    expect(hoursToWarning({ value: 1, warn: 2, trendPerH: 0.5 })).toBe(2);
    expect(hoursToWarning({ value: 1, warn: 2, trendPerH: 0.04 })).toBeNull();
    expect(hoursToWarning({ value: 1, warn: 2, trendPerH: -1 })).toBeNull();
    expect(hoursToWarning({ value: 1, warn: 2, trendPerH: null })).toBeNull();
    expect(hoursToWarning({ value: 2.1, warn: 2, trendPerH: -1 })).toBe(0);
  });
});
