import type { SurfaceGeometry } from '../../model/city/features.ts';
import type { Crs } from '../../model/geo/crs.ts';
import type { Field } from './properties.ts';

/** How a caller follows a reading that lasts. */
export interface ReadWatch {
  signal?: AbortSignal | undefined;
  onProgress?: ((ratio: number) => void) | undefined;
}

/** Which features of a file make a layer: a layer holds one kind of geometry. */
export type GeometryType = 'polygon' | 'line' | 'point';

/** Features as they lie in the file: coordinates untouched, rings still closed. */
export interface RawFeatures {
  file: string;
  /** EPSG code or name from GeoJSON's old `crs` member, null where there is none. */
  crs: string | null;
  count: number;
  /** feature → part → ring (line) → vertex; a line has one part, a point one ring of one vertex. */
  featurePart: Uint32Array;
  partRing: Uint32Array;
  ringVertex: Uint32Array;
  xy: Float64Array;
  /** Third coordinates where the wish asked for them; NaN where a position has none. */
  z: Float64Array | null;
  /** Metres upwards of one unit of the third coordinates, where the file's system states it. */
  heightUnitM?: number | null;
  /** Line of each feature in the file, for messages. */
  line: Uint32Array;
  fields: Field[];
}

/** Features of surfaces in space, already in degrees: how buildings with roofs come. */
export interface RawSurfaces {
  /** Ids, attributes and places in the file; no rings. */
  raw: RawFeatures;
  crs: Crs;
  geometry: SurfaceGeometry;
  /** The file names no system: the assumed one was taken. */
  crsAssumed: boolean;
  /** Lowest and highest point of each feature above the vertical datum. */
  lowestM: Float64Array;
  highestM: Float64Array;
  /** Level of detail of each feature: below 1 it is an outline. */
  lod: Float64Array;
  /** Does a feature's outline run along its roof's edge? */
  isRoofEdge: Uint8Array;
  /** Metres of a unit of heights, where no system states it and the unit of the plane was taken; null where one does, or in metres. */
  takenHeightUnitM: number | null;
  /** Places on the ground beside the features that the file states, with the feature's row. */
  ground: { lonLatDeg: Float64Array; elevationM: Float64Array; row: Uint32Array };
}
