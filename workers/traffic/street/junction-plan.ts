import { CHANCE, chanceOf } from '../micro/hash-chance.ts';
import type { SignalInput } from '../micro/network.ts';
import { type Approach, planLoad, signalPlan } from './signal-plan.ts';
import type { StreetLink } from './street-links.ts';
import { type LaneRange, sharedLanes, turnLanes } from './turn-lanes.ts';
import type { StreetTurn } from './turns.ts';

/** Holds one approach to a junction: its turns from the right to the left with their lanes. */
export interface Arm {
  from: number;
  turns: readonly StreetTurn[];
  lanes: readonly LaneRange[];
  /** Place of its first turn in the states of the signal; −1: it has none. */
  place: number;
}

/** Holds how a junction is driven: which lanes each turn is made from, and its signal; null: there is none. */
interface JunctionPlan {
  arms: readonly Arm[];
  signal: SignalInput | null;
}

/**
 * Plans one junction by how many take each turn. At a signal an approach shares its lanes among its turns instead of giving left turns lanes for
 * themselves where that lets more vehicles through the junction as a whole.
 */
export function junctionPlan(
  junction: number,
  links: readonly StreetLink[],
  turns: readonly StreetTurn[],
  hasSignal: (node: number) => boolean,
): JunctionPlan {
  const arms = armsOf(links, turns);
  const signalled = arms.filter(({ from }) => hasSignal(links[from].node));
  const approaches = signalled.map(({ from, turns: own, lanes }) => approachOf(links[from], own, lanes));
  let load = planLoad(approaches);
  for (const [i, { from, turns: own }] of signalled.entries()) {
    const known = approaches[i];
    const lanes = sharedLanes(links[from].lanes, own);
    approaches[i] = approachOf(links[from], own, lanes);
    const shared = planLoad(approaches);
    if (shared < load) {
      load = shared;
      signalled[i] = { ...signalled[i], lanes };
    } else approaches[i] = known;
  }
  let place = 0;
  for (const [i, arm] of signalled.entries()) {
    const ways = arm.turns.map((_, t) => [place + t]);
    approaches[i] = { ...approaches[i], turns: approaches[i].turns.map((turn, t) => ({ ...turn, ways: ways[t] })) };
    signalled[i] = { ...arm, place };
    place += arm.turns.length;
  }
  const signal = signalPlan(String(junction), approaches, chanceOf(0, junction, 0, CHANCE.arrival));
  if (!signal) return { arms, signal };
  const byLink = new Map(signalled.map((arm) => [arm.from, arm]));
  return { arms: arms.map((arm) => byLink.get(arm.from) ?? arm), signal };
}

function approachOf({ endsTo }: StreetLink, turns: readonly StreetTurn[], lanes: readonly LaneRange[]): Approach {
  return { endsTo, turns: turns.map(({ kind, perH }, t) => ({ kind, perH, lanes: lanes[t], ways: [t] })) };
}

function armsOf(links: readonly StreetLink[], turns: readonly StreetTurn[]): Arm[] {
  const froms = [...new Set(turns.map(({ from }) => from))].sort((a, b) => a - b);
  return froms.map((from): Arm => {
    const own = turns.filter((turn) => turn.from === from).sort((a, b) => a.bend - b.bend || a.to - b.to);
    return { from, turns: own, lanes: turnLanes(links[from].lanes, own), place: -1 };
  });
}
