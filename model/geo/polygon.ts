/** East and north in metres of a plane: a city's, or a plan's own. */
export type Place = [eastM: number, northM: number];

/** Walkable ground, or another area of a plan: rings without their first point repeated, in either sense. */
export interface Polygon {
  outer: Place[];
  holes: Place[][];
}
