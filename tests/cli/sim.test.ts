import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { simCommand } from '../../cli/sim/sim.ts';
import { readDem } from '../../tiles/read/dem.ts';
import { FloodRun, FloodUnstable } from '../../workers/flood/core/run.ts';
import { readResult } from '../../workers/flood/results/result-file.ts';

const folders: string[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-sim-'));
  folders.push(folder);
});
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true });
});

/** A bowl of 12 × 8 cells of 10 m: 0 m deep at its rim, 2 m in the middle. Rows from the north, as in the file. */
const BOWL = Array.from({ length: 8 }, (_, row) =>
  Array.from({ length: 12 }, (_, column) => 10 - (column > 1 && column < 10 && row > 1 && row < 6 ? 2 : 0)),
);

function writeDem(name: string, rows: readonly (readonly number[])[]): void {
  const head = `ncols ${rows[0].length}\nnrows ${rows.length}\nxllcorner 500000\nyllcorner 3800000\ncellsize 10\nNODATA_value -9999\n`;
  writeFileSync(join(folder, name), `${head}${rows.map((row) => row.join(' ')).join('\n')}\n`);
}

const storm = (part: object = {}) => ({
  ...{ format: 1, kind: 'flood', id: 'bowl', title: { zh: '碗', en: 'Bowl' }, endH: 0.5, frameEveryMin: 10 },
  ground: { kind: 'dem', file: 'dem.asc', crs: 'EPSG:32649', manningN: 0.03 },
  rain: { kind: 'uniform', rateMmPerH: 60, hours: 0.5 },
  gauges: [{ id: 'middle', at: [500055, 3800035] }],
  ...part,
});

function writeCase(scenario: object): string {
  writeFileSync(join(folder, 'scenario.json'), JSON.stringify(scenario));
  return join(folder, 'scenario.json');
}

/** In this process, quietly. */
async function sim(...args: string[]): Promise<string> {
  let said = '';
  const write = process.stdout.write;
  process.stdout.write = (text) => {
    said += text;
    return true;
  };
  try {
    await simCommand()
      .exitOverride()
      .parseAsync(['flood', ...args], { from: 'user' });
  } finally {
    process.stdout.write = write;
    process.exitCode = 0;
  }
  return said;
}

test('grids of a radar beside the case are its rain, from hour to hour; one of other cells is refused', async () => {
  writeDem('dem.asc', BOWL);
  const wet = BOWL.map((row) => row.map((_, column) => (column < 6 ? 40 : 0)));
  writeDem('rain-0.asc', wet);
  writeDem('rain-1.asc', wet);
  const grids = [0, 1].map((k) => ({ atH: k * 0.25, file: `rain-${k}.asc` }));
  const path = writeCase(storm({ rain: { kind: 'grids', grids } }));
  const summary = JSON.parse(await sim(path, '--out', join(folder, 'out'), '--json'));
  // 10 mm on 4,800 m².
  expect(summary.ledger.rainM3).toBeCloseTo(48, 4);
  writeDem(
    'rain-1.asc',
    wet.map((row) => row.slice(1)),
  );
  await expect(sim(path, '--out', join(folder, 'out'), '--json')).rejects.toThrow(
    'rain-1.asc: expected the cells of rain-0.asc',
  );
});

