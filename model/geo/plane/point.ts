/** A place in a plane: x east and y north, in metres of a city's frame or a plan's own, or in degrees where areas are small. */
export type Point = readonly [x: number, y: number];

/** Walkable ground, or another area of a plan: rings without their first point repeated, in either sense. */
export interface Polygon {
  outer: Point[];
  holes: Point[][];
}
