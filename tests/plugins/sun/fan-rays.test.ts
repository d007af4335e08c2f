import { expect, test } from 'vitest';
import { SUN_RULES } from '../../../model/questions/sun-rules.ts';
import { darkestWindow, fanHours, fanQuads, hourText, litRays } from '../../../src/plugins/sun/fan-rays.ts';
import type { SunFan, SunResult } from '../../../workers/sun/engine-types.ts';

/** Rays up to the south and level to the west. */
const fan: SunFan = {
  row: 0,
  surface: 'wall',
  liftedM: 0,
  atM: [10, 20, 5],
  rays: [
    { atMs: 0, solarHour: 12, to: [0, -0.6, 0.8], before: 'lit', after: 'shaded' },
    { atMs: 600_000, solarHour: 12.166, to: [-1, 0, 0], before: 'flat', after: 'flat' },
  ],
};

test('each ray is a blade from the window to a square where the sun stands, in the colour of its phase', () => {
  const { cornersM, tokens } = fanQuads(fan, 'before');
  expect(tokens).toEqual(['div-7', 'div-7', 'div-5', 'div-5']);
  expect(fanQuads(fan, 'after').tokens.slice(0, 2)).toEqual(['div-1', 'div-1']);
  expect(cornersM.length).toBe(4 * 12);
  expect([...cornersM.subarray(0, 3)]).toEqual([10, 20, 5]);
  // The square's middle lies 90 m along the ray: 54 m south and 72 m up.
  const square = cornersM.subarray(12, 24);
  for (const [axis, middle] of [10, 20 - 54, 5 + 72].entries())
    expect((square[axis] + square[axis + 6]) / 2).toBeCloseTo(middle, 9);
  expect([litRays(fan, 'before'), litRays(fan, 'after')]).toEqual([1, 0]);
});

test('a ray on the hour carries it at its end, and a band that begins between hours names every sixth', () => {
  // 95 m along the ray: 57 m south, 76 m up.
  expect(fanHours(fan)).toEqual([{ at: [10, expect.closeTo(20 - 57, 9), expect.closeTo(5 + 76, 9)], text: '12:00' }]);
  const rays = Array.from({ length: 13 }, (_, i) => ({ ...fan.rays[0], solarHour: 8.25 + i / 6.01 }));
  expect(fanHours({ ...fan, rays }).map(({ text }) => text)).toEqual(['08:15', '09:15', '10:15']);
  // The clock of a ray that is 5 s short of the hour says the hour.
  expect(hourText(15.9986)).toBe('16:00');
});

test('of a storey the window with least sun is taken, among those that the rule holds for', () => {
  const windows = {
    count: 5,
    building: Int32Array.of(0, 0, 0, 0, 1),
    storey: Int32Array.of(2, 2, 2, 1, 2),
    afterMin: Float32Array.of(90, 40, 5, 1, 0),
    openMin: Float32Array.of(300, 300, 10, 300, 300),
  };
  const result = { rules: SUN_RULES[0], windows } as unknown as SunResult;
  expect(darkestWindow(result, { building: 0, storey: 2 })).toBe(1);
  expect(darkestWindow(result, { building: 0, storey: 1 })).toBe(3);
  expect(darkestWindow(result, { building: 0, storey: 9 })).toBeNull();
});
