import type { Near } from '../../../model/city/catalogue.ts';

/**
 * Returns the nearest few of each kind, nearest first by `farness`; a layer that names no kinds counts as one kind. `id` itself is none of
 * them.
 */
export function nearestByKind<One extends Near>(
  near: readonly One[],
  id: string,
  ofKind: number,
  farness: (one: One) => number = ({ distanceM }) => distanceM,
): One[] {
  const counts = new Map<unknown, number>();
  return [...near]
    .sort((a, b) => farness(a) - farness(b) || a.distanceM - b.distanceM)
    .filter(({ object }) => {
      if (object.id === id) return false;
      const kind = object.values.find(({ name }) => name === 'kind')?.value ?? null;
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      return count <= ofKind;
    });
}
