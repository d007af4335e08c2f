import type { LayerGroup, LayerKind } from '../../model/city/manifest.ts';
import type { Crs } from '../../model/geo/crs.ts';
import { heightUnitM, planeUnitM, statedHeightUnitM } from '../../model/geo/height-unit.ts';
import type { Message } from '../../model/text/message.ts';
import type { Text } from '../../model/text/text.ts';
import { type BuildingModel, ModelError } from '../../readers/ifc/building-model.ts';
import type { Read, Reader } from '../../readers/reader.ts';
import type { ByteSource } from '../../readers/shared/byte-source.ts';
import { crsOf } from '../../readers/shared/crs.ts';
import { joinFeatures, joinSurfaces } from '../../readers/shared/join-files.ts';
import { AREA_LIMITS, BUILDING_LIMITS, type Limits } from '../../readers/shared/limits.ts';
import { Problems, ReadError } from '../../readers/shared/problems.ts';
import type { GeometryType, RawFeatures, RawSurfaces, ReadWatch } from '../../readers/shared/raw-features.ts';
import { bakeMessage } from '../messages.ts';
import type { Features, Geometry, LayerInput, SurfaceGeometry } from '../model.ts';
import type { LayerRecipe } from '../recipe.ts';
import { treeModels } from '../shape/tree-kinds.ts';
import { addFacades, addGables, heightsOf } from './buildings.ts';
import { type BoundsDeg, clippedLines, rowsOutside } from './clip-bounds.ts';
import { crsOfNumbers, WGS84 } from './crs-of-numbers.ts';
import { joinOverDateline } from './dateline.ts';
import { footingsOf } from './footings.ts';
import type { GroundPoints } from './ground-points.ts';
import { rolesOf } from './layer-roles.ts';
import { pipesOf, ribbonsOf } from './lines.ts';
import { mendAreas } from './mend-areas.ts';
import { isOutline, polygonsOf, raisedSurfaces, withHeights } from './outlines.ts';
import { reportPlaceDoubts } from './place-doubts.ts';
import { pointsOf } from './points.ts';
import { GEOMETRY_OF_KIND, geometryOf, readOptionsOf, withOwnFields } from './read-options.ts';
import { roadColumnsOf } from './road-columns.ts';
import { splitFarParts } from './split-parts.ts';
import { LayerTable } from './table.ts';
import { FILTERED, looksLikeDegrees, type RowCheck, type ValidFeatures } from './validate-features.ts';
import { validateLines, validatePoints } from './validate-lines.ts';
import { validatePolygons } from './validate-polygons.ts';
import { nested, validateSurfaces } from './validate-surfaces.ts';

const GROUP_OF_KIND: Record<LayerKind, LayerGroup> = {
  building: 'building',
  element: 'building',
  bridge: 'road',
  tunnel: 'underground',
  area: 'road',
  water: 'water',
  pipe: 'underground',
  tree: 'green',
  point: 'facility',
};

/** CIM level shown for a kind where the recipe says none: CJJ/T 315-2022, table of levels (待核). */
const CIM_OF_KIND: Record<LayerKind, number> = {
  building: 2,
  element: 6,
  bridge: 3,
  tunnel: 3,
  area: 2,
  water: 2,
  pipe: 3,
  tree: 2,
  point: 3,
};

/** What a layer's file became, with what the city needs to know of it beyond the layer itself. */
export interface ReadLayer {
  input: LayerInput;
  /** Features of the file that the layer could have been made of, those that were left out too. */
  total: number;
  /** A field's numbers in the order of the features, for `terrain.points`. */
  numbers(field: string): Float64Array | null;
  /** Places on the ground that its models stand on. */
  footings?: GroundPoints;
}

/** What a layer is read from: a file on disk, or one that a person dropped on the page. */
export interface LayerFile {
  source: ByteSource;
  /** Further files of the layer. */
  more?: ByteSource[];
  reader: Reader;
  inputHash(): Promise<string> | string;
}

