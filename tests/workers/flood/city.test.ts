import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cutCells, packCuts } from '../../../model/city/cut-cells.ts';
import { type FloodWorks, parseFloodWorks } from '../../../model/city/flood-works.ts';
import { parseGrid } from '../../../model/city/grid.ts';
import { floodNoteText } from '../../../model/scenarios/flood-note.ts';
import { CityFloodError } from '../../../workers/flood/city/ground.ts';
import { type CityFloodRequest, cityFlood, estimateCityFlood, type FloodCity } from '../../../workers/flood/city.ts';
import { startFlood } from '../../../workers/flood/flood.ts';
import type { Work } from '../../../workers/flood/works/works.ts';
import { oracle, wallEdges } from './small-flood.ts';

const label = { zh: '河', en: 'River' };
const classes = [
  {
    ...{ id: 'road', label, manningN: 0.02, imperviousRatio: 1, infiltration: 'sealed', depressionMm: 2 },
    horton: { f0MmPerH: 0, fcMmPerH: 0, kPerH: 0 },
  },
  {
    ...{ id: 'lawn', label, manningN: 0.08, imperviousRatio: 0.2, infiltration: 'A', depressionMm: 4 },
    horton: { f0MmPerH: 70, fcMmPerH: 12, kPerH: 3 },
  },
];

/** 40 × 20 cells of 5 m: a bed 4 m deep and 45 m wide runs east along the south, behind a levee 2 m over ground at 10 m. */
function levelCity(): FloodCity {
  const [columns, rows] = [40, 20];
  const grid = parseGrid({
    ...{ format: 1, datum: { vertical: 'test', geoidUndulationM: 0 } },
    ...{ origin: { lonDeg: 108.75, latDeg: 34.3, heightM: 0 }, westM: -100, southM: -50, cellM: 5, columns, rows },
    ...{ bed: { file: 'bed.bin', minM: 6, maxM: 12 }, buildingMask: { file: 'b.bin', cells: 3 } },
    ...{ landCover: { file: 'l.bin', unknown: 255 }, classes },
  });
  const bedElevationM = new Float32Array(columns * rows);
  const landCover = new Uint8Array(columns * rows);
  for (let at = 0; at < bedElevationM.length; at++) {
    const row = Math.floor(at / columns);
    const fallM = 0.001 * 5 * (at % columns);
    bedElevationM[at] = row > 0 && row < 10 ? 6 - fallM : row < 12 ? 12 : 10;
    landCover[at] = row < 15 ? 0 : 1;
  }
  return { grid, bedElevationM, building: new Uint8Array(columns * rows), landCover, works: works() };
}

function works(): FloodWorks {
  return parseFloodWorks({
    format: 1,
    defences: [
      {
        id: 'levee-1',
        label,
        kind: 'levee',
        line: [
          [-110, 5, 12],
          [110, 5, 12],
        ],
      },
      {
        id: 'levee-2',
        label,
        kind: 'levee',
        line: [
          [-110, -55, 12],
          [110, -55, 12],
        ],
      },
    ],
    inflows: [
      {
        ...{ id: 'river', label, from: [-90, -1], to: [-90, -44] },
        hydrographs: [{ returnYears: 20, timeH: [0, 1, 2], dischargeM3ps: [50, 250, 50] }],
      },
    ],
    outflows: [{ id: 'river', label, from: [90, -1], to: [90, -44], bedM: 5.8, slope: 0.001, manningN: 0.02 }],
    waters: [
      {
        ...{
          id: 'wat-1',
          label,
          ring: [
            [-100, 0],
            [-100, -45],
            [100, -45],
            [100, 0],
          ],
        },
        levelM: [6.7, 6.7, 6.5, 6.5],
      },
      {
        ...{
          id: 'pond',
          label: { zh: '塘', en: 'Pond' },
          ring: [
            [50, 30],
            [60, 30],
            [60, 40],
            [50, 40],
          ],
        },
        levelM: [10.5, 10.5, 10.5, 10.5],
      },
    ],
    gauges: [{ id: 'gauge', label, at: [0, -20], chainageM: 0, warnM: 9, guaranteeM: 10 }],
    breaches: [
      {
        ...{ id: 'planned', label, at: [0, 5], defence: 'levee-1', chainageM: 110, beginH: 1, returnYears: 20 },
        ...{ widthStartM: 10, widthEndM: 30, growH: 0.5, sillM: 10.2 },
      },
    ],
    openings: [{ id: 'metro', label, at: [-17.5, 27.5], sillM: 10.4, widthM: 4, into: 'st', roomM3: 1000 }],
    storm: { a: 1980, b: 16, c: 1.45, n: 0.86, r: 0.4, validMin: [5, 1440], depthMm: {} },
  });
}

