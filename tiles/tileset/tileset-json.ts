import { ERROR_PER_SIZE } from './geometric-error.ts';
import type { Box } from './mesh-glb.ts';
import type { Tree, TreeNode } from './quadtree.ts';

/** What became of a node's own features: file name and box of the content; null when it has none. */
export interface Content {
  uri: string;
  box: Box;
}

/**
 * A child with as many tiles goes into a file of its own, so a file holds 128 to 513: some 100 kB, and CesiumJS makes objects only for
 * the files that it needs.
 */
const TILES_TO_CUT = 128;

/**
 * tileset.json and its external tilesets, by name. Boxes are unions of what lies below, so content is inside its tile and a tile
 * inside its parent; the geometric error is the size of the largest feature below, times ERROR_PER_SIZE, 0 at leaves.
 */
export function tilesetFiles(
  tree: Pick<Tree, 'root' | 'nodes'>,
  contents: readonly (Content | null)[],
  transform: readonly number[],
): { files: Map<string, string>; box: Box } {
  const files = new Map<string, string>();
  const index = new Map(tree.nodes.map((node, i) => [node, i]));

  const build = (node: TreeNode): { tile: object; box: Box | null; tiles: number } => {
    const content = contents[index.get(node) ?? -1] ?? null;
    let box = content?.box ?? null;
    const children: object[] = [];
    let tiles = 1;
    for (const child of node.children) {
      const built = build(child);
      if (!built.box) continue;
      box = box ? union(box, built.box) : built.box;
      if (built.tiles >= TILES_TO_CUT) {
        const uri = `${child.name}.json`;
        files.set(uri, tilesetText(built.tile, child));
        children.push({ boundingVolume: volume(built.box), geometricError: errorOf(child), content: { uri } });
        tiles++;
      } else {
        children.push(built.tile);
        tiles += built.tiles;
      }
    }
    const tile = {
      boundingVolume: volume(box ?? NOTHING),
      geometricError: errorOf(node),
      refine: 'ADD',
      ...(content ? { content: contentOf(content, box) } : {}),
      ...(children.length > 0 ? { children } : {}),
    };
    return { tile, box, tiles };
  };
  const root = build(tree.root);
  files.set('tileset.json', tilesetText({ transform, ...root.tile }, tree.root));
  return { files, box: root.box ?? NOTHING };
}

/** A content as large as its tile needs no box of its own: a validator that rounds otherwise finds one to stick out of the other. */
function contentOf({ uri, box }: Content, tileBox: Box | null): object {
  const isSame = tileBox?.every((value, i) => value === box[i]) ?? false;
  return isSame ? { uri } : { uri, boundingVolume: volume(box) };
}

/** A layer without features: a box of 1 m at the origin. */
const NOTHING: Box = [-1, -1, -1, 1, 1, 1];

function errorOf(node: TreeNode): number {
  return Math.round(node.droppedM * ERROR_PER_SIZE * 100) / 100;
}

/** The viewer asks for a tileset only where its own error is seen: it must not fall below what the root leaves out. */
function tilesetText(root: object, node: TreeNode): string {
  const geometricError = Math.max(errorOf(node), Math.round(node.largestM * ERROR_PER_SIZE * 100) / 100);
  return JSON.stringify({ asset: { version: '1.1' }, geometricError, root });
}

function volume([west, south, low, east, north, high]: Box): { box: number[] } {
  return {
    box: [
      ...[(west + east) / 2, (south + north) / 2, (low + high) / 2],
      ...[(east - west) / 2, 0, 0],
      ...[0, (north - south) / 2, 0],
      ...[0, 0, (high - low) / 2],
    ],
  };
}

function union(a: Box, b: Box): Box {
  return [
    Math.min(a[0], b[0]),
    Math.min(a[1], b[1]),
    Math.min(a[2], b[2]),
    Math.max(a[3], b[3]),
    Math.max(a[4], b[4]),
    Math.max(a[5], b[5]),
  ];
}
