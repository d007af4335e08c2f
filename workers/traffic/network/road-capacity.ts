import type { RoadClass, RoadNetwork, RoadSegment } from '../../../model/roads/road-network.ts';
import { signalCapacity, uniformDelayS } from '../signal-delay.ts';

/**
 * Cars an hour on one lane by the speed that it is built for, km/h: basic capacity of one lane after CJJ 37 (textbook, 待核). What is slower
 * than the last has its value.
 */
const LANE_CAPACITY: readonly (readonly [kmPerH: number, perH: number])[] = [
  [100, 2200],
  [80, 2100],
  [60, 1800],
  [50, 1700],
  [40, 1650],
  [30, 1600],
  [0, 1400],
];

/** Part of the basic capacity that is left beside parked cars, yards and people on foot: assumed by class. */
const SIDE_RATIO: Readonly<Partial<Record<RoadClass, number>>> = {
  local: 0.7,
  residential: 0.5,
  lane: 0.5,
  service: 0.5,
};
/** Streets that a signal stands at where they meet; a junction of fewer gives way by its signs: assumed. */
const MAIN: readonly RoadClass[] = ['primary', 'secondary', 'tertiary'];
/** Roads whose junctions are on two levels. */
const FREE: readonly RoadClass[] = ['motorway', 'expressway'];
const MIN_MAIN_LEGS = 3;
/** Part of the capacity that is left to a street which gives way to a wider one: assumed. */
const YIELD_RATIO = 0.5;
/** Length of the cycle of all signals: assumed. */
export const SIGNAL_CYCLE_S = 90;

/** How each directed segment ends. */
export const ENDS = { free: 0, yields: 1, signal: 2 } as const;

/** What every directed segment carries: 2 i along the centre line of segment i, 2 i + 1 against it. */
export interface RoadCapacity {
  /** Cars an hour. */
  capacity: Float64Array;
  /** Mean wait at the signal at its end when hardly anybody comes. */
  waitS: Float64Array;
  /** A value of `ENDS`. */
  end: Uint8Array;
  /** Junctions where a signal is supposed. */
  signals: number;
}

/** Returns the cars an hour on one lane of a road. */
export function laneCapacity({ class: kind, speedKmPerH }: Pick<RoadSegment, 'class' | 'speedKmPerH'>): number {
  const [, basic] = LANE_CAPACITY.find(([kmPerH]) => speedKmPerH >= kmPerH) ?? [0, 0];
  return basic * (SIDE_RATIO[kind] ?? 1);
}

/** Returns the lanes of one direction: a road both ways has half of its lanes in each. */
export const lanesOneWay = ({ lanes, direction }: Pick<RoadSegment, 'lanes' | 'direction'>): number =>
  direction === 'both' ? lanes / 2 : lanes;

/** Rates all roads: by class and lanes, and by what stands at their ends. `isDriven`: segments that cars may use. */
export function roadCapacity(
  { segments, junctions }: RoadNetwork,
  isDriven: (segment: number) => boolean,
  greenShare: number,
): RoadCapacity {
  const legs: number[][] = junctions.map(() => []);
  for (const [i, { from, to }] of segments.entries())
    if (isDriven(i)) {
      legs[from].push(i);
      legs[to].push(i);
    }
  const isSignal = legs.map((list) => hasSignal(list.map((i) => segments[i])));
  const size = 2 * segments.length;
  const out: RoadCapacity = {
    capacity: new Float64Array(size),
    waitS: new Float64Array(size),
    end: new Uint8Array(size),
    signals: isSignal.filter(Boolean).length,
  };
  for (let node = 0; node < size; node++) {
    const segment = segments[node >> 1];
    const junction = (node & 1) === 0 ? segment.to : segment.from;
    const lanes = lanesOneWay(segment) * laneCapacity(segment);
    const green = { cycleS: SIGNAL_CYCLE_S, greenS: SIGNAL_CYCLE_S * greenShare, saturationPerH: lanes };
    const isFree = FREE.includes(segment.class);
    if (isSignal[junction] && !isFree) {
      out.end[node] = ENDS.signal;
      out.capacity[node] = signalCapacity(green);
      out.waitS[node] = uniformDelayS(green, 0);
    } else if (
      !isFree &&
      yields(
        segment,
        legs[junction].map((i) => segments[i]),
      )
    ) {
      out.end[node] = ENDS.yields;
      out.capacity[node] = lanes * YIELD_RATIO;
    } else out.capacity[node] = lanes;
  }
  return out;
}

const isMain = ({ class: kind }: RoadSegment): boolean => MAIN.includes(kind);

const hasSignal = (legs: readonly RoadSegment[]): boolean => legs.filter(isMain).length >= MIN_MAIN_LEGS;

/** A street gives way where two legs of main streets run past its end. */
const yields = (segment: RoadSegment, legs: readonly RoadSegment[]): boolean =>
  !isMain(segment) && segment.class !== 'link' && legs.filter(isMain).length >= 2;
