import { expect, test } from 'vitest';
import { checkSeries, valueAt } from '../../../workers/flood/core/series.ts';

const stage = { timesS: [10, 20, 40], values: [1, 3, 2] };

test.each([
  [0, 1],
  [10, 1],
  [15, 2],
  [20, 3],
  [30, 2.5],
  [99, 2],
])('at %i s the value is %f', (timeS, value) => expect(valueAt(stage, timeS)).toBe(value));

test.each([
  [{ timesS: [], values: [] }, 'gate: expected as many times as values and at least one, got 0 and 0'],
  [{ timesS: [0, 1], values: [1] }, 'gate: expected as many times as values and at least one, got 2 and 1'],
  [{ timesS: [0, 1], values: [1, Number.NaN] }, 'gate.values[1]: expected a number, got NaN'],
  [{ timesS: [0, 0], values: [1, 1] }, 'gate.timesS[1]: expected more than 0 s, got 0'],
])('a series that cannot be followed is named: %o', (series, message) => {
  expect(() => checkSeries('gate', series)).toThrow(message);
});
