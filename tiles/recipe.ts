import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { MAP_SERVICES } from '../model/city/base-maps.ts';
import { CITY_FACTS, type GivenFact, MADE_FACTS } from '../model/city/facts.ts';
import { isLayerColour, LAYER_COLOURS } from '../model/city/layer-colours.ts';
import { ROLE_IDS, SOLE_ROLES } from '../model/city/layer-role.ts';
import { LAYER_GROUPS, LAYER_KINDS, OMITTED_PARTS, TILESET_KINDS } from '../model/city/manifest.ts';
import { CODE_SYSTEMS, type CodeSystem } from '../model/plans/land-use.ts';
import { PLAN_KIND_NAMES, PLAN_STATUSES } from '../model/plans/plan-kinds.ts';
import { jsonFault } from '../model/text/json-fault.ts';
import { requirement } from '../model/text/requirements.ts';
import { checked, faultMessages } from '../model/text/schema-faults.ts';
import { LAYER_READERS } from '../readers/listed-readers.ts';
import { isEncodingName } from '../readers/shared/encoding.ts';
import { ReadError } from '../readers/shared/problems.ts';
import { DRAINAGE_ROLES } from './infer/drainage-roles.ts';
import { bakeMessage } from './messages.ts';
import { noteFile } from './read/files-read.ts';
import { TRACK_COLUMNS } from './read/track-columns.ts';

/**
 * A city described by a JSON file: which files make which layer, how their fields are named, in which system their
 * coordinates are, who owns them. Paths are relative to the recipe. Nothing is guessed that the recipe does not say
 * under `assume`; each guess ends in the manifest.
 */
const Text = v.object({ zh: v.string(), en: v.string() });
const FieldName = v.pipe(v.string(), v.minLength(1));
const Positive = v.pipe(v.number(), v.gtValue(0));
/** A view of a city from so steep shows a strip of sky over it, and still its plan. */
export const HOME_PITCH_DEG = -26;
const Id = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, requirement('slug')));

/** Whether a text can name a city and so its folder: never a path. */
export const isCityId = (text: string): boolean => v.is(Id, text);

const Longitude = v.pipe(v.number(), v.minValue(-185), v.maxValue(185));
const Latitude = v.pipe(v.number(), v.minValue(-90), v.maxValue(90));
const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const NUMBER = /^(?=.*[1-9])\d+(\.\d+)?$/;

const Assume = v.strictObject({
  /** Height of a building that has none. */
  heightM: v.optional(Positive),
  /** Height of a building that has none and covers no more than `toM2`, as a garage or a shed; `heightM` is for those that are larger. */
  outbuilding: v.optional(v.strictObject({ toM2: Positive, heightM: Positive })),
  /** Gables over houses, within their heights: of data that say nothing of roofs. A look, not data. */
  gables: v.optional(v.boolean()),
  /** Height of one storey, where only storeys are known; also counts the storeys of a building that has only a height. */
  storeyHeightM: v.optional(Positive),
  /** System of a file that names none. */
  crs: v.optional(v.string()),
  /** `suffix` makes repeated ids differ by ~2, ~3 …; `sequence` does so too, and numbers features that have no id. */
  ids: v.optional(v.picklist(['sequence', 'suffix'])),
  /** Diameter of a pipe that has none. */
  diameterMm: v.optional(Positive),
  /** Width of a road or path that has none and whose class is none of OpenStreetMap's. */
  widthM: v.optional(Positive),
  /** Crown of a tree that has none. */
  crownM: v.optional(Positive),
  /** `water`: elevation of its surface above the vertical datum, level everywhere, as of the sea; the ground under it is lowered. */
  waterLevelM: v.optional(v.number()),
});

const Colour = v.pipe(v.string(), v.check(isLayerColour, requirement('oneOf', { list: LAYER_COLOURS.join(', ') })));

const ColumnRecipe = v.strictObject({
  field: FieldName,
  name: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/))),
  type: v.optional(v.picklist(['string', 'code', 'number', 'integer'])),
  unit: v.optional(v.string()),
  label: Text,
  values: v.optional(v.record(v.string(), Text)),
});

