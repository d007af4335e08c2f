import type { CountsUsed } from '../../model/city/given-data.ts';
import type { TrafficRequest } from '../../model/questions/traffic.ts';
import type { RoadSegment } from '../../model/roads/road-network.ts';
import type { CountedRoad } from '../../model/tables/traffic.ts';
import { type GivenCounts, meanPerHour } from '../shared/counts.ts';

/** Hours of the clock that an hour of the question stands for: a count is the mean of those that were counted, else brought there by the day's curve. */
const HOURS: Readonly<Record<TrafficRequest['hour'], readonly number[]>> = { morning: [7, 8], evening: [17, 18] };
/** A smaller GEH is a good fit (DMRB volume 12; TAG unit M3.1 asks it of 85 % of the places). */
const GOOD_GEH = 5;

/** How far the computed hour is from what was counted. */
export interface CountComparison {
  used: CountsUsed;
  places: CountedRoad[];
  /** Places with a GEH below 5. */
  good: number;
  countedPerH: number;
  computedPerH: number;
}

/** Compares the flow of the hour as it is now with the counts; `flow` holds each segment's two directions. Null: no layer tells counts. */
export function comparedCounts(
  { streams, used }: GivenCounts,
  hour: TrafficRequest['hour'],
  segments: readonly RoadSegment[],
  flow: ArrayLike<number>,
): CountComparison | null {
  if (!used) return null;
  const hours = HOURS[hour];
  const places = streams.flatMap(({ id, atM, segment, way, rows }): CountedRoad[] => {
    const own = rows.flatMap(({ hour, perHour }) => (hour !== null && hours.includes(hour) ? (perHour ?? []) : []));
    const counted =
      own.length > 0 ? own.reduce((sum, one) => sum + one, 0) / own.length : meanPerHour(rows, hours, hours);
    if (counted === null) return [];
    const along = way === 'against' ? 0 : flow[2 * segment];
    const computed = along + (way === 'along' ? 0 : flow[2 * segment + 1]);
    const { id: road, name } = segments[segment];
    const figures = { countedPerH: tenths(counted), computedPerH: tenths(computed), geh: gehOf(computed, counted) };
    return [{ id, street: name, atM: [atM[0], atM[1]], segment: road, way, ...figures }];
  });
  const sum = (of: (one: CountedRoad) => number) => tenths(places.reduce((total, one) => total + of(one), 0));
  return {
    used,
    places,
    good: places.filter(({ geh }) => geh < GOOD_GEH).length,
    countedPerH: sum(({ countedPerH }) => countedPerH),
    computedPerH: sum(({ computedPerH }) => computedPerH),
  };
}

const tenths = (value: number): number => Math.round(10 * value) / 10;

/** Geoffrey E. Havers' measure of two hourly flows, to a hundredth. */
export function gehOf(computed: number, counted: number): number {
  const sum = computed + counted;
  return sum > 0 ? Math.round(100 * Math.sqrt((2 * (computed - counted) ** 2) / sum)) / 100 : 0;
}
