import * as v from 'valibot';
import { expect, test } from 'vitest';
import { RoundsRequest } from '../../../model/questions/rounds.ts';
import type { RoadNetwork } from '../../../model/roads/road-network.ts';
import { csvOf, type DataTable } from '../../../model/tables/data-table.ts';
import { ENGINES } from '../../../workers/engines.ts';
import type { RoundsResult } from '../../../workers/rounds/engine-types.ts';
import { Host } from '../../../workers/shared/host.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { valueIn } from '../shared/counting-engine.ts';

/** One street of 36 km/h, so 10 m/s, runs along y = 0 over 2 km; a lane of one way leads off it at 1000 and no way leads back. */
const { city, files } = smallCity();
const segmentOf = (id: string, from: number, to: number, points: [number, number][], oneWay = false) => ({
  id,
  name: { zh: id, en: id },
  class: oneWay ? ('lane' as const) : ('residential' as const),
  form: 'ground' as const,
  lanes: 2,
  widthM: 6,
  speedKmPerH: 36,
  direction: oneWay ? ('along' as const) : ('both' as const),
  isPrivate: false,
  clearanceM: null,
  weightLimitT: null,
  from,
  to,
  points,
  assumed: [],
});
const network: RoadNetwork = {
  format: 1,
  junctions: [
    [-1000, 0],
    [1000, 0],
    [1000, 500],
  ],
  segments: [
    segmentOf('street', 0, 1, [
      [-1000, 0],
      [1000, 0],
    ]),
    segmentOf(
      'lane',
      1,
      2,
      [
        [1000, 0],
        [1000, 500],
      ],
      true,
    ),
  ],
  turnBans: [],
};

async function openHost(roads = network): Promise<Host> {
  const host = new Host(ENGINES, { nowMs: () => 0, yield: async () => {}, compile: async () => null });
  valueIn(await host.load('rounds'));
  await host.open(
    {
      manifest: { ...city, grids: null, facts: { roads: { state: 'given' } } },
      read: async (path) => files.get(path) ?? new Uint8Array(),
      readJson: async () => null,
      findJson: async (path) => (path === 'road-network.json' ? roads : null),
    },
    '',
  );
  return host;
}

const points = (...pointsM: number[][]) => ({ by: 'points', pointsM });
const task = (stops: object, more: object = {}) => ({ by: 'stops', of: stops, serviceMin: 10, ...more });
const ask = async (host: Host, request: object) =>
  valueIn(await host.ask(null, 'analyse', [v.parse(RoundsRequest, request), () => {}])) as RoundsResult;

test('a vehicle goes up and down the street, each arrival by its clock', async () => {
  const host = await openHost();
  const found = await ask(host, { task: task(points([300, 0], [-600, 0], [600, 0])), depots: points([0, 0]) });
  // 600 m up, 1200 m back over the other end, 600 m home: 240 s of driving, 30 min of work.
  expect(found).toMatchObject({ driveMin: 4, lengthM: 2400, unserved: [] });
  expect(found.proof).toEqual({ leastVehicles: 1, boundMin: 4, gapPct: 0, isProven: true });
  expect(found.rounds).toMatchObject([{ vehicle: 1, stops: 3, workMin: 30, waitMin: 0, load: 3 }]);
  const tables = valueIn(await host.ask(null, 'tables', [])) as Record<string, DataTable>;
  expect(csvOf(tables.rounds).split('\n')[1]).toBe('1,"1",3,08:00:00,08:34:00,4.00,30.00,0.00,2400,3.000');
  // 600 m are a minute at 36 km/h, 900 m a minute and a half.
  expect(csvOf(tables.visits).split('\n').slice(1, 4)).toEqual([
    '1,1,"2","2","2",-600.00,0.00,08:01:00,0.00,08:01:00,08:11:00,1.000',
    '1,2,"1","1","1",300.00,0.00,08:12:30,0.00,08:12:30,08:22:30,2.000',
    '1,3,"3","3","3",600.00,0.00,08:23:00,0.00,08:23:00,08:33:00,3.000',
  ]);
});

