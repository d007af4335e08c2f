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

async function hostOf(hasRoads: boolean): Promise<{ host: Host; facts: ServiceFacts }> {
  const host = new Host(ENGINES, { nowMs: () => 0, yield: async () => {}, compile: async () => null });
  valueIn(await host.load('service-areas'));
  const opened = await host.open(
    {
      manifest: { ...city, grids: null, ...(hasRoads ? { facts: { roads: { state: 'given' } } } : {}) },
      read: async (path) => files.get(path) ?? new Uint8Array(),
      readJson: async () => null,
      findJson: async (path) => (path === 'road-network.json' ? network : null),
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
