import { describe, expect, test } from 'vitest';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { parseRoadNetwork, type RoadNetwork, type RoadSegment } from '../../../model/roads/road-network.ts';
import { faultCounts } from '../../../model/tables/road-faults.ts';
import type { EquilibriumEngineTypes, TrafficResult } from '../../../workers/traffic/engine-types.ts';
import type { FlowResult } from '../../../workers/traffic/flow/engine-types.ts';
import { roadFaults } from '../../../workers/traffic/network/road-faults.ts';
import { valueIn } from '../shared/counting-engine.ts';
import { chain, openSmall, street } from './small-roads.ts';

const ORIGIN = { lonDeg: 11.5, latDeg: 49.9, heightM: 400 };
const name = (zh: string, en: string) => ({ name: { zh, en } });

/** The chain of streets with more junctions and streets, and bans of turns. */
const withMore = (
  junctions: RoadNetwork['junctions'],
  segments: readonly RoadSegment[],
  more: Partial<RoadNetwork> = {},
): RoadNetwork =>
  parseRoadNetwork({
    ...chain,
    junctions: [...chain.junctions, ...junctions],
    segments: [...chain.segments, ...segments],
    ...more,
  });

/** The first of the junctions that are added. */
const J = chain.junctions.length;
const [a, b] = chain.junctions;
const faultsOf = (network: RoadNetwork) => roadFaults(network, ORIGIN);

describe('faults of a road network', () => {
  test('a good network has none', () => expect(faultsOf(chain)).toEqual([]));

  test('an island is named with its streets, its length and its place', () => {
    const points: RoadNetwork['junctions'] = [
      [100, 500],
      [200, 500],
      [200, 560],
    ];
    const [fault, ...others] = faultsOf(
      withMore(points, [
        street('i1', J, J + 1, [points[0], points[1]], name('孤岛街', 'Island Street')),
        street('i2', J + 1, J + 2, [points[1], points[2]], name('短巷', 'Short Lane')),
      ]),
    );
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ kind: 'island', id: 'i1', atM: [200, 500], name: { en: 'Island Street' } });
    const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [200, 500, 0]);
    expect(fault).toMatchObject({ lonDeg, latDeg });
    expect(fault.lines.length).toBe(2);
    expect(fault.says.en).toBe(
      'Island Street, Short Lane: 2 segments (160 m) are not joined to the main network; no trip begins or ends there',
    );
    expect(fault.says.zh).toContain('孤岛街、短巷：2 段道路（共 160 m）与路网主体不相连');
  });

  test('one-way streets that face each other trap whoever comes on the two-way bit between them', () => {
    const inner: RoadNetwork['junctions'] = [
      [0, 80],
      [100, 120],
    ];
    const facing = faultsOf(
      withMore(inner, [
        street('in1', 0, J, [a, inner[0]], { direction: 'along', ...name('东街', 'East Street') }),
        street('bit', J, J + 1, [inner[0], inner[1]], name('中街', 'Middle Street')),
        street('in2', 1, J + 1, [b, inner[1]], { direction: 'along' }),
      ]),
    );
    expect(facing.map(({ kind }) => kind)).toEqual(['one-way']);
    expect(facing[0].lines.length).toBe(3);
    expect(facing[0].says.en).toContain('can be driven into but not left');
    const leaving = faultsOf(
      withMore(inner, [
        street('out1', 0, J, [a, inner[0]], { direction: 'against' }),
        street('bit', J, J + 1, [inner[0], inner[1]]),
        street('out2', 1, J + 1, [b, inner[1]], { direction: 'against' }),
      ]),
    );
    expect(leaving.map(({ says }) => says.zh)).toEqual([expect.stringContaining('开得出、开不进')]);
  });

  test('one way out over the edge of the network is no fault', () => {
    const edge: RoadNetwork['junctions'] = [[600, 190]];
    const out = street('gate', 4, J, [chain.junctions[4], edge[0]], { direction: 'along' });
    expect(faultsOf(withMore(edge, [out]))).toEqual([]);
  });

  test('only… beside no… leaves no way on: the junction and its streets are named', () => {
    const side: RoadNetwork['junctions'] = [[100, 200]];
    const network = withMore(side, [street('side', 1, J, [b, side[0]], name('侧街', 'Side Street'))], {
      turnBans: [
        { from: 'c0', via: 1, to: 'c1' },
        { from: 'c0', via: 1, to: 'side' },
      ],
    });
    const [fault, ...others] = faultsOf(network);
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ kind: 'turns', id: 'c0', atM: b });
    expect(fault.says.en).toBe(
      'From Street every turn is banned at the junction with Street, Side Street: check only_… against no_…; nobody drives on there',
    );
    // One ban alone leaves the other way.
    expect(faultsOf({ ...network, turnBans: network.turnBans.slice(1) })).toEqual([]);
  });

  test('roads shorter than a metre, also those without any length, are told and driven', () => {
    const twin: RoadNetwork['junctions'] = [
      [100, 40.4],
      [100, 40.4],
    ];
    const faults = faultsOf(
      withMore(twin, [street('tiny', 1, J, [b, twin[0]]), street('none', J, J + 1, [twin[0], twin[1]])]),
    );
    expect(faults.map(({ kind, id }) => [kind, id])).toEqual([
      ['short', 'tiny'],
      ['short', 'none'],
    ]);
    expect(faults.map(({ says }) => says.en.match(/[\d.]+ m/)?.[0])).toEqual(['0.4 m', '0 m']);
  });

  test('what was left out when the network was made is told by kind', () => {
    const leftOut: RoadNetwork['leftOut'] = (
      [
        ['lanes', '2;3', '2'],
        ['maxspeed', 'walk', '30'],
        ['oneway', 'reversible', ''],
        ['turn', 'no nowhere @ 1,2', ''],
        ['zero', '0', ''],
        ['loop', '88', ''],
        ['signal', 's7', ''],
      ] as const
    ).map(([kind, text, taken]) => ({ kind, road: 'r1', name: { zh: '路', en: 'Road' }, at: [5, 6], text, taken }));
    const faults = faultsOf(withMore([], [], { leftOut }));
    expect(faultCounts(faults)).toEqual({ 'unfit-turn': 1, short: 1, loop: 1, value: 3, signal: 1 });
    expect(faults[0].says).toEqual({
      zh: '路的车道数“2;3”不是一个整数，按 2 条计算',
      en: 'Lanes "2;3" of Road are no whole number; 2 were taken',
    });
    expect(faults[2].says.en).toBe('The direction "reversible" of Road could not be read; both ways were taken');
    expect(faults.every(({ atM }) => atM[0] === 5 && atM[1] === 6)).toBe(true);
  });
});

