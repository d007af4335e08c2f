import { expect, test } from 'vitest';
import { BASE_KINDS } from '../../../model/sensors/base-kinds.ts';
import { mergeSensorKinds } from '../../../model/sensors/sensor-kind.ts';
import type { CitySensor } from '../../../model/sensors/sensors.ts';
import { reportRain } from '../../../src/plugins/feeds/report-rain.ts';
import { LiveValues } from '../../../src/twin/live/live-values.ts';
import { weatherOf } from '../../../src/twin/weather.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const NOON_MS = Date.UTC(2026, 6, 18, 4);
const kinds = mergeSensorKinds(BASE_KINDS);

const gauge = (id: string): CitySensor => ({
  id,
  kind: 'rain',
  name: { zh: `${id}站`, en: id },
  lonLat: [108, 34],
  at: [0, 0],
  of: 'bridge-1',
  datastreams: [{ id: `${id}/1`, name: { zh: '雨量', en: 'rain' }, unit: 'mm', cadenceS: 300 }],
});

/** Two gauges that were heard just now; of the last hour each tells these amounts, mm. */
function feedsOf(amountsMm: readonly (readonly number[])[]) {
  const live = new LiveValues(
    amountsMm.map((_, i) => gauge(`g${i}`)),
    new Float64Array(amountsMm.length),
    [{ first: 0, gidBase: 0 }],
  );
  live.take({
    streams: Uint32Array.from(amountsMm, (_, i) => i),
    values: Float64Array.from(amountsMm, (amounts) => amounts.at(-1) ?? 0),
    timesMs: Float64Array.from(amountsMm, () => NOON_MS - 60_000),
    receivedMs: Float64Array.from(amountsMm, () => NOON_MS - 60_000),
  });
  return {
    kinds: () => kinds,
    live: () => live,
    series: async (stream: number) => ({
      timesMs: Float64Array.from(amountsMm[stream], (_, i) => NOON_MS - 300_000 * i),
      values: Float64Array.from(amountsMm[stream]),
    }),
  } as unknown as Parameters<typeof reportRain>[1];
}

const raise = (reason: unknown) => {
  throw reason;
};

test('gauges are asked only while their weather is wanted, and the picture wears their mean of an hour', async () => {
  const twin = pageTwin(smallCity().city);
  const close = reportRain(
    twin,
    feedsOf([
      [4, 6, 8],
      [6, 6],
    ]),
    raise,
  );
  twin.setState({ feed: { kind: 'live', sinceMs: 0 }, feedMs: NOON_MS });
  await Promise.resolve();
  expect(twin.getState().rainReports).toEqual({});

  twin.getState().setWeather('reported');
  await expect.poll(() => weatherOf(twin.getState()).report).toEqual({ mmPerH: 15, from: 'live' });
  expect(weatherOf(twin.getState()).weather).toBe('rain');

  twin.getState().setWeather('clear');
  await expect.poll(() => twin.getState().rainReports).toEqual({});
  close();
});

test('where the feed is cut nothing is known, and a replay is told as one', async () => {
  const twin = pageTwin(smallCity().city);
  const close = reportRain(twin, feedsOf([[20]]), raise);
  twin.getState().setWeather('reported');
  twin.setState({ feed: { kind: 'live', sinceMs: 0 }, feedMs: NOON_MS, replay: { id: 'r1' } as never });
  await expect.poll(() => weatherOf(twin.getState()).report).toEqual({ mmPerH: 20, from: 'recorded' });
  twin.setState({ feed: { kind: 'idle' } as never });
  await expect.poll(() => weatherOf(twin.getState()).report).toBeNull();
  close();
});
