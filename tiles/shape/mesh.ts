import type { PackedVertices } from './packed-vertices.ts';

/**
 * Triangles of one tile in ENU metres of the city's origin (z up). `featureIndex` is the place of a vertex's feature in
 * the `rows` that were shaped, 0 … rows.length − 1. Flat shading: a vertex belongs to one plane; normals × 127 in i8.
 */
export interface TileMesh {
  readonly positionM: Float64Array;
  readonly normal: Int8Array;
  readonly featureIndex: Uint16Array;
  index: Uint32Array;
  /** Linear RGB bytes, three a vertex; absent: colour is the view's. */
  rgb?: Uint8Array;
  /** Four a vertex: width (m, 0: solid), pattern, place across and along it, see `model/city/slender.ts`; absent: all is solid. */
  slender?: Float32Array;
  /** The vertices as they will be written, where the shaper works on their grid: see `packedMesh`. */
  packed?: PackedVertices;
  /**
   * `sequence`: the indices follow a pattern that repeats from feature to feature, which gzip then folds away
   * (extruded buildings); `triangles` (the default): any other mesh. Both are modes of EXT_meshopt_compression.
   */
  indexMode?: 'triangles' | 'sequence';
  /** Surfaces of the input without area, left out: the baker adds them up into the layer's problems. */
  dropped?: number;
  /** Place in `rows` of the first feature that lost one. */
  droppedFirst?: number;
  /** Drawn from both sides: city models whose party walls are left out would else show the ground through their roofs. */
  twoSided?: boolean;
}

/** One model drawn many times: instance i stands at positionM[3i…] with its feature i; the frame is the city's ENU. */
export interface TileInstances {
  model: string;
  positionM: Float64Array;
  headingRad: Float32Array;
  scale: Float32Array;
  /** Height of each instance, times its scale, where it is drawn taller or lower than its model. */
  stretch?: Float32Array;
  /** Place of the instance's feature in `rows`. */
  featureIndex: Uint16Array;
}
