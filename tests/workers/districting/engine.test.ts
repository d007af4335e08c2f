import * as v from 'valibot';
import { expect, test } from 'vitest';
import { signedAreaM2 } from '../../../model/geo/plane/ring.ts';
import { DistrictsRequest } from '../../../model/questions/districts.ts';
import { csvOf, type DataTable } from '../../../model/tables/data-table.ts';
import type { DistrictsResult } from '../../../workers/districting/engine-types.ts';
import type { Host } from '../../../workers/shared/host.ts';
import { valueIn } from '../shared/counting-engine.ts';
import { chain, openSmall } from '../traffic/small-roads.ts';

const open = (hasPeople = true): Promise<Host> => openSmall(chain, hasPeople, 'districting');
const answer = (host: Host, request: object) =>
  host.ask(null, 'analyse', [v.parse(DistrictsRequest, { cellM: 50, searchThousands: 50, ...request }), () => {}]);
const ask = async (host: Host, request: object) => valueIn(await answer(host, request)) as DistrictsResult;

const FRESH = { from: { by: 'count', count: 2 }, tolerancePct: 50 };
const SEATS = {
  from: {
    by: 'places',
    of: {
      by: 'points',
      pointsM: [
        [0, 0],
        [400, 200],
      ],
    },
  },
  tolerancePct: 50,
};

test('everybody is in one district, and the same question comes to the same hash', async () => {
  const host = await open();
  const first = await ask(host, FRESH);
  const again = await ask(host, FRESH);
  const other = await ask(host, { ...FRESH, seed: 2 });
  const sum = (of: (one: DistrictsResult['districts'][number]) => number) =>
    first.districts.reduce((total, one) => total + of(one), 0);
  expect(sum(({ load }) => load)).toBeCloseTo(first.amount);
  expect(sum(({ target }) => target)).toBeCloseTo(first.amount);
  expect(sum(({ squares }) => squares)).toBe(first.squares);
  expect(first.before).toBeNull();
  expect(first.moved).toBe(0);
  expect(again.hash).toBe(first.hash);
  expect(other.amount).toBe(first.amount);
  expect(new Set(first.districts.map(({ colour }) => colour))).toEqual(new Set([0, 1]));
});

test('districts about places hold their places, and are held against a bound', async () => {
  const host = await open();
  const { districts, list, before, after, proof, moved } = await ask(host, { ...SEATS, changeMin: 0 });
  expect(districts.map(({ id }) => id)).toEqual(['1', '2']);
  expect(before?.meanMin).toBeGreaterThan(0);
  expect(after.meanM).toBeNull();
  expect(proof && proof.bound <= proof.value + 1e-6).toBe(true);
  expect(moved).toBe(list.reduce((sum, one) => sum + (one.before === one.district ? 0 : one.load), 0));
  const at = ([x, y]: readonly number[]) =>
    list.find(({ atM: [east, north] }) => Math.abs(east - x) <= 25 && Math.abs(north - y) <= 25)?.district;
  expect([at([0, 0]), at([400, 200])]).toEqual(['1', '2']);
});

test('tables tell districts and squares', async () => {
  const host = await open();
  await ask(host, SEATS);
  const tables = valueIn(await host.ask(null, 'tables', [])) as Record<string, DataTable>;
  expect(Object.keys(tables)).toEqual(['districts', 'squares', 'parameters']);
  expect(csvOf(tables.districts).split('\n')[0]).toContain('off_pct');
});

test.each([
  ['nobody lives in the city', false, FRESH, /buildings of this city have no residents/],
  [
    'more districts than squares',
    true,
    { ...FRESH, from: { by: 'count', count: 60 }, cellM: 500 },
    /expected 2 to 60 districts|two squares/,
  ],
  ['a layer without areas', true, { from: { by: 'areas', layer: 'building' } }, /expected a layer of areas/],
  ['capacities that nobody told', true, { ...SEATS, balance: 'capacity' }, /expected a capacity of every place/],
])('%s: it is said what to do', async (_, hasPeople, request, words) => {
  const found = await answer(await open(hasPeople), request);
  expect(JSON.stringify(found)).toMatch(words);
});

test('outlines cover the ground of each district, without corners on straight sides', async () => {
  const { districts, outlines } = await ask(await open(), FRESH);
  const areaM2 = (polygons: (typeof outlines)[number]) =>
    polygons.flat().reduce((sum, ring) => sum + signedAreaM2(ring), 0);
  for (const [district, { areaHa }] of districts.entries())
    expect(areaM2(outlines[district])).toBeCloseTo(10_000 * areaHa);
  const turns = outlines.flat(2).flatMap((ring) => ring.map(([x, y], i) => [x, y, ...ring[(i + 1) % ring.length]]));
  // Sides run from corner to corner, to the east or north and back in turn.
  expect(turns.every(([x, y, nextX, nextY]) => (x === nextX) !== (y === nextY))).toBe(true);
});

test('of two places on one square the first has the district, and the other is counted', async () => {
  const pointsM = [
    [0, 0],
    [400, 200],
    [402, 202],
  ];
  const { districts, leftOut } = await ask(await open(), {
    ...SEATS,
    from: { by: 'places', of: { by: 'points', pointsM } },
  });
  expect(districts.map(({ id }) => id)).toEqual(['1', '2']);
  expect(leftOut).toBe(1);
});