/** A table whose rows become columns of the layer's things: by a key, an address, the area that a row lies in, or the thing nearest to it. */
const TableJoin = v.strictObject({
  file: v.string(),
  by: v.optional(v.picklist(['key', 'address', 'within', 'nearest']), 'key'),
  /** Column of the table, and the layer's column that says the same; `id` is that of its things. */
  key: v.optional(FieldName, 'id'),
  attribute: v.optional(FieldName, 'id'),
  /** Columns of degrees (WGS 84) east and north. */
  lon: v.optional(FieldName, 'lon'),
  lat: v.optional(FieldName, 'lat'),
  withinM: v.optional(Positive, 50),
});

const LayerRecipe = v.strictObject({
  id: Id,
  kind: v.picklist(LAYER_KINDS),
  group: v.optional(v.picklist(LAYER_GROUPS)),
  label: Text,
  cimLevel: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7))),
  state: v.optional(v.picklist(['existing', 'planned', 'construction'])),
  /** Absent: yes, but for pipes beside buildings. */
  shownAtStart: v.optional(v.boolean()),
  file: v.string(),
  /** Further files of the layer, of the same format and system: the tiles that a city is delivered in. */
  moreFiles: v.optional(v.array(v.string())),
  format: v.optional(v.picklist(LAYER_READERS.map(({ id }) => id))),
  /** Encoding of the file's text, as `gb18030`; absent, UTF-8 or what the bytes show. */
  encoding: v.optional(v.pipe(v.string(), v.check(isEncodingName, requirement('encoding')))),
  /** Which layer of a file that holds several: of a GeoPackage, an archive of shapefiles, the sheets of a workbook. */
  table: v.optional(FieldName),
  geometry: v.optional(v.picklist(['polygon', 'line', 'point', 'surface'])),
  crs: v.optional(v.string()),
  source: v.strictObject({ name: Text, licence: v.string(), date: v.optional(v.string()) }),
  fields: v.optional(
    v.strictObject({
      id: v.optional(FieldName),
      height: v.optional(FieldName),
      baseHeight: v.optional(FieldName),
      levels: v.optional(FieldName),
      /** Storeys below the base, and height, storeys and form of the roof, as OpenStreetMap has them. */
      baseLevels: v.optional(FieldName),
      roofHeight: v.optional(FieldName),
      roofLevels: v.optional(FieldName),
      roofShape: v.optional(FieldName),
      /** Id of the building that a feature is a part of: parts replace its outline. */
      partOf: v.optional(FieldName),
      roofElevation: v.optional(FieldName),
      groundElevation: v.optional(FieldName),
      facade: v.optional(FieldName),
      diameter: v.optional(FieldName),
      boxWidth: v.optional(FieldName),
      boxHeight: v.optional(FieldName),
      upstreamInvert: v.optional(FieldName),
      downstreamInvert: v.optional(FieldName),
      width: v.optional(FieldName),
      class: v.optional(FieldName),
      lanes: v.optional(FieldName),
      oneWay: v.optional(FieldName),
      bridge: v.optional(FieldName),
      tunnel: v.optional(FieldName),
      junction: v.optional(FieldName),
      speedLimit: v.optional(FieldName),
      heightLimit: v.optional(FieldName),
      weightLimit: v.optional(FieldName),
      turnBans: v.optional(FieldName),
      access: v.optional(FieldName),
      elevation: v.optional(FieldName),
      crown: v.optional(FieldName),
      heading: v.optional(FieldName),
      /** Columns of a table: easting or longitude, northing or latitude, or well-known text. */
      x: v.optional(FieldName),
      y: v.optional(FieldName),
      wkt: v.optional(FieldName),
    }),
    {},
  ),
  /** Units of `fields` that are not metres (millimetres for diameters). */
  units: v.optional(
    v.strictObject({
      height: v.optional(v.picklist(['m', 'ft'])),
      diameter: v.optional(v.picklist(['mm', 'm', 'in'])),
      elevation: v.optional(v.picklist(['m', 'ft'])),
    }),
    {},
  ),
  /** Numbers that stand for "none" in this file, as −99. */
  noData: v.optional(v.array(v.number()), []),
  /** Facade class of the values of `fields.facade`: 0 old town, 1 residential, 2 glass, 3 shed, 4 public. */
  facades: v.optional(v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4))), {}),
  facade: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4))),
  /** From this height on another class: a look, not data; the manifest says so. */
  tallFacade: v.optional(
    v.strictObject({ fromM: Positive, facade: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4)) }),
  ),
  /** Objects of an .osm.pbf that are read: those with this key, and with one of the values. */
  osm: v.optional(v.strictObject({ key: FieldName, values: v.optional(v.array(v.string())) })),
  /** Only features whose field has one of the values. */
  only: v.optional(v.strictObject({ field: FieldName, values: v.array(v.string()) })),
  columns: v.optional(v.array(ColumnRecipe), []),
  /** Also every other property of the file, under its own name. */
  allColumns: v.optional(v.boolean(), false),
  assume: v.optional(Assume, {}),
  colour: v.optional(
    v.strictObject({
      token: v.optional(Colour),
      attribute: v.optional(v.string()),
      tokens: v.optional(v.record(v.string(), Colour)),
    }),
  ),
  liftM: v.optional(v.number()),
  model: v.optional(v.string()),
  /**
   * What engines may take the layer for, with the layer's columns that each role takes, by their names in the layer; `{}` leaves them to be
   * found by usual names, and the manifest marks those as guessed.
   */
  roles: v.optional(v.strictObject(v.entriesFromList(ROLE_IDS, v.optional(v.record(v.string(), FieldName))))),
  /** Tables that are joined to the layer before its roles are given; they are joined anew with each bake. */
  joins: v.optional(v.array(TableJoin)),
  /** What the layer is to the storm drains: their pipes, manholes, grates or outfalls; absent: by its name. */
  drainage: v.optional(v.picklist(DRAINAGE_ROLES)),
  /** Tells what was wrong in the source of the file before it was made, for the city to tell. */
  sourceProblems: v.optional(
    v.array(v.strictObject({ code: v.string(), count: v.pipe(v.number(), v.integer()), example: v.string() })),
    [],
  ),
  /** Above this share of features left out the layer is refused. */
  mostLeftOutRatio: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.5),
});