/** Tells what a city asks of a layer beyond the layer's own recipe. */
interface LayerWish {
  /** Fields that the city needs. */
  needed?: readonly string[];
  /** The layer is cut off at these bounds; absent: nowhere. */
  bounds?: BoundsDeg | undefined;
  /** Columns that tables give its things. */
  join?: LayerJoin;
}

/** What a layer's things get from tables, by the columns that they have. */
export type LayerJoin = (
  features: Features,
  attributes: LayerInput['attributes'],
  problems: Problems,
) => { columns: Features['columns']; attributes: LayerInput['attributes'] };

export async function readLayer(
  recipe: LayerRecipe,
  file: LayerFile,
  wish: LayerWish = {},
  watch: ReadWatch = {},
): Promise<ReadLayer> {
  const problems = new Problems();
  const inputHash = Promise.resolve(file.inputHash());
  // A file that cannot be read fails below as well, before anybody waits for this.
  inputHash.catch(() => undefined);
  const { reader } = file;
  const read = await readFeatures(recipe, file, wish, problems, watch);
  const { table, total, crs } = read;
  const joined = wish.join?.(read.features, table.attributes, problems) ?? { columns: [], attributes: [] };
  const attributes = [...table.attributes, ...joined.attributes];
  const features = { ...read.features, columns: [...read.features.columns, ...joined.columns] };
  judge(recipe, file, features.count, total, problems);
  return {
    input: {
      id: recipe.id,
      kind: recipe.kind,
      group: recipe.group ?? GROUP_OF_KIND[recipe.kind],
      label: recipe.label,
      cimLevel: recipe.cimLevel ?? CIM_OF_KIND[recipe.kind],
      state: recipe.state ?? 'existing',
      shownAtStart: recipe.shownAtStart ?? true,
      features,
      attributes,
      ...rolesOf(recipe, attributes),
      ...colourOf(recipe, reader),
      source: {
        name: recipe.source.name,
        licence: recipe.source.licence,
        ...(recipe.source.date ? { date: recipe.source.date } : {}),
        crs,
        inputHash: await inputHash,
      },
      assumptions: table.assumptions,
      problems: [...recipe.sourceProblems, ...problems.list()],
      ...drainageOf(recipe, reader),
      ...(recipe.liftM === undefined ? {} : { liftM: recipe.liftM }),
      ...pointModels(recipe, features),
    },
    total,
    numbers: read.numbers,
    ...(recipe.kind === 'building' && read.footings ? { footings: read.footings } : {}),
  };
}

/** One model for all points, but trees that name none: each is of its kind. */
function pointModels(
  { kind, model }: LayerRecipe,
  features: Features,
): Partial<Pick<LayerInput, 'models' | 'features'>> {
  const { geometry } = features;
  if (geometry.kind !== 'point') return {};
  if (kind !== 'tree' || model) return { models: [model ?? 'manhole'] };
  const { models, geometry: ofKinds } = treeModels({ ...features, geometry });
  return { models, features: { ...features, geometry: ofKinds } };
}

/** Pipes of a storm water model are storm drains, whatever the layer is called. */
function drainageOf({ drainage }: LayerRecipe, { id }: Reader): Pick<LayerInput, 'drainage'> {
  if (drainage) return { drainage };
  return id === 'swmm' ? { drainage: 'pipes' } : {};
}

/** Tells what areas and lines on the ground that nobody coloured wear, by their group: white lies unseen on paper. */
const COLOUR_OF_GROUP: Readonly<Record<LayerGroup, string>> = {
  terrain: 'lu-s',
  building: 'map-build',
  road: 'map-road',
  water: 'map-water',
  green: 'map-green',
  underground: 'ink-3',
  facility: 'line-strong',
  plan: 'cat-1',
};

/**
 * The recipe's colour, else one by kind and group: pipes are of water for EPANET's, of drains for all others; lines without a group are roads,
 * areas without one are grey.
 */
