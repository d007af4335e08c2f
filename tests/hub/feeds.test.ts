import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRecorded, recordedBetween } from '../../hub/simulated/recorded-feed.ts';
import type { SimulatedCity } from '../../hub/simulated/simulated-city.ts';
import { simulatedValue } from '../../hub/simulated/simulated-city.ts';
import { CITY_FAULTS, messagesBetween, NO_FAULTS, type SimulatedStream } from '../../hub/simulated/simulated-feed.ts';
import { rainMmPerH, runoffMmPerH } from '../../hub/simulated/simulated-weather.ts';
import { BASE_KINDS } from '../../model/sensors/base-kinds.ts';
import { mergeSensorKinds } from '../../model/sensors/sensor-kind.ts';
import type { CitySensor } from '../../model/sensors/sensors.ts';

const NOON_MS = Date.UTC(2026, 10, 20, 4);
const HOUR_MS = 3_600_000;
const CITY: SimulatedCity = {
  seed: 7,
  zoneHours: 8,
  drains: new Map([['mh-1', { invertM: 376, rimM: 380 }]]),
  kinds: mergeSensorKinds(BASE_KINDS),
};

/** One sensor of each kind that the demo city has. */
const KINDS: [kind: string, unit: string, cadenceS: number][] = [
  ['rain', 'mm', 60],
  ['river', 'm', 60],
  ['pipe-level', 'm', 60],
  ['pipe-flow', 'm3/s', 60],
  ['pond', 'm', 30],
  ['pump', '1', 10],
  ['gate', 'deg', 60],
  ['water-p', 'MPa', 60],
  ['gas-p', 'MPa', 10],
  ['gas-leak', '%', 30],
  ['heat', 'Cel', 60],
  ['power', 'A', 10],
  ['cover', 'deg', 300],
  ['lamp', 'W', 300],
  ['traffic', '1/h', 60],
  ['crowd', '1/min', 10],
  ['air', 'ug/m3', 300],
  ['noise', 'dB[SPL]', 60],
  ['slope', 'mm', 600],
  ['levee', 'kPa', 600],
  ['bridge', 'mm', 60],
  ['metro', 'm', 10],
  ['site', 'mm', 600],
  ['parking', '1', 60],
  ['building', 'mm', 60],
  ['building', '[ppm]', 60],
  ['building', 'mm/s', 60],
  ['building', 'kW', 60],
];

const streamOf = (kind: string, unit: string, cadenceS: number, datastream: number): SimulatedStream => {
  const id = `sn-${kind}-${String(datastream).padStart(4, '0')}`;
  const name = { zh: kind, en: kind };
  const stream = { id: `${id}/1`, name, unit, cadenceS, ...(kind === 'river' && { warn: 382 }) };
  const thing: CitySensor = {
    id,
    kind,
    name,
    lonLat: [108.75, 34.3],
    at: [0, 0],
    of: 'mh-1',
    elevationM: 378,
    datastreams: [stream],
  };
  return { thing, stream, datastream, feature: datastream };
};

const STREAMS = KINDS.map(([kind, unit, cadenceS], i) => streamOf(kind, unit, cadenceS, i + 1));

describe('simulated feed', () => {
  test('an hour in one piece is the hour in pieces, faults and all', () => {
    const whole = messagesBetween(CITY, CITY_FAULTS, STREAMS, NOON_MS, NOON_MS + HOUR_MS);
    const cuts = [0, 1, 499, 10_000, 10_001, 600_000, 1_234_567, HOUR_MS];
    const pieces = cuts
      .slice(1)
      .flatMap((cut, i) => messagesBetween(CITY, CITY_FAULTS, STREAMS, NOON_MS + cuts[i], NOON_MS + cut));
    expect(pieces).toEqual(whole);
    expect(messagesBetween({ ...CITY, seed: 8 }, CITY_FAULTS, STREAMS, NOON_MS, NOON_MS + HOUR_MS)).not.toEqual(whole);
  });

  test('without faults each sensor keeps its own cadence', () => {
    const messages = messagesBetween(CITY, NO_FAULTS, STREAMS, NOON_MS, NOON_MS + HOUR_MS);
    for (const { datastream, stream } of STREAMS) {
      const times = messages
        .filter(({ observation }) => observation.datastream === datastream)
        .map(({ observation }) => observation.phenomenonMs);
      expect(times).toHaveLength(3600 / stream.cadenceS);
      expect(new Set(times.slice(1).map((time, i) => time - times[i]))).toEqual(new Set([stream.cadenceS * 1000]));
    }
    expect(messages.every(({ observation: { result } }) => Number.isFinite(result))).toBe(true);
  });

  test('faults come as often as they are asked for', () => {
    const many = Array.from({ length: 200 }, (_, i) => streamOf('crowd', '1', 10, i + 1));
    const faults = { ...NO_FAULTS, lost: 0.05, twice: 0.1, held: 0.1, heldS: 8, skewed: 0.25, skewS: 3 };
    const messages = messagesBetween(CITY, faults, many, NOON_MS, NOON_MS + HOUR_MS);
    const keys = messages.map(
      ({ observation: { datastream, phenomenonMs, result } }) => `${datastream} ${phenomenonMs} ${result}`,
    );
    const once = new Set(keys).size;
    expect(once / 72_000).toBeCloseTo(0.95, 2);
    expect((keys.length - once) / once).toBeCloseTo(0.1, 2);
    const last = new Map<number, number>();
    let passed = 0;
    for (const { observation } of messages) {
      if ((last.get(observation.datastream) ?? 0) > observation.phenomenonMs) passed++;
      last.set(observation.datastream, Math.max(last.get(observation.datastream) ?? 0, observation.phenomenonMs));
    }
    expect(passed).toBeGreaterThan(0);
    const skews = new Map(messages.map(({ observation }) => [observation.datastream, [] as number[]]));
    for (const { sendMs, observation } of messages)
      skews.get(observation.datastream)?.push(sendMs - observation.phenomenonMs - 250);
    const wrong = [...skews.values()].filter((delays) => Math.min(...delays) !== 0);
    expect(wrong.length / 200).toBeCloseTo(0.25, 1);
    for (const delays of wrong) expect(Math.abs(Math.min(...delays))).toBeLessThanOrEqual(3000);
  });
});

