import type { Enu } from './enu.ts';
import type { LonLat } from './lon-lat.ts';

/** A point of what is drawn: on the ground, or on a roof, a wall, a deck. */
export interface SurfacePoint {
  lonLat: LonLat;
  enu: Enu;
  /** Above the city's vertical datum. */
  elevationM: number;
  on: 'ground' | 'object';
}
