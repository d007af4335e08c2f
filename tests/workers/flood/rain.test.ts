import { expect, test } from 'vitest';
import { chicagoStorm, cumulativeRainMm, depthMm, stormDepthMm } from '../../../workers/flood/rain/rain.ts';

const FORMULA = { a: 1980, c: 1.45, bMin: 16, n: 0.86 };

test.each([
  [5, 42.0, 65.6],
  [20, 60.2, 94.0],
  [50, 72.2, 112.8],
  [100, 81.3, 127.0],
])('once in %i years the demo city has %f mm in 2 h and %f mm in a day', (years, twoHoursMm, dayMm) => {
  expect(stormDepthMm(FORMULA, years, 120)).toBeCloseTo(twoHoursMm, 1);
  expect(stormDepthMm(FORMULA, years, 1440)).toBeCloseTo(dayMm, 1);
});

test('a Chicago storm holds the depth of its formula, and its peak minute lies at r', () => {
  const storm = chicagoStorm(FORMULA, { years: 50, durationMin: 120, peakRatio: 0.4 });
  expect(depthMm(storm)).toBeCloseTo(stormDepthMm(FORMULA, 50, 120), 9);
  const peak = storm.ratesMmPerH.indexOf(Math.max(...storm.ratesMmPerH));
  expect([47, 48]).toContain(peak);
});

test('the wettest half hour of a storm is that of the formula', () => {
  const storm = chicagoStorm(FORMULA, { years: 50, durationMin: 120, peakRatio: 0.4 });
  const minutesMm = storm.ratesMmPerH.map((rate) => rate / 60);
  const halfHours = minutesMm.slice(0, 91).map((_, from) => minutesMm.slice(from, from + 30).reduce((a, b) => a + b));
  expect(Math.max(...halfHours)).toBeCloseTo(stormDepthMm(FORMULA, 50, 30), 6);
});

test('before and after a storm it does not rain', () => {
  const storm = { stepS: 60, ratesMmPerH: [36, 72] };
  expect(cumulativeRainMm(storm, -60, 0)).toBe(0);
  expect(cumulativeRainMm(storm, 120, 500)).toBe(0);
  expect(cumulativeRainMm(storm, 50, 70)).toBeCloseTo(0.1 + 0.2, 12);
  expect(cumulativeRainMm(storm, -10, 1000)).toBeCloseTo(1.8, 12);
});
