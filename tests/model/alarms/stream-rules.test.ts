import { expect, test } from 'vitest';
import { simulatedValue } from '../../../hub/simulated/simulated-city.ts';
import { combinedRulesOf, rulesOf } from '../../../model/alarms/stream-rules.ts';
import { BASE_KINDS } from '../../../model/sensors/base-kinds.ts';
import { mergeSensorKinds } from '../../../model/sensors/sensor-kind.ts';
import type { CitySensor, CityStream } from '../../../model/sensors/sensors.ts';
import { limitLines } from '../../../src/plugins/feeds/limit-lines.ts';
import { Pipeline } from '../../../src/plugins/feeds/tasks/pipeline.ts';

const KINDS = mergeSensorKinds(BASE_KINDS);
const MINUTE_MS = 60_000;
/** A whole minute of a dry day. */
const NOON_MS = Date.UTC(2026, 10, 20, 4);

function sensor(id: string, kind: string, at: [number, number], streams: Partial<CityStream>[]): CitySensor {
  return {
    id,
    kind,
    name: { zh: id, en: id },
    lonLat: [108, 34],
    at,
    of: 'x',
    datastreams: streams.map((stream, i) => ({
      id: `${id}/${i + 1}`,
      name: { zh: '值', en: 'value' },
      unit: 'm',
      cadenceS: 60,
      ...stream,
    })),
  };
}

function heardBy(sensors: readonly CitySensor[]) {
  const streams = sensors.flatMap((one) => one.datastreams.map((stream) => ({ one, stream })));
  const infos = streams.map(({ one, stream }) => ({
    id: stream.id,
    source: 0,
    cadenceMs: 1000 * stream.cadenceS,
    rules: rulesOf(KINDS, one, stream),
  }));
  const pipeline = new Pipeline(infos, 1440, combinedRulesOf(KINDS, sensors));
  const indexOf = new Map(infos.map(({ id }, index) => [id, index]));
  return {
    pipeline,
    hear(id: string, minute: number, value: number) {
      const timeMs = NOON_MS + minute * MINUTE_MS;
      pipeline.take({ stream: indexOf.get(id) ?? -1, timeMs, resultMs: timeMs, value }, timeMs, 'live');
    },
    silence(minute: number) {
      pipeline.markHeartbeat(0, NOON_MS + minute * MINUTE_MS);
    },
    at: (minute: number) =>
      pipeline
        .standing(NOON_MS + minute * MINUTE_MS)
        .map(({ key, state, by }) => `${key} ${state.kind}${by === null ? '' : ` by ${by}`}`),
  };
}

test('an alarm keeps what raised it when the value falls back within its dead band, and when that sample is kept no more', () => {
  const city = heardBy([sensor('a', 'pipe-level', [0, 0], [{ alarm: 1.2 }])]);
  const raised = () => city.pipeline.standing(NOON_MS + 2000 * MINUTE_MS).find(({ key }) => key === 'a/1 alarm');
  city.hear('a/1', 0, 1.0);
  city.hear('a/1', 1, 1.21);
  city.hear('a/1', 2, 1.18);
  expect(raised()).toMatchObject({ value: 1.18, raised: { value: 1.21, atMs: NOON_MS + MINUTE_MS } });
  for (let minute = 3; minute < 1600; minute++) city.hear('a/1', minute, 1.18);
  expect(raised()).toMatchObject({ raised: { value: 1.21, atMs: NOON_MS + MINUTE_MS } });
});

test('a sewer that rises 2 cm a minute is told before it is full; once it is, its limit stands for the rise', () => {
  const city = heardBy([sensor('a', 'pipe-level', [0, 0], [{ alarm: 1.2 }])]);
  for (let minute = 0; minute <= 20; minute++) city.hear('a/1', minute, 1 + Math.max(0, minute - 10) * 0.03);
  expect(city.at(20)).toEqual(['a/1 alarm unacknowledged', 'a/1 rate suppressed by a/1 alarm']);
  const slow = heardBy([sensor('a', 'pipe-level', [0, 0], [{ alarm: 1.3 }])]);
  for (let minute = 0; minute <= 20; minute++) slow.hear('a/1', minute, 1 + Math.max(0, minute - 10) * 0.021);
  expect(slow.at(20)).toEqual(['a/1 rate unacknowledged']);
  for (let minute = 21; minute <= 30; minute++) slow.hear('a/1', minute, 1.21);
  expect(slow.at(30)).toEqual(['a/1 rate returned']);
});

