import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { encodePrisms, type Prisms } from '../../../model/city/prisms.ts';
import { SUN_RULES } from '../../../model/scenarios/sun-rules.ts';
import type { SunStudyRequest } from '../../../model/scenarios/sun-study.ts';
import { ENGINES } from '../../../workers/engines.ts';
import type { CityFiles } from '../../../workers/shared/engine.ts';
import { Host } from '../../../workers/shared/host.ts';
import type { SunFacts, SunResult, SunTaker } from '../../../workers/sun/engine-types.ts';
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
  valueIn(await of.ask(null, 'study', [{ ...REQUEST, ...more }, () => {}])) as SunResult;

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
  const before = valueIn(await host.ask(null, 'takers', [0, 'before'])) as SunTaker[];
  expect(before).toMatchObject([{ kind: 'building', layer: 'building', id: 'bld-ED1-00001' }]);
  expect(valueIn(await host.ask(null, 'takers', [0, 'after']))).toEqual([]);
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
  const taken = valueIn(await host.ask(null, 'takers', [0, 'after'])) as SunTaker[];
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
  const answer = await host.ask(null, 'study', [{ ...REQUEST, ...more }, () => {}]);
  expect('fault' in answer && answer.fault.message).toContain(message);
});

test('a city without volumes says so, and to bake it again', async () => {
  const old = await hostOf(null);
  const answer = await old.ask(null, 'study', [REQUEST, () => {}]);
  expect('fault' in answer && answer.fault.messages[0].text.zh).toContain('重新烘焙');
  const facts = valueIn(await old.open(cityWith(null), '')) as SunFacts;
  expect(facts).toMatchObject({ origin: null, buildings: 0 });
});
