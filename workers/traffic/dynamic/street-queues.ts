import { MS_PER_S, S_PER_H } from '../../../model/time.ts';
import { NO_WAY_MS } from '../../shared/hierarchy.ts';
import type { RoadGraph } from '../../shared/road-graph.ts';
import { GAP_NEEDS, gapCapacity } from '../gap-acceptance.ts';
import type { SignalInput } from '../micro/network.ts';
import { CITY_CAR } from '../micro/vehicle-class.ts';
import { SAME_RATIO } from '../street/conflicts.ts';
import { type Arm, junctionPlan } from '../street/junction-plan.ts';
import { SATURATION_PER_H } from '../street/signal-plan.ts';
import type { StreetLink } from '../street/street-links.ts';
import type { StreetRules } from '../street/street-network.ts';
import { type LaneRange, laneJoins } from '../street/turn-lanes.ts';
import { bendOf, isFacing, type StreetTurn, turnKind } from '../street/turns.ts';
import { type QueueNetwork, turnStarts } from './queue-network.ts';

/** Drivers use so much of amber more than they lose when they set off. */
const AMBER_USED_S = 1;
/** Room of a vehicle in a queue, and the speed at which a gap runs back through it. */
const VEHICLE_M = CITY_CAR.lengthM + CITY_CAR.standingGapM;
const WAVE_MPS = VEHICLE_M / CITY_CAR.timeGapS;

/** Tells what queues are laid out by, beside links: the wait at the end of a road that nobody takes, and roads within junctions, which take no time of their own. */
interface QueueRules extends StreetRules {
  waitS: (node: number) => number;
  isWithin: Uint8Array;
}

/** Lays out the queues at the ends of a city's roads as vehicles find them there: lanes of each turn, signals and who gives way, by how many take each turn. */
export class StreetQueues {
  readonly turnFirst: Int32Array;
  readonly turnTo: Int32Array;
  private readonly graph: RoadGraph;
  private readonly links: readonly StreetLink[];
  private readonly linkOf: Int32Array;
  private readonly rules: QueueRules;
  private readonly bend: Float64Array;

  /** `links`: of all directed segments that anybody may drive on. */
  constructor(graph: RoadGraph, links: readonly StreetLink[], rules: QueueRules) {
    this.graph = graph;
    this.links = links;
    this.rules = rules;
    this.turnFirst = turnStarts(graph);
    this.turnTo = graph.to;
    this.linkOf = new Int32Array(graph.nodes).fill(-1);
    for (const [link, { node }] of links.entries()) this.linkOf[node] = link;
    this.bend = Float64Array.from(graph.from, (from, turn) => {
      const a = links[this.linkOf[from]];
      const b = links[this.linkOf[graph.to[turn]]];
      return a && b ? bendOf(a.endsTo, b.startsTo) : 0;
    });
  }

  /** Returns the queues in one state of the roads; `perH`: vehicles an hour that make each turn. */
  network(travelMs: Int32Array, perH: Float64Array): QueueNetwork {
    const { graph, links } = this;
    const laid = new LaidQueues(this.turnFirst, graph.to);
    const byJunction = new Map<number, StreetTurn[]>();
    const numberOf = new Map<StreetTurn, number>();
    for (const [turn, count] of perH.entries()) {
      if (count === 0) continue;
      const bend = this.bend[turn];
      const one = {
        from: this.linkOf[graph.from[turn]],
        to: this.linkOf[graph.to[turn]],
        perH: count,
        bend,
        kind: turnKind(bend),
      };
      numberOf.set(one, turn);
      const { toJunction } = links[one.from];
      const own = byJunction.get(toJunction);
      if (own) own.push(one);
      else byJunction.set(toJunction, [one]);
    }
    for (const [junction, turns] of byJunction) this.layJunction(laid, junction, turns, numberOf);
    for (const { node } of links) this.layUnused(laid, node);
    const { isWithin } = this.rules;
    const freeS = Float64Array.from(travelMs, (ms, node) =>
      ms >= NO_WAY_MS ? Number.POSITIVE_INFINITY : isWithin[node] === 1 ? 0 : ms / MS_PER_S,
    );
    return { freeS, ...this.rooms(freeS), ...laid.arrays };
  }

  /** Rates roads by how many vehicles stand on them; a road shorter than its vehicles holds as many as it takes to let its stream through. */
  private rooms(freeS: Float64Array): Pick<QueueNetwork, 'room' | 'waveS' | 'entryHeadwayS'> {
    const room = new Int32Array(freeS.length).fill(1);
    const waveS = new Float64Array(freeS.length);
    const entryHeadwayS = new Float64Array(freeS.length);
    for (const { node, lanes, roadM } of this.links) {
      if (freeS[node] === Number.POSITIVE_INFINITY) continue;
      waveS[node] = roadM / WAVE_MPS;
      entryHeadwayS[node] = S_PER_H / (lanes * SATURATION_PER_H);
      const stream = lanes + Math.ceil((freeS[node] + waveS[node]) / entryHeadwayS[node]);
      room[node] = Math.max(Math.floor((lanes * roadM) / VEHICLE_M), stream);
    }
    return { room, waveS, entryHeadwayS };
  }

  /** Lays out the turns that nobody makes: from the lanes at their side, or where nobody takes the road to its end, by what the road carries. */
  private layUnused(laid: LaidQueues, node: number): void {
    const { capacityPerH, waitS } = this.rules;
    const known = laid.queuesOf.get(node);
    const lanes = this.links[this.linkOf[node]].lanes;
    const queue = known ?? laid.addQueues(node, lanes);
    for (let turn = this.turnFirst[node]; turn < this.turnFirst[node + 1]; turn++) {
      if (laid.isLaid[turn] === 1) continue;
      const isLeft = turnKind(this.bend[turn]) === 'left';
      const at = queue + (isLeft ? lanes - 1 : 0);
      laid.lay(
        turn,
        known === undefined ? [queue, queue + lanes - 1] : [at, at],
        (S_PER_H * lanes) / capacityPerH(node),
        waitS(node),
        null,
      );
    }
  }