describe('houses as outlines', () => {
  const writeHouses = (ring: number[][]) =>
    writeFileSync(
      join(folder, 'houses.geojson'),
      JSON.stringify({
        type: 'FeatureCollection',
        features: [{ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ring] } }],
      }),
    );
  const withHouses = (part: object = {}) =>
    writeCase(storm({ endH: 2, ground: { ...storm().ground, buildings: { file: 'houses.geojson', ...part } } }));

  test('or are ground that is raised: half a metre of water in the bowl runs in over a threshold and not over a roof', async () => {
    writeDem('dem.asc', BOWL);
    const [west, south] = [500040, 3800030];
    const ring = [
      [0, 0],
      [20, 0],
      [20, 20],
      [0, 20],
      [0, 0],
    ].map(([x, y]) => [west + x, south + y]);
    writeHouses(ring);
    const depthInside = async (raisedM: number) => {
      const summary = JSON.parse(await sim(withHouses({ raisedM }), '--out', join(folder, 'out'), '--json'));
      expect(summary.ledger.rainM3).toBeCloseTo(288, 4);
      const { result } = await readResult(readFileSync(join(folder, 'out', 'result.flood')), 'result.flood');
      const at = 4 * result.columns + 4;
      return { bedM: result.bedElevationM[at], depthM: result.maxima.depthM[at] };
    };
    expect(await depthInside(5)).toEqual({ bedM: 13, depthM: 0 });
    const { bedM, depthM } = await depthInside(0.05);
    expect(bedM).toBeCloseTo(8.05, 5);
    expect(depthM).toBeGreaterThan(0.02);
  });

  test('their roofs drip into the bowl, which is so much smaller', async () => {
    writeDem('dem.asc', BOWL);
    // A square of √832 m at a slant.
    const [east, north] = [500060, 3800040];
    const corners = [
      [-20, -4],
      [4, -20],
      [20, 4],
      [-4, 20],
      [-20, -4],
    ];
    writeHouses(corners.map(([x, y]) => [east + x, north + y]));
    const summary = JSON.parse(await sim(withHouses(), '--out', join(folder, 'out'), '--json'));
    expect(summary.ledger.rainM3).toBeCloseTo(288, 4);
    expect(Math.abs(summary.ledger.errorRatio)).toBeLessThan(1e-6);
    const houseM2 = 832;
    const floorM2 = 3200;
    // The gauge stands in the bowl: what gathers there, less the film that is on its way.
    const dry = JSON.parse(await sim(writeCase(storm({ endH: 2 })), '--out', join(folder, 'dry'), '--json'));
    const rise = (summary.gauges.middle.highestM - 8) / (dry.gauges.middle.highestM - 8);
    expect(Math.abs(rise / (floorM2 / (floorM2 - houseM2)) - 1)).toBeLessThan(0.03);
  });

  test('those in degrees, or with a place of one number, are refused with theirs', async () => {
    writeDem('dem.asc', BOWL);
    writeHouses([
      [111, 34.3],
      [111.1, 34.3],
      [111.1, 34.4],
      [111, 34.3],
    ]);
    await expect(sim(withHouses(), '--out', join(folder, 'out'))).rejects.toThrow(
      'houses.geojson: expected houses on the DEM, in its metres',
    );
    writeHouses([[500050, 3800030], [500060], [500060, 3800040], [500050, 3800030]]);
    await expect(sim(withHouses(), '--out', join(folder, 'out'))).rejects.toThrow(
      'houses.geojson: features.0.geometry.coordinates.0.1: expected',
    );
  });
});

test('rain on a bowl: series, rasters, isolines, one file and a summary, and no drop is lost', async () => {
  writeDem('dem.asc', BOWL);
  const out = join(folder, 'out');
  const summary = JSON.parse(await sim(writeCase(storm()), '--out', out, '--json'));
  expect(summary).toMatchObject({ case: 'bowl', status: 'done', cells: 96, simulatedS: 1800, shortfalls: [] });
  // 30 mm on 9,600 m².
  expect(summary.ledger.rainM3).toBeCloseTo(288, 6);
  expect(Math.abs(summary.ledger.errorRatio)).toBeLessThan(1e-6);
  // It gathers on the 32 cells of the floor: 9 cm, less the film that is still on its way.
  expect(summary.gauges.middle.highestM).toBeGreaterThan(8.07);
  expect(summary.gauges.middle.highestM).toBeLessThan(8.09);
  const { files, ...written } = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'));
  expect(written).toEqual(summary);
  expect(['summary.json', ...files].sort()).toEqual(readdirSync(out).sort());

  const lines = readFileSync(join(out, 'ledger.csv'), 'utf8').trim().split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[4]).toMatch(/^1800,0,28[78]/);
  expect(readFileSync(join(out, 'gauges.csv'), 'utf8')).toMatch(/^time_s,middle_level_m\n0,8\.0000\n/);

  const { result, about } = await readResult(new Uint8Array(readFileSync(join(out, 'result.flood'))), 'result.flood');
  expect(about).toMatchObject({ name: '碗', city: null, inputHash: summary.inputHash });
  expect(result.hash).toBe(summary.resultHash);
  expect(result.frames.map(({ timeS }) => timeS)).toEqual([0, 600, 1200, 1800]);

  const depth = await readDem(join(out, 'max-depth-m.tif'), {});
  expect([depth.columns, depth.rows, depth.x0, depth.y0, depth.stepX]).toEqual([12, 8, 500005, 3800075, 10]);
  expect(depth.crs.name).toBe('EPSG:32649');
  expect(depth.elevationM[3 * 12 + 5]).toBe(result.maxima.depthM[4 * 12 + 5]);
  const arrival = await readDem(join(out, 'arrival-s.tif'), {}).catch((error: Error) => error.message);
  expect(arrival).toBe('arrival-s.tif: expected elevations, got a grid without one');
  const isolines = JSON.parse(readFileSync(join(out, 'depth-isolines.geojson'), 'utf8'));
  expect(isolines.features.map(({ properties }: { properties: object }) => properties)).toContainEqual({
    depthM: 0.27,
  });
});

