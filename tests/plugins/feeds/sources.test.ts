import { expect, test } from 'vitest';
import { parseAct } from '../../../model/alarms/alarm-act.ts';
import { rulesOf } from '../../../model/alarms/stream-rules.ts';
import { BASE_KINDS } from '../../../model/sensors/base-kinds.ts';
import { FeedError, jsonOf, MAX_MESSAGE_BYTES, readingOf } from '../../../model/sensors/decode.ts';
import { mergeSensorKinds } from '../../../model/sensors/sensor-kind.ts';
import { parseCitySensors } from '../../../model/sensors/sensors.ts';
import { cellFor, marksOf } from '../../../src/plugins/feeds/scene/globe/sensor-marks.ts';
import { waitMs } from '../../../src/plugins/feeds/tasks/backoff.ts';
import { type Fetch, sensorThings } from '../../../src/plugins/feeds/tasks/sensor-things.ts';
import { NoSource, reconnectingSource, type Source } from '../../../src/plugins/feeds/tasks/source.ts';
import { LiveValues } from '../../../src/twin/live/live-values.ts';
import type { SourceStatus } from '../../../src/twin/live/source-status.ts';
import { Latency } from '../../../src/twin/live/truth.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('an observation is three fields; an interval counts at its end, no result time means the event', () => {
  const told =
    '{"phenomenonTime":"2026-07-18T12:00:00Z/2026-07-18T12:01:00Z","result":true,"__proto__":{"x":1},"more":[]}';
  const noonMs = Date.UTC(2026, 6, 18, 12);
  expect(readingOf(jsonOf(bytes(told)))).toEqual({ timeMs: noonMs + 60_000, resultMs: noonMs + 60_000, value: 1 });
  expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
});

test.each([
  [
    '{"phenomenonTime":"2026-07-18 12:00","result":1}',
    /phenomenonTime: expected an ISO time with its zone, got "2026-07-18 12:00"/,
  ],
  ['{"phenomenonTime":"2026-07-18T12:00:00","result":1}', /with its zone/],
  ['{"phenomenonTime":"2026-07-18T12:00:00Z","result":"7 m"}', /result: expected a number, got "7 m"/],
  ['{"phenomenonTime":"2026-07-18T12:00:00Z","result":null}', /result: expected a number, got null/],
  ['[1]', /expected an object/],
  ['{"phenomenonTime"', /expected JSON/],
  [' '.repeat(MAX_MESSAGE_BYTES + 1), /at most 65536 bytes/],
])('a message that is none says what was expected: case %#', (text, message) => {
  expect(() => readingOf(jsonOf(bytes(text)))).toThrow(message);
});

test('a SensorThings service is read page by page, as data arrays or plain, and follows no link to another host', async () => {
  const pages: Record<string, object> = {
    first: {
      '@iot.nextLink': 'https://a.example/v1.1/next',
      value: [
        {
          'Datastream@iot.navigationLink': 'https://a.example/v1.1/Datastreams(7)',
          components: ['result', 'phenomenonTime'],
          dataArray: [[4, '2026-07-18T12:00:00Z']],
        },
      ],
    },
    next: { value: [{ phenomenonTime: '2026-07-18T12:01:00Z', result: 5, Datastream: { '@iot.id': 8 } }] },
    nowhere: { '@iot.nextLink': 'http://[', value: [] },
    foreign: { '@iot.nextLink': 'https://b.example/v1.1/next', value: [] },
  };
  const asked: string[] = [];
  const answer =
    (first: string): Fetch =>
    async (url) => {
      asked.push(url);
      return { status: 200, text: async () => JSON.stringify(pages[url.endsWith('/next') ? 'next' : first]) };
    };
  const read = async (first: string) => {
    const out = [];
    for await (const { id, reading } of sensorThings('https://a.example/v1.1', answer(first)).observations(
      0,
      1000,
      null,
    ))
      out.push([id, reading.value]);
    return out;
  };
  expect(await read('first')).toEqual([
    ['7', 4],
    ['8', 5],
  ]);
  expect(decodeURIComponent(asked[0])).toContain(
    'Observations?$resultFormat=dataArray&$filter=phenomenonTime ge 1970-01-01T00:00:00.000Z and phenomenonTime le 1970-01-01T00:00:01.000Z&$orderby=phenomenonTime',
  );
  await expect(read('nowhere')).rejects.toThrow('expected the same host, got http://[');
  pages.newest = {
    value: [
      { '@iot.id': 3, Observations: [{ phenomenonTime: '2026-07-18T12:00:00Z', resultTime: null, result: 2 }] },
      { '@iot.id': 4, Observations: [] },
    ],
  };
  const newest = [];
  for await (const each of sensorThings('https://a.example/v1.1', answer('newest')).newest()) newest.push(each);
  const noonMs = Date.UTC(2026, 6, 18, 12);
  expect(newest).toEqual([{ id: '3', reading: { timeMs: noonMs, resultMs: noonMs, value: 2 } }]);
  expect(decodeURI(asked.at(-1) ?? '')).toContain('$expand=Observations($top=1;$orderby=phenomenonTime desc;');
  await expect(read('foreign')).rejects.toThrow(FeedError);
  const page: Fetch = async () => ({ status: 200, text: async () => '<!doctype html>' });
  await expect(sensorThings('https://a.example/v1.1', page).streams()).rejects.toThrow(NoSource);
});

