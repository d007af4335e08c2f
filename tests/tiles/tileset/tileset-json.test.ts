import { expect, test } from 'vitest';
import { buildTree } from '../../../tiles/tileset/quadtree.ts';
import { tilesetFiles } from '../../../tiles/tileset/tileset-json.ts';

interface Tile {
  boundingVolume: { box: number[] };
  geometricError: number;
  content?: { uri: string };
  children?: Tile[];
}

/** A tree of thousands of tiles over a square, each content a box about its own corner of it. */
function large() {
  const count = 6000;
  const places = new Float32Array(4 * count);
  for (let i = 0; i < count; i++) places.set([(i * 37) % 1000, (i * 101) % 997, 0, 1], 4 * i);
  const sizeM = Float32Array.from({ length: count }, (_, i) => 1 + (i % 50));
  const tree = buildTree({ places, sizeM, weight: new Uint32Array(count).fill(1) }, { features: 4, vertices: 1e9 });
  const contents = tree.nodes.map(({ name, from, to }) => {
    const rows = [...tree.order.subarray(from, to)];
    const [east, north] = [rows.map((row) => places[4 * row]), rows.map((row) => places[4 * row + 1])];
    const box = [Math.min(...east), Math.min(...north), 0, Math.max(...east) + 1, Math.max(...north) + 1, 5] as const;
    return { uri: `${name}.glb`, box: [...box] as [number, number, number, number, number, number] };
  });
  return { tree, ...tilesetFiles(tree, contents, new Array(16).fill(0)) };
}

test('every content is named once, over all files', () => {
  const { tree, files } = large();
  const names = [...files.values()].flatMap((text) => [...text.matchAll(/"uri":"(\w+\.glb)"/g)].map(([, uri]) => uri));
  expect(names.toSorted()).toEqual(tree.nodes.map(({ name }) => `${name}.glb`).toSorted());
  expect(files.size).toBeGreaterThan(2);
});

test('children lie inside their parents and their errors do not rise, across files too', () => {
  const { files } = large();
  const read = (name: string): Tile => JSON.parse(files.get(name) ?? '').root;
  let tiles = 0;
  const walk = (tile: Tile) => {
    tiles++;
    const external = tile.content?.uri.endsWith('.json') ? [read(tile.content.uri)] : [];
    for (const child of [...(tile.children ?? []), ...external]) {
      expect(child.geometricError).toBeLessThanOrEqual(tile.geometricError);
      const [outer, inner] = [tile.boundingVolume.box, child.boundingVolume.box];
      for (const axis of [0, 1, 2]) {
        const [reach, half] = [outer[3 + 4 * axis], inner[3 + 4 * axis]];
        expect(Math.abs(inner[axis] - outer[axis]) + half).toBeLessThanOrEqual(reach + 1e-9);
      }
      walk(child);
    }
  };
  walk(read('tileset.json'));
  expect(tiles).toBeGreaterThan(1000);
});

test('a file holds at most 513 tiles', () => {
  const { files } = large();
  for (const text of files.values()) expect(text.split('"refine"').length - 1).toBeLessThanOrEqual(513);
});

test('a content has a box of its own only where its tile is larger: equal ones are rounded apart by validators', () => {
  const { files } = large();
  const texts = [...files.values()];
  const walk = (tile: Tile & { content?: { boundingVolume?: { box: number[] } } }): void => {
    const own = tile.content?.boundingVolume?.box;
    if (own) expect(own).not.toEqual(tile.boundingVolume.box);
    if (!tile.children && tile.content) expect(own).toBeUndefined();
    for (const child of tile.children ?? []) walk(child);
  };
  for (const text of texts) walk(JSON.parse(text).root);
  expect(texts.join('')).toContain('"content":{"uri":"r.glb","boundingVolume"');
});