test('a lake’s shore is an isoline on Earth: its ring holds the wet cells', async () => {
  writeDem('dem.asc', BOWL);
  const ground = { ...storm().ground, levelM: 9 };
  const out = join(folder, 'out');
  await sim(writeCase(storm({ ground, rain: { kind: 'none' } })), '--out', out, '--json');
  const { features } = JSON.parse(readFileSync(join(out, 'depth-isolines.geojson'), 'utf8'));
  const [[ring]] = features[3].geometry.coordinates;
  const lats = ring.map(([, lat]: [number, number]) => lat);
  // 0.6 m of 1 m lies 0.4 of a cell beyond the outermost wet middles: 30 m between these and twice 4 m.
  expect((Math.max(...lats) - Math.min(...lats)) * 110_940).toBeCloseTo(38, 0);
  expect(ring[0]).toEqual(ring.at(-1));
});

test('a levee across the bowl breaks, and the dry side fills to the same level', async () => {
  writeDem('dem.asc', BOWL);
  const levee = {
    kind: 'crest',
    id: 'levee',
    line: [
      [500060, 3799990, 12],
      [500060, 3800090, 12],
    ],
  };
  const inflow = {
    ...{ kind: 'inflow', id: 'in', from: [500025, 3800035], to: [500025, 3800045] },
    dischargeM3ps: { timesH: [0, 0.1, 0.11], values: [2, 2, 0] },
  };
  const breach = { kind: 'placed', id: 'gap', at: [500058, 3800040], beginH: 0.2, growH: 0.01, widthM: 20, sillM: 8 };
  const east = { id: 'east', at: [500095, 3800035] };
  const scenario = storm({
    ...{ works: [levee, inflow], breaches: [breach], gauges: [...storm().gauges, east] },
    rain: { kind: 'none' },
  });
  const out = join(folder, 'out');
  await sim(writeCase(scenario), '--out', out, '--json');
  const [, ...rows] = readFileSync(join(out, 'gauges.csv'), 'utf8').trim().split('\n');
  const at = (timeS: number) => rows.map((row) => row.split(',').map(Number)).find(([time]) => time === timeS) ?? [];
  expect(at(710)[2]).toBe(8);
  // 738 m³ stand on the 16 cells of the west side's floor, then on all 32.
  expect(at(710)[1]).toBeCloseTo(8 + 738 / 1600, 1);
  expect(at(1800)[1]).toBeCloseTo(8 + 738 / 3200, 1);
  expect(Math.abs(at(1800)[1] - at(1800)[2])).toBeLessThan(0.02);
});

test('what is expected is checked, and a shortfall says whence and what came', async () => {
  writeDem('dem.asc', BOWL);
  const expected = { kind: 'level', gauge: 'middle', atH: 0.5, levelM: 9, toleranceM: 0.1, source: 'by hand' };
  writeFileSync(join(folder, 'expected.json'), JSON.stringify([expected]));
  const { shortfalls } = JSON.parse(await sim(writeCase(storm()), '--out', join(folder, 'out'), '--json'));
  expect(shortfalls).toMatchObject([
    { what: 'level at middle after 0.5 h', expected: '9 ± 0.1 m', got: expect.stringMatching(/^8\.07\d m$/) },
  ]);
});

