import type { Runs } from './runs.ts';

/**
 * Vertices as a .glb holds them: y-up, in whole steps from the mesh's west, low, north corner. The corner is a whole number of steps
 * from the city's origin, so equal points of neighbouring tiles stay equal.
 */
export interface PackedVertices {
  stepM: number;
  /** East, north, up in steps. */
  low: readonly [number, number, number];
  high: readonly [number, number, number];
  vertices: number;
  /** East − west, up − low, north − its own north, 0 as u16, four a vertex, if that is wide enough; else i32, three a vertex. */
  position: Uint16Array | Int32Array;
  /** × 127: east, up, −north, 0. */
  normal: Int8Array;
  /** Feature, 0. */
  featureId: Uint16Array;
  /** How the arrays above hold their vertices; absent: one by one. */
  runs?: { position: Runs; normal: Runs; featureId: Runs };
}
