import type { Point, Polygon } from '../../model/geo/plane/point.ts';
import { GeometryError } from './geometry-error.ts';
import { readerMessage } from './messages.ts';

/**
 * A polygon of rings as formats write them: they close by themselves, a repeated last point goes. `place` names it in a refusal; `onOpen`
 * hears of each ring that was not closed.
 */
export function polygonOf(rings: Point[][], place: string, onOpen?: () => void): Polygon {
  const [outer, ...holes] = rings.map((ring) => {
    const first = ring[0];
    const last = ring[ring.length - 1];
    const isClosed = ring.length > 1 && first[0] === last[0] && first[1] === last[1];
    if (!isClosed) onOpen?.();
    const open = isClosed ? ring.slice(0, -1) : ring;
    if (open.length < 3) throw new GeometryError(readerMessage('ring-short', { place, got: open.length }));
    return open;
  });
  if (!outer) throw new GeometryError(readerMessage('ring-missing', { place }));
  return { outer, holes };
}
