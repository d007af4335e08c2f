import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, expect, test } from 'vitest';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { NoiseRequest } from '../../../model/questions/noise.ts';
import type { RoadSegment } from '../../../model/roads/road-network.ts';
import { withGivenData } from '../../../workers/noise/given-data.ts';
import { countedSegments, countsOf, hoursBetween, meanPerHour } from '../../../workers/shared/counts.ts';
import { weatherOf } from '../../../workers/shared/weather.ts';
import { bakedLayers, SOURCE, plainText as text } from './baked-layers.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-given-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ORIGIN = { lonDeg: 10, latDeg: 0, heightM: 0 };
const degreesAt = (x: number, y: number): string => {
  const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [x, y, 0]);
  return `${lonDeg},${latDeg}`;
};

const segmentOf = (id: string, direction: RoadSegment['direction'], points: [number, number][]): RoadSegment => ({
  id,
  name: text(id),
  class: 'primary',
  form: 'ground',
  lanes: 2,
  widthM: 8,
  speedKmPerH: 50,
  direction,
  isPrivate: false,
  clearanceM: null,
  weightLimitT: null,
  from: 0,
  to: 1,
  points,
  assumed: [],
});

/** A two-way road to the east, a one-way road beside it to the west, and one to the north. */
const SEGMENTS = [
  segmentOf('east', 'both', [
    [0, 0],
    [1000, 0],
  ]),
  segmentOf('west', 'along', [
    [1000, 20],
    [0, 20],
  ]),
  segmentOf('north', 'both', [
    [500, -500],
    [500, 500],
  ]),
];

async function cityWith(name: string, lines: readonly string[], roles: object) {
  writeFileSync(join(folder, `${name}.csv`), `${lines.join('\n')}\n`);
  const layer = { id: name, kind: 'point', label: text(name), file: `${name}.csv`, source: SOURCE, allColumns: true };
  const corners = `id,lon,lat\na,${degreesAt(-600, -600)}\nb,${degreesAt(1100, 600)}\n`;
  writeFileSync(join(folder, 'corners.csv'), corners);
  const frame = { id: 'corners', kind: 'point', label: text('corners'), file: 'corners.csv', source: SOURCE };
  return bakedLayers(folder, name, [frame, { ...layer, roles }], { origin: { lonDeg: 10, latDeg: 0 } });
}

test('counts go to the nearest road that runs their way, and what has no road or no number is told', async () => {
  const files = await cityWith(
    'counts',
    [
      'id,lon,lat,流量,方向,重型车比例',
      `a,${degreesAt(200, 8)},600,东,10`,
      `b,${degreesAt(200, 9)},400,西,20`,
      `c,${degreesAt(500, 300)},90,,`,
      `d,${degreesAt(-400, 300)},50,,`,
      `e,${degreesAt(500, -300)},,,`,
    ],
    { counts: {} },
  );
  const { streams, used } = await countsOf(files, SEGMENTS);
  expect(streams.map(({ segment, way }) => [SEGMENTS[segment].id, way])).toEqual([
    ['east', 'along'],
    ['east', 'against'],
    ['north', null],
  ]);
  expect(used).toMatchObject({ isGuessed: true, places: 3, offRoad: 1, blank: 1, segments: 2 });
  const request = v.parse(NoiseRequest, {
    ringM: [
      [0, 0],
      [1, 0],
      [1, 1],
    ],
    traffic: [{ segment: 'north', dayPerHour: 7, nightPerHour: 3, heavyPct: 0 }],
  });
  const filled = withGivenData(request, SEGMENTS, { streams, used }, null);
  const traffic = filled.request.traffic ?? [];
  // Both ways of the road together by day; what the question states itself stays.
  expect(traffic.map(({ segment, dayPerHour, heavyPct }) => [segment, Math.round(dayPerHour), heavyPct])).toEqual([
    ['north', 7, 0],
    ['east', 1000, 15],
  ]);
});

test('hours of a count, a whole day and a flow without an hour are brought to the hours that are wanted', () => {
  const none = { hour: null, perHour: null, perDay: null, heavyPct: null };
  const day = hoursBetween(6, 22);
  expect(hoursBetween(22, 6)).toEqual([22, 23, 0, 1, 2, 3, 4, 5]);
  const hourly = day.map((hour) => ({ ...none, hour, perHour: 100 + hour }));
  expect(meanPerHour(hourly, [8])).toBeCloseTo(108);
  expect(meanPerHour([{ ...none, perHour: 500 }], day)).toBeCloseTo(500);
  const ofDay = [{ ...none, perDay: 10_000 }];
  const both = 16 * (meanPerHour(ofDay, day) ?? 0) + 8 * (meanPerHour(ofDay, hoursBetween(22, 6)) ?? 0);
  expect(both).toBeCloseTo(10_000);
  expect(meanPerHour([none], day)).toBeNull();
});

test('a road of which one direction was counted carries as much in the other', () => {
  const rows = [{ hour: null, perHour: 300, perDay: null, heavyPct: null }];
  const stream = { id: 's', name: text('s'), atM: [0, 0] as const, segment: 0, way: 'along' as const, rows };
  const perHour = (direction: RoadSegment['direction']) =>
    countedSegments([stream], [{ direction }]).get(0)?.perHour(hoursBetween(6, 22));
  expect(perHour('both')).toBeCloseTo(600);
  expect(perHour('along')).toBeCloseTo(300);
});

test('the weather of a record is its means, its last reading and the wind that blows most often', async () => {
  const files = await cityWith(
    'station',
    [
      'id,lon,lat,time,气温,湿度,风速,风向,辐射,云量',
      `1,${degreesAt(9000, 0)},2024-01-01 02:00,4,90,3,SW,0,8`,
      `2,${degreesAt(9000, 0)},2024-01-01 01:00,2,80,5,SW,0,3`,
      `3,${degreesAt(9000, 0)},2024-01-01 00:00,-99,70,4,N,0,0`,
    ],
    { weather: {} },
  );
  const weather = await weatherOf(files);
  expect(weather?.used).toMatchObject({ readings: 3, airC: 3, humidityPct: 80, isGuessed: true });
  expect(weather?.latest).toMatchObject({ windMps: 3, windFromDeg: 225, time: '2024-01-01 02:00', cloud: 8 });
  expect(weather?.prevailing).toMatchObject({ windMps: 4, windFromDeg: 225, time: null });
  // A station outside makes the city no larger.
  expect(files.manifest.extentM[2]).toBeLessThan(2000);
});
