import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { encodePrisms, type Prisms } from '../../../model/city/prisms.ts';
import { greatColdDay } from '../../../model/geo/study-days.ts';
import { sunPosition } from '../../../model/geo/sun.ts';
import { SUN_RULES } from '../../../model/questions/sun-rules.ts';
import type { SunStudyRequest } from '../../../model/questions/sun-study.ts';
import { ENGINES } from '../../../workers/engines.ts';
import type { CityFiles } from '../../../workers/shared/engine.ts';
import { Host } from '../../../workers/shared/host.ts';
import type { SunFacts, SunFan, SunGround, SunObstruction, SunResult } from '../../../workers/sun/engine-types.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { valueIn } from '../shared/counting-engine.ts';

/** Rows 0 and 1 of the small city's buildings: a house of 9 m, and 40 m south of it one of 60 m. */
const prisms: Prisms = {
  count: 2,
  layers: [{ id: 'building', state: 'existing' }],
  uses: ['house'],
  layer: Uint32Array.of(0, 0),
  row: Uint32Array.of(0, 1),
  use: Uint32Array.of(0, 0xffffffff),
  storeys: Uint32Array.of(3, 0),
  pitched: Uint32Array.of(0, 0),
  ringOf: Uint32Array.of(0, 1, 2),
  vertexOf: Uint32Array.of(0, 4, 8),
  groundM: Float32Array.of(0, 0),
  footM: Float32Array.of(0, 0),
  topM: Float32Array.of(9, 60),
  eastNorthM: Float32Array.of(0, 0, 20, 0, 20, 10, 0, 10, 0, -60, 20, -60, 20, -40, 0, -40),
};

const written = encodePrisms(prisms, 'prisms.bin');
const { city, files } = smallCity();

const cityWith = (head: string | null): CityFiles => ({
  manifest: { ...city, grids: null },
  read: async (path) => (path === 'prisms.bin' ? written.bytes : (files.get(path) ?? new Uint8Array())),
  readJson: async () => null,
  findJson: async (path) => (path === 'prisms.json' && head !== null ? JSON.parse(head) : null),
});

const hostOf = async (head: string | null): Promise<Host> => {
  const host = new Host(ENGINES, {
    nowMs: () => performance.now(),
    yield: async () => {},
    compile: () => WebAssembly.compile(readFileSync('build/kernels/sun.wasm')),
  });
  valueIn(await host.load('sun'));
  valueIn(await host.open(cityWith(head), ''));
  return host;
};

const REQUEST: SunStudyRequest = {
  year: 2026,
  rules: SUN_RULES[0],
  bayM: 3,
  storeyM: 3,
  of: { kind: 'box', boxM: [-10, -5, 30, 20] },
  scheme: null,
};

let host: Host;
const study = async (more: Partial<SunStudyRequest> = {}, of = host) =>
  valueIn(await of.ask(null, 'analyse', [{ ...REQUEST, ...more }, () => {}])) as SunResult;

beforeAll(async () => {
  host = await hostOf(written.head);
});

test('a box names the buildings in it by id; each storey has its least and most', async () => {
  const { buildings, windows, counts } = await study();
  expect(buildings.map(({ id, storeys }) => [id, storeys.length])).toEqual([['bld-ED1-00002', 3]]);
  expect(windows.count).toBe(windows.beforeMin.length);
  expect(counts.blockers).toBe(2);
  const [{ storeys }] = buildings;
  expect(storeys[0].leastBeforeMin).toBeLessThanOrEqual(storeys[2].leastBeforeMin);
});

test('who stands before it is named, and gone when the scheme takes that building away', async () => {
  const scheme = { layers: [], add: [], hide: [{ layer: 'building', id: 'bld-ED1-00001' }] };
  const { windows } = await study({ scheme });
  const sum = (minutes: Float32Array) => minutes.reduce((all, one) => all + one, 0);
  expect(sum(windows.afterMin)).toBeGreaterThan(sum(windows.beforeMin) + 60);
  const before = valueIn(await host.ask(null, 'takers', [0, 'before'])) as SunObstruction[];
  expect(before).toMatchObject([{ kind: 'building', layer: 'building', id: 'bld-ED1-00001' }]);
  expect(valueIn(await host.ask(null, 'takers', [0, 'after']))).toEqual([]);
});

