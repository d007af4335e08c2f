import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { NO_VALUE } from '../../src/city/column.ts';
import type { AttributeInfo, LayerGroup, LayerKind } from '../../src/city/manifest.ts';
import type { Features, Geometry, InputColumn, LayerInput, LineGeometry, PointGeometry } from '../model.ts';
import type { ColumnRecipe, LayerRecipe } from '../recipe.ts';
import { readCityJson } from './cityjson.ts';
import { type Crs, crsOf } from './crs.ts';
import {
  AREA_LIMITS,
  BUILDING_LIMITS,
  FILTERED,
  type Gate,
  type Kept,
  looksLikeDegrees,
  type PartHeights,
  placeOf,
  siftLines,
  siftPoints,
  siftPolygons,
  toLonLat,
} from './features.ts';
import { type GeometryWish, type RawFeatures, type ReadWatch, readGeoJson } from './geojson.ts';
import { Utf8List } from './growable.ts';
import { INP_PIPE_FIELDS, readInp } from './inp.ts';
import { readOsmPbf } from './osm.ts';
import { Problems, ReadError } from './problems.ts';
import type { Field } from './properties.ts';
import { metresPerDegree } from './ring.ts';
import { hashFile } from './source.ts';

export type Format = NonNullable<LayerRecipe['format']>;

const GEOMETRY_OF_KIND: Record<LayerKind, GeometryWish> = {
  building: 'polygon',
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
  bridge: 3,
  tunnel: 3,
  area: 2,
  water: 2,
  pipe: 3,
  tree: 2,
  point: 3,
};

const FEET_M = 0.3048;
/** Taller than any building stands (Burj Khalifa 828 m, Jeddah Tower planned 1,008 m). */
const MOST_HEIGHT_M = 1_100;

/** By what the file is called, and for .json by how it begins. */
export function formatOf(path: string): Format {
  const name = basename(path).toLowerCase().replace(/\.gz$/, '');
  if (name.endsWith('.pbf')) return 'osm-pbf';
  if (name.endsWith('.city.json') || name.endsWith('.cityjson')) return 'cityjson';
  if (name.endsWith('.inp')) return startOf(path).includes('[PIPES]') ? 'epanet' : 'swmm';
  if (/\.(geojson|geojsonl|geojsonseq|ndjson|jsonl)$/.test(name)) return 'geojson';
  if (name.endsWith('.json')) return /"type"\s*:\s*"CityJSON"/.test(startOf(path)) ? 'cityjson' : 'geojson';
  throw new ReadError(
    `${basename(path)}: expected .geojson, .geojsonl, .json, .osm.pbf, .city.json or .inp (also .gz), got another ending; "format" in a recipe names it`,
  );
}

function startOf(path: string): string {
  if (!existsSync(path)) return '';
  const fd = openSync(path, 'r');
  const bytes = Buffer.alloc(1 << 20);
  const count = readSync(fd, bytes);
  closeSync(fd);
  return bytes.subarray(0, count).toString('latin1');
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
  const assumptions: string[] = [];
  const format = recipe.format ?? formatOf(recipe.file);
  const inputHash = hashFile(recipe.file);
  const read = await readFeatures(recipe, format, needed, problems, assumptions, watch);
  const { features, attributes, total, crs } = read;
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
      attributes,
      ...(recipe.colour ? { colour: defined(recipe.colour) } : {}),
      source: {
        name: recipe.source.name,
        licence: recipe.source.licence,
        ...(recipe.source.date ? { date: recipe.source.date } : {}),
        crs,
        inputHash: await inputHash,
      },
      assumptions,
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
  features: Features;
  attributes: LayerInput['attributes'];
  total: number;
  crs: string;
  numbers: (field: string) => Float64Array | null;
}

async function readFeatures(
  recipe: LayerRecipe,
  format: Format,
  needed: readonly string[],
  problems: Problems,
  assumptions: string[],
  watch: ReadWatch,
): Promise<ReadFeatures> {
  if (format === 'geojson') return readGeoJsonLayer(recipe, needed, problems, assumptions, watch);
  if (format === 'cityjson') return readSurfaceLayer(recipe, problems, assumptions);
  if (format === 'osm-pbf') return readOsmLayer(recipe, needed, problems, assumptions);
  return readInpLayer(recipe, format, problems, assumptions);
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
  assumptions: string[],
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
  if (!recipe.crs && !raw.crs && recipe.assume.crs) assumptions.push(`crs: ${recipe.assume.crs}`);
  return featuresOf(recipe, raw, crs, geometry, problems, assumptions);
}

