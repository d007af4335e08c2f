import { createContext, useContext } from 'react';

/** Where an instant (UTC ms) stands on the time bar, 0 to 100 per cent of its length. */
type PlaceOnAxis = (timeMs: number) => number;

/** Given by the time bar to the lanes that stand in it. */
export const TimeAxisContext = createContext<PlaceOnAxis>(() => 0);

/** Where instants stand on the bar that this lane is part of. */
export function useTimeAxis(): PlaceOnAxis {
  return useContext(TimeAxisContext);
}