const asked = (part: Partial<CityFloodRequest> = {}): CityFloodRequest => ({
  ...{ box: { westM: -100, southM: -50, eastM: 100, northM: 50 }, cellM: 5, rain: { kind: 'none' } },
  ...{ riverYears: null, riverFromH: 0, breaches: [], walls: [], gauges: [] },
  ...{ scheme: { kind: 'full', order: 2 }, endS: 3600, frameEveryS: 600 },
  ...part,
});

const kinds = (list: readonly Work[], kind: Work['kind']) => list.filter((work) => work.kind === kind);

describe('the ground of a run', () => {
  test('four cells make one: the mean of the open ones; closed where half is built', () => {
    const city = levelCity();
    // The four cells under (0…10 m, 20…30 m): one house, then a second.
    const house = 14 * 40 + 20;
    city.building[house] = 1;
    city.bedElevationM[house] = 99;
    const at = ((50 + 20) / 10) * 20 + 10;
    const one = cityFlood(city, asked({ cellM: 10 })).input;
    expect([one.columns, one.rows, one.blocked[at]]).toEqual([20, 10, 0]);
    expect(one.bedElevationM[at]).toBe(10);
    expect(one.manningN[at]).toBeCloseTo((0.02 + 0.08 + 0.08) / 3, 6);
    city.building[house + 1] = 1;
    expect(cityFlood(city, asked({ cellM: 10 })).input.blocked[at]).toBe(1);
  });

  test('roof rain drips from the eaves: no drop is lost, and it falls beside the house', () => {
    const city = levelCity();
    for (const row of [13, 14, 15]) city.building.fill(1, row * 40 + 10, row * 40 + 13);
    const { rainCatchRatio, blocked } = cityFlood(city, asked()).input;
    expect(rainCatchRatio.reduce((sum, ratio) => sum + ratio, 0)).toBe(800);
    expect(rainCatchRatio[14 * 40 + 11]).toBe(0);
    expect(blocked[14 * 40 + 11]).toBe(1);
    // The west side drips to the west; the middle, as far from all sides, to the first: southwards.
    expect(rainCatchRatio[14 * 40 + 9]).toBe(2);
    expect(rainCatchRatio[12 * 40 + 11]).toBe(3);
  });

  test('soils drink as their land cover says, and its small hollows keep their own', () => {
    const { infiltration, soil } = cityFlood(levelCity(), asked()).input;
    expect(infiltration[0]).toEqual({ kind: 'constant', openRatio: 0, rateMmPerH: 0, hollowsMm: 2 });
    expect(infiltration[1]).toEqual({
      ...{ kind: 'horton', openRatio: 0.8, f0MmPerH: 70, fcMmPerH: 12, kPerH: 3 },
      hollowsMm: 4,
    });
    expect([soil[12 * 40], soil[19 * 40], soil[40]]).toEqual([0, 1, 255]);
  });
});

