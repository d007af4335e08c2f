import type { AssumptionCode } from '../src/city/assumption.ts';
import type { AttributeInfo, LayerGroup, LayerInfo, LayerKind, Manifest, Text, View } from '../src/city/manifest.ts';

/**
 * What readers and recipes emit and shapers consume: flat arrays, so that a million features cost no million objects
 * and worker threads share them (every array may lie on a SharedArrayBuffer). Offsets arrays have one entry more than
 * there are things: thing i owns [offset[i], offset[i + 1]). Rings are not closed (the first vertex is not repeated);
 * outer rings run anticlockwise, holes clockwise: readers see to it. Positions are WGS 84 degrees, longitude first.
 */
export interface PolygonGeometry {
  kind: 'polygon';
  /** feature → parts (a multipolygon, or a podium and its tower) → rings (outer first, then holes) → vertices. */
  featurePart: Uint32Array;
  partRing: Uint32Array;
  ringVertex: Uint32Array;
  lonLatDeg: Float64Array;
  /** For solids: metres above the feature's ground level, a part; NaN = not known (reported, never guessed in silence). */
  partBaseM?: Float32Array;
  partTopM?: Float32Array;
  /** 0 flat, 1 gable, 2 hip, 3 pyramid; roofs other than flat need one ring of four vertices, else they are flat. */
  partRoof?: Uint8Array;
  /** Height of the roof above partTopM. */
  partRoofM?: Float32Array;
  /** A level surface (lake, deck) instead of the terrain's: elevation above the vertical datum, a vertex. */
  elevationM?: Float32Array;
}

export interface LineGeometry {
  kind: 'line';
  featureLine: Uint32Array;
  lineVertex: Uint32Array;
  lonLatDeg: Float64Array;
  /** Above the vertical datum, a vertex; NaN = on the ground less the layer's cover. For pipes: of the axis. */
  elevationM: Float32Array;
  /** Outside diameter (pipes) or width and height of a box, metres, a line. */
  widthM: Float32Array;
  /** 0 = round; else the box's height. */
  boxHeightM: Float32Array;
}

export interface PointGeometry {
  kind: 'point';
  lonLatDeg: Float64Array;
  /** NaN = on the ground. */
  elevationM: Float32Array;
  /** Which model of the layer's `models`, its size (× the model's unit size) and heading clockwise from north. */
  model: Uint8Array;
  scale: Float32Array;
  headingDeg: Float32Array;
}

/** CityJSON LoD2, bridges, stadium: polygons in space. Rings as in PolygonGeometry, anticlockwise seen from outside. */
export interface SurfaceGeometry {
  kind: 'surface';
  featureSurface: Uint32Array;
  surfaceRing: Uint32Array;
  ringVertex: Uint32Array;
  lonLatDeg: Float64Array;
  elevationM: Float32Array;
  /** A surface: 0 other, 1 ground, 2 wall, 3 roof. */
  surfaceClass: Uint8Array;
}

export type Geometry = PolygonGeometry | LineGeometry | PointGeometry | SurfaceGeometry;

/** Strings of a column end to end in utf-8; an empty string is no value. Ids are never empty. */
export interface Utf8Column {
  offsets: Uint32Array;
  bytes: Uint8Array;
}

export type InputColumn =
  | { name: string; type: 'float32'; values: Float32Array }
  | { name: string; type: 'uint32'; values: Uint32Array }
  | { name: string; type: 'string'; values: Utf8Column };

export interface Features<G extends Geometry = Geometry> {
  count: number;
  ids: Utf8Column;
  geometry: G;
  columns: InputColumn[];
}

/** A problem of the input: what, how often, and where it was first seen (`file:line` or `file#id`). */
export interface Problem {
  code: string;
  count: number;
  example: string;
}

