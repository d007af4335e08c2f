import { expect, test } from 'vitest';
import { gapsIn, levelsOf, rainSteps, stepMeans } from '../../../src/twin/live/gauge-series.ts';

const minutes = (at: readonly number[], values: readonly number[]) => ({
  timesMs: Float64Array.from(at, (minute) => minute * 60_000),
  values: Float64Array.from(values),
});

test('levels count from the run’s start', () => {
  expect(levelsOf(minutes([0, 2], [376.1, 376.4]), 60_000)).toEqual({ timesS: [-60, 60], values: [376.1, 376.4] });
  expect(levelsOf(minutes([], []), 0)).toEqual({ timesS: [], values: [] });
});

test('a step’s rain is what fell in it, by the hour; a report’s millimetres fall evenly since the one before', () => {
  const steps = { endS: 600, stepS: 300, maxGapS: 180 };
  // 0.5 mm a minute for five minutes, then 1 mm in each of five: 30 and 60 mm/h. The first report's own past is not asked for.
  const told = [99, 0.5, 0.5, 0.5, 0.5, 0.5, 1, 1, 1, 1, 1];
  const at = told.map((_, minute) => minute);
  expect(rainSteps(minutes(at, told), 0, steps).map((rate) => rate?.toFixed(6))).toEqual(['30.000000', '60.000000']);
  // 3 mm from minute 4 to 6: half of it falls in either step.
  const across = rainSteps(minutes([0, 2, 4, 6, 8, 10], [0, 0, 0, 3, 0, 0]), 0, steps);
  expect(across.map((rate) => rate?.toFixed(6))).toEqual(['18.000000', '18.000000']);
});

test('a hole stays a hole: no rain is told of a step that is mostly unknown, and none is spread over the silence', () => {
  const steps = { endS: 900, stepS: 300, maxGapS: 180 };
  // Heard to minute 3, then from minute 12: the 40 mm of that report are of no known span.
  const told = minutes([0, 1, 2, 3, 12, 13, 14, 15], [0, 1, 1, 1, 40, 2, 2, 2]);
  expect(rainSteps(told, 0, steps)).toEqual([60, null, 120]);
  expect(rainSteps(minutes([5], [1]), 0, steps)).toEqual([null, null, null]);
});

test('holes are named with their ends, those at the span’s own ends too', () => {
  expect(gapsIn([60, 120, 600, 660], 720, 180)).toEqual([[120, 600]]);
  expect(gapsIn([300, 360], 900, 180)).toEqual([
    [0, 300],
    [360, 900],
  ]);
  expect(gapsIn([], 900, 180)).toEqual([[0, 900]]);
});

test('a step’s level is the mean of what was told in it; a silent step has none', () => {
  const told = { timesS: [-10, 0, 100, 700, 800, 900], values: [9, 1, 3, 5, 7, 9] };
  expect(stepMeans(told, 900, 300)).toEqual({ timesS: [150, 750], values: [2, 6] });
});
