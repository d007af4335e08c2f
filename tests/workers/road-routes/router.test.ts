import { describe, expect, test } from 'vitest';
import { parseRoadNetwork, type RoadSegment } from '../../../model/roads/road-network.ts';
import { VEHICLES, type VehicleClass } from '../../../model/roads/vehicles.ts';
import { NO_WAY_MS } from '../../../workers/shared/hierarchy.ts';
import { roadGraphOf, travelMs } from '../../../workers/shared/road-graph.ts';
import { Router } from '../../../workers/shared/router.ts';

const vehicle = (id: VehicleClass['id']) => VEHICLES.find((each) => each.id === id) as VehicleClass;
const CAR = vehicle('car');

/**
 * A block of 360 m by 360 m, each side a road of 36 km/h, 36 s long; from the south-east corner a dead end of 180 m runs east.
 *
 *   3 ─ north ─ 2
 *   │           │
 *  west        east
 *   │           │
 *   0 ─ south ─ 1 ─ end ─ 4
 */
const CORNERS: [number, number][] = [
  [0, 0],
  [360, 0],
  [360, 360],
  [0, 360],
  [540, 0],
];
const SIDES: [string, number, number][] = [
  ['south', 0, 1],
  ['east', 1, 2],
  ['north', 2, 3],
  ['west', 3, 0],
  ['end', 1, 4],
];

function block(more: Partial<Record<string, Partial<RoadSegment>>> = {}, turnBans: object[] = []) {
  const segments = SIDES.map(([id, from, to]) => ({
    id,
    name: { zh: id, en: id },
    class: 'local',
    form: 'ground',
    lanes: 2,
    widthM: 7,
    speedKmPerH: 36,
    direction: 'both',
    isPrivate: false,
    clearanceM: null,
    weightLimitT: null,
    from,
    to,
    points: [CORNERS[from], CORNERS[to]],
    assumed: [],
    ...more[id],
  }));
  return parseRoadNetwork({ format: 1, junctions: CORNERS, segments, turnBans });
}

function routeBetween(
  from: [number, number],
  to: [number, number],
  network = block(),
  who = CAR,
  conditions: Parameters<Router['for']>[1] = {},
) {
  const router = new Router(roadGraphOf(network));
  const [a, b] = [router.placeOf(from), router.placeOf(to)];
  if (!a || !b) throw new Error('no place');
  const route = router.for(who, conditions).route(a, b);
  return route && { ...route, names: route.segments.map((i) => network.segments[i].id) };
}

