import { expect, test } from 'vitest';
import { openCrowdAhead } from '../../../src/plugins/crowd/crowd-ahead.ts';
import type { CrowdRunController } from '../../../src/plugins/crowd/run-controller.ts';
import type { CrowdSiteOptions } from '../../../src/plugins/crowd/slice.ts';
import type { PeopleSituation } from '../../../src/twin/look-ahead.ts';
import type { Twin } from '../../../src/twin/twin.ts';

/** Houses with 40 and 60 residents of whom half are at home at noon of a weekday; a way out to the north, two to the east. */
const OFFER: CrowdSiteOptions = {
  exits: [
    { id: 'north', kind: 'edge', label: null, floor: 'ground', from: [-5, 100], to: [5, 100], part: 'streets' },
    { id: 'east-1', kind: 'edge', label: null, floor: 'ground', from: [100, -5], to: [100, 5], part: 'streets' },
    { id: 'east-2', kind: 'edge', label: null, floor: 'ground', from: [100, 40], to: [100, 50], part: 'streets' },
  ],
  gates: [],
  stands: [{ id: 'seats', kind: 'seats', label: null, floor: 'stand', outer: [], m2: 0, places: 30, part: 'streets' }],
  walkableM2: 10_000,
  homes: {
    atHome: { hours: [0, 12], residentsAtHome: { weekday: [1, 0.5], weekend: [1, 1] } },
    houses: [40, 60].map((residents, i) => ({
      id: `house-${i}`,
      at: [10 * i, 0],
      residents,
      storeys: 2,
      storeyM: 3,
      wayM: 3,
      part: 'streets',
    })),
  },
};
/** Tuesday noon in UTC+8. */
const NOON_MS = Date.UTC(2026, 10, 24, 4);
const SITUATION: PeopleSituation = {
  at: [0, 0],
  reachM: 100,
  nowMs: NOON_MS + 500,
  horizonMin: 30,
  perM2: 0.01,
  seatedPct: 50,
  works: [],
};

type Beside = Parameters<CrowdRunController['startBeside']>[0];

function opened(offer: CrowdSiteOptions = OFFER) {
  const begun: Beside[] = [];
  const read: string[] = [];
  const twin = { city: { id: 'test', zone: 'Asia/Shanghai' } } as Twin;
  const site = { area: { westM: -500, southM: -500, eastM: 80, northM: 500 }, hasWalkable: true };
  const questions = { offer: async () => offer, plan: () => Promise.reject(new Error('not asked')) };
  const ahead = openCrowdAhead(
    twin,
    { open: async () => site, questions },
    {
      read: async (_, id) => {
        read.push(id);
        return { id: 'flood.depth', kind: 'raster', unit: 'm', timesMs: [], samples: [] };
      },
    },
    {
      stop: () => {},
      startBeside(run) {
        begun.push(run);
        return 'crowd-1';
      },
    },
  );
  return { ahead, begun, read };
}

test('who is at home by the clock, who sits and who walks about is said, and how many ways out each side has', async () => {
  const { basis } = await opened().ahead.look(SITUATION);
  // 50 of 100 at home, half of 30 seats, and a hundredth of 10,000 m².
  expect(basis).toEqual({
    boxM: [-100, -100, 80, 100],
    people: 165,
    atHome: { people: 50, residents: 100 },
    exits: 3,
    bySide: { north: 1, east: 2, south: 0, west: 0 },
    works: [],
  });
  const weekend = await opened().ahead.look({ ...SITUATION, nowMs: NOON_MS + 4 * 86_400_000 });
  expect(weekend.basis.atHome).toEqual({ people: 100, residents: 100 });
});

