import type { Text } from '../text/text.ts';
import type { RoadClass } from './road-network.ts';

/** Water that closes a road: still depth, or depth × speed. */
interface WadingLimit {
  depthM: number;
  depthSpeedM2ps: number;
}

/** Classes of traffic on a road: each has a depth of its own at which the road is closed to it. */
export const TRAFFIC_CLASSES = ['walkers', 'cars', 'fireEngines'] as const;

/** Class of traffic on a road, as a flood closes it. */
export type TrafficClass = (typeof TRAFFIC_CLASSES)[number];

/**
 * Beyond which a road is closed to them: still depth, or depth × speed. Walkers: the end of class H2 of AIDR Guideline 7-3 (2017), from
 * which on children and the elderly are unsafe; cars: the end of H1, from which on small cars are; fire engines: the large four-wheel
 * drive of Shand et al., AR&R Project 10 (2011). None of the three could be read here, so every list says 待核.
 */
export const WADING_LIMITS: Readonly<Record<TrafficClass, WadingLimit>> = {
  walkers: { depthM: 0.5, depthSpeedM2ps: 0.6 },
  cars: { depthM: 0.3, depthSpeedM2ps: 0.3 },
  fireEngines: { depthM: 0.5, depthSpeedM2ps: 0.6 },
};

/** A kind of vehicle as the router sees it. Speeds and sizes are assumptions of this project until a city's own are given. */
export interface VehicleClass {
  id: 'car' | 'ambulance' | 'fire-engine' | 'truck' | 'foot';
  label: Text;
  traffic: TrafficClass;
  /** Part of the road's speed that it drives. */
  speedRatio: number;
  mostKmPerH: number;
  heightM: number;
  weightT: number;
  /** May go against one-way streets, over closed squares and through private grounds: with blue light, by GB and local law 待核. */
  hasPriority: boolean;
}

/** The vehicles that routes are made for. */
export const VEHICLES: readonly VehicleClass[] = [
  vehicle('car', { zh: '小客车', en: 'car' }, { traffic: 'cars', mostKmPerH: 120, heightM: 1.8, weightT: 2.5 }),
  vehicle(
    'ambulance',
    { zh: '救护车', en: 'ambulance' },
    { traffic: 'cars', speedRatio: 1.2, mostKmPerH: 80, heightM: 2.8, weightT: 5, hasPriority: true },
  ),
  vehicle(
    'fire-engine',
    { zh: '消防车', en: 'fire engine' },
    { traffic: 'fireEngines', mostKmPerH: 80, heightM: 3.8, weightT: 18, hasPriority: true },
  ),
  vehicle(
    'truck',
    { zh: '抢险货车', en: 'works truck' },
    { traffic: 'fireEngines', speedRatio: 0.8, mostKmPerH: 70, heightM: 3.9, weightT: 25 },
  ),
  vehicle('foot', { zh: '步行', en: 'walking' }, { traffic: 'walkers', mostKmPerH: 5, heightM: 2, weightT: 0.1 }),
];

function vehicle(
  id: VehicleClass['id'],
  label: Text,
  more: Omit<VehicleClass, 'id' | 'label' | 'speedRatio' | 'hasPriority'> & Partial<VehicleClass>,
): VehicleClass {
  return { id, label, speedRatio: 1, hasPriority: false, ...more };
}

/** Walked on alone. */
const WAYS: ReadonlySet<RoadClass> = new Set(['cycleway', 'path', 'steps']);
const NOT_WALKED: ReadonlySet<RoadClass> = new Set(['motorway', 'expressway', 'busway', 'link']);
/** Open to vehicles with priority only. */
const RESERVED: ReadonlySet<RoadClass> = new Set(['pedestrian', 'busway', 'track']);

/** Whether the road is for it at all, closed or not. */
export function mayUse({ id, hasPriority }: VehicleClass, road: RoadClass, isPrivate: boolean): boolean {
  if (id === 'foot') return !NOT_WALKED.has(road);
  if (WAYS.has(road)) return false;
  return hasPriority || !(RESERVED.has(road) || isPrivate);
}
