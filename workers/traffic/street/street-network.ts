import type { Line } from '../../../model/geo/plane/line.ts';
import { CHANCE, chanceOf } from '../micro/hash-chance.ts';
import {
  buildNetwork,
  type LinkInput,
  type MicroNetwork,
  type MovementInput,
  type SignalInput,
} from '../micro/network.ts';
import { GENERAL_LANE } from '../micro/vehicle-class.ts';
import { conflictsOf, type JunctionWay } from './conflicts.ts';
import { type Approach, signalPlan } from './signal-plan.ts';
import type { StreetLink } from './street-links.ts';
import { type LaneRange, laneJoins, turnLanes } from './turn-lanes.ts';
import { bendOf, type StreetTurn, turnCurve, turnKind, turnMps } from './turns.ts';

/** Tells what a street network is laid out by, beside its links. */
interface StreetRules {
  /** Seconds over each directed segment when nobody is on it. */
  freeS: (node: number) => number;
  /** Vehicles an hour that each directed segment carries at its end. */
  capacityPerH: (node: number) => number;
  hasSignal: (node: number) => boolean;
}

/** Holds the streets as the engine of vehicles drives them, with the lines of their lanes for a picture. */
export interface StreetNetwork {
  links: readonly StreetLink[];
  network: MicroNetwork;
  /** One line a lane of the network, those of turns behind those of links. */
  laneLines: readonly Line[];
  signals: number;
}

/** Holds what is laid out junction by junction. */
interface Laid {
  movements: MovementInput[];
  curves: Line[];
  signals: SignalInput[];
}

/** Lays out links, the turns that somebody takes between them, who gives way, and the plans of signals. */
export function streetNetwork(
  links: readonly StreetLink[],
  turns: readonly StreetTurn[],
  rules: StreetRules,
): StreetNetwork {
  const inputs = links.map(
    ({ node, lengthM, lanes }, link): LinkInput => ({
      name: String(link),
      lengthM,
      speedMps: freeMps(links[link], rules.freeS(node)),
      lanes: Array.from({ length: lanes }, () => GENERAL_LANE),
    }),
  );
  const byJunction = new Map<number, StreetTurn[]>();
  for (const turn of turns) {
    const { toJunction } = links[turn.from];
    const own = byJunction.get(toJunction);
    if (own) own.push(turn);
    else byJunction.set(toJunction, [turn]);
  }
  const laid: Laid = { movements: [], curves: [], signals: [] };
  for (const junction of [...byJunction.keys()].sort((a, b) => a - b))
    layJunction(laid, junction, byJunction.get(junction) ?? [], { links, inputs, rules });
  return {
    links,
    network: buildNetwork({ links: inputs, movements: laid.movements, signals: laid.signals }),
    laneLines: [...links.flatMap(({ laneLines }) => laneLines), ...laid.curves],
    signals: laid.signals.length,
  };
}

/** Returns the free speed of a link; its whole road takes so many seconds, ends within junctions included. */
const freeMps = ({ roadM }: StreetLink, freeS: number): number => roadM / freeS;

/**
 * Lists the turns that trips take in any of the states of the roads, with how many vehicles an hour take each in the first state that has them: signals
 * keep their plans when a road closes. Routes name links.
 */
export function turnsOf(
  links: readonly StreetLink[],
  states: readonly (readonly (readonly number[])[])[],
  perTripH: number,
): StreetTurn[] {
  const counts = new Map<number, number>();
  for (const routes of states)
    for (const [key, count] of hopsOf(links.length, routes)) if (!counts.has(key)) counts.set(key, count * perTripH);
  return [...counts.keys()]
    .sort((a, b) => a - b)
    .map((key): StreetTurn => {
      const from = Math.floor(key / links.length);
      const to = key % links.length;
      const bend = bendOf(links[from].endsTo, links[to].startsTo);
      return { from, to, perH: counts.get(key) ?? 0, bend, kind: turnKind(bend) };
    });
}

/** Counts the hops of routes from link to link, by a number for each pair. */
function hopsOf(links: number, routes: readonly (readonly number[])[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const route of routes)
    for (let hop = 1; hop < route.length; hop++) {
      const key = route[hop - 1] * links + route[hop];
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  return counts;
}

/** Holds one approach to a junction: its turns from the right to the left with their lanes. */
interface Arm {
  from: number;
  turns: readonly StreetTurn[];
  lanes: readonly LaneRange[];
}

function layJunction(
  laid: Laid,
  junction: number,
  turns: readonly StreetTurn[],
  { links, inputs, rules }: { links: readonly StreetLink[]; inputs: readonly LinkInput[]; rules: StreetRules },
): void {
  const arms = armsOf(links, turns);
  const first = laid.movements.length;
  const ways: JunctionWay[] = [];
  const fromLanes: number[] = [];
  const bends: number[] = [];
  const approaches: Approach[] = [];
  const placeOf: number[] = [];
  let places = 0;
  for (const { from, turns: own, lanes } of arms) {
    const isSignal = rules.hasSignal(links[from].node);
    const approach: { kind: StreetTurn['kind']; perH: number; lanes: LaneRange; ways: number[] }[] = [];
    for (const [t, turn] of own.entries()) {
      const taken: number[] = [];
      for (const [fromLane, toLane] of laneJoins(lanes[t], turn.kind, links[turn.to])) {
        ways.push({
          fromLink: from,
          toLink: turn.to,
          roads: [links[from].node >> 1, links[turn.to].node >> 1],
          toLane,
          kind: turn.kind,
          curve: turnCurve(links[from], fromLane, links[turn.to], toLane),
          endsTo: links[from].endsTo,
          capacityPerH: rules.capacityPerH(links[from].node),
          isSignal,
        });
        fromLanes.push(fromLane);
        bends.push(turn.bend);
        placeOf.push(isSignal ? places : -1);
        if (isSignal) taken.push(places++);
      }
      approach.push({ kind: turn.kind, perH: turn.perH, lanes: lanes[t], ways: taken });
    }
    if (isSignal) approaches.push({ endsTo: links[from].endsTo, turns: approach });
  }
  const plan = signalPlan(String(junction), approaches, chanceOf(0, junction, 0, CHANCE.arrival));
  const signalled = plan ? ways : ways.map((way) => ({ ...way, isSignal: false }));
  const conflicts = conflictsOf(signalled, first);
  for (const [i, { fromLink, toLink, toLane, curve }] of signalled.entries()) {
    laid.curves.push(curve);
    laid.movements.push({
      fromLink,
      fromLane: fromLanes[i],
      toLink,
      toLane,
      lengthM: curve.lengthM,
      speedMps: turnMps(bends[i], Math.min(inputs[fromLink].speedMps, inputs[toLink].speedMps)),
      ...(plan && placeOf[i] >= 0 ? { signal: laid.signals.length, signalIndex: placeOf[i] } : {}),
      conflicts: conflicts[i],
    });
  }
  if (plan) laid.signals.push(plan);
}

function armsOf(links: readonly StreetLink[], turns: readonly StreetTurn[]): Arm[] {
  const froms = [...new Set(turns.map(({ from }) => from))].sort((a, b) => a - b);
  return froms.map((from): Arm => {
    const own = turns.filter((turn) => turn.from === from).sort((a, b) => a.bend - b.bend || a.to - b.to);
    return { from, turns: own, lanes: turnLanes(links[from].lanes, own) };
  });
}
