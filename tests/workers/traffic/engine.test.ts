import * as v from 'valibot';
import { expect, test } from 'vitest';
import { TrafficRequest } from '../../../model/questions/traffic.ts';
import { csvOf, type DataTable } from '../../../model/tables/data-table.ts';
import type { Host } from '../../../workers/shared/host.ts';
import type { TrafficResult } from '../../../workers/traffic/engine-types.ts';
import { valueIn } from '../shared/counting-engine.ts';
import { chain, openSmall } from './small-roads.ts';

/** Nearly nobody drives, so that times are those of empty roads. */
const QUIET = { hourRatio: 0.001, outsideRatio: 0, zoneM: 100 };

async function ask(host: Host, request: object): Promise<TrafficResult> {
  return valueIn(await host.ask(null, 'analyse', [v.parse(TrafficRequest, request), () => {}])) as TrafficResult;
}
const closed = (...segments: string[]) => ({ closed: segments.map((segment) => ({ segment, by: 'works' })) });

test('trips are what residents make by car in the hour; those within a zone load no road', async () => {
  const { demand, before, after, laterCarHours } = await ask(await openSmall(), QUIET);
  // Heights 32.5 + 6 + 180 + 176 count as residents, storeys 7 + 2 + 44 + 43 as jobs.
  expect(demand).toMatchObject({ residents: 394.5, residentsOff: 0, jobs: 96, zones: 4, zoneM: 100, edgeRoads: 0 });
  expect(demand.trips + demand.within).toBeCloseTo((394.5 * 2.3 * 0.25 * 0.001) / 1.4, 9);
  expect(before).toEqual({ ...after, rounds: before.rounds });
  expect(laterCarHours).toBe(0);
});

test('who must go round a closed street is later by the way round', async () => {
  const {
    laterMinPerTrip,
    zones,
    closed: count,
    roads,
    after,
  } = await ask(await openSmall(), {
    ...QUIET,
    roads: closed('c1', 'c0'),
  });
  // From the first building the others are reached by the bypass and back along the chain; who lives on the closed streets sets out at their ends.
  const [first] = zones;
  expect(count).toBe(2);
  expect(first.afterMin).toBeGreaterThan(first.beforeMin + 1);
  expect(laterMinPerTrip).toBeGreaterThan(0);
  expect(after.stranded).toBe(0);
  expect(roads.filter((road) => road.after === null).map(({ id }) => id)).toEqual(['c0', 'c1']);
});

test('trips that find no way are counted and in no mean', async () => {
  const all = ['c0', 'c1', 'c2', 'c3', 'bypass'];
  const { demand, after, zones, laterMinPerTrip } = await ask(await openSmall(), { ...QUIET, roads: closed(...all) });
  const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0);
  // Neighbours that share a junction still meet there.
  expect(after.stranded).toBeGreaterThan(0.2 * demand.trips);
  expect(after.stranded).toBeCloseTo(sum(zones.map(({ stranded }) => stranded)), 9);
  expect(after.stranded + sum(zones.map(({ trips }) => trips))).toBeCloseTo(demand.trips, 9);
  expect(laterMinPerTrip).toBeLessThan(0.2);
});

test('water that is too deep for cars closes as an order does, shallow water slows', async () => {
  const host = await openSmall();
  const byOrder = await ask(host, { ...QUIET, roads: closed('c2') });
  const deep = await ask(host, { ...QUIET, roads: { water: [{ segment: 'c2', depthM: 0.5 }] } });
  const shallow = await ask(host, { ...QUIET, roads: { water: [{ segment: 'c2', depthM: 0.15 }] } });
  expect(deep.hash).toBe(byOrder.hash);
  expect(shallow.closed).toBe(0);
  expect(shallow.laterCarHours).toBeGreaterThan(0);
  expect(shallow.laterCarHours).toBeLessThan(deep.laterCarHours);
});

