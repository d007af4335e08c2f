import type { Point } from '../../model/geo/plane/point.ts';
import type { RoadClass, RoadNetwork } from '../../model/roads/road-network.ts';
import { mayUse, VEHICLES } from '../../model/roads/vehicles.ts';
import { WayIndex, type WayPlace } from './way-index.ts';

/** Elevation of the ground at a place. */
export type GroundAt = (eastM: number, northM: number) => number;

export const MINUTE_IN_MS = 60_000;

/** Pieces of a way over which the slope is taken, metres. */
const STEP_M = 20;

/** Roads that are waited at: an assumption, as is the wait itself. */
const WIDE: ReadonlySet<RoadClass> = new Set(['expressway', 'primary', 'secondary', 'tertiary']);

/**
 * Speed on foot by the slope of the way (Tobler 1993, NCGIA TR 93-1): 6 km/h down a slope of 5 %, 5.04 km/h on the level. Slope is rise over
 * level distance in the direction of walking.
 */
export const walkingMps = (slope: number): number => (6 / 3.6) * Math.exp(-3.5 * Math.abs(slope + 0.05));

/** Whether people on foot wait where other roads meet one of this class. */
export const isWaitedAt = (road: RoadClass): boolean => WIDE.has(road);

/** How long is waited at a junction of so many legs, milliseconds. */
export const waitOfMs = (legs: number, isWide: boolean, crossingWaitS: number): number =>
  legs > 2 && isWide ? Math.round(crossingWaitS * 1000) : 0;

/** A way with the time to every step of it, milliseconds, by chainage. */
export interface Way {
  from: number;
  to: number;
  chainageM: Float64Array;
  alongMs: Float64Array;
  againstMs: Float64Array;
}

/** Junctions and ways that are walked on. */
export interface WalkingGraph {
  junctions: number;
  /** By segment; null where nobody walks. */
  ways: readonly (Way | null)[];
  leaving: readonly (readonly number[])[];
  /** Time that a person waits who passes a junction, for each junction, milliseconds. */
  waitMs: Int32Array;
}

/** Junctions and ways of a city on foot. */
export interface WalkingNet extends WalkingGraph {
  /** Number of ends of segments that meet in each junction, walked or not, and 1 where one of them is waited at. */
  legs: Int32Array;
  wide: Uint8Array;
  index: WayIndex;
}

/** The network as people on foot find it. */
export function walkingNet(network: RoadNetwork, groundAt: GroundAt, crossingWaitS: number): WalkingNet {
  const foot = VEHICLES.find(({ id }) => id === 'foot');
  const ways = network.segments.map((segment) =>
    foot && mayUse(foot, segment.class, segment.isPrivate)
      ? wayOf(segment, segment.form === 'ground' ? groundAt : straightBetween(segment.points, groundAt))
      : null,
  );
  const leaving: number[][] = network.junctions.map(() => []);
  const wide = new Uint8Array(network.junctions.length);
  const legs = new Int32Array(network.junctions.length);
  for (const [i, segment] of network.segments.entries())
    for (const end of [segment.from, segment.to]) {
      legs[end]++;
      if (WIDE.has(segment.class)) wide[end] = 1;
      if (ways[i]) leaving[end].push(i);
    }
  const waitMs = Int32Array.from(legs, (count, j) => waitOfMs(count, wide[j] === 1, crossingWaitS));
  const index = new WayIndex(network.segments.map(({ points }) => points));
  return { junctions: network.junctions.length, ways, leaving, waitMs, legs, wide, index };
}

/** Bridges and tunnels run straight from the ground at one end to that at the other. */
function straightBetween(points: readonly Point[], groundAt: GroundAt): GroundAt {
  const [ax, ay] = points[0];
  const [bx, by] = points[points.length - 1];
  const low = groundAt(ax, ay);
  const rise = groundAt(bx, by) - low;
  const square = (bx - ax) ** 2 + (by - ay) ** 2;
  return (x, y) => (square === 0 ? low : low + (rise * ((x - ax) * (bx - ax) + (y - ay) * (by - ay))) / square);
}

