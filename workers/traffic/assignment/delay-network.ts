/**
 * Links whose time grows with their flow: time = free + slope × flow ^ power, one value a link. A link without a slope takes always as long;
 * that of the Bureau of Public Roads (1964) has slope = free × 0.15 / capacity ^ 4 and power 4.
 */
export interface DelayNetwork {
  readonly vertices: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly free: Float64Array;
  readonly slope: Float64Array;
  /** 1 or more, the same for all links: powers are products, so that every machine comes to the same bits. */
  readonly power: number;
}

/** Trips from vertices to others, one a pair, sorted by their origins. */
export interface TripTable {
  /** Vertices at which trips begin. */
  readonly origins: Int32Array;
  /** Pairs of origin `i` are `firstPair[i]` until before `firstPair[i + 1]`. */
  readonly firstPair: Int32Array;
  readonly destination: Int32Array;
  readonly trips: Float64Array;
}

/** The parameters of the Bureau of Public Roads. */
const BPR_RATIO = 0.15;
/** The power of its time. */
export const BPR_POWER = 4;

/** Returns the slope that a link of so much capacity has by the Bureau of Public Roads. */
export const bprSlope = (free: number, capacity: number): number =>
  (BPR_RATIO * free) / (capacity * capacity * capacity * capacity);

/** Returns a whole power of a number by products. */
export function powerOf(base: number, power: number): number {
  let product = 1;
  for (let i = 0; i < power; i++) product *= base;
  return product;
}

/** Returns the time of a link under a flow. */
export const timeOn = ({ free, slope, power }: DelayNetwork, link: number, flow: number): number =>
  free[link] + slope[link] * powerOf(flow, power);

/** Returns the sum of all links' areas under their times, which an equilibrium makes least (Beckmann, McGuire and Winsten 1956). */
export function beckmannSum({ free, slope, power }: DelayNetwork, flow: Float64Array): number {
  let sum = 0;
  for (let link = 0; link < flow.length; link++)
    sum += free[link] * flow[link] + (slope[link] * powerOf(flow[link], power + 1)) / (power + 1);
  return sum;
}
