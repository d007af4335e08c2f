import { describe, expect, test } from 'vitest';
import type { Alarm } from '../../../model/alarms/alarm.ts';
import type { AlarmState } from '../../../model/alarms/alarm-machine.ts';
import { type CitySensor, STALE_CADENCES } from '../../../model/sensors/sensors.ts';
import { GRAVITY, hasData, isAlarm, LiveValues } from '../../../src/twin/live/live-values.ts';
import { emptyFeedQuality, isSkewed, Latency, mergeFeedQuality, older, SKEW_MS } from '../../../src/twin/live/truth.ts';
import { seeded } from '../../../workers/shared/random.ts';

const NOW_MS = 1_000_000_000;
const text = { zh: '一', en: 'one' };
const sensor = (id: string, kind: string, of: string, ...cadencesS: number[]): CitySensor => ({
  id,
  kind,
  name: text,
  lonLat: [108, 34],
  at: [10, 20],
  of,
  datastreams: cadencesS.map((cadenceS, i) => ({ id: `${id}/${i}`, name: text, unit: 'm', cadenceS })),
});
const SENSORS = [
  sensor('a', 'pond', 'road-1', 60, 10),
  sensor('b', 'pond', 'road-1', 60),
  sensor('c', 'rain', 'c', 60, 60, 60),
];
const opened = () => new LiveValues(SENSORS, Float64Array.of(1, 2, 3), [{ first: 0, gidBase: 500 }]);
const hear = (live: LiveValues, stream: number, value: number, timeMs = NOW_MS) =>
  live.take({
    streams: Uint32Array.of(stream),
    values: Float64Array.of(value),
    timesMs: Float64Array.of(timeMs),
    receivedMs: Float64Array.of(timeMs),
  });
const alarm = (stream: number | null, priority: 1 | 2 | 3 | 4, state: AlarmState): Alarm => ({
  key: `${stream} ${priority}`,
  stream,
  state,
  meaning: { priority, title: text, consequence: text, action: text, cause: 'c' },
  value: null,
  limit: null,
  by: null,
  isLate: false,
  raised: null,
});
const standing: AlarmState = { kind: 'unacknowledged', raisedMs: 1 };

describe('the newest values of a city', () => {
  test('are numbered sensor by sensor, and each stream knows its own', () => {
    const live = opened();
    expect([...live.firstStream]).toEqual([0, 2, 3, 6]);
    for (const [index, { datastreams }] of SENSORS.entries())
      for (const part of datastreams.keys())
        expect(live.placeOf(live.firstStream[index] + part)).toEqual({ sensor: index, part });
    expect(live.placeOf(6)).toBeNull();
  });

  test('are found by the sensor, by what it watches and by its kind', () => {
    const live = opened();
    expect(live.ofObject('road-1')).toEqual([0, 1]);
    expect(live.ofObject('a')).toEqual([0]);
    expect(live.ofObject('c')).toEqual([2]);
    expect(live.ofObject('nothing')).toEqual([]);
    expect([live.ofKind('pond'), live.ofKind('tide')]).toEqual([[0, 1], []]);
  });

  test('stand where the city says, as high as they were baked', () => {
    expect([...opened().placesM]).toEqual([10, 20, 1, 10, 20, 2, 10, 20, 3]);
  });

  test('are none before anything was heard, and none again after they were forgotten', () => {
    const live = opened();
    expect([...live.values].every(Number.isNaN)).toBe(true);
    hear(live, 4, 0.5);
    live.takeAlarms([alarm(4, 1, standing)]);
    expect([live.values[4], live.timesMs[4], live.levels[4]]).toEqual([0.5, NOW_MS, 1]);
    live.forget();
    expect([live.values[4], live.timesMs[4], live.levels[4]]).toEqual([Number.NaN, Number.NaN, 0]);
  });

  test('are stale after three of their own cadences, not before', () => {
    const live = opened();
    hear(live, 0, 1);
    hear(live, 1, 1);
    const at = (cadences: number) => NOW_MS + cadences * 10_000;
    expect([live.isStale(1, at(STALE_CADENCES)), live.isStale(1, at(STALE_CADENCES) + 1)]).toEqual([false, true]);
    expect(live.isStale(0, at(STALE_CADENCES) + 1)).toBe(false);
  });
});