describe('buildings as raised ground', () => {
  const HOUSE = [14 * 40 + 20, 14 * 40 + 21, 15 * 40 + 20, 15 * 40 + 21];
  const houseCity = (): FloodCity => {
    const city = levelCity();
    for (const at of HOUSE) city.building[at] = 1;
    return { ...city, works: null };
  };

  test('stand so much above their ground in place of walls; roofs drip from the eaves, and the run says so', () => {
    const { input, notes } = cityFlood(houseCity(), asked({ raisedBuildings: { heightM: 0.3 } }));
    for (const at of HOUSE) {
      expect([input.blocked[at], input.raised?.[at], input.rainCatchRatio[at]]).toEqual([0, 1, 0]);
      expect(input.bedElevationM[at]).toBeCloseTo(10.3, 5);
    }
    expect(input.bedElevationM[HOUSE[0] - 1]).toBe(10);
    expect(input.rainCatchRatio.reduce((sum, ratio) => sum + ratio, 0)).toBe(800);
    expect(notes.find(({ code }) => code === 'buildings-raised')?.values).toEqual({ heightM: 0.3 });
    expect(cityFlood(houseCity(), asked()).input.raised).toBeUndefined();
  });

  test('let deep water in over a threshold, and keep it out where they are high, as walls do', () => {
    const played = (raisedBuildings: CityFloodRequest['raisedBuildings'] = null) => {
      const { input } = cityFlood(houseCity(), asked({ raisedBuildings }));
      const depthM = input.depthM.map((_, at) => (at >= 12 * 40 && !HOUSE.includes(at) ? 0.5 : 0));
      const flood = startFlood(oracle, { ...input, edges: wallEdges(40, 20), depthM, endS: 600 });
      flood.advanceTo(600);
      return { ...flood.result([]), ledger: flood.ledger() };
    };
    const [walls, threshold, high] = [null, { heightM: 0.3 }, { heightM: 5 }].map(played);
    for (const at of HOUSE) {
      expect(walls.maxima.depthM[at]).toBe(0);
      expect(high.maxima.depthM[at]).toBe(0);
      expect(threshold.maxima.depthM[at]).toBeGreaterThan(0.15);
      expect(threshold.maxima.depthM[at]).toBeLessThan(0.25);
    }
    const beside = HOUSE[0] - 1;
    expect(high.maxima.depthM[beside]).toBeCloseTo(walls.maxima.depthM[beside], 3);
    for (const { ledger } of [walls, threshold, high]) expect(Math.abs(ledger.errorRatio)).toBeLessThan(1e-9);
  });
});

describe('where outlines of buildings are known', () => {
  /** A house of 11 m by 5 m over two cells of 5 m, [0, 10] × [20, 25], and a metre of the one to the east. */
  const built = (): FloodCity => {
    const city = levelCity();
    const { columns, rows, cellM, westM, southM } = city.grid;
    const house: [number, number][] = [
      [0, 20],
      [11, 20],
      [11, 25],
      [0, 25],
    ];
    city.building.fill(1, 14 * 40 + 20, 14 * 40 + 22);
    city.buildingCuts = packCuts(cutCells({ columns, rows, cellM, westM, southM }, [[house]]));
    return city;
  };

  test('its walls run through cells, and roofs drip beside it', () => {
    const { input } = cityFlood(built(), asked());
    const at = 14 * 40 + 20;
    expect([...input.blocked.subarray(at - 1, at + 4)]).toEqual([0, 1, 1, 0, 0]);
    expect(input.cutCells?.freeRatio[at + 2]).toBeCloseTo(0.8, 2);
    expect(input.cutCells?.northOpenRatio[at + 2]).toBeCloseTo(0.8, 2);
    expect(input.cutCells?.eastOpenRatio[at + 2]).toBe(1);
    expect(input.rainCatchRatio.reduce((sum, ratio) => sum + ratio, 0)).toBeCloseTo(800, 3);
  });

  test('four cells make one: its free area is their mean, its edge that of the two along it', () => {
    const { input } = cityFlood(built(), asked({ cellM: 10 }));
    const at = ((50 + 20) / 10) * 20 + 10;
    expect([input.blocked[at], input.blocked[at + 1]]).toEqual([0, 0]);
    expect(input.cutCells?.freeRatio[at]).toBeCloseTo(0.5, 6);
    expect(input.cutCells?.freeRatio[at + 1]).toBeCloseTo(0.95, 2);
    // The house shuts the lower half of the edge between them, and all of the one to the south, on which its wall stands.
    expect(input.cutCells?.eastOpenRatio[at]).toBeCloseTo(0.5, 6);
    expect(input.cutCells?.northOpenRatio[at - 20]).toBe(0);
  });
});

