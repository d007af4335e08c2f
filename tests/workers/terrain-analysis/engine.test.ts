import * as v from 'valibot';
import { expect, test } from 'vitest';
import { encodePrisms } from '../../../model/city/prisms.ts';
import { encodeTubes } from '../../../model/city/tubes.ts';
import { TerrainRequest } from '../../../model/questions/terrain-analysis.ts';
import type { DataTable } from '../../../model/tables/data-table.ts';
import { ENGINES } from '../../../workers/engines.ts';
import { Host } from '../../../workers/shared/host.ts';
import type { TerrainFacts, TerrainResult } from '../../../workers/terrain-analysis/engine-types.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { valueIn } from '../shared/counting-engine.ts';

const { city, files } = smallCity();
const SIZE = 40;
const CELL_M = 5;
/** Ground that rises by 1 in 10 to the east, from 380 m at the western edge. */
const bed = Float32Array.from({ length: SIZE * SIZE }, (_, i) => 380 + ((i % SIZE) + 0.5) * CELL_M * 0.1);
const grid = {
  format: 1,
  westM: -50,
  southM: -50,
  cellM: CELL_M,
  columns: SIZE,
  rows: SIZE,
  origin: { lonDeg: 108.75, latDeg: 34.3, heightM: 351 },
  datum: { vertical: '1985 national height datum', geoidUndulationM: -29 },
  bed: { file: 'bed.bin', minM: 380, maxM: 400 },
  buildingMask: { file: 'mask.bin', cells: 0 },
  landCover: null,
  classes: [],
};
/** A storm pipe of 1 m across the line y = 0 at x = 30, level at up 20. */
const tubes = encodeTubes(
  {
    count: 1,
    layers: ['pipe-storm'],
    layer: Uint32Array.of(0),
    row: Uint32Array.of(1),
    vertexOf: Uint32Array.of(0, 2),
    widthM: Float32Array.of(1),
    heightM: Float32Array.of(1),
    axisM: Float32Array.of(30, -20, 0, 30, 20, 0),
    groundM: Float32Array.of(5, 5),
  },
  'tubes.bin',
);

/** A skyway over the line y = 0 from x = 40 to 50, from up 20 to 24; the ground there is about up 9. */
const skyway = encodePrisms(
  {
    count: 1,
    layers: [{ id: 'building', state: 'existing' }],
    uses: [],
    layer: Uint32Array.of(0),
    row: Uint32Array.of(0),
    use: Uint32Array.of(0xffffffff),
    storeys: Uint32Array.of(1),
    pitched: Uint32Array.of(0),
    ringOf: Uint32Array.of(0, 1),
    vertexOf: Uint32Array.of(0, 4),
    groundM: Float32Array.of(9),
    footM: Float32Array.of(20),
    topM: Float32Array.of(24),
    eastNorthM: Float32Array.of(40, -5, 50, -5, 50, 5, 40, 5),
  },
  'prisms.bin',
);

async function hostOf(grids: string | null, solids: ReturnType<typeof encodePrisms> | null = null): Promise<Host> {
  const host = new Host(ENGINES, { nowMs: () => 0, yield: async () => {}, compile: async () => null });
  valueIn(await host.load('terrain-analysis'));
  const bytes: Record<string, Uint8Array<ArrayBuffer>> = {
    'grid/bed.bin': new Uint8Array(bed.buffer),
    'tubes.bin': new Uint8Array(tubes.bytes),
    ...(solids ? { 'prisms.bin': solids.bytes } : {}),
  };
  const opened = await host.open(
    {
      manifest: { ...city, grids },
      read: async (path) => bytes[path] ?? files.get(path) ?? new Uint8Array(),
      readJson: async () => grid,
      findJson: async (path) => {
        if (path === 'prisms.json' && solids) return JSON.parse(solids.head);
        return path === 'tubes.json' ? JSON.parse(tubes.head) : null;
      },
    },
    '',
  );
  expect((valueIn(opened) as TerrainFacts).cellM).toBe(grids === null ? null : CELL_M);
  return host;
}

async function ask<K extends TerrainResult['kind']>(host: Host, kind: K, more: object) {
  const request = v.parse(TerrainRequest, { kind, ...more });
  return valueIn(await host.ask(null, 'analyse', [request, () => {}])) as Extract<TerrainResult, { kind: K }>;
}

const square: [number, number][] = [
  [0, 0],
  [50, 0],
  [50, 50],
  [0, 50],
];

test('an even slope of 5.71° lies in one class and faces against its rise; the border has no value', async () => {
  const host = await hostOf('grid/grid.json');
  const inner = (SIZE - 2) ** 2 * CELL_M ** 2;
  const slope = await ask(host, 'slope', {});
  expect(slope.classes.map(({ areaM2 }) => areaM2)).toEqual([0, inner, 0, 0, 0]);
  expect(slope.raster.values[SIZE + 1]).toBeCloseTo((Math.atan(0.1) * 180) / Math.PI, 3);
  expect(slope.noneM2).toBe(SIZE ** 2 * CELL_M ** 2 - inner);
  const aspect = await ask(host, 'aspect', {});
  // Directions run from north clockwise: the seventh is west.
  expect(aspect.classes.findIndex(({ areaM2 }) => areaM2 > 0)).toBe(6);
  const flat = await ask(host, 'aspect', { flatBelowDeg: 6 });
  expect(flat.classes.every(({ areaM2 }) => areaM2 === 0)).toBe(true);
});

