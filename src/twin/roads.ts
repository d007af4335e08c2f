import { CLEAR_ROADS, type RoadState } from '../../model/roads/road-state.ts';
import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends RoadsSlice {}
}

/** A street or a piece of ground that somebody closed by hand. */
interface RoadOrder {
  id: string;
  name: string;
  segments: readonly string[];
}

/** Source of the water on the roads: the run that is shown, and the instant of its frame. */
interface RoadWaterSource {
  label: string;
  timeMs: number;
}

/** How the roads are now: whoever asks for a way asks with this. */
interface RoadsSlice {
  roadState: RoadState;
  /** Grows with each change of `roadState`. */
  roadSerial: number;
  /** Null: no run with water is shown, and the roads are dry. */
  roadWater: RoadWaterSource | null;
  roadOrders: readonly RoadOrder[];
  setRoadWater(water: RoadState['water'], source: RoadWaterSource | null): void;
  setRoadOrders(orders: readonly RoadOrder[]): void;
}

const closedBy = (orders: readonly RoadOrder[]): RoadState['closed'] =>
  orders.flatMap(({ name, segments }) => segments.map((segment) => ({ segment, by: name })));

export const roadsSlice: Slice<RoadsSlice> = (set) => ({
  roadState: CLEAR_ROADS,
  roadSerial: 0,
  roadWater: null,
  roadOrders: [],
  setRoadWater: (water, roadWater) =>
    set(({ roadState, roadSerial }) => ({
      roadState: { ...roadState, water },
      roadSerial: roadSerial + 1,
      roadWater,
    })),
  setRoadOrders: (roadOrders) =>
    set(({ roadState, roadSerial }) => ({
      roadState: { ...roadState, closed: closedBy(roadOrders) },
      roadSerial: roadSerial + 1,
      roadOrders,
    })),
});
