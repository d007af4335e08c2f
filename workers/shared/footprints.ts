import { type Box, boxOfFlat } from '../../model/geo/plane/box.ts';
import { isInFlatRing } from '../../model/geo/plane/ring.ts';
import type { CityVolumes } from './city-volumes.ts';

/** West, south, east, north of a prism. */
export function boxOfPrism({ prisms }: CityVolumes, p: number): Box {
  const { ringOf, vertexOf, eastNorthM } = prisms;
  return boxOfFlat(eastNorthM, vertexOf[ringOf[p]], vertexOf[ringOf[p + 1]]);
}

/** In plan, holes and all, by the parity of its walls. */
export function isInFootprint({ prisms }: CityVolumes, p: number, x: number, y: number): boolean {
  const { ringOf, vertexOf, eastNorthM } = prisms;
  let isIn = false;
  for (let ring = ringOf[p]; ring < ringOf[p + 1]; ring++)
    if (isInFlatRing(eastNorthM, vertexOf[ring], vertexOf[ring + 1], x, y)) isIn = !isIn;
  return isIn;
}

/** Parts of a line in plan that lie in a prism's footprint, as pairs of t from 0 to 1, rising. */
export function spansIn(
  { prisms }: CityVolumes,
  p: number,
  [ax, ay]: readonly number[],
  [bx, by]: readonly number[],
  into: number[],
): number[] {
  const { ringOf, vertexOf, eastNorthM } = prisms;
  const dx = bx - ax;
  const dy = by - ay;
  into.length = 0;
  let isInside = false;
  for (let ring = ringOf[p]; ring < ringOf[p + 1]; ring++) {
    const end = 2 * vertexOf[ring + 1];
    for (let i = 2 * vertexOf[ring], j = end - 2; i < end; j = i, i += 2) {
      // Sides of the line on which the two corners lie; half-open, so that a corner on the line is met once.
      const one = dx * (eastNorthM[i + 1] - ay) - dy * (eastNorthM[i] - ax);
      const other = dx * (eastNorthM[j + 1] - ay) - dy * (eastNorthM[j] - ax);
      if (one > 0 === other > 0) continue;
      const s = one / (one - other);
      const x = eastNorthM[i] + s * (eastNorthM[j] - eastNorthM[i]) - ax;
      const y = eastNorthM[i + 1] + s * (eastNorthM[j + 1] - eastNorthM[i + 1]) - ay;
      const t = (x * dx + y * dy) / (dx * dx + dy * dy);
      // What lies behind the line's start says by its parity whether it begins inside.
      if (t <= 0) isInside = !isInside;
      else if (t < 1) into.push(t);
    }
  }
  into.sort((a, b) => a - b);
  if (isInside) into.unshift(0);
  if (into.length % 2 === 1) into.push(1);
  return into;
}
