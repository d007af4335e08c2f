import { ABSENT } from '../micro/state.ts';
import { type QueueNetwork, turnOf } from './queue-network.ts';

/** Times on roads are means over as long. */
export const BIN_S = 300;

/** Describes a trip on its way: the roads that it goes over, from the first to the last. */
interface LoadedTrip {
  departS: number;
  roads: ArrayLike<number>;
}

/** Holds what a loading came to. */
export interface Loading {
  /** When each trip arrived; Infinity: not by the end. */
  arriveS: Float64Array;
  /** Sum of the times that those who entered a road in a bin took until they left it by a turn, and their number; `turn × bins + bin`. */
  sumS: Float64Array;
  count: Uint32Array;
  bins: number;
  endS: number;
}

/**
 * Loads trips on a network vehicle by vehicle: the link transmission model (Newell 1993; Yperman 2007) in the numbers of the vehicles. A vehicle comes to the
 * end of its road after the free time, joins the shortest queue of the lanes of its turn, leaves in green at the headway of the
 * turn, and only once the road behind has room: a vehicle makes room by leaving, and its gap runs back as a wave. Steps of a second only say
 * in which order roads are looked at; instants are no multiples of them.
 */
export function loadQueues(network: QueueNetwork, trips: readonly LoadedTrip[], endS: number): Loading {
  const run = new QueueRun(network, trips, endS);
  for (let second = 0; second < endS && run.left > 0; second++) run.step(second);
  run.countStuck();
  return run.loading;
}

class QueueRun {
  readonly loading: Loading;
  left: number;
  private readonly network: QueueNetwork;
  private readonly trips: readonly LoadedTrip[];
  private nextTrip = 0;
  private second = 0;
  /** Place of each vehicle on its way, the turn at its end, when it entered its road and when it comes to the end. */
  private readonly place: Int32Array;
  private readonly turnOf: Int32Array;
  private readonly entryS: Float64Array;
  private readonly reachS: Float64Array;
  private readonly next: Int32Array;
  /** Vehicles that come to the end of their roads in each second. */
  private readonly due: Int32Array;
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  private readonly waiting: Int32Array;
  /** Earliest instant at which the next vehicle leaves a queue or enters a road. */
  private readonly readyS: Float64Array;
  private readonly openS: Float64Array;
  private readonly entered: Int32Array;
  private readonly gone: Int32Array;
  private readonly goneStart: Int32Array;
  private readonly goneS: Float64Array;
  /** Queues of lanes with somebody in them, then those of vehicles that wait to set out, by road. */
  private readonly active: number[] = [];
  private readonly queues: number;

  constructor(network: QueueNetwork, trips: readonly LoadedTrip[], endS: number) {
    const roads = network.freeS.length;
    this.network = network;
    this.trips = trips;
    this.left = trips.length;
    this.queues = network.queues;
    const bins = Math.ceil(endS / BIN_S);
    this.loading = {
      arriveS: new Float64Array(trips.length).fill(Number.POSITIVE_INFINITY),
      sumS: new Float64Array(network.turnTo.length * bins),
      count: new Uint32Array(network.turnTo.length * bins),
      bins,
      endS,
    };
    this.place = new Int32Array(trips.length).fill(ABSENT);
    this.turnOf = new Int32Array(trips.length).fill(ABSENT);
    this.entryS = new Float64Array(trips.length);
    this.reachS = new Float64Array(trips.length);
    this.next = new Int32Array(trips.length).fill(ABSENT);
    this.due = new Int32Array(Math.ceil(endS) + 1).fill(ABSENT);
    this.first = new Int32Array(this.queues + roads).fill(ABSENT);
    this.last = new Int32Array(this.queues + roads).fill(ABSENT);
    this.waiting = new Int32Array(this.queues + roads);
    this.readyS = new Float64Array(this.queues);
    this.openS = new Float64Array(roads);
    this.entered = new Int32Array(roads);
    this.gone = new Int32Array(roads);
    this.goneStart = new Int32Array(roads + 1);
    for (let road = 0; road < roads; road++) this.goneStart[road + 1] = this.goneStart[road] + network.room[road];
    this.goneS = new Float64Array(this.goneStart[roads]);
  }

  /** Plays a second: vehicles reach the ends of their roads, trips begin, queues move in turn from another one each second, so that none is always first. */
  step(second: number): void {
    this.second = second;
    this.take(second);
    for (; this.nextTrip < this.trips.length && this.trips[this.nextTrip].departS < second + 1; this.nextTrip++)
      this.append(this.queues + this.trips[this.nextTrip].roads[0], this.nextTrip);
    const { active } = this;
    const count = active.length;
    for (let i = 0; i < count; i++) this.serve(active[(i + second) % count], second + 1);
    let kept = 0;
    for (const queue of active) if (this.first[queue] !== ABSENT) active[kept++] = queue;
    active.length = kept;
  }