/** A layer of tiles without objects: a tileset of 3D Tiles that was made elsewhere, as oblique photogrammetry is, or a cloud of points. */
const TilesetRecipe = v.strictObject({
  id: Id,
  kind: v.picklist(TILESET_KINDS),
  group: v.optional(v.picklist(LAYER_GROUPS)),
  label: Text,
  cimLevel: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7))),
  state: v.optional(v.picklist(['existing', 'planned', 'construction'])),
  shownAtStart: v.optional(v.boolean()),
  /** A tileset.json, or the folder that it is in; of points a .las, .laz or .copc.laz. */
  file: v.string(),
  /** System of points, whatever their file says. */
  crs: v.optional(v.string()),
  /** Where a tileset about its own zero point stands: metres above the ellipsoid, degrees clockwise. */
  place: v.optional(
    v.strictObject({
      lonDeg: v.number(),
      latDeg: v.number(),
      heightM: v.optional(v.number(), 0),
      headingDeg: v.optional(v.number(), 0),
    }),
  ),
  source: v.strictObject({ name: Text, licence: v.string(), date: v.optional(v.string()) }),
});

/** Photographs of which tiles are made, or a service that is asked when somebody chooses it. */
const BaseMapRecipe = v.variant('kind', [
  v.strictObject({
    kind: v.literal('photo'),
    id: Id,
    label: Text,
    source: v.strictObject({ name: Text, licence: v.string(), date: v.optional(v.string()) }),
    files: v.pipe(v.array(v.string()), v.minLength(1)),
    crs: v.optional(v.string()),
  }),
  /** Ready-made pictures in tiles: MBTiles or PMTiles. */
  v.strictObject({
    kind: v.literal('tiles'),
    id: Id,
    label: Text,
    source: v.strictObject({ name: Text, licence: v.string(), date: v.optional(v.string()) }),
    file: v.string(),
  }),
  ...MAP_SERVICES,
]);

