import { expect, test } from 'vitest';
import { createMesher, type Lattice, splitNodes } from '../../../tiles/shape/rtin.ts';

const CELLS = 8;

/** Two tiles side by side, 1 m apart nodes, heights in closed form. */
function lattice(height: (x: number, y: number) => number): Lattice {
  const [tilesX, tilesY] = [2, 1];
  const columns = tilesX * CELLS + 1;
  const rows = tilesY * CELLS + 1;
  const heightM = Float32Array.from({ length: columns * rows }, (_, k) => height(k % columns, Math.floor(k / columns)));
  return { cells: CELLS, tilesX, tilesY, columns, rows, heightM };
}

function meshOf(it: Lattice, tileX: number, maxErrorM: number) {
  const tile = createMesher(CELLS)(it, splitNodes(it, 1, maxErrorM), tileX, 0);
  const nodes = Array.from({ length: tile.nodeCount }, (_, i) => [tile.nodeX[i], tile.nodeY[i]] as const);
  const triangles = Array.from({ length: tile.triangleCount }, (_, t) =>
    Array.from(tile.index.subarray(3 * t, 3 * t + 3), (i) => nodes[i]),
  );
  return { nodes, triangles };
}

/** Rows of the nodes on a tile's east or west side. */
const side = (nodes: (readonly [number, number])[], x: number) =>
  nodes
    .filter((node) => node[0] === x)
    .map((node) => node[1])
    .sort((a, b) => a - b);

test('flat ground is two triangles a tile', () => {
  expect(
    meshOf(
      lattice(() => 380),
      0,
      0.01,
    ).triangles,
  ).toHaveLength(2);
});

test('a plane is two triangles a tile however steep', () => {
  expect(
    meshOf(
      lattice((x, y) => 3 * x - 2 * y),
      1,
      0.01,
    ).triangles,
  ).toHaveLength(2);
});

test('a bump beside the border puts the same nodes on both sides of it', () => {
  const bump = lattice((x, y) => (x === 6 && y === 5 ? 10 : 0));
  const [west, east] = [meshOf(bump, 0, 0.5), meshOf(bump, 1, 0.5)];
  expect(west.nodes.length).toBeGreaterThan(4);
  expect(side(west.nodes, CELLS)).toEqual(side(east.nodes, 0));
  expect(side(east.nodes, 0).length).toBeGreaterThan(2);
});

test('triangles are anticlockwise and cover the tile once', () => {
  const waves = lattice((x, y) => Math.sin(x * 1.7) * Math.cos(y * 0.9));
  for (const tileX of [0, 1]) {
    let area2 = 0;
    for (const [[ax, ay], [bx, by], [cx, cy]] of meshOf(waves, tileX, 0.2).triangles) {
      const twice = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
      expect(twice).toBeGreaterThan(0);
      area2 += twice;
    }
    expect(area2).toBe(2 * CELLS * CELLS);
  }
});

test('no side of a triangle has another node in its middle', () => {
  const { nodes, triangles } = meshOf(
    lattice((x, y) => Math.sin(x * 1.7) * Math.cos(y * 0.9)),
    0,
    0.2,
  );
  const known = new Set(nodes.map(([x, y]) => `${x} ${y}`));
  for (const corners of triangles)
    for (const [i, [ax, ay]] of corners.entries()) {
      const [bx, by] = corners[(i + 1) % 3];
      expect(known.has(`${(ax + bx) / 2} ${(ay + by) / 2}`)).toBe(false);
    }
});

test('each triangle lies at the side of the last one, or meets it in a corner', () => {
  const { triangles } = meshOf(
    lattice((x, y) => Math.sin(x * 1.7) * Math.cos(y * 0.9)),
    0,
    0.2,
  );
  const shared = triangles.slice(1).map((corners, i) => corners.filter((node) => triangles[i].includes(node)).length);
  expect(Math.min(...shared)).toBe(2);
});

test('the earth’s curve is an error too: a 20 km side sags 7.85 m, the diagonal twice as much', () => {
  const it = lattice(() => 0);
  const middle = 4 * it.columns + 4;
  const marksAt = (maxErrorM: number) => {
    const split = splitNodes(it, 2500, maxErrorM);
    return [split[middle - 4], split[middle]];
  };
  expect(marksAt(7.84)).toEqual([1, 1]);
  expect(marksAt(7.86)).toEqual([0, 1]);
  expect(marksAt(15.71)).toEqual([0, 0]);
});
