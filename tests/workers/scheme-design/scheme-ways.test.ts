import { expect, test } from 'vitest';
import type { RoadNetwork, RoadSegment } from '../../../model/roads/road-network.ts';
import { DEFAULT_ASSUMPTIONS, type SchemeRoad } from '../../../model/schemes/scheme.ts';
import { sha256 } from '../../../model/sha256.ts';
import { schemeWays } from '../../../workers/scheme-design/scheme-ways.ts';
import { servicesOf, walkingCity, withRoads } from '../../../workers/scheme-design/site-services.ts';
import { WalkingTimes, walkingNet } from '../../../workers/shared/walking-times.ts';

type Point = [number, number];

/** 6 km/h · e^(−3.5 · 0.05): walking on the level, milliseconds a metre. */
const MS_PER_M = 1000 / ((6 / 3.6) * Math.exp(-0.175));

const street = (from: number, to: number, points: Point[], part: Partial<RoadSegment> = {}): RoadSegment => ({
  id: `${from}-${to}`,
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
  from,
  to,
  points,
  assumed: [],
  ...part,
});

const between = (junctions: Point[], ends: [number, number, Partial<RoadSegment>?][]): RoadNetwork => ({
  format: 1,
  junctions,
  segments: ends.map(([from, to, part]) => street(from, to, [junctions[from], junctions[to]], part)),
  turnBans: [],
});

/**
 * Two streets that run east, 200 m apart, joined at their west ends only: from (500, 0) to (500, 200) it is 500 + 200 + 500 = 1,200 m.
 *
 *   3 ─────────────── 2 (500, 200)
 *   │
 *   0 ─────────────── 1 (500, 0)
 */
const comb = (part: Partial<RoadSegment> = {}): RoadNetwork =>
  between(
    [
      [0, 0],
      [500, 0],
      [500, 200],
      [0, 200],
    ],
    [
      [0, 1],
      [0, 3],
      [3, 2, part],
    ],
  );

const road = (id: string, lineM: Point[], part: Partial<SchemeRoad> = {}): SchemeRoad => ({
  id,
  name: id,
  class: 'local',
  widthM: 10,
  lineM,
  ...part,
});

function streetsOf(network: RoadNetwork, groundAt = (_x: number, _y: number) => 0) {
  return { network, net: walkingNet(network, groundAt, 20), groundAt, crossingWaitS: 20 };
}

/** Milliseconds from one place to another, with the roads. */
function walkMs(network: RoadNetwork, roads: SchemeRoad[], from: Point, to: Point): number | null {
  const streets = streetsOf(network);
  const city = withRoads(walkingCity(streets.net, []), schemeWays(roads, streets));
  const times = new WalkingTimes(city.graph, [city.placeOn(to)], 'to');
  const place = city.placeOn(from);
  return (place && times.of(place)?.ms) ?? null;
}

test('a new link makes 1,200 m into 200 m', () => {
  expect(walkMs(comb(), [], [500, 0], [500, 200])).toBeCloseTo(1200 * MS_PER_M, -1);
  const link = road('r1', [
    [500, 0],
    [500, 200],
  ]);
  expect(walkMs(comb(), [link], [500, 0], [500, 200])).toBeCloseTo(200 * MS_PER_M, -1);
  expect(schemeWays([link], streetsOf(comb())).roads).toEqual([
    { road: 'r1', state: 'joined', joints: 2, apart: 0, gapsM: [] },
  ]);
});

test('a road that crosses streets between their junctions joins them there, and places on both sides of a cut stay where they are', () => {
  const link = road('r1', [
    [300, -40],
    [300, 240],
  ]);
  // 100 m east of the one crossing to 50 m west of the other.
  expect(walkMs(comb(), [link], [400, 0], [250, 200])).toBeCloseTo((100 + 200 + 50) * MS_PER_M, -1);
  // Along one street, over the cut: 300 m as today.
  expect(walkMs(comb(), [link], [100, 0], [400, 0])).toBeCloseTo(300 * MS_PER_M, -1);
  // Who lives at the new road walks on it: 30 m to the street, 40 m along it.
  expect(walkMs(comb(), [link], [300, 30], [340, 0])).toBeCloseTo(70 * MS_PER_M, -1);
});

