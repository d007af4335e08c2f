/** The least upright rectangle around something, metres east and north of the city's origin. */
export interface BoundsXY {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}