const Terrain = v.union([
  v.strictObject({
    files: v.pipe(v.array(v.string()), v.minLength(1)),
    crs: v.optional(v.string()),
    cellM: v.optional(Positive),
    unit: v.optional(v.picklist(['m', 'ft'])),
    source: v.string(),
  }),
  /** Ground levels known at points only (manhole rims, ground at buildings): a surface is laid through them. */
  v.strictObject({
    points: v.pipe(
      v.array(
        v.strictObject({
          layer: v.string(),
          field: FieldName,
          at: v.optional(v.picklist(['start', 'end']), 'start'),
          offsetM: v.optional(v.number(), 0),
        }),
      ),
      v.minLength(1),
    ),
    cellM: v.optional(Positive, 10),
    source: v.string(),
  }),
]);

/** Storm intensity q = a·(1 + c·lg P)/(t + b)^n in L/(s·ha), t in minutes, P in years; a is 167·A1. Or depths that one is fitted to. */
const Storm = v.union([
  v.strictObject({
    formula: v.strictObject({
      a: Positive,
      b: v.pipe(v.number(), v.minValue(0)),
      c: v.pipe(v.number(), v.minValue(0)),
      n: v.pipe(v.number(), v.minValue(0.1), v.maxValue(2)),
      /** Shortest and longest storm that it was made for, minutes. */
      validMin: v.optional(v.tuple([Positive, Positive])),
    }),
    /** Part of a storm before its peak. */
    r: v.optional(Share, 0.4),
  }),
  v.strictObject({
    /** Years → hours → mm. */
    depthMm: v.pipe(
      v.record(
        v.pipe(v.string(), v.regex(NUMBER, requirement('years'))),
        v.record(v.pipe(v.string(), v.regex(NUMBER, requirement('hours'))), Positive),
      ),
      v.check(
        (table) => Object.values(table).flatMap((row) => Object.keys(row)).length >= 3,
        requirement('threeDepths'),
      ),
    ),
    r: v.optional(Share, 0.4),
  }),
]);

/** Which columns of a layer say what a planner writes of a shape. */
const PlanFields = v.strictObject({
  name: v.optional(FieldName),
  nameEn: v.optional(FieldName),
  code: v.optional(FieldName),
  farMax: v.optional(FieldName),
  heightMaxM: v.optional(FieldName),
  densityMaxPct: v.optional(FieldName),
  greenMinPct: v.optional(FieldName),
  setbackM: v.optional(FieldName),
  topM: v.optional(FieldName),
  bottomM: v.optional(FieldName),
});

const PlanPart = v.strictObject({
  /** Id of a layer of polygons. */
  layer: Id,
  /** What all its shapes are, or the kinds that the values of a column stand for; others are left out. */
  kind: v.union([
    v.picklist(PLAN_KIND_NAMES),
    v.strictObject({ field: FieldName, values: v.record(v.string(), v.picklist(PLAN_KIND_NAMES)) }),
  ]),
  fields: v.optional(PlanFields, {}),
});

/** A plan of an authority: the layers that it consists of. Two or more are compared with each other. */
const PlanRecipe = v.strictObject({
  id: Id,
  authority: Text,
  name: Text,
  version: v.optional(v.string(), ''),
  status: v.optional(v.picklist(PLAN_STATUSES), 'draft'),
  period: v.optional(v.strictObject({ from: v.optional(v.string()), to: v.optional(v.string()) })),
  codes: v.optional(v.picklist(Object.keys(CODE_SYSTEMS) as CodeSystem[]), 'mnr-2023'),
  parts: v.pipe(v.array(PlanPart), v.minLength(1)),
});

const FACT_NAMES = Object.keys(CITY_FACTS).filter(
  (name): name is GivenFact => !MADE_FACTS.some((made) => made === name),
);
/** What `tiles/infer` has a rule for. */
const INFERABLE_FACTS = [
  'walkable',
  'roads',
  'drains',
  'population',
  'resources',
  'bridges',
  'labels',
  'tour',
] as const;