test('a gauge that stays dry is told as dry, and when the worst was looked at is told too', async () => {
  writeDem('dem.asc', BOWL);
  const dry = storm({ rain: { kind: 'none' }, endH: 0.02 });
  expect(JSON.parse(await sim(writeCase(dry), '--out', join(folder, 'out'), '--json'))).toMatchObject({
    gauges: { middle: null },
    maximaEveryS: null,
  });
  const words = await sim(writeCase({ ...dry, maximaEveryS: 0 }), '--out', join(folder, 'out'));
  expect(words).toContain('  middle: dry\n');
  expect(words).toContain('the worst was looked at at every step');
});

test('water at the start by ring and by grid, one over the other, at rest or moving', async () => {
  writeDem('dem.asc', BOWL);
  writeDem(
    'depth.asc',
    BOWL.map((row) => row.map((_, column) => (column === 0 ? 0.5 : -9999))),
  );
  const ring = [
    [500020, 3800020],
    [500060, 3800020],
    [500060, 3800060],
    [500020, 3800060],
  ];
  const water = [
    { kind: 'grid', depth: 'depth.asc' },
    { kind: 'level', ring, levelM: 9 },
  ];
  const still = storm({ rain: { kind: 'none' }, endH: 0.001, ground: { ...storm().ground, water } });
  const summary = JSON.parse(await sim(writeCase(still), '--out', join(folder, 'out'), '--json'));
  // 8 cells of the first column 0.5 m deep, 4 × 4 of the floor 1 m: of 100 m² each.
  expect(summary.ledger.initialM3).toBeCloseTo(8 * 50 + 16 * 100, 4);
  const away = [{ kind: 'level', ring: ring.map(([east, north]) => [east + 1e5, north]), levelM: 9 }];
  const nowhere = storm({ ground: { ...storm().ground, water: away } });
  await expect(sim(writeCase(nowhere), '--out', join(folder, 'out'))).rejects.toThrow(
    'scenario.json: ground.water.0.ring: expected a ring about the middle of one cell at least, got none',
  );
  const moving = [{ kind: 'level', ring, levelM: 9, velocityMps: [2, 0] }];
  const moved = storm({
    rain: { kind: 'none' },
    endH: 0.001,
    maximaEveryS: 0,
    ground: { ...storm().ground, water: moving },
  });
  await sim(writeCase(moved), '--out', join(folder, 'moved'), '--json');
  const { result } = await readResult(new Uint8Array(readFileSync(join(folder, 'moved/result.flood'))), 'moved');
  expect(Math.max(...result.maxima.speedMps)).toBeGreaterThan(1.9);
});

test('a run that became unstable says how far it came, not when its last frame was', async () => {
  writeDem('dem.asc', BOWL);
  const { step } = FloodRun.prototype;
  vi.spyOn(FloodRun.prototype, 'step').mockImplementation(function (this: FloodRun, stopS) {
    if (this.timeS >= 133) throw new FloodUnstable(this.timeS, null, 1e-6, 1);
    step.call(this, stopS);
  });
  try {
    const summary = JSON.parse(await sim(writeCase(storm()), '--out', join(folder, 'out'), '--json'));
    // Frames are ten minutes apart: the last one is that of the beginning.
    expect(summary.simulatedS).toBeGreaterThanOrEqual(133);
    expect(summary.simulatedS).toBeLessThan(160);
    expect(summary.status).toContain(`${summary.simulatedS} s`);
  } finally {
    vi.restoreAllMocks();
  }
});

test('a saved run that goes on comes to the result of one that nothing stopped; of another case it is refused', async () => {
  writeDem('dem.asc', BOWL);
  const path = writeCase(storm());
  const out = join(folder, 'out');
  const whole = JSON.parse(await sim(path, '--out', out, '--json'));
  await expect(sim(path, '--out', out, '--resume', '--json')).rejects.toThrow(
    '--resume: expected a saved run, got none',
  );
  // Stopped as Ctrl+C stops it, once something was kept.
  const saved = join(folder, '.out.saved');
  const watching = setInterval(() => existsSync(join(saved, 'state')) && process.emit('SIGTERM', 'SIGTERM'), 1);
  const cut = await sim(path, '--out', out, '--save-every', '5', '--json').then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  clearInterval(watching);
  expect(cut).toContain('cancelled');
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual(['.out.saved']);
  const resumed = JSON.parse(await sim(path, '--out', out, '--resume', '--json'));
  expect(resumed.resumedAtS).toBeGreaterThanOrEqual(300);
  const { resultHash, ledger, gauges, steps } = whole;
  expect(resumed).toMatchObject({ resultHash, ledger, gauges, steps });
  expect(readFileSync(join(out, 'ledger.csv'), 'utf8').trim().split('\n')).toHaveLength(5);
  expect(existsSync(saved)).toBe(false);
});

