import * as v from 'valibot';
import { expect, test } from 'vitest';
import { ServiceAreaRequest } from '../../../model/questions/service-areas.ts';
import type { RoadNetwork } from '../../../model/roads/road-network.ts';
import { csvOf, type DataTable } from '../../../model/tables/data-table.ts';
import { ENGINES } from '../../../workers/engines.ts';
import type { ServiceFacts, ServiceResult } from '../../../workers/service-areas/engine-types.ts';
import { Host } from '../../../workers/shared/host.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { valueIn } from '../shared/counting-engine.ts';

/** The small city's buildings stand at (100 n, 50 n); one street runs along y = 0 from their west to their east. */
const { city, files } = smallCity();
const street: RoadNetwork['segments'][number] = {
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
};
const network: RoadNetwork = {
  format: 1,
  junctions: [
    [-100, 0],
    [500, 0],
  ],
  segments: [street],
  turnBans: [],
};
/** 6 km/h · e^(−3.5 · 0.05), in metres a minute. */
const M_PER_MINUTE = 100 * Math.exp(-0.175);

async function hostOf(hasRoads: boolean, roads = network): Promise<{ host: Host; facts: ServiceFacts }> {
  const host = new Host(ENGINES, { nowMs: () => 0, yield: async () => {}, compile: async () => null });
  valueIn(await host.load('service-areas'));
  const opened = await host.open(
    {
      manifest: { ...city, grids: null, ...(hasRoads ? { facts: { roads: { state: 'given' } } } : {}) },
      read: async (path) => files.get(path) ?? new Uint8Array(),
      readJson: async () => null,
      findJson: async (path) => (path === 'road-network.json' ? roads : null),
    },
    '',
  );
  return { host, facts: valueIn(opened) as ServiceFacts };
}

async function ask(host: Host, request: object): Promise<ServiceResult> {
  return valueIn(await host.ask(null, 'analyse', [v.parse(ServiceAreaRequest, request), () => {}])) as ServiceResult;
}

const point = { by: 'points', pointsM: [[0, 0]] };

test('minutes are those along the street and straight to it; who is too far from it is counted apart', async () => {
  const { host, facts } = await hostOf(true);
  expect(facts.layers).toMatchObject([{ layer: 'building', attribute: 'class' }]);
  expect(facts.layers[0].values.map(({ value, count }) => [value, count])).toEqual([
    ['lane', 2],
    ['office', 3],
  ]);
  // Buildings 0 to 3 lie 0, 150, 300, 450 m on foot away; building 4 lies 200 m off the street, 600 m away.
  const near = await ask(host, { facilities: point, minutes: [2, 4, 6], reachM: 180 });
  expect(near.bands.map(({ buildings }) => buildings)).toEqual([2, 3, 4]);
  expect(300 / M_PER_MINUTE).toBeLessThan(4);
  expect(near.unreached.buildings).toBe(1);
  expect(near.facilities[0]).toMatchObject({ offM: 0, capacity: null });
  const tables = valueIn(await host.ask(null, 'tables', [])) as Record<string, DataTable>;
  expect(csvOf(tables.times).split('\n')[2]).toMatch(/^4,0,,3,/);
});

test('each building falls to the facility that is nearest in time, and an unknown value is refused by name', async () => {
  const { host } = await hostOf(true);
  const byUse = (value: string) => ({ by: 'attribute', layer: 'building', attribute: 'class', value });
  const offices = await ask(host, { facilities: byUse('office') });
  expect(offices.facilities.map(({ id }) => id)).toEqual(['bld-ND4-00001', 'bld-ND4-00010', 'bld-ND4-00003']);
  await expect(ask(host, { facilities: byUse('school') })).rejects.toThrow('"school"');
  const { host: bare } = await hostOf(false);
  await expect(ask(bare, { facilities: point })).rejects.toThrow('no road network');
});

test('people on foot go round a street that is closed, and along one that is closed one way', async () => {
  const between = (id: string, points: [number, number][]) => ({ ...street, id, points });
  const start: [number, number] = [0, 0];
  const end: [number, number] = [400, 0];
  // From one end to the other it is 400 m, round by the north 120 + 400 + 120 m.
  const square: RoadNetwork = {
    ...network,
    junctions: [start, end],
    segments: [between('direct', [start, end]), between('round', [start, [0, 120], [400, 120], end])],
  };
  const { host } = await hostOf(true, square);
  const walked = async (closed?: object[]) => {
    const asked = { facilities: { by: 'points', pointsM: [end] }, minutes: [3, 4.5, 5, 6, 8], reachM: 75 };
    const { bands, closed: told, hash } = await ask(host, { ...asked, ...(closed ? { closed } : {}) });
    return { buildings: bands.map(({ buildings }) => buildings), closed: told, hash };
  };
  // Buildings 0 to 3 have 400, 50 + 300, 20 + 200 + 120 and 30 + 100 + 120 m: 4.8, 4.2, 4.1 and 3.0 minutes.
  const open = await walked();
  expect(open).toMatchObject({ buildings: [1, 3, 4, 4, 4], closed: { ways: 0, unknown: [] } });
  const oneWay = await walked([{ segment: 'direct', by: 'works', way: 'along' }]);
  expect(oneWay).toMatchObject({ buildings: [1, 3, 4, 4, 4], closed: { ways: 0, unknown: [] } });
  // Closed, building 0 has 640 m and building 1 has 70 + 300 + 120 m: 7.6 and 5.8 minutes.
  const whole = { buildings: [1, 2, 2, 3, 4], closed: { ways: 1, unknown: [] } };
  expect(await walked([{ segment: 'direct', by: 'works' }])).toMatchObject(whole);
  // Two works close it each in another direction; what the network does not have is said.
  const both = ['along', 'against'].map((way) => ({ segment: 'direct', by: way, way }));
  const twice = await walked([...both, { segment: 'gone', by: 'works' }]);
  expect(twice).toMatchObject({ ...whole, closed: { ways: 1, unknown: ['gone'] } });
  // The next question without closures finds the ways as they were.
  expect(await walked()).toEqual(open);
});
