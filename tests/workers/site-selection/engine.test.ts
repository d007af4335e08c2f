import * as v from 'valibot';
import { expect, test } from 'vitest';
import { SiteSelectionRequest } from '../../../model/questions/site-selection.ts';
import type { RoadNetwork } from '../../../model/roads/road-network.ts';
import { csvOf, type DataTable } from '../../../model/tables/data-table.ts';
import { ENGINES } from '../../../workers/engines.ts';
import { Host } from '../../../workers/shared/host.ts';
import type { SitingResult } from '../../../workers/site-selection/engine-types.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { valueIn } from '../shared/counting-engine.ts';

/** The small city's five buildings stand at (100 n, 50 n); one street runs along y = 0 from their west to their east. */
const { city, files } = smallCity();
const network: RoadNetwork = {
  format: 1,
  junctions: [
    [-100, 0],
    [500, 0],
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
        [500, 0],
      ],
      assumed: [],
    },
  ],
  turnBans: [],
};
/** 6 km/h · e^(−3.5 · 0.05), in metres a minute. */
const M_PER_MINUTE = 100 * Math.exp(-0.175);
const minutes = (m: number) => Math.ceil((60 * m) / M_PER_MINUTE) / 60;

async function openHost(): Promise<Host> {
  const host = new Host(ENGINES, { nowMs: () => 0, yield: async () => {}, compile: async () => null });
  valueIn(await host.load('site-selection'));
  await host.open(
    {
      manifest: { ...city, grids: null, facts: { roads: { state: 'given' } } },
      read: async (path) => files.get(path) ?? new Uint8Array(),
      readJson: async () => null,
      findJson: async (path) => (path === 'road-network.json' ? network : null),
    },
    '',
  );
  return host;
}

async function ask(host: Host, request: object): Promise<SitingResult> {
  return valueIn(await host.ask(null, 'analyse', [v.parse(SiteSelectionRequest, request), () => {}])) as SitingResult;
}

const points = (...pointsM: number[][]) => ({ by: 'points', pointsM });
/** Both classes of buildings count alike, so that all five are served. */
const demand = ['lane', 'office'].map((value) => ({
  by: 'things',
  of: { by: 'attribute', layer: 'building', attribute: 'class', value },
}));
const places = { by: 'places', of: points([0, 0], [200, 0], [400, 0]) };

test('one site goes where the ways of all together are shortest', async () => {
  const found = await ask(await openHost(), { aim: 'median', demand, candidates: places, sites: 1 });
  // To (200, 0): 200, 150, 100, 250 and 400 m from the buildings, each straight to the street first.
  const expected = [200, 150, 100, 250, 400].map(minutes);
  const mean = expected.reduce((sum, one) => sum + one, 0) / 5;
  expect(found.sites).toMatchObject([{ id: '2', state: 'new', nearest: 5 }]);
  expect(found.after).toMatchObject({ far: 0, maxMin: minutes(400) });
  expect(found.after.meanMin).toBeCloseTo(mean, 9);
  expect(found.objective).toMatchObject({ unit: 'min', isProven: true, gapPct: 0 });
  expect(found.objective.value).toBeCloseTo(mean, 9);
  expect(found).toMatchObject({ amount: 5, candidates: 3, unservable: 0, before: null, gain: null });
});

test('what stands stays: the new site is the one that helps most beside it, and who gains is counted', async () => {
  const host = await openHost();
  const existing = { of: points([0, 0]) };
  const found = await ask(host, { aim: 'cover', limitMin: 4, demand, candidates: places, existing, sites: 1 });
  // Within 4 min are 335 m: of (0, 0) buildings 0 to 2, of (200, 0) 0 to 3, of (400, 0) 2 to 4.
  expect(found.before).toMatchObject({ within: 3 });
  expect(found.after).toMatchObject({ within: 5 });
  expect(found.sites.map(({ id, state, onlyHere }) => [id, state, onlyHere])).toEqual([
    ['3', 'new', 2],
    ['1', 'kept', 2],
  ]);
  expect(found.gain).toMatchObject({ amount: 2 });
  expect(found.loss).toMatchObject({ amount: 0 });
  const tables = valueIn(await host.ask(null, 'tables', [])) as Record<string, DataTable>;
  expect(csvOf(tables.service).split('\n')[2]).toMatch(/^after,5,1,/);
});

test('what may move is given up where the sites serve more elsewhere, and who loses is counted', async () => {
  const existing = { of: points([-100, 0]), may: 'move' };
  const found = await ask(await openHost(), { aim: 'centre', demand, candidates: places, existing, sites: 1 });
  // Building 3 is as far from both: it falls to the first. Of four places (200, 0) and (400, 0) have everybody within 250 m; with (-100, 0) it would be 300 m. The one that stood closes.
  expect(found.objective).toMatchObject({ value: minutes(250), isProven: true });
  expect(found.sites.map(({ id, state, nearest }) => [id, state, nearest])).toEqual([
    ['2', 'new', 4],
    ['3', 'new', 1],
    ['1', 'closed', 0],
  ]);
  // From (-100, 0) it was 100 m to building 0, now it is 200 m; to all others it is shorter.
  expect(found).toMatchObject({ gain: { amount: 4 }, loss: { amount: 1 } });
});

