import { expect, test } from 'vitest';
import { metricsOf, parcelMetrics } from '../../../model/schemes/metrics.ts';
import { DEFAULT_ASSUMPTIONS, DEFAULT_CONTROLS, type Scheme, type SchemeRoad } from '../../../model/schemes/scheme.ts';
import { parseSchemesFile, schemesFileText } from '../../../model/schemes/scheme-file.ts';
import { roadAreaM2, roadEdgesM, roadLengthM } from '../../../model/schemes/scheme-roads.ts';
import { differencesOf } from '../../../model/schemes/scorecard.ts';
import { areaM2 } from '../../../model/schemes/site-geometry.ts';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 351 };
/** 100 m east, then 50 m north, 20 m wide. */
const road: SchemeRoad = {
  id: 'r1',
  name: 'Road 1',
  class: 'local',
  widthM: 20,
  lineM: [
    [0, 0],
    [100, 0],
    [100, 50],
  ],
};
const ring: [number, number][] = [
  [0, 20],
  [80, 20],
  [80, 120],
  [0, 120],
];
const scheme: Scheme = {
  id: 's',
  name: 'one',
  parcels: [
    {
      id: 'p1',
      name: 'p1',
      source: null,
      ringM: ring,
      edges: ['street', 'side', 'rear', 'side'],
      controls: DEFAULT_CONTROLS,
    },
  ],
  buildings: [],
  roads: [road],
};

test('length and area of a road, by hand; its mitred edges enclose just that', () => {
  expect([roadLengthM(road), roadAreaM2(road)]).toEqual([150, 3000]);
  const { left, right } = roadEdgesM(road, 1000);
  expect(left.map((point) => point.map((metre) => Math.round(metre * 1e9) / 1e9))).toEqual([
    [0, 10],
    [90, 10],
    [90, 50],
  ]);
  expect(areaM2([...right, ...[...left].reverse()])).toBeCloseTo(3000, 6);
  // A point each 10 m at most: the ground is asked for there.
  expect(roadEdgesM(road, 10).left).toHaveLength(10 + 5 + 1);
  expect(
    roadEdgesM(
      {
        widthM: 4,
        lineM: [
          [1, 1],
          [1, 1],
        ],
      },
      10,
    ).left,
  ).toEqual([]);
});

test('the share of roads is of parcels and roads together; without roads there is none', () => {
  const { roadM2, roadPct, siteM2 } = metricsOf(scheme, DEFAULT_ASSUMPTIONS);
  // 3,000 m² beside a parcel of 8,000 m².
  expect([siteM2, roadM2]).toEqual([8000, 3000]);
  expect(roadPct).toBeCloseTo(300 / 11, 9);
  expect(metricsOf({ ...scheme, roads: [] }, DEFAULT_ASSUMPTIONS)).toMatchObject({ roadM2: null, roadPct: null });
  expect(parcelMetrics(scheme, DEFAULT_ASSUMPTIONS)[0].metrics.roadM2).toBeNull();
});

test('roads come back from a file of format 2; a scheme without them is written as format 1', () => {
  const textOf = (one: Scheme) => schemesFileText('x', ORIGIN, { schemes: [one], assumptions: DEFAULT_ASSUMPTIONS });
  const json = JSON.parse(textOf(scheme));
  expect(json.shapan.format).toBe(2);
  const [again] = parseSchemesFile(json, 'f', 'x', ORIGIN).schemes;
  const [{ lineM, ...facts }] = again.roads ?? [];
  const { lineM: line, ...expected } = road;
  expect(facts).toEqual(expected);
  for (const [i, [x, y]] of lineM.entries()) {
    expect(x).toBeCloseTo(line[i][0], 6);
    expect(y).toBeCloseTo(line[i][1], 6);
  }
  const { roads: _, ...bare } = scheme;
  expect(JSON.parse(textOf(bare)).shapan.format).toBe(1);
  json.features[1].properties.widthM = 500;
  expect(() => parseSchemesFile(json, 'f', 'x', ORIGIN)).toThrow(/features\.1\.properties\.widthM/);
  expect(() => parseSchemesFile({ ...json, shapan: { ...json.shapan, format: 4 } }, 'f', 'x', ORIGIN)).toThrow(
    /format/,
  );
});

test('two schemes differ by their roads: one that only one has, another class and width, another line', () => {
  const wider: Scheme = { ...scheme, id: 't', roads: [{ ...road, class: 'arterial', widthM: 40 }] };
  expect(differencesOf(scheme, wider)).toEqual([
    {
      parcel: 'Road 1',
      kind: 'changed',
      fields: [
        { name: 'roadClass', first: 'local', second: 'arterial' },
        { name: 'roadWidth', first: '20 m', second: '40 m' },
      ],
    },
  ]);
  expect(differencesOf(scheme, { ...scheme, roads: [] })).toEqual([
    { parcel: 'Road 1', kind: 'only-first', fields: [] },
  ]);
  expect(differencesOf({ ...scheme, roads: [] }, scheme)[0].kind).toBe('only-second');
  const moved = { ...scheme, roads: [{ ...road, lineM: road.lineM.slice(0, 2) }] };
  expect(differencesOf(scheme, moved)[0].fields.map(({ name }) => name)).toEqual(['line']);
});
