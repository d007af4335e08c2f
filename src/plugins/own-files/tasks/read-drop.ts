import { NO_VALUE } from '../../../../model/city/column.ts';
import type { InputColumn } from '../../../../model/city/features.ts';
import { enuFromLonLat } from '../../../../model/geo/enu.ts';
import type { LonLat } from '../../../../model/geo/lon-lat.ts';
import { isLas } from '../../../../readers/las/las-header.ts';
import { selectReader } from '../../../../readers/listed-readers.ts';
import { fileStart, type Reader, type ReadOptions } from '../../../../readers/reader.ts';
import { type ByteSource, blobSource } from '../../../../readers/shared/byte-source.ts';
import { Problems, ReadError } from '../../../../readers/shared/problems.ts';
import type { GeometryType, RawFeatures } from '../../../../readers/shared/raw-features.ts';
import { SeveralTables } from '../../../../readers/shared/table-of.ts';
import { looksLikeTileset } from '../../../../readers/tiles3d/tileset-file.ts';
import { unpacked } from '../../../../readers/unpacked.ts';
import { bakeLayer } from '../../../../tiles/bake-layer.ts';
import type { LayerInput } from '../../../../tiles/model.ts';
import { layerIds, plainLayer, plainLayerName } from '../../../../tiles/plain-layer.ts';
import { cityElevation } from '../../../../tiles/read/city-ground.ts';
import { plainLonDeg } from '../../../../tiles/read/dateline.ts';
import { readLayer } from '../../../../tiles/read/layer.ts';
import { layerReaderOf } from '../../../../tiles/read/read-options.ts';
import { groundOf } from '../../../../tiles/shape/ground.ts';
import { dropMessage } from '../messages.ts';
import type {
  CrsOrigin,
  DropFrame,
  DropOptions,
  DropProgress,
  DroppedFile,
  DroppedLayer,
  DropReport,
  LayerRecipe,
} from './drop-types.ts';
import { GEOMETRY_WORDS, guessLayer, OSM_LAYERS, PLAIN_AREA } from './guess-layer.ts';

/** Tiles are exact to a millimetre near their zero; a layer farther from the city than this has a zero of its own. */
const OWN_FRAME_M = 50_000;
/** What a page can hold beside a city; the command line takes more. */
const MAX_DROP_BYTES = 512 * 2 ** 20;
const MAX_VERTICES = 12_000_000;
/** Layers that one file makes. */
const MAX_LAYERS = 24;

/** A file is read by the same readers and baked by the same code as `shapan bake` does, in memory. */
export async function readDrop(
  files: readonly DroppedFile[],
  wish: DropOptions,
  frame: DropFrame,
  wasmUrl: string,
  hear: (progress: DropProgress) => void,
): Promise<DroppedLayer[]> {
  const [main] = files;
  const bytes = files.reduce((sum, { blob }) => sum + blob.size, 0);
  if (bytes > MAX_DROP_BYTES)
    throw new ReadError(
      dropMessage('large', { file: main.name, most: MAX_DROP_BYTES >> 20, got: Math.ceil(bytes / 2 ** 20) }),
    );
  const source = await unpacked(blobSource(main.blob, main.name, files.slice(1)));
  const reader = await readerOfDrop(source);
  const job: Job = { source, reader, bytes, wasmUrl, wish, frame, hear };
  const read = wish.layers ? await readAgain(job, wish.layers) : await readFirst(job);
  return await bakeAll(job, read);
}

interface Job {
  source: ByteSource;
  reader: Reader;
  bytes: number;
  wasmUrl: string;
  wish: DropOptions;
  frame: DropFrame;
  hear(progress: DropProgress): void;
}

interface ReadOne {
  recipe: LayerRecipe;
  input: LayerInput;
  report: Omit<DropReport, 'awayM'>;
}

