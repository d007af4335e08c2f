import { expect, test } from 'vitest';
import { rainOfRun } from '../../../src/plugins/flood/report-rain.ts';
import type { FloodRunFacts } from '../../../src/plugins/flood/slice.ts';
import { smallRun } from './small-run.ts';

const { run, record } = smallRun({ ground: { rain: { stepS: 60, ratesMmPerH: [12, 48] } } });
const shown = { ...run, startMs: 1_000_000 } as FloodRunFacts;
const flood = { record: () => record };

test('the picture wears the rain of the shown run at the shown second', () => {
  expect(rainOfRun(shown, flood, 1_000_000)).toBe(12);
  expect(rainOfRun(shown, flood, 1_059_000)).toBe(12);
  expect(rainOfRun(shown, flood, 1_060_000)).toBe(48);
});

test('after its rain has ended it is dry, and outside of it nothing is known', () => {
  expect(rainOfRun(shown, flood, 1_120_000)).toBe(0);
  expect(rainOfRun(shown, flood, 999_000)).toBeNull();
  expect(rainOfRun(shown, flood, 1_130_000)).toBeNull();
  expect(rainOfRun(null, flood, 1_000_000)).toBeNull();
});
