import { expect, test } from 'vitest';
import type { Grading } from '../../../model/questions/terrain-analysis.ts';
import type { RoadNetwork } from '../../../model/roads/road-network.ts';
import { metricsOf, parcelMetrics, parcelRing } from '../../../model/schemes/metrics.ts';
import {
  DEFAULT_ASSUMPTIONS,
  DEFAULT_CONTROLS,
  type Scheme,
  type SchemeBuilding,
  type SchemeParcel,
} from '../../../model/schemes/scheme.ts';
import { gradedParcel } from '../../../workers/scheme-design/site-ground.ts';
import {
  defaultFacilities,
  servicesOf,
  type WalkingCity,
  walkingCity,
} from '../../../workers/scheme-design/site-services.ts';
import type { ServedThing } from '../../../workers/shared/serving-things.ts';
import { walkingNet } from '../../../workers/shared/walking-times.ts';

/** Ground that rises by 1 m in 10 m to the east: cells of 10 m from −100 m, elevation 100 m at east 0. */
const PLACE = { westM: -100, southM: -100, cellM: 10, columns: 30, rows: 30 };
const ground = {
  grid: PLACE,
  elevationM: Float32Array.from({ length: 900 }, (_, i) => 100 + (-100 + ((i % 30) + 0.5) * 10) / 10),
};

const box = (west: number, south: number, wide: number, deep: number): [number, number][] => [
  [west, south],
  [west + wide, south],
  [west + wide, south + deep],
  [west, south + deep],
];

const parcelOf = (id: string, ring: [number, number][], code = '0701', grading?: Grading): SchemeParcel => ({
  id,
  name: id,
  source: null,
  ...parcelRing(ring),
  controls: { ...DEFAULT_CONTROLS, code },
  ...(grading ? { grading } : {}),
});

/** 100 × 50 m on ground from 100 to 110 m. */
const site = (grading: Grading) => parcelOf('p1', box(0, 0, 100, 50), '0701', grading);

test('a site that is graded level in the middle of a slope cuts and fills a wedge each', async () => {
  // The cut is a wedge 50 m long, 5 m high, 50 m wide: 50 × 5 / 2 × 50 = 6,250 m³; the fill is the same.
  const level = await gradedParcel(ground, site({ by: 'level', elevationM: null }), 1);
  expect(level?.elevationM).toBeCloseTo(105, 6);
  expect(level?.cutM3).toBeCloseTo(6250, 3);
  expect(level?.fillM3).toBeCloseTo(6250, 3);
  // At 100 m everything is cut: 100 × 10 / 2 × 50.
  const low = await gradedParcel(ground, site({ by: 'level', elevationM: 100 }), 1);
  expect([low?.cutM3, low?.fillM3]).toEqual([expect.closeTo(25_000, 3), expect.closeTo(0, 6)]);
  // A plane that rises as the ground does moves nothing.
  const along = await gradedParcel(ground, site({ by: 'plane', elevationM: 100, fallPct: 10, bearingDeg: 270 }), 1);
  expect([along?.cutM3, along?.fillM3]).toEqual([expect.closeTo(0, 3), expect.closeTo(0, 3)]);
  expect(await gradedParcel(ground, parcelOf('p2', box(0, 0, 10, 10)), 1)).toBeNull();
});

test('earthwork is a figure of the parcel and of the scheme, with a surplus by the fill that cut gives', async () => {
  const parcel = site({ by: 'level', elevationM: 104 });
  const moved = await gradedParcel(ground, parcel, 0.9);
  if (!moved) throw new Error('earthwork: expected a graded parcel');
  // 60 m of it are cut, to 6 m; 40 m are filled, to 4 m.
  expect([moved.cutM3, moved.fillM3]).toEqual([expect.closeTo(9000, 3), expect.closeTo(4000, 3)]);
  const scheme: Scheme = { id: 's', name: '', parcels: [parcel, parcelOf('p2', box(200, 0, 10, 10))], buildings: [] };
  const found = { earthwork: [moved], excavations: [], services: [], roads: [], lacks: [] };
  const assumed = { ...DEFAULT_ASSUMPTIONS, fillPerCutRatio: 0.9 };
  expect(metricsOf(scheme, assumed, found).surplusM3).toBeCloseTo(0.9 * 9000 - 4000, 3);
  const [own, other] = parcelMetrics(scheme, assumed, found);
  expect(own.metrics.cutM3).toBeCloseTo(9000, 3);
  expect(other.metrics.cutM3).toBeNull();
  expect(metricsOf(scheme, assumed).cutM3).toBeNull();
});

/** A street along y = 0 from −100 to 2,000 m on level ground. */
const network: RoadNetwork = {
  format: 1,
  junctions: [
    [-100, 0],
    [2000, 0],
  ],
  segments: [
    {
      id: 's1',
      name: { zh: '街', en: 'Street' },
      class: 'residential',
      form: 'ground',
      lanes: 2,
      widthM: 6,
      speedKmPerH: 30,
      direction: 'both',
      isPrivate: false,
      clearanceM: null,
      weightLimitT: null,
      from: 0,
      to: 1,
      points: [
        [-100, 0],
        [2000, 0],
      ],
      assumed: [],
    },
  ],
  turnBans: [],
};
/** 6 km/h · e^(−3.5 · 0.05), in metres a minute. */
const M_PER_MINUTE = 100 * Math.exp(-0.175);