describe('the state of a sensor', () => {
  test('is its freshest stream: one that speaks makes up for those that do not', () => {
    const live = opened();
    expect(live.stateOf(2, NOW_MS)).toBe('silent');
    hear(live, 3, 1, NOW_MS - 3_600_000);
    expect(live.stateOf(2, NOW_MS)).toBe('stale');
    hear(live, 5, 1);
    expect(live.stateOf(2, NOW_MS)).toBe('normal');
    expect(live.stateOf(1, NOW_MS)).toBe('silent');
  });

  test('is its gravest alarm, whatever its values are', () => {
    const live = opened();
    hear(live, 0, 1);
    live.takeAlarms([alarm(0, 3, standing), alarm(1, 2, standing), alarm(0, 4, standing)]);
    expect([...live.levels.subarray(0, 2)]).toEqual([3, 2]);
    expect(live.stateOf(0, NOW_MS)).toBe('alarm2');
  });

  test('is not open to this login where none of its streams is', () => {
    const live = opened();
    live.takeUnlisted(Uint32Array.of(0, 1, 3));
    expect([live.stateOf(0, NOW_MS), live.stateOf(2, NOW_MS)]).toEqual(['unlisted', 'silent']);
    expect([live.unlistedCount, live.isUnlisted(1), live.isUnlisted(2)]).toEqual([3, true, false]);
    live.takeUnlisted(new Uint32Array());
    expect(live.stateOf(0, NOW_MS)).toBe('silent');
  });

  test('wears an alarm that stands or was told elsewhere, and none that went back or was put away', () => {
    const worn = (state: AlarmState) => {
      const live = opened();
      live.takeAlarms([alarm(2, 1, state)]);
      return live.levels[2];
    };
    expect(worn(standing)).toBe(1);
    expect(worn({ kind: 'acknowledged', raisedMs: 1, by: '甲' })).toBe(1);
    expect(worn({ kind: 'suppressed', activeFromMs: 1 })).toBe(1);
    expect(worn({ kind: 'returned', raisedMs: 1, clearedMs: 2 })).toBe(0);
    expect(worn({ kind: 'shelved', untilMs: 9, by: '甲', activeFromMs: 1 })).toBe(0);
    expect(worn({ kind: 'outOfService', by: '甲', activeFromMs: 1 })).toBe(0);
  });

  test('says that it changed only when a level did', () => {
    const live = opened();
    live.takeAlarms([alarm(2, 1, standing), alarm(null, 1, standing)]);
    expect(live.levelChanges).toBe(1);
    live.takeAlarms([alarm(2, 1, { kind: 'acknowledged', raisedMs: 1, by: '甲' })]);
    expect(live.levelChanges).toBe(1);
    live.takeAlarms([]);
    expect(live.levelChanges).toBe(2);
  });

  test('is graver the earlier it stands in the list: alarms, then what speaks no longer, then what is well', () => {
    expect(GRAVITY.map((_, i) => isAlarm(i))).toEqual([true, true, true, true, false, false, false, false]);
    expect(GRAVITY.filter((_, i) => hasData(i)).slice(4)).toEqual(['stale', 'normal']);
  });
});

describe('what became of the messages of all sources', () => {
  const quality = (part: Partial<ReturnType<typeof emptyFeedQuality>>) => ({ ...emptyFeedQuality(), ...part });

  test('is the sum of their counts, the first problem, the oldest watermark and the clock that is most off', () => {
    const problem = { zh: '坏', en: 'bad' };
    const merged = mergeFeedQuality([
      quality({ received: 3, late: 1, watermark: { ms: 900, stream: 'a' }, skewMs: -50 }),
      quality({ received: 4, streams: 2, firstProblem: problem, watermark: { ms: 800, stream: 'b' }, skewMs: 3000 }),
      quality({ received: 5, watermark: null, skewMs: null }),
    ]);
    expect(merged).toMatchObject({
      received: 12,
      late: 1,
      streams: 2,
      firstProblem: problem,
      watermark: { ms: 800, stream: 'b' },
      skewMs: 3000,
    });
    expect(mergeFeedQuality([])).toEqual(emptyFeedQuality());
  });

  test('names a clock that is off by more than two seconds either way', () => {
    expect([SKEW_MS, SKEW_MS + 1, -SKEW_MS - 1, null].map((skewMs) => isSkewed(quality({ skewMs })))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test('holds back to the older of two watermarks, or to the one that there is', () => {
    const a = { ms: 5, stream: 'a' };
    expect(older(a, { ms: 4, stream: 'b' })?.stream).toBe('b');
    expect(older(a, { ms: 5, stream: 'b' })?.stream).toBe('a');
    expect([older(a, null), older(null, a), older(null, null)]).toEqual([a, a, null]);
  });
});

describe('how long messages take', () => {
  const MINUTE_MS = 60_000;

  test('is told within 7 % above what a sort of all would say', () => {
    const latency = new Latency();
    const random = seeded(23);
    const all = Array.from({ length: 5000 }, () => Math.exp(8 * random()));
    for (const ms of all) latency.add(ms, NOW_MS);
    all.sort((a, b) => a - b);
    for (const ratio of [0.01, 0.5, 0.9, 0.99]) {
      const exact = all[Math.ceil(ratio * all.length) - 1];
      const shown = latency.quantile(ratio, NOW_MS) ?? 0;
      expect(shown / exact).toBeGreaterThanOrEqual(1);
      expect(shown / exact).toBeLessThan(2 ** 0.1 + 1e-9);
    }
    expect(latency.count).toBe(5000);
  });

  test('is not known without a sample, and forgotten after ten minutes', () => {
    const latency = new Latency();
    expect(latency.quantile(0.5, NOW_MS)).toBeNull();
    latency.add(100, NOW_MS);
    expect(latency.quantile(0.5, NOW_MS + 9 * MINUTE_MS)).not.toBeNull();
    expect(latency.quantile(0.5, NOW_MS + 11 * MINUTE_MS)).toBeNull();
  });

  test('counts what took no time, and what took for ever', () => {
    const latency = new Latency();
    latency.add(0, NOW_MS);
    expect(latency.quantile(1, NOW_MS)).toBe(1);
    latency.add(1e300, NOW_MS);
    expect(latency.quantile(1, NOW_MS)).toBeGreaterThan(864e6);
  });
});
