/** The ground as triangles in the city's frame: east, north, up. */
export interface GroundMesh {
  readonly enu: Float32Array;
  readonly index: Uint32Array;
  /** False: the city has no terrain, and the ground is a plane at the height of its origin. */
  readonly isGiven: boolean;
}
