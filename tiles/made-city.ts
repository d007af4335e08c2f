import type { LayerInfo, Manifest } from '../model/city/manifest.ts';
import { parseManifest } from '../model/city/manifest.ts';
import { ecefFromEnuMatrix } from '../model/geo/enu.ts';
import type { Share } from './bake-context.ts';
import type { Parts } from './bake-stages.ts';
import type { FormerBake } from './reuse/former-bake.ts';
import type { TileDone } from './threads.ts';
import { droppedProblems } from './tileset/layer-info.ts';
import type { Tree, TreeNode } from './tileset/quadtree.ts';
import { type Content, tilesetFiles } from './tileset/tileset-json.ts';

/** What is known of a tile beside its file. */
export type MadeContent = Omit<TileDone, 'sum'>;

/** A baked tile, with the node of its layer's tree that it belongs to. */
export interface MadeTile extends MadeContent {
  layer: number;
  node: number;
}

/** A layer that came as tiles. */
export interface MadeTileset {
  index: number;
  info: Omit<LayerInfo, 'gidBase'>;
  tiles: number;
  bytes: number;
  gzipBytes: number;
}

/** What all shares of a bake know alike: the manifest and the trees before anything is made. */
interface CityPlan {
  manifest: Omit<Manifest, 'terrain'>;
  trees: PlannedTree[];
}

/** A tree as JSON: its nodes in their order, children by their place. */
type PlannedTree = (Omit<TreeNode, 'children'> & { children: number[] })[];

/** What one share made of a city, as it is handed on from machine to machine. */
export interface MadeShare {
  share: Share;
  plan: CityPlan;
  /** Absent: another share's. */
  terrain?: Manifest['terrain'];
  parts: Parts;
  tiles: MadeTile[];
  attributes: (LayerInfo['attributes'] | null)[];
  tilesets: MadeTileset[];
}

export interface MadeCity {
  manifest: Manifest;
  tiles: number;
  triangles: number;
  /** Size of the tiles (.glb and tileset JSON): as they are and gzipped. */
  tileBytes: number;
  tileGzipBytes: number;
}

export function plannedTree({ nodes }: Tree): PlannedTree {
  const places = new Map(nodes.map((node, i) => [node, i]));
  return nodes.map(({ children, ...node }) => ({
    ...node,
    children: children.map((child) => places.get(child) ?? -1),
  }));
}

function treeOf(planned: PlannedTree): Pick<Tree, 'root' | 'nodes'> {
  const nodes: TreeNode[] = planned.map((node) => ({ ...node, children: [] }));
  for (const [i, { children }] of planned.entries()) nodes[i].children = children.map((child) => nodes[child]);
  return { root: nodes[0], nodes };
}

/** Puts the shares of a city together: tilesets over all tiles, and the manifest. A whole bake is one share. */
export function finishCity(shares: readonly MadeShare[], reuse: FormerBake): MadeCity {
  const { manifest: planned, trees } = shares[0].plan;
  const sums = { tiles: 0, triangles: 0, tileBytes: 0, tileGzipBytes: 0 };
  const contents: (Content | null)[][] = trees.map((nodes) => nodes.map(() => null));
  const dropped: Dropped[] = trees.map(() => ({ count: 0, row: Infinity, id: '' }));
  for (const tile of shares.flatMap(({ tiles }) => tiles)) {
    const { layer, node, box } = tile;
    if (box) contents[layer][node] = { uri: `${trees[layer][node].name}.glb`, box };
    addDropped(dropped[layer], tile);
    sums.tiles += box ? 1 : 0;
    sums.triangles += tile.triangles;
    sums.tileBytes += tile.bytes;
    sums.tileGzipBytes += tile.gzipBytes;
  }
  const transform = ecefFromEnuMatrix({ ...planned.origin });
  const layers = planned.layers.map((layer, l) => {
    const { files, box } = tilesetFiles(treeOf(trees[l]), contents[l], transform);
    for (const [name, text] of files) {
      const bytes = Buffer.from(text);
      sums.tileBytes += bytes.length;
      sums.tileGzipBytes += reuse.write(`layers/${layer.id}/${name}`, bytes).gzipBytes;
    }
    const attributes = shares.map((share) => share.attributes[l]).find((made) => made !== null) ?? [];
    return {
      ...layer,
      boundsM: box,
      attributes,
      problems: [...layer.problems, ...droppedProblems(layer.id, dropped[l])],
    };
  });
  const decorations = layers.filter(({ decorates }) => decorates !== undefined);
  const listed = layers.filter(({ decorates }) => decorates === undefined);
  const gidBase = listed.reduce((sum, { count }) => sum + count, 0);
  const tilesets = shares.flatMap((share) => share.tilesets).sort((a, b) => a.index - b.index);
  for (const { tiles, bytes, gzipBytes } of tilesets) {
    sums.tiles += tiles;
    sums.tileBytes += bytes;
    sums.tileGzipBytes += gzipBytes;
  }
  const parts: Parts = Object.assign({}, ...shares.map((share) => share.parts));
  const manifest = parseManifest({
    ...planned,
    ...(decorations.length > 0 ? { decorations } : {}),
    layers: [...listed, ...tilesets.map(({ info }) => ({ ...info, gidBase }))],
    ground: parts.ground ?? null,
    grids: parts.grids ?? null,
    ...(parts.baseMaps === undefined ? {} : { baseMaps: parts.baseMaps }),
    facts: Object.assign({ ...planned.facts }, ...shares.map((share) => share.parts.facts)) as Manifest['facts'],
    terrain: shares.map(({ terrain }) => terrain).find((terrain) => terrain !== undefined) ?? null,
  });
  reuse.write('manifest.json', Buffer.from(JSON.stringify(manifest)));
  return { ...sums, manifest };
}

/** Surfaces that enclose no area, and the first row that has one: the same whatever thread or share made which tile. */
interface Dropped {
  count: number;
  row: number;
  id: string;
}

function addDropped(sum: Dropped, { dropped, droppedRow, droppedId }: MadeContent): void {
  sum.count += dropped;
  if (dropped === 0 || droppedRow >= sum.row) return;
  sum.row = droppedRow;
  sum.id = droppedId;
}
