import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import type { LayerGroup, LayerKind } from '../../src/city/manifest.ts';
import type { Crs } from '../../src/geo/crs.ts';
import type { Features, Geometry, LayerInput } from '../model.ts';
import type { LayerRecipe } from '../recipe.ts';
import { addFacades, addHeight, heightsOf } from './buildings.ts';
import { crsOf } from './crs.ts';
import { type GeometryWish, type RawFeatures, type ReadWatch, readGeoJson } from './geojson.ts';
import { INP_PIPE_FIELDS, readInp } from './inp.ts';
import { pipesOf, ribbonsOf } from './lines.ts';
import { pointsOf } from './points.ts';
import { Problems, ReadError } from './problems.ts';
import { AREA_LIMITS, BUILDING_LIMITS, type Gate, type Kept, looksLikeDegrees } from './sift.ts';
import { siftLines, siftPoints } from './sift-lines.ts';
import { siftPolygons } from './sift-polygons.ts';
import { hashFile } from './source.ts';
import { LayerTable } from './table.ts';

export type Format = NonNullable<LayerRecipe['format']>;

const GEOMETRY_OF_KIND: Record<LayerKind, GeometryWish> = {
  building: 'polygon',
  element: 'polygon',
  bridge: 'polygon',
  tunnel: 'line',
  area: 'polygon',
  water: 'polygon',
  pipe: 'line',
  tree: 'point',
  point: 'point',
};

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

/** By what the file is called, and for .json by how it begins. */
export function formatOf(path: string): Format {
  const name = basename(path).toLowerCase().replace(/\.gz$/, '');
  if (name.endsWith('.pbf')) return 'osm-pbf';
  if (/\.(city\.jsonl?|cityjson)$/.test(name)) return 'cityjson';
  if (name.endsWith('.ifc')) return 'ifc';
  if (name.endsWith('.inp')) return startOf(path).includes('[PIPES]') ? 'epanet' : 'swmm';
  if (/\.(geojson|geojsonl|geojsonseq|ndjson|jsonl)$/.test(name)) return 'geojson';
  if (name.endsWith('.json')) return /"type"\s*:\s*"CityJSON"/.test(startOf(path)) ? 'cityjson' : 'geojson';
  throw new ReadError(
    `${basename(path)}: expected .geojson, .geojsonl, .json, .osm.pbf, .city.json or .inp (also .gz) or .ifc, got another ending; "format" in a recipe names it`,
  );
}

/** The first half megabyte or so, gunzipped: enough to tell formats apart. */
function startOf(path: string): string {
  if (!existsSync(path)) return '';
  const fd = openSync(path, 'r');
  const bytes = Buffer.alloc(1 << 19);
  const start = bytes.subarray(0, readSync(fd, bytes));
  closeSync(fd);
  if (start[0] !== 0x1f || start[1] !== 0x8b) return start.toString('latin1');
  return gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1');
}

/** What a layer's file became, with what the city needs to know of it beyond the layer itself. */
export interface ReadLayer {
  input: LayerInput;
  /** A field's numbers in the order of the features, for `terrain.points`. */
  numbers(field: string): Float64Array | null;
}

/** `needed`: fields that the city asks for beyond the recipe's own. */
export async function readLayer(
  recipe: LayerRecipe,
  needed: readonly string[] = [],
  watch: ReadWatch = {},
): Promise<ReadLayer> {
  const problems = new Problems();
  const format = recipe.format ?? formatOf(recipe.file);
  const inputHash = hashFile(recipe.file);
  const read = await readFeatures(recipe, format, needed, problems, watch);
  const { table, features, total, crs } = read;
  judge(recipe, features.count, total, problems);
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
      attributes: table.attributes,
      ...(recipe.colour ? { colour: defined(recipe.colour) } : {}),
      source: {
        name: recipe.source.name,
        licence: recipe.source.licence,
        ...(recipe.source.date ? { date: recipe.source.date } : {}),
        crs,
        inputHash: await inputHash,
      },
      assumptions: table.assumptions,
      problems: problems.list(),
      ...(recipe.liftM === undefined ? {} : { liftM: recipe.liftM }),
      ...(features.geometry.kind === 'point'
        ? { models: [recipe.model ?? (recipe.kind === 'tree' ? 'tree-a' : 'manhole')] }
        : {}),
    },
    numbers: read.numbers,
  };
}

interface ReadFeatures {
  table: LayerTable;
  features: Features;
  total: number;
  crs: string;
  numbers: (field: string) => Float64Array | null;
}

async function readFeatures(
  recipe: LayerRecipe,
  format: Format,
  needed: readonly string[],
  problems: Problems,
  watch: ReadWatch,
): Promise<ReadFeatures> {
  if (format === 'geojson') return readGeoJsonLayer(recipe, needed, problems, watch);
  if (format === 'cityjson') return readSurfaceLayer(recipe, problems);
  if (format === 'ifc') return readModelLayer(recipe, problems);
  if (format === 'osm-pbf') return readOsmLayer(recipe, needed, problems);
  return readInpLayer(recipe, format, problems);
}