test('a file of a scenario lies beside it: no other is read', async () => {
  writeDem('dem.asc', BOWL);
  const ground = { ...storm().ground, file: '../../../etc/passwd' };
  await expect(sim(writeCase(storm({ ground })), '--out', join(folder, 'out'))).rejects.toThrow(
    'file: expected a file beside the scenario or in a folder below it, got "../../../etc/passwd"',
  );
});

describe('what cannot be run ends in a sentence and leaves nothing behind', () => {
  const failure = async (scenario: object): Promise<string> => {
    const message = await sim(writeCase(scenario), '--out', join(folder, 'out')).then(
      () => 'no failure',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    expect(existsSync(join(folder, 'out'))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    return message;
  };

  test('a DEM with a hole; one whose corner is outside is none', async () => {
    const holed = BOWL.map((row) => [...row]);
    holed[4][5] = -9999;
    writeDem('dem.asc', holed);
    expect(await failure(storm())).toBe(
      'dem.asc: expected elevations within its rim, got a hole in column 5, row 3 from the south-west',
    );
    holed[4][5] = 1e30;
    writeDem('dem.asc', holed);
    expect(await failure(storm())).toMatch(
      /^dem.asc: expected an elevation of -12000 to 9000 m in column 5, row 3 from the south-west, got 1.0+\d*e\+30$/,
    );
    const cornered = BOWL.map((row) => [...row]);
    cornered[0][0] = -9999;
    writeDem('dem.asc', cornered);
    const { cells } = JSON.parse(await sim(writeCase(storm()), '--out', join(folder, 'out'), '--json'));
    expect(cells).toBe(96);
  });

  test('rain of "heavy", a gauge outside, a breach far from every levee, a DEM that is not there', async () => {
    writeDem('dem.asc', BOWL);
    expect(await failure(storm({ rain: { kind: 'uniform', rateMmPerH: 'heavy', hours: 1 } }))).toBe(
      'scenario.json: rain.rateMmPerH: expected 0 to 500, got "heavy"',
    );
    expect(await failure(storm({ gauges: [{ id: 'g', at: [0, 0] }] }))).toMatch(/^gauge g.*expected a place inside/);
    const breach = { kind: 'placed', id: 'gap', at: [500058, 3800040], beginH: 0, growH: 1, widthM: 20 };
    expect(await failure(storm({ breaches: [breach] }))).toBe(
      'breaches.gap.at: expected a place within 60 m of a levee, wall or dam, got one in a city without any',
    );
    const ground = { ...storm().ground, file: 'none.asc' };
    expect(await failure(storm({ ground }))).toMatch(/^none\.asc: expected a file, got none at/);
  });

  test('a run that is cancelled: the old results stand', async () => {
    writeDem('dem.asc', BOWL);
    const out = join(folder, 'out');
    await sim(writeCase(storm()), '--out', out, '--json');
    const before = readFileSync(join(out, 'summary.json'), 'utf8');
    const handlers = process.listeners('SIGINT');
    const running = sim(writeCase(storm({ endH: 500 })), '--out', out, '--json').catch((error: Error) => error.message);
    while (process.listeners('SIGINT').length === handlers.length) await new Promise((done) => setTimeout(done, 5));
    for (const handler of process.listeners('SIGINT')) if (!handlers.includes(handler)) handler('SIGINT');
    expect(await running).toBe('cancelled; nothing was written');
    expect(readFileSync(join(out, 'summary.json'), 'utf8')).toBe(before);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('a design storm without a formula, and a case that is no JSON', async () => {
    writeDem('dem.asc', BOWL);
    expect(await failure(storm({ rain: { kind: 'design', years: 5, hours: 2 } }))).toMatch(
      /^rain\.formula: expected one/,
    );
    writeFileSync(join(folder, 'scenario.json'), '{ "format": 1,');
    await expect(sim(join(folder, 'scenario.json'), '--out', join(folder, 'out'))).rejects.toThrow(
      /^scenario\.json: expected JSON, got/,
    );
  });
});
