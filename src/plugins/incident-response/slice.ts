import type { Arrival } from '../../../workers/road-routes/engine-types.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends RouteSlice {}
}

/** A way by road that is drawn on the map. */
export interface ShownRoute extends Arrival {
  /** The force it is of, by its id: it is drawn while that is selected. */
  of: string;
}

interface RouteSlice {
  routeShown: ShownRoute | null;
  showRoute(route: ShownRoute | null): void;
}

export const routeSlice: Slice<RouteSlice> = (set) => ({
  routeShown: null,
  showRoute: (routeShown) => set({ routeShown }),
});
