import type { Scheme } from '../../../model/schemes/scheme.ts';
import type { SchemeChoice } from './slice.ts';

/** The schemes that pictures beside each other begin with: those that were chosen, else the first ones; a single one stands beside today. */
export function startingViews(
  schemes: readonly Pick<Scheme, 'id'>[],
  chosen: readonly SchemeChoice[],
): readonly SchemeChoice[] {
  if (chosen.some((choice) => choice !== null) || schemes.length === 0) return chosen;
  const first = schemes.length === 1 ? [null, schemes[0].id] : schemes.map(({ id }) => id);
  return chosen.map((_, i) => first[i] ?? null);
}
