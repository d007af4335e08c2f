import { describe, expect, test } from 'vitest';
import {
  defaultStorm,
  presetOf,
  speedKmPerH,
  stormFall,
  trackOver,
  withSpeed,
} from '../../../src/plugins/flood/flood-storm.ts';
import { meanOver } from '../../../workers/flood/rain/rain-field.ts';

const AREA = { westM: -600, southM: -400, eastM: 600, northM: 400 };

describe('a moving storm', () => {
  test('brings under its middle what the integral of its profile says: peak · radius · √π / speed', () => {
    const storm = withSpeed({ ...defaultStorm(AREA), peakMmPerH: 120, radiusM: 2000 }, 12);
    const dot = { westM: -1, southM: -1, eastM: 1, northM: 1 };
    const { mostMm, meanMm } = stormFall({ ...storm, ...trackOver(AREA, 90, 2000) }, dot);
    const whole = { ...storm, ...trackOver(AREA, 90, 2000) };
    const depthMm = (120 * 2 * Math.sqrt(Math.PI)) / speedKmPerH(whole);
    // The track is cut where 2 % of the peak is left.
    expect(mostMm / depthMm).toBeGreaterThan(0.99);
    expect(mostMm / depthMm).toBeLessThan(1.001);
    expect(meanMm).toBeCloseTo(mostMm, 2);
  });

  test('is what the run pours, on the mean of the area', () => {
    const storm = defaultStorm(AREA);
    const { from, to, hours, radiusM, peakMmPerH } = storm;
    const field = { kind: 'moving' as const, from, to, fromS: 0, toS: hours * 3600, radiusM, peakMmPerH };
    const box = { columns: 12, rows: 8, cellM: 100, westM: AREA.westM, southM: AREA.southM };
    const { stepS, ratesMmPerH } = meanOver(field, box, hours * 3600);
    const pouredMm = ratesMmPerH.reduce((sum, rate) => sum + (rate * stepS) / 3600, 0);
    expect(pouredMm / stormFall(storm, AREA).meanMm).toBeCloseTo(1, 3);
  });

  test('keeps its heading as a preset over its own area only, and its way at another speed', () => {
    const storm = { ...defaultStorm(AREA), ...trackOver(AREA, 225, 3000) };
    expect(presetOf(storm, AREA)).toBe(225);
    expect(presetOf(storm, { ...AREA, eastM: 900 })).toBeNull();
    expect(presetOf({ ...storm, to: [storm.to[0] + 500, storm.to[1]] }, AREA)).toBeNull();
    const slow = withSpeed(storm, 5);
    expect(speedKmPerH(slow)).toBeCloseTo(5, 9);
    expect([slow.from, slow.to]).toEqual([storm.from, storm.to]);
  });

  test('that passes the area by says so', () => {
    const storm = { ...defaultStorm(AREA), from: [50_000, 0] as const, to: [50_000, 9000] as const };
    expect(stormFall(storm, AREA)).toMatchObject({ overH: null });
  });
});
