import * as v from 'valibot';
import { MessageError } from '../text/message.ts';
import { checked, faultMessages } from '../text/schema-faults.ts';
import { BaseMap } from './base-maps.ts';
import { FactOrigin } from './facts.ts';
import { isLayerColour } from './layer-colours.ts';
import { LayerRoles } from './layer-role.ts';

/**
 * The contract between `tiles/` (which writes it) and the app (which reads it): `public/city/<id>/manifest.json`.
 * All paths are relative to the manifest. Everything in it is plain data; a file that does not parse names the place.
 */
const Text = v.object({ zh: v.string(), en: v.string() });

/**
 * How a layer is drawn; one shader a kind. `area` is anything draped: roads, green, land cover, parking, plans; `element` a part of a
 * building model, which a schedule builds.
 */
export const LAYER_KINDS = [
  'building',
  'element',
  'bridge',
  'tunnel',
  'area',
  'water',
  'pipe',
  'tree',
  'point',
] as const;

/** Layers without objects of their own: a tileset that was made elsewhere, a cloud of points. */
export const TILESET_KINDS = ['tiles', 'points'] as const;

/** Whether a layer has tiles and no objects. */
export const isTilesetKind = (kind: string): kind is TilesetKind => TILESET_KINDS.some((one) => one === kind);

/** The folders of the layer tree, in the order shown. */
export const LAYER_GROUPS = [
  'terrain',
  'building',
  'road',
  'water',
  'green',
  'underground',
  'facility',
  'plan',
] as const;

/** Features of a layer at most: its colours are one texture of 2,048 × 2,048, the largest that every WebGL 2 has. */
export const MAX_FEATURES = 2048 ** 2;

/** One that the style sheet has not (of a newer program's city) is drawn as plaster: a colour is no reason to show nothing. */
const LayerColour = v.pipe(
  v.string(),
  v.transform((token) => (isLayerColour(token) ? token : 'map-build')),
);

const Attribute = v.object({
  name: v.string(),
  /** `code` is a string with few distinct values (≤ 256): coloured by value. */
  type: v.picklist(['string', 'code', 'number', 'integer']),
  /** UCUM. */
  unit: v.optional(v.string()),
  label: Text,
  /** Column file, see `column.ts`. */
  file: v.string(),
  /** Extent of a numeric attribute over the layer, null where no value exists. */
  range: v.optional(v.nullable(v.tuple([v.number(), v.number()]))),
  /** Words for the values of a `code`. */
  values: v.optional(v.record(v.string(), Text)),
});

