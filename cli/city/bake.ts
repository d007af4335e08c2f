import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { assumptionText } from '../../model/city/assumption.ts';
import { type Manifest, OMITTED_PARTS, type OmittedPart } from '../../model/city/manifest.ts';
import { MessageError } from '../../model/text/message.ts';
import { endingsText, LAYER_READERS, plainName, readersOf } from '../../readers/listed-readers.ts';
import type { Reader } from '../../readers/reader.ts';
import type { GeometryType } from '../../readers/shared/raw-features.ts';
import type { BakeOptions } from '../../tiles/bake.ts';
import type { BakeProgress, Share } from '../../tiles/bake-context.ts';
import type { KeptEdition } from '../../tiles/editions.ts';
import type { CityDraft, CityInput } from '../../tiles/model.ts';
import { layerIds } from '../../tiles/plain-layer.ts';
import { startNoting } from '../../tiles/read/files-read.ts';
import { isPointCloud, isTilesetSource } from '../../tiles/read/tilesets.ts';
import {
  type Assume,
  isCityId,
  isRecipe,
  type LayerRecipe,
  parseRecipe,
  type Recipe,
  Recipe as RecipeSchema,
  readRecipe,
  type TilesetRecipe,
} from '../../tiles/recipe.ts';
import { keptMessage } from '../../tiles/replace-folder.ts';
import { cpuS, stageTimes } from '../../tiles/stage-times.ts';
import { compileEarly } from '../compile-early.ts';
import { help } from '../help.ts';
import { cliMessage, refusedArgument, say, terminalWords } from '../messages.ts';
import { whileReading } from '../reader-watch.ts';
import { ROOT } from '../root.ts';
import { shareArgument } from '../sim/result-folder.ts';
import { sayEdition } from './say-edition.ts';

/** Formats of a layer, by what their files are to a person. */
const MODEL_READERS = LAYER_READERS.filter(({ layerKind }) => layerKind === 'element');
const FEATURE_READERS = LAYER_READERS.filter((reader) => !MODEL_READERS.includes(reader));
const RASTER_READERS = readersOf('raster');

interface BakeFlags {
  id?: string;
  out: string;
  replace?: boolean;
  threads: number;
  keepEditions: number;
  shard?: Share;
  kind: LayerRecipe['kind'];
  geometry?: GeometryType;
  zone?: string;
  format?: NonNullable<LayerRecipe['format']>;
  table?: string;
  encoding?: string;
  crs?: string;
  terrain?: string[];
  terrainCrs?: string;
  idField?: string;
  heightField?: string;
  baseField?: string;
  levelsField?: string;
  diameterField?: string;
  place?: NonNullable<TilesetRecipe['place']>;
  xField?: string;
  yField?: string;
  wktField?: string;
  assumeHeight?: number;
  assumeStoreyHeight?: number;
  assumeGables?: true;
  assumeCrs?: string;
  assumeIds?: 'sequence' | 'suffix';
  assumeDiameter?: number;
  assumeWidth?: number;
  assumeCrown?: number;
  mostLeftOut?: number;
  without?: OmittedPart[];
  json?: boolean;
  schema?: boolean;
}

const positive = (text: string): number => {
  const value = Number(text);
  if (!(value > 0)) throw refusedArgument(cliMessage('above-zero', {}));
  return value;
};
const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw refusedArgument(cliMessage('whole', {}));
  return value;
};
const ratio = (text: string): number => {
  const value = Number(text);
  if (!(value >= 0 && value <= 1)) throw refusedArgument(cliMessage('between', { least: 0, most: 1 }));
  return value;
};
const cityId = (text: string): string => {
  if (isCityId(text)) return text;
  throw refusedArgument(cliMessage('city-id', {}));
};

const withoutArgument = (text: string): OmittedPart[] =>
  text.split(',').map((name) => {
    const part = OMITTED_PARTS.find((one) => one === name.trim());
    if (part === undefined) throw refusedArgument(cliMessage('parts-without', { known: OMITTED_PARTS.join(', ') }));
    return part;
  });

const placeArgument = (text: string): NonNullable<TilesetRecipe['place']> => {
  const [lonDeg, latDeg, heightM = 0, headingDeg = 0] = text.split(',').map(Number);
  if ([lonDeg, latDeg, heightM, headingDeg].every(Number.isFinite) && Math.abs(lonDeg) <= 180 && Math.abs(latDeg) <= 90)
    return { lonDeg, latDeg, heightM, headingDeg };
  throw refusedArgument(cliMessage('place', {}));
};

