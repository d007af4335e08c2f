import { expect, test } from 'vitest';
import { openClock } from '../../hub/clock.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BEGIN_MS = Date.UTC(2026, 10, 22);

/** A machine whose clock may be off what time it is. */
function machine(lastMs: number | null = null, offMs = 0) {
  const at = { ms: BEGIN_MS, offMs };
  const clock = openClock({ wallMs: () => at.ms + at.offMs, steadyMs: () => at.ms - BEGIN_MS, lastMs });
  return { at, clock };
}

test.each([3 * DAY_MS, -3 * DAY_MS])(
  'a clock that leaps by %d ms is told and not followed, until it is right',
  (leapMs) => {
    const { at, clock } = machine();
    at.offMs = leapMs;
    at.ms += 7000;
    expect(clock.nowMs()).toBe(BEGIN_MS + 7000);
    expect(clock.problem()?.text.en).toContain(`leapt by ${leapMs / HOUR_MS}.0 h`);
    at.offMs = 0;
    at.ms += 1000;
    expect(clock.nowMs()).toBe(BEGIN_MS + 8000);
    expect(clock.problem()).toBeNull();
  },
);

test('a time server that corrects the clock by minutes is followed', () => {
  const { at, clock } = machine();
  at.offMs = 20 * 60_000;
  expect(clock.nowMs()).toBe(BEGIN_MS + 20 * 60_000);
  expect(clock.problem()).toBeNull();
});

test('a clock before the last run is told, and followed as soon as somebody sets it', () => {
  const { at, clock } = machine(BEGIN_MS - HOUR_MS, -3 * DAY_MS);
  expect(clock.problem()?.text.en).toContain('71.0 h before');
  at.offMs = 0;
  expect(clock.nowMs()).toBe(BEGIN_MS);
  expect(clock.problem()).toBeNull();
});

test('a clock that is right after one that was ahead is told for five minutes, and again where a reading contradicts it', () => {
  const { at, clock } = machine(BEGIN_MS + 10 * DAY_MS);
  expect(clock.problem()?.code).toBe('clock-behind');
  at.ms += 301_000;
  expect(clock.problem()).toBeNull();
  expect(clock.whyAhead()?.code).toBe('clock-behind');
  expect(clock.problem()?.code).toBe('clock-behind');
});
