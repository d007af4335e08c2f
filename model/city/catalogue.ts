import type { Point } from '../geo/plane/point.ts';
import type { DataQuery } from '../questions/data-query.ts';
import type { DataTable } from '../tables/data-table.ts';
import type { QueryResult } from '../tables/query-rows.ts';
import type { Text } from '../text/text.ts';
import type { Solid } from './layer-shapes.ts';
import type { LayerInfo, Manifest } from './manifest.ts';
import type { VulnerableKind } from './vulnerable-kind.ts';

/** Shapes of rows are areas, nested as GeoJSON does with open rings, or lines; metres in the city's plane. */
export type Outlines =
  | { readonly areas: readonly (readonly (readonly (readonly Point[])[])[])[] }
  | { readonly lines: readonly (readonly (readonly Point[])[])[] };

/**
 * What the app asks about the features of a city, by gid. It runs in a worker (`catalogue.worker.ts`): columns of a
 * million rows are read, searched and painted there; the page gets answers only.
 */
export interface Catalogue {
  /** Attributes of one feature in the order of the manifest; a value that is not there is null. */
  describe(gid: number): Promise<Description | null>;
  gidOf(id: string): Promise<number | null>;
  /** Objects that name this one in their column `of` (see OWNER): the sensors and cameras of a building. */
  related(id: string): Promise<Description[]>;
  /** Finds in each of these layers the objects that lie nearest to a place, as the crow flies, nearest first. */
  nearest(place: EnuSphere, layerIds: readonly string[], count: number): Promise<Near[]>;
  /** Finds in each of these layers of areas those that hold a place. */
  areasAt(place: Pick<EnuSphere, 'eastM' | 'northM'>, layerIds: readonly string[]): Promise<Description[]>;
  /** Counts what lies within a radius of a place: buildings, who lives there, and places whose people need help. */
  around(place: Pick<EnuSphere, 'eastM' | 'northM'>, radiusM: number): Promise<Surroundings>;
  /** Buildings that are higher than a plan allows where they stand, the most first. */
  overLimits(): Promise<OverLimit[]>;
  /** Best first; matches id, name, address and code, in all layers, case and width folded. */
  search(text: string, limit: number): Promise<Hit[]>;
  /** What a legend and a filter need to know of an attribute. */
  summarise(layerId: string, attribute: string, method?: BreakMethod): Promise<Summary>;
  /**
   * RGBA8 a gid over the whole city: rgb colours, a = 255 shown with this colour, 254 shown in its own colour, 0 hidden.
   * A row without a value keeps its own colour, and is hidden by a filter on that attribute.
   */
  paint(request: PaintRequest): Promise<Uint8Array>;
  /** Foot and top of each row of a layer of solids, metres above the plane of the city's origin; NaN where nothing of it is drawn. */
  heights(layerId: string): Promise<Float32Array>;
  /** How many buildings `cleared` would hide. */
  countIn(outline: readonly Point[]): Promise<number>;
  /** Value of an attribute, or the id, of each thing of a layer as a word: what a table is joined by. */
  keys(layerId: string, attribute: string): Promise<(string | null)[]>;
  /** Middles of all things of a layer in the city's plane, east and north of each. */
  middles(layerId: string): Promise<Float64Array>;
  /** The thing of a layer of areas that each place lies in, by its row, −1 where none; places are east and north of each. Null: the layer has no areas. */
  thingsAt(layerId: string, placesM: Float64Array): Promise<Int32Array | null>;
  /** Rows of a layer that a question is about, and their figures. */
  query(query: DataQuery): Promise<QueryResult>;
  /** Rows of a layer with all their attributes, to be shown or taken away. */
  records(layerId: string, rows: Uint32Array): Promise<DataTable>;
  /** Areas, footprints or axes of rows; null: the layer's things have middles alone. */
  outlines(layerId: string, rows: Uint32Array): Promise<Outlines | null>;
  /** Upright bodies of rows of a layer of buildings; null: it has none. */
  solids(layerId: string, rows: Uint32Array): Promise<Solid[][] | null>;
}

/** The attribute by which an object says to which other one it belongs: that one's id. */
export const OWNER = 'of';

/** File of a layer that a person adds, beside its places: half of how high each of its rows is, float32. */
export const HALF_HEIGHTS = 'half-heights.bin';

/** What the worker exposes: `open` first, with the parsed manifest and the address its paths are relative to. */
export interface CatalogueService extends Catalogue {
  open(manifest: Manifest, baseUrl: string): Promise<void>;
  adopt: LayerHolder['adopt'];
  drop: LayerHolder['drop'];
  held: LayerHolder['held'];
}

