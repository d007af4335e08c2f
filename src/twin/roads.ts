import type { Point } from '../../model/geo/plane/point.ts';
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

/** Site works on streets at the shown time: what they close, and what they narrow. */
export interface RoadWorks {
  id: string;
  name: string;
  /** Ground that is fenced off. */
  ring: readonly Point[];
  closed: readonly {
    segment: string;
    way: 'along' | 'against' | null;
    heading: readonly [east: number, north: number];
  }[];
  narrowed: readonly { segment: string; lanes: number; of: number }[];
}

/** Source of the water on the roads: the run that is shown, and the instant of its frame. */
interface RoadWaterSource {
  label: string;
  timeMs: number;
}

/** A segment that a layer with the role of closures closes at the shown time. */
interface GivenRoadClosure {
  segment: string;
  by: string;
}

/** How the roads are now: whoever asks for a way asks with this. */
interface RoadsSlice {
  roadState: RoadState;
  /** Grows with each change of `roadState`. */
  roadSerial: number;
  /** Null: no run with water is shown, and the roads are dry. */
  roadWater: RoadWaterSource | null;
  roadOrders: readonly RoadOrder[];
  /** Closed by layers with that role at the shown time, once somebody asked about the roads. */
  roadClosures: readonly GivenRoadClosure[];
  /** Works of the city's own project on the shown day, once somebody asked about the roads. */
  roadWorks: readonly RoadWorks[];
  /** Works close roads for whoever drives; otherwise they are listed only. */
  areWorksOn: boolean;
  /** Somebody asked for a way, a reach or the traffic: what else closes roads is looked up from then on. */
  areRoadsNeeded: boolean;
  setRoadWater(water: RoadState['water'], source: RoadWaterSource | null): void;
  setRoadOrders(orders: readonly RoadOrder[]): void;
  setRoadClosures(closures: readonly GivenRoadClosure[]): void;
  setRoadWorks(works: readonly RoadWorks[]): void;
  letWorksClose(areWorksOn: boolean): void;
  needRoads(): void;
}

/** The orders with one more that closes these segments; without a name it is called by its number. */
export function withRoadOrder(
  { roadOrders, language }: Pick<RoadsSlice, 'roadOrders'> & { language: 'zh' | 'en' },
  name: string | null,
  segments: readonly string[],
): RoadOrder[] {
  const taken = new Set(roadOrders.map(({ id }) => id));
  let n = 1;
  while (taken.has(`order-${n}`)) n++;
  const own = language === 'zh' ? `封路 ${n}` : `Closure ${n}`;
  return [...roadOrders, { id: `order-${n}`, name: name ?? own, segments }];
}

type Closing = Pick<RoadsSlice, 'roadOrders' | 'roadClosures' | 'roadWorks' | 'areWorksOn'>;

/** Works of the shown day, while they count. */
export const worksThatCount = ({ roadWorks, areWorksOn }: Pick<Closing, 'roadWorks' | 'areWorksOn'>) =>
  areWorksOn ? roadWorks : [];

/** What is closed by hand, by layers, and by works while they count. */
const closedBy = ({ roadOrders, roadClosures, ...works }: Closing): RoadState['closed'] => [
  ...roadClosures,
  ...roadOrders.flatMap(({ name, segments }) => segments.map((segment) => ({ segment, by: name }))),
  ...worksThatCount(works).flatMap(({ name, closed }) =>
    closed.map(({ segment, way }) => ({ segment, by: name, ...(way ? { way } : {}) })),
  ),
];

export const roadsSlice: Slice<RoadsSlice> = (set) => ({
  roadState: CLEAR_ROADS,
  roadSerial: 0,
  roadWater: null,
  roadOrders: [],
  roadClosures: [],
  setRoadWater: (water, roadWater) =>
    set(({ roadState, roadSerial }) => ({
      roadState: { ...roadState, water },
      roadSerial: roadSerial + 1,
      roadWater,
    })),
  roadWorks: [],
  areWorksOn: true,
  areRoadsNeeded: false,
  setRoadOrders: (roadOrders) => set((state) => closing({ ...state, roadOrders })),
  setRoadClosures: (roadClosures) => set((state) => closing({ ...state, roadClosures })),
  setRoadWorks: (roadWorks) => set((state) => closing({ ...state, roadWorks })),
  letWorksClose: (areWorksOn) => set((state) => closing({ ...state, areWorksOn })),
  needRoads: () => set({ areRoadsNeeded: true }),
});

const closing = (state: RoadsSlice): Partial<RoadsSlice> => ({
  roadOrders: state.roadOrders,
  roadClosures: state.roadClosures,
  roadWorks: state.roadWorks,
  areWorksOn: state.areWorksOn,
  roadState: { ...state.roadState, closed: closedBy(state) },
  roadSerial: state.roadSerial + 1,
});
