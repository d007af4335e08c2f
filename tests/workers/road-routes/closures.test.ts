import { describe, expect, test } from 'vitest';
import { parseManifest } from '../../../model/city/manifest.ts';
import { parseRoadNetwork } from '../../../model/roads/road-network.ts';
import { CLEAR_ROADS, type RoadState } from '../../../model/roads/road-state.ts';
import { pickCells } from '../../../model/runs/cell-values.ts';
import { closedSegments } from '../../../workers/road-routes/closures.ts';
import { analyseDispatch } from '../../../workers/road-routes/dispatch-analysis.ts';
import { DispatchSite } from '../../../workers/road-routes/dispatch-site.ts';
import { roadCells, waterOnRoads } from '../../../workers/road-routes/road-water.ts';
import type { CityFiles } from '../../../workers/shared/engine.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { roadGraphOf, segmentNumbers } from '../../../workers/shared/road-graph.ts';
import { smallCity } from '../../model/city/small-city.ts';

/** Two streets of 36 km/h that run east beside each other, joined at both ends: 1 km each and 100 m apart. */
const CORNERS: [number, number][] = [
  [0, 0],
  [1000, 0],
  [1000, 100],
  [0, 100],
];
const SIDES: [string, number, number][] = [
  ['south', 0, 1],
  ['east', 1, 2],
  ['north', 2, 3],
  ['west', 3, 0],
];

const network = (more: Partial<Record<string, object>> = {}) =>
  parseRoadNetwork({
    format: 1,
    junctions: CORNERS,
    segments: SIDES.map(([id, from, to]) => ({
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
    })),
    turnBans: [],
  });

/** A city of nothing but these roads. */
function site(): DispatchSite {
  const { city } = smallCity();
  const manifest = parseManifest({ ...city, grids: null, layers: [] });
  const none = async () => {
    throw new Error('no file');
  };
  const files: CityFiles = { manifest, read: none, readJson: none, findJson: async () => null };
  return new DispatchSite(files, roadGraphOf(network()));
}

const PLACE = { westM: -10, southM: -10, cellM: 10, columns: 103, rows: 13 };
const CHANNELS = ['depthM', 'eastMps', 'northMps'];

/** All dry but one cell about a point, in which the water stands so deep and runs so fast. */
function puddle(at: [number, number], depthM: number, eastMps = 0) {
  const values = new Float32Array(PLACE.columns * PLACE.rows * 3);
  const cell = Math.floor((at[1] - PLACE.southM) / 10) * PLACE.columns + Math.floor((at[0] - PLACE.westM) / 10);
  values.set([depthM, eastMps, 0], 3 * cell);
  return { ...PLACE, values, channels: CHANNELS };
}

function waterOf(sample: ReturnType<typeof puddle>, standing: ReturnType<typeof puddle> | null = null, more = {}) {
  const roads = network(more);
  const cells = roadCells(roads, PLACE);
  const pick = (one: ReturnType<typeof puddle>) => pickCells(one, cells.cells);
  return waterOnRoads(roads, cells, pick(sample), standing && pick(standing));
}

describe('water on roads', () => {
  test('the worst cell under a centre line is the segment’s, its depth times its speed too', () => {
    expect(waterOf(puddle([505, 5], 0.4, 2))).toEqual([
      { segment: 'south', depthM: expect.closeTo(0.4, 6), depthSpeedM2ps: expect.closeTo(0.8, 6) },
    ]);
  });

  test('a puddle beside the road is none on it', () => expect(waterOf(puddle([505, 25], 0.4))).toEqual([]));

  test('what stood there in the first frame is a river, and bridges are above it', () => {
    expect(waterOf(puddle([505, 5], 2), puddle([505, 5], 1.8))).toEqual([]);
    expect(waterOf(puddle([505, 5], 2), null, { south: { form: 'bridge' } })).toEqual([]);
    expect(waterOf(puddle([505, 5], 2), null, { south: { form: 'underpass' } })).toHaveLength(1);
  });
});

