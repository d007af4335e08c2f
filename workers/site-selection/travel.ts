import type { ClosedWays, MinutesAt } from '../shared/walked-city.ts';
import type { WayPlace } from '../shared/way-index.ts';

/** Tells how sites and those whom they serve come to each other. */
export interface Travel {
  closed: ClosedWays;
  /** The nearest place on an open way; null: none is in reach. */
  placeOf(at: readonly [eastM: number, northM: number]): WayPlace | null;
  /** Whether an open way meets a junction. */
  isOpenAt(junction: number): boolean;
  /** Whole seconds, rounded up, between each site and each demand, site by site; Infinity: no way. Yields how much is done. */
  table(sites: readonly WayPlace[], demands: readonly WayPlace[]): Generator<number, Float32Array>;
  /** Minutes between any place and the nearest of these sites. */
  nearest(sites: readonly WayPlace[]): MinutesAt;
}