const Layer = v.object({
  id: v.string(),
  kind: v.picklist([...LAYER_KINDS, ...TILESET_KINDS]),
  /**
   * How its features became triangles: upright solids without a floor, on the terrain, tubes and boxes along lines, polygons in
   * space, models at points. `shapan verify` knows by it what must be closed; the baker always writes it.
   */
  shape: v.optional(v.picklist(['extruded', 'draped', 'swept', 'surface', 'instanced', 'given', 'points'])),
  group: v.picklist(LAYER_GROUPS),
  label: Text,
  /** CIM level 1–7 (CJJ/T 315-2022, 待核). */
  cimLevel: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7)),
  state: v.picklist(['existing', 'planned', 'construction']),
  /** Id of the layer that a decoration is drawn with. */
  decorates: v.optional(v.string()),
  /** ISO dates; absent = always. */
  validity: v.optional(v.object({ from: v.optional(v.string()), to: v.optional(v.string()) })),
  shownAtStart: v.boolean(),
  /** Whether the tiles of areas on the ground say what lies on each, see `GROUND_MATTERS`. */
  hasMatter: v.optional(v.boolean()),
  /** Height of areas above the ground, m. Higher ones are drawn over lower ones, however far off; absent = 0. */
  liftM: v.optional(v.number()),
  /** Points of a cloud: how many, what colours them, and their ASPRS classes. */
  points: v.optional(
    v.object({
      count: v.number(),
      colouredBy: v.picklist(['rgb', 'classification', 'intensity']),
      classes: v.array(v.object({ code: v.number(), count: v.number() })),
    }),
  ),
  tileset: v.string(),
  /** Features have gid gidBase … gidBase + count − 1: dense over the city, in the order of the columns' rows. */
  gidBase: v.number(),
  count: v.pipe(v.number(), v.maxValue(MAX_FEATURES)),
  /** ENU metres from the origin: west, south, low, east, north, high. */
  boundsM: v.tuple([v.number(), v.number(), v.number(), v.number(), v.number(), v.number()]),
  /** Ids of the rows sorted by UTF-8 bytes: a Uint32 permutation, so that id → row is a binary search. */
  sorted: v.string(),
  /** Float32 × 4 a row: east, north, up (ENU metres) of the centre, radius. */
  places: v.string(),
  attributes: v.array(Attribute),
  /** Engines may take the layer for these, by these of its attributes; absent: it has no role. */
  roles: v.optional(LayerRoles),
  /** Colour when nothing colours it: a token of tokens.css without dashes, as `pipe-storm`; or a `code` attribute's name. */
  colour: v.optional(
    v.object({
      token: v.optional(LayerColour),
      attribute: v.optional(v.string()),
      tokens: v.optional(v.record(v.string(), LayerColour)),
    }),
  ),
  source: v.object({
    name: Text,
    licence: v.string(),
    date: v.optional(v.string()),
    crs: v.string(),
    inputHash: v.string(),
  }),
  /** Guesses that were made explicit with --assume-… (words in `assumption.ts`), and problems found in the input, counted. */
  assumptions: v.array(v.object({ code: v.string(), values: v.record(v.string(), v.union([v.string(), v.number()])) })),
  problems: v.array(v.object({ code: v.string(), count: v.number(), example: v.string() })),
});

const View = v.object({
  lonDeg: v.number(),
  latDeg: v.number(),
  heightM: v.number(),
  headingDeg: v.number(),
  pitchDeg: v.number(),
});

/** A chapter of the tour: what is looked at, for how long, at which hour of the day and with which layers (absent: those shown). */
export const TourStop = v.object({
  id: v.string(),
  title: Text,
  caption: Text,
  view: View,
  hour: v.optional(v.number()),
  layers: v.optional(v.array(v.string())),
  seconds: v.number(),
});

/** What a name on the map belongs to. */
export const LABEL_KINDS = ['district', 'street', 'water', 'landmark', 'station'] as const;

/** Parts of a bake that tiles do without: light is for the picture alone; grids, prisms and networks are for the engines alone. */
export const OMITTED_PARTS = ['light', 'grids'] as const;
export type OmittedPart = (typeof OMITTED_PARTS)[number];

