import { describe, expect, test } from 'vitest';
import type { FloodInput } from '../../../workers/flood/core/flood-input.ts';
import { startFlood } from '../../../workers/flood/flood.ts';
import { type RainField, rainfallStepOf } from '../../../workers/flood/rain/rain-field.ts';
import { grid, oracle, smallFlood } from './small-flood.ts';

/** Two by one radar cells of 40 m: 0, 36 and 0 mm/h in the west at 0, 100 and 200 s, 72 mm/h in the east throughout. */
const RADAR = {
  kind: 'grid' as const,
  ...{ columns: 2, rows: 1, cellM: 40, westM: 0, southM: 0 },
  timesS: [0, 100, 200],
  ratesMmPerH: [Float32Array.of(0, 72), Float32Array.of(36, 72), Float32Array.of(0, 72)],
} satisfies RainField;
const STORM = {
  kind: 'moving' as const,
  ...{ from: [-100, 20] as const, to: [180, 20] as const, fromS: 0, toS: 280, radiusM: 30, peakMmPerH: 100 },
} satisfies RainField;
const flood = (rainField: RainField, change: Partial<FloodInput> = {}) =>
  startFlood(oracle, smallFlood(20, 10, 4, { rainField, endS: 300, ...change }));

describe('rain of a radar', () => {
  test('goes straight from moment to moment, and ends with the last', () => {
    // 36 mm/h is 0.01 mm/s: a triangle of 200 s holds 1 mm, its part from 50 to 100 s 0.375 mm.
    expect(rainfallStepOf(RADAR, 0, 1000)(10, 5)).toBeCloseTo(1, 6);
    expect(rainfallStepOf(RADAR, 50, 100)(10, 5)).toBeCloseTo(0.375, 6);
    expect(rainfallStepOf(RADAR, 150, 1000)(10, 5)).toBeCloseTo(0.125, 6);
    expect(rainfallStepOf(RADAR, 0, 1000)(50, 5)).toBeCloseTo(4, 6);
    expect(rainfallStepOf(RADAR, 300, 400)(50, 5)).toBe(0);
  });

  test('is all on the ground, and in the ledger', () => {
    const run = flood(RADAR);
    const frames = [...run.frames()];
    const { ledger } = run.result(frames);
    // Half of 80 m × 40 m gets 1 mm, half 4 mm.
    expect(ledger.rainM3).toBeCloseTo(1600 * 0.001 + 1600 * 0.004, 6);
    expect(Math.abs(ledger.errorRatio)).toBeLessThan(1e-12);
  });

  test('falls beside the rain that is everywhere, on what catches it', () => {
    const rainCatchRatio = grid(20, 10, (column) => (column < 10 ? 1 : 0));
    const run = flood(RADAR, { rainCatchRatio, rain: { stepS: 100, ratesMmPerH: [36] } });
    expect(run.result([...run.frames()]).ledger.rainM3).toBeCloseTo(1600 * (0.001 + 0.001), 6);
  });
});

describe('a storm that moves', () => {
  test('leaves everywhere under its path what passes over: peak · radius · √π / speed', () => {
    const mm = ((100 / 3600) * 30 * Math.sqrt(Math.PI)) / 1;
    const fellMm = (east: number, north: number) => {
      let sum = 0;
      for (let timeS = 0; timeS < 280; timeS += 5) sum += rainfallStepOf(STORM, timeS, timeS + 5)(east, north);
      return sum;
    };
    expect(fellMm(40, 20) / mm).toBeCloseTo(1, 3);
    expect(fellMm(40, 50) / mm).toBeCloseTo(Math.exp(-1), 3);
  });

  test('goes on after a snapshot bit by bit as it would have', () => {
    const whole = flood(STORM);
    const frames = [...whole.frames()];
    const first = flood(STORM);
    first.advanceTo(130);
    const second = startFlood(
      oracle,
      smallFlood(20, 10, 4, { rainField: STORM, endS: 300 }),
      structuredClone(first.snapshot()),
    );
    second.advanceTo(300);
    expect(second.result([]).hash).toBe(whole.result(frames).hash);
  });
});

describe('what is no rain is refused before the run', () => {
  test.each<[string, Partial<FloodInput>, string]>([
    [
      'a hole',
      {
        rainField: {
          ...RADAR,
          ratesMmPerH: [0, 1, 2].map(() => Float32Array.of(0, Number.NaN)),
        },
      },
      'rainField.ratesMmPerH[0][1]: expected 0 to 2000 mm/h, got NaN',
    ],
    ['a radar that sees a part', { rainField: { ...RADAR, westM: 4 } }, 'expected cells over all the ground'],
    ['time that goes back', { rainField: { ...RADAR, timesS: [0, 100, 100] } }, 'timesS[2]: expected more than 100'],
    ['a storm without size', { rainField: { ...STORM, radiusM: 0 } }, 'radiusM: expected above 0, got 0'],
    [
      'a curve number',
      { rainField: STORM, infiltration: [{ kind: 'curveNumber', curveNumber: 80 }] },
      'a curve number takes its sum',
    ],
  ])('%s', (_, change, words) => {
    expect(() => startFlood(oracle, smallFlood(20, 10, 4, change))).toThrow(words);
  });
});