describe('closed segments', () => {
  const graph = roadGraphOf(network());
  const closed = (state: Partial<RoadState>) =>
    closedSegments(graph, segmentNumbers(graph), { ...CLEAR_ROADS, ...state });

  test('0.4 m stops cars and lets fire engines and walkers through; fast water stops them sooner', () => {
    const [still] = closed({ water: [{ segment: 'south', depthM: 0.4, depthSpeedM2ps: null }] });
    expect(still.water).toEqual([{ traffic: 'cars', by: 'depth', value: 0.4, limit: 0.3 }]);
    const [fast] = closed({ water: [{ segment: 'south', depthM: 0.4, depthSpeedM2ps: 0.8 }] });
    expect(fast.water.map(({ traffic, by }) => [traffic, by])).toEqual([
      ['walkers', 'depth-speed'],
      ['cars', 'depth'],
      ['fireEngines', 'depth-speed'],
    ]);
  });

  test('shallow water closes nothing; an order names itself', () => {
    expect(closed({ water: [{ segment: 'south', depthM: 0.2, depthSpeedM2ps: 0.1 }] })).toEqual([]);
    expect(closed({ closed: [{ segment: 'east', by: 'works', way: 'along' }] })).toMatchObject([
      { id: 'east', by: ['works'], isOneWay: true },
    ]);
    expect(closed({ closed: [{ segment: 'north', by: 'order 1' }] })).toMatchObject([{ id: 'north', by: ['order 1'] }]);
  });
});

describe('ways under closures', () => {
  const from: [number, number] = [100, 0];
  const to: [number, number] = [900, 0];
  const journey = { at: from, vehicle: 'car', isAway: false } as const;
  const wet = (depthM: number): RoadState => ({
    water: [{ segment: 'south', depthM, depthSpeedM2ps: null }],
    closed: [],
  });

  test('a flooded street is driven round, and a fire engine wades it', () => {
    const roads = site();
    expect(roads.arrival(to, journey)?.ms).toBe(80_000);
    // The car starts and ends on the nearest street that is open to it, the one across.
    expect(roads.arrival(to, journey, wet(0.4))).toMatchObject({ offM: { at: 100, place: 100 } });
    // Half of 36 km/h is left in 0.25 m of 0.5 m: 800 m take 160 s, as long as the way round.
    expect(roads.arrival(to, { ...journey, vehicle: 'fire-engine' }, wet(0.25))?.ms).toBe(160_000);
  });

  test('with every way closed the closures that cut it are named', () => {
    const roads = site();
    const closed = ['south', 'north'].map((segment) => ({ segment, by: 'order' }));
    const place: [number, number] = [1000, 50];
    const start = { ...journey, at: [0, 50] as [number, number] };
    expect(roads.arrival(place, start, { water: [], closed })).toBeNull();
    expect(roads.cuts(place, start, { water: [], closed })).toMatchObject([{ by: ['order'], depthM: 0 }]);
    expect(roads.cuts(place, start, { water: [], closed: closed.slice(1) })).toEqual([]);
  });

  test('closing more never shortens a way', () => {
    const roads = site();
    const random = seeded(11);
    for (let round = 0; round < 100; round++) {
      const point = (): [number, number] => [random() * 1000, random() < 0.5 ? 0 : 100];
      const [a, b] = [point(), point()];
      const some = { water: [], closed: [{ segment: SIDES[Math.floor(random() * 4)][0], by: 'x' }] };
      const before = roads.arrival(b, { at: a, vehicle: 'foot', isAway: false });
      const after = roads.arrival(b, { at: a, vehicle: 'foot', isAway: false }, some);
      // Only where both begin and end at the same places of the network.
      if (!before || !after || after.offM.at !== before.offM.at || after.offM.place !== before.offM.place) continue;
      expect(after.ms).toBeGreaterThanOrEqual(before.ms);
    }
  });

  test('a segment that the network does not have is refused by name', () => {
    expect(() => site().arrival(to, journey, { water: [], closed: [{ segment: 'nowhere', by: 'x' }] })).toThrow(
      'nowhere',
    );
  });
});

