import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseDrainNetwork, parseGrid, parseWalkable } from '../../../model/city/grid.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { bedElevation } from '../../../tiles/grid/bed.ts';
import { buildingFootprints, buildingMask } from '../../../tiles/grid/building-mask.ts';
import { bakeGrids, gridFrame } from '../../../tiles/grid/grids.ts';
import { infiltrationClass, resampleCover } from '../../../tiles/grid/land-cover.ts';
import type { ElevationRaster, LandCover, LandCoverClass, LayerInput } from '../../../tiles/model.ts';
import { FormerBake } from '../../../tiles/reuse/former-bake.ts';
import { groundOf } from '../../../tiles/shape/ground.ts';
import { emptyLayer } from '../shape/layer.ts';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 351 };
const GROUND = groundOf(ORIGIN, -29, null);
const FRAME = { westM: 0, southM: 0, cellM: 4, columns: 5, rows: 4 };

/** Rises 1 % to the east. */
const SLOPE: ElevationRaster = {
  ...{ westM: -100, southM: -100, cellM: 2, columns: 101, rows: 101 },
  elevationM: Float32Array.from({ length: 101 * 101 }, (_, i) => 380 + 0.01 * (-100 + 2 * (i % 101))),
};

/** Square parts [west, south, size, base] of one building each. */
function buildings(parts: [number, number, number, number][]): LayerInput {
  const corners = parts.flatMap(([x, y, s]) => [
    [x, y],
    [x + s, y],
    [x + s, y + s],
    [x, y + s],
  ]);
  return emptyLayer('building', parts.length, {
    kind: 'polygon',
    featurePart: Uint32Array.from({ length: parts.length + 1 }, (_, i) => i),
    partRing: Uint32Array.from({ length: parts.length + 1 }, (_, i) => i),
    ringVertex: Uint32Array.from({ length: parts.length + 1 }, (_, i) => 4 * i),
    lonLatDeg: Float64Array.from(
      corners.flatMap(([e, n]) => {
        const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [e, n, 0]);
        return [lonDeg, latDeg];
      }),
    ),
    partBaseM: Float32Array.from(parts, ([, , , base]) => base),
    partTopM: Float32Array.from(parts, ([, , , base]) => base + 10),
  });
}

const CLASS: LandCoverClass = {
  ...{ id: 'lawn', label: { zh: '草地', en: 'Lawn' }, manningN: 0.08, imperviousRatio: 0.2 },
  ...{ hortonF0MmPerH: 70, hortonFcMmPerH: 12, hortonKPerH: 3, depressionMm: 5 },
  ...{ plan: [213, 224, 198], command: [31, 42, 35] },
};

test('a cell of the bed holds the mean over it', () => {
  const bed = bedElevation(FRAME, SLOPE);
  for (let column = 0; column < 5; column++) expect(bed[column]).toBeCloseTo(380 + 0.01 * (4 * column + 2), 2);
});

test('a cell is a wall where a building covers half of it, and free under a passage', () => {
  const layer = buildings([
    [4, 4, 6, 0],
    [12, 8, 8, 3],
  ]);
  expect([...buildingMask(FRAME, buildingFootprints([layer], GROUND))]).toEqual([
    ...[0, 0, 0, 0, 0],
    ...[0, 1, 1, 0, 0],
    ...[0, 1, 0, 0, 0],
    ...[0, 0, 0, 0, 0],
  ]);
});

test('a planned building leaves its ground free', () => {
  const layer: LayerInput = { ...buildings([[4, 4, 8, 0]]), state: 'planned' };
  expect(buildingMask(FRAME, buildingFootprints([layer], GROUND)).includes(1)).toBe(false);
});

test('land cover goes to the class of most of a cell', () => {
  const cover: LandCover = {
    ...{ classes: [CLASS], westM: 0, southM: 0, cellM: 2, columns: 4, rows: 2 },
    cells: Uint8Array.of(3, 3, 1, 2, 3, 1, 2, 2),
  };
  expect([...resampleCover({ ...FRAME, columns: 3, rows: 1 }, cover)]).toEqual([3, 2, 255]);
});

test('soil groups follow the least infiltration rate', () => {
  const group = (f0: number, fc: number) => infiltrationClass({ hortonF0MmPerH: f0, hortonFcMmPerH: fc });
  expect([group(0, 0), group(70, 12), group(30, 4), group(8, 2), group(8, 1)]).toEqual(['sealed', 'A', 'B', 'C', 'D']);
});