  /** Takes the vehicles that come to the ends of their roads into the queues there, the earliest first. */
  private take(second: number): void {
    const own: number[] = [];
    for (let trip = this.due[second]; trip !== ABSENT; trip = this.next[trip]) own.push(trip);
    own.sort((a, b) => this.reachS[a] - this.reachS[b] || a - b);
    for (const trip of own) {
      if (this.turnOf[trip] !== ABSENT) this.append(this.shortestQueue(this.turnOf[trip]), trip);
      else this.leave(this.roadOf(trip), trip, this.reachS[trip]);
    }
  }

  private roadOf = (trip: number): number => this.trips[trip].roads[this.place[trip]];

  private shortestQueue(turn: number): number {
    const { turnQueue, turnLastQueue } = this.network;
    let best = turnQueue[turn];
    for (let queue = best + 1; queue <= turnLastQueue[turn]; queue++)
      if (this.waiting[queue] < this.waiting[best]) best = queue;
    return best;
  }

  private append(queue: number, trip: number): void {
    this.next[trip] = ABSENT;
    if (this.first[queue] === ABSENT) {
      this.first[queue] = trip;
      this.active.push(queue);
    } else this.next[this.last[queue]] = trip;
    this.last[queue] = trip;
    this.waiting[queue]++;
  }

  /** Lets vehicles go from the head of a queue until one would go after this second. */
  private serve(queue: number, untilS: number): void {
    const isStart = queue >= this.queues;
    for (let trip = this.first[queue]; trip !== ABSENT; trip = this.first[queue]) {
      const turn = this.turnOf[trip];
      const to = isStart ? queue - this.queues : this.network.turnTo[turn];
      const wishS = isStart
        ? this.trips[trip].departS
        : this.greenS(turn, Math.max(this.reachS[trip], this.readyS[queue]));
      const goS = Math.max(wishS, this.openS[to], this.roomS(to));
      if (goS >= untilS) return;
      if (!isStart && goS > wishS && this.greenS(turn, goS) > goS) return;
      this.first[queue] = this.next[trip];
      this.waiting[queue]--;
      if (!isStart) {
        this.readyS[queue] = goS + this.network.headwayS[turn];
        this.note(turn, trip, goS);
        this.leave(this.roadOf(trip), ABSENT, goS);
      }
      this.enter(trip, to, goS);
    }
  }

  /** Returns the first instant from `fromS` at which a turn has green. */
  private greenS(turn: number, fromS: number): number {
    const { cycleS, greenFromS, greenForS } = this.network;
    const cycle = cycleS[turn];
    if (cycle === 0) return fromS;
    const since = fromS - greenFromS[turn];
    const within = since - cycle * Math.floor(since / cycle);
    return within < greenForS[turn] ? fromS : fromS + cycle - within;
  }

  /** Returns when a road has room for one more; Infinity: not before somebody leaves it. */
  private roomS(road: number): number {
    const room = this.network.room[road];
    const number = this.entered[road] - room;
    if (number < 0) return 0;
    if (number >= this.gone[road]) return Number.POSITIVE_INFINITY;
    return this.goneS[this.goneStart[road] + (number % room)] + this.network.waveS[road];
  }

  private enter(trip: number, road: number, atS: number): void {
    const { network } = this;
    this.place[trip]++;
    this.entered[road]++;
    this.openS[road] = atS + network.entryHeadwayS[road];
    this.entryS[trip] = atS;
    this.reachS[trip] = atS + network.freeS[road];
    const { roads } = this.trips[trip];
    const following = this.place[trip] + 1;
    this.turnOf[trip] = following < roads.length ? turnOf(network, road, roads[following]) : ABSENT;
    const second = Math.max(this.second + 1, Math.floor(this.reachS[trip]));
    if (second >= this.due.length) return;
    this.next[trip] = this.due[second];
    this.due[second] = trip;
  }

  /** Counts a vehicle out of a road; a trip that ends there has arrived. */
  private leave(road: number, trip: number, atS: number): void {
    this.goneS[this.goneStart[road] + (this.gone[road]++ % this.network.room[road])] = atS;
    if (trip === ABSENT) return;
    this.loading.arriveS[trip] = atS;
    this.left--;
  }

  private note(turn: number, trip: number, leaveS: number): void {
    const { bins, sumS, count } = this.loading;
    const at = turn * bins + Math.min(bins - 1, Math.floor(this.entryS[trip] / BIN_S));
    sumS[at] += leaveS - this.entryS[trip];
    count[at]++;
  }

  /** Counts who still waits at the end as if he left then, so that a road that stands is not taken for an empty one. */
  countStuck(): void {
    if (this.left === 0) return;
    for (let queue = 0; queue < this.queues; queue++)
      for (let trip = this.first[queue]; trip !== ABSENT; trip = this.next[trip])
        this.note(this.turnOf[trip], trip, this.loading.endS);
  }
}