test('a source that breaks is listened to again with full jitter, and says from when on history is needed', async () => {
  let nowMs = 0;
  const waits: number[] = [];
  const told: string[] = [];
  const since: (number | null)[] = [];
  let listens = 0;
  const source: Source = {
    async listen(ear) {
      listens++;
      if (listens === 4) return;
      if (listens === 2) throw new Error('refused');
      ear.opened();
      nowMs += 1000;
      ear.onReading('a', { timeMs: nowMs, resultMs: nowMs, value: 1 });
      throw new Error('broken');
    },
  };
  const ear = { opened: () => {}, onReading: () => {}, refused: () => {} };
  await reconnectingSource(source, ear, new AbortController().signal, {
    nowMs: () => nowMs,
    random: () => 0.5,
    sleep: async (ms) => {
      waits.push(ms);
      nowMs += ms;
    },
    onStatus: (status: SourceStatus) =>
      told.push(status.kind === 'cut' ? `cut ${status.sinceMs} ${status.reason.en}` : status.kind),
    opened: (sinceMs) => since.push(sinceMs),
  });
  expect(waits).toEqual([250, 500, 1000]);
  expect(since).toEqual([null, 1000]);
  expect(told).toEqual([
    'connecting',
    'live',
    'cut 1000 broken',
    'cut 1000 refused',
    'live',
    'cut 2750 broken',
    'ended',
  ]);
  expect(waitMs(40, 1)).toBe(30_000);
});

test('a source that never answered is not heard, however often it is asked, and keeps the moment of the first question', async () => {
  let nowMs = 5000;
  const told: SourceStatus[] = [];
  const stop = new AbortController();
  const source: Source = {
    async listen() {
      throw new Error('refused');
    },
  };
  const ear = { opened: () => {}, onReading: () => {}, refused: () => {} };
  await reconnectingSource(source, ear, stop.signal, {
    nowMs: () => nowMs,
    random: () => 0.5,
    sleep: async (ms) => {
      nowMs += ms;
      if (told.length > 3) stop.abort();
    },
    onStatus: (status) => void told.push(status),
    opened: () => {},
  });
  const cuts = told.flatMap((status) => (status.kind === 'cut' ? [[status.sinceMs, status.hasAnswered]] : []));
  expect(cuts).toEqual([
    [5000, false],
    [5000, false],
    [5000, false],
  ]);
});

test('set points of a stream become rules whose hysteresis is a share of the way between them', () => {
  const [sensor] = parseCitySensors({
    things: [
      {
        id: 'sn-river-0001',
        kind: 'river',
        name: { zh: '站', en: 'Station' },
        lonLat: [108, 34],
        at: [0, 0],
        of: 'r',
        datastreams: [{ id: 'r/1', name: { zh: '水位', en: 'stage' }, unit: 'm', cadenceS: 60, warn: 383, alarm: 385 }],
      },
    ],
  });
  const rules = rulesOf(mergeSensorKinds(BASE_KINDS), sensor, sensor.datastreams[0]);
  expect(rules.map(({ id, priority, onDelayMs }) => [id, priority, onDelayMs])).toEqual([
    ['warn', 2, 60_000],
    ['alarm', 1, 0],
    ['rate', 3, 0],
    ['silent', 4, 0],
  ]);
  expect(rules[0].condition).toEqual({ kind: 'above', limit: 383, hysteresis: 0.4 });
  const live = new LiveValues([sensor], Float64Array.of(2), [{ first: 0, gidBase: 100 }]);
  expect(live.stateOf(0, 0)).toBe('silent');
  const at = (timeMs: number) => ({
    streams: Uint32Array.of(0),
    values: Float64Array.of(382),
    timesMs: Float64Array.of(timeMs),
    receivedMs: Float64Array.of(timeMs),
  });
  live.take(at(1000));
  expect([live.stateOf(0, 61_000), live.stateOf(0, 182_000)]).toEqual(['normal', 'stale']);
  expect([live.ofObject('r'), live.ofObject('sn-river-0001'), live.ofObject('x')]).toEqual([[0], [0], []]);
});