function colourOf(recipe: LayerRecipe, reader: Reader): Pick<LayerInput, 'colour'> {
  const { colour, kind, group, geometry } = recipe;
  if (colour) return { colour: defined(colour) };
  if (kind === 'pipe') return { colour: { token: reader.id === 'epanet' ? 'pipe-water' : 'pipe-storm' } };
  if (kind !== 'area') return {};
  return { colour: { token: COLOUR_OF_GROUP[group ?? (geometry === 'line' ? 'road' : 'terrain')] } };
}

interface ReadFeatures {
  table: LayerTable;
  features: Features;
  total: number;
  crs: string;
  /** Rows of the file that the features are of. */
  rows: Uint32Array;
  numbers: (field: string) => Float64Array | null;
  footings?: GroundPoints;
}

async function readFeatures(
  own: LayerRecipe,
  { source, more = [], reader }: LayerFile,
  { needed = [], bounds }: LayerWish,
  problems: Problems,
  watch: ReadWatch,
): Promise<ReadFeatures> {
  const { recipe, offered } = withOwnFields(own, reader);
  const all: Read[] = [];
  for (const one of [source, ...more]) {
    const wish = readOptionsOf(recipe, reader, one.name, needed, watch);
    const result = await reader.read(one, wish, problems).catch((error: unknown) => {
      throw error instanceof ModelError ? new ReadError(...error.messages) : error;
    });
    all.push(result);
  }
  const read = joined(all, reader, problems);
  if (read.gives === 'features') return layerOfFeatures(recipe, reader, offered, read.raw, bounds ?? null, problems);
  if (read.gives === 'surfaces') return layerOfSurfaces(recipe, read, bounds ?? null, problems);
  if (read.gives === 'mesh') return await layerOfModel(recipe, source.name, read.model, problems);
  throw new ReadError(bakeMessage('not-features', { name: source.name, gives: read.gives }));
}

/** Returns what the files of a layer hold together; models stand each by itself. */
function joined(all: readonly Read[], reader: Reader, problems: Problems): Read {
  const [first] = all;
  if (all.length === 1) return first;
  const surfaces = all.filter((one) => one.gives === 'surfaces');
  if (surfaces.length === all.length) return { gives: 'surfaces', ...joinSurfaces(surfaces, problems) };
  const features = all.filter((one) => one.gives === 'features');
  if (features.length !== all.length) throw new ReadError(bakeMessage('files-models', { name: reader.name }));
  return {
    gives: 'features',
    raw: joinFeatures(
      features.map(({ raw }) => raw),
      problems,
    ),
  };
}

/** Where a problem is: what a reader says of it after that is English. */
const placeIn = (example: string): string => example.replace(/: .*$/s, '');

/** More left out than the recipe allows, or nothing left: the file is not what the recipe takes it for. */
function judge(
  recipe: LayerRecipe,
  { source, reader }: LayerFile,
  valid: number,
  total: number,
  problems: Problems,
): void {
  const file = source.name;
  if (total === 0) {
    const geometry = recipe.geometry ?? GEOMETRY_OF_KIND[recipe.kind];
    throw new ReadError(bakeMessage('no-features', { file, name: reader.name, geometry }));
  }
  const three = problems.list().slice(0, 3);
  const worst = {
    zh: three.map(({ code, count, example }) => `${code} × ${count}（首处 ${placeIn(example)}）`).join('；'),
    en: three.map(({ code, count, example }) => `${code} × ${count}, first ${example}`).join('; '),
  };
  if (valid === 0)
    throw new ReadError(
      refusedGeometry(recipe, file, total, worst, problems) ?? bakeMessage('no-usable', { file, total, worst }),
    );
  if (problems.leftOut > recipe.mostLeftOutRatio * total)
    throw new ReadError(
      bakeMessage('many-left-out', {
        file,
        most: Math.round(recipe.mostLeftOutRatio * 100),
        got: problems.leftOut,
        total,
        worst,
      }),
    );
}