/** More left out than the recipe allows, or nothing left: the file is not what the recipe takes it for. */
function judge(recipe: LayerRecipe, kept: number, total: number, problems: Problems): void {
  const file = basename(recipe.file);
  const worst = problems
    .list()
    .slice(0, 3)
    .map(({ code, count, example }) => `${code} × ${count}, first ${example}`)
    .join('; ');
  if (kept === 0) throw new ReadError(`${file}: expected a usable feature, got none of ${total}: ${worst}`);
  if (problems.leftOut > recipe.mostLeftOutRatio * total)
    throw new ReadError(
      `${file}: expected at most ${Math.round(recipe.mostLeftOutRatio * 100)} % of the features left out, got ${problems.leftOut} of ${total}: ${worst}`,
    );
}

async function readGeoJsonLayer(
  recipe: LayerRecipe,
  needed: readonly string[],
  problems: Problems,
  watch: ReadWatch,
): Promise<ReadFeatures> {
  const geometry = recipe.geometry ?? GEOMETRY_OF_KIND[recipe.kind];
  if (geometry === 'surface')
    throw new ReadError(`${basename(recipe.file)}: geometry: expected polygon, line or point in GeoJSON, got surface`);
  const named = namesOf(recipe, needed);
  const raw = await readGeoJson(
    recipe.file,
    {
      geometry,
      properties: recipe.allColumns ? { all: true } : { names: recipe.fields.id ? named : [...named, 'id', '@id'] },
      keepZ: geometry === 'line' && recipe.kind !== 'area',
    },
    problems,
    watch,
  );
  // RFC 7946 fixes WGS 84; an old `crs` member or the recipe may say otherwise.
  const crs = await crsOf(recipe.crs ?? raw.crs ?? recipe.assume.crs ?? 'EPSG:4326', basename(recipe.file));
  return featuresOf(recipe, raw, crs, !recipe.crs && !raw.crs && recipe.assume.crs !== undefined, geometry, problems);
}

/** OSM objects by the key that fits the kind; another key and its values by `osm` in the recipe. */
const OSM_KEY_OF_KIND: Partial<Record<LayerKind, string>> = {
  building: 'building',
  area: 'highway',
  water: 'water',
  pipe: 'man_made',
};

async function readOsmLayer(recipe: LayerRecipe, needed: readonly string[], problems: Problems): Promise<ReadFeatures> {
  const geometry = recipe.geometry ?? GEOMETRY_OF_KIND[recipe.kind];
  const key = recipe.osm?.key ?? OSM_KEY_OF_KIND[recipe.kind];
  if (!key || geometry === 'point' || geometry === 'surface')
    throw new ReadError(
      `${basename(recipe.file)}: expected polygons or lines of an OSM key, got ${recipe.kind} as ${geometry}`,
    );
  const { readOsmPbf } = await import('./osm.ts');
  const raw = readOsmPbf(
    recipe.file,
    {
      key,
      geometry,
      names: recipe.allColumns ? 'all' : namesOf(recipe, needed),
      ...(recipe.osm?.values ? { values: recipe.osm.values } : {}),
    },
    problems,
  );
  return featuresOf(recipe, raw, await crsOf('EPSG:4326', raw.file), false, geometry, problems);
}

async function readInpLayer(recipe: LayerRecipe, format: 'swmm' | 'epanet', problems: Problems): Promise<ReadFeatures> {
  const file = basename(recipe.file);
  const geometry = recipe.geometry ?? GEOMETRY_OF_KIND[recipe.kind];
  if (geometry === 'surface') throw new ReadError(`${file}: geometry: expected line, point or polygon, got surface`);
  const named = recipe.crs ?? recipe.assume.crs;
  if (!named)
    throw new ReadError(
      `${file}: expected a coordinate system (input files name none), got none; --crs EPSG:… names it`,
    );
  const crs = await crsOf(named, file);
  const raw = readInp(recipe.file, format, geometry, problems);
  const fields = geometry === 'line' ? { ...INP_PIPE_FIELDS, ...recipe.fields } : recipe.fields;
  return featuresOf({ ...recipe, fields }, raw, crs, !recipe.crs, geometry, problems);
}

/** Properties that the recipe speaks of. */
function namesOf(recipe: LayerRecipe, needed: readonly string[]): string[] {
  const named = Object.values(recipe.fields).filter((name) => name !== undefined);
  named.push(...recipe.columns.map(({ field }) => field), ...needed);
  if (recipe.only) named.push(recipe.only.field);
  return named;
}

/** Name of the numbers that a layer of surfaces offers to `terrain.points`: each object's lowest point. */
export const LOWEST = 'lowest';