/** OSM objects by the key that fits the kind; another key and its values by `osm` in the recipe. */
const OSM_KEY_OF_KIND: Partial<Record<LayerKind, string>> = {
  building: 'building',
  area: 'highway',
  water: 'water',
  pipe: 'man_made',
};

async function readOsmLayer(
  recipe: LayerRecipe,
  needed: readonly string[],
  problems: Problems,
  assumptions: string[],
): Promise<ReadFeatures> {
  const geometry = recipe.geometry ?? GEOMETRY_OF_KIND[recipe.kind];
  const key = recipe.osm?.key ?? OSM_KEY_OF_KIND[recipe.kind];
  if (!key || geometry === 'point' || geometry === 'surface')
    throw new ReadError(
      `${basename(recipe.file)}: expected polygons or lines of an OSM key, got ${recipe.kind} as ${geometry}`,
    );
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
  return featuresOf(recipe, raw, await crsOf('EPSG:4326', raw.file), geometry, problems, assumptions);
}

async function readInpLayer(
  recipe: LayerRecipe,
  format: 'swmm' | 'epanet',
  problems: Problems,
  assumptions: string[],
): Promise<ReadFeatures> {
  const file = basename(recipe.file);
  const geometry = recipe.geometry ?? GEOMETRY_OF_KIND[recipe.kind];
  if (geometry === 'surface') throw new ReadError(`${file}: geometry: expected line, point or polygon, got surface`);
  const named = recipe.crs ?? recipe.assume.crs;
  if (!named)
    throw new ReadError(
      `${file}: expected a coordinate system (input files name none), got none; --crs EPSG:… names it`,
    );
  if (!recipe.crs) assumptions.push(`crs: ${named}`);
  const crs = await crsOf(named, file);
  const raw = readInp(recipe.file, format, geometry, problems);
  const fields = geometry === 'line' ? { ...INP_PIPE_FIELDS, ...recipe.fields } : recipe.fields;
  return featuresOf({ ...recipe, fields }, raw, crs, geometry, problems, assumptions);
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

async function readSurfaceLayer(recipe: LayerRecipe, problems: Problems, assumptions: string[]): Promise<ReadFeatures> {
  const { raw, crs, crsAssumed, geometry, lowestM, highestM } = await readCityJson(
    recipe.file,
    recipe.kind,
    recipe.crs,
    recipe.assume.crs,
    problems,
  );
  if (crsAssumed) assumptions.push(`crs: ${crs.name}`);
  const fields = new Map(raw.fields.map((field) => [field.name, field]));
  const ids = idsOf(recipe, raw, fields, assumptions);
  const rows = Uint32Array.from({ length: raw.count }, (_, row) => row);
  const columns: InputColumn[] = [];
  const attributes: LayerInput['attributes'] = [];
  if (recipe.kind === 'building') {
    const heights = highestM.map((high, row) => high - lowestM[row]);
    columns.push(numberColumn('height', heights, rows));
    attributes.push({ name: 'height', type: 'number', unit: 'm', label: { zh: '高度', en: 'Height' } });
    facadesOf(recipe, raw, fields, rows, heights, assumptions, columns, attributes);
  }
  declareColumns(recipe, raw, fields, rows, ids, problems, columns, attributes);
  return {
    features: { count: raw.count, ids: ids.view(), geometry, columns },
    attributes,
    total: raw.count + problems.leftOut,
    crs: crs.name,
    numbers: (name) =>
      name === LOWEST ? lowestM : numbersOf(fields.get(name), raw, ids, recipe.noData, problems, name),
  };
}

/** Shared by all readers that give RawFeatures: degrees, ids, geometry, columns. */
export function featuresOf(
  recipe: LayerRecipe,
  raw: RawFeatures,
  crs: Crs,
  wish: GeometryWish,
  problems: Problems,
  assumptions: string[],
): ReadFeatures {
  const total = raw.count + problems.leftOut;
  if (!crs.geographic && raw.count > 0 && looksLikeDegrees(raw))
    throw new ReadError(
      `${raw.file}: expected metres in ${crs.name}, got numbers within ±180, ±90 that look like degrees (${raw.xy[0]}, ${raw.xy[1]}); --crs EPSG:4326?`,
    );
  toLonLat(raw, crs);
  const fields = new Map(raw.fields.map((field) => [field.name, field]));
  const ids = idsOf(recipe, raw, fields, assumptions);
  const number = (name: string | undefined): Float64Array | null =>
    name === undefined ? null : numbersOf(fields.get(name), raw, ids, recipe.noData, problems, name);
  const filter = filterOf(recipe, raw, fields);
  const limits = recipe.kind === 'building' ? BUILDING_LIMITS : AREA_LIMITS;

  const columns: InputColumn[] = [];
  const attributes: LayerInput['attributes'] = [];
  let kept: Kept;
  let geometry: Geometry;
  if (wish === 'polygon' && recipe.kind === 'building') {
    const heights = heightsOf(recipe, raw, ids, number, problems);
    const sifted = siftPolygons(
      raw,
      ids,
      { limits, gate: (row) => filter(row) ?? heights.gate(row), heights: heights.parts },
      problems,
    );
    kept = sifted.kept;
    geometry = sifted.geometry;
    assumptions.push(...heights.assumptions(kept.rows));
    heights.describe(kept.rows, columns, attributes);
    facadesOf(recipe, raw, fields, kept.rows, heights.parts.topM, assumptions, columns, attributes);
  } else if (wish === 'polygon') {
    const sifted = siftPolygons(raw, ids, { limits, gate: filter, heights: null }, problems);
    kept = sifted.kept;
    geometry = sifted.geometry;
  } else if (wish === 'line') {
    const sifted = siftLines(raw, ids, { limits, gate: filter }, problems);
    kept = sifted.kept;
    const ribbon = recipe.kind === 'area' || recipe.kind === 'water';
    geometry = ribbon
      ? ribbonsOf(recipe, sifted.geometry, kept, number, assumptions)
      : pipesOf(recipe, raw, ids, sifted.geometry, sifted.z, kept, number, problems, assumptions, columns, attributes);
  } else {
    const sifted = siftPoints(raw, ids, { limits, gate: filter }, problems);
    kept = sifted.kept;
    geometry = pointsOf(recipe, sifted.geometry.lonLatDeg, kept, number, assumptions);
  }
  declareColumns(recipe, raw, fields, kept.rows, ids, problems, columns, attributes);
  return {
    features: { count: kept.rows.length, ids: kept.ids, geometry, columns },
    attributes,
    total: total - kept.filtered,
    crs: crs.name,
    numbers: (name) => {
      const all = number(name);
      return all ? Float64Array.from(kept.rows, (row) => all[row]) : null;
    },
  };
}

/**
 * The id of each row: the recipe's field, else the feature's own `id`, else its property `id`, else `@id`.
 * Where none is there the row has an empty id, which leaves it out, unless numbering was asked for.
 */
function idsOf(recipe: LayerRecipe, raw: RawFeatures, fields: Map<string, Field>, assumptions: string[]): Utf8List {
  const wanted = recipe.fields.id;
  const field = wanted
    ? fields.get(wanted)
    : ['', 'id', '@id'].map((name) => fields.get(name)).find((candidate) => (candidate?.filled ?? 0) > 0);
  if (wanted && !field?.filled)
    throw new ReadError(`${raw.file}: fields.id: expected a property "${wanted}" with values, got none`);
  if (field?.filled === raw.count && recipe.assume.ids !== 'suffix') return field.words(raw.count);
  if (!recipe.assume.ids) return field?.words(raw.count) ?? new Field0(raw.count).ids;
  const before = field?.words(raw.count);
  const ids = new Utf8List(raw.count);
  const used = new Map<string, number>();
  let [numbered, suffixed] = [0, 0];
  for (let row = 0; row < raw.count; row++) {
    let id = before?.text(row) ?? '';
    if (id === '' && recipe.assume.ids === 'sequence') {
      id = `${recipe.id}-${row + 1}`;
      numbered++;
    }
    if (id !== '' && recipe.assume.ids === 'suffix') {
      const times = (used.get(id) ?? 0) + 1;
      used.set(id, times);
      if (times > 1) {
        id = `${id}~${times}`;
        suffixed++;
      }
    }
    ids.pushText(id);
  }
  if (numbered > 0) assumptions.push(`ids: ${numbered} features without one numbered in the file's order`);
  if (suffixed > 0) assumptions.push(`ids: ${suffixed} repeated ones told apart by ~2, ~3 …`);
  return ids;
}

/** No ids at all: every row empty. */
class Field0 {
  readonly ids: Utf8List;

  constructor(count: number) {
    this.ids = new Utf8List(count);
    for (let row = 0; row < count; row++) this.ids.pushText('');
  }
}

function numbersOf(
  field: Field | undefined,
  raw: RawFeatures,
  ids: Utf8List,
  noData: readonly number[],
  problems: Problems,
  name: string,
): Float64Array {
  if (!field) {
    if (!isDefaultField(name))
      problems.report('field-missing', () => `${raw.file}: expected a property "${name}", got none`);
    return new Float64Array(raw.count).fill(Number.NaN);
  }
  return field.numbers(raw.count, noData, (row, text) =>
    problems.report('not-a-number', () => `${placeOf(raw, ids, row)}: ${name}: expected a number, got "${text}"`),
  );
}

/** Fields that a reader offers by itself, and that a file need not have. */
const isDefaultField = (name: string): boolean => Object.values<string>(INP_PIPE_FIELDS).includes(name);

function filterOf(recipe: LayerRecipe, raw: RawFeatures, fields: Map<string, Field>): Gate {
  const { only } = recipe;
  if (!only) return () => null;
  const words = fields.get(only.field)?.words(raw.count);
  const wanted = new Set(only.values);
  return (row) => {
    const value = words?.text(row) ?? '';
    return wanted.has(value)
      ? null
      : { code: FILTERED, message: `${only.field}: not among the recipe's values: "${value}"` };
  };
}

/** Heights of buildings, where they came from, and what to say of them. */
function heightsOf(
  recipe: LayerRecipe,
  raw: RawFeatures,
  ids: Utf8List,
  number: (name: string | undefined) => Float64Array | null,
  problems: Problems,
) {
  const { fields, assume } = recipe;
  const scale = recipe.units.height === 'ft' ? FEET_M : 1;
  const stated = number(fields.height);
  const roof = number(fields.roofElevation);
  const ground = number(fields.groundElevation);
  const levels = number(fields.levels);
  const base = number(fields.baseHeight);
  const topM = new Float64Array(raw.count);
  /** 0 stated, 1 roof − ground, 2 storeys × assumed height, 3 assumed. */
  const origin = new Uint8Array(raw.count);
  for (let row = 0; row < raw.count; row++) {
    const usable = (heightM: number): boolean => {
      if (heightM > 0 && heightM <= MOST_HEIGHT_M) return true;
      if (!Number.isNaN(heightM))
        problems.report(
          'height-absurd',
          () => `${placeOf(raw, ids, row)}: expected a height above 0 and at most ${MOST_HEIGHT_M} m, got ${heightM} m`,
        );
      return false;
    };
    const candidates = [
      stated ? stated[row] * scale : Number.NaN,
      roof && ground ? (roof[row] - ground[row]) * scale : Number.NaN,
      levels && assume.storeyHeightM ? levels[row] * assume.storeyHeightM : Number.NaN,
      assume.heightM ?? Number.NaN,
    ];
    origin[row] = Math.max(0, candidates.findIndex(usable));
    const heightM = candidates[origin[row]];
    topM[row] = usable(heightM) ? heightM : Number.NaN;
  }
  const baseM = base ? base.map((value) => (value > 0 ? value * scale : 0)) : null;
  const parts: PartHeights = { topM, baseM };
  const gate: Gate = (row) => {
    if (Number.isNaN(topM[row])) {
      const hint =
        levels && !Number.isNaN(levels[row])
          ? `${levels[row]} storeys; --assume-storey-height 3 makes`
          : 'none; --assume-height 6 makes';
      return { code: 'height-missing', message: `expected a height, got ${hint} the guess explicit` };
    }
    if (baseM && baseM[row] >= topM[row])
      return {
        code: 'base-above-top',
        message: `expected the base below the top, got ${baseM[row]} m and ${topM[row]} m`,
      };
    return null;
  };
  return {
    parts,
    gate,
    assumptions(rows: Uint32Array): string[] {
      let [byStoreys, byNothing] = [0, 0];
      for (const row of rows) {
        if (origin[row] === 2) byStoreys++;
        if (origin[row] === 3) byNothing++;
      }
      const said: string[] = [];
      if (byStoreys > 0) said.push(`height: ${byStoreys} features by storeys × ${assume.storeyHeightM} m`);
      if (byNothing > 0) said.push(`height: ${assume.heightM} m for ${byNothing} features without one`);
      return said;
    },
    describe(rows: Uint32Array, columns: InputColumn[], attributes: LayerInput['attributes']): void {
      const heights = new Float32Array(new SharedArrayBuffer(4 * rows.length));
      for (let i = 0; i < rows.length; i++) heights[i] = topM[rows[i]];
      columns.push({ name: 'height', type: 'float32', values: heights });
      attributes.push({ name: 'height', type: 'number', unit: 'm', label: { zh: '高度', en: 'Height' } });
      if (!levels && !assume.storeyHeightM) return;
      const storeys = new Uint32Array(new SharedArrayBuffer(4 * rows.length));
      for (let i = 0; i < rows.length; i++) {
        const known = levels?.[rows[i]] ?? Number.NaN;
        const counted = known >= 1 ? known : heights[i] / (assume.storeyHeightM ?? Number.NaN);
        storeys[i] = Number.isNaN(counted) ? NO_VALUE : Math.max(1, Math.round(counted));
      }
      columns.push({ name: 'storeys', type: 'uint32', values: storeys });
      attributes.push({ name: 'storeys', type: 'integer', label: { zh: '层数', en: 'Storeys' } });
    },
  };
}

type Lines = Pick<LineGeometry, 'featureLine' | 'lineVertex' | 'lonLatDeg'>;
type Numbers = (name: string | undefined) => Float64Array | null;

const shared32 = (count: number): Float32Array => new Float32Array(new SharedArrayBuffer(4 * count));

/** Roads and paths known by their centre lines: draped, as wide as said. */
function ribbonsOf(
  recipe: LayerRecipe,
  lines: Lines,
  kept: Kept,
  number: Numbers,
  assumptions: string[],
): LineGeometry {
  const count = lines.lineVertex.length - 1;
  const widthM = shared32(count);
  const stated = number(recipe.fields.width);
  let assumed = 0;
  for (let i = 0; i < kept.rows.length; i++) {
    const known = stated?.[kept.rows[i]] ?? Number.NaN;
    const width = known > 0 ? known : (recipe.assume.widthM ?? Number.NaN);
    if (!(known > 0)) assumed++;
    for (let line = lines.featureLine[i]; line < lines.featureLine[i + 1]; line++) widthM[line] = width;
  }
  if (assumed > 0 && recipe.assume.widthM === undefined)
    throw new ReadError(
      `${basename(recipe.file)}: expected a width of each line, got ${assumed} without one; --assume-width 3 makes the guess explicit`,
    );
  if (assumed > 0) assumptions.push(`width: ${recipe.assume.widthM} m for ${assumed} lines without one`);
  return {
    kind: 'line',
    ...lines,
    elevationM: shared32(lines.lonLatDeg.length / 2).fill(Number.NaN),
    widthM,
    boxHeightM: shared32(count),
  };
}

const MM_OF_UNIT = { mm: 1, m: 1000, in: 25.4 } as const;
/** The Gotthard base tunnel is 9.6 m wide; no sewer is wider. */
const MOST_DIAMETER_MM = 10_000;

/**
 * Pipes: the stated diameter is taken for the outside one (walls of 5–10 % are below what the eye tells), inverts lie
 * half of it below the axis and fall evenly along the pipe. Without both inverts a third coordinate that is not zero
 * counts as the axis; without that the pipe lies at the cover that the shaper gives.
 */
function pipesOf(
  recipe: LayerRecipe,
  raw: RawFeatures,
  ids: Utf8List,
  lines: Lines,
  z: Float64Array | null,
  kept: Kept,
  number: Numbers,
  problems: Problems,
  assumptions: string[],
  columns: InputColumn[],
  attributes: LayerInput['attributes'],
): LineGeometry {
  const { fields, assume } = recipe;
  const toM = recipe.units.elevation === 'ft' ? FEET_M : 1;
  const toMm = MM_OF_UNIT[recipe.units.diameter ?? 'mm'];
  const diameter = number(fields.diameter);
  const boxWidth = number(fields.boxWidth);
  const boxHeight = number(fields.boxHeight);
  const up = number(fields.upstreamInvert);
  const down = number(fields.downstreamInvert);
  const lineCount = lines.lineVertex.length - 1;
  const widthM = shared32(lineCount);
  const boxHeightM = shared32(lineCount);
  const elevationM = shared32(lines.lonLatDeg.length / 2).fill(Number.NaN);
  const dn = shared32(kept.rows.length);
  let assumed = 0;
  for (let i = 0; i < kept.rows.length; i++) {
    const row = kept.rows[i];
    const place = (): string => placeOf(raw, ids, row);
    let dnMm = (diameter?.[row] ?? Number.NaN) * toMm;
    if (dnMm <= 0 || dnMm > MOST_DIAMETER_MM) {
      const got = dnMm;
      problems.report(
        'diameter-absurd',
        () => `${place()}: expected a diameter above 0 and at most ${MOST_DIAMETER_MM} mm, got ${got}`,
      );
      dnMm = Number.NaN;
    }
    const [wide, high] = [boxWidth?.[row] ?? Number.NaN, boxHeight?.[row] ?? Number.NaN];
    const isBox = wide > 0 && high > 0;
    if (isBox) dnMm = wide * 1000;
    if (Number.isNaN(dnMm)) {
      assumed++;
      dnMm = assume.diameterMm ?? Number.NaN;
    }
    dn[i] = dnMm;
    const [first, last] = [lines.featureLine[i], lines.featureLine[i + 1]];
    for (let line = first; line < last; line++) {
      widthM[line] = dnMm / 1000;
      boxHeightM[line] = isBox ? high : 0;
    }
    const halfM = (isBox ? high : dnMm / 1000) / 2;
    const [upM, downM] = [(up?.[row] ?? Number.NaN) * toM, (down?.[row] ?? Number.NaN) * toM];
    const [v0, v1] = [lines.lineVertex[first], lines.lineVertex[last]];
    const lengthM = lengthOf(lines, v0, v1);
    const known = !Number.isNaN(upM) && !Number.isNaN(downM);
    const absurd =
      known && (Math.abs(upM - downM) > lengthM + 1 || Math.min(upM, downM) < -500 || Math.max(upM, downM) > 6000);
    if (absurd)
      problems.report(
        'invert-absurd',
        () =>
          `${place()}: expected inverts of a pipe ${lengthM.toFixed(1)} m long, got ${upM} and ${downM}; laid at cover`,
      );
    else if (known) slopeAlong(lines, v0, v1, upM + halfM, downM + halfM, elevationM);
    else if (z?.subarray(v0, v1).some((value) => value > 0)) for (let v = v0; v < v1; v++) elevationM[v] = z[v] * toM;
    else if (up || down)
      problems.report('invert-missing', () => `${place()}: expected both inverts, got ${upM}, ${downM}; laid at cover`);
  }
  if (assumed > 0 && assume.diameterMm === undefined)
    throw new ReadError(
      `${raw.file}: expected a diameter of each pipe, got ${assumed} without one; --assume-diameter 300 makes the guess explicit`,
    );
  if (assumed > 0) assumptions.push(`diameter: ${assume.diameterMm} mm for ${assumed} pipes without one`);
  columns.push({ name: 'dn', type: 'float32', values: dn });
  attributes.push({ name: 'dn', type: 'number', unit: 'mm', label: { zh: '管径', en: 'Diameter' } });
  return { kind: 'line', ...lines, elevationM, widthM, boxHeightM };
}

function lengthOf(lines: Lines, from: number, to: number): number {
  const { lonLatDeg } = lines;
  const [eastM, northM] = metresPerDegree(lonLatDeg[2 * from + 1]);
  let lengthM = 0;
  for (let v = from + 1; v < to; v++)
    lengthM += Math.hypot(
      (lonLatDeg[2 * v] - lonLatDeg[2 * v - 2]) * eastM,
      (lonLatDeg[2 * v + 1] - lonLatDeg[2 * v - 1]) * northM,
    );
  return lengthM;
}

/** Elevations that change evenly with the way along vertices [from, to). */
function slopeAlong(lines: Lines, from: number, to: number, startM: number, endM: number, out: Float32Array): void {
  const { lonLatDeg } = lines;
  const [eastM, northM] = metresPerDegree(lonLatDeg[2 * from + 1]);
  const step = (v: number): number =>
    Math.hypot(
      (lonLatDeg[2 * v] - lonLatDeg[2 * v - 2]) * eastM,
      (lonLatDeg[2 * v + 1] - lonLatDeg[2 * v - 1]) * northM,
    );
  let totalM = 0;
  for (let v = from + 1; v < to; v++) totalM += step(v);
  let wayM = 0;
  out[from] = startM;
  for (let v = from + 1; v < to; v++) {
    wayM += step(v);
    out[v] = startM + ((endM - startM) * wayM) / totalM;
  }
}

/** Trees are as wide as their crown (their models are 1 m across); other points keep their model's size. */
function pointsOf(
  recipe: LayerRecipe,
  lonLatDeg: Float64Array,
  kept: Kept,
  number: Numbers,
  assumptions: string[],
): PointGeometry {
  const count = kept.rows.length;
  const elevation = number(recipe.fields.elevation);
  const crown = number(recipe.fields.crown);
  const heading = number(recipe.fields.heading);
  const toM = recipe.units.elevation === 'ft' ? FEET_M : 1;
  const elevationM = shared32(count);
  const scale = shared32(count);
  const headingDeg = shared32(count);
  let assumed = 0;
  for (let i = 0; i < count; i++) {
    const row = kept.rows[i];
    elevationM[i] = (elevation?.[row] ?? Number.NaN) * toM;
    headingDeg[i] = (((heading?.[row] ?? 0) % 360) + 360) % 360 || 0;
    scale[i] = 1;
    if (recipe.kind !== 'tree') continue;
    const known = crown?.[row] ?? Number.NaN;
    if (!(known > 0)) assumed++;
    scale[i] = known > 0 ? known : (recipe.assume.crownM ?? Number.NaN);
  }
  if (assumed > 0 && recipe.assume.crownM === undefined)
    throw new ReadError(
      `${basename(recipe.file)}: expected a crown of each tree, got ${assumed} without one; "assume": {"crownM": 4} makes the guess explicit`,
    );
  if (assumed > 0) assumptions.push(`crown: ${recipe.assume.crownM} m for ${assumed} trees without one`);
  return {
    kind: 'point',
    lonLatDeg,
    elevationM,
    model: new Uint8Array(new SharedArrayBuffer(count)),
    scale,
    headingDeg,
  };
}

function facadesOf(
  recipe: LayerRecipe,
  raw: RawFeatures,
  fields: Map<string, Field>,
  rows: Uint32Array,
  topM: Float64Array,
  assumptions: string[],
  columns: InputColumn[],
  attributes: LayerInput['attributes'],
): void {
  if (recipe.facade === undefined && !recipe.fields.facade) return;
  const words = recipe.fields.facade ? fields.get(recipe.fields.facade)?.words(raw.count) : undefined;
  const values = new Uint32Array(new SharedArrayBuffer(4 * rows.length)).fill(recipe.facade ?? NO_VALUE);
  if (words)
    for (let i = 0; i < rows.length; i++) {
      const text = words.text(rows[i]);
      if (Object.hasOwn(recipe.facades, text)) values[i] = recipe.facades[text];
    }
  const { tallFacade } = recipe;
  if (tallFacade)
    for (let i = 0; i < rows.length; i++) if (topM[rows[i]] >= tallFacade.fromM) values[i] = tallFacade.facade;
  assumptions.push(
    `facade: class ${recipe.facade ?? 'none'} where nothing else is said${tallFacade ? `, ${tallFacade.facade} from ${tallFacade.fromM} m` : ''}: a look, not data`,
  );
  columns.push({ name: 'facade', type: 'uint32', values });
  attributes.push({ name: 'facade', type: 'integer', label: { zh: '外立面类别', en: 'Facade class' } });
}

/** Columns the recipe declares, then every other one if it asks for them; names become fit for files and code. */
function declareColumns(
  recipe: LayerRecipe,
  raw: RawFeatures,
  fields: Map<string, Field>,
  rows: Uint32Array,
  ids: Utf8List,
  problems: Problems,
  columns: InputColumn[],
  attributes: LayerInput['attributes'],
): void {
  const taken = new Set(['id', 'gid', ...columns.map(({ name }) => name.toLowerCase())]);
  const declared = new Set(recipe.columns.map(({ field }) => field));
  for (const wish of recipe.columns) {
    const field = fields.get(wish.field);
    if (!field) {
      problems.report('field-missing', () => `${raw.file}: expected a property "${wish.field}", got none`);
      continue;
    }
    const name = freeName(wish.name ?? wish.field, taken);
    const column =
      wish.type === 'number'
        ? numberColumn(name, numbersOf(field, raw, ids, recipe.noData, problems, wish.field), rows)
        : field.column(name, rows, raw.count);
    columns.push(column);
    attributes.push(attributeOf(wish, name, column));
  }
  if (!recipe.allColumns) return;
  for (const field of raw.fields) {
    if (field.name === '' || field.filled === 0 || declared.has(field.name)) continue;
    if (field.name === (recipe.fields.id ?? 'id') || field.name === recipe.fields.height) continue;
    const name = freeName(field.name, taken);
    const column = field.column(name, rows, raw.count);
    columns.push(column);
    attributes.push(attributeOf({ field: field.name, label: { zh: field.name, en: field.name } }, name, column));
  }
}

function numberColumn(name: string, all: Float64Array, rows: Uint32Array): InputColumn {
  const values = new Float32Array(new SharedArrayBuffer(4 * rows.length));
  for (let i = 0; i < rows.length; i++) values[i] = all[rows[i]];
  return { name, type: 'float32', values };
}

/** Letters, digits and underscores; told apart without regard to case, as some file systems do. */
function freeName(wanted: string, taken: Set<string>): string {
  const plain = wanted
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
  const base = /^[A-Za-z]/.test(plain) ? plain : `field_${plain}`;
  let name = base;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base}_${n}`;
  taken.add(name.toLowerCase());
  return name;
}

/** Words are a `code`, coloured by value, up to this many distinct ones. */
const MOST_CODES = 256;

function attributeOf(wish: ColumnRecipe, name: string, column: InputColumn): Omit<AttributeInfo, 'file' | 'range'> {
  const inferred =
    column.type === 'float32'
      ? 'number'
      : column.type === 'uint32'
        ? 'integer'
        : distinctOf(column.values, MOST_CODES) <= MOST_CODES
          ? 'code'
          : 'string';
  const numeric = inferred === 'number' || inferred === 'integer';
  const asked = wish.type === 'code' && inferred !== 'code' ? inferred : (wish.type ?? inferred);
  return {
    name,
    type: numeric ? inferred : asked === 'number' || asked === 'integer' ? 'string' : asked,
    ...(wish.unit ? { unit: wish.unit } : {}),
    label: wish.label,
    ...(wish.values ? { values: wish.values } : {}),
  };
}

function distinctOf(column: { offsets: Uint32Array; bytes: Uint8Array }, limit: number): number {
  const seen = new Set<string>();
  const text = Buffer.from(column.bytes.buffer, column.bytes.byteOffset, column.bytes.length);
  for (let i = 0; i + 1 < column.offsets.length && seen.size <= limit; i++)
    if (column.offsets[i + 1] > column.offsets[i])
      seen.add(text.toString('latin1', column.offsets[i], column.offsets[i + 1]));
  return seen.size;
}

function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