/** The schema of a recipe; `shapan bake --schema` prints it. */
export const Recipe = v.strictObject({
  id: Id,
  name: Text,
  about: v.optional(Text),
  zone: v.pipe(
    v.string(),
    v.check((zone) => isZone(zone), requirement('zone')),
  ),
  /** ISO 3166-1, two letters: the country whose rules hold there. Absent: the zone shows it, or none holds. */
  country: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, requirement('country')))),
  datum: v.optional(v.strictObject({ vertical: v.string(), geoidUndulationM: v.number() })),
  /** West, south, east, north in degrees: areas and lines of the layers are cut there, buildings, pipes and points outside are left out. */
  bounds: v.optional(
    v.pipe(
      v.tuple([Longitude, Latitude, Longitude, Latitude]),
      v.check(([west, south, east, north]) => west < east && south < north, requirement('box')),
    ),
  ),
  /** Absent: the middle of all layers; elevation of flat ground where there is no terrain. */
  origin: v.optional(v.strictObject({ lonDeg: v.number(), latDeg: v.number() })),
  groundElevationM: v.optional(v.number()),
  terrain: v.optional(Terrain),
  /** What is looked at first; absent: the whole city from the south. */
  home: v.optional(
    v.strictObject({
      lonDeg: v.number(),
      latDeg: v.number(),
      distanceM: Positive,
      headingDeg: v.optional(v.number(), 0),
      pitchDeg: v.optional(v.pipe(v.number(), v.minValue(-89), v.maxValue(-5)), HOME_PITCH_DEG),
    }),
  ),
  layers: v.array(LayerRecipe),
  /** Tilesets made elsewhere; they have no objects to pick. */
  tilesets: v.optional(v.array(TilesetRecipe), []),
  /** Plans of authorities, made of layers above. */
  plans: v.optional(v.array(PlanRecipe), []),
  /** The file of the city's own rules of what contradicts what, in place of those of the program. */
  planRules: v.optional(v.string()),
  /** The file of the city's own crosswalk of land-use codes, in place of that of the program. */
  planCrosswalk: v.optional(v.string()),
  /** The file of the city's own table of clearances between pipes, in place of the program's. */
  pipeRules: v.optional(v.string()),
  /** What the ground can look like in place of the map. */
  baseMaps: v.optional(v.array(BaseMapRecipe), []),
  /** The file of the city's own sensor kinds. */
  sensorKinds: v.optional(v.string()),
  /** Names on the map: GeoJSON of points with `name` (or `name_zh`, `name_en`) and `kind`. Kinds that it lacks are inferred. */
  labels: v.optional(v.string()),
  /** The chapters of the tour: a JSON list of them as a manifest has it. */
  tour: v.optional(v.string()),
  /** Files of further tours, as the tour editor exports them. */
  tours: v.optional(v.array(v.string()), []),
  /** Files of what engines and desks work on, in the formats that a baked city has them in. */
  facts: v.optional(
    v.strictObject({
      ...v.entriesFromList(FACT_NAMES, v.optional(v.string())),
      tracks: v.optional(v.pipe(v.string(), v.description(TRACK_COLUMNS))),
    }),
    {},
  ),
  /** The city's design storms, for the flood tool and for drains that are inferred. */
  storm: v.optional(Storm),
  /** Which facts may be inferred from the layers where no file gives them; all that can be, unless said otherwise. */
  infer: v.optional(v.strictObject(v.entriesFromList(INFERABLE_FACTS, v.optional(v.boolean(), true))), {}),
  /** Figures of the Command desk, by id of a kind's vital; absent: those that the city's sensors give. */
  vitals: v.optional(v.pipe(v.array(Id), v.minLength(1), v.maxLength(8))),
  /** Parts that are not baked, for who wants tiles alone. */
  without: v.optional(v.pipe(v.array(v.picklist(OMITTED_PARTS)), v.minLength(1))),
});

/** A recipe that the schema has passed. */
export type Recipe = v.InferOutput<typeof Recipe>;
export type BaseMapRecipe = v.InferOutput<typeof BaseMapRecipe>;
export type TilesetRecipe = v.InferOutput<typeof TilesetRecipe>;
export type LayerRecipe = v.InferOutput<typeof LayerRecipe>;
export type PlanRecipe = v.InferOutput<typeof PlanRecipe>;
export type PlanPartRecipe = v.InferOutput<typeof PlanPart>;
export type ColumnRecipe = v.InferOutput<typeof ColumnRecipe>;
export type Assume = v.InferOutput<typeof Assume>;

