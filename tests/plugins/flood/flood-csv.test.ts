import { parse } from 'papaparse';
import { expect, test } from 'vitest';
import { impactCsv, totalsCsv } from '../../../src/plugins/flood/flood-csv.ts';
import type { Impact } from '../../../src/plugins/flood/run-controller.ts';
import { dryTotals } from './small-run.ts';

const START_MS = Date.UTC(2026, 6, 18, 4);
const NOTHING: Impact = { buildings: [], roads: [], entrances: [], totals: [] };
const school = {
  id: 'bld-1',
  name: { zh: '小学', en: 'School' },
  vital: 'school' as const,
  dwellings: 0,
  residents: 0,
  wetDwellings: 0,
  wetResidents: 0,
  insideM: 0.4567,
  spans: [
    { fromS: 60, toS: 120 },
    { fromS: 600, toS: 1200 },
  ],
};

const rowsOf = (csv: string) => parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true }).data;

test('a building is dry before its first wetting and after its last, told as instants', () => {
  const [row] = rowsOf(impactCsv({ ...NOTHING, buildings: [school] }, START_MS));
  expect(row).toMatchObject({
    kind: 'school',
    id: 'bld-1',
    name_zh: '小学',
    depth_m: '0.46',
    wet_from: '2026-07-18T04:01:00.000Z',
    wet_to: '2026-07-18T04:20:00.000Z',
    cars_closed_from: '',
  });
});

test('what is still wet at the end has no end', () => {
  const [row] = rowsOf(
    impactCsv({ ...NOTHING, buildings: [{ ...school, vital: null, spans: [{ fromS: 0, toS: null }] }] }, START_MS),
  );
  expect(row).toMatchObject({ kind: 'building', wet_from: '2026-07-18T04:00:00.000Z', wet_to: '' });
});

test('a road has the closures of each who goes there in columns of their own, and no wetting', () => {
  const [row] = rowsOf(
    impactCsv(
      {
        ...NOTHING,
        roads: [
          {
            id: 'road-1',
            name: { zh: '东街', en: 'East Street' },
            depthM: 0.3,
            closed: { walkers: [], cars: [{ fromS: 0, toS: 60 }], fireEngines: [{ fromS: 30, toS: null }] },
          },
        ],
      },
      START_MS,
    ),
  );
  expect(row).toMatchObject({
    kind: 'road',
    depth_m: '0.30',
    wet_from: '',
    walkers_closed_from: '',
    cars_closed_from: '2026-07-18T04:00:00.000Z',
    cars_closed_to: '2026-07-18T04:01:00.000Z',
    fire_engines_closed_from: '2026-07-18T04:00:30.000Z',
    fire_engines_closed_to: '',
  });
});

test('a name that a spreadsheet would compute stays a text, and one with commas and quotes stays one cell', () => {
  const name = { zh: '=1+1', en: 'The "Long", wet bar' };
  const csv = impactCsv({ ...NOTHING, entrances: [{ id: 'metro-1', name, overSillM: 0.1, spans: [] }] }, START_MS);
  const [row] = rowsOf(csv);
  expect([row.name_zh, row.name_en]).toEqual(["'=1+1", name.en]);
});

test('every row has as many cells as the heading', () => {
  const csv = impactCsv(
    {
      ...NOTHING,
      buildings: [school],
      entrances: [{ id: 'metro-1', name: school.name, overSillM: 0.1, spans: [] }],
      roads: [{ id: 'r', name: school.name, depthM: 0, closed: { walkers: [], cars: [], fireEngines: [] } }],
    },
    START_MS,
  );
  const widths = csv
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(',').length);
  expect(widths).toEqual([17, 17, 17, 17]);
});

test('totals are one row a frame, ponded ground in whole square metres', () => {
  const closed = { walkers: 1, cars: 2, fireEngines: 3 };
  const csv = totalsCsv(
    [
      dryTotals(90, {
        buildings: 4,
        dwellings: 5,
        residents: 6,
        wetDwellings: 2,
        wetResidents: 3,
        entrances: 7,
        closed,
        pondedM2: 99.5,
      }),
    ],
    START_MS,
  );
  const [heading, row] = csv.split('\r\n');
  expect(heading).toBe(
    'time,seconds,buildings,dwellings,residents,wet_dwellings,wet_residents,roads_walkers,roads_cars,roads_fire_engines,entrances,ponded_m2',
  );
  expect(row).toBe('2026-07-18T04:01:30.000Z,90,4,5,6,2,3,1,2,3,7,100');
});
