import {
  CLEARED_PCT,
  type EvacuationResult,
  type EvacuationState,
  type TrappedStreet,
} from '../../../model/tables/evacuation.ts';
import { S_PER_MIN } from '../../../model/time.ts';
import { ARRIVED, type MicroRun, REFUSED } from '../micro/state.ts';
import type { FlowCase, FlowState } from './flow-case.ts';

/** Streets that a result names. */
const MAX_STREETS = 50;

/** Tells who has left the area in each state by now: at the end of the road over its edge a vehicle is out. */
export function evacuationResult(
  of: FlowCase,
  played: readonly { name: FlowState['name']; run: MicroRun }[],
  timeS: number,
): EvacuationResult | null {
  const { evacuation } = of.of;
  if (!evacuation) return null;
  const vehicles = evacuation.departures.length;
  return {
    residents: Math.round(evacuation.residents),
    residentsOff: Math.round(evacuation.residentsOff),
    vehicles,
    atEdge: of.atEdge.length,
    exits: evacuation.exits,
    states: played.map(({ name, run }) => stateOf(of, name, run, vehicles, timeS)),
  };
}

function stateOf(
  of: FlowCase,
  name: FlowState['name'],
  { state, input }: MicroRun,
  vehicles: number,
  timeS: number,
): EvacuationState {
  const outS = of.atEdge.filter((departS) => departS <= timeS);
  const streets = new Map<number, { cutOff: number; late: number }>();
  for (const [trip, { links }] of input.trips.entries()) {
    if (state.lane[trip] === ARRIVED) {
      outS.push(state.arriveStep[trip] * input.stepS);
      continue;
    }
    const street = streets.get(links[0]) ?? { cutOff: 0, late: 0 };
    streets.set(links[0], street);
    street[state.lane[trip] === REFUSED ? 'cutOff' : 'late']++;
  }
  outS.sort((a, b) => a - b);
  const minutes = Math.floor(timeS / S_PER_MIN);
  const sum = (what: 'cutOff' | 'late') => [...streets.values()].reduce((total, one) => total + one[what], 0);
  return {
    state: name,
    out: outS.length,
    clearedMin: CLEARED_PCT.map((pct) => {
      const last = outS[Math.ceil((vehicles * pct) / 100) - 1];
      return last === undefined ? null : last / S_PER_MIN;
    }),
    cutOff: of.cutOff + sum('cutOff'),
    late: vehicles - outS.length - of.cutOff - sum('cutOff'),
    curve: Array.from({ length: minutes + 1 }, (_, minute) => outS.filter((at) => at <= minute * S_PER_MIN).length),
    trapped: trappedOf(of, streets),
  };
}

/** Names the streets from which vehicles set out that are not out, both directions of a street together. */
function trappedOf(
  { of, states: [{ street }] }: FlowCase,
  streets: ReadonlyMap<number, { cutOff: number; late: number }>,
): TrappedStreet[] {
  const { segments } = of.graph.network;
  const bySegment = new Map<number, TrappedStreet>();
  for (const [link, { cutOff, late }] of streets) {
    const segment = street.links[link].node >> 1;
    const { id, name, points } = segments[segment];
    const known = bySegment.get(segment) ?? { id, name, line: points, cutOff: 0, late: 0 };
    bySegment.set(segment, { ...known, cutOff: known.cutOff + cutOff, late: known.late + late });
  }
  return [...bySegment.values()]
    .sort((a, b) => b.cutOff + b.late - a.cutOff - a.late || (a.id < b.id ? -1 : 1))
    .slice(0, MAX_STREETS);
}