test('a grid leaves out what is off the streets; nobody to serve and nowhere to build are refused', async () => {
  const host = await openHost();
  const grid = { by: 'grid', spacingM: 50 };
  const found = await ask(host, { aim: 'median', demand, candidates: grid, sites: 1, reachM: 30 });
  expect(found.candidates).toBeGreaterThan(0);
  expect(found.sites.every(({ atM }) => Math.abs(atM[1]) <= 30)).toBe(true);
  // At a reach of 30 m only building 0 is on the street.
  expect(found).toMatchObject({ amount: 5, unservable: 4, demands: 1 });
  const nowhere = {
    by: 'grid',
    within: [
      [0, 900],
      [10, 900],
      [10, 910],
    ],
  };
  await expect(ask(host, { demand, candidates: nowhere })).rejects.toThrow('within 200 m of a way, got none');
  await expect(ask(host, { candidates: places })).rejects.toThrow('expected people or things to serve');
});

test('the same question comes to the same hash, with other sites to another', async () => {
  const host = await openHost();
  const request = { aim: 'median', demand, candidates: places, sites: 2 };
  const first = await ask(host, request);
  expect((await ask(await openHost(), request)).hash).toBe(first.hash);
  expect((await ask(host, { ...request, sites: 1 })).hash).not.toBe(first.hash);
});

test('a full site takes the nearest, and who does not fit counts as far', async () => {
  const host = await openHost();
  const found = await ask(host, { aim: 'median', demand, candidates: places, sites: 1, capacity: 2 });
  // (0, 0) takes buildings 0 and 1 at 0 and 150 m; (200, 0) would take two at 100 and 150 m. The other three count as 60 min.
  expect(found.sites).toMatchObject([{ id: '1', nearest: 5, load: 2, capacity: 2, maxMin: minutes(150) }]);
  expect(found.objective.value).toBeCloseTo((minutes(150) + 180) / 5, 9);
  expect(found.after.meanMin).toBeCloseTo(found.objective.value, 9);
  expect(found).toMatchObject({ unfit: 3, after: { far: 3 }, objective: { isProven: true } });
  const tables = valueIn(await host.ask(null, 'tables', [])) as Record<string, DataTable>;
  expect(csvOf(tables.sites).split('\n')[0]).toContain('nearest,load,capacity');
});

test('a cover with rooms is worth what its sites serve within the limit, and one that stands keeps its own room', async () => {
  const existing = { of: points([0, 0]) };
  const request = { aim: 'cover', limitMin: 4, demand, candidates: places, existing, sites: 1, capacity: 2 };
  const found = await ask(await openHost(), request);
  // Within 335 m: of (0, 0) buildings 0 to 2, of (200, 0) 0 to 3, of (400, 0) 2 to 4: two fit at each.
  expect(found.objective).toMatchObject({ unit: 'amount', value: 4, bound: 4, isProven: true });
  expect(found).toMatchObject({ before: { within: 2 }, after: { within: 4 }, unfit: 1, gain: { amount: 2 } });
  expect(found.sites.map(({ load }) => load)).toEqual([2, 2]);
});

test('a budget opens what can be paid, and its parts tell what less would bring', async () => {
  const host = await openHost();
  const request = { aim: 'median', demand, candidates: places, sites: 3, siteCost: 100 };
  const paid = await ask(host, { ...request, budget: 250 });
  const two = await ask(host, { ...request, sites: 2 });
  expect(paid.sites.map(({ id, cost }) => [id, cost])).toEqual(two.sites.map(({ id }) => [id, 100]));
  expect(paid.objective).toMatchObject({ value: two.objective.value, isProven: true });
  expect(paid.cost).toBe(200);
  expect(paid.front.map(({ sites, cost }) => [sites, cost])).toContainEqual([1, 100]);
  await expect(ask(host, { ...request, budget: 99 })).rejects.toThrow('the cheapest costs 100, got 99');
});

test('sites far from each other are told by the way between the two nearest', async () => {
  const host = await openHost();
  const request = { aim: 'dispersion', demand, candidates: places };
  const found = await ask(host, { ...request, sites: 2 });
  expect(found.sites.map(({ id }) => id)).toEqual(['1', '3']);
  expect(found.objective).toEqual({
    unit: 'minApart',
    value: minutes(400),
    bound: minutes(400),
    isProven: true,
    gapPct: 0,
  });
  // Beside what stands at (200, 0) both ends are as far.
  const beside = await ask(host, { ...request, sites: 1, existing: { of: points([200, 0]) } });
  expect(beside.objective).toMatchObject({ value: minutes(200), isProven: true });
  await expect(ask(host, { ...request, sites: 1 })).rejects.toThrow('expected two sites or more');
});

test('a capacity is refused with an aim that cannot keep it', async () => {
  const asked = ask(await openHost(), { aim: 'centre', demand, candidates: places, capacity: 5 });
  await expect(asked).rejects.toThrow('capacity: expected 0 with the aim centre, got 5');
});
