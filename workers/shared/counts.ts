import { STREETS } from '../../model/city/day-curves.ts';
import type { CountsUsed } from '../../model/city/given-data.ts';
import { hourOf } from '../../model/city/role-time.ts';
import { headingOf } from '../../model/geo/heading.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { RoadSegment } from '../../model/roads/road-network.ts';
import { mayUse, VEHICLES } from '../../model/roads/vehicles.ts';
import type { Text } from '../../model/text/text.ts';
import { HOURS_PER_DAY } from '../../model/time.ts';
import type { CityFiles } from './engine.ts';
import { type RoleRow, roleLayers } from './role-rows.ts';
import { WayIndex } from './way-index.ts';

/** Farther from every road a count belongs to none. */
const COUNT_REACH_M = 50;
/** A count that states its direction belongs to a road that runs no more than 60° off it: cos 60°. */
const MIN_ALONG = 0.5;
const WHOLE_PCT = 100;

/** One row of a count. */
interface CountRow {
  /** Null: the hour is not stated. */
  hour: number | null;
  /** Vehicles in an hour, or in a day; one of them is known. */
  perHour: number | null;
  perDay: number | null;
  heavyPct: number | null;
}

/** All that was counted at one place in one direction of a road. */
interface CountedStream {
  id: string;
  name: Text;
  atM: Point;
  /** By its number in the network. */
  segment: number;
  /** Direction of the segment's centre line; null: both together. */
  way: 'along' | 'against' | null;
  rows: CountRow[];
}

/** The counts of a city's layers on its roads; `used` is null where no layer has the role. */
export interface GivenCounts {
  streams: CountedStream[];
  used: CountsUsed | null;
}

/** Reads the counted traffic of a city and finds the road of each count. */
export async function countsOf(files: CityFiles, segments: readonly RoadSegment[]): Promise<GivenCounts> {
  const layers = await roleLayers(files, 'counts');
  if (layers.length === 0) return { streams: [], used: null };
  const [car] = VEHICLES;
  const isDriven = segments.map((one) => mayUse(car, one.class, one.isPrivate));
  const index = new WayIndex(segments.map(({ points }) => points));
  const streams = new Map<string, CountedStream>();
  const off = new Set<string>();
  let blank = 0;
  for (const { layer, rows } of layers) {
    const isRatio = rows.every((row) => (row.number('heavy') ?? 0) <= 1);
    for (const row of rows) {
      const counted = rowOf(row, isRatio);
      if (!counted) {
        blank++;
        continue;
      }
      const headingDeg = headingOf(String(row.cell('direction') ?? ''));
      const at = index.placeOf(
        row.atM,
        COUNT_REACH_M,
        (segment) => isDriven[segment] && (headingDeg === null || wayOf(segments[segment], headingDeg) !== null),
      );
      const key = `${layer.id} ${row.atM.map((m) => m.toFixed(1)).join(' ')} ${headingDeg}`;
      if (!at) {
        off.add(key);
        continue;
      }
      const known = streams.get(key);
      if (known) known.rows.push(counted);
      else {
        const way = headingDeg === null ? null : wayOf(segments[at.segment], headingDeg);
        streams.set(key, { id: row.id, name: row.name, atM: row.atM, segment: at.segment, way, rows: [counted] });
      }
    }
  }
  const list = [...streams.values()];
  return {
    streams: list,
    used: {
      labels: layers.map(({ layer }) => layer.label),
      isGuessed: layers.some(({ isGuessed }) => isGuessed),
      places: list.length,
      offRoad: off.size,
      blank,
      segments: new Set(list.map(({ segment }) => segment)).size,
    },
  };
}

/** The numbers of a row; null: it has none. Where no value of the layer's heavy share is above 1 they are parts of one, else per cent. */
function rowOf(row: RoleRow, isRatio: boolean): CountRow | null {
  const amount = (column: string) => {
    const value = row.number(column);
    return value !== null && value >= 0 ? value : null;
  };
  const perHour = amount('flow');
  const perDay = amount('daily');
  if (perHour === null && perDay === null) return null;
  const heavy = amount('heavy');
  const heavyPct = heavy === null ? null : Math.min(WHOLE_PCT, isRatio ? WHOLE_PCT * heavy : heavy);
  return { hour: hourOf(row.cell('hour')), perHour, perDay, heavyPct };
}

