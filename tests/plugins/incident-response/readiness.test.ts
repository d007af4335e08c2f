import { expect, test } from 'vitest';
import { CLEAR_ROADS } from '../../../model/roads/road-state.ts';
import { openReadiness } from '../../../src/plugins/incident-response/readiness.ts';
import type { RoutingEngineTypes } from '../../../workers/road-routes/engine-types.ts';

type Questions = RoutingEngineTypes['questions'];
type Resources = NonNullable<Awaited<ReturnType<Questions['resources']>>>;

const unit = (id: string, kind: Resources['vehicles'][number]['kind'], more = {}): Resources['vehicles'][number] => ({
  id,
  team: 'team-1',
  kind,
  rating: null,
  state: 'free',
  crew: null,
  capabilities: null,
  supposed: false,
  at: [0, 0],
  ...more,
});

/** Each unit covers a tenth of the residents; closed roads take a tenth away. */
const readiness = (vehicles: Resources['vehicles'], closed: { segment: string; by: string }[] = []) =>
  openReadiness({
    questions: {
      resources: async () => ({ teams: [], vehicles, stores: [], shelters: [], hospitals: [] }),
      coverage: async (units, limitsMin, roads) => ({
        limitsMin,
        shares: limitsMin.map(() => (units.length - roads.closed.length) / 10),
      }),
    },
    open: async () => undefined,
    roads: () => ({ ...CLEAR_ROADS, closed }),
  });

test('before the event all units of a capability count on clear roads, now the free ones on the roads as they are', async () => {
  const vehicles = [
    unit('a', 'engine'),
    unit('b', 'engine', { supposed: true }),
    unit('c', 'ladder'),
    unit('d', 'pump'),
  ];
  const closed = [{ segment: 's', by: '工地' }];
  const found = await readiness(vehicles, closed)('fire', new Set(['b']));
  expect(found).toMatchObject({ units: 3, free: 2, supposed: 1 });
  expect([found?.before[0], found?.now[0]]).toEqual([0.3, 0.1]);
});

test('a team that is on an order takes its vehicles along; a city without such a unit says nothing', async () => {
  const vehicles = [unit('a', 'engine'), unit('b', 'engine', { team: 'team-2' })];
  expect(await readiness(vehicles)('fire', new Set(['team-1']))).toMatchObject({ units: 2, free: 1 });
  expect(await readiness(vehicles)('pumping', new Set())).toBeNull();
});
