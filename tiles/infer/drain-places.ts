import Flatbush from 'flatbush';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { boundsOf } from '../../model/geo/plane/box.ts';
import { lineOf, nearestOn, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import type { LayerInput } from '../model.ts';
import { partsOf } from './area-rings.ts';

/** A drain that ends this near a bank ends in the water. */
const BANK_M = 40;
/** Its mouth is moved into the water by this much, off the bank. */
const INTO_WATER_M = 3;

/** Finds the water that a drain can end in: a place a little way off its bank; null where none is near. */
export function waterFinder(layers: readonly LayerInput[], origin: LonLat): (at: Point) => Point | null {
  const rings = layers
    .filter(({ kind, state }) => kind === 'water' && state === 'existing')
    .flatMap((layer) => [...partsOf(layer, origin)].map(({ rings }) => rings[0]));
  if (rings.length === 0) return () => null;
  const index = new Flatbush(rings.length);
  for (const ring of rings) {
    const { minX, minY, maxX, maxY } = boundsOf(ring);
    index.add(minX, minY, maxX, maxY);
  }
  index.finish();
  return ([x, y]) => {
    let best: { awayM: number; at: Point } | null = null;
    for (const i of index.search(x - BANK_M, y - BANK_M, x + BANK_M, y + BANK_M)) {
      const ring = rings[i];
      if (isInRing(ring, x, y)) return [x, y];
      const bank = lineOf([...ring, ring[0]]);
      const { chainageM, offsetM } = nearestOn(bank, x, y);
      const awayM = Math.abs(offsetM);
      if (awayM > BANK_M || (best && best.awayM <= awayM)) continue;
      const [bx, by] = pointAt(bank, chainageM);
      const length = Math.hypot(bx - x, by - y) || 1;
      const off = INTO_WATER_M / length;
      best = { awayM, at: [bx + (bx - x) * off, by + (by - y) * off] };
    }
    return best?.at ?? null;
  };
}

/** The nearest of some places, by its index; −1: none within `reachM`. */
export function nearestFinder(places: readonly Point[]): (at: Point, reachM: number) => number {
  if (places.length === 0) return () => -1;
  const index = new Flatbush(places.length);
  for (const [x, y] of places) index.add(x, y, x, y);
  index.finish();
  return ([x, y], reachM) => index.neighbors(x, y, 1, reachM)[0] ?? -1;
}

/** Roofs of each place, hectares: a house drains to the nearest place, however far that is. */
export function roofsBy(
  places: readonly Point[],
  houses: readonly (readonly Point[])[],
  areaOf: (ring: readonly Point[]) => number,
) {
  const nearest = nearestFinder(places);
  const ha = new Float64Array(places.length);
  for (const ring of houses) {
    const { minX, minY, maxX, maxY } = boundsOf(ring);
    const i = nearest([(minX + maxX) / 2, (minY + maxY) / 2], Number.POSITIVE_INFINITY);
    if (i >= 0) ha[i] += Math.abs(areaOf(ring)) / 10_000;
  }
  return ha;
}
