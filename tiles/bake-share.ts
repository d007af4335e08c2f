import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { encodeTexts } from '../model/city/column.ts';
import type { FactOrigin } from '../model/city/facts.ts';
import type { Manifest } from '../model/city/manifest.ts';
import { MAX_FEATURES } from '../model/city/manifest.ts';
import { MessageError } from '../model/text/message.ts';
import { both } from './bake-both.ts';
import { type BakeContext, isOwn } from './bake-context.ts';
import { bakeLayers } from './bake-layers.ts';
import { bakeTerrainStage, FILES_UNIT, FIRST_LAYER_UNIT, runStages } from './bake-stages.ts';
import { plantWoods } from './infer/wood-trees.ts';
import { type MadeShare, type MadeTileset, plannedTree } from './made-city.ts';
import { bakeMessage } from './messages.ts';
import type { CityDraft, CityInput } from './model.ts';
import { carParkMarks } from './road-marks/car-park-marks.ts';
import { roadMarks } from './road-marks/road-marks.ts';
import { groundOf } from './shape/ground.ts';
import { filledElevation } from './shape/terrain.ts';
import { layerInfo } from './tileset/layer-info.ts';
import { writeCompressed } from './tileset/precompress.ts';

const BAKED_BY = 'shapan 0.1.0';

/** Makes the context's share of a city into a folder: the whole of it, where there is one share. */
export async function bakeShare(
  given: CityInput | CityDraft,
  folder: string,
  context: BakeContext,
): Promise<MadeShare> {
  const land = { ...given, elevation: given.elevation && filledElevation(given.elevation) };
  const [terrain, contents] = await both(
    () => bakeTerrainStage(land, folder, context),
    async () => bakeContents('contents' in land ? { ...land, ...land.contents() } : land, folder, context),
    context,
  );
  return { share: context.share, ...contents, ...(terrain === undefined ? {} : { terrain }) };
}

/** Everything but the terrain. */
async function bakeContents(
  input: CityInput,
  folder: string,
  context: BakeContext,
): Promise<Omit<MadeShare, 'share' | 'terrain'>> {
  checkLayers(input);
  const ground = groundOf({ ...input.origin }, input.datum.geoidUndulationM, input.elevation);
  // Decorations come last, so that no object's number hangs on them.
  const woods = plantWoods(input, ground);
  const layers = [...woods.layers, ...roadMarks(input), ...carParkMarks(input), ...woods.trees];
  const [{ trees, gidBases, tiles, attributes }, parts] = await both(
    () => bakeLayers({ ...input, layers }, folder, ground, context),
    () => runStages({ ...input, layers: [...input.layers, ...woods.trees] }, ground, folder, context),
    context,
  );
  const tilesets = await bakeTilesets(input, folder, context);
  if (isOwn(context.share, FILES_UNIT)) writeFiles(input, folder, context);
  const plans = await bakePlans(input, folder, context);
  const manifest: Omit<Manifest, 'terrain'> = {
    format: 1,
    id: input.id,
    name: input.name,
    fictional: input.fictional,
    about: input.about,
    origin: input.origin,
    zone: input.zone,
    ...(input.country === undefined ? {} : { country: input.country }),
    datum: input.datum,
    extentM: input.extentM,
    home: input.home,
    ground: null,
    layers: layers.map((layer, l) => layerInfo(layer, gidBases[l])),
    grids: null,
    facts: input.facts as Record<string, FactOrigin>,
    ...(input.schedule === undefined ? {} : { schedule: input.schedule }),
    ...(input.pit === undefined ? {} : { pit: input.pit }),
    ...(input.construction === undefined ? {} : { construction: input.construction }),
    ...plans,
    ...(input.vitals === undefined ? {} : { vitals: input.vitals }),
    tour: input.tour,
    ...(input.tours === undefined ? {} : { tours: input.tours }),
    labels: input.labels,
    ...(input.without === undefined || input.without.length === 0 ? {} : { without: [...input.without] }),
    bakedBy: BAKED_BY,
    inputHash: hashOf(input),
  };
  return { plan: { manifest, trees: trees.map(plannedTree) }, parts, tiles, attributes, tilesets };
}

function checkLayers(input: CityInput): void {
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
}

/** Every share states the plans, one writes them: the manifest of all is the same. */
async function bakePlans(
  { plans = [], planRules = null, planCrosswalk = null }: CityInput,
  folder: string,
  { share }: BakeContext,
): Promise<Pick<Manifest, 'plans'>> {
  if (plans.length === 0 && !planRules && !planCrosswalk) return {};
  const { plansOfManifest, writePlans } = await import('./plans/write-plans.ts');
  const own = { rules: planRules, crosswalk: planCrosswalk };
  return isOwn(share, FILES_UNIT) ? writePlans(plans, own, folder) : plansOfManifest(plans, own);
}

function writeFiles(input: CityInput, folder: string, { reuse }: BakeContext): void {
  for (const [name, content] of Object.entries(input.files)) {
    if (!join(folder, name).startsWith(folder + sep))
      throw new MessageError(bakeMessage('file-outside', { city: input.id, got: name }));
    reuse.write(name, typeof content === 'string' ? Buffer.from(content) : content);
  }
}

/** Layers that come as tiles; they have no objects, so that their columns are empty. */
async function bakeTilesets(input: CityInput, folder: string, context: BakeContext): Promise<MadeTileset[]> {
  const done: MadeTileset[] = [];
  for (const [index, layer] of (input.tilesets ?? []).entries()) {
    context.signal?.throwIfAborted();
    if (!isOwn(context.share, FIRST_LAYER_UNIT + input.layers.length + index)) continue;
    const at = `layers/${layer.id}`;
    const layerFolder = join(folder, at);
    mkdirSync(layerFolder, { recursive: true });
    const written = await layer.write(layerFolder, input);
    writeCompressed(join(layerFolder, 'places.bin'), new Uint8Array(0));
    writeCompressed(join(layerFolder, 'sorted.bin'), new Uint8Array(0));
    writeCompressed(join(layerFolder, 'columns', 'id.bin'), encodeTexts(new Uint32Array(1), new Uint8Array(0)));
    const { boundsDeg: _, lowestM: __, write: ___, ...stated } = layer;
    const info = {
      ...stated,
      tileset: `${at}/tileset.json`,
      count: 0,
      boundsM: written.box,
      sorted: `${at}/sorted.bin`,
      places: `${at}/places.bin`,
      attributes: [],
    };
    done.push({ index, info, tiles: written.tiles, bytes: written.bytes, gzipBytes: written.gzipBytes });
    context.onProgress({ stage: layer.id, done: 1, total: 1 });
  }
  return done;
}

/** Returns the hash of the layers' sources and of what was assumed for them. */
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
