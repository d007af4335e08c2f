interface Place {
  x: number;
  y: number;
}

/** Above, below, to the sides, between; a step farther out where all of those are taken. */
const WAYS = [-90, 90, 0, 180, -45, -135, 45, 135].map((deg) => (deg * Math.PI) / 180);
export const NEAR_PX = 14;
const OUT_PX = [NEAR_PX, 26, 38, 50];
/** Half of a letter's box. */
const HALF_WIDTH_PX = 6;
const HALF_HEIGHT_PX = 7;

/** Middle of one letter beside each point, clear of the other letters, of all points and of the frame's edge. */
export function placeLabels(points: readonly Place[], radiusPx: number, widthPx: number, heightPx: number): Place[] {
  const taken: Place[] = [];
  const isFree = ({ x, y }: Place) =>
    x > HALF_WIDTH_PX &&
    x < widthPx - HALF_WIDTH_PX &&
    y > HALF_HEIGHT_PX &&
    y < heightPx - HALF_HEIGHT_PX &&
    taken.every((one) => Math.abs(one.x - x) >= 2 * HALF_WIDTH_PX || Math.abs(one.y - y) >= 2 * HALF_HEIGHT_PX) &&
    points.every(
      (one) => Math.abs(one.x - x) >= HALF_WIDTH_PX + radiusPx || Math.abs(one.y - y) >= HALF_HEIGHT_PX + radiusPx,
    );
  for (const { x, y } of points) {
    const places = OUT_PX.flatMap((outPx) =>
      WAYS.map((way) => ({ x: x + outPx * Math.cos(way), y: y + outPx * Math.sin(way) })),
    );
    taken.push(places.find(isFree) ?? places[0]);
  }
  return taken;
}