test('the fan of a window has a ray each ten minutes of the band; those that reach it are those that its minutes are counted with', async () => {
  const scheme = { layers: [], add: [], hide: [{ layer: 'building', id: 'bld-ED1-00001' }] };
  const { windows, rules, fromMs, toMs } = await study({ scheme });
  // A south window of the lowest storey: the block of 60 m stands before it today.
  const south = Array.from({ length: windows.count }, (_, w) => w).find(
    (w) => windows.placesM[5 * w + 4] < -0.9 && windows.storey[w] === 0,
  );
  const fan = valueIn(await host.ask(null, 'fan', [south])) as SunFan;
  expect(fan.rays).toHaveLength(Math.floor((toMs - fromMs) / 600_000) + 1);
  expect(fan.rays[0].atMs).toBe(fromMs);
  for (const { to } of fan.rays) expect(Math.hypot(...to)).toBeCloseTo(1, 9);
  const minutesOf = (phase: 'before' | 'after') => 10 * fan.rays.filter((ray) => ray[phase] === 'lit').length;
  // Ten minutes either way at each end of a spell.
  expect(fan).toMatchObject({ row: south, surface: 'wall', liftedM: 0 });
  expect(Math.abs(minutesOf('before') - windows.beforeMin[south ?? 0])).toBeLessThanOrEqual(40);
  expect(Math.abs(minutesOf('after') - windows.afterMin[south ?? 0])).toBeLessThanOrEqual(20);
  expect(fan.rays.some(({ before, after }) => before === 'shaded' && after === 'lit')).toBe(true);
  expect(rules.sweepDeg).toBeGreaterThanOrEqual(0);
  expect(valueIn(await host.ask(null, 'fan', [windows.count]))).toBeNull();
});

test('a point of a wall, a roof, the ground or anything else has its fan without a study, by the hours of the band', async () => {
  const alone = await hostOf(written.head);
  const scheme = { layers: [], add: [], hide: [{ layer: 'building', id: 'bld-ED1-00001' }] };
  const fanAt = async (atM: [number, number, number], isGround = false, more = {}) =>
    valueIn(
      await alone.ask(null, 'fanAt', [{ year: 2026, rules: SUN_RULES[0], scheme: null, atM, isGround, ...more }]),
    ) as SunFan;
  const countOf = (fan: SunFan, phase: 'before' | 'after', reach: string) =>
    fan.rays.filter((ray) => ray[phase] === reach).length;

  // 0.3 m before the south front of the house, 2 m up: it looks south, and the block of 60 m takes its noon until it goes.
  const wall = await fanAt([10, -0.3, 2], false, { scheme });
  expect(wall).toMatchObject({ row: null, surface: 'wall', liftedM: 0 });
  expect(wall.atM).toEqual([10, expect.closeTo(-0.01, 9), 2]);
  const [fromH, toH] = SUN_RULES[0].bandH;
  expect(wall.rays.map(({ solarHour }) => solarHour)[0]).toBe(fromH);
  expect(wall.rays.at(-1)?.solarHour).toBeCloseTo(toH, 2);
  expect(wall.rays[6].solarHour).toBeCloseTo(fromH + 1, 3);
  expect(wall.rays.some(({ before, after }) => before === 'shaded' && after === 'lit')).toBe(true);
  expect(countOf(wall, 'before', 'behind')).toBe(0);

  // The north front looks away from a winter sun all day.
  const north = await fanAt([10, 10.2, 2]);
  expect(countOf(north, 'before', 'behind')).toBe(north.rays.length);

  // A roof has no front: what is lit there is lit; a click 0.4 m below the top of the house is lifted onto it.
  const roof = await fanAt([10, 5, 8.6]);
  expect(roof).toMatchObject({
    surface: 'roof',
    liftedM: expect.closeTo(0.4, 6),
    atM: [10, 5, expect.closeTo(9.05, 6)],
  });
  expect(countOf(roof, 'before', 'behind')).toBe(0);
  expect(countOf(roof, 'before', 'shaded')).toBeGreaterThan(0);
  const tower = await fanAt([10, -50, 60]);
  expect(countOf(tower, 'before', 'lit')).toBe(tower.rays.length);

  // Open ground far from both, and a tree in the air there.
  const ground = await fanAt([300, 300, 0], true);
  expect(ground).toMatchObject({ surface: 'ground', atM: [300, 300, expect.closeTo(0.05, 9)] });
  expect(countOf(ground, 'after', 'lit')).toBe(ground.rays.length);
  expect(await fanAt([300, 300, 4])).toMatchObject({ surface: 'object', atM: [300, 300, expect.closeTo(4.05, 9)] });
});

test('a new building takes legal sun of those it can shade, and no other is looked at', async () => {
  const add = [
    {
      id: 'slab',
      ringM: [
        [-20, -30],
        [40, -30],
        [40, -20],
        [-20, -20],
      ] as [number, number][],
      baseM: 0,
      heightM: 80,
      storeys: 0,
    },
  ];
  const { buildings, hasScheme } = await study({ of: { kind: 'shaded' }, scheme: { layers: [], add, hide: [] } });
  expect(hasScheme).toBe(true);
  expect(buildings.map(({ id }) => id)).toContain('bld-ED1-00002');
  expect(buildings.reduce((sum, { lost }) => sum + lost, 0)).toBeGreaterThan(0);
  const taken = valueIn(await host.ask(null, 'takers', [0, 'after'])) as SunObstruction[];
  expect(taken[0]).toMatchObject({ kind: 'added', id: 'slab' });
  // Who gives way to the scheme loses no sun.
  const hide = [{ layer: 'building', id: 'bld-ED1-00002' }];
  const left = await study({ of: { kind: 'shaded' }, scheme: { layers: [], add, hide } });
  expect(left.buildings.length).toBe(buildings.length - 1);
  expect(left.buildings.map(({ id }) => id)).not.toContain('bld-ED1-00002');
});