test('people are told at once, after ten minutes or not at all, and a closed side has no way out', async () => {
  const { ahead, begun, read } = opened();
  const outlook = await ahead.look(SITUATION);
  await outlook.start({ name: 'none', orders: 'without', notifiedInMin: null, shut: null }, null);
  await outlook.start({ name: 'now', notifiedInMin: 0, shut: null }, 'flood-1');
  await outlook.start({ name: 'later', notifiedInMin: 10, shut: null }, null);
  await outlook.start({ name: 'shut', notifiedInMin: 0, shut: 'east' }, null);
  const told = begun.map(({ scenario }) => new Set(scenario.populations.map(({ toldAtS }) => toldAtS)));
  expect(told).toEqual([new Set([1800]), new Set([0]), new Set([600]), new Set([0])]);
  expect(begun.map(({ scenario }) => scenario.exits.map(({ id }) => id))).toEqual([
    ['north', 'east-1', 'east-2'],
    ['north', 'east-1', 'east-2'],
    ['north', 'east-1', 'east-2'],
    ['north'],
  ]);
  expect(begun.map(({ startMs, orders, scenario }) => [startMs, orders, scenario.endS])).toEqual([
    [NOON_MS, 'without', 1800],
    [NOON_MS, undefined, 1800],
    [NOON_MS, undefined, 1800],
    [NOON_MS, undefined, 1800],
  ]);
  expect(begun.map(({ measures }) => measures?.map(({ task, capability }) => [task.zh, capability]))).toEqual([
    [],
    [['12:00 通知周边人员疏散', null]],
    [['12:10 通知周边人员疏散', null]],
    [
      ['12:00 通知周边人员疏散', null],
      ['12:00 封闭东侧出口', 'traffic'],
    ],
  ]);
  // Only the second walks in water, and who is cut off by it goes up in the houses.
  expect(read).toEqual(['flood-1']);
  expect(begun.map(({ water, scenario }) => [water !== null, scenario.refuges.length])).toEqual([
    [false, 0],
    [true, 2],
    [false, 0],
    [false, 0],
  ]);
});

test('ground that site works take is fenced off: nobody stands there, walks over it or leaves by it', async () => {
  const { ahead, begun } = opened();
  const ring: [number, number][] = [
    [70, -10],
    [110, -10],
    [110, 10],
    [70, 10],
  ];
  // Its corner is drawn twice, half a metre apart.
  const drawn: [number, number][] = [...ring, [69.5, 10]];
  const works = {
    id: 'east',
    name: 'Axis Road',
    ring: drawn,
    closed: [],
    narrowed: [{ segment: 'axis', lanes: 1, of: 4 }],
  };
  const far = { ...works, id: 'far', ring: ring.map(([east, north]): [number, number] => [east + 900, north]) };
  const outlook = await ahead.look({ ...SITUATION, works: [works, far] });
  // The way out at (100, 0) lies within.
  expect(outlook.basis).toMatchObject({ exits: 2, bySide: { north: 1, east: 1, south: 0, west: 0 }, works: [works] });
  await outlook.start({ name: 'now', notifiedInMin: 0, shut: null }, null);
  const [{ scenario }] = begun;
  expect(scenario.exits.map(({ id }) => id)).toEqual(['north', 'east-2']);
  expect(scenario.doors.map(({ from, to, forward, backward }) => [from, to, forward, backward])).toEqual(
    ring.map((from, i) => [from, ring[(i + 1) % 4], false, false]),
  );
  const spread = scenario.populations.flatMap(({ where }) => (where.kind === 'areas' ? where.areas : []));
  expect(spread.map(({ holes }) => holes)).toEqual([[drawn]]);
  const lastWay = { ...OFFER, exits: OFFER.exits.filter(({ id }) => id === 'east-1') };
  await expect(opened(lastWay).ahead.look({ ...SITUATION, works: [works] })).rejects.toMatchObject({
    problems: [{ code: 'no-exit' }],
  });
});

test('where nobody is, or no way leads out, the look is refused before anything is played', async () => {
  const nobody = { ...SITUATION, perM2: 0, seatedPct: 0 };
  await expect(opened({ ...OFFER, homes: null }).ahead.look(nobody)).rejects.toMatchObject({
    problems: [{ code: 'nobody' }],
  });
  await expect(opened({ ...OFFER, exits: [] }).ahead.look(SITUATION)).rejects.toMatchObject({
    problems: [{ code: 'no-exit' }],
  });
});
