import type { Manifest } from '../../../model/city/manifest.ts';
import { tourOfCity } from '../../../model/tours/city-tour.ts';
import type { Tour } from '../../../model/tours/tour.ts';
import type { TourSlice } from './slice.ts';

/** The same object for the same city, so that who follows it sees no change. */
const cityTours = new WeakMap<Manifest, Tour | null>();

function cityTour(city: Manifest): Tour | null {
  const known = cityTours.get(city);
  if (known !== undefined) return known;
  const tour = tourOfCity(city);
  cityTours.set(city, tour);
  return tour;
}

/** All tours of a city: its own first, unless this browser has one in its place. */
export function toursOf({ otherTours }: Pick<TourSlice, 'otherTours'>, city: Manifest): Tour[] {
  const own = cityTour(city);
  const isReplaced = otherTours.some(({ id }) => id === own?.id);
  return own && !isReplaced ? [own, ...otherTours] : [...otherTours];
}

/** The tour that plays or would play; null where the city has none. */
export function shownTour(state: Pick<TourSlice, 'otherTours' | 'tourId'>, city: Manifest): Tour | null {
  const tours = toursOf(state, city);
  return tours.find(({ id }) => id === state.tourId) ?? tours[0] ?? null;
}