test.each([
  [{ of: { kind: 'box', boxM: [900, 900, 910, 910] } }, 'no building is in what was chosen'],
  [{ of: { kind: 'shaded' } }, 'of: "shaded" expects a scheme with new buildings'],
  [{ of: { kind: 'objects', objects: [{ layer: 'building', id: 'x' }] } }, 'expected a building of layer "building"'],
  [{ scheme: { layers: ['metro'], add: [], hide: [] } }, 'scheme.layers.0: expected a layer with building volumes'],
] as [Partial<SunStudyRequest>, string][])('%j is refused by what is wrong', async (more, message) => {
  const answer = await host.ask(null, 'analyse', [{ ...REQUEST, ...more }, () => {}]);
  expect('fault' in answer && answer.fault.message).toContain(message);
});

test('a city without volumes says so, and who can make it anew', async () => {
  const old = await hostOf(null);
  const answer = await old.ask(null, 'analyse', [REQUEST, () => {}]);
  expect('fault' in answer && answer.fault.messages[0].text.zh).toContain('请管理员重新生成');
  const facts = valueIn(await old.open(cityWith(null), '')) as SunFacts;
  expect(facts).toMatchObject({ origin: null, buildings: 0 });
});

test('on level ground the sun is there whenever it stands above a long wall, and everywhere far from any', async () => {
  const slab = { id: 'slab', baseM: 0, heightM: 30, storeys: 0 };
  const ringM: [number, number][] = [
    [-3000, 460],
    [3000, 460],
    [3000, 480],
    [-3000, 480],
  ];
  const rules = { ...SUN_RULES[0], minSpellMin: 0, longestSpells: null, sweepDeg: 0 };
  const request = { year: 2026, rules, cellM: 10, scheme: { layers: [], add: [{ ...slab, ringM }], hide: [] } };
  const lit = async (boxM: [number, number, number, number]) =>
    valueIn(await host.ask(null, 'ground', [{ ...request, boxM }, () => {}])) as SunGround;
  const around = await lit([-5, 450, 5, 550]);
  const bandMin = 60 * (rules.bandH[1] - rules.bandH[0]);
  expect(around.place).toMatchObject({ columns: 1, rows: 10 });
  for (const minutes of around.beforeMin) expect(Math.abs(minutes - bandMin)).toBeLessThan(0.2);
  // South of it full sun, on it no ground, and behind it what a wall without end leaves, worked out again second by second.
  expect(Math.abs(around.afterMin[0] - bandMin)).toBeLessThan(0.2);
  expect([around.afterMin[1], around.afterMin[2]]).toEqual([Number.NaN, Number.NaN]);
  for (const row of [3, 6, 9]) {
    const awayM = 450 + 10 * (row + 0.5) - 480;
    expect(Math.abs(around.afterMin[row] - minutesBehindWall(30 - 0.05, awayM, around.rules.bandH))).toBeLessThan(0.5);
  }
  // The house itself is no ground; the shade of the tower reaches what lies north of it.
  const houses = await lit([0, -40, 20, 10]);
  expect(houses.beforeMin.at(-1)).toBeNaN();
  expect(houses.beforeMin[0]).toBeLessThan(bandMin / 2);
});

/** Minutes of the band in which the sun is seen over a wall from west to east so far to the south; by the sun's place each 10 s. */
function minutesBehindWall(heightM: number, awayM: number, [fromH, toH]: readonly [number, number]): number {
  const day = greatColdDay(2026);
  let seconds = 0;
  const noonMs = solarNoonMs(day, city.origin.lonDeg);
  for (let s = (fromH - 12) * 3600 + 5; s < (toH - 12) * 3600; s += 10) {
    const { azimuthDeg, altitudeDeg } = sunPosition(noonMs + s * 1000, city.origin);
    const south = -Math.cos((azimuthDeg * Math.PI) / 180);
    if (south <= 0 || Math.tan((altitudeDeg * Math.PI) / 180) * (awayM / south) > heightM) seconds += 10;
  }
  return seconds / 60;
}

/** The second of the day at which the sun stands highest, by halving its azimuth about 180°. */
function solarNoonMs(day: number, lonDeg: number): number {
  const middleMs = Date.UTC(2026, 0, day, 12) - (lonDeg / 15) * 3_600_000;
  let [low, high] = [middleMs - 3_600_000, middleMs + 3_600_000];
  while (high - low > 500) {
    const at = (low + high) / 2;
    if (sunPosition(at, city.origin).azimuthDeg < 180) low = at;
    else high = at;
  }
  return low;
}