/** Says which kind of layer the features would make, where every one of them has another geometry; else null. */
function refusedGeometry(
  recipe: LayerRecipe,
  file: string,
  total: number,
  worst: Text,
  problems: Problems,
): Message | null {
  const wrong = problems.list().find(({ code }) => code === 'geometry-type');
  const got = wrong && wrong.count === total ? /, got "(\w+)"$/.exec(wrong.example)?.[1] : undefined;
  const kinds = Object.entries(KINDS_OF_TYPE).find(([type]) => got?.endsWith(type))?.[1];
  if (!kinds) return null;
  const { kind } = recipe;
  const geometry = recipe.geometry ?? GEOMETRY_OF_KIND[kind];
  const hint = {
    zh: `可用 ${kinds.map(([name, use]) => name + (use ? `（${use.zh}）` : '')).join(' 或 ')}`,
    en: `these are for ${kinds.map(([name, use]) => name + (use ? ` (${use.en})` : '')).join(' or ')}`,
  };
  return bakeMessage('other-geometry', { file, total, worst, kind, geometry, hint });
}

/** Layers that a person can ask for, by what the types of their geometries end with, and what each is for where the words leave it open. */
const KINDS_OF_TYPE: Readonly<Record<string, readonly (readonly [flags: string, use?: Text])[]>> = {
  LineString: [
    ['--kind area --geometry line', { zh: '道路、铁路、河流', en: 'roads, railways, rivers' }],
    ['--kind pipe', { zh: '管线', en: 'pipes' }],
  ],
  Polygon: [['--kind building'], ['--kind area'], ['--kind water']],
  Point: [['--kind tree'], ['--kind point']],
};

/** Flat features: their system by the recipe, else the file, else the recipe's assumption, else what the format usually is in. */
async function layerOfFeatures(
  recipe: LayerRecipe,
  reader: Reader,
  offered: ReadonlySet<string>,
  raw: RawFeatures,
  bounds: BoundsDeg | null,
  problems: Problems,
): Promise<ReadFeatures> {
  const geometry = geometryOf(recipe, reader, raw.file);
  const isFixed = reader.coordinates === 'wgs84';
  const isNamed = isFixed || recipe.crs !== undefined || raw.crs !== null || recipe.assume.crs !== undefined;
  if (reader.coordinates === 'unstated' && !isNamed)
    throw new ReadError(bakeMessage('no-crs', { file: raw.file, name: reader.name }));
  const shown = isNamed ? null : crsOfNumbers(raw, reader.coordinates === 'stated', problems);
  const named = isFixed ? WGS84 : (recipe.crs ?? raw.crs ?? recipe.assume.crs ?? shown ?? WGS84);
  const isAssumed = !isFixed && !recipe.crs && !raw.crs && recipe.assume.crs !== undefined;
  const crs = await crsOf(named, raw.file);
  return featuresOf({ recipe, offered, raw, crs, crsAssumed: isAssumed, wish: { geometry, bounds } }, problems);
}

/** Name of the numbers that a layer of surfaces offers to `terrain.points`: each object's lowest point. */
export const LOWEST = 'lowest';

