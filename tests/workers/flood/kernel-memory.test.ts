import { beforeEach, describe, expect, test } from 'vitest';
import { ActiveTiles, TILE_COLUMNS, TILE_ROWS } from '../../../workers/flood/core/active-tiles.ts';
import { EDGE_BYTES, enteredOver, openEdges, setEdges, writeEdges } from '../../../workers/flood/core/open-edges.ts';
import type { Edges, OutsideCondition, Raster } from '../../../workers/flood/core/terrain.ts';
import { maximaArrays, noMaxima } from '../../../workers/flood/results/maxima.ts';
import { HazardMaximaPlanes } from '../../../workers/flood/results/worst-planes.ts';
import { wallEdges } from './small-flood.ts';

const raster = (columns: number, rows: number): Raster => ({ columns, rows, cellM: 4, stride: columns + 2 });

describe('tiles of a raster of three by three', () => {
  const STRIDE = 2 * TILE_COLUMNS + 10;
  const ROWS = 2 * TILE_ROWS + 1;
  let tiles: ActiveTiles;
  let taken = 0;
  let memory: WebAssembly.Memory;
  const open = (entrances: number[] = []) => {
    taken = 0;
    tiles = new ActiveTiles(raster(STRIDE - 2, ROWS), 4 * STRIDE, entrances, (bytes) => {
      taken += bytes;
      return taken - bytes;
    });
    tiles.lieIn(memory);
  };
  const list = (count: number) => [...new Int32Array(memory.buffer, tiles.layout[0], count)];
  beforeEach(() => {
    memory = new WebAssembly.Memory({ initial: 1 });
    open();
  });

  test('are nine, by the place in a plane', () => {
    expect(tiles.count).toBe(9);
    expect(tiles.tileAt(0)).toBe(0);
    expect(tiles.tileAt(TILE_COLUMNS)).toBe(1);
    expect(tiles.tileAt(STRIDE * TILE_ROWS + 2 * TILE_COLUMNS)).toBe(5);
  });

  test('move where there is water and beside it, and nowhere else', () => {
    tiles.waves()[0] = 2;
    expect(tiles.listMoving(0).moved).toBe(4);
    expect(list(4)).toEqual([0, 1, 3, 4]);
    expect(tiles.listWet()).toBe(1);
    expect(list(1)).toEqual([0]);
  });

  test('all move while it rains', () => {
    expect(tiles.listMoving(0.001)).toEqual({ moved: 9, listed: 9 });
  });

  test('that are dry are listed once as still, and not again until they were stirred', () => {
    expect(tiles.listMoving(0)).toEqual({ moved: 0, listed: 9 });
    expect(tiles.listMoving(0)).toEqual({ moved: 0, listed: 0 });
    tiles.stir(4);
    expect(tiles.listMoving(0)).toEqual({ moved: 0, listed: 1 });
    tiles.stirAll();
    expect(tiles.listMoving(0)).toEqual({ moved: 0, listed: 9 });
  });

  test('over whose edge water may enter always move', () => {
    open([STRIDE * TILE_ROWS + 2 * TILE_COLUMNS]);
    expect(tiles.listMoving(0).moved).toBe(1);
    expect(list(1)).toEqual([5]);
  });

  test('with a number that is none move, so that it is found', () => {
    tiles.waves()[8] = Number.NaN;
    expect(tiles.listMoving(0).moved).toBe(4);
  });

  test('tell the fastest of all waves', () => {
    tiles.waves().set([1, 5, 2]);
    expect(tiles.fastestMps()).toBe(5);
  });
});

describe('the open edges of a raster of four by three', () => {
  const free: OutsideCondition = { kind: 'free' };
  const edgesWith = (part: Partial<Edges>): Edges => ({ ...wallEdges(4, 3), ...part });
  const wall: OutsideCondition = { kind: 'wall' };
  const terrain = {
    ...raster(4, 3),
    cellM: 2,
    bedElevationM: new Float64Array(6 * 5).fill(10),
    blocked: new Uint8Array(6 * 5),
  } as unknown as Parameters<typeof openEdges>[0];

  test('are sorted by the row of faces that they belong to, the south edge before the first', () => {
    const edges = openEdges(
      terrain,
      edgesWith({
        west: [wall, { kind: 'stage', stageM: 12 }, wall],
        south: [free, wall, wall, wall],
        north: [wall, wall, wall, { kind: 'inflow', unitDischargeM2ps: 0.5 }],
      }),
    );
    expect(edges.map(({ side, faceRow, column }) => [side, faceRow, column])).toEqual([
      ['south', -1, 0],
      ['west', 1, 0],
      ['north', 2, 3],
    ]);
  });

  test('stand in memory with what lies beyond, and their rows know where they start', () => {
    const edges = openEdges(
      terrain,
      edgesWith({ west: [wall, { kind: 'stage', stageM: 12 }, wall], south: [free, wall, wall, wall] }),
    );
    const view = new DataView(new ArrayBuffer(1000));
    const startsAt = 500;
    writeEdges(view, 0, startsAt, edges, 3);
    setEdges(view, 0, edges);
    const starts = Array.from({ length: 6 }, (_, row) => view.getInt32(startsAt + 4 * row, true));
    expect(starts).toEqual([0, 0, 1, 1, 2, 2]);
    expect(view.getInt32(EDGE_BYTES, true)).toBe(4);
    expect(view.getFloat32(EDGE_BYTES + 12, true)).toBe(2);
  });

  test('sum up what entered over each side', () => {
    const edges = openEdges(terrain, edgesWith({ west: [free, free, wall], east: [free, wall, wall] }));
    const view = new DataView(new ArrayBuffer(1000));
    for (const e of edges.keys()) view.setFloat64(e * EDGE_BYTES + 16, e + 1, true);
    const { west, east, south } = enteredOver(view, 0, edges, 2);
    expect(west + east).toBe(2 * (1 + 2 + 3));
    expect(south).toBe(0);
  });
});

describe('the worst of a run in the memory of a kernel', () => {
  const box = raster(3, 2);

  test('is not kept before it has a memory, and is nothing at first', () => {
    const planes = new HazardMaximaPlanes(box, 4 * box.stride, 64);
    expect(planes.isTracked()).toBe(false);
    expect(planes.end).toBe(64 + 8 * 2 * 4 * 5);
    planes.keep(new WebAssembly.Memory({ initial: 1 }));
    expect(planes.read()).toEqual(noMaxima(box));
  });

  test('comes back cell by cell as it was written, each plane its own', () => {
    const planes = new HazardMaximaPlanes(box, 4 * box.stride, 64);
    planes.keep(new WebAssembly.Memory({ initial: 1 }));
    const maxima = noMaxima(box);
    for (const [plane, array] of maximaArrays(maxima).entries())
      for (const cell of array.keys()) array[cell] = 10 * plane + cell;
    planes.write(maxima);
    expect(planes.read()).toEqual(maxima);
  });
});