function isZone(zone: string): boolean {
  if (zone === 'UTC') return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Beside the tiles of photographs lie those of the map. */
const GROUND_FOLDERS: ReadonlySet<string> = new Set(['plan', 'command']);

/** Parses a recipe; `folder` is where its relative paths begin. The error names the place, what was expected, what came. */
export function parseRecipe(json: unknown, file: string, folder: string): Recipe {
  const result = checked(Recipe, json);
  if (!result.success) throw new ReadError(...faultMessages(result.issues, file));
  const recipe = result.output;
  const ids = [...recipe.layers, ...recipe.tilesets].map((layer) => layer.id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice) throw new ReadError(bakeMessage('layer-twice', { file, twice }));
  for (const role of SOLE_ROLES) {
    const [first, second] = recipe.layers.filter(({ roles }) => roles?.[role]);
    if (second) throw new ReadError(bakeMessage('role-twice', { file, role, first: first.id, second: second.id }));
  }
  for (const layer of [...recipe.layers, ...recipe.tilesets]) layer.file = resolve(folder, layer.file);
  for (const { joins = [] } of recipe.layers) for (const join of joins) join.file = resolve(folder, join.file);
  for (const layer of recipe.layers)
    if (layer.moreFiles) layer.moreFiles = layer.moreFiles.map((path) => resolve(folder, path));
  for (const [name, path] of Object.entries(recipe.facts) as [GivenFact, string | undefined][])
    if (path !== undefined) recipe.facts[name] = resolve(folder, path);
  if (recipe.planRules !== undefined) recipe.planRules = resolve(folder, recipe.planRules);
  if (recipe.planCrosswalk !== undefined) recipe.planCrosswalk = resolve(folder, recipe.planCrosswalk);
  if (recipe.pipeRules !== undefined) recipe.pipeRules = resolve(folder, recipe.pipeRules);
  const maps = recipe.baseMaps.map((map) => map.id);
  const mapTwice = maps.find((id, i) => maps.indexOf(id) !== i || GROUND_FOLDERS.has(id));
  if (mapTwice) throw new ReadError(bakeMessage('layer-twice', { file, twice: mapTwice }));
  for (const map of recipe.baseMaps) {
    if (map.kind === 'photo') map.files = map.files.map((path) => resolve(folder, path));
    if (map.kind === 'tiles') map.file = resolve(folder, map.file);
  }
  if (recipe.labels !== undefined) recipe.labels = resolve(folder, recipe.labels);
  if (recipe.tour !== undefined) recipe.tour = resolve(folder, recipe.tour);
  recipe.tours = recipe.tours.map((path) => resolve(folder, path));
  if (recipe.sensorKinds !== undefined) recipe.sensorKinds = resolve(folder, recipe.sensorKinds);
  if (recipe.terrain && 'files' in recipe.terrain)
    recipe.terrain.files = recipe.terrain.files.map((path) => resolve(folder, path));
  return recipe;
}

export function readRecipe(path: string): Recipe {
  let text: string;
  try {
    noteFile(path);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ReadError(
      bakeMessage('recipe-unreadable', { path, reason: error instanceof Error ? error.message : String(error) }),
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ReadError(bakeMessage('recipe-json', { path, reason: jsonFault(error) }));
  }
  return parseRecipe(json, basename(path), dirname(path));
}

/** Does the file look like a recipe, rather than data? Small, JSON, with "layers" and without a "type". */
export function isRecipe(path: string): boolean {
  const info = statSync(path, { throwIfNoEntry: false });
  if (!path.endsWith('.json') || !info?.isFile() || info.size > 4_000_000) return false;
  const text = readFileSync(path, 'utf8');
  return /"layers"\s*:\s*\[/.test(text) && !/"type"\s*:\s*"(FeatureCollection|Feature|CityJSON)"/.test(text);
}