test('a new road between two junctions makes its users sooner; one that ends nowhere near is refused', async () => {
  const host = await openSmall();
  const opened = [
    {
      lineM: [
        [0, -10],
        [400, 190],
      ],
      speedKmPerH: 120,
    },
  ];
  const { laterCarHours, roads } = await ask(host, { ...QUIET, hourRatio: 0.11, opened });
  expect(laterCarHours).toBeLessThan(0);
  const road = roads.find(({ id }) => id === 'opened-1');
  expect(road?.before).toBe(null);
  expect(road?.after?.carsPerH).toBeGreaterThan(0);
  const far = {
    ...QUIET,
    opened: [
      {
        lineM: [
          [0, -10],
          [900, 900],
        ],
      },
    ],
  };
  await expect(ask(host, far)).rejects.toThrow('opened');
});

test('the evening is the morning the other way round', async () => {
  const host = await openSmall();
  const morning = await ask(host, QUIET);
  const evening = await ask(host, { ...QUIET, hour: 'evening' });
  expect(evening.before.carHours).toBeCloseTo(morning.before.carHours, 9);
  expect(evening.zones.map(({ trips }) => trips)).not.toEqual(morning.zones.map(({ trips }) => trips));
});

test('what was filled in is counted', async () => {
  const { inferred } = await ask(await openSmall(), QUIET);
  expect(inferred).toMatchObject({ segments: 5, lanes: 1, speeds: 1, directions: 0, apart: 0, jobs: 'given' });
  expect(inferred.signals).toBe(0);
});

test('more cars take longer, and the levels of their roads are worse', async () => {
  const narrow = chain.segments.map((one) => ({ ...one, lanes: 1, class: 'lane' as const, speedKmPerH: 15 }));
  const host = await openSmall({ ...chain, segments: narrow });
  const few = await ask(host, { ...QUIET, hourRatio: 0.11 });
  const many = { ...QUIET, tripsPerPerson: 10, carRatio: 1, peoplePerCar: 1, hourRatio: 1, decayPerMin: 0 };
  const busy = await ask(host, { ...many, gapRatio: 1e-6 });
  expect(few.before.levels).toEqual({ A: 2, B: 0, C: 0, D: 0, E: 0, F: 0 });
  expect(busy.before.meanMin).toBeGreaterThan(few.before.meanMin);
  expect(busy.before.gapRatio).toBeLessThanOrEqual(1e-6);
  expect(busy.before.levels.A).toBe(0);
});

test('the same question has the same hash, and its tables have all roads and zones', async () => {
  const host = await openSmall();
  const one = await ask(host, { ...QUIET, roads: closed('c1') });
  const tables = valueIn(await host.ask(null, 'tables', [])) as Record<string, DataTable>;
  expect(csvOf(tables.roads).split('\n')).toHaveLength(one.roads.length + 2);
  expect(csvOf(tables.zones).split('\n')).toHaveLength(one.zones.length + 2);
  expect(csvOf(tables.parameters)).toContain(one.hash);
  expect((await ask(host, { ...QUIET, roads: closed('c1') })).hash).toBe(one.hash);
});

test('what a line or a point on the map means is the roads that it meets', async () => {
  const host = await openSmall();
  const segments = async (...of: unknown[]) => valueIn(await host.ask(null, 'segmentsIn', of));
  expect(await segments([[150, 60]], 'point')).toEqual(['c1']);
  expect(
    await segments(
      [
        [250, 0],
        [250, 300],
      ],
      'line',
    ),
  ).toEqual(['c2']);
});

test('a search ends when somebody asks to stop', async () => {
  const host = await openSmall();
  const stop = () => void host.ask(null, 'stop', []);
  expect(valueIn(await host.ask(null, 'analyse', [v.parse(TrafficRequest, QUIET), stop]))).toBe(null);
});

test('a city without residents and a segment that is not there are refused in words', async () => {
  await expect(ask(await openSmall(undefined, false), QUIET)).rejects.toThrow('residents');
  await expect(ask(await openSmall(), { ...QUIET, roads: closed('nowhere') })).rejects.toThrow('nowhere');
});