test('a square is balanced at its mean, a plane against the rise leaves nothing, and the table has every patch', async () => {
  const host = await hostOf('grid/grid.json');
  const balanced = await ask(host, 'earthwork', { ringM: square, target: { by: 'level', elevationM: null } });
  // 387.5 at x = 25; a wedge of 25 m by 2.5 m on 50 m each.
  expect(balanced.elevationM).toBeCloseTo(387.5, 4);
  expect(balanced.cutM3).toBeCloseTo((25 * 2.5 * 50) / 2, 1);
  expect(balanced.fillM3).toBeCloseTo(balanced.cutM3, 6);
  const tables = valueIn(await host.ask(null, 'tables', [])) as Record<string, DataTable>;
  // Nodes lie 2.5 m off the square's edges: 11 patches a side.
  expect(tables.cells.rows).toHaveLength(121);
  const plane = { by: 'plane', elevationM: 385, fallPct: 10, bearingDeg: 270 };
  const even = await ask(host, 'earthwork', { ringM: square, target: plane });
  expect(even.cutM3 + even.fillM3).toBeLessThan(0.1);
});

test('what lies beyond the ground is told, and an area beyond it all is refused', async () => {
  const host = await hostOf('grid/grid.json');
  const wide = square.map(([x, y]) => [x + 122.5, y]);
  const part = await ask(host, 'earthwork', { ringM: wide, target: { by: 'level', elevationM: 380 } });
  expect(part.uncoveredM2).toBeCloseTo(50 * 25, 6);
  const far = square.map(([x, y]) => [x + 1000, y]);
  await expect(ask(host, 'earthwork', { ringM: far, target: { by: 'level', elevationM: 380 } })).rejects.toThrow(
    'over the ground',
  );
  await expect(ask(await hostOf(null), 'slope', {})).rejects.toThrow('no raster of its ground');
});

test('a buffer counts what has its middle in it, around a point, a pipe and a layer', async () => {
  const host = await hostOf('grid/grid.json');
  const round = await ask(host, 'buffer', { source: { of: 'point', atM: [100, 50] }, distanceM: 10 });
  expect(round.areaM2 / (Math.PI * 100)).toBeGreaterThan(0.999);
  expect(round.layers.map(({ layer, count }) => [layer, count])).toEqual([
    ['building', 1],
    ['pipe-storm', 1],
    ['plan-kg', 1],
  ]);
  const pipe = await ask(host, 'buffer', {
    source: { of: 'object', layer: 'pipe-storm', id: 'pipe-YS1-0002' },
    distanceM: 2,
  });
  expect(pipe.areaM2).toBeCloseTo(40 * 4 + Math.PI * 4, 1);
  expect(pipe.asPoints).toBe(0);
  const layer = await ask(host, 'buffer', { source: { of: 'layer', layer: 'building' }, distanceM: 1 });
  expect([layer.things, layer.asPoints]).toEqual([5, 5]);
  await expect(ask(host, 'buffer', { source: { of: 'layer', layer: 'none' }, distanceM: 1 })).rejects.toThrow(
    'building, pipe-storm, plan-kg',
  );
});

test('a section crosses the pipe at its place with its cover', async () => {
  const host = await hostOf('grid/grid.json');
  const { pipes, section, lengthM } = await ask(host, 'profile', {
    lineM: [
      [0, 0],
      [60, 0],
    ],
  });
  expect(lengthM).toBe(60);
  expect(section.groundM[0]).toBeCloseTo(385, 3);
  expect(pipes).toHaveLength(1);
  expect(pipes[0]).toMatchObject({ layer: 'pipe-storm', id: 'pipe-YS1-0002', distanceM: 30 });
  // Up 0 is the origin's elevation of 380 m; the ground there is 388 m, the crown 380.5 m.
  expect(pipes[0].coverM).toBeCloseTo(7.5, 2);
});

test('a section passes under a skyway: its underside and its top are told, beside it there is ground alone', async () => {
  const host = await hostOf('grid/grid.json', skyway);
  const { section, buildings } = await ask(host, 'profile', {
    lineM: [
      [0, 0],
      [60, 0],
    ],
  });
  const at = (wantedM: number) => section.distanceM.findIndex((atM) => atM >= wantedM);
  // Up 0 is the origin's elevation of 380 m.
  expect(section.footM[at(45)]).toBeCloseTo(400, 2);
  expect(section.topM[at(45)]).toBeCloseTo(404, 2);
  expect([section.footM[at(20)], section.topM[at(20)]]).toEqual([null, null]);
  expect(buildings).toHaveLength(1);
  expect(buildings[0]).toMatchObject({ footM: expect.closeTo(400, 2), topM: expect.closeTo(404, 2) });
});
