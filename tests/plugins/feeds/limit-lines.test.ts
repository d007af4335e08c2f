import { describe, expect, test } from 'vitest';
import type { StreamRule } from '../../../model/alarms/rules.ts';
import { BASE_KINDS } from '../../../model/sensors/base-kinds.ts';
import { mergeSensorKinds } from '../../../model/sensors/sensor-kind.ts';
import type { CitySensor } from '../../../model/sensors/sensors.ts';
import { limitLines } from '../../../src/plugins/feeds/limit-lines.ts';
import { STABLE_MS, waitMs } from '../../../src/plugins/feeds/tasks/backoff.ts';
import { cityStreams } from '../../../src/plugins/feeds/tasks/city-streams.ts';
import { HUB } from '../../../src/plugins/feeds/tasks/hub-streams.ts';

const MINUTE_MS = 60_000;
const text = { zh: '一', en: 'one' };
const rule = (condition: StreamRule['condition']): StreamRule => ({
  id: condition.kind,
  condition,
  onDelayMs: 0,
  offDelayMs: 0,
  clearOnSilenceMs: null,
  priority: 1,
  title: text,
  consequence: text,
  action: text,
  cause: 'c',
});
/** A value a minute. */
const series = (...values: number[]) => ({
  timesMs: Float64Array.from(values, (_, i) => i * MINUTE_MS),
  values: Float64Array.from(values),
});
const ends = (condition: StreamRule['condition'], of = series(1, 2, 3, 4, 5)) =>
  limitLines([rule(condition)], of).map(({ fromMs, fromValue, toMs, toValue }) => [
    fromMs / MINUTE_MS,
    fromValue,
    toMs / MINUTE_MS,
    toValue,
  ]);

describe('limits over a chart', () => {
  test('of a set point go from end to end', () => {
    expect(ends({ kind: 'above', limit: 3, hysteresis: 0.5 })).toEqual([[0, 3, 4, 3]]);
    expect(ends({ kind: 'below', limit: -1, hysteresis: 1 })).toEqual([[0, -1, 4, -1]]);
  });

  test('of a rate are the slope from the value that it is measured against', () => {
    expect(ends({ kind: 'rising', perMin: 2, windowMs: 2 * MINUTE_MS })).toEqual([[2, 3, 4, 7]]);
    expect(ends({ kind: 'falling', perMin: 2, windowMs: 2 * MINUTE_MS })).toEqual([[2, 3, 4, -1]]);
    expect(ends({ kind: 'rising', perMin: 2, windowMs: 90 * MINUTE_MS })).toEqual([]);
  });

  test('of a deviation are both edges about the mean of what came before', () => {
    expect(ends({ kind: 'deviating', by: 0.5, windowMs: 2 * MINUTE_MS })).toEqual([
      [2, 3, 4, 3],
      [2, 4, 4, 4],
    ]);
  });

  test('of silence have no value, and of one value there is no line', () => {
    expect(ends({ kind: 'missing', afterMs: 5 })).toEqual([]);
    expect(ends({ kind: 'above', limit: 3, hysteresis: 1 }, series(1))).toEqual([]);
  });
});

describe('coming back to a source', () => {
  test('is waited for twice as long each time, by half a minute at most, and by chance between nothing and that', () => {
    expect([0, 1, 2, 3].map((attempt) => waitMs(attempt, 1))).toEqual([500, 1000, 2000, 4000]);
    expect([6, 7, 100, 1e9].map((attempt) => waitMs(attempt, 1))).toEqual([30_000, 30_000, 30_000, 30_000]);
    expect([waitMs(5, 0), waitMs(5, 0.5)]).toEqual([0, 8000]);
    expect(STABLE_MS).toBeGreaterThan(waitMs(100, 1));
  });
});

describe('the streams of a city as a page hears them', () => {
  const kinds = mergeSensorKinds(BASE_KINDS);
  const sensor = (id: string): CitySensor => ({
    id,
    kind: 'pond',
    name: text,
    lonLat: [108, 34],
    at: [0, 0],
    of: 'road-1',
    datastreams: [{ id: `${id}/1`, name: text, unit: 'm', cadenceS: 60, alarm: 0.27 }],
  });
  const sensors = [sensor('a'), sensor('b')];

  test('are numbered sensor by sensor, each with its cadence and its source', () => {
    const { infos } = cityStreams(
      sensors,
      kinds,
      (id) => (id === 'b/1' ? 1 : HUB),
      () => 100,
    );
    expect(infos.map(({ id, source, cadenceMs }) => [id, source, cadenceMs])).toEqual([
      ['a/1', HUB, 60_000],
      ['b/1', 1, 60_000],
    ]);
  });

  test('raise alarms here only where the hub does not hear them, and all of them in a recording', () => {
    const { livePipeline, replayPipeline } = cityStreams(
      sensors,
      kinds,
      (id) => (id === 'b/1' ? 1 : HUB),
      () => 100,
    );
    const raised = (pipeline: ReturnType<typeof livePipeline>) => {
      for (const stream of [0, 1])
        for (let minute = 0; minute < 10; minute++) {
          const timeMs = minute * MINUTE_MS;
          pipeline.take({ stream, timeMs, resultMs: timeMs, value: 0.5 }, timeMs, 'live');
        }
      return pipeline.alarms.standing(10 * MINUTE_MS).map(({ stream }) => stream);
    };
    expect(new Set(raised(livePipeline()))).toEqual(new Set([1]));
    expect(new Set(raised(replayPipeline()))).toEqual(new Set([0, 1]));
  });
});
