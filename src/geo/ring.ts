/** East and north in metres, as the first two of an ENU point. */
export type Corner = readonly [eastM: number, northM: number];

/** By the shoelace sum: positive when the ring runs anticlockwise. The last corner joins the first. */
export function signedAreaM2(ring: readonly Corner[]): number {
  let twice = 0;
  for (let i = 0; i < ring.length; i++) {
    const [x, y] = ring[i];
    const [nextX, nextY] = ring[(i + 1) % ring.length];
    twice += x * nextY - nextX * y;
  }
  return twice / 2;
}
