/** A way between a system's numbers and WGS 84: x is east or longitude, y is north or latitude, always in this order. */
export interface Conversion {
  name: string;
  geographic: boolean;
  /** Turns pairs [from, to) of `xy` (counted in pairs) into WGS 84 degrees where they lie; NaN where there is no answer. */
  toLonLat(xy: Float64Array, from: number, to: number): void;
  fromLonLat(lonDeg: number, latDeg: number): [x: number, y: number];
}