/** A file whose reader gives no layer is refused with what it is good for. */
async function readerOfDrop(source: ByteSource): Promise<Reader> {
  const start = fileStart(await source.start());
  if (isLas(start.bytes)) throw new ReadError(dropMessage('points', { file: source.name }));
  if (looksLikeTileset(start.text) || TILE_CONTENT.test(start.text))
    throw new ReadError(dropMessage('tileset', { file: source.name }));
  try {
    return await layerReaderOf(source);
  } catch (error) {
    const other = await selectReader(source).catch(() => null);
    const use = other?.gives.map((given) => OTHER_USES[given]).find((found) => found !== undefined);
    if (!other || !use) throw error;
    throw new ReadError(dropMessage('other-use', { file: source.name, format: other.name, use }));
  }
}

/** What tiles of 3D Tiles 1.0 begin with. */
const TILE_CONTENT = /^(?:b3dm|i3dm|pnts|cmpt)/;

const OTHER_USES: { readonly [given: string]: { zh: string; en: string } | undefined } = {
  schedule: { zh: '进度计划请在“建造”工作台打开', en: 'schedules are opened on the Build desk' },
  project: { zh: '进度计划请在“建造”工作台打开', en: 'schedules are opened on the Build desk' },
  readings: { zh: '监测读数请在“数据来源”中打开', en: 'readings are opened as a source of data' },
};

/** The layers that a person knows already, each as it was asked for. */
async function readAgain(job: Job, recipes: readonly LayerRecipe[]): Promise<ReadOne[]> {
  const read: ReadOne[] = [];
  for (const recipe of recipes) read.push(await readOne(job, recipe));
  return read;
}

/** Finds out what layers a file has: its tables, and in each the geometries that there are. */
async function readFirst(job: Job): Promise<ReadOne[]> {
  const { reader, source } = job;
  const read: ReadOne[] = [];
  const taken = new Set(job.frame.taken);
  let refusal: unknown = null;
  const take = async (recipe: LayerRecipe): Promise<void> => {
    if (read.length >= MAX_LAYERS) return;
    try {
      const [id] = layerIds([recipe.id], [recipe.kind], new Set([...taken, ...read.map((one) => one.recipe.id)]));
      read.push(await readOne(job, { ...recipe, id }));
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      refusal ??= error;
    }
  };
  let areas = 0;
  for (const table of await tablesOf(job)) {
    const name = table ?? plainLayerName(source.name);
    for (const recipe of await candidates(job, name, table)) {
      const isPlain = recipe.kind === 'area' && recipe.colour?.token === PLAIN_AREA;
      await take(isPlain ? { ...recipe, colour: { token: `cat-${1 + (areas++ % CATEGORIES)}` } } : recipe);
    }
  }
  if (read.length === 0)
    throw refusal ?? new ReadError(dropMessage('empty', { file: source.name, format: reader.name }));
  return read;
}

/** Layers of one file that tell nothing of their colour wear those of categories by turns. */
const CATEGORIES = 8;

/** Names of the layers of a file that holds several; one without a name where it holds one. */
async function tablesOf({ reader, source, wish }: Job): Promise<(string | undefined)[]> {
  if (!reader.geometries) return [undefined];
  try {
    await reader.read(
      source,
      { ...wishOfJob(wish), geometry: reader.geometries[0], properties: { names: [] } },
      new Problems(),
    );
  } catch (error) {
    if (error instanceof SeveralTables) return [...error.names];
  }
  return [undefined];
}

const wishOfJob = ({ crs, encoding }: DropOptions): ReadOptions => ({ crs, encoding });

const OSM_READERS = ['osm-pbf', 'osm-xml', 'overpass'];
/** City models hold these side by side. */
const SURFACE_KINDS = ['building', 'bridge', 'tunnel', 'water'] as const;

