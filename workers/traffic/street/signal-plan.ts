import type { Point } from '../../../model/geo/plane/point.ts';
import type { SignalInput } from '../micro/network.ts';
import { websterCycleS } from '../signal-delay.ts';
import type { LaneRange } from './turn-lanes.ts';
import { isFacing, type TurnKind } from './turns.ts';

/** Vehicles an hour that a lane lets through in green; that is what the vehicles of the engine do. */
export const SATURATION_PER_H = 1900;
/** After green: amber, then red for all until the junction is empty. */
const YELLOW_S = 3;
const CLEAR_S = 2;
const LOST_S = YELLOW_S + CLEAR_S;
/** Bounds of a cycle and of a green, and of the load that Webster's formula is asked for. */
const CYCLE_S = [40, 140] as const;
const MIN_GREEN_S = 8;
const FULL_LOAD = 0.85;
/** Left turns need a phase of their own from so many an hour on, or where so many times as many come towards them on one lane (Highway Capacity Manual, textbook, 待核). */
const LEFT_PER_H = 240;
const LEFT_PRODUCT = 50_000;
/** Each further phase has to be worth this much load. */
const PHASE_LOAD = 0.04;

/** Describes the turns of one approach to a signal: its lanes and how many vehicles an hour take each. */
export interface Approach {
  endsTo: Point;
  turns: readonly { kind: TurnKind; perH: number; lanes: LaneRange; ways: readonly number[] }[];
}

/** Holds a phase: the places in the plan's states that have green, those of them that give way to who comes towards them, and its flow ratio. */
interface Phase {
  ways: number[];
  yields: number[];
  load: number;
}

/**
 * Makes the fixed plan of one signal (Webster 1958). Approaches that face each other go together, their left turns after them in a phase of
 * their own, where each has lanes for those; otherwise approach after approach. Nobody's way meets another's in green. Null: one phase
 * serves all.
 */
export function signalPlan(name: string, approaches: readonly Approach[], offsetRatio: number): SignalInput | null {
  const phases = phasesOf(approaches);
  if (phases.length < 2) return null;
  const count = approaches.reduce(
    (sum, { turns }) => sum + turns.reduce((ways, turn) => ways + turn.ways.length, 0),
    0,
  );
  const loads = phases.map(({ load }) => Math.max(load, 0.01));
  const load = loads.reduce((sum, one) => sum + one, 0);
  const lostS = LOST_S * phases.length;
  const wished = websterCycleS(lostS, Math.min(load, FULL_LOAD));
  const cycleS = Math.max(CYCLE_S[0], Math.min(CYCLE_S[1], wished));
  const greens = loads.map((one) => Math.max(MIN_GREEN_S, Math.round(((cycleS - lostS) * one) / load)));
  const wholeS = greens.reduce((sum, one) => sum + one, lostS);
  const stateOf = (letterOf: (way: number) => string) =>
    Array.from({ length: count }, (_, way) => letterOf(way)).join('');
  return {
    name,
    offsetS: Math.floor(offsetRatio * wholeS),
    phases: phases.flatMap(({ ways, yields }, i) => [
      { durationS: greens[i], state: stateOf((way) => (yields.includes(way) ? 'g' : ways.includes(way) ? 'G' : 'r')) },
      { durationS: YELLOW_S, state: stateOf((way) => (ways.includes(way) ? 'y' : 'r')) },
      { durationS: CLEAR_S, state: stateOf(() => 'r') },
    ]),
  };
}

/** Returns the load of the phases of a plan, with what each phase costs: less lets more vehicles through. */
export function planLoad(approaches: readonly Approach[]): number {
  return phasesOf(approaches).reduce((sum, { load }) => sum + load + PHASE_LOAD, 0);
}

function phasesOf(approaches: readonly Approach[]): Phase[] {
  const left = [...approaches];
  const phases: Phase[] = [];
  for (let own = left.shift(); own; own = left.shift()) {
    const first = own;
    const facing = left.findIndex(({ endsTo }) => isFacing(endsTo, first.endsTo));
    const pair = facing < 0 ? null : pairPhases(first, left[facing]);
    const single = phaseOf([first], () => true);
    const apart = facing < 0 ? 0 : single.load + phaseOf([left[facing]], () => true).load;
    if (pair && pair.reduce((sum, { load }) => sum + load, 0) + PHASE_LOAD * (pair.length - 2) <= apart) {
      phases.push(...pair);
      left.splice(facing, 1);
    } else phases.push(single);
  }
  return phases;
}

/** Returns the phases of two approaches that face each other; null where left turns would stand in the way of others. */
function pairPhases(a: Approach, b: Approach): Phase[] | null {
  if (isLeftEasy(a, b) && isLeftEasy(b, a)) {
    const both = phaseOf([a, b], () => true);
    const yields = phaseOf([a, b], (kind) => kind === 'left').ways;
    return [{ ...both, yields }];
  }
  if (!partsLeft(a) || !partsLeft(b)) return null;
  const through = phaseOf([a, b], (kind) => kind !== 'left');
  const left = phaseOf([a, b], (kind) => kind === 'left');
  return [through, left].filter(({ ways }) => ways.length > 0);
}

/** Returns whether those of an approach who turn left find gaps between those who come towards them. */
function isLeftEasy(own: Approach, facing: Approach): boolean {
  const leftPerH = own.turns.reduce((sum, { kind, perH }) => sum + (kind === 'left' ? perH : 0), 0);
  const againstPerH = SATURATION_PER_H * phaseOf([facing], (kind) => kind !== 'left').load;
  return leftPerH < LEFT_PER_H && leftPerH * againstPerH < LEFT_PRODUCT;
}

/** Returns whether whoever turns left has lanes for himself. */
function partsLeft({ turns }: Approach): boolean {
  const first = Math.min(...turns.map(({ kind, lanes }) => (kind === 'left' ? lanes[0] : Number.POSITIVE_INFINITY)));
  return turns.every(({ kind, lanes }) => kind === 'left' || lanes[1] < first);
}

/** Returns a phase with the flow ratio of its fullest lanes: drivers spread over the lanes of their turn as evenly as those of other turns let them. */
function phaseOf(approaches: readonly Approach[], takes: (kind: TurnKind) => boolean): Phase {
  const ways: number[] = [];
  let most = 0;
  for (const { turns } of approaches) {
    const own = turns.filter(({ kind }) => takes(kind));
    ways.push(...own.flatMap((turn) => turn.ways));
    for (const {
      lanes: [first],
    } of own)
      for (const {
        lanes: [, last],
      } of own) {
        if (last < first) continue;
        const within = own.filter(({ lanes }) => lanes[0] >= first && lanes[1] <= last);
        most = Math.max(most, within.reduce((sum, { perH }) => sum + perH, 0) / (last - first + 1));
      }
  }
  return { ways, yields: [], load: most / SATURATION_PER_H };
}
