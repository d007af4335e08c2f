import type { TrafficFlowRequest } from '../../../model/questions/traffic-flow.ts';
import type { Text } from '../../../model/text/text.ts';
import { S_PER_MIN } from '../../../model/time.ts';
import type { Pause } from '../../shared/analysis.ts';
import type { WalkedCity } from '../../shared/walked-city.ts';
import { type Incremental, loadIncrementally } from '../assignment/incremental.ts';
import { type HourCase, hourCase } from '../hour-case.ts';
import { isChanged, searched } from './flow-case.ts';

/** Roads that a first answer lists. */
const MAX_ROADS = 5;

/** Tells what a static assignment says of the whole hour before a single vehicle is played: no queues, no lanes. */
export interface FirstAnswer {
  /** Trips of the hour between zones. */
  trips: number;
  before: FirstTotals;
  /** Null: nothing closes or opens. */
  after: FirstTotals | null;
}

/** Sums up the trips of the hour in one state of the roads, with the roads on which most want to drive for what they carry. */
interface FirstTotals {
  meanMin: number;
  stranded: number;
  fullest: { id: string; name: Text; ratio: number }[];
}

/** Answers what a static assignment says, before and after. Null: stopped. */
export async function firstAnswer(
  city: WalkedCity,
  request: TrafficFlowRequest,
  pause: Pause,
): Promise<FirstAnswer | null> {
  const of = await hourCase(city, request, (doneRatio) => pause(doneRatio / 2));
  if (!of) return null;
  const totals = async (state: 'before' | 'after', doneRatio: number): Promise<FirstTotals | null> => {
    const found = await searched(loadIncrementally(of[state].network, of.demand.table), () => pause(doneRatio));
    return found && totalsOf(of, state, found);
  };
  const before = await totals('before', 0.5);
  if (!before) return null;
  const after = isChanged(request) ? await totals('after', 0.75) : null;
  if (isChanged(request) && !after) return null;
  return { trips: of.demand.between, before, after };
}

function totalsOf(of: HourCase, state: 'before' | 'after', { flow, total, stranded }: Incremental): FirstTotals {
  const { capacity } = of[state].capacity;
  const ratios = Array.from(capacity, (one, node) => flow[node] / one);
  const order = Array.from(ratios.keys()).sort((a, b) => ratios[b] - ratios[a] || a - b);
  return {
    meanMin: total / Math.max(1, of.demand.between - stranded) / S_PER_MIN,
    stranded,
    fullest: order.slice(0, MAX_ROADS).map((node) => {
      const { id, name } = of.graph.network.segments[node >> 1];
      return { id, name, ratio: ratios[node] };
    }),
  };
}
