import { expect, test } from 'vitest';
import { endsOf } from '../../../src/view/table/cut-ends.ts';
import { tableHour } from '../../../src/view/table/hour.ts';
import { readTerrainMesh, TILE_UNITS } from '../../../src/view/table/quantized-mesh.ts';
import { encodeQuantizedMesh } from '../../../tiles/tileset/quantized-mesh.ts';

const BLOCK = { eastM: 0, northM: 0, sizeM: 200 };

/** A tube of square section about a line along the north, 2 m wide, its axis at up −3. */
function tube(eastM: number, fromNorthM: number, toNorthM: number) {
  const ring = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ];
  const enu = [fromNorthM, toNorthM].flatMap((north) => ring.flatMap(([e, u]) => [eastM + e, north, u - 3]));
  const index = [0, 1, 2, 3].flatMap((i) => {
    const j = (i + 1) % 4;
    return [i, j, i + 4, i + 4, j, j + 4];
  });
  return { enu, index, feature: new Array(8).fill(7) };
}

test('a pipe that runs north through the block ends in its south and its north side', () => {
  const ends = endsOf(tube(40, -150, 150), BLOCK);
  expect(ends.map(({ side }) => side)).toEqual([0, 2]);
  for (const { runM, upM, radiusM } of ends) {
    expect(runM).toBeCloseTo(40);
    expect(upM).toBeCloseTo(-3);
    expect(radiusM).toBeCloseTo(1);
  }
});

test('a pipe within the block, and one beside it, have no end in its sides', () => {
  expect(endsOf(tube(40, -50, 50), BLOCK)).toEqual([]);
  expect(endsOf(tube(140, -150, 150), BLOCK)).toEqual([]);
});

test('the page reads a terrain tile as the baker wrote it', () => {
  const written = encodeQuantizedMesh({
    centre: [6_378_137, 0, 0],
    sphereRadiusM: 100,
    occlusion: [1, 0, 0],
    minHeightM: 10,
    maxHeightM: 20,
    u: Uint16Array.of(0, TILE_UNITS, TILE_UNITS, 0),
    v: Uint16Array.of(0, 0, TILE_UNITS, TILE_UNITS),
    height: Uint16Array.of(0, TILE_UNITS, TILE_UNITS, 0),
    index: Uint32Array.of(0, 1, 2, 0, 2, 3),
    west: [0, 3],
    south: [0, 1],
    east: [1, 2],
    north: [2, 3],
    octNormal: null,
  });
  const read = readTerrainMesh(written.buffer);
  expect([...read.u]).toEqual([0, TILE_UNITS, TILE_UNITS, 0]);
  expect([...read.heightM]).toEqual([10, 20, 20, 10]);
  expect([...read.index]).toEqual([0, 1, 2, 0, 2, 3]);
  expect(() => readTerrainMesh(written.buffer.slice(0, 95))).toThrow(/expected 4 vertices/);
});

test('by day no window is lit and the lamp is full; at 21:00 three windows of ten', () => {
  const at = (hour: number) => Date.UTC(2026, 0, 15, hour);
  expect(tableHour(at(12), 'UTC', 40)).toEqual({ nightRatio: 0, litRatio: 0 });
  expect(tableHour(at(21), 'UTC', -30)).toEqual({ nightRatio: 1, litRatio: 0.3 });
  expect(tableHour(at(2), 'UTC', -30).litRatio).toBeCloseTo(0.08);
});