/**
 * Elevation above the vertical datum on a grid of the city's ENU plane: row-major from the south-west, `cellM` apart,
 * node (0, 0) at (westM, southM). Sampled bilinearly; outside and NaN = no value. Points take their ENU east and north
 * from (lon, lat, ellipsoid height 0 + origin's), never from their own height: up in the plane is not elevation.
 */
export interface ElevationRaster {
  westM: number;
  southM: number;
  cellM: number;
  columns: number;
  rows: number;
  elevationM: Float32Array;
}

/** One layer before baking. */
export interface LayerInput {
  id: string;
  kind: LayerKind;
  group: LayerGroup;
  label: Text;
  cimLevel: number;
  state: LayerInfo['state'];
  shownAtStart: boolean;
  features: Features;
  /** Labels and units of `features.columns`; a column without one is written under its own name. */
  attributes: Omit<AttributeInfo, 'file' | 'range'>[];
  colour?: LayerInfo['colour'];
  source: LayerInfo['source'];
  assumptions: { code: AssumptionCode; values: Record<string, string | number> }[];
  problems: Problem[];
  /** `area`: metres above the terrain, so that layers stack in order; `point`, `tree`: names of the models used. */
  liftM?: number;
  /** `pipe`: depth of the crown below the ground where a line has no elevation. */
  coverM?: number;
  models?: string[];
}

/** Everything the baker needs of a city; recipes and readers end here. */
export interface CityInput extends CityLand, CityContents {}

/** A city whose land is known before the rest: its terrain is made by a thread of its own meanwhile. */
export interface CityToBe extends CityLand {
  contents: () => CityContents;
}

/** All that the terrain is made of. */
export interface CityLand {
  id: string;
  name: Text;
  about: Text;
  origin: { lonDeg: number; latDeg: number; heightM: number };
  datum: { vertical: string; geoidUndulationM: number };
  /** west, south, east, north in ENU metres. */
  extentM: [number, number, number, number];
  /** Null: flat at the origin's elevation, and the page says so. */
  elevation: ElevationRaster | null;
  /** Where the elevation is from, as the page credits it. */
  elevationSource?: { zh: string; en: string };
}

export interface CityContents {
  fictional: boolean;
  zone: string;
  home: View;
  layers: LayerInput[];
  tour: Manifest['tour'];
  labels: Manifest['labels'];
  /** Land cover classes for grids and ground picture, same frame as `elevation`; null where unknown. */
  landCover: LandCover | null;
  /** Which of `files` is the schedule that builds the elements. */
  schedule?: string;
  /** What it digs, see the manifest. */
  pit?: { ringM: [eastM: number, northM: number][]; depthM: number };
  /** The name of one of `files` that is a case of it. */
  construction?: string;
  /** Extra files written as they are: sensors.json, cameras.json, conflicts.json, network.json, walkable.json. */
  files: Record<string, string | Uint8Array>;
}

export interface LandCoverClass {
  id: string;
  label: Text;
  manningN: number;
  imperviousRatio: number;
  /** Horton mm/h, mm/h, 1/h and depression storage mm. */
  hortonF0MmPerH: number;
  hortonFcMmPerH: number;
  hortonKPerH: number;
  depressionMm: number;
  /** sRGB of the ground picture, by theme. */
  plan: [number, number, number];
  command: [number, number, number];
}

export interface LandCover {
  classes: LandCoverClass[];
  westM: number;
  southM: number;
  cellM: number;
  columns: number;
  rows: number;
  /** Index into classes; 255 = unknown. Row-major from the south-west. */
  cells: Uint8Array;
}

/** Words of the column `facade`, by which the view draws walls and windows. */
export const FACADE_WORDS: Record<string, Text> = {
  '0': { zh: '老城', en: 'Old town' },
  '1': { zh: '新建住宅', en: 'New housing' },
  '2': { zh: '玻璃办公', en: 'Glass office' },
  '3': { zh: '厂房仓库', en: 'Factory or shed' },
  '4': { zh: '公共建筑', en: 'Public building' },
};
