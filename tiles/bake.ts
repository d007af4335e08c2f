import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { BaseMap } from '../model/city/base-maps.ts';
import { encodeTexts } from '../model/city/column.ts';
import type { FactOrigin } from '../model/city/facts.ts';
import type { AttributeInfo, LayerInfo, Manifest } from '../model/city/manifest.ts';
import { MAX_FEATURES, parseManifest } from '../model/city/manifest.ts';
import { ecefFromEnuMatrix } from '../model/geo/enu.ts';
import { MessageError } from '../model/text/message.ts';
import type { BakeContext, BakeProgress } from './bake-context.ts';
import { BAKED_CITY, writeChecksums } from './check/checksums.ts';
import { bakeMessage } from './messages.ts';
import type { CityDraft, CityInput, InputColumn, LayerInput } from './model.ts';
import { writePlans } from './plans/write-plans.ts';
import { checkTarget, foreignFiles, replaceFolder, targetOf } from './replace-folder.ts';
import { type Ground, groundOf } from './shape/ground.ts';
import { filledElevation } from './shape/terrain.ts';
import { makeTerrain } from './terrain-thread.ts';
import { makeTiles, type TileDone, type TileJob } from './threads.ts';
import { encodeInputColumn, sortIds } from './tileset/columns.ts';
import { attributeOf, type DroppedSurfaces, layerInfo } from './tileset/layer-info.ts';
import { shapeOf } from './tileset/make-tile.ts';
import { bytesOf } from './tileset/meshopt.ts';
import { placeFeatures } from './tileset/places.ts';
import { writeCompressed } from './tileset/precompress.ts';
import { buildTree, type Tree } from './tileset/quadtree.ts';
import { sourceAreas } from './tileset/source-areas.ts';
import { type Content, tilesetFiles } from './tileset/tileset-json.ts';

interface BakeOptions {
  /** Worker threads for the tiles; 1 or less = none. The result is the same, byte for byte. */
  threads?: number;
  onProgress?: (progress: BakeProgress) => void;
  signal?: AbortSignal;
  /** Bakes also into a folder that holds files of others; they stay. */
  isReplacing?: boolean;
}

/** Ground picture, grids: each writes into the city's folder and answers with its part of the manifest. */
type BakeStage = (input: CityInput, ground: Ground, outFolder: string, context: BakeContext) => Promise<Parts>;

type Parts = Partial<Pick<Manifest, 'ground' | 'grids' | 'baseMaps' | 'facts'>>;

const bakeGridStage: BakeStage = async (input, ground, folder, { onProgress }) => {
  const { bakeGrids } = await import('./grid/grids.ts');
  const grids = await bakeGrids(input, ground, folder);
  onProgress({ stage: 'grid', done: 1, total: 1 });
  return { grids };
};

const bakePictureStage: BakeStage = async (input, ground, folder, { signal, onProgress }) => {
  if (!input.elevation && !input.landCover) return {};
  const { bakeGroundPicture } = await import('./tileset/ground-picture.ts');
  const onTile = (done: number, total: number) => onProgress({ stage: 'ground', done, total });
  return { ground: await bakeGroundPicture(input, ground, folder, { ...(signal ? { signal } : {}), onTile }) };
};

const bakePrismStage: BakeStage = async (input, ground, folder) => {
  const { bakePrisms } = await import('./grid/prisms.ts');
  const { facts, files } = bakePrisms(input, ground);
  for (const [name, content] of Object.entries(files)) writeCompressed(join(folder, name), Buffer.from(content));
  return { facts: facts as Record<string, FactOrigin> };
};

const bakeBaseMapsStage: BakeStage = async ({ baseMaps = [] }, _, folder, { signal, onProgress }) => {
  const { writePhotoTiles } = await import('./tileset/photo-tiles.ts');
  const done: BaseMap[] = [];
  for (const map of baseMaps) {
    if (map.kind !== 'photo') {
      done.push(map);
      continue;
    }
    const { open, ...stated } = map;
    const url = `ground/${map.id}`;
    const onTile = (tile: number, total: number) => onProgress({ stage: map.id, done: tile, total });
    done.push({ ...stated, url, ...(await writePhotoTiles(await open(), join(folder, url), { signal, onTile })) });
  }
  return done.length > 0 ? { baseMaps: done } : {};
};

const STAGES: BakeStage[] = [bakeGridStage, bakePictureStage, bakePrismStage, bakeBaseMapsStage];

interface BakeResult {
  manifest: Manifest;
  tiles: number;
  triangles: number;
  /** Of the tiles (.glb and tileset JSON): as they are and gzipped. */
  tileBytes: number;
  tileGzipBytes: number;
  /** Files of others that were in the folder, and are. */
  kept: string[];
}