export function bakeCommand(): Command {
  return new Command('bake')
    .description(help('bake.about'))
    .argument(
      '[sources...]',
      help('bake.sources', { features: endingsText(FEATURE_READERS), models: endingsText(MODEL_READERS) }),
    )
    .option('--id <id>', help('bake.id'), cityId)
    .option('--out <folder>', help('any.cities'), join(ROOT, 'public/city'))
    .option('--replace', help('any.replace'))
    .option('--threads <n>', help('any.threads'), whole, 2)
    .option('--keep-editions <n>', help('bake.keep-editions'), whole, 1)
    .option('--shard <i/n>', help('bake.shard'), shareArgument)
    .addOption(
      new Option('--kind <kind>', help('bake.kind'))
        .choices(['building', 'area', 'water', 'pipe', 'tree', 'point'])
        .default('building'),
    )
    .addOption(
      new Option('--geometry <geometry>', help('bake.geometry')).choices([
        'polygon',
        'line',
        'point',
      ] satisfies GeometryType[]),
    )
    .addOption(new Option('--format <format>', help('bake.format')).choices(LAYER_READERS.map(({ id }) => id)))
    .option('--table <name>', help('bake.table'))
    .option('--encoding <name>', help('bake.encoding'))
    .option('--zone <zone>', help('bake.zone'))
    .option('--crs <epsg>', help('bake.crs'))
    .option(
      '--terrain <files...>',
      help('bake.terrain', {
        formats: RASTER_READERS.map(({ name, extensions }) => `${name} (.${extensions[0]})`).join(', '),
      }),
    )
    .option('--terrain-crs <epsg>', help('bake.terrain-crs'))
    .option('--place <lon,lat[,height[,heading]]>', help('bake.place'), placeArgument)
    .option('--id-field <name>', help('bake.id-field'))
    .option('--height-field <name>', help('bake.height-field'))
    .option('--base-field <name>', help('bake.base-field'))
    .option('--levels-field <name>', help('bake.levels-field'))
    .option('--diameter-field <name>', help('bake.diameter-field'))
    .option('--x-field <name>', help('bake.x-field'))
    .option('--y-field <name>', help('bake.y-field'))
    .option('--wkt-field <name>', help('bake.wkt-field'))
    .option('--assume-height <m>', help('bake.assume-height'), positive)
    .option('--assume-storey-height <m>', help('bake.assume-storey-height'), positive)
    .option('--assume-gables', help('bake.assume-gables'))
    .option('--assume-crs <epsg>', help('bake.assume-crs'))
    .addOption(new Option('--assume-ids <how>', help('bake.assume-ids')).choices(['sequence', 'suffix']))
    .option('--assume-diameter <mm>', help('bake.assume-diameter'), positive)
    .option('--assume-width <m>', help('bake.assume-width'), positive)
    .option('--assume-crown <m>', help('bake.assume-crown'), positive)
    .option('--most-left-out <ratio>', help('bake.most-left-out'), ratio)
    .option('--without <parts>', help('bake.without'), withoutArgument)
    .option('--json', help('any.json'))
    .option('--schema', help('bake.schema'))
    .action(bake);
}

async function bake(sources: string[], flags: BakeFlags, command: Command): Promise<void> {
  if (flags.schema) {
    const { jsonSchemaOf } = await import('../../scenarios/json-schema.ts');
    process.stdout.write(`${JSON.stringify(jsonSchemaOf(RecipeSchema, 'Shapan recipe'), null, 2)}\n`);
    return;
  }
  if (sources.length === 0) return command.error("error: missing required argument 'sources'");
  compileEarly();
  const started = performance.now();
  startNoting();
  const cancel = new AbortController();
  const onSignal = (): void => cancel.abort(new MessageError(cliMessage('bake-cancelled', {})));
  process.once('SIGINT', onSignal);
  const progress = flags.json ? silent() : process.stderr.isTTY ? await bar() : lines();
  try {
    const request = requestOf(sources, flags);
    const known = flags.shard ? null : await unchanged(sources, flags, request);
    if (known) {
      progress.stop();
      return tell(known, {}, started, flags, sources);
    }
    const city = await readSources(sources, flags, progress, cancel.signal);
    if (flags.id) city.id = flags.id;
    if (flags.without) city.without = flags.without;
    const readingS = cpuS();
    const options = {
      threads: flags.threads,
      signal: cancel.signal,
      isReplacing: flags.replace ?? false,
      keepEditions: flags.keepEditions,
      onProgress: ({ stage, done, total }: BakeProgress) => progress.show(stage, done, total),
    };
    if (flags.shard) return await bakeShard(city, flags.shard, flags, options, () => progress.stop());
    const { bakeCity } = await import('../../tiles/bake.ts');
    const folder = join(resolve(flags.out), city.id);
    const result = await bakeCity(city, folder, options);
    progress.stop();
    const kept = keptMessage(folder, result.kept);
    if (kept) process.stderr.write(`${terminalWords(kept)}\n`);
    const { tiles, triangles, tileBytes, tileGzipBytes, edition } = result;
    const features = result.manifest.layers.reduce((sum, { count }) => sum + count, 0);
    const made = { city: city.id, features, tiles, triangles, tileBytes, tileGzipBytes };
    if (isNoted(city)) await (await wholeBakes()).keepWholeBake(folder, request, made);
    // Of several threads the process's time cannot be told apart.
    const stagesS = flags.threads <= 1 ? { stagesS: { reading: readingS, ...stageTimes() } } : {};
    const whole = { ...made, folder, takenOver: result.taken, manifest: result.manifest };
    tell({ ...whole, ...(edition ? { edition } : {}) }, stagesS, started, flags, sources);
  } finally {
    progress.stop();
    process.removeListener('SIGINT', onSignal);
  }
}