async function readSurfaceLayer(recipe: LayerRecipe, problems: Problems): Promise<ReadFeatures> {
  const { readCityJson } = await import('./cityjson.ts');
  const { raw, crs, crsAssumed, geometry, lowestM, highestM } = await readCityJson(
    recipe.file,
    recipe.kind,
    recipe.crs,
    recipe.assume.crs,
    problems,
  );
  const table = new LayerTable(recipe, raw, problems);
  if (crsAssumed) table.assumptions.push({ code: 'crs-stated', values: { crs: crs.name } });
  const rows = Uint32Array.from({ length: raw.count }, (_, row) => row);
  if (recipe.kind === 'building') {
    const heightM = highestM.map((high, row) => high - lowestM[row]);
    addHeight(table, heightM, rows);
    addFacades(table, heightM, rows);
  }
  table.declareColumns(rows);
  return {
    table,
    features: { count: raw.count, ids: table.ids.view(), geometry, columns: table.columns },
    total: raw.count + problems.leftOut,
    crs: crs.name,
    numbers: (name) => (name === LOWEST ? lowestM : table.numbers(name)),
  };
}

/** A building model: its own place, ids and columns, whatever else the recipe asks for. */
async function readModelLayer(recipe: LayerRecipe, problems: Problems): Promise<ReadFeatures> {
  const { IFC_COLUMNS, readIfcLayer } = await import('./ifc.ts');
  const named = recipe.crs ?? recipe.assume.crs;
  const { raw, geometry, crs, crsAssumed, lowestM } = await readIfcLayer(recipe.file, named, problems);
  const declared = new Set(recipe.columns.map(({ field }) => field));
  const own = IFC_COLUMNS.filter(({ field }) => !declared.has(field));
  const table = new LayerTable({ ...recipe, columns: [...own, ...recipe.columns] }, raw, problems);
  if (crsAssumed) table.assumptions.push({ code: 'crs-stated', values: { crs } });
  table.declareColumns(Uint32Array.from({ length: raw.count }, (_, row) => row));
  return {
    table,
    features: { count: raw.count, ids: table.ids.view(), geometry, columns: table.columns },
    total: raw.count,
    crs,
    numbers: (name) => (name === LOWEST ? lowestM : table.numbers(name)),
  };
}

/** Shared by all readers that give RawFeatures: degrees, ids, geometry, columns. */
function featuresOf(
  recipe: LayerRecipe,
  raw: RawFeatures,
  crs: Crs,
  crsAssumed: boolean,
  wish: GeometryWish,
  problems: Problems,
): ReadFeatures {
  const total = raw.count + problems.leftOut;
  if (!crs.geographic && raw.count > 0 && looksLikeDegrees(raw))
    throw new ReadError(
      `${raw.file}: expected metres in ${crs.name}, got numbers within ±180, ±90 that look like degrees (${raw.xy[0]}, ${raw.xy[1]}); --crs EPSG:4326?`,
    );
  crs.toLonLat(raw.xy, 0, raw.xy.length / 2);
  const table = new LayerTable(recipe, raw, problems);
  if (crsAssumed) table.assumptions.push({ code: 'crs-stated', values: { crs: crs.name } });
  const { kept, geometry } = siftLayer(table, wish);
  table.declareColumns(kept.rows);
  return {
    table,
    features: { count: kept.rows.length, ids: kept.ids, geometry, columns: table.columns },
    total: total - kept.filtered,
    crs: crs.name,
    numbers(name) {
      const all = table.numbers(name);
      return all ? Float64Array.from(kept.rows, (row) => all[row]) : null;
    },
  };
}

function siftLayer(table: LayerTable, wish: GeometryWish): { kept: Kept; geometry: Geometry } {
  const { recipe, raw, ids, problems } = table;
  const filter = table.filter();
  const limits = recipe.kind === 'building' ? BUILDING_LIMITS : AREA_LIMITS;
  if (wish === 'polygon' && recipe.kind === 'building') {
    const heights = heightsOf(table);
    const gate: Gate = (row) => filter(row) ?? heights.gate(row);
    const { kept, geometry } = siftPolygons(raw, ids, { limits, gate, heights: heights.parts }, problems);
    heights.describe(kept.rows);
    addFacades(table, heights.parts.topM, kept.rows);
    return { kept, geometry };
  }
  if (wish === 'polygon') return siftPolygons(raw, ids, { limits, gate: filter, heights: null }, problems);
  if (wish === 'point') {
    const { kept, lonLatDeg } = siftPoints(raw, ids, { limits, gate: filter }, problems);
    return { kept, geometry: pointsOf(table, lonLatDeg, kept.rows) };
  }
  const { kept, lines, z } = siftLines(raw, ids, { limits, gate: filter }, problems);
  const isRibbon = recipe.kind === 'area' || recipe.kind === 'water';
  return { kept, geometry: isRibbon ? ribbonsOf(table, lines, kept.rows) : pipesOf(table, lines, z, kept.rows) };
}

function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
