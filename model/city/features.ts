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
  /** For solids: metres above the ground level of the feature, or of the part where that lies higher by a step, a part; NaN = not known (reported, never guessed in silence). */
  partBaseM?: Float32Array;
  partTopM?: Float32Array;
  /** 0 flat, 1 gable, 2 hip, 3 pyramid; roofs other than flat need one ring of four vertices, else they are flat. */
  partRoof?: Uint8Array;
  /** Height of the roof above partTopM. */
  partRoofM?: Float32Array;
  /** A level surface (lake, deck) instead of the terrain's: elevation above the vertical datum, a vertex. */
  elevationM?: Float32Array;
}

/** Lines of any number of parts, with a size a line, in degrees and metres. */
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

/** Points that are shown as models, each with its size and heading. */
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
  /** Colours of surfaces where a file has them: linear RGB bytes, three a surface; white where the file says nothing. */
  surfaceRgb?: Uint8Array;
  /**
   * Slenderness in layers with bars, lattices or railings: `SLENDER_SIZE` numbers a vertex, see `slender.ts`; zeros where a surface is
   * solid.
   */
  slender?: Float32Array;
}

/** The geometry of a layer; a layer has one kind only. */
export type Geometry = PolygonGeometry | LineGeometry | PointGeometry | SurfaceGeometry;

/** Strings of a column end to end in utf-8; an empty string is no value. Ids are never empty. */
export interface Utf8Column {
  offsets: Uint32Array;
  bytes: Uint8Array;
}

/** An attribute of a layer before it is written to the catalogue, one value a feature. */
export type InputColumn =
  | { name: string; type: 'float32'; values: Float32Array }
  | { name: string; type: 'float64'; values: Float64Array }
  | { name: string; type: 'uint32'; values: Uint32Array }
  | { name: string; type: 'string'; values: Utf8Column };

/** A layer's features as arrays: ids, geometry and attributes, in one order. */
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