describe('simulated water', () => {
  const week = Array.from({ length: 7 * 288 }, (_, i) => NOON_MS + i * 300_000);
  const of = (kind: string) => {
    const one = STREAMS.find(({ thing }) => thing.kind === kind);
    if (!one) throw new Error(kind);
    return week.map((ms) => simulatedValue(CITY, one.thing, one.stream, ms));
  };
  const rain = week.map((ms) => rainMmPerH(CITY.seed, [0, 0], ms / 1000));
  const peakOf = (values: readonly number[]) => values.indexOf(Math.max(...values));

  test('it rains, and not always', () => {
    const wet = rain.filter((rate) => rate > 0.1).length / rain.length;
    expect(wet).toBeGreaterThan(0.03);
    expect(wet).toBeLessThan(0.6);
    expect(of('rain')[peakOf(rain)]).toBeCloseTo(Math.max(...rain) / 60, 2);
  });

  test('the manhole fills after the rain and the river after the manhole; both fall again', () => {
    const begin = peakOf(rain);
    const storm = (values: number[]) => values.slice(begin, begin + 96);
    const levels = storm(of('pipe-level'));
    const stages = storm(of('river'));
    expect(peakOf(levels)).toBeLessThanOrEqual(12);
    expect(peakOf(levels)).toBeGreaterThanOrEqual(0);
    expect(peakOf(stages)).toBeGreaterThan(peakOf(levels));
    expect(Math.max(...levels) - Math.min(...levels)).toBeGreaterThan(0.2);
    for (const level of of('pipe-level')) {
      expect(level).toBeGreaterThanOrEqual(376);
      expect(level).toBeLessThanOrEqual(380.01);
    }
  });

  test('a reservoir gives off what it took: a day of its runoff is a day of rain', () => {
    const minutes = Array.from({ length: 7 * 1440 }, (_, i) => NOON_MS / 1000 + i * 60);
    const fell = minutes.reduce((sum, timeS) => sum + rainMmPerH(CITY.seed, [0, 0], timeS), 0);
    const ran = minutes.reduce((sum, timeS) => sum + runoffMmPerH(CITY.seed, [0, 0], timeS, 1200), 0);
    expect(Math.abs(ran / fell - 1)).toBeLessThan(0.02);
  });

  test('pumps run where water comes: state, current and flow say the same', () => {
    const state = of('pump');
    expect(new Set(state).size).toBeGreaterThan(1);
    const one = STREAMS[5];
    const flow = week.map((ms) => simulatedValue(CITY, one.thing, { ...one.stream, unit: 'm3/s' }, ms));
    for (const [i, on] of state.entries()) expect(flow[i] > 0).toBe(on > 0);
  });
});

describe('recorded series', () => {
  test('runs from its beginning, faster, and begins again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shapan-recorded-'));
    const file = join(folder, 'a.csv');
    await writeFile(
      file,
      'timestamp,value\n2015-09-01 08:10:00,3\n2015-09-01 08:00:00,1\n2015-09-01 08:05:00,NaN\n2015-09-01 08:20:00,5\n',
    );
    const recorded = await readRecorded(file, 8);
    expect(recorded).toEqual({
      timesMs: [0, 10, 20].map((minute) => Date.UTC(2015, 8, 1, 0, minute)),
      values: [1, 3, 5],
    });
    const told = recordedBetween(
      recorded,
      { datastream: 1, feature: 1 },
      { beginMs: NOON_MS, rate: 10 },
      NOON_MS,
      NOON_MS + 240_000,
    );
    expect(told.map(({ sendMs, observation }) => [(sendMs - NOON_MS) / 60_000, observation.result])).toEqual([
      [0, 1],
      [1, 3],
      [2, 5],
      [3, 1],
    ]);
    await writeFile(file, 'timestamp,value\nyesterday,3\n');
    await expect(readRecorded(file, 8)).rejects.toThrow('line 2: expected a time such as');
    await rm(folder, { recursive: true });
  });

  const REAL = resolve('../shared/data/sensors');
  test.skipIf(!existsSync(REAL))('the real recordings are read (skipped where ../shared/data is absent)', async () => {
    const traffic = await readRecorded(join(REAL, 'traffic_mndot/occupancy_6005.csv'), -5);
    expect([traffic.values.length, traffic.values[0], new Date(traffic.timesMs[0]).toISOString()]).toEqual([
      2380,
      3.06,
      '2015-09-01T18:45:00.000Z',
    ]);
    const river = await readRecorded(join(REAL, 'rain_groundwater_pastas/river_stage.csv'), 0);
    expect(river.values[0]).toBe(2.29);
  });
});