/** Layers that a person brings, beside those of the city: their files are in memory. */
export interface LayerHolder {
  /** Adds a layer, or tells a known one anew: `files` by their paths in it, `<layer id>/…`; those that did not change may be left out. */
  adopt(layer: LayerInfo, files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): void;
  drop(layerId: string): void;
  /** A layer that was brought, as it was told, and all its files; null: the city's own, or none. */
  held(layerId: string): HeldFiles | null;
}

/** A layer that a person brought: its files by their paths in it. */
export interface HeldFiles {
  layer: LayerInfo;
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/**
 * Classes of the same width, of about the same number of rows, or parted where the values themselves leave gaps. Absent:
 * natural when skewed, else equal.
 */
export const BREAK_METHODS = ['equal', 'quantile', 'natural'] as const;
/** How classes of a numeric attribute are cut. */
export type BreakMethod = (typeof BREAK_METHODS)[number];

/** One feature as the card shows it: where it is and all its attributes. */
export interface Description {
  gid: number;
  layerId: string;
  id: string;
  values: { name: string; value: string | number | null }[];
  place: EnuSphere;
}

/** Centre in ENU metres and radius. */
export interface EnuSphere {
  eastM: number;
  northM: number;
  upM: number;
  radiusM: number;
}

/** An object and how far away it is, centre to centre. */
export interface Near {
  object: Description;
  distanceM: number;
}

/** Counts things within a radius of a place by their middles. */
export interface Surroundings {
  buildings: number;
  /** Sums over the buildings that state them; null: no layer of buildings does. */
  dwellings: number | null;
  residents: number | null;
  /** The nearest first. */
  vulnerable: VulnerablePlace[];
  /** The kinds that the city's data name anywhere: of the others nothing is known, which is not none. */
  known: VulnerableKind[];
}

/** A school, a hospital or a home where people are cared for. */
export interface VulnerablePlace {
  gid: number;
  layerId: string;
  id: string;
  name: Text;
  kind: VulnerableKind;
  isBuilding: boolean;
  distanceM: number;
  place: EnuSphere;
}

/** A building and the area of a plan whose limit of height it passes by most. */
export interface OverLimit {
  gid: number;
  heightM: number;
  planGid: number;
  limitM: number;
}

/** A feature that a search found, with the text that matched. */
export interface Hit {
  gid: number;
  layerId: string;
  id: string;
  /** The text that matched, and the attribute it stands in. */
  text: string;
  attribute: string;
  place: EnuSphere;
}

/** What an attribute holds over a layer: bounds and class breaks of numbers, or counts of codes. */
export type Summary =
  | {
      kind: 'number';
      /** Rows with a value. */
      count: number;
      min: number;
      max: number;
      /** Limits between classes, ascending, all inside (min, max]: class k holds breaks[k − 1] ≤ value < breaks[k]. */
      breaks: number[];
      /** How the limits were found; null when every value has a class of its own. */
      method: BreakMethod | null;
      /** Rows of each class: one more than breaks. */
      classCounts: number[];
      /** Equal bins over from … to; the last one also holds what lies above `to`. */
      histogram: { from: number; to: number; counts: number[] };
    }
  | { kind: 'code'; count: number; values: { value: string; count: number }[] };

/** Colours of a layer by one attribute. */
export interface Colouring {
  layerId: string;
  attribute: string;
  /**
   * Numbers: one colour more than breaks, in the classes of `Summary`. Codes: breaks[i] has colours[i], and every other
   * value the colour after those, if there is one.
   */
  colours: Rgb[];
  breaks: number[] | string[];
  /** The things' own colours, no value's: light, weather and the pattern of what lies there go over them. */
  isMatter?: boolean;
}

/** What the catalogue's worker is asked to paint: a colour for each feature, or that it is hidden. */
export interface PaintRequest {
  /** Buildings whose middle lies in this outline (ENU metres) are hidden: a project stands in their place. */
  cleared?: readonly Point[] | null;
  /** Trees and points above ground with their middle in this pit are hidden: what is only clipped goes on casting its shadow into it. */
  dug?: readonly Point[] | null;
  /** Layers whose own colour is that of a code (`colour.attribute` in the manifest): painted before `colouring`. */
  own?: Colouring[];
  colouring: Colouring | null;
  filters: (
    | { layerId: string; attribute: string; kind: 'range'; min: number; max: number }
    | { layerId: string; attribute: string; kind: 'values'; values: string[] }
  )[];
}

/** A colour as red, green and blue in sRGB, 0 to 255 each. */
export type Rgb = [number, number, number];