/** Stands in a folder while a city is baked into it: by it a leftover of a bake that was killed is known for one. */
const BAKING = '.shapan-baking';

const BAKED_BY = 'shapan 0.1.0';

/**
 * Bakes a city into `outFolder`. Everything is written into a folder beside it, which takes its place when the manifest stands: a
 * failure, a cancel or a power cut leaves the old city whole.
 */
export async function bakeCity(
  input: CityInput | CityDraft,
  outFolder: string,
  options: BakeOptions = {},
): Promise<BakeResult> {
  const target = targetOf(resolve(outFolder));
  mkdirSync(dirname(target), { recursive: true });
  removeStale(target);
  checkTarget(target, BAKED_CITY, options.isReplacing ?? false);
  const work = `${target}.baking-${process.pid}`;
  mkdirSync(work);
  writeFileSync(join(work, BAKING), '');
  try {
    const result = await bakeInto(input, work, options);
    options.signal?.throwIfAborted();
    return { ...result, kept: replaceFolder(work, target, BAKED_CITY) };
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    throw error;
  }
}

async function bakeInto(
  given: CityInput | CityDraft,
  folder: string,
  options: BakeOptions,
): Promise<Omit<BakeResult, 'kept'>> {
  const context: BakeContext = {
    threads: options.threads ?? 1,
    signal: options.signal,
    onProgress: options.onProgress ?? (() => {}),
  };
  const land = { ...given, elevation: given.elevation && filledElevation(given.elevation) };
  const [terrain, result] = await both(
    () => makeTerrain(land, folder, context),
    async () => bakeContents('contents' in land ? { ...land, ...land.contents() } : land, folder, context),
    context,
  );
  const manifest = parseManifest({ ...result.manifest, terrain });
  writeCompressed(join(folder, 'manifest.json'), Buffer.from(JSON.stringify(manifest)));
  rmSync(join(folder, BAKING));
  writeChecksums(folder, result.checksums);
  return { ...result.sums, manifest };
}

/** Everything but the terrain, and the manifest without it. */
async function bakeContents(input: CityInput, folder: string, context: BakeContext) {
  const ground = groundOf({ ...input.origin }, input.datum.geoidUndulationM, input.elevation);
  const seen = new Set<string>(input.tilesets?.map(({ id }) => id));
  for (const { id, features } of input.layers) {
    if (features.count > MAX_FEATURES)
      throw new MessageError(
        bakeMessage('many-features', { city: input.id, layer: id, most: MAX_FEATURES, got: features.count }),
      );
    if (!/^[a-z0-9-]+$/.test(id) || seen.has(id)) {
      throw new MessageError(bakeMessage('layer-id', { city: input.id, got: id }));
    }
    seen.add(id);
  }
  const [baked, parts] = await both(
    () => bakeLayers(input, folder, ground, context),
    () => runStages(input, ground, folder, context),
    context,
  );
  const tilesets = await bakeTilesets(input, baked, folder, context);
  for (const [name, content] of Object.entries(input.files)) {
    const path = join(folder, name);
    if (!path.startsWith(folder + sep))
      throw new MessageError(bakeMessage('file-outside', { city: input.id, got: name }));
    writeCompressed(path, typeof content === 'string' ? Buffer.from(content) : content);
  }
  const plans = writePlans(input.plans ?? [], input.planRules ?? null, folder);
  const manifest: Omit<Manifest, 'terrain'> = {
    format: 1,
    id: input.id,
    name: input.name,
    fictional: input.fictional,
    about: input.about,
    origin: input.origin,
    zone: input.zone,
    datum: input.datum,
    extentM: input.extentM,
    home: input.home,
    ground: parts.ground ?? null,
    layers: [...baked.layers, ...tilesets],
    grids: parts.grids ?? null,
    ...(parts.baseMaps === undefined ? {} : { baseMaps: parts.baseMaps }),
    facts: { ...(input.facts as Record<string, FactOrigin>), ...parts.facts },
    ...(input.schedule === undefined ? {} : { schedule: input.schedule }),
    ...(input.pit === undefined ? {} : { pit: input.pit }),
    ...(input.construction === undefined ? {} : { construction: input.construction }),
    ...plans,
    ...(input.vitals === undefined ? {} : { vitals: input.vitals }),
    tour: input.tour,
    labels: input.labels,
    bakedBy: BAKED_BY,
    inputHash: hashOf(input),
  };
  return { ...baked, manifest };
}