test('pressure that falls and a load that jumps are told by what they were before', () => {
  const city = heardBy([
    sensor('w', 'water-p', [0, 0], [{ unit: 'MPa' }]),
    sensor('p', 'power', [0, 0], [{ unit: 'A' }]),
    sensor('q', 'power', [0, 0], [{ unit: 'A' }]),
  ]);
  for (let minute = 0; minute <= 20; minute++) {
    city.hear('w/1', minute, minute < 18 ? 0.35 : 0.3);
    city.hear('p/1', minute, minute < 20 ? 200 : 139);
    city.hear('q/1', minute, minute < 20 ? 200 : 141);
  }
  expect(city.at(20)).toEqual(['p/1 unusual unacknowledged', 'w/1 rate unacknowledged']);
});

test('three wet places near a station are one alarm at it, and their warnings are suppressed until it goes; danger is not', () => {
  const pond = (id: string, eastM: number) => sensor(id, 'pond', [eastM, 0], [{ warn: 0.15, alarm: 0.27 }]);
  const pump = sensor('pump', 'pump', [0, 0], [{ unit: '1' }, { unit: 'A' }]);
  const city = heardBy([pump, pond('a', 100), pond('b', 200), pond('c', 300), pond('far', 900)]);
  for (let minute = 0; minute <= 10; minute++)
    for (const id of ['a', 'b', 'c', 'far']) city.hear(`${id}/1`, minute, minute < 5 ? 0 : id === 'c' ? 0.3 : 0.2);
  const by = 'by pump/1 waterlogged';
  expect(city.at(10)).toEqual([
    `a/1 warn suppressed ${by}`,
    `b/1 warn suppressed ${by}`,
    'c/1 alarm unacknowledged',
    'c/1 warn suppressed by c/1 alarm',
    'far/1 warn unacknowledged',
    'pump/1 waterlogged unacknowledged',
  ]);
  for (let minute = 11; minute <= 20; minute++) city.hear('a/1', minute, 0);
  expect(city.at(20)).toEqual([
    'b/1 warn unacknowledged',
    'c/1 alarm unacknowledged',
    'c/1 warn suppressed by c/1 alarm',
    'far/1 warn unacknowledged',
    'pump/1 waterlogged returned',
  ]);
});

test('a place that an operator spoke of before it was wet counts once at its station', () => {
  const pond = (id: string, eastM: number) => sensor(id, 'pond', [eastM, 0], [{ warn: 0.15, alarm: 0.27 }]);
  const pump = sensor('pump', 'pump', [0, 0], [{ unit: '1' }]);
  const city = heardBy([pump, pond('a', 100), pond('b', 200), pond('c', 300)]);
  expect(city.pipeline.alarms.act({ key: 'a/1 warn', event: { kind: 'acknowledge', atMs: NOON_MS, by: 'd' } })).toBe(
    true,
  );
  const hearAll = (minute: number, wet: readonly string[]) => {
    for (const id of ['a', 'b', 'c']) city.hear(`${id}/1`, minute, wet.includes(id) ? 0.2 : 0);
  };
  for (let minute = 0; minute <= 10; minute++) hearAll(minute, minute < 5 ? [] : ['a', 'b']);
  expect(city.at(10)).toEqual(['a/1 warn unacknowledged', 'b/1 warn unacknowledged']);
  for (let minute = 11; minute <= 20; minute++) hearAll(minute, ['a', 'b', 'c']);
  expect(city.at(20)).toContain('pump/1 waterlogged unacknowledged');
});

test('a high river alone and a full forebay alone are no backwater; both are', () => {
  const sensors = [
    sensor('pump', 'pump', [0, 0], [{ unit: '1' }]),
    sensor('bay', 'pipe-level', [10, 0], [{ alarm: 370 }]),
    sensor('river', 'river', [400, 0], [{ warn: 380, alarm: 382 }]),
  ];
  const told = (stageM: number, bayM: number) => {
    const city = heardBy(sensors);
    for (let minute = 0; minute <= 5; minute++) {
      city.hear('river/1', minute, stageM);
      city.hear('bay/1', minute, bayM);
    }
    return city.at(5).some((line) => line.startsWith('pump/1 backwater'));
  };
  expect([told(381, 369), told(379, 371), told(381, 371)]).toEqual([false, false, true]);
});

