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

/** By the count of edges that a ray to the east crosses (Shimrat 1962, half-open in north); the last corner joins the first. */
export function isInRing(ring: readonly Corner[], eastM: number, northM: number): boolean {
  let isIn = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i];
    const [bx, by] = ring[j];
    if (ay > northM !== by > northM && eastM < ((bx - ax) * (northM - ay)) / (by - ay) + ax) isIn = !isIn;
  }
  return isIn;
}

/** A convex ring that runs anticlockwise, its edges moved outwards; corners keep their number. */
export function widened(ring: readonly Corner[], byM: number): [number, number][] {
  return ring.map(([x, y], i) => {
    const before = ring[(i + ring.length - 1) % ring.length];
    const after = ring[(i + 1) % ring.length];
    const [ax, ay] = outwards(before, [x, y]);
    const [bx, by] = outwards([x, y], after);
    // The two edges meet where their normals' sum, made so long that it reaches either, points.
    const reach = byM / (1 + ax * bx + ay * by);
    return [x + (ax + bx) * reach, y + (ay + by) * reach];
  });
}

function outwards([ax, ay]: Corner, [bx, by]: Corner): Corner {
  const length = Math.hypot(bx - ax, by - ay) || 1;
  return [(by - ay) / length, (ax - bx) / length];
}