/** Layers that come as tiles; they have no objects, so that their columns are empty. */
async function bakeTilesets(
  input: CityInput,
  { sums, layers }: { sums: Sums; layers: readonly LayerInfo[] },
  folder: string,
  context: BakeContext,
): Promise<LayerInfo[]> {
  const gidBase = layers.reduce((sum, { count }) => sum + count, 0);
  const done: LayerInfo[] = [];
  for (const layer of input.tilesets ?? []) {
    context.signal?.throwIfAborted();
    const at = `layers/${layer.id}`;
    const layerFolder = join(folder, at);
    mkdirSync(layerFolder, { recursive: true });
    const written = await layer.write(layerFolder, input);
    writeCompressed(join(layerFolder, 'places.bin'), new Uint8Array(0));
    writeCompressed(join(layerFolder, 'sorted.bin'), new Uint8Array(0));
    writeCompressed(join(layerFolder, 'columns', 'id.bin'), encodeTexts(new Uint32Array(1), new Uint8Array(0)));
    sums.tiles += written.tiles;
    sums.tileBytes += written.bytes;
    sums.tileGzipBytes += written.gzipBytes;
    const { boundsDeg: _, lowestM: __, write: ___, ...stated } = layer;
    done.push({
      ...stated,
      tileset: `${at}/tileset.json`,
      gidBase,
      count: 0,
      boundsM: written.box,
      sorted: `${at}/sorted.bin`,
      places: `${at}/places.bin`,
      attributes: [],
    });
    context.onProgress({ stage: layer.id, done: 1, total: 1 });
  }
  return done;
}

async function runStages(input: CityInput, ground: Ground, folder: string, context: BakeContext): Promise<Parts> {
  let parts: Parts = {};
  for (const stage of STAGES) {
    context.signal?.throwIfAborted();
    parts = { ...parts, ...(await stage(input, ground, folder, context)) };
  }
  return parts;
}

/** Side by side, so that this thread makes terrain while the workers make tiles. The first failure stops the other. */
async function both<A, B>(a: () => Promise<A>, b: () => Promise<B>, context: BakeContext): Promise<[A, B]> {
  const stop = new AbortController();
  const outer = context.signal;
  context.signal = outer ? AbortSignal.any([outer, stop.signal]) : stop.signal;
  const settled = await Promise.allSettled(
    [a, b].map((start) =>
      start().catch((error) => {
        stop.abort(error);
        throw error;
      }),
    ),
  );
  outer?.throwIfAborted();
  if (stop.signal.aborted) throw stop.signal.reason;
  const [first, second] = settled.map((one) => (one.status === 'fulfilled' ? one.value : undefined));
  return [first as A, second as B];
}

type Sums = Omit<BakeResult, 'manifest' | 'kept'>;

/** Places and trees of all layers first, so that one set of threads makes every tile of the city. */
async function bakeLayers(
  input: CityInput,
  folder: string,
  ground: Ground,
  context: BakeContext,
): Promise<{ layers: LayerInfo[]; sums: Sums; checksums: Map<string, string> }> {
  const checksums = new Map<string, string>();
  const sums: Sums = { tiles: 0, triangles: 0, tileBytes: 0, tileGzipBytes: 0 };
  const trees: Tree[] = [];
  const gidBases: number[] = [];
  const jobs: (TileJob & { node: number })[] = [];
  let gid = 0;
  for (const [l, layer] of input.layers.entries()) {
    context.signal?.throwIfAborted();
    const places = placeFeatures(layer, ground);
    const tree = buildTree(places);
    trees.push(tree);
    gidBases.push(gid);
    gid += layer.features.count;
    const layerFolder = join(folder, 'layers', layer.id);
    mkdirSync(layerFolder, { recursive: true });
    writeCompressed(join(layerFolder, 'places.bin'), bytesOf(places.places));
    const { geometry } = layer.features;
    if (geometry.kind === 'surface' || (geometry.kind === 'polygon' && shapeOf(layer) === 'extruded'))
      writeCompressed(join(layerFolder, 'areas.bin'), bytesOf(sourceAreas(geometry)));
    for (const [n, node] of tree.nodes.entries()) {
      if (node.to === node.from) continue;
      jobs.push({ layer: l, from: node.from, to: node.to, file: join(layerFolder, `${node.name}.glb`), node: n });
    }
  }
  const contents: (Content | null)[][] = trees.map((tree) => tree.nodes.map(() => null));
  const dropped: DroppedSurfaces[] = trees.map(() => ({ count: 0, row: Infinity }));
  const done = new Uint32Array(trees.length);
  const total = new Uint32Array(trees.length);
  for (const job of jobs) total[job.layer]++;
  const source = {
    layers: input.layers,
    orders: trees.map((tree) => tree.order),
    gidBases,
    origin: input.origin,
    geoidUndulationM: input.datum.geoidUndulationM,
    elevation: input.elevation,
  };
  const onTile = (i: number, tile: TileDone) => {
    const { layer, node, file } = jobs[i];
    if (tile.box) checksums.set(relative(folder, file), tile.sum);
    if (tile.box) contents[layer][node] = { uri: basename(jobs[i].file), box: tile.box };
    dropped[layer].count += tile.dropped;
    if (tile.dropped > 0) dropped[layer].row = Math.min(dropped[layer].row, tile.droppedRow);
    sums.tiles += tile.box ? 1 : 0;
    sums.triangles += tile.triangles;
    sums.tileBytes += tile.bytes;
    sums.tileGzipBytes += tile.gzipBytes;
    context.onProgress({ stage: input.layers[layer].id, done: ++done[layer], total: total[layer] });
  };
  const [, attributes] = await both(
    () => makeTiles(source, jobs, context.threads, context.signal, onTile),
    () => writeColumns(input.layers, folder, context),
    context,
  );
  const transform = ecefFromEnuMatrix({ ...input.origin });
  const layers = writeTilesets(input, trees, contents, transform, sums, folder, attributes, gidBases, dropped);
  return { layers, sums, checksums };
}