test('of one device that is silent the first stream alone is told', () => {
  const city = heardBy([sensor('pump', 'pump', [0, 0], [{}, {}, {}])]);
  for (const id of ['pump/1', 'pump/2', 'pump/3']) city.hear(id, 0, 1);
  city.silence(6);
  expect(city.at(6)).toEqual([
    'pump/1 silent alert',
    'pump/2 silent suppressed by pump/1 silent',
    'pump/3 silent suppressed by pump/1 silent',
  ]);
});

test('single silent sensors are alerts; a tenth of a kind silent at once is one alarm of the kind, and goes with its cause', () => {
  const ponds = Array.from({ length: 40 }, (_, i) => sensor(`p${i + 10}`, 'pond', [0, 0], [{}, {}]));
  const city = heardBy(ponds);
  const hear = (minute: number, silent: number) => {
    for (const { datastreams } of ponds.slice(silent)) for (const { id } of datastreams) city.hear(id, minute, 0);
    city.silence(minute);
  };
  const told = new Map<number, string[]>();
  for (let minute = 0; minute <= 20; minute++) {
    // Three devices stop at once, a fourth ten minutes later, and all come back.
    const silent = minute < 10 ? 3 : 4;
    hear(minute, minute === 0 || minute >= 18 ? 0 : silent);
    const ofDevices = city.at(minute).filter((line) => !line.includes('/2 '));
    told.set(minute, ofDevices);
  }
  expect(told.get(6)).toEqual(['p10/1 silent alert', 'p11/1 silent alert', 'p12/1 silent alert']);
  expect(told.get(16)).toEqual([
    'p10/1 silent alert',
    'p11/1 silent alert',
    'p12/1 silent alert',
    'p13/1 silent alert',
    'pond many-silent unacknowledged',
  ]);
  expect(told.get(20)).toEqual(['pond many-silent returned']);
});

/** Kinds that no rain touches: what moves them on a dry day is noise, people and the hour. */
test.each([
  ['water-p', 'MPa', 60],
  ['heat', 'Cel', 60],
  ['power', 'A', 60],
  ['air', 'ug/m3', 300],
  ['site', 'mm', 600],
])('a day of %s as it is simulated raises no alarm by rate or deviation', (kind, unit, cadenceS) => {
  const one = sensor(`sn-${kind}-0001`, kind, [0, 0], [{ unit, cadenceS }]);
  const city = heardBy([one]);
  const simulated = { seed: 20_261_120, zoneHours: 8, drains: new Map(), kinds: KINDS };
  const told = new Set<string>();
  for (let minute = 0; minute < 1440; minute += cadenceS / 60) {
    city.hear(
      one.datastreams[0].id,
      minute,
      simulatedValue(simulated, one, one.datastreams[0], NOON_MS + minute * MINUTE_MS),
    );
    for (const line of city.at(minute)) told.add(line);
  }
  expect([...told]).toEqual([]);
});

test('limits over a chart: a set point is level, a rate leads from the value before, a deviation lies about the mean', () => {
  const series = {
    timesMs: Float64Array.from({ length: 61 }, (_, minute) => NOON_MS + minute * MINUTE_MS),
    values: Float64Array.from({ length: 61 }, (_, minute) => (minute < 60 ? 90 : 95)),
  };
  const drawn = (one: CitySensor) =>
    limitLines(rulesOf(KINDS, one, one.datastreams[0]), series).map(({ rule, fromMs, fromValue, toMs, toValue }) => [
      rule.id,
      (fromMs - NOON_MS) / MINUTE_MS,
      fromValue,
      (toMs - NOON_MS) / MINUTE_MS,
      Number(toValue.toFixed(6)),
    ]);
  expect(drawn(sensor('r', 'river', [0, 0], [{ warn: 91, alarm: 92 }]))).toEqual([
    ['warn', 0, 91, 60, 91],
    ['alarm', 0, 92, 60, 92],
    ['rate', 30, 90, 60, 90.25],
  ]);
  expect(drawn(sensor('h', 'heat', [0, 0], [{ unit: 'Cel' }]))).toEqual([
    ['unusual', 0, 87, 60, 87],
    ['unusual', 0, 93, 60, 93],
  ]);
});