  private layJunction(
    laid: LaidQueues,
    junction: number,
    turns: readonly StreetTurn[],
    numberOf: ReadonlyMap<StreetTurn, number>,
  ): void {
    const { links, rules } = this;
    const { arms, signal } = junctionPlan(junction, links, turns, rules.hasSignal);
    const cycleS = signal?.phases.reduce((sum, { durationS }) => sum + durationS, 0) ?? 0;
    for (const arm of arms) {
      const link = links[arm.from];
      const queue = laid.addQueues(link.node, link.lanes);
      for (const [t, turn] of arm.turns.entries()) {
        const lanes = laneJoins(arm.lanes[t], turn.kind, links[turn.to]).map(([lane]) => lane);
        const green = signal && arm.place >= 0 ? greenOf(signal, arm.place + t) : null;
        const isFree = green !== null && !green.givesWay;
        const perH = isFree ? SATURATION_PER_H : this.givingWayPerH(arm, turn, arms, green ? cycleS / green.forS : 1);
        const redS = green ? cycleS - green.forS : 0;
        const own: LaneRange = [queue + Math.min(...lanes), queue + Math.max(...lanes)];
        const wait = green ? (redS * redS) / (2 * cycleS) : 0;
        laid.lay(numberOf.get(turn) ?? 0, own, S_PER_H / perH, wait, green && { cycleS, ...green });
      }
    }
  }

  /** Returns the vehicles an hour that leave one lane of those who give way, by the gaps between others (Highway Capacity Manual); streams are `denser` while a light lets them go. */
  private givingWayPerH(arm: Arm, { kind }: StreetTurn, arms: readonly Arm[], denser: number): number {
    const { links, rules } = this;
    const link = links[arm.from];
    const isMerge = new Set(arms.flatMap(({ turns }) => turns.map(({ to }) => to))).size === 1;
    let greaterPerH = 0;
    let facingPerH = 0;
    for (const other of arms) {
      if (other === arm) continue;
      const theirs = links[other.from];
      const perH = denser * other.turns.reduce((sum, turn) => sum + turn.perH, 0);
      const isGreater = rules.capacityPerH(theirs.node) > rules.capacityPerH(link.node) * (1 + SAME_RATIO);
      if (isFacing(theirs.endsTo, link.endsTo))
        facingPerH += denser * other.turns.reduce((sum, { kind, perH: one }) => sum + (kind === 'left' ? 0 : one), 0);
      else if (isGreater && denser === 1) greaterPerH += isMerge ? perH / theirs.lanes : perH;
    }
    const need = kind === 'right' ? GAP_NEEDS.minorRight : GAP_NEEDS.minorThrough;
    const major = kind === 'left' ? gapCapacity(GAP_NEEDS.majorLeft, facingPerH) : SATURATION_PER_H;
    const minor = greaterPerH > 0 ? gapCapacity(need, greaterPerH) : SATURATION_PER_H;
    return Math.max(MIN_PER_H, Math.min(SATURATION_PER_H, major, minor));
  }
}

/** However dense the stream, so many an hour get through, for drivers take smaller gaps the longer they wait. */
const MIN_PER_H = 120;

/** Returns when a way of a plan has green. */
function greenOf(signal: SignalInput | null, way: number): { fromS: number; forS: number; givesWay: boolean } | null {
  let fromS = signal?.offsetS ?? 0;
  for (const { durationS, state } of signal?.phases ?? []) {
    const letter = state[way];
    if (letter === 'G' || letter === 'g') return { fromS, forS: durationS + AMBER_USED_S, givesWay: letter === 'g' };
    fromS += durationS;
  }
  return null;
}

/** Gathers queues as they are laid out. */
class LaidQueues {
  readonly arrays: Omit<QueueNetwork, 'freeS' | 'room' | 'waveS' | 'entryHeadwayS' | 'queues'> & { queues: number };
  readonly isLaid: Uint8Array;
  /** First queue of each road that has any. */
  readonly queuesOf = new Map<number, number>();

  constructor(turnFirst: Int32Array, turnTo: Int32Array) {
    const turns = turnTo.length;
    this.isLaid = new Uint8Array(turns);
    this.arrays = {
      queues: 0,
      turnFirst,
      turnTo,
      turnQueue: new Int32Array(turns),
      turnLastQueue: new Int32Array(turns),
      headwayS: new Float64Array(turns),
      waitS: new Float64Array(turns),
      cycleS: new Float64Array(turns),
      greenFromS: new Float64Array(turns),
      greenForS: new Float64Array(turns),
    };
  }

  addQueues(node: number, lanes: number): number {
    const first = this.arrays.queues;
    this.queuesOf.set(node, first);
    this.arrays.queues += lanes;
    return first;
  }

  lay(
    turn: number,
    [first, last]: LaneRange,
    headwayS: number,
    waitS: number,
    green: { cycleS: number; fromS: number; forS: number } | null,
  ): void {
    const { arrays } = this;
    this.isLaid[turn] = 1;
    arrays.turnQueue[turn] = first;
    arrays.turnLastQueue[turn] = last;
    arrays.headwayS[turn] = headwayS;
    arrays.waitS[turn] = waitS;
    arrays.cycleS[turn] = green?.cycleS ?? 0;
    arrays.greenFromS[turn] = green?.fromS ?? 0;
    arrays.greenForS[turn] = green?.forS ?? 0;
  }
}