test('what cannot be served is told with its reason, each by itself', async () => {
  const stops = points([300, 0], [0, 900], [1000, 400], [-900, 0]);
  const asked = { task: task(stops), depots: points([0, 0]), shiftMin: 12 };
  const found = await ask(await openHost(), asked);
  // The second is 900 m off every street, from the third no way leads back; to the last and back are 3 min beside 10 of work.
  expect(found.unserved.map(({ id, why }) => [id, why])).toEqual([
    ['2', 'way'],
    ['3', 'way'],
    ['4', 'shift'],
  ]);
  const heavy = await ask(await openHost(), {
    ...asked,
    task: task(points([300, 0], [400, 0]), { demand: 2.5 }),
    shiftMin: 60,
    capacity: 4,
    vehicles: 1,
  });
  expect(heavy.unserved.map(({ why }) => why)).toEqual(['fleet']);
  await expect(
    ask(await openHost(), { ...asked, task: task(points([300, 0]), { demand: 5 }), capacity: 4 }),
  ).rejects.toThrow('expected a stop that a vehicle can serve, got none: capacity 1');
});

test('hours of a stop are kept: who would come too early leaves later', async () => {
  const found = await ask(await openHost(), {
    task: task(points([600, 0]), { opensH: 9.5, closesH: 10 }),
    depots: points([0, 0]),
  });
  expect(found.rounds[0]).toMatchObject({ leavesS: 9.5 * 3600 - 60, backS: 9.5 * 3600 + 600 + 60, waitMin: 0 });
  const past = { task: task(points([600, 0]), { opensH: 5, closesH: 7.5 }), depots: points([0, 0]) };
  await expect(ask(await openHost(), past)).rejects.toThrow('window 1');
  // A night shift meets the hours after midnight.
  const night = await ask(await openHost(), { ...past, startH: 22, shiftMin: 600 });
  expect(night.visits[0].beginsS).toBe(29 * 3600);
});

test('a closed street keeps vehicles off, and columns need a layer', async () => {
  const closed = [{ segment: 'street', by: 'works' }];
  const asked = { task: task(points([600, 0])), depots: points([0, 0]) };
  await expect(ask(await openHost(), { ...asked, closed })).rejects.toThrow('expected a depot within 200 m');
  const columns = { demand: 'weight' };
  await expect(ask(await openHost(), { ...asked, task: task(points([600, 0]), { columns }) })).rejects.toThrow(
    'task.columns: expected none',
  );
});

test('a street is driven along once or each way, from its dead ends; a lane that nobody comes back from is left out', async () => {
  const streets = { by: 'streets', classes: ['residential', 'lane'], inspectKmPerH: 18 };
  const asked = { depots: points([0, 0]), aim: 'time', vehicles: 1 };
  const alone = await openHost({ ...network, segments: [network.segments[0]] });
  const once = await ask(alone, { ...asked, task: streets });
  // 100 s to one end, 400 s along at half the speed, 100 s home.
  expect(once.visits.map(({ id }) => id)).toEqual(['street']);
  expect(once).toMatchObject({ driveMin: 10, lengthM: 4000, proof: { isProven: true, gapPct: 0, boundMin: 10 } });
  expect(once.rounds[0]).toMatchObject({ workMin: 400 / 60, driveMin: 200 / 60, load: 0 });
  expect(once.rounds[0].line.at(-1)).toEqual([0, 0]);
  const each = await ask(alone, { ...asked, task: { ...streets, passes: 'each' } });
  expect(each).toMatchObject({ driveMin: 1000 / 60, lengthM: 6000, unserved: [] });
  // With the lane at its end nobody may turn round there: neither is done.
  const host = await openHost();
  await expect(ask(host, { ...asked, task: streets })).rejects.toThrow('got none: way 2');
  const none = { ...asked, task: { ...streets, classes: ['track'] } };
  await expect(ask(host, none)).rejects.toThrow('expected streets of these classes in the area, got none: track');
});

test('things of a layer are stops, with what its columns tell of each', async () => {
  const of = { by: 'attribute', layer: 'building', attribute: 'class', value: 'lane' };
  const found = await ask(await openHost(), { task: task(of), depots: points([0, 0]), reachM: 300 });
  expect(found.visits.length).toBeGreaterThan(0);
  const unknown = task(of, { columns: { opens: 'hours' } });
  await expect(ask(await openHost(), { task: unknown, depots: points([0, 0]) })).rejects.toThrow(
    'expected an attribute of layer "building", got "hours"',
  );
});