/** A city of surfaces: models as they are; outlines of buildings alone become bodies by the rules of every other format. */
function layerOfSurfaces(
  recipe: LayerRecipe,
  read: RawSurfaces,
  bounds: BoundsDeg | null,
  problems: Problems,
): ReadFeatures {
  const { raw, crs, geometry } = read;
  const isBuilding = recipe.kind === 'building';
  const rows = Uint32Array.from({ length: raw.count }, (_, row) => row);
  const isAllOutlines = isBuilding && raw.count > 0 && rows.every((row) => isOutline(read, row));
  const [wish, features] = isBuilding ? withHeights(recipe, read, problems) : [recipe, raw];
  if (isAllOutlines) {
    const inDegrees: Crs = { ...crs, geographic: true, toLonLat: () => undefined };
    const flat = { recipe: wish, offered: new Set<string>(), raw: polygonsOf(features, geometry), crs: inDegrees };
    const layer = featuresOf({ ...flat, crsAssumed: read.crsAssumed, wish: { geometry: 'polygon', bounds } }, problems);
    return withSurfaceFacts(layer, read);
  }
  joinOverDateline(geometry.lonLatDeg);
  reportPlaceDoubts(crs, raw.file, geometry.lonLatDeg, problems);
  const table = new LayerTable(wish, nested(features, geometry), problems);
  if (read.crsAssumed) table.assumptions.push({ code: 'crs-stated', values: { crs: crs.name } });
  const total = raw.count + problems.leftOut;
  const filter = withinBounds(table.filter(), bounds ? rowsOutside(table.raw, bounds, true) : null);
  const valid = isBuilding ? validateModels(table, read, filter) : validateAny(table, read, filter);
  table.declareColumns(valid.rows);
  const layer: ReadFeatures = {
    table,
    features: { count: valid.rows.length, ids: valid.ids, geometry: valid.geometry, columns: table.columns },
    total: total - valid.filtered,
    crs: crs.name,
    rows: valid.rows,
    numbers(name) {
      const all = table.numbers(name);
      return all ? Float64Array.from(valid.rows, (row) => all[row]) : null;
    },
  };
  return withSurfaceFacts(layer, read);
}

type ValidSurfaces = ValidFeatures & { geometry: SurfaceGeometry };

const keptSurfaces = ({ geometry, raw }: RawSurfaces, rows: Uint32Array): SurfaceGeometry =>
  rows.length === raw.count ? geometry : raisedSurfaces(geometry, rows, () => null);

function validateAny(table: LayerTable, read: RawSurfaces, gate: RowCheck): ValidSurfaces {
  const checks = { gate, isOutline: () => false };
  const valid = validateSurfaces(table.raw, read.geometry, table.ids, checks, table.problems);
  return { ...valid, geometry: keptSurfaces(read, valid.rows) };
}

/** Models of buildings, those that have an outline alone raised beside them. */
function validateModels(table: LayerTable, read: RawSurfaces, filter: RowCheck): ValidSurfaces {
  const { lowestM, highestM, lod, isRoofEdge, geometry } = read;
  const isFlat = (row: number): boolean => isOutline(read, row);
  const { parts, gate, describe } = heightsOf(table);
  const checks = {
    gate: (row: number) => filter(row) ?? (isFlat(row) ? gate(row) : null),
    isOutline: isFlat,
  };
  const valid = validateSurfaces(table.raw, geometry, table.ids, checks, table.problems);
  describe(valid.rows);
  addFacades(table, parts.topM, valid.rows, (row) => lod[row] >= SURVEYED_LOD && !isFlat(row));
  const raised = raisedSurfaces(geometry, valid.rows, (row) => {
    if (!isFlat(row)) return null;
    const baseM = parts.baseM?.[row] ?? 0;
    const footM = isRoofEdge[row] === 1 ? highestM[row] - parts.topM[row] : lowestM[row];
    return [footM + baseM, footM + parts.topM[row]];
  });
  return { ...valid, geometry: valid.rows.some(isFlat) ? raised : keptSurfaces(read, valid.rows) };
}

/** From this level of detail on walls and roofs are surveyed, not blocks. */
const SURVEYED_LOD = 2;

/** Returns what a layer of surfaces tells beyond the others: its lowest points, where the ground is, and in which unit its heights were taken. */
function withSurfaceFacts(layer: ReadFeatures, read: RawSurfaces): ReadFeatures {
  const { rows, table } = layer;
  const { takenHeightUnitM: unitM, lowestM } = read;
  if (unitM !== null) table.assumptions.push({ code: 'surfaces-height-unit', values: { unitM } });
  return {
    ...layer,
    footings: footingsOf(read, rows),
    numbers: (name) => (name === LOWEST ? Float64Array.from(rows, (row) => lowestM[row]) : layer.numbers(name)),
  };
}