describe('water that stands there', () => {
  test('a river in flood is as deep as uniform flow in its own section', () => {
    const { input } = cityFlood(levelCity(), asked({ riverYears: 20, riverFromH: 1 }));
    // 250 m³/s over 45 m at a slope of 0.001 and n 0.02: h = (q n / √S)^(3/5).
    const depthM = (((250 / 45) * 0.02) / Math.sqrt(0.001)) ** 0.6;
    for (const column of [5, 20, 35]) expect(Math.abs(input.depthM[5 * 40 + column] - depthM)).toBeLessThan(0.06);
    expect(Math.max(...input.depthM.subarray(12 * 40, 16 * 40))).toBe(0);
    expect(input.depthM[16 * 40 + 30]).toBeCloseTo(0.5, 5);
    const [river] = kinds(input.works, 'inflow');
    expect(river).toMatchObject({ id: 'river', dischargeM3ps: { timesS: [0, 3600], values: [250, 50] } });
  });

  test('a gauge that tells the level of a discharge lets just that discharge in, and the run begins at that level', () => {
    // The run of 250 m³/s above, read backwards: its level before the gauge, at the river's upper end.
    const drawn = cityFlood(levelCity(), asked({ riverYears: 20, riverFromH: 1 })).input;
    const byGauge = (levelM: number, part = {}) =>
      cityFlood(
        levelCity(),
        asked({
          riverStages: [{ river: 'river', gauge: 'g', at: [-99, 5], levelM: { timesS: [0], values: [levelM] } }],
          ...part,
        }),
      );
    const levelM = drawn.bedElevationM[5 * 40] + drawn.depthM[5 * 40];
    const { input, notes } = byGauge(levelM);
    const [river] = kinds(input.works, 'inflow');
    const [dischargeM3ps] = river.kind === 'inflow' ? river.dischargeM3ps.values : [];
    expect(Math.abs(dischargeM3ps / 250 - 1)).toBeLessThan(0.02);
    expect(input.depthM[5 * 40 + 20]).toBeCloseTo(drawn.depthM[5 * 40 + 20], 1);
    expect(notes.find(({ code }) => code === 'river-by-gauge')?.values).toMatchObject({ river: 'river', gauge: 'g' });
    // Below the bed no discharge runs: the river stays as it stands, and the run says so.
    const low = byGauge(3);
    expect(kinds(low.input.works, 'inflow')[0]).toMatchObject({ dischargeM3ps: { timesS: [0], values: [50] } });
    expect(low.notes.map(({ code }) => code)).toContain('gauge-not-of-river');
    expect(() => byGauge(levelM, { riverYears: 20 })).toThrow(
      'riverYears: expected null where gauges drive the rivers',
    );
  });

  test('a box that cuts a river lets it in above and out below, and says so', () => {
    const box = { westM: -50, southM: -50, eastM: 50, northM: 50 };
    const { input, notes } = cityFlood(levelCity(), asked({ box, riverYears: 20 }));
    const [[enters], [leaves]] = [kinds(input.works, 'inflow'), kinds(input.works, 'outflow')];
    expect(enters).toMatchObject({ from: [-47.5, -42.5], to: [-47.5, -2.5] });
    expect(leaves).toMatchObject({ from: [47.5, -42.5], to: [47.5, -2.5] });
    expect(leaves.kind === 'outflow' && leaves.slope).toBeCloseTo(0.001, 6);
    expect(leaves.kind === 'outflow' && leaves.manningN).toBeCloseTo(0.02, 6);
    expect(notes.map(({ code }) => code)).toEqual([
      'edges-walled',
      'river-enters-at-edge',
      'river-leaves-at-edge',
      'no-drains',
    ]);
    expect(floodNoteText(notes[1], 'en')).toMatch(/^river enters at the edge of the box/);
    expect(input.edges.west.slice(0, 10).every(({ kind }) => kind === 'wall')).toBe(true);
  });

  test('a box that reaches over the city’s end is told what is left of it', () => {
    const box = { westM: -400_000, southM: -50, eastM: 50, northM: 50 };
    const { input, notes } = cityFlood(levelCity(), asked({ box }));
    const [clipped] = notes.filter(({ code }) => code === 'box-clipped');
    expect(clipped.values).toEqual({ askedEastM: 400_050, askedNorthM: 100, eastM: input.columns * 5, northM: 100 });
    expect(cityFlood(levelCity(), asked()).notes.some(({ code }) => code === 'box-clipped')).toBe(false);
  });

  test('the box is open where the ground falls outwards, and there only', () => {
    const city = levelCity();
    for (let row = 12; row < 20; row++) city.bedElevationM[row * 40 + 30] = 9;
    const box = { westM: -50, southM: -50, eastM: 50, northM: 50 };
    const { edges } = cityFlood(city, asked({ box })).input;
    expect(edges.east.map(({ kind }) => kind)).toEqual([...Array(12).fill('wall'), ...Array(8).fill('free')]);
    expect(edges.west.some(({ kind }) => kind === 'free')).toBe(false);
  });
});

