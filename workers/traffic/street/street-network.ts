import type { Line } from '../../../model/geo/plane/line.ts';
import {
  buildNetwork,
  type LinkInput,
  type MicroNetwork,
  type MovementInput,
  type SignalInput,
} from '../micro/network.ts';
import { GENERAL_LANE } from '../micro/vehicle-class.ts';
import { conflictsOf, type JunctionWay } from './conflicts.ts';
import { junctionPlan } from './junction-plan.ts';
import type { StreetLink } from './street-links.ts';
import { laneJoins } from './turn-lanes.ts';
import { bendOf, type StreetTurn, turnCurve, turnKind, turnMps } from './turns.ts';

/** Tells what a street network is laid out by, beside its links. */
export interface StreetRules {
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

function layJunction(
  laid: Laid,
  junction: number,
  turns: readonly StreetTurn[],
  { links, inputs, rules }: { links: readonly StreetLink[]; inputs: readonly LinkInput[]; rules: StreetRules },
): void {
  const { arms, signal } = junctionPlan(junction, links, turns, rules.hasSignal);
  const ways: JunctionWay[] = [];
  const more: { fromLane: number; bend: number; place: number }[] = [];
  for (const { from, turns: own, lanes, place } of arms)
    for (const [t, turn] of own.entries())
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
          isSignal: place >= 0,
        });
        more.push({ fromLane, bend: turn.bend, place: place < 0 ? -1 : place + t });
      }
  const conflicts = conflictsOf(ways, laid.movements.length);
  for (const [i, { fromLink, toLink, toLane, curve }] of ways.entries()) {
    const { fromLane, bend, place } = more[i];
    laid.curves.push(curve);
    laid.movements.push({
      fromLink,
      fromLane,
      toLink,
      toLane,
      lengthM: curve.lengthM,
      speedMps: turnMps(bend, Math.min(inputs[fromLink].speedMps, inputs[toLink].speedMps)),
      ...(place >= 0 ? { signal: laid.signals.length, signalIndex: place } : {}),
      conflicts: conflicts[i],
    });
  }
  if (signal) laid.signals.push(signal);
}