test('a sensor is not open to a login where none of its streams is; one of them, or a value, is enough', () => {
  const stream = (id: string) => ({ id, name: { zh: '', en: '' }, unit: 'm', cadenceS: 60 });
  const sensors = ['a', 'b', 'c'].map((id) => ({
    ...{ id, kind: 'river', name: { zh: id, en: id }, lonLat: [108, 34] as [number, number] },
    ...{ at: [0, 0] as [number, number], of: id, datastreams: [stream(`${id}/1`), stream(`${id}/2`)] },
  }));
  const live = new LiveValues(sensors, new Float64Array(3), [{ first: 0, gidBase: 100 }]);
  const states = () => sensors.map((_, sensor) => live.stateOf(sensor, 1000));
  live.takeUnlisted(Uint32Array.of(1, 2, 3, 4, 5));
  live.take({
    streams: Uint32Array.of(5),
    values: Float64Array.of(1),
    timesMs: Float64Array.of(1000),
    receivedMs: Float64Array.of(1000),
  });
  expect(states()).toEqual(['silent', 'unlisted', 'normal']);
  expect([live.unlistedCount, live.isUnlisted(0), live.isUnlisted(1)]).toEqual([5, false, true]);
  live.takeUnlisted(new Uint32Array());
  expect(states()).toEqual(['silent', 'silent', 'normal']);
});

test('marks group by the cells of a fixed grid; near by each stands alone', () => {
  const places = Float64Array.of(10, 10, 0, 20, 20, 4, 500, 10, 0);
  expect(marksOf(places, 128)).toEqual({
    count: 2,
    placesM: Float64Array.of(15, 15, 2, 500, 10, 0),
    first: Uint32Array.of(0, 2, 3),
    members: Uint32Array.of(0, 1, 2),
  });
  const single = marksOf(places, null);
  expect([single.count, ...single.members, ...single.first]).toEqual([3, 0, 1, 2, 0, 1, 2, 3]);
  expect([cellFor(0.5, 44), cellFor(3, 44)]).toEqual([null, 128]);
});

test('a latency is told within 7 %, of the last ten minutes alone', () => {
  const latency = new Latency();
  const beganMs = Date.UTC(2026, 10, 21, 8, 0);
  const inMinute = (minute: number) => beganMs + 60_000 * minute;
  expect(latency.quantile(0.5, beganMs)).toBeNull();
  for (let ms = 1; ms <= 1000; ms++) latency.add(ms, beganMs);
  const p99Ms = latency.quantile(0.99, inMinute(9));
  expect(p99Ms).toBeGreaterThanOrEqual(990);
  expect(p99Ms).toBeLessThan(990 * 1.08);
  for (let minute = 1; minute <= 9; minute++) latency.add(5, inMinute(minute));
  expect(latency.count).toBe(1009);
  expect(latency.quantile(0.99, inMinute(10))).toBeLessThan(5 * 1.08);
  expect(latency.count).toBe(9);
  expect(latency.quantile(0.99, inMinute(30))).toBeNull();
});

test('an act is taken only as the hub tells it', () => {
  const shelf = { key: 'a b', event: { kind: 'shelve', atMs: 1, by: 'duty', untilMs: 2 } };
  expect(parseAct({ ...shelf, more: 1 })).toEqual(shelf);
  for (const wrong of [
    null,
    { key: 'a', event: { kind: 'raise', atMs: 1 } },
    { key: '', event: shelf.event },
    { ...shelf, event: { ...shelf.event, untilMs: 9 * 3_600_000 } },
  ])
    expect(() => parseAct(wrong)).toThrow(/^act: /);
});