describe('works', () => {
  test('a breach takes the levee’s body out of the ground, as wide as it ends and half a cell on, and the crest stays', () => {
    const { input } = cityFlood(levelCity(), asked({ breaches: [{ kind: 'planned', id: 'planned', beginH: 0.5 }] }));
    const bank = input.bedElevationM.subarray(10 * 40, 11 * 40);
    expect(bank[20]).toBeCloseTo(10.2, 5);
    expect([...bank].filter((bedM) => bedM < 11)).toHaveLength(8);
    expect(kinds(input.works, 'crest').map(({ id }) => id)).toEqual(['levee-1']);
    expect(kinds(input.works, 'breach')[0]).toMatchObject({ of: 'levee-1', beginS: 1800, growS: 1800, widthEndM: 30 });
  });

  test('a breach where someone points is drawn onto the levee and goes down to the ground beside it', () => {
    const breach = { kind: 'placed', id: 'b', at: [10, 20], beginH: 0, growH: 1, widthM: 40 } as const;
    const { input } = cityFlood(levelCity(), asked({ breaches: [breach] }));
    const [placed] = kinds(input.works, 'breach');
    expect(placed).toMatchObject({ of: 'levee-1', sillM: 10, widthStartM: 20 });
    expect(placed.kind === 'breach' && Math.hypot(placed.at[0] - 10, placed.at[1] - 5)).toBeLessThan(1e-9);
  });

  test('a breach outside every levee, in the fast scheme, or of a name that is not there is refused', () => {
    const away = { kind: 'placed', id: 'b', at: [0, 90], beginH: 0, growH: 1, widthM: 40 } as const;
    const city = levelCity();
    expect(() => cityFlood(city, asked({ breaches: [away] }))).toThrow(
      'breaches.b.at: expected a place within 60 m of a levee, wall or dam, got one 85 m away',
    );
    const named = { kind: 'planned', id: 'none', beginH: 0 } as const;
    expect(() => cityFlood(city, asked({ breaches: [named] }))).toThrow('expected one of "planned", got "none"');
    expect(() => cityFlood(city, asked({ breaches: [named], scheme: { kind: 'fast' } }))).toThrow(
      /scheme: expected "second" or "first"/,
    );
    expect(() => cityFlood(city, asked({ riverYears: 30 }))).toThrow('riverYears: expected one of 20, got 30');
    expect(() => cityFlood(city, asked({ cellM: 7 }))).toThrow(CityFloodError);
  });

  test('a wall of sandbags is as high above the ground as it is, all along', () => {
    const wall = {
      id: 'w',
      line: [
        [-50, 30],
        [50, 30],
      ] as const,
      heightM: 0.8,
      fromH: 0.5,
    };
    const { input } = cityFlood(levelCity(), asked({ walls: [wall] }));
    const built = kinds(input.works, 'crest').find(({ id }) => id === 'w');
    expect(built).toMatchObject({ fromS: 1800 });
    expect(built?.kind === 'crest' && built.line.every(([, , crestM]) => Math.abs(crestM - 10.8) < 1e-6)).toBe(true);
  });

  test('an entrance in a house stands in the open beside it', () => {
    const city = levelCity();
    city.building[15 * 40 + 16] = 1;
    const [opening] = kinds(cityFlood(city, asked()).input.works, 'opening');
    expect(opening).toMatchObject({ id: 'metro', at: [-22.5, 27.5] });
  });

  test('rain of so many millimetres has the city’s pattern and just that sum', () => {
    const { rain } = cityFlood(levelCity(), asked({ rain: { kind: 'depth', depthMm: 120, hours: 2 } })).input;
    expect(rain.ratesMmPerH).toHaveLength(120);
    expect(rain.ratesMmPerH.reduce((sum, rate) => sum + rate / 60, 0)).toBeCloseTo(120, 9);
    expect(rain.ratesMmPerH.indexOf(Math.max(...rain.ratesMmPerH))).toBe(48);
  });
});