test('an end 3 m short of a carriageway joins it over those metres; one 8 m short is named, with what it lacks', () => {
  // The upper street is 6 m wide: its edge lies at y = 197.
  const upTo = (y: number) =>
    road('r1', [
      [300, 0],
      [300, y],
    ]);
  expect(walkMs(comb(), [upTo(194)], [300, 0], [300, 200])).toBeCloseTo(200 * MS_PER_M, -1);
  const [near] = schemeWays([upTo(194)], streetsOf(comb())).roads;
  expect(near).toMatchObject({ state: 'joined', joints: 2, gapsM: [] });
  const [far] = schemeWays([upTo(189)], streetsOf(comb())).roads;
  expect(far).toMatchObject({ state: 'joined', joints: 1, gapsM: [expect.closeTo(8, 9)] });
  // 300 m back to the corner, 200 up, 300 along.
  expect(walkMs(comb(), [upTo(189)], [300, 0], [300, 200])).toBeCloseTo(800 * MS_PER_M, -1);
});

test('a road that goes past a street by less than the tolerance joins it once', () => {
  const past = road('r1', [
    [300, 4],
    [300, -6],
  ]);
  expect(schemeWays([past], streetsOf(comb())).roads).toMatchObject([{ joints: 1, gapsM: [] }]);
});

test('a road under a bridge or over a tunnel is not joined to it', () => {
  const link = road('r1', [
    [300, 0],
    [300, 240],
  ]);
  for (const form of ['bridge', 'tunnel', 'underpass'] as const) {
    expect(schemeWays([link], streetsOf(comb({ form }))).roads).toEqual([
      { road: 'r1', state: 'joined', joints: 1, apart: 1, gapsM: [] },
    ]);
    expect(walkMs(comb({ form }), [link], [300, 0], [300, 200])).toBeGreaterThan(200 * MS_PER_M);
  }
  // Its carriageway climbs from the ground at x = 0 to 6 m at x = 200 and stays there: at x = 300 it passes above, at x = 20 it is 0.6 m up.
  const levels: [number, number][] = [
    [0, 0],
    [200, 6],
    [500, 6],
  ];
  const ramp = comb({ form: 'bridge', levels });
  expect(schemeWays([link], streetsOf(ramp)).roads).toMatchObject([{ joints: 1, apart: 1 }]);
  const atFoot = road('r1', [
    [20, 0],
    [20, 240],
  ]);
  expect(schemeWays([atFoot], streetsOf(ramp)).roads).toMatchObject([{ joints: 2, apart: 0 }]);
});

test('roads that lead to no street are named and send nobody anywhere; those that lead to one over another road are joined', () => {
  const island = road('r1', [
    [200, 80],
    [300, 80],
  ]);
  const across = road('r2', [
    [250, 60],
    [250, 100],
  ]);
  const found = schemeWays([island, across], streetsOf(comb())).roads;
  expect(found).toEqual([
    { road: 'r1', state: 'alone', joints: 1, apart: 0, gapsM: [] },
    { road: 'r2', state: 'alone', joints: 1, apart: 0, gapsM: [] },
  ]);
  // Who lives beside it still goes to the street: (250, 75) to (250, 0) and 100 m along.
  expect(walkMs(comb(), [island, across], [250, 75], [350, 0])).toBeCloseTo(175 * MS_PER_M, -1);
  const bridgehead = road('r3', [
    [250, 60],
    [250, 0],
  ]);
  expect(schemeWays([island, across, bridgehead], streetsOf(comb())).roads.map(({ state }) => state)).toEqual([
    'joined',
    'joined',
    'joined',
  ]);
  // 30 m along the island road, 80 down.
  expect(walkMs(comb(), [island, across, bridgehead], [280, 80], [250, 0])).toBeCloseTo(110 * MS_PER_M, -1);
});

test('nobody walks along an expressway, which is named', () => {
  const fast = road(
    'r1',
    [
      [500, 0],
      [500, 200],
    ],
    { class: 'expressway' },
  );
  expect(schemeWays([fast], streetsOf(comb())).roads).toMatchObject([{ state: 'not-walked', joints: 0 }]);
  expect(walkMs(comb(), [fast], [500, 0], [500, 200])).toBeCloseTo(1200 * MS_PER_M, -1);
});