test('cells grow until a raster has four million of them at most', () => {
  const { cellM, columns, rows } = gridFrame([0, 0, 20_000, 20_000]);
  expect(columns * rows).toBeLessThanOrEqual(4 * 2 ** 20);
  expect(cellM).toBe(10);
});

test('the files say what grid.json says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-grid-'));
  try {
    const path = await bakeGrids(
      {
        ...{ origin: ORIGIN, datum: { vertical: 'test', geoidUndulationM: -29 }, extentM: [-40, -40, 40, 20] },
        ...{ elevation: SLOPE, layers: [buildings([[4, 4, 8, 0]])] },
        landCover: {
          ...{ classes: [CLASS], westM: -40, southM: -40, cellM: 4, columns: 20, rows: 15 },
          cells: new Uint8Array(300),
        },
      },
      groundOf(ORIGIN, -29, SLOPE),
      new FormerBake(folder, folder),
    );
    expect(path).toBe('grid/grid.json');
    const grid = parseGrid(JSON.parse(readFileSync(join(folder, 'grid/grid.json'), 'utf8')));
    expect([grid.columns, grid.rows, grid.buildingMask.cells]).toEqual([20, 15, 4]);
    expect(grid.classes[0].infiltration).toBe('A');
    expect(readFileSync(join(folder, 'grid', grid.bed.file)).length).toBe(4 * 300);
    expect(readFileSync(join(folder, 'grid', grid.buildingMask.file)).length).toBe(300);
    expect(readFileSync(join(folder, 'grid', 'land-cover.bin')).length).toBe(300);
    const cuts = readFileSync(join(folder, 'grid', grid.buildingCuts?.file ?? 'none'));
    expect(cuts.length).toBe(3 * 300);
    const built = cuts.subarray(0, 300).reduce((sum, free) => sum + (255 - free) / 255, 0) * 16;
    expect(built).toBeCloseTo(64, 1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a conduit to nowhere is refused by name', () => {
  const network = {
    ...{ format: 1, inlets: [], sumps: [], pumps: [] },
    manholes: [{ id: 'mh-1', at: [0, 0], invertM: 378, rimM: 381, areaM2: 1, sealed: false }],
    outfalls: [{ id: 'of-1', at: [9, 0], invertM: 377, flapGate: true, tailwaterM: null }],
    conduits: [
      {
        ...{ id: 'c-1', from: 'mh-1', to: 'of-1', lengthM: 9, fromInvertM: 378, toInvertM: 377, barrels: 1 },
        ...{ section: { shape: 'circular', diameterM: 0.6 }, manningN: 0.013 },
      },
    ],
  };
  expect(parseDrainNetwork(network).conduits).toHaveLength(1);
  network.conduits[0].to = 'of-2';
  expect(() => parseDrainNetwork(network)).toThrow(
    expect.objectContaining({
      name: 'GridError',
      message: 'drain-network.json: conduits.0.to: expected a manhole, sump or outfall, got "of-2"',
    }),
  );
});

test('a door to an area that is not there is refused by name', () => {
  const walkable = {
    format: 1,
    levels: [{ id: 'ground', label: { zh: '地面', en: 'Ground' }, elevationM: null }],
    areas: [
      ...[
        {
          id: 'plaza',
          level: 'ground',
          kind: 'plaza',
          outer: [
            [0, 0],
            [9, 0],
            [9, 9],
          ] as [number, number][],
          holes: [],
        },
      ],
    ],
    doors: [{ id: 'd-1', from: 'plaza', to: null as string | null, a: [0, 0], b: [2, 0], widthM: 2, kind: 'exit' }],
    stairs: [],
  };
  expect(parseWalkable(walkable).doors).toHaveLength(1);
  walkable.doors[0].to = 'hall';
  expect(() => parseWalkable(walkable)).toThrow(
    expect.objectContaining({ name: 'GridError', message: 'walkable.json: doors.0.to: expected an area, got "hall"' }),
  );
});

test('the ground of a city without elevation is flat at its origin’s, and the grid says so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-flat-'));
  try {
    const path = await bakeGrids(
      {
        ...{ origin: ORIGIN, datum: { vertical: 'test', geoidUndulationM: -29 }, extentM: [-40, -40, 40, 20] },
        ...{ elevation: null, layers: [buildings([[4, 4, 8, 0]])], landCover: null },
      },
      GROUND,
      new FormerBake(folder, folder),
    );
    const grid = parseGrid(JSON.parse(readFileSync(join(folder, path), 'utf8')));
    // Ellipsoid height 351 m, undulation −29 m.
    expect(grid).toMatchObject({ flat: true, bed: { minM: 380, maxM: 380 } });
    expect(grid.buildingMask.cells).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