test('a run’s cost follows its deepest water: its waves run half as fast again and cross 0.45 of a cell in a step', () => {
  const city = levelCity();
  const { cells, steps, cellUpdates } = estimateCityFlood(city, asked({ endS: 100 }));
  const depthM = (((50 / 45) * 0.02) / Math.sqrt(0.001)) ** 0.6;
  expect(cells).toBe(800);
  expect(Math.abs(steps - (100 * 1.5 * Math.sqrt(9.80665 * depthM)) / (0.45 * 5))).toBeLessThan(15);
  expect(cellUpdates).toBe(800 * steps);
});

const baked = resolve('public/city/chengchuan');
describe.skipIf(!existsSync(`${baked}/flood-works.json`))('the demo city (baked)', () => {
  test('two hours after its peak the 100-year flood stands where the plan says', () => {
    const read = (file: string) => {
      const bytes = readFileSync(`${baked}/grid/${file}`);
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    };
    const grid = parseGrid(JSON.parse(readFileSync(`${baked}/grid/grid.json`, 'utf8')));
    const city: FloodCity = {
      grid,
      bedElevationM: new Float32Array(read('bed.bin')),
      building: new Uint8Array(read('building-mask.bin')),
      landCover: new Uint8Array(read('land-cover.bin')),
      buildingCuts: grid.buildingCuts ? new Uint8Array(read(grid.buildingCuts.file)) : null,
      works: parseFloodWorks(JSON.parse(readFileSync(`${baked}/flood-works.json`, 'utf8'))),
    };
    const box = { westM: -4000, southM: -3000, eastM: 4000, northM: 3000 };
    const breach = { kind: 'planned', id: 'levee-breach', beginH: 1 } as const;
    const { input } = cityFlood(city, asked({ box, cellM: 16, riverYears: 100, riverFromH: 20, breaches: [breach] }));
    const at = (east: number, north: number) => Math.floor((north + 3000) / 16) * 500 + Math.floor((east + 4000) / 16);
    const river = at(-1772, -1170);
    // CITY.md, scenario 1: 383.01 m at K2+350; the basin behind the levee is dry.
    expect(Math.abs(input.bedElevationM[river] + input.depthM[river] - 383.01)).toBeLessThan(0.1);
    expect(input.depthM[at(-2520, 400)]).toBe(0);
    expect(input.depthM.reduce((sum, depthM) => sum + depthM, 0) * 256).toBeLessThan(16e6);
  });
});
