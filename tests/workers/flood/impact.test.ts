import { describe, expect, test } from 'vitest';
import { type Exposure, ImpactLog } from '../../../workers/flood/results/impact.ts';
import { halfFloats } from '../../../workers/shared/half-floats.ts';

const COLUMNS = 5;
const ROWS = 4;

/**
 * Twenty cells of 10 m, rows from the south; the bed is level at 0. R road, B houses, E the way underground, W a river.
 *
 *     . . . . W
 *     E . . B .
 *     . B . . .
 *     R R R R R
 */
const grid = {
  columns: COLUMNS,
  rows: ROWS,
  cellM: 10,
  westM: 0,
  southM: 0,
  bedElevationM: new Float32Array(COLUMNS * ROWS),
  blocked: Uint8Array.from({ length: COLUMNS * ROWS }, (_, cell) => (cell === 6 || cell === 13 ? 1 : 0)),
};
const RIVER = 19;

const named = (id: string) => ({ id, name: { zh: id, en: id } });
const storeys = (storeys: number) => ({ storeys, storeyM: 3 });
const exposure: Exposure = {
  buildings: [
    {
      ...named('high'),
      at: [35, 25],
      reachM: 7,
      sillM: 0.45,
      ...storeys(30),
      dwellings: 90,
      residents: 200,
      vital: null,
    },
    {
      ...named('low'),
      at: [15, 15],
      reachM: 7,
      sillM: 0.2,
      ...storeys(2),
      dwellings: 4,
      residents: 11,
      vital: 'school',
    },
  ],
  roads: [
    {
      ...named('street'),
      ring: [
        [1, 2],
        [49, 2],
        [49, 8],
        [1, 8],
      ],
      at: [25, 5],
      reachM: 3,
    },
  ],
  entrances: [{ ...named('metro'), at: [5, 25], sillM: 0.1875 }],
};

/** Depth by row from the south, and the speed on the road; a river stands 1 m deep all the time. */
function frame(timeS: number, depthByRowM: [number, number, number, number], roadMps: number) {
  const bits = (value: number) => halfFloats().indexOf(value);
  const cells = new Uint16Array(4 * COLUMNS * ROWS);
  for (let cell = 0; cell < COLUMNS * ROWS; cell++) {
    const row = Math.floor(cell / COLUMNS);
    cells[4 * cell] = bits(cell === RIVER ? 1 : grid.blocked[cell] ? -1 : depthByRowM[row]);
    cells[4 * cell + 1] = bits(row === 0 ? roadMps : 0);
  }
  return { timeS, cells };
}

function log() {
  const log = new ImpactLog(grid, exposure);
  log.watch(frame(0, [0, 0, 0, 0], 0));
  log.watch(frame(600, [0.125, 0, 0, 0], 0));
  log.watch(frame(1200, [0.75, 0.25, 0, 0], 1));
  log.watch(frame(1800, [0.125, 0.125, 0, 0], 0));
  return log;
}

