import { expect, test } from 'vitest';
import { encodePrisms } from '../../../model/city/prisms.ts';
import type { ViewRequest } from '../../../model/questions/view-analysis.ts';
import { csvOf, type DataTable } from '../../../model/tables/data-table.ts';
import { ENGINES } from '../../../workers/engines.ts';
import { Host } from '../../../workers/shared/host.ts';
import type { ViewFacts, ViewResult } from '../../../workers/view-analysis/engine-types.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { valueIn } from '../shared/counting-engine.ts';

const { city, files } = smallCity();
/** Row 0 of the small city's buildings: a house of 9 m, 20 × 10 m. */
const written = encodePrisms(
  {
    count: 1,
    layers: [{ id: 'building', state: 'existing' }],
    uses: [],
    layer: Uint32Array.of(0),
    row: Uint32Array.of(0),
    use: Uint32Array.of(0xffffffff),
    storeys: Uint32Array.of(3),
    pitched: Uint32Array.of(0),
    ringOf: Uint32Array.of(0, 1),
    vertexOf: Uint32Array.of(0, 4),
    groundM: Float32Array.of(0),
    footM: Float32Array.of(0),
    topM: Float32Array.of(9),
    eastNorthM: Float32Array.of(0, 0, 20, 0, 20, 10, 0, 10),
  },
  'prisms.bin',
);

async function hostOf(hasPrisms: boolean): Promise<Host> {
  const host = new Host(ENGINES, { nowMs: () => 0, yield: async () => {}, compile: async () => null });
  valueIn(await host.load('view-analysis'));
  const opened = await host.open(
    {
      manifest: { ...city, grids: null },
      read: async (path) => (path === 'prisms.bin' ? written.bytes : (files.get(path) ?? new Uint8Array())),
      readJson: async () => null,
      findJson: async (path) => (path === 'prisms.json' && hasPrisms ? JSON.parse(written.head) : null),
    },
    '',
  );
  expect((valueIn(opened) as ViewFacts).isFlat).toBe(true);
  return host;
}

const common = { planned: [], refractionRatio: 0 };
const sight: ViewRequest = {
  kind: 'sight',
  from: { atM: [10, -30], upM: null, aboveM: 2 },
  to: { atM: [10, 40], upM: null, aboveM: 2 },
  ...common,
};

test('who blocks is named by id with elevations, and the tables hold the same numbers', async () => {
  const host = await hostOf(true);
  const result = valueIn(await host.ask(null, 'analyse', [sight, () => {}])) as Extract<ViewResult, { kind: 'sight' }>;
  expect(result.obstacles).toHaveLength(1);
  const [{ building, excessM, topM }] = result.obstacles;
  expect(building).toMatchObject({ layer: 'building', id: 'bld-ED1-00002', state: 'existing' });
  expect(excessM).toBeCloseTo(7, 9);
  expect(topM).toBeCloseTo(9 + city.origin.heightM - city.datum.geoidUndulationM, 3);
  const tables = valueIn(await host.ask(null, 'tables', [])) as Record<string, DataTable>;
  const [, row] = csvOf(tables.obstacles).split('\n');
  expect(row).toContain('"bld-ED1-00002"');
  expect(row).toMatch(/,7\.00$/);
  expect(csvOf(tables.parameters)).toContain(result.hash);
});

test('a viewshed goes over whole, and stops when it is told to', async () => {
  const host = await hostOf(true);
  const from = { atM: [10, -30] as [number, number], upM: null, aboveM: 2 };
  const asked: ViewRequest = { kind: 'viewshed', from, radiusM: 200, targetM: 0, ...common };
  const heard: number[] = [];
  const result = valueIn(await host.ask(null, 'analyse', [asked, (ratio: number) => heard.push(ratio)]));
  expect(result).toMatchObject({ kind: 'viewshed', builtM2: 200 });
  expect(heard.at(-1)).toBeGreaterThan(0.9);
  const tables = valueIn(await host.ask(null, 'tables', [])) as Record<string, DataTable>;
  expect(csvOf(tables.cells)).toContain('building');
  const stopped = host.ask(null, 'analyse', [asked, () => void host.ask(null, 'stop', [])]);
  expect(valueIn(await stopped)).toBeNull();
});

test('what cannot be analysed says why', async () => {
  const faultOf = async (host: Host, request: object) => {
    const answer = await host.ask(null, 'analyse', [request, () => {}]);
    return 'fault' in answer ? answer.fault.messages.map(({ code }) => code) : null;
  };
  expect(await faultOf(await hostOf(false), sight)).toEqual(['nothing-stands']);
  const host = await hostOf(true);
  expect(await faultOf(host, { ...sight, to: sight.kind === 'sight' ? sight.from : null })).toEqual(['same-place']);
  expect(await faultOf(host, { ...sight, planned: ['tower'] })).toEqual(['no-layer']);
  const inside = { atM: [10, 5], upM: null, aboveM: 2 };
  expect(await faultOf(host, { ...sight, from: inside })).toEqual(['inside-building']);
});