/** The direction of a segment that goes a heading; null: it goes neither way, or may not. */
function wayOf({ points, direction }: RoadSegment, headingDeg: number): 'along' | 'against' | null {
  const [ax, ay] = points[0];
  const [bx, by] = points[points.length - 1];
  const lengthM = Math.hypot(bx - ax, by - ay);
  if (lengthM === 0) return null;
  const headingRad = (headingDeg * Math.PI) / 180;
  const along = ((bx - ax) * Math.sin(headingRad) + (by - ay) * Math.cos(headingRad)) / lengthM;
  if (along >= MIN_ALONG && direction !== 'against') return 'along';
  return along <= -MIN_ALONG && direction !== 'along' ? 'against' : null;
}

/** Hours from one to another of the clock; they may pass midnight. */
export const hoursBetween = (from: number, to: number): number[] =>
  Array.from({ length: (to - from + HOURS_PER_DAY) % HOURS_PER_DAY }, (_, k) => (from + k) % HOURS_PER_DAY);

/** Day of GB 3096: a flow whose hour nobody states is its mean. */
const DAYTIME = hoursBetween(6, 22);
const CURVE_SUM = STREETS.reduce((sum, one) => sum + one, 0);

/**
 * Vehicles an hour on average of some hours: by the rows of these hours, else by those of other hours, of whole days, or without an hour, each
 * brought to these hours by the usual curve of a day. `untimed`: hours that a flow without an hour is taken to be the mean of. Null: the rows
 * tell nothing.
 */
export function meanPerHour(
  rows: readonly CountRow[],
  hours: readonly number[],
  untimed: readonly number[] = DAYTIME,
): number | null {
  const curveOf = (list: readonly number[]) => list.reduce((sum, hour) => sum + STREETS[hour], 0);
  const wanted = curveOf(hours) / hours.length;
  const timed = rows.flatMap(({ hour, perHour }) => (hour !== null && perHour !== null ? [{ hour, perHour }] : []));
  const own = timed.filter(({ hour }) => hours.includes(hour));
  const scaled = (list: typeof timed) =>
    (wanted * list.reduce((sum, { perHour }) => sum + perHour, 0)) / curveOf(list.map(({ hour }) => hour));
  if (own.length > 0) return scaled(own);
  const daily = rows.flatMap(({ perDay }) => perDay ?? []);
  if (daily.length > 0) return (wanted * mean(daily)) / CURVE_SUM;
  if (timed.length > 0) return scaled(timed);
  const flows = rows.flatMap(({ perHour }) => perHour ?? []);
  return flows.length > 0 ? (wanted * mean(flows) * untimed.length) / curveOf(untimed) : null;
}

const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;

/** Counted traffic of one segment in both directions. */
interface SegmentCount {
  perHour(hours: readonly number[]): number;
  heavyPct: number | null;
}

/** The counts of each segment: the mean of its places; where one direction of a two-way road was counted, the other is taken to carry as much. */
export function countedSegments(
  streams: readonly CountedStream[],
  segments: readonly Pick<RoadSegment, 'direction'>[],
): Map<number, SegmentCount> {
  const bySegment = new Map<number, CountedStream[]>();
  for (const stream of streams) bySegment.set(stream.segment, [...(bySegment.get(stream.segment) ?? []), stream]);
  return new Map(
    [...bySegment].map(([segment, own]) => {
      const heavy = own.flatMap(({ rows }) => rows.flatMap(({ heavyPct }) => heavyPct ?? []));
      const perHour = (hours: readonly number[]) => bothWays(own, hours, segments[segment].direction === 'both');
      return [segment, { perHour, heavyPct: heavy.length > 0 ? mean(heavy) : null }];
    }),
  );
}

function bothWays(streams: readonly CountedStream[], hours: readonly number[], isTwoWay: boolean): number {
  const flowOf = (way: CountedStream['way']) => {
    const flows = streams.flatMap((one) => (one.way === way ? (meanPerHour(one.rows, hours) ?? []) : []));
    return flows.length > 0 ? mean(flows) : null;
  };
  const along = flowOf('along');
  const against = flowOf('against');
  if (along !== null && against !== null) return along + against;
  return flowOf(null) ?? (isTwoWay ? 2 : 1) * (along ?? against ?? 0);
}