/** The schema of a city's `manifest.json`, the first file that a page reads: what the city has and where it lies. */
export const Manifest = v.object({
  format: v.literal(1),
  id: v.string(),
  name: Text,
  fictional: v.boolean(),
  /** Shown on the page: what the data is and what it is not. */
  about: Text,
  /** ENU origin; heightM above the ellipsoid. Root transform of every tileset. */
  origin: v.object({ lonDeg: v.number(), latDeg: v.number(), heightM: v.number() }),
  zone: v.string(),
  /** ISO 3166-1, two letters: whose rules hold there. Absent: the zone may show it (`country.ts`). */
  country: v.optional(v.string()),
  datum: v.object({ vertical: v.string(), geoidUndulationM: v.number() }),
  extentM: v.tuple([v.number(), v.number(), v.number(), v.number()]),
  home: View,
  terrain: v.nullable(v.object({ url: v.string(), minLevel: v.number(), maxLevel: v.number(), source: Text })),
  /** Ground picture: PNG tiles in the geographic TMS scheme, one folder a theme. */
  ground: v.nullable(
    v.object({
      plan: v.string(),
      command: v.string(),
      minLevel: v.number(),
      maxLevel: v.number(),
      westDeg: v.number(),
      southDeg: v.number(),
      eastDeg: v.number(),
      northDeg: v.number(),
    }),
  ),
  layers: v.array(Layer),
  /** Drawn with a layer each, as markings with roads; in no list and no search, their gids follow the layers'. Absent: none. */
  decorations: v.optional(v.array(Layer)),
  grids: v.nullable(v.string()),
  /** What the ground can look like in place of the map; absent: the map alone. */
  baseMaps: v.optional(v.array(BaseMap)),
  /** Given and inferred ones by their names in `facts.ts`; absent: a city baked before there were any. */
  facts: v.optional(v.record(v.string(), FactOrigin)),
  /** A schedule that builds the layers of kind `element`: their column `task` holds ids of its activities. */
  schedule: v.optional(v.string()),
  /** What the schedule digs: ground and tiles are cut along the ring while it is played. Metres in ENU, anticlockwise; below the lowest rim. */
  pit: v.optional(v.object({ ringM: v.array(v.tuple([v.number(), v.number()])), depthM: v.number() })),
  /** A case of that schedule (`model/questions/construction.ts`): its space, its site, what-ifs. Its files lie beside it. */
  construction: v.optional(v.string()),
  /** Plans of several authorities, to be compared: `plans/plans.json` lists them (`model/plans/plan.ts`). Absent: none, and nothing to judge them by. */
  plans: v.optional(
    v.object({
      count: v.number(),
      /** It has its own rules of conflict, or its own crosswalk of codes: `plans/rules.json`, `plans/crosswalk.json`. */
      hasRules: v.boolean(),
      hasCrosswalk: v.optional(v.boolean(), false),
    }),
  ),
  /** Which figures the strip of the Command desk shows, by id of the vital of a sensor kind; absent: those that the city's sensors give. */
  vitals: v.optional(v.array(v.string())),
  tour: v.array(TourStop),
  /** Files of more tours (`model/tours/tour.ts`): the recipe's, and those that `shapan pack --tour` puts in. Absent: none. */
  tours: v.optional(v.array(v.string())),
  labels: v.array(
    v.object({
      text: Text,
      kind: v.picklist(LABEL_KINDS),
      eastM: v.number(),
      northM: v.number(),
      upM: v.number(),
      /** Which way the line runs that the name is of, clockwise from north, 0 to 180; absent: it runs no way that is known. */
      bearingDeg: v.optional(v.number()),
    }),
  ),
  /** Parts that whoever baked the city left out; absent: none. */
  without: v.optional(v.array(v.picklist(OMITTED_PARTS))),
  bakedBy: v.string(),
  inputHash: v.string(),
});

/** A manifest that the schema has passed, on which the page relies without further checks. */
export type Manifest = v.InferOutput<typeof Manifest>;
/** A layer of the city as the manifest lists it. */
export type LayerInfo = v.InferOutput<typeof Layer>;
/** An attribute of a layer: its name in both languages, its type and unit. */
export type AttributeInfo = v.InferOutput<typeof Attribute>;
/** What a layer's features are, which decides how they are shaped and shown. */
export type LayerKind = (typeof LAYER_KINDS)[number];
/** A layer that has tiles and no objects. */
export type TilesetKind = (typeof TILESET_KINDS)[number];
/** The heading under which the layer list shows a layer. */
export type LayerGroup = (typeof LAYER_GROUPS)[number];
/** A text for people, in Chinese and English. */
export type Text = v.InferOutput<typeof Text>;
/** A named place to look from, in ENU metres and degrees. */
export type View = v.InferOutput<typeof View>;

/** A manifest that cannot be read; its message names the field, what was expected and what came. */
export class ManifestError extends MessageError {
  override name = 'ManifestError';
}

/** Parses manifest.json; the error names the place, what was expected and what came. */
export function parseManifest(json: unknown, file = 'manifest.json'): Manifest {
  const result = checked(Manifest, json);
  if (result.success) return result.output;
  throw new ManifestError(...faultMessages(result.issues, file));
}