/** A building model: its own place, ids and columns, whatever else the recipe asks for. */
async function layerOfModel(
  recipe: LayerRecipe,
  file: string,
  model: BuildingModel,
  problems: Problems,
): Promise<ReadFeatures> {
  const { MODEL_COLUMNS, surfacesOfModel } = await import('./model-surfaces.ts');
  const named = recipe.crs ?? recipe.assume.crs;
  const { raw, geometry, crs, crsAssumed, lowestM } = await surfacesOfModel(model, file, named, problems);
  const declared = new Set(recipe.columns.map(({ field }) => field));
  const own = MODEL_COLUMNS.filter(({ field }) => !declared.has(field));
  const table = new LayerTable({ ...recipe, columns: [...own, ...recipe.columns] }, raw, problems);
  if (crsAssumed) table.assumptions.push({ code: 'crs-stated', values: { crs } });
  const rows = Uint32Array.from({ length: raw.count }, (_, row) => row);
  // Modelled walls that a recipe calls buildings wear no made-up windows either.
  if (recipe.kind === 'building') addFacades(table, new Float64Array(raw.count), rows, () => true);
  table.declareColumns(rows);
  return {
    table,
    features: { count: raw.count, ids: table.ids.view(), geometry, columns: table.columns },
    total: raw.count,
    crs,
    rows,
    numbers: (name) => (name === LOWEST ? lowestM : table.numbers(name)),
  };
}

/**
 * Third coordinates in metres, by the unit that the recipe names, else by that of the vertical system, else by that of the coordinates.
 * Returns the unit where the last was taken, metres.
 */
function heightsInMetres(
  recipe: LayerRecipe,
  { z, xy, crs: name, heightUnitM: statedM }: RawFeatures,
  crs: Crs,
): number {
  // Those of a recipe are turned with its other elevations.
  if (recipe.units.elevation !== undefined || !z?.some((value) => value > 0)) return 1;
  const unitM = statedM ?? statedHeightUnitM(recipe.crs ?? name ?? '');
  const takenM = unitM ?? heightUnitM(crs, planeUnitM(crs, xy[0], xy[1]));
  if (takenM !== 1) for (let i = 0; i < z.length; i++) z[i] *= takenM;
  return unitM === null ? takenM : 1;
}

/** Tells what a layer of flat features is made of. */
interface FlatLayer {
  recipe: LayerRecipe;
  /** Fields that the reader offers by itself. */
  offered: ReadonlySet<string>;
  raw: RawFeatures;
  crs: Crs;
  crsAssumed: boolean;
  wish: { geometry: GeometryType; bounds: BoundsDeg | null };
}

/** Shared by all readers that give RawFeatures: degrees, ids, geometry, columns. */
function featuresOf({ recipe, offered, raw, crs, crsAssumed, wish }: FlatLayer, problems: Problems): ReadFeatures {
  const total = raw.count + problems.leftOut;
  if (!crs.geographic && raw.count > 0 && !isAboutPlace(crs.name) && looksLikeDegrees(raw))
    throw new ReadError(
      bakeMessage('degrees', { file: raw.file, name: crs.name, value: raw.xy[0], value2: raw.xy[1] }),
    );
  const assumedUnitM = heightsInMetres(recipe, raw, crs);
  crs.toLonLat(raw.xy, 0, raw.xy.length / 2);
  joinOverDateline(raw.xy);
  reportPlaceDoubts(crs, raw.file, raw.xy, problems);
  const columns = [...recipe.columns, ...roadColumnsOf(recipe, raw)];
  const table = new LayerTable({ ...recipe, columns }, raw, problems, offered);
  if (crsAssumed) table.assumptions.push({ code: 'crs-stated', values: { crs: crs.name } });
  if (assumedUnitM !== 1) table.assumptions.push({ code: 'surfaces-height-unit', values: { unitM: assumedUnitM } });
  const { valid, geometry } = validateLayer(table, wish);
  table.declareColumns(valid.rows);
  return {
    table,
    features: { count: valid.rows.length, ids: valid.ids, geometry, columns: table.columns },
    total: total - valid.filtered,
    crs: crs.name,
    rows: valid.rows,
    numbers(name) {
      const all = table.numbers(name);
      return all ? Float64Array.from(valid.rows, (row) => all[row]) : null;
    },
  };
}