test('a crossing with a wide road is waited at, and slopes of the ground count', () => {
  const wide = comb({ class: 'secondary', widthM: 20 });
  const link = road('r1', [
    [300, 0],
    [300, 200],
  ]);
  // From (300, 0) past the joint on the upper street, where 20 s are waited, 100 m on.
  expect(walkMs(wide, [link], [300, 0], [400, 200])).toBeCloseTo(300 * MS_PER_M + 20_000, -1);
  expect(walkMs(comb(), [link], [300, 0], [400, 200])).toBeCloseTo(300 * MS_PER_M, -1);
  const streets = streetsOf(comb(), (_, y) => y / 10);
  const { graph, moved } = schemeWays([link], streets);
  const at = (x: number, y: number) => moved(null, [x, y], 50);
  const up = new WalkingTimes(graph, [at(300, 150)], 'to').of(
    at(300, 50) ?? { segment: 0, share: 0, offM: 0, at: [0, 0] },
  );
  // 100 m up a slope of 10 %: 6 km/h · e^(−3.5 · 0.15).
  expect(up?.ms).toBeCloseTo(100_000 / ((6 / 3.6) * Math.exp(-0.525)), -1);
});

test('a road to the corner of streets meets the corner, and three roads through one point are one junction', () => {
  const corner = road('r1', [
    [0.4, 0.3],
    [400, 100],
  ]);
  const { graph, roads } = schemeWays([corner], streetsOf(comb()));
  expect(roads).toMatchObject([{ state: 'joined' }]);
  // The far end alone is new.
  expect(graph.junctions).toBe(5);
  const through = (id: string, dx: number, dy: number) =>
    road(id, [
      [250 - dx, 100 - dy],
      [250 + dx, 100 + dy],
    ]);
  const star = [through('a', 0, 100), through('b', 60, 60), through('c', -60, 60)];
  // Four junctions of today, the star's middle, two joints of road a, four ends of b and c.
  expect(schemeWays(star, streetsOf(comb())).graph.junctions).toBe(11);
});

test('the figures of services go over the roads, today stays as it is, and the same input gives the same hash', () => {
  const streets = streetsOf(comb());
  const today = walkingCity(streets.net, [{ gid: 1, residents: 100, atM: [490, 0] }]);
  const school = {
    gid: 2,
    id: 'school',
    name: { zh: '学校', en: 'School' },
    atM: [490, 200] as Point,
    residents: 0,
    capacity: null,
  };
  const link = road('r1', [
    [490, 0],
    [490, 200],
  ]);
  const box: Point[] = [
    [480, -20],
    [500, -20],
    [500, 20],
    [480, 20],
  ];
  const scheme = {
    parcels: [],
    buildings: [{ id: 'b', parcel: 'p', ringM: box, baseM: 0, heightM: 30, storeys: 10, use: 'residential' as const }],
  };
  const figuresWith = (roads: SchemeRoad[]) =>
    servicesOf(
      { today, after: withRoads(today, schemeWays(roads, streets)) },
      { kind: 'school', things: [school] },
      scheme,
      { assumed: DEFAULT_ASSUMPTIONS, cleared: new Set() },
    );
  expect(figuresWith([]).meanMin).toBeCloseTo((1180 * MS_PER_M) / 60_000, 3);
  const linked = figuresWith([link]);
  expect(linked.meanMin).toBeCloseTo((200 * MS_PER_M) / 60_000, 3);
  // 1,180 m take 14.05 min: he who lived there was within 15 min before, too.
  expect(linked.loads).toMatchObject([{ id: 'school', before: 100 }]);
  const hash = (roads: SchemeRoad[]) => {
    const { graph, roads: named } = schemeWays(roads, streets);
    return sha256([
      new TextEncoder().encode(JSON.stringify([graph.leaving, named, figuresWith(roads)])),
      new Uint8Array(graph.waitMs.buffer),
      ...graph.ways.flatMap((way) => (way ? [new Uint8Array(way.alongMs.buffer)] : [])),
    ]);
  };
  expect(hash([link])).toBe(hash([structuredClone(link)]));
  expect(hash([link])).not.toBe(hash([]));
});