/** Writes the tileset of each layer and gives what the manifest lists of it. */
function writeTilesets(
  input: CityInput,
  trees: Tree[],
  contents: (Content | null)[][],
  transform: number[],
  sums: Sums,
  folder: string,
  attributes: readonly LayerInfo['attributes'][],
  gidBases: number[],
  dropped: readonly DroppedSurfaces[],
): LayerInfo[] {
  return input.layers.map((layer, l) => {
    const { files, box } = tilesetFiles(trees[l], contents[l], transform);
    for (const [name, text] of files) {
      const bytes = Buffer.from(text);
      sums.tileBytes += bytes.length;
      sums.tileGzipBytes += writeCompressed(join(folder, 'layers', layer.id, name), bytes).gzipBytes;
    }
    return layerInfo(layer, attributes[l], gidBases[l], box, dropped[l]);
  });
}

/** Ids, their order and all attributes of all layers; lets the other side of `both` go on between the files. */
async function writeColumns(
  layers: readonly LayerInput[],
  folder: string,
  context: BakeContext,
): Promise<LayerInfo['attributes'][]> {
  const all: LayerInfo['attributes'][] = [];
  const pause = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    context.signal?.throwIfAborted();
  };
  for (const layer of layers) {
    const layerFolder = join(folder, 'layers', layer.id);
    await pause();
    writeCompressed(join(layerFolder, 'sorted.bin'), bytesOf(sortIds(layer.features.ids, layer.id)));
    await pause();
    writeCompressed(
      join(layerFolder, 'columns', 'id.bin'),
      encodeTexts(layer.features.ids.offsets, layer.features.ids.bytes),
    );
    const attributes: LayerInfo['attributes'] = [];
    for (const column of layer.features.columns) {
      await pause();
      attributes.push(writeColumn(layer, column, layerFolder));
    }
    all.push(attributes);
  }
  return all;
}

function writeColumn(layer: LayerInput, column: InputColumn, folder: string): AttributeInfo {
  const attribute = attributeOf(layer, column);
  writeCompressed(join(folder, 'columns', basename(attribute.file)), encodeInputColumn(column));
  return attribute;
}

/** Of what the layers came from and how they were asked for. */
function hashOf(input: CityInput): string {
  const parts = [...input.layers, ...(input.tilesets ?? [])].map((layer) => [
    layer.id,
    layer.source.inputHash,
    layer.assumptions,
  ]);
  return createHash('sha256')
    .update(JSON.stringify([input.id, input.origin, parts]))
    .digest('hex');
}

/** Leftovers of bakes that were killed: theirs is the process that no longer runs, and no file in them is another's. */
function removeStale(target: string): void {
  const stem = `${basename(target)}.`;
  for (const name of readdirSync(dirname(target))) {
    const match = /^(baking|old)-(\d+)$/.exec(name.startsWith(stem) ? name.slice(stem.length) : '');
    if (!match || isRunning(Number(match[2]))) continue;
    const path = join(dirname(target), name);
    if (match[1] === 'old' && !existsSync(target)) renameSync(path, target);
    else if (isLeftover(path)) rmSync(path, { recursive: true, force: true });
  }
}

function isLeftover(folder: string): boolean {
  return existsSync(join(folder, BAKING)) || foreignFiles(folder, BAKED_CITY.ownFiles(folder)).length === 0;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
