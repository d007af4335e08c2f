import { expect, test } from 'vitest';
import type { Places } from '../../../tiles/tileset/places.ts';
import { buildTree, TILE_LIMITS, type Tree, type TreeNode } from '../../../tiles/tileset/quadtree.ts';

/** Features on a grid; sizes from 1 to 97 in a scramble. */
function grid(count: number): Places {
  const side = Math.ceil(Math.sqrt(count));
  const places = new Float32Array(4 * count);
  for (let i = 0; i < count; i++) places.set([i % side, Math.floor(i / side), 0, 1], 4 * i);
  return {
    places,
    sizeM: Float32Array.from({ length: count }, (_, i) => 1 + ((i * 31) % 97)),
    weight: new Uint32Array(count).fill(4),
  };
}

function largest({ order }: Tree, { from, to }: TreeNode, sizeM: Float32Array): number {
  return Math.max(...Array.from(order.subarray(from, to), (row) => sizeM[row]));
}

test('every row is in one tile, and no tile holds more than it may', () => {
  const tree = buildTree(grid(5000), { features: 100, vertices: 1e9 });
  expect([...tree.order].sort((a, b) => a - b)).toEqual(Array.from({ length: 5000 }, (_, i) => i));
  expect(tree.nodes.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(5000);
  expect(Math.max(...tree.nodes.map(({ from, to }) => to - from))).toBeLessThanOrEqual(100);
});

test('as it is baked no tile’s table is longer than the texture that every WebGL 2 has, not even of features in one place', () => {
  expect(TILE_LIMITS.features).toBeLessThanOrEqual(2048);
  const places = { ...grid(20_000), places: new Float32Array(80_000) };
  const tree = buildTree({ ...places, weight: new Uint32Array(20_000).fill(1) });
  expect(Math.max(...tree.nodes.map(({ from, to }) => to - from))).toBeLessThanOrEqual(2048);
});

test('a parent holds nothing smaller than the largest of its children', () => {
  const places = grid(5000);
  const tree = buildTree(places, { features: 100, vertices: 1e9 });
  for (const node of tree.nodes) {
    const own = Array.from(tree.order.subarray(node.from, node.to), (row) => places.sizeM[row]);
    for (const child of node.children) {
      expect(Math.min(...own)).toBeGreaterThanOrEqual(largest(tree, child, places.sizeM));
      expect(node.droppedM).toBeGreaterThanOrEqual(child.droppedM);
      expect(node.droppedM).toBeGreaterThanOrEqual(child.largestM);
    }
    if (node.children.length === 0) expect(node.droppedM).toBe(0);
  }
});

test('heavy features take fewer to a tile', () => {
  const places = grid(1000);
  const tree = buildTree({ ...places, weight: new Uint32Array(1000).fill(500) }, { features: 1000, vertices: 50_000 });
  expect(Math.max(...tree.nodes.map(({ from, to }) => to - from))).toBeLessThanOrEqual(100);
});

test('features in one place come to an end', () => {
  const places = {
    places: new Float32Array(4000),
    sizeM: new Float32Array(1000).fill(2),
    weight: new Uint32Array(1000).fill(9),
  };
  const tree = buildTree(places, { features: 10, vertices: 1e9 });
  expect(tree.nodes.every(({ from, to }) => to - from <= 10)).toBe(true);
  expect(tree.nodes.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(1000);
});

test('no features are one empty tile', () => {
  const none = { places: new Float32Array(0), sizeM: new Float32Array(0), weight: new Uint32Array(0) };
  expect(buildTree(none).nodes).toHaveLength(1);
});

test('rivers of a province are several tiles, each narrower than positions stay exact', () => {
  const kmEast = [0, 40, 90, 150, 260];
  const places = Float32Array.from(kmEast.flatMap((km) => [1000 * km, 0, 0, 30_000]));
  const tree = buildTree({ places, sizeM: new Float32Array(5).fill(60_000), weight: new Uint32Array(5).fill(100) });
  for (const { from, to } of tree.nodes) {
    const rows = [...tree.order.subarray(from, to)].map((row) => 1000 * kmEast[row]);
    expect(Math.max(...rows) - Math.min(...rows) + 60_000).toBeLessThanOrEqual(120_000);
  }
  expect(tree.nodes.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(5);
});