/** A way along a line on the ground. */
export function wayOf(
  { from, to, points }: { from: number; to: number; points: readonly Point[] },
  groundAt: GroundAt,
): Way {
  const chainage = [0];
  const along = [0];
  const against = [0];
  for (let k = 1; k < points.length; k++) {
    const [ax, ay] = points[k - 1];
    const dx = points[k][0] - ax;
    const dy = points[k][1] - ay;
    const lengthM = Math.sqrt(dx * dx + dy * dy);
    const parts = Math.max(1, Math.ceil(lengthM / STEP_M));
    for (let i = 1; lengthM > 0 && i <= parts; i++) {
      const before = groundAt(ax + (dx * (i - 1)) / parts, ay + (dy * (i - 1)) / parts);
      const stepM = lengthM / parts;
      const slope = (groundAt(ax + (dx * i) / parts, ay + (dy * i) / parts) - before) / stepM;
      chainage.push((chainage.at(-1) ?? 0) + stepM);
      along.push((along.at(-1) ?? 0) + (1000 * stepM) / walkingMps(slope));
      against.push((against.at(-1) ?? 0) + (1000 * stepM) / walkingMps(-slope));
    }
  }
  return {
    from,
    to,
    chainageM: Float64Array.from(chainage),
    alongMs: Float64Array.from(along),
    againstMs: Float64Array.from(against),
  };
}

/** The part of a way between two chainages: its own ends, the times of the whole. */
export function partOfWay(way: Way, ends: { from: number; to: number }, fromM: number, toM: number): Way {
  const { chainageM, alongMs, againstMs } = way;
  const longM = chainageM[chainageM.length - 1];
  const at = [fromM, ...chainageM.filter((each) => each > fromM && each < toM), toM];
  const timesOf = (times: Float64Array) => Float64Array.from(at, (each) => timeAt(times, chainageM, each / longM));
  return {
    ...ends,
    chainageM: Float64Array.from(at, (each) => each - fromM),
    alongMs: timesOf(alongMs),
    againstMs: timesOf(againstMs),
  };
}

/** Milliseconds from one share of a way to another, whole: Node and every browser come to the same. */
function betweenMs({ chainageM, alongMs, againstMs }: Way, from: number, to: number): number {
  const times = to >= from ? alongMs : againstMs;
  return Math.round(Math.abs(timeAt(times, chainageM, to) - timeAt(times, chainageM, from)));
}

function timeAt(timesMs: Float64Array, chainageM: Float64Array, share: number): number {
  const atM = share * chainageM[chainageM.length - 1];
  let i = 1;
  while (i < chainageM.length - 1 && chainageM[i] < atM) i++;
  if (chainageM.length < 2) return 0;
  const part = (atM - chainageM[i - 1]) / (chainageM[i] - chainageM[i - 1]);
  return timesMs[i - 1] + part * (timesMs[i] - timesMs[i - 1]);
}

/** Milliseconds between a place and the way it is served by, straight and level on foot. */
export const offMs = (offM: number): number => Math.round((1000 * offM) / walkingMps(0));

/** From a person's place on a way to the facility's, or, not `isTo`, back. */
const legMs = (way: Way, person: number, facility: number, isTo: boolean): number =>
  isTo ? betweenMs(way, person, facility) : betweenMs(way, facility, person);

/** How long it is between a person's place and each end of its way, the wait there included, milliseconds; empty where nobody walks. */
export function endTimes(
  { ways, waitMs }: WalkingGraph,
  place: WayPlace,
  direction: 'to' | 'from',
): { junction: number; ms: number }[] {
  const way = ways[place.segment];
  if (!way) return [];
  const off = offMs(place.offM);
  const isTo = direction === 'to';
  return [
    { junction: way.from, ms: off + waitMs[way.from] + legMs(way, place.share, 0, isTo) },
    { junction: way.to, ms: off + waitMs[way.to] + legMs(way, place.share, 1, isTo) },
  ];
}

/** How long, and which facility is the nearest in time. */
interface Reach {
  ms: number;
  facility: number;
}

/** Times between every junction and its nearest facility, and from there those of any place. */
export class WalkingTimes {
  readonly ms: Float64Array;
  readonly nearest: Int32Array;
  private readonly net: WalkingGraph;
  private readonly isTo: boolean;
  private readonly onSegment = new Map<number, { place: WayPlace; facility: number }[]>();

