import { expect, test } from 'vitest';
import { RAIN_BIN_MS, rainBins } from '../../../src/plugins/feeds/rain-bins.ts';

test('reports add up within their half hour; a half hour without rain has no bar', () => {
  const timesMs = Float64Array.of(0, 600_000, RAIN_BIN_MS, 3 * RAIN_BIN_MS);
  const values = Float64Array.of(0.2, 0.4, 0, 1.5);
  const bins = rainBins({ timesMs, values });
  expect(bins.map(({ fromMs }) => fromMs)).toEqual([0, 3 * RAIN_BIN_MS]);
  expect(bins[0].mm).toBeCloseTo(0.6, 9);
});