/** A projection about a zero in the town itself, set by hand: its metres are as small as degrees. */
const isAboutPlace = (name: string): boolean => /^\+proj=.*\+lat_0=-?(?:[1-9]|0\.0*[1-9])/.test(name);

function validateLayer(
  table: LayerTable,
  { geometry: wish, bounds }: { geometry: GeometryType; bounds: BoundsDeg | null },
): { valid: ValidFeatures; geometry: Geometry } {
  const { recipe, raw, ids, problems } = table;
  // Buildings and pipes stay whole: half of one is another.
  const isCut = wish !== 'point' && (recipe.kind === 'area' || recipe.kind === 'water');
  const filter = withinBounds(table.filter(), bounds ? rowsOutside(raw, bounds, !isCut) : null);
  const limits = recipe.kind === 'building' ? BUILDING_LIMITS : bounds ? UNLIMITED : AREA_LIMITS;
  const place = (row: number): string => table.place(row);
  if (wish === 'polygon' && recipe.kind === 'building') {
    const heights = heightsOf(table);
    const rowCheck: RowCheck = (row) => filter(row) ?? heights.gate(row);
    const read = validatePolygons(raw, ids, { limits, rowCheck, heights: heights.parts }, problems);
    heights.layRoofs(read.geometry, read.partRows);
    const mended = mendAreas(read.valid, read.geometry, place, problems);
    const { valid, geometry } = splitFarParts(mended.valid, mended.geometry, place, problems);
    heights.describe(valid.rows);
    addFacades(table, heights.heightM, valid.rows);
    addGables(table, geometry, valid.rows, heights.hasRoof);
    return { valid, geometry };
  }
  if (wish === 'polygon') {
    const read = validatePolygons(raw, ids, { limits, rowCheck: filter, heights: null }, problems);
    const mended = mendAreas(read.valid, read.geometry, place, problems, isCut ? bounds : null);
    const { waterLevelM } = recipe.assume;
    if (recipe.kind === 'water' && waterLevelM !== undefined) {
      mended.geometry.elevationM = new Float32Array(mended.geometry.lonLatDeg.length / 2).fill(waterLevelM);
      table.assumptions.push({ code: 'water-level', values: { levelM: waterLevelM } });
    }
    return mended;
  }
  if (wish === 'point') {
    const { valid, lonLatDeg } = validatePoints(raw, ids, { limits, rowCheck: filter }, problems);
    return { valid, geometry: pointsOf(table, lonLatDeg, valid.rows) };
  }
  const read = validateLines(raw, ids, { limits, rowCheck: filter }, problems);
  const { valid, lines, z } = bounds && isCut ? clippedLines(read, bounds) : read;
  const isRibbon = recipe.kind === 'area' || recipe.kind === 'water';
  return { valid, geometry: isRibbon ? ribbonsOf(table, lines, valid.rows) : pipesOf(table, lines, z, valid.rows) };
}

/** Rows that lie outside of what the recipe wants are no problem of the data. */
function withinBounds(filter: RowCheck, outside: Uint8Array | null): RowCheck {
  if (!outside) return filter;
  return (row) => filter(row) ?? (outside[row] ? { code: FILTERED, message: 'outside of the bounds' } : null);
}

/** A city that the bounds of a recipe cut is as large as they are. */
const UNLIMITED: Limits = { featureM: Infinity, cityM: Infinity };

function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