describe('who is hurt, on twenty cells', () => {
  test('a house is wet while the deepest water at its walls is 0.05 m over its sill', () => {
    // 0.125 m at 600 s, 0.75 m at 1,200 s: 0.25 m a fifth of the way; falling, four fifths.
    expect(log().report().buildings).toEqual([
      {
        id: 'low',
        name: { zh: 'low', en: 'low' },
        vital: 'school',
        dwellings: 4,
        residents: 11,
        wetDwellings: 2,
        wetResidents: 6,
        spans: [{ fromS: 720, toS: 1680 }],
        insideM: 0.75 - 0.2,
      },
    ]);
  });

  test('what stood deepest between two frames is in the maxima', () => {
    const depthM = new Float32Array(COLUMNS * ROWS);
    depthM[7] = 1;
    depthM[RIVER] = 9;
    expect(log().report({ depthM }).buildings[0].insideM).toBe(0.8);
  });

  test('of a tower with a wet step nobody is flooded; with 5 cm in its hall those of one storey, with 3 m those of two', () => {
    const tower = { ...exposure.buildings[1], ...storeys(33), dwellings: 97, residents: 259 };
    const wetAt = (depthM: number) => {
      const log = new ImpactLog(grid, { buildings: [tower], roads: [], entrances: [] });
      log.watch(frame(0, [0, 0, 0, 0], 0));
      const { buildings, residents, wetDwellings, wetResidents } = log.watch(frame(600, [depthM, 0, 0, 0], 0));
      return [buildings, residents, wetDwellings, wetResidents];
    };
    expect(wetAt(0.234375)).toEqual([0, 0, 0, 0]);
    expect(wetAt(0.25)).toEqual([1, 259, 3, 8]);
    expect(wetAt(3.25)).toEqual([1, 259, 6, 16]);
  });

  test('the worst building is where most people on wet storeys stand deepest, not the one with most floors', () => {
    const low = { ...exposure.buildings[1], ...storeys(1), dwellings: 4, residents: 11 };
    const tower = { ...exposure.buildings[0], ...storeys(33), sillM: 0.2, dwellings: 90, residents: 200 };
    const log = new ImpactLog(grid, { buildings: [tower, low], roads: [], entrances: [] });
    log.watch(frame(0, [0, 0, 0, 0], 0));
    log.watch(frame(600, [0.75, 0.75, 0.75, 0.75], 0));
    expect(log.report().buildings.map(({ id, wetResidents }) => [id, wetResidents])).toEqual([
      ['low', 11],
      ['high', 6],
    ]);
  });

  test('a road is closed to each by depth or by depth × speed', () => {
    const [{ closed, depthM }] = log().report().roads;
    // Walkers and engines: load 0.25 → 1.5 → 0.25. Cars: 0.41667 → 2.5 → 0.41667.
    for (const goer of ['walkers', 'fireEngines'] as const) {
      expect(closed[goer]).toHaveLength(1);
      expect(closed[goer][0].fromS).toBeCloseTo(960, 9);
      expect(closed[goer][0].toS).toBeCloseTo(1440, 9);
    }
    expect(closed.cars[0].fromS).toBeCloseTo(768, 9);
    expect(closed.cars[0].toS).toBeCloseTo(1632, 9);
    expect(depthM).toBe(0.75);
  });

  test('a road that is shallow and fast is closed too', () => {
    const log = new ImpactLog(grid, exposure);
    log.watch(frame(0, [0, 0, 0, 0], 0));
    const totals = log.watch(frame(600, [0.25, 0, 0, 0], 2));
    expect(totals.closed).toEqual({ walkers: 0, cars: 1, fireEngines: 0 });
  });

  test('water over the threshold goes underground', () => {
    // Ground at 0 until 600 s, water at 0.25 m at 1,200 s and at 0.125 m at 1,800 s; the threshold is at 0.1875 m.
    const [entrance] = log().report().entrances;
    expect(entrance.id).toBe('metro');
    expect(entrance.spans).toEqual([{ fromS: 1050, toS: 1500 }]);
    expect(entrance.overSillM).toBe(0.0625);
  });

  test('a city without roads or entrances says so, and one whose houses have nobody tells no residents', () => {
    const bare = new ImpactLog(grid, { buildings: exposure.buildings, roads: [], entrances: [] });
    const known = { buildings: true, dwellings: true, residents: true };
    expect(bare.report().exposed).toEqual({ ...known, roads: false, entrances: false });
    const empty = exposure.buildings.map((building) => ({ ...building, dwellings: 0, residents: 0 }));
    const { exposed } = new ImpactLog(grid, { ...exposure, buildings: empty }).report();
    expect(exposed).toEqual({ buildings: true, dwellings: false, residents: false, roads: true, entrances: true });
  });

  test('totals of a frame; rivers are no ponding', () => {
    expect(log().report().totals[2]).toEqual({
      timeS: 1200,
      buildings: 1,
      dwellings: 4,
      residents: 11,
      wetDwellings: 2,
      wetResidents: 6,
      residentDepthM: expect.closeTo(6 * (0.75 - 0.2), 6),
      closed: { walkers: 1, cars: 1, fireEngines: 1 },
      entrances: 1,
      pondedM2: 500,
      deepestM: 0.75,
    });
    expect(log().report().totals[0].pondedM2).toBe(0);
  });

  test('what is still wet at the end has no end', () => {
    const log = new ImpactLog(grid, exposure);
    log.watch(frame(0, [0, 0, 0, 0], 0));
    log.watch(frame(600, [0.5, 0, 0, 0], 0));
    expect(log.report().buildings[0].spans).toEqual([{ fromS: 300, toS: null }]);
  });

  test('what lies off the grid is not hurt', () => {
    const far: Exposure = {
      buildings: [{ ...exposure.buildings[1], at: [500, 500] }],
      roads: [{ ...exposure.roads[0], ring: null, at: [-50, 5] }],
      entrances: [{ ...exposure.entrances[0], at: [5, -900], sillM: -1 }],
    };
    const log = new ImpactLog(grid, far);
    log.watch(frame(0, [0, 0, 0, 0], 0));
    log.watch(frame(600, [0.75, 0.75, 0.75, 0.75], 1));
    const { buildings, roads, entrances } = log.report();
    expect([buildings, roads, entrances]).toEqual([[], [], []]);
  });
});