  constructor(net: WalkingGraph, facilities: readonly (WayPlace | null)[], direction: 'to' | 'from') {
    this.net = net;
    this.isTo = direction === 'to';
    this.ms = new Float64Array(net.junctions).fill(Number.POSITIVE_INFINITY);
    this.nearest = new Int32Array(net.junctions).fill(-1);
    const heap = new Heap();
    for (const [facility, place] of facilities.entries()) {
      const way = place && net.ways[place.segment];
      if (!way) continue;
      this.onSegment.set(place.segment, [...(this.onSegment.get(place.segment) ?? []), { place, facility }]);
      const off = offMs(place.offM);
      heap.push(off + this.legMs(way, 0, place.share), way.from, facility);
      heap.push(off + this.legMs(way, 1, place.share), way.to, facility);
    }
    this.settle(heap);
  }

  /** The place's time and facility; null: no facility can be walked to. */
  of(place: WayPlace): Reach | null {
    const way = this.net.ways[place.segment];
    if (!way) return null;
    const off = offMs(place.offM);
    let best: Reach | null = null;
    for (const { junction, ms } of endTimes(this.net, place, this.isTo ? 'to' : 'from'))
      best = nearer(best, { ms: ms + this.ms[junction], facility: this.nearest[junction] });
    for (const { place: there, facility } of this.onSegment.get(place.segment) ?? []) {
      const ms = off + offMs(there.offM) + this.legMs(way, place.share, there.share);
      best = nearer(best, { ms, facility });
    }
    return best && Number.isFinite(best.ms) ? best : null;
  }

  /** Dijkstra (1959) from all facilities at once; of two that are as near the first is taken. */
  private settle(heap: Heap): void {
    const { ways, leaving, waitMs } = this.net;
    const isDone = new Uint8Array(this.ms.length);
    for (let top = heap.pop(); top; top = heap.pop()) {
      const [ms, junction, facility] = top;
      if (isDone[junction] === 1) continue;
      isDone[junction] = 1;
      this.ms[junction] = ms;
      this.nearest[junction] = facility;
      for (const segment of leaving[junction]) {
        const way = ways[segment];
        if (!way) continue;
        const isFromStart = way.from === junction;
        const next = isFromStart ? way.to : way.from;
        if (isDone[next] === 1) continue;
        const leg = this.legMs(way, isFromStart ? 1 : 0, isFromStart ? 0 : 1);
        heap.push(ms + waitMs[junction] + leg, next, facility);
      }
    }
  }

  /** From a person's end of a stretch to the facility's, or the other way round. */
  private legMs(way: Way, person: number, facility: number): number {
    return legMs(way, person, facility, this.isTo);
  }
}

const nearer = (best: Reach | null, next: Reach): Reach =>
  best && (best.ms < next.ms || (best.ms === next.ms && best.facility <= next.facility)) ? best : next;

type Entry = [ms: number, junction: number, facility: number];

/** The least first; ties by facility, then by junction, so that the order of pushing changes nothing. */
class Heap {
  private readonly entries: Entry[] = [];

  push(ms: number, junction: number, facility: number): void {
    const { entries } = this;
    let at = entries.length;
    entries.push([ms, junction, facility]);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!isBefore(entries[at], entries[up])) return;
      this.swap(at, up);
      at = up;
    }
  }

  pop(): Entry | null {
    const { entries } = this;
    const top = entries[0];
    const last = entries.pop();
    if (!top || !last) return null;
    if (entries.length === 0) return top;
    entries[0] = last;
    let at = 0;
    for (;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < entries.length && isBefore(entries[child], entries[least])) least = child;
      if (least === at) return top;
      this.swap(at, least);
      at = least;
    }
  }

  private swap(one: number, other: number): void {
    const kept = this.entries[one];
    this.entries[one] = this.entries[other];
    this.entries[other] = kept;
  }
}

const isBefore = (a: Entry, b: Entry): boolean =>
  a[0] < b[0] || (a[0] === b[0] && (a[2] < b[2] || (a[2] === b[2] && a[1] < b[1])));