/** What a table may be: a layer each of its geometries, of the kinds that fit. */
async function candidates(job: Job, name: string, table: string | undefined): Promise<LayerRecipe[]> {
  const { reader, source, wish } = job;
  const said = {
    ...(wish.crs ? { crs: wish.crs } : {}),
    ...(wish.encoding ? { encoding: wish.encoding } : {}),
    ...(table ? { table } : {}),
  };
  const plain = (kind: LayerRecipe['kind'], label: string) => ({
    ...plainLayer(source.name, reader.id, { id: name, kind, name: label }),
    assume: { ids: 'sequence' as const },
    ...said,
  });
  if (OSM_READERS.includes(reader.id))
    return OSM_LAYERS.map(({ zh, en, ...layer }) => ({
      ...plain(layer.kind, name),
      ...guessLayer(name, layer.geometry, reader, [{ name: layer.osm?.key ?? '', isNumeric: false }]),
      ...layer,
      id: `${name}-${en}`,
      label: { zh: `${name} · ${zh}`, en: `${name} · ${en}` },
    }));
  if (!reader.geometries) {
    const kinds = reader.layerKind ? [reader.layerKind] : SURFACE_KINDS;
    return kinds.map((kind) => plain(kind, name));
  }
  const found: { geometry: GeometryType; properties: ReturnType<typeof propertiesOf> }[] = [];
  for (const geometry of reader.geometries) {
    const raw = await glance(job, geometry, table);
    if (raw && raw.count > 0) found.push({ geometry, properties: propertiesOf(raw) });
    else if (raw === null) found.push({ geometry, properties: [] });
  }
  return found.map(({ geometry, properties }) => {
    const words = GEOMETRY_WORDS[geometry];
    const isOne = found.length === 1;
    return {
      ...plain('area', name),
      ...guessLayer(name, geometry, reader, properties),
      geometry,
      ...(isOne
        ? {}
        : { id: `${name}-${words.en}`, label: { zh: `${name} · ${words.zh}`, en: `${name} · ${words.en}` } }),
    };
  });
}

/** What there is of a geometry; null where the reader refuses, which the reading in earnest says again. */
async function glance({ reader, source, wish, hear }: Job, geometry: GeometryType, table: string | undefined) {
  const onProgress = (ratio: number) => hear({ stage: 'reading', ratio: ratio / 2 });
  try {
    const read = await reader.read(
      source,
      { ...wishOfJob(wish), gives: 'features', geometry, table, properties: { all: true }, onProgress },
      new Problems(),
    );
    return read.gives === 'features' ? read.raw : null;
  } catch (error) {
    if (error instanceof ReadError) return null;
    throw error;
  }
}

const propertiesOf = ({ fields }: RawFeatures): { name: string; isNumeric: boolean }[] =>
  fields.filter(({ name, filled }) => name !== '' && filled > 0).map(({ name, isNumeric }) => ({ name, isNumeric }));

async function readOne(job: Job, recipe: LayerRecipe): Promise<ReadOne> {
  const { source, wasmUrl, bytes, hear } = job;
  let raw: RawFeatures | null = null;
  let others = 0;
  const { reader: own } = job;
  const reader: Reader = {
    ...own,
    async read(...given) {
      const [from, wish, problems] = given;
      const read = await own.read(from, { ...wish, model: { wasmUrl } }, problems);
      if (read.gives === 'features' || read.gives === 'surfaces') raw = read.raw;
      others = problems.leftOutBy('geometry-type');
      return read;
    },
  };
  const onProgress = (ratio: number) => hear({ stage: 'reading', ratio: 0.5 + ratio / 2 });
  const file = { source, reader, inputHash: () => hashOf(source) };
  const { input, total } = await readLayer(recipe, file, {}, { onProgress });
  refuseLarge(source.name, input);
  const stated = (raw as RawFeatures | null)?.crs ?? null;
  return {
    recipe,
    input: ownProblems(input),
    report: {
      format: own.name,
      read: total - others,
      laid: input.features.count,
      crsOrigin: crsOriginOf(own, recipe, stated, input),
      bytes,
      columns: input.features.columns
        .map((column) => ({ name: column.name, filled: filledIn(column) }))
        .sort((a, b) => b.filled - a.filled),
      fields: raw ? propertiesOf(raw) : [],
    },
  };
}

