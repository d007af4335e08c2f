/** A place with its height, metres east, north and up in the city's plane. */
export type Place = readonly [eastM: number, northM: number, upM: number];

/** Length of a vector; `Math.hypot` takes ten times as long. */
export const lengthOf = (x: number, y: number, z: number): number => Math.sqrt(x * x + y * y + z * z);
