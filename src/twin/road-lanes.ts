import type { TakenLanes, WorksArea } from '../../model/roads/site-works.ts';
import { serviceKey } from './services.ts';

/** Knows the streets of the city, and which of their lanes lie where. */
interface RoadLanes {
  /** Lanes that works take, by the works' ids; of none in a city without a road network. */
  lanesTaken(areas: readonly WorksArea[]): Promise<Record<string, TakenLanes[]>>;
}

/** Offered by whoever routes vehicles. */
export const ROAD_LANES = serviceKey<RoadLanes>('lanes of streets');
