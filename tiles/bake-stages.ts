import { join } from 'node:path';
import type { BaseMap } from '../model/city/base-maps.ts';
import type { FactOrigin } from '../model/city/facts.ts';
import type { Manifest, OmittedPart } from '../model/city/manifest.ts';
import { Problems } from '../readers/shared/problems.ts';
import { type BakeContext, isOwn } from './bake-context.ts';
import { listFiles } from './check/files.ts';
import type { CityPrisms } from './grid/prisms.ts';
import type { CityInput, CityLand } from './model.ts';
import { digestOf } from './reuse/digest.ts';
import type { Ground } from './shape/ground.ts';
import { timed } from './stage-times.ts';
import { makeTerrain } from './terrain-thread.ts';

export type Parts = Partial<Pick<Manifest, 'ground' | 'grids' | 'baseMaps' | 'facts'>>;

/** A stage's context; the city's prisms are made when the first stage asks for them. */
interface StageContext extends BakeContext {
  prisms: () => CityPrisms;
}

/** Ground picture, grids: each writes into the city's folder and answers with its part of the manifest. */
type BakeStage = (input: CityInput, ground: Ground, outFolder: string, context: StageContext) => Promise<Parts>;

const bakeGridStage: BakeStage = async (input, ground, _, { onProgress, reuse }) => {
  const { bakeGrids } = await import('./grid/grids.ts');
  const grids = timed('grids', () => bakeGrids(input, ground, reuse));
  onProgress({ stage: 'grid', done: 1, total: 1 });
  return { grids };
};

const bakePictureStage: BakeStage = async (input, ground, folder, { signal, onProgress, reuse }) => {
  if (!input.elevation && !input.landCover) return {};
  const { origin, extentM, datum, elevation, landCover } = input;
  const painted = landCover ? [] : input.layers.filter(({ kind }) => kind === 'area' || kind === 'water');
  const layers = painted.map(({ kind, group, state, features }) => ({ kind, group, state, features }));
  const key = digestOf(origin, extentM, datum, elevation, landCover, layers);
  const known = reuse.take<Pick<Parts, 'ground'>>('ground', key);
  if (known) return known;
  const { bakeGroundPicture } = await import('./tileset/ground-picture.ts');
  const onTile = (done: number, total: number) => onProgress({ stage: 'ground', done, total });
  const made = { ground: await bakeGroundPicture(input, ground, folder, { ...(signal ? { signal } : {}), onTile }) };
  reuse.keep('ground', key, made.ground ? filesUnder(folder, 'ground') : [], made);
  return made;
};

/** What engines need of solids: buildings as prisms, pipes and tunnels as swept lines, pipes also as a network. */
const bakeSolidStage: BakeStage = async (input, ground, _, { reuse, prisms }) => {
  const { bakePrisms } = await import('./grid/prisms.ts');
  const { bakeTubes } = await import('./grid/tubes.ts');
  const { bakePipeNetwork } = await import('./grid/pipe-network.ts');
  const baked = timed('grids', () => {
    const tubes = bakeTubes(input, ground);
    const parts = [
      bakePrisms(input, ground, prisms()),
      tubes,
      bakePipeNetwork(input.layers, tubes.swept, input.origin),
    ];
    for (const { files } of parts)
      for (const [name, content] of Object.entries(files)) reuse.write(name, Buffer.from(content));
    return parts;
  });
  return { facts: Object.assign({}, ...baked.map(({ facts }) => facts)) as Record<string, FactOrigin> };
};

/** Light of buildings, crowns and relief, for the picture alone. */
const bakeLightStage: BakeStage = async (input, ground, folder, context) => {
  const { bakeLight } = await import('./grid/light/bake-light.ts');
  const facts = await bakeLight(input, ground, context.prisms, folder, context);
  context.onProgress({ stage: 'light', done: 1, total: 1 });
  return { facts: facts as Record<string, FactOrigin> };
};

const bakeBaseMapsStage: BakeStage = async ({ baseMaps = [] }, _, folder, { signal, onProgress }) => {
  if (baseMaps.length === 0) return {};
  const { writePhotoTiles } = await import('./tileset/photo-tiles.ts');
  const { copyPictureTiles } = await import('./tileset/picture-tiles.ts');
  const done: BaseMap[] = [];
  for (const map of baseMaps) {
    if (map.kind !== 'photo' && map.kind !== 'tiles') {
      done.push(map);
      continue;
    }
    const url = `ground/${map.id}`;
    if (map.kind === 'tiles') {
      done.push(await copyPictureTiles(map, folder, url, { signal, onProgress }));
      continue;
    }
    const { open, ...stated } = map;
    const onTile = (tile: number, total: number) => onProgress({ stage: map.id, done: tile, total });
    const problems = new Problems();
    const tiles = await writePhotoTiles(await open(problems), join(folder, url), { signal, onTile });
    const found = problems.list();
    done.push({ ...stated, url, ...tiles, ...(found.length > 0 ? { problems: found } : {}) });
  }
  return { baseMaps: done };
};

/** In their order; `part` is what a recipe can leave out. */
const STAGES: readonly { bake: BakeStage; part?: OmittedPart }[] = [
  { bake: bakeGridStage, part: 'grids' },
  { bake: bakePictureStage },
  { bake: bakeSolidStage, part: 'grids' },
  { bake: bakeLightStage, part: 'light' },
  { bake: bakeBaseMapsStage },
];

/** Numbers of what is done once: files and plans, the terrain, each stage, each layer's columns. Tiles are counted for themselves. */
export const FILES_UNIT = 0;
const TERRAIN_UNIT = 1;
const FIRST_STAGE_UNIT = TERRAIN_UNIT + 1;
export const FIRST_LAYER_UNIT = FIRST_STAGE_UNIT + STAGES.length;

/** Undefined: another share's. */
export async function bakeTerrainStage(
  land: CityLand,
  folder: string,
  context: BakeContext,
): Promise<Manifest['terrain'] | undefined> {
  if (!isOwn(context.share, TERRAIN_UNIT)) return undefined;
  if (!land.elevation) return null;
  const { id, name, about, origin, datum, extentM, elevation, elevationSource } = land;
  const key = digestOf(id, name, about, origin, datum, extentM, elevation, elevationSource);
  const known = context.reuse.take<{ terrain: Manifest['terrain'] }>('terrain', key);
  if (known) return known.terrain;
  const terrain = await makeTerrain(land, folder, context);
  context.reuse.keep('terrain', key, filesUnder(folder, 'terrain'), { terrain });
  return terrain;
}

/** What the share's stages add to the manifest. */
export async function runStages(
  input: CityInput,
  ground: Ground,
  folder: string,
  context: BakeContext,
): Promise<Parts> {
  const { prismsOf } = await import('./grid/prisms.ts');
  let made: CityPrisms | undefined;
  const prisms = () => {
    made ??= prismsOf(input, ground);
    return made;
  };
  let parts: Parts = {};
  for (const [k, stage] of STAGES.entries()) {
    context.signal?.throwIfAborted();
    if (!isOwn(context.share, FIRST_STAGE_UNIT + k)) continue;
    if (stage.part !== undefined && input.without?.includes(stage.part)) continue;
    const part = await stage.bake(input, ground, folder, { ...context, prisms });
    parts = { ...parts, ...part, ...(part.facts ? { facts: { ...parts.facts, ...part.facts } } : {}) };
  }
  return parts;
}

const filesUnder = (folder: string, below: string): string[] =>
  listFiles(join(folder, below)).map((file) => `${below}/${file}`);
