import type { Point } from '../../../model/geo/plane/point.ts';
import type { Capability } from '../../../model/resources/vehicle-kinds.ts';
import type { VehicleClass } from '../../../model/roads/vehicles.ts';
import type { ClosedSegment } from '../../../workers/road-routes/closures.ts';
import type { Reason } from '../../twin/failure.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends DispatchSlice {}
}

export type DispatchTab = 'closures' | 'resources' | 'reach' | 'orders';

/** Somebody who needs units, or people who must be brought away. */
interface Demand {
  id: string;
  name: string;
  at: Point;
  capability: Capability;
  count: number;
}

/** An order that was given: a unit that is under way. */
interface GivenOrder {
  unit: string;
  demand: string;
  /** At the shown time. */
  atMs: number;
  arrivesMs: number;
}

interface DispatchSlice {
  dispatchTab: DispatchTab;
  /** Place from which reach and times are counted; null: nothing was picked. */
  dispatchPlace: Point | null;
  dispatchVehicle: VehicleClass['id'];
  /** What teams are looked for. */
  dispatchCapability: Capability | null;
  demands: readonly Demand[];
  dispatchAim: 'sum' | 'latest' | 'shelter';
  evacuees: number;
  givenOrders: readonly GivenOrder[];
  /** Closed to anybody now, with why. */
  closedSegments: readonly ClosedSegment[];
  dispatchFailure: Reason | null;
  setDispatch(part: Partial<Omit<DispatchSlice, 'setDispatch'>>): void;
}

export const dispatchSlice: Slice<DispatchSlice> = (set) => ({
  dispatchTab: 'closures',
  dispatchPlace: null,
  dispatchVehicle: 'fire-engine',
  dispatchCapability: null,
  demands: [],
  dispatchAim: 'sum',
  evacuees: 500,
  givenOrders: [],
  closedSegments: [],
  dispatchFailure: null,
  setDispatch: (part) => set(part),
});