describe('dispatch', () => {
  test('a minute by car along a street of 36 km/h is 600 m of it either way, and a closure takes it away', async () => {
    const result = await analyseDispatch(site(), {
      kind: 'isochrone',
      fromM: [0, 0],
      vehicle: 'car',
      limitsMin: [1],
      roads: { water: [], closed: [{ segment: 'north', by: 'x' }] },
    });
    if (result.kind !== 'isochrone') throw new Error(result.kind);
    const [{ areaM2, openAreaM2 }] = result.figures;
    // The strip of 100 m beside the southern street up to 600 m, half of the middle to the northern one; with it both.
    expect(areaM2).toBeLessThan(openAreaM2);
    expect(areaM2 / openAreaM2).toBeGreaterThan(0.4);
    expect(openAreaM2).toBeGreaterThan(600 * 200);
    expect(openAreaM2).toBeLessThan(720 * 320);
  });

  test('two demands and two teams: the nearer team goes to the one that has nobody else, and the proposal says so', async () => {
    const unit = (id: string, atM: [number, number], vehicle: 'car' | 'foot') => ({
      id,
      atM,
      vehicle,
      capabilities: ['pumping' as const],
    });
    const result = await analyseDispatch(site(), {
      kind: 'assignment',
      demands: [
        { id: 'a', atM: [100, 0], capability: 'pumping', count: 1, weight: 1 },
        { id: 'b', atM: [900, 0], capability: 'pumping', count: 1, weight: 1 },
      ],
      units: [unit('swift', [200, 0], 'car'), unit('slow', [50, 0], 'foot')],
      aim: 'sum',
      roads: CLEAR_ROADS,
    });
    if (result.kind !== 'assignment') throw new Error(result.kind);
    expect(result.served).toMatchObject([
      { demand: 'a', unit: 'slow', ms: 36_000, soonest: { unit: 'swift', ms: 10_000, servesInstead: 'b' } },
      { demand: 'b', unit: 'swift', ms: 70_000, soonest: { unit: 'swift', servesInstead: null } },
    ]);
    expect(result).toMatchObject({ weightedMs: 106_000, boundMs: 106_000, violationMs: 0, freeUnits: [] });
  });

  test('who cannot do it is not sent, and who cannot be served is named', async () => {
    const result = await analyseDispatch(site(), {
      kind: 'assignment',
      demands: [{ id: 'a', atM: [100, 0], capability: 'medical', count: 2, weight: 1 }],
      units: [
        { id: 'pump', atM: [100, 0], vehicle: 'truck', capabilities: ['pumping'] },
        { id: 'ambulance', atM: [900, 0], vehicle: 'ambulance', capabilities: ['medical'] },
      ],
      aim: 'latest',
      roads: CLEAR_ROADS,
    });
    expect(result).toMatchObject({
      served: [{ unit: 'ambulance' }, { unit: null, ms: null }],
      freeUnits: ['pump'],
    });
  });

  test('evacuees fill the near shelter and go on to the far one; who finds no bed is counted', async () => {
    const result = await analyseDispatch(site(), {
      kind: 'transport',
      sources: [{ id: 'street', atM: [100, 0], amount: 100 }],
      sinks: [
        { id: 'near', atM: [200, 0], room: 60 },
        { id: 'far', atM: [900, 0], room: 30 },
      ],
      vehicle: 'foot',
      roads: CLEAR_ROADS,
    });
    expect(result).toMatchObject({
      shipments: [
        { sink: 'near', amount: 60 },
        { sink: 'far', amount: 30 },
      ],
      left: [{ source: 'street', amount: 10, why: 'no-room' }],
    });
  });
});

test('works on one carriageway send those that way round the block, and let the others pass', () => {
  const roads = site();
  const state = { water: [], closed: [{ segment: 'south', by: 'works', way: 'along' as const }] };
  const toEast = { at: [950, 0] as const, vehicle: 'car' as const, isAway: true };
  const toWest = { at: [950, 0] as const, vehicle: 'car' as const };
  const minutes = (journey: object, now?: RoadState) => {
    return roads.arrival([50, 0], journey as Parameters<DispatchSite['arrival']>[1], now)?.lengthM;
  };
  expect(minutes(toEast)).toBeCloseTo(900, 0);
  // East: back to the corner, 100 m up, 1,000 m along, 100 m down and 50 m back, instead of 900 m straight.
  expect(minutes(toEast, state)).toBeCloseTo(50 + 100 + 1000 + 100 + 50, 0);
  expect(minutes(toWest, state)).toBeCloseTo(900, 0);
});
