import { expect, test } from 'vitest';
import { clockFrameCount, clockShots } from '../../../src/kit/film/clock-shots.ts';

const MIN = 60_000;

test('both ends are shown, and the last step is as short as it must be', () => {
  const span = { fromMs: 0, toMs: 25 * MIN, stepMin: 10 };
  expect(clockShots(span).map(({ timeMs }) => timeMs / MIN)).toEqual([0, 10, 20, 25]);
  expect(clockFrameCount(span)).toBe(4);
  expect(clockShots({ fromMs: MIN, toMs: MIN, stepMin: 5 })).toEqual([{ timeMs: MIN }]);
});

test('an end before the beginning has no frame', () => {
  expect(clockFrameCount({ fromMs: MIN, toMs: 0, stepMin: 5 })).toBe(0);
});
