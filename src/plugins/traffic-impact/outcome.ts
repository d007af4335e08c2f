import type { LateZone, LoadedRoad } from '../../../model/tables/traffic.ts';
import type { TrafficResult } from '../../../workers/traffic/engine-types.ts';
import { formatNumber } from '../../kit/format.ts';
import type { useWords } from '../../kit/words.ts';
import type { ImpactColours } from './slice.ts';

type Say = ReturnType<typeof useWords>['t'];

/** Cars an hour more (below zero: fewer) on a road afterwards. */
export const changeOf = ({ before, after }: LoadedRoad): number => (after?.carsPerH ?? 0) - (before?.carsPerH ?? 0);

/** A road that closed: cars could go there before. */
export const isShut = ({ before, after }: LoadedRoad): boolean => before !== null && after === null;

/** Nothing was closed and nothing opened: there is one state only. */
export const isOneState = ({ request: { roads, opened } }: Pick<TrafficResult, 'request'>): boolean =>
  roads.closed.length + roads.water.length + opened.length === 0;

/** From so many minutes on, on average, a place is marked as late. */
export const LATE_MIN = 1;

/** Minutes that those are later who set out from a zone. */
export const laterMin = ({ beforeMin, afterMin }: LateZone): number => afterMin - beforeMin;

/** Part of the largest change from which on a road is drawn, and from which on it is drawn strongly. */
const CHANGE_RATIOS = [0.05, 0.3] as const;

/** Cars an hour from which on a change is drawn, and drawn strongly. */
export function changeMarks({ roads }: Pick<TrafficResult, 'roads'>): [from: number, strong: number] {
  const largest = roads.reduce((most, road) => Math.max(most, isShut(road) ? 0 : Math.abs(changeOf(road))), 0);
  return [Math.max(1, Math.round(CHANGE_RATIOS[0] * largest)), Math.max(2, Math.round(CHANGE_RATIOS[1] * largest))];
}

/** A class of roads on the map. */
interface RoadClassOnMap {
  className: string;
  token: string;
  /** Bounds of volume / capacity, or of cars an hour more; absent: there is none. */
  from: number;
  to?: number;
}

/** Bounds of volume / capacity between the colours of the map; emptier roads are not drawn. */
const RATIO_BOUNDS = [0.15, 0.3, 0.5, 0.7, 0.85, 1] as const;
const RATIO_TOKENS = ['seq-2', 'seq-3', 'seq-5', 'seq-7', 'warn', 'danger'] as const;

/** Classes that the map has, from what lies under to what lies over. */
export function classesOf(result: Pick<TrafficResult, 'roads'>, colours: ImpactColours): RoadClassOnMap[] {
  if (colours === 'ratio')
    return RATIO_BOUNDS.map((from, i): RoadClassOnMap => {
      const to = RATIO_BOUNDS[i + 1];
      return { className: `load-${i + 1}`, token: RATIO_TOKENS[i], from, ...(to === undefined ? {} : { to }) };
    });
  const [from, strong] = changeMarks(result);
  return [
    { className: 'load-fewer', token: 'div-5', from: -strong, to: -from },
    { className: 'load-more', token: 'div-3', from, to: strong },
    { className: 'load-many-fewer', token: 'div-7', from: Number.NEGATIVE_INFINITY, to: -strong },
    { className: 'load-many-more', token: 'div-1', from: strong },
  ];
}

/** The lines of a class. */
export function linesOf(
  { roads }: Pick<TrafficResult, 'roads'>,
  colours: ImpactColours,
  { from, to = Number.POSITIVE_INFINITY }: RoadClassOnMap,
): LoadedRoad['line'][] {
  const shownOf = (road: LoadedRoad) => (colours === 'ratio' ? (road.after?.ratio ?? 0) : changeOf(road));
  return roads.filter((road) => !isShut(road) && shownOf(road) >= from && shownOf(road) < to).map(({ line }) => line);
}

/** The answer in one sentence. */
export function headline(t: Say, result: TrafficResult): string {
  const { before, demand, laterMinPerTrip, laterCarHours, uncertainCarHours, late, sooner, after } = result;
  const trips = formatNumber(demand.trips);
  const hour = t(`impact.${result.request.hour}`);
  if (isOneState(result))
    return t('impact.asNow', {
      hour,
      trips,
      mean: formatNumber(before.meanMin, 1),
      hours: formatNumber(before.carHours),
    });
  const isSmall = Math.abs(laterCarHours) <= uncertainCarHours;
  if (isSmall && after.stranded === 0) return t('impact.noChange', { hour, trips });
  const [overOne] = late;
  const values = {
    hour,
    trips,
    minutes: formatNumber(Math.abs(laterMinPerTrip), 2),
    hours: formatNumber(Math.abs(laterCarHours), 1),
    people: formatNumber(laterCarHours >= 0 ? (overOne?.people ?? 0) : sooner),
  };
  return t(laterCarHours >= 0 ? 'impact.later' : 'impact.soonerBy', values);
}
