import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { encodeTexts } from '../model/city/column.ts';
import type { AttributeInfo, LayerInfo } from '../model/city/manifest.ts';
import { both } from './bake-both.ts';
import { type BakeContext, isOwn } from './bake-context.ts';
import { FIRST_LAYER_UNIT } from './bake-stages.ts';
import type { MadeContent, MadeTile } from './made-city.ts';
import type { CityInput, InputColumn, LayerInput } from './model.ts';
import { tileKeys } from './reuse/tile-keys.ts';
import type { Ground } from './shape/ground.ts';
import { timed } from './stage-times.ts';
import { makeTiles, type TileJob, type TileSource } from './threads.ts';
import { encodeInputColumn, sortIds } from './tileset/columns.ts';
import { attributeOf } from './tileset/layer-info.ts';
import { shapeOf } from './tileset/make-tile.ts';
import { bytesOf } from './tileset/meshopt.ts';
import { placeFeatures } from './tileset/places.ts';
import { buildTree, type Tree } from './tileset/quadtree.ts';
import { sourceAreas } from './tileset/source-areas.ts';

/** What a share made of the layers; the trees are of all of them. */
interface BakedLayers {
  trees: Tree[];
  gidBases: number[];
  tiles: MadeTile[];
  /** By the layer's place; null: another share's. */
  attributes: (LayerInfo['attributes'] | null)[];
}

/** Places and trees of all layers first, so that one set of threads makes every tile of the city. */
export async function bakeLayers(
  input: CityInput,
  folder: string,
  ground: Ground,
  context: BakeContext,
): Promise<BakedLayers> {
  const trees: Tree[] = [];
  const gidBases: number[] = [];
  let gid = 0;
  for (const [l, layer] of input.layers.entries()) {
    context.signal?.throwIfAborted();
    const { places, tree } = timed('placing', () => placed(layer, ground));
    trees.push(tree);
    gidBases.push(gid);
    gid += layer.features.count;
    mkdirSync(join(folder, 'layers', layer.id), { recursive: true });
    if (isOwn(context.share, FIRST_LAYER_UNIT + l)) timed('columns', () => writePlaces(layer, places, context));
  }
  const source = {
    layers: input.layers,
    orders: trees.map((tree) => tree.order),
    gidBases,
    origin: input.origin,
    geoidUndulationM: input.datum.geoidUndulationM,
    elevation: input.elevation,
  };
  const [tiles, attributes] = await both(
    () => bakeTiles(source, trees, folder, context),
    () => writeColumns(input.layers, context),
    context,
  );
  return { trees, gidBases, tiles, attributes };
}

function placed(layer: LayerInput, ground: Ground): { places: Float32Array; tree: Tree } {
  const inPlane = placeFeatures(layer, ground);
  return { places: inPlane.places, tree: buildTree(inPlane) };
}

function writePlaces(layer: LayerInput, places: Float32Array, { reuse }: BakeContext): void {
  reuse.write(`layers/${layer.id}/places.bin`, bytesOf(places));
  const { geometry } = layer.features;
  if (geometry.kind === 'surface' || (geometry.kind === 'polygon' && shapeOf(layer) === 'extruded'))
    reuse.write(`layers/${layer.id}/areas.bin`, bytesOf(sourceAreas(geometry)));
}

type NodeJob = TileJob & { node: number; key: string };

/** The share's tiles: those of the last bake that would be the same, and the others made. */
async function bakeTiles(
  source: TileSource,
  trees: readonly Tree[],
  folder: string,
  context: BakeContext,
): Promise<MadeTile[]> {
  const { reuse, share, signal, threads } = context;
  const keyOf = tileKeys(source);
  const tiles: MadeTile[] = [];
  const jobs: NodeJob[] = [];
  const done = new Uint32Array(trees.length);
  const total = new Uint32Array(trees.length);
  const add = (layer: number, node: number, tile: MadeContent) => {
    tiles.push({ layer, node, ...tile });
    context.onProgress({ stage: source.layers[layer].id, done: ++done[layer], total: total[layer] });
  };
  const taken: (() => void)[] = [];
  let unit = 0;
  for (const [l, tree] of trees.entries())
    for (const [n, node] of tree.nodes.entries()) {
      if (node.to === node.from || !isOwn(share, unit++)) continue;
      total[l]++;
      const file = join(folder, 'layers', source.layers[l].id, `${node.name}.glb`);
      const job = { layer: l, from: node.from, to: node.to, file };
      const key = keyOf(job);
      const known = reuse.take<MadeContent>(relative(folder, file), key);
      if (known) taken.push(() => add(l, n, known));
      else jobs.push({ ...job, node: n, key });
    }
  for (const tell of taken) tell();
  await makeTiles(source, jobs, threads, signal, (i, { sum, ...tile }) => {
    const { layer, node, file, key } = jobs[i];
    const name = relative(folder, file);
    if (sum === '') reuse.keep(name, key, [], tile);
    else reuse.keepCompressed(name, key, tile);
    if (sum !== '') reuse.sums.set(name, sum);
    add(layer, node, tile);
  });
  return tiles;
}

/** Ids, their order and all attributes of all layers; lets the other side of `both` go on between the files. */
async function writeColumns(
  layers: readonly LayerInput[],
  context: BakeContext,
): Promise<(LayerInfo['attributes'] | null)[]> {
  const { reuse } = context;
  const all: (LayerInfo['attributes'] | null)[] = [];
  const pause = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    context.signal?.throwIfAborted();
  };
  for (const [l, layer] of layers.entries()) {
    if (!isOwn(context.share, FIRST_LAYER_UNIT + l)) {
      all.push(null);
      continue;
    }
    const { ids } = layer.features;
    await pause();
    timed('columns', () =>
      reuse.writeMade(`layers/${layer.id}/sorted.bin`, [ids], () => bytesOf(sortIds(ids, layer.id))),
    );
    await pause();
    timed('columns', () =>
      reuse.writeMade(`layers/${layer.id}/columns/id.bin`, [ids], () => encodeTexts(ids.offsets, ids.bytes)),
    );
    const attributes: LayerInfo['attributes'] = [];
    for (const column of layer.decorates === undefined ? layer.features.columns : []) {
      await pause();
      attributes.push(timed('columns', () => writeColumn(layer, column, context)));
    }
    all.push(attributes);
  }
  return all;
}

function writeColumn(layer: LayerInput, column: InputColumn, { reuse }: BakeContext): AttributeInfo {
  const attribute = attributeOf(layer, column);
  reuse.writeMade(attribute.file, [column], () => encodeInputColumn(column));
  return attribute;
}