describe('a block of four roads', () => {
  test('the shorter way round, from the middle of one side to a point of the opposite one', () => {
    expect(routeBetween([180, 2], [300, 358])).toMatchObject({
      ms: 18_000 + 36_000 + 6000,
      lengthM: 600,
      names: ['south', 'east', 'north'],
      line: [
        [180, 0],
        [360, 0],
        [360, 360],
        [300, 360],
      ],
    });
  });

  test('along one side, and back along it', () => {
    expect(routeBetween([60, 0], [300, 0])).toMatchObject({ ms: 24_000, names: ['south'] });
    expect(routeBetween([300, 0], [60, 0])).toMatchObject({ ms: 24_000, lengthM: expect.closeTo(240, 9) });
  });

  test('a one-way street is gone round by cars; walkers and engines with blue light go against it', () => {
    const network = block({ south: { direction: 'along' } });
    expect(routeBetween([300, 0], [60, 0], network)).toMatchObject({
      ms: 6000 + 3 * 36_000 + 6000,
      names: ['south', 'east', 'north', 'west', 'south'],
    });
    expect(routeBetween([300, 0], [60, 0], network, vehicle('fire-engine'))).toMatchObject({ ms: 24_000 });
    expect(routeBetween([300, 0], [60, 0], network, vehicle('foot'))?.ms).toBe(Math.round((240 / 5) * 3600));
  });

  test('a turn that is banned is gone round, also by the dead end, where one may turn', () => {
    const bans = [{ from: 'south', via: 1, to: 'east' }];
    expect(routeBetween([180, 0], [360, 180], block({}, bans))).toMatchObject({
      names: ['south', 'end', 'end', 'east'],
      ms: 18_000 + 18_000 + 18_000 + 18_000,
    });
  });

  test('what is closed is gone round; with the last way closed there is none', () => {
    const closed = (...ids: string[]) => ({ closed: Uint8Array.from(SIDES, ([id]) => (ids.includes(id) ? 3 : 0)) });
    expect(routeBetween([180, 0], [360, 180], block(), CAR, closed('east'))).toBeNull();
    expect(routeBetween([180, 0], [0, 180], block(), CAR, closed('east'))?.names).toEqual(['south', 'west']);
    expect(routeBetween([180, 0], [180, 360], block(), CAR, closed('east'))?.names).toEqual(['south', 'west', 'north']);
    expect(routeBetween([180, 0], [180, 360], block(), CAR, closed('east', 'west'))).toBeNull();
  });

  test('water slows, and closes beyond the limit of the vehicle', () => {
    const depthM = SIDES.map(([id]) => (id === 'east' ? 0.4 : 0));
    const asked = [
      [360, 10],
      [360, 350],
    ] as const;
    expect(routeBetween([...asked[0]], [...asked[1]], block(), CAR, { depthM })).toBeNull();
    // 0.4 m of 0.5 m leave a fifth of 36 km/h: 10 m out at either end take 5 s, and round the block it is 108 s.
    expect(routeBetween([...asked[0]], [...asked[1]], block(), vehicle('fire-engine'), { depthM })?.ms).toBe(118_000);
  });

  test('a low bridge and a weak one are for those below their limits', () => {
    const low = block({ east: { clearanceM: 3 }, west: { weightLimitT: 10 } });
    expect(routeBetween([180, 0], [180, 360], low)?.names).toEqual(['south', 'east', 'north']);
    expect(routeBetween([180, 0], [180, 360], low, vehicle('fire-engine'))).toBeNull();
  });

  test('a table is its single questions, and the reach of a place the time to where each road begins', () => {
    const network = block({ north: { direction: 'against' } });
    const router = new Router(roadGraphOf(network));
    const places = [
      [180, 0],
      [300, 360],
      [500, 0],
    ].map(([x, y]) => router.placeOf([x, y]));
    const known = places.filter((place) => place !== null);
    const car = router.for(CAR);
    const table = known.flatMap((from) => known.map((to) => car.route(from, to)?.ms ?? NO_WAY_MS));
    expect(Array.from(car.table(known, known))).toEqual(table);
    expect(Array.from(car.reach(known[0]))).toEqual([0, 18_000, 54_000, 18_000, 18_000]);
  });

  test('farther than 500 m from a road there is no place on it', () => {
    const router = new Router(roadGraphOf(block()));
    expect(router.placeOf([180, -499])).toMatchObject({ segment: 0, share: 0.5, offM: 499 });
    expect(router.placeOf([180, -501])).toBeNull();
  });
});

test('times are whole milliseconds in both directions, or no way', () => {
  const network = block({ south: { direction: 'against', speedKmPerH: 50 }, end: { class: 'steps' } });
  const times = travelMs(roadGraphOf(network), CAR);
  expect(Array.from(times)).toEqual([
    NO_WAY_MS,
    25_920,
    ...[36_000, 36_000, 36_000, 36_000, 36_000, 36_000],
    NO_WAY_MS,
    NO_WAY_MS,
  ]);
});

test.each([
  [{ segments: [{ from: 9 }] }, /road-network\.json: segments\.0\.from: expected a junction below 5, got 9/],
  [{ turnBans: [{ from: 'south', via: 1, to: 'nowhere' }] }, /turnBans\.0\.to: expected a segment, got "nowhere"/],
])('a file that names what it does not have: %j', (spoilt, message) => {
  const network = structuredClone(block());
  if ('segments' in spoilt && spoilt.segments) Object.assign(network.segments[0], spoilt.segments[0]);
  if ('turnBans' in spoilt && spoilt.turnBans) network.turnBans = spoilt.turnBans;
  expect(() => parseRoadNetwork(network)).toThrow(message);
});