interface Made {
  city: string;
  features: number;
  tiles: number;
  triangles: number;
  tileBytes: number;
  tileGzipBytes: number;
}

/** Prints what was baked and what that took. */
function tell(
  { manifest, ...made }: Made & { folder: string; takenOver: number; manifest: Manifest; edition?: KeptEdition },
  stages: { stagesS?: Record<string, number> },
  started: number,
  { json, zone }: BakeFlags,
  sources: readonly string[],
): void {
  const summary = {
    ...made,
    cpuS: cpuS(),
    ...stages,
    wallS: (performance.now() - started) / 1000,
    peakRssMB: process.resourceUsage().maxRSS / 1024,
  };
  if (json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else report(manifest, summary, !isWhole(sources) && zone === undefined);
}

const wholeBakes = () => import('../../tiles/reuse/unchanged.ts');

/** Leaves of what a bake is asked for only what changes the city. */
function requestOf(sources: readonly string[], flags: BakeFlags): unknown {
  const { out: _, replace: __, threads: ___, json: ____, shard: _____, keepEditions: ______, ...rest } = flags;
  return { sources, flags: rest, folder: process.cwd() };
}

/** Tilesets and the built-in city are read past what notes the files of a bake. */
const isNoted = (city: CityInput | CityDraft): boolean => !('contents' in city) && (city.tilesets ?? []).length === 0;

const BUILT_IN = 'chengchuan';

/** The city as it lies there, where the same bake made it of the same files. */
async function unchanged(sources: readonly string[], { id, out }: BakeFlags, request: unknown) {
  const [first] = sources;
  if (first === BUILT_IN) return null;
  const city = id ?? (isWhole(sources) ? readRecipe(resolve(first)).id : null);
  if (city === null) return null;
  const folder = join(resolve(out), city);
  const left = await (await wholeBakes()).unchangedBake(folder, request);
  if (!left) return null;
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  return { ...(left.summary as Made), folder, takenOver: left.parts, manifest };
}

/** One share of the city, for `shapan merge`. */
async function bakeShard(
  city: CityInput | CityDraft,
  share: Share,
  { out, json }: BakeFlags,
  options: BakeOptions,
  onDone: () => void,
): Promise<void> {
  const { bakeCityShare, shareFolder } = await import('../../tiles/shares.ts');
  const folder = join(resolve(out), shareFolder(city.id, share));
  const { tiles } = await bakeCityShare(city, folder, share, options);
  onDone();
  if (json) process.stdout.write(`${JSON.stringify({ city: city.id, folder, tiles })}\n`);
  else say(cliMessage('shard-done', { folder, index: share.index + 1, count: share.count, tiles }));
}

/** One source that says all of a city: a recipe or the built-in one. Plain files leave more to be said. */
const isWhole = (sources: readonly string[]): boolean =>
  sources.length === 1 && (sources[0] === BUILT_IN || isRecipe(resolve(sources[0])));

async function readSources(
  sources: string[],
  flags: BakeFlags,
  progress: Progress,
  signal: AbortSignal,
): Promise<CityInput | CityDraft> {
  if (sources.length === 1 && sources[0] === BUILT_IN) {
    progress.show('chengchuan', 0, 1);
    const { buildDemo } = await import('./demo-city.ts');
    return await buildDemo();
  }
  const recipe = isWhole(sources) ? readRecipe(resolve(sources[0])) : await recipeOf(sources, flags);
  const { readCity } = await import('../../tiles/read/city.ts');
  return readCity(recipe, {
    signal,
    whileReading,
    onProgress: (id, ratio) => progress.show(`reading ${id}`, ratio, 1),
  });
}

/** A recipe made of plain files and flags: one layer a file, every property a column. */
async function recipeOf(all: string[], flags: BakeFlags): Promise<Recipe> {
  const { layerFileOf } = await import('../../tiles/read/layer-file.ts');
  const assume: Assume = {
    ...(flags.assumeHeight ? { heightM: flags.assumeHeight } : {}),
    ...(flags.assumeStoreyHeight ? { storeyHeightM: flags.assumeStoreyHeight } : {}),
    ...(flags.assumeGables ? { gables: true } : {}),
    ...(flags.assumeCrs ? { crs: flags.assumeCrs } : {}),
    ...(flags.assumeIds ? { ids: flags.assumeIds } : {}),
    ...(flags.assumeDiameter ? { diameterMm: flags.assumeDiameter } : {}),
    ...(flags.assumeCrown ? { crownM: flags.assumeCrown } : {}),
    ...(flags.assumeWidth ? { widthM: flags.assumeWidth } : {}),
  };
  const fields = {
    ...(flags.idField ? { id: flags.idField } : {}),
    ...(flags.heightField ? { height: flags.heightField } : {}),
    ...(flags.baseField ? { baseHeight: flags.baseField } : {}),
    ...(flags.levelsField ? { levels: flags.levelsField } : {}),
    ...(flags.diameterField ? { diameter: flags.diameterField } : {}),
    ...(flags.xField ? { x: flags.xField } : {}),
    ...(flags.yField ? { y: flags.yField } : {}),
    ...(flags.wktField ? { wkt: flags.wktField } : {}),
  };
  const tilesetSources = all.filter((source) => isTilesetSource(resolve(source)));
  const sources = all.filter((source) => !tilesetSources.includes(source));
  const read = await Promise.all(
    sources.map((source) => layerFileOf({ file: resolve(source), ...(flags.format ? { format: flags.format } : {}) })),
  );
  const readerOf = (source: string): Reader => read[sources.indexOf(source)].reader;
  const groups = layerFiles(sources, readerOf);
  const names = groups.map((group) => layerName(group));
  const kinds = groups.map(([source]) => readerOf(source).layerKind ?? flags.kind);
  const ids = layerIds(names, kinds);
  const layers = groups.map((group, i) => {
    const name = names[i];
    const [source, ...more] = group;
    return {
      id: ids[i],
      kind: kinds[i],
      label: { zh: name, en: name },
      file: resolve(source),
      ...(more.length > 0 ? { moreFiles: more.map((path) => resolve(path)) } : {}),
      format: readerOf(source).id,
      source: { name: { zh: basename(source), en: basename(source) }, licence: 'not stated' },
      fields,
      allColumns: true,
      ...(flags.geometry ? { geometry: flags.geometry } : {}),
      ...(flags.table ? { table: flags.table } : {}),
      ...(flags.encoding ? { encoding: flags.encoding } : {}),
      assume,
      ...(flags.crs ? { crs: flags.crs } : {}),
      ...(flags.mostLeftOut === undefined ? {} : { mostLeftOutRatio: flags.mostLeftOut }),
    };
  });
  const tilesets = tilesetRecipes(tilesetSources, new Set(ids), flags);
  const first = [...layers, ...tilesets][0];
  const id = flags.id ?? first.id;
  const json = {
    id,
    name: flags.id ? { zh: id, en: id } : first.label,
    zone: flags.zone ?? 'UTC',
    ...(flags.terrain
      ? {
          terrain: {
            files: flags.terrain.map((path) => resolve(path)),
            ...(flags.terrainCrs ? { crs: flags.terrainCrs } : {}),
            source: flags.terrain.map((path) => basename(path)).join(', '),
          },
        }
      : {}),
    layers,
    tilesets,
  };
  return parseRecipe(json, 'command line', process.cwd());
}

/**
 * The files of each layer: city models come as tiles of one city, so that all of a format make one layer; every other file has a subject of
 * its own.
 */
function layerFiles(sources: readonly string[], readerOf: (source: string) => Reader): string[][] {
  const groups = new Map<string, string[]>();
  for (const source of sources) {
    const reader = readerOf(source);
    const key = reader.gives.includes('surfaces') ? reader.id : `file ${source}`;
    groups.set(key, [...(groups.get(key) ?? []), source]);
  }
  return [...groups.values()];
}

/** A layer is called as its file; that of several by what their names begin with, or by their folder. */
function layerName(files: readonly string[]): string {
  const names = files.map((file) => plainName(basename(file), LAYER_READERS));
  const [first, ...others] = names;
  if (others.length === 0) return first;
  const end = [...first].findIndex((letter, i) => others.some((name) => name[i] !== letter));
  // The tiles' own numbers begin alike: what is common ends with a whole word.
  const common =
    end < 0
      ? first
      : first
          .slice(0, end)
          .replace(/[\p{L}\p{N}]*$/u, '')
          .replace(/[^\p{L}\p{N}]+$/u, '');
  return common === '' ? basename(dirname(resolve(files[0]))) : common;
}

/** A layer each; one is named after its folder, since every tileset.json is called so. */
function tilesetRecipes(sources: readonly string[], taken: Set<string>, flags: BakeFlags) {
  const names = sources.map((source) => {
    const path = resolve(source);
    return basename(path) === 'tileset.json'
      ? basename(dirname(path))
      : basename(path).replace(/\.json$|(\.copc)?\.la[sz]$/i, '');
  });
  const ids = layerIds(
    names,
    names.map(() => 'tiles'),
    taken,
  );
  return sources.map((source, i) => ({
    id: ids[i],
    kind: isPointCloud(resolve(source)) ? 'points' : 'tiles',
    label: { zh: names[i], en: names[i] },
    file: resolve(source),
    source: { name: { zh: names[i], en: names[i] }, licence: 'not stated' },
    ...(flags.place ? { place: flags.place } : {}),
    ...(flags.crs && isPointCloud(resolve(source)) ? { crs: flags.crs } : {}),
  }));
}

interface Progress {
  show(stage: string, done: number, total: number): void;
  stop(): void;
}

const silent = (): Progress => ({ show: () => undefined, stop: () => undefined });

/** A bar that is drawn anew for each stage. */
async function bar(): Promise<Progress> {
  const { SingleBar } = await import('cli-progress');
  const drawn = new SingleBar({
    format: '{stage} {bar} {percentage} %',
    barsize: 30,
    barCompleteChar: '█',
    barIncompleteChar: '·',
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  let running = false;
  return {
    show(stage, done, total) {
      if (!running) drawn.start(Math.max(1, total), done, { stage: stage.padEnd(24) });
      running = true;
      drawn.setTotal(Math.max(1, total));
      drawn.update(done, { stage: stage.padEnd(24) });
    },
    stop() {
      if (running) drawn.stop();
      running = false;
    },
  };
}

/** Without a terminal each stage is a line once: layers and terrain are baked side by side. */
function lines(): Progress {
  const shown = new Set<string>();
  return {
    show(stage) {
      if (shown.has(stage)) return;
      shown.add(stage);
      process.stderr.write(`${stage} …\n`);
    },
    stop: () => undefined,
  };
}

interface Summary {
  folder: string;
  features: number;
  tiles: number;
  tileBytes: number;
  takenOver: number;
  cpuS: number;
  wallS: number;
  edition?: KeptEdition;
}

function report(city: Manifest, summary: Summary, isZoneOpen: boolean): void {
  for (const layer of city.layers) {
    for (const assumption of layer.assumptions)
      say(
        cliMessage('bake-assumed', {
          layer: layer.id,
          text: { zh: assumptionText(assumption, 'zh'), en: assumptionText(assumption, 'en') },
        }),
      );
    for (const { code, count, example } of layer.problems)
      say(cliMessage('bake-problem', { layer: layer.id, code, count, example }));
  }
  for (const map of city.baseMaps ?? [])
    for (const { code, count, example } of ('problems' in map ? map.problems : undefined) ?? [])
      say(cliMessage('bake-problem', { layer: map.id, code, count, example }));
  const offsetH = Math.round(city.origin.lonDeg / 15);
  if (isZoneOpen && offsetH !== 0)
    say(
      cliMessage('bake-zone', {
        lonDeg: Math.round(city.origin.lonDeg),
        offset: `${offsetH < 0 ? '−' : '+'}${Math.abs(offsetH)}`,
      }),
    );
  if (summary.edition) sayEdition(summary.edition);
  if (summary.takenOver > 0) say(cliMessage('bake-taken', { count: summary.takenOver }));
  say(
    cliMessage('bake-done', {
      city: city.id,
      features: summary.features,
      tiles: summary.tiles,
      mb: (summary.tileBytes / 1e6).toFixed(1),
      wallS: summary.wallS.toFixed(1),
      cpuS: summary.cpuS.toFixed(1),
      folder: summary.folder,
    }),
  );
}
