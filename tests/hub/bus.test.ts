import { describe, expect, test } from 'vitest';
import { feedGapMs } from '../../hub/alarms/feed-gap.ts';
import { allowance, covers, refusal } from '../../hub/broker/bus.ts';
import type { CitySensor } from '../../model/sensors/sensors.ts';

describe('a filter of MQTT', () => {
  test.each([
    ['v1.1/Datastreams(3)/Observations', 'v1.1/Datastreams(3)/Observations', true],
    ['v1.1/+/Observations', 'v1.1/Datastreams(3)/Observations', true],
    ['v1.1/+', 'v1.1/Datastreams(3)/Observations', false],
    ['v1.1/#', 'v1.1/Datastreams(3)/Observations', true],
    ['v1.1/#', 'v1.1', true],
    ['#', 'shapan/alarms', true],
    ['#', '$SYS/uptime', false],
    ['$SYS/#', '$SYS/uptime', true],
    ['v1.1/+/+', 'v1.1/a', false],
    ['a/+', 'a/#', false],
    ['a/#', 'a/+/b', true],
  ])('%s covers %s: %s', (filter, topic, isCovered) => {
    expect(covers(filter, topic)).toBe(isCovered);
  });
});

describe('an allowance', () => {
  let nowMs = 0;
  const tenASecond = () => {
    nowMs = 0;
    return allowance(10, 20, () => nowMs);
  };

  test('lets a burst through and then no more', () => {
    const spend = tenASecond();
    expect(spend(20)).toBe(true);
    expect(spend(1)).toBe(false);
  });

  test('fills with time, to the burst at most', () => {
    const spend = tenASecond();
    spend(20);
    nowMs = 500;
    expect(spend(6)).toBe(false);
    expect(spend(5)).toBe(true);
    nowMs = 1_000_000;
    expect(spend(21)).toBe(false);
    expect(spend(20)).toBe(true);
  });

  test('loses nothing by what was refused', () => {
    const spend = tenASecond();
    expect(spend(21)).toBe(false);
    expect(spend(20)).toBe(true);
  });
});

test('what was refused says why, whatever was thrown', () => {
  expect(JSON.parse(refusal('a/b', new Error('no id'), { from: 'd' }))).toEqual({
    topic: 'a/b',
    reason: 'no id',
    from: 'd',
  });
  expect(JSON.parse(refusal('a/b', 7, { from: null, why: 'x' }))).toEqual({
    topic: 'a/b',
    reason: '7',
    from: null,
    why: 'x',
  });
});

test('nothing was heard for five times the fastest cadence, a minute at least; without sensors never', () => {
  const sensor = (...cadencesS: number[]) =>
    ({ datastreams: cadencesS.map((cadenceS) => ({ cadenceS })) }) as unknown as CitySensor;
  expect(feedGapMs([sensor(600, 30), sensor(60)])).toBe(150_000);
  expect(feedGapMs([sensor(1)])).toBe(60_000);
  expect(feedGapMs([])).toBe(Number.POSITIVE_INFINITY);
});