/** A network with faults of many kinds, and roads without length on the way of the chain. */
const bad = ((): RoadNetwork => {
  const added: RoadNetwork['junctions'] = [
    [100, 500],
    [200, 500],
    [100, 40.4],
    [100, 40.4],
    [60, 120],
  ];
  const [west, east, , , trap] = added;
  const network = withMore(
    added,
    [
      street('island', J, J + 1, [west, east]),
      street('tiny', 1, J + 2, [b, added[2]]),
      street('none', J + 2, J + 3, [added[2], added[3]]),
      street('in1', 0, J + 4, [a, trap], { direction: 'along' }),
      street('in2', 1, J + 4, [b, trap], { direction: 'along' }),
    ],
    { turnBans: [{ from: 'bypass', via: 0, to: 'c0' }] },
  );
  const segments = network.segments.map((one) =>
    one.id === 'c1' ? { ...one, from: J + 3, points: [added[3], ...one.points.slice(1)] } : one,
  );
  return { ...network, segments };
})();
const BUSY = { tripsPerPerson: 10, carRatio: 1, peoplePerCar: 1, hourRatio: 1, outsideRatio: 0, zoneM: 100 };

test('the rest of a bad network runs, in both engines, and both tell the faults', async () => {
  const static_ = await openSmall(bad);
  const told = valueIn(await static_.ask(null, 'roadFaults', [])) as Awaited<
    ReturnType<EquilibriumEngineTypes['questions']['roadFaults']>
  >;
  expect(Object.keys(faultCounts(told))).toEqual(['island', 'one-way', 'short']);
  const hour = valueIn(await static_.ask(null, 'analyse', [BUSY, () => {}])) as TrafficResult;
  expect(hour.faults).toEqual(told);
  expect(hour.before.carHours).toBeGreaterThan(0);
  const played = await openSmall(bad, true, 'traffic-flow');
  const flow = valueIn(await played.ask(null, 'analyse', [{ ...BUSY, minutes: 5 }, () => {}])) as FlowResult;
  expect(flow.faults).toEqual(told);
  const [{ trips, arrived, kmPerH }] = flow.states;
  expect(trips).toBeGreaterThan(20);
  expect(arrived).toBeGreaterThan(20);
  expect(Number.isFinite(kmPerH)).toBe(true);
  const tables = valueIn(await played.ask(null, 'tables', [])) as Record<string, { rows: unknown[] }>;
  expect(tables.faults.rows.length).toBe(told.length);
});