const thing = (gid: number, x: number, residents = 0, capacity: number | null = null): ServedThing => ({
  gid,
  id: `t${gid}`,
  name: { zh: `t${gid}`, en: `t${gid}` },
  atM: [x, 0],
  residents,
  capacity,
});

function cityWith(homes: readonly ServedThing[]): { today: WalkingCity; after: WalkingCity } {
  const today = walkingCity(
    walkingNet(network, () => 0, 20),
    homes,
  );
  return { today, after: today };
}

const building = (id: string, parcel: string, ring: [number, number][], storeys: number): SchemeBuilding => ({
  id,
  parcel,
  ringM: ring,
  baseM: 0,
  heightM: 3 * storeys,
  storeys,
  use: 'residential',
});

test('residents of a scheme walk to the nearest school, which gets them beside those it has; who gives way is gone', () => {
  const city = cityWith([thing(1, 0, 100), thing(2, 900, 50), thing(3, 1000, 30)]);
  const schools = [thing(11, 0, 0, 20), thing(12, 1000, 0, null)];
  // 40 × 25 m × 10 storeys: 10,000 m², 100 dwellings, 260 residents; its middle is 400 m along the street.
  const scheme = {
    parcels: [parcelOf('p1', box(380, -12.5, 40, 25))],
    buildings: [building('b1', 'p1', box(380, -12.5, 40, 25), 10)],
  };
  const found = servicesOf(city, { kind: 'school', things: schools }, scheme, {
    assumed: DEFAULT_ASSUMPTIONS,
    cleared: new Set([2]),
  });
  expect(found).toMatchObject({ facilities: 2, own: 0, residents: 260, reaching: 260 });
  expect(found.meanMin).toBeCloseTo(400 / M_PER_MINUTE, 4);
  expect(found.within).toEqual([
    { minutes: 5, residents: 260 },
    { minutes: 10, residents: 260 },
    { minutes: 15, residents: 260 },
  ]);
  expect(400 / M_PER_MINUTE).toBeLessThan(5);
  expect(found.loads).toMatchObject([
    { id: 't11', before: 100, after: 360, ofScheme: 260, capacity: 20 },
    { id: 't12', before: 80, after: 30, ofScheme: 0 },
  ]);
  const metrics = metricsOf({ id: 's', name: '', ...scheme }, DEFAULT_ASSUMPTIONS, {
    earthwork: [],
    excavations: [],
    services: [found],
    roads: [],
    lacks: [],
  });
  // 80 pupils of a thousand.
  expect(metrics.schoolLoad).toBeCloseTo(0.08 * 360, 9);
  expect(metrics.school15Pct).toBe(100);
  expect(metrics.healthMin).toBeNull();
});

test('a school that the scheme builds takes who lives nearer to it', () => {
  const city = cityWith([thing(1, 0, 100), thing(2, 900, 50)]);
  const scheme = {
    parcels: [parcelOf('p1', box(790, -10, 20, 20), '080403')],
    buildings: [{ ...building('b1', 'p1', box(795, -5, 10, 10), 3), use: 'public' as const }],
  };
  const found = servicesOf(city, { kind: 'school', things: [thing(11, 0)] }, scheme, {
    assumed: DEFAULT_ASSUMPTIONS,
    cleared: new Set(),
  });
  expect(found).toMatchObject({ facilities: 2, own: 1, residents: 0, meanMin: null });
  expect(found.loads).toMatchObject([
    { id: 't11', before: 150, after: 100 },
    { id: 'scheme p1', isOwn: true, before: 0, after: 50 },
  ]);
});

test('schools and health care are recognised by code or Chinese name, and not by a part of a word or by the class of a road', () => {
  const layers = [
    {
      layer: 'buildings',
      label: { zh: '建筑', en: 'Buildings' },
      attribute: 'use',
      values: [
        { value: 'school', label: { zh: '学校', en: 'School' }, count: 1 },
        { value: 'b7', label: { zh: '市第一医院', en: 'B7' }, count: 1 },
        { value: 'preschooling', label: { zh: '其他', en: 'Other' }, count: 1 },
        { value: 'primary', label: { zh: 'primary', en: 'primary' }, count: 9 },
        { value: 'primary_school', label: { zh: 'primary_school', en: 'primary_school' }, count: 1 },
        { value: 'clinic', label: { zh: '门诊', en: 'Clinic' }, count: 2 },
      ],
    },
  ];
  expect(defaultFacilities(layers, 'school').map(({ value }) => value)).toEqual(['school', 'primary_school']);
  expect(defaultFacilities(layers, 'health').map(({ value }) => value)).toEqual(['b7', 'clinic']);
});