/** Other geometries of the file are layers of their own, so that leaving them out of this one is no fault. */
const ownProblems = (input: LayerInput): LayerInput => ({
  ...input,
  problems: input.problems.filter(
    ({ code, example }) =>
      !code.startsWith('passed-') &&
      (code !== 'geometry-type' || !/, got "(?:Multi)?(?:Polygon|LineString|Point)"$/.test(example)),
  ),
});

function refuseLarge(file: string, { features }: LayerInput): void {
  const got = features.geometry.lonLatDeg.length / 2;
  if (got > MAX_VERTICES) throw new ReadError(dropMessage('many-vertices', { file, most: MAX_VERTICES, got }));
}

function crsOriginOf(reader: Reader, recipe: LayerRecipe, stated: string | null, input: LayerInput): CrsOrigin {
  if (reader.coordinates === 'wgs84') return 'format';
  if (recipe.crs !== undefined) return 'given';
  if (input.assumptions.some(({ code }) => code === 'crs-stated')) return 'assumed';
  if (input.problems.some(({ code }) => code === 'crs-by-numbers')) return 'numbers';
  return stated !== null || reader.coordinates === 'stated' || !reader.geometries ? 'file' : 'usual';
}

function filledIn(column: InputColumn): number {
  let filled = 0;
  if (column.type === 'string') {
    const { offsets } = column.values;
    for (let i = 0; i + 1 < offsets.length; i++) if (offsets[i + 1] > offsets[i]) filled++;
    return filled;
  }
  for (const value of column.values)
    if (!Number.isNaN(value) && (column.type !== 'uint32' || value !== NO_VALUE)) filled++;
  return filled;
}

/** SHA-256 of the file as it lies with the person. */
async function hashOf(source: ByteSource): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', (await source.whole()).slice());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function bakeAll({ source, frame, hear }: Job, read: readonly ReadOne[]): Promise<DroppedLayer[]> {
  const elevation = await cityElevation(frame.cityUrl, frame.grids);
  const { origin, geoidUndulationM } = frame;
  const city = groundOf(origin, geoidUndulationM, elevation);
  const baked: DroppedLayer[] = [];
  let gidBase = frame.gidBase;
  for (const [i, { recipe, input, report }] of read.entries()) {
    const middle = middleOf(input.features.geometry.lonLatDeg);
    const awayM = awayFrom(origin, middle);
    const isFar = awayM > OWN_FRAME_M;
    const ground = isFar ? groundOf({ ...middle, heightM: origin.heightM }, geoidUndulationM, null) : city;
    const onProgress = (ratio: number) => hear({ stage: 'tiles', ratio: (i + ratio) / read.length });
    const { info, files, tiles } = await bakeLayer(input, { gidBase, city, ground, onProgress });
    gidBase += info.count;
    baked.push({ recipe, info, files, tiles, report: { ...report, awayM } });
  }
  if (baked.length === 0) throw new ReadError(dropMessage('empty', { file: source.name, format: '' }));
  return baked;
}

function middleOf(lonLatDeg: Float64Array): { lonDeg: number; latDeg: number } {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (let i = 0; i < lonLatDeg.length; i += 2) {
    west = Math.min(west, lonLatDeg[i]);
    east = Math.max(east, lonLatDeg[i]);
    south = Math.min(south, lonLatDeg[i + 1]);
    north = Math.max(north, lonLatDeg[i + 1]);
  }
  return { lonDeg: plainLonDeg((west + east) / 2), latDeg: (south + north) / 2 };
}

/** As the crow flies below the ground: a number for a person to wonder at. */
const awayFrom = (origin: LonLat, { lonDeg, latDeg }: { lonDeg: number; latDeg: number }): number =>
  Math.hypot(...enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM }));
