import type { Manifest } from '../city/manifest.ts';
import { TOUR_FORMAT, type Tour } from './tour.ts';

/** Name of the tour that a city was baked with. */
export const CITY_TOUR = 'city';

/** The tour that the baker drew up or was given, as every other tour is played; null where the city has none. */
export function tourOfCity({ id, name, tour }: Pick<Manifest, 'id' | 'name' | 'tour'>): Tour | null {
  if (tour.length === 0) return null;
  return {
    format: TOUR_FORMAT,
    kind: 'tour',
    id: CITY_TOUR,
    city: id,
    title: name,
    chapters: tour.map((stop) => ({ ...stop, state: 'existing', way: [], figures: [] })),
  };
}
