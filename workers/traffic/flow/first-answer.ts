import type { TrafficFlowRequest } from '../../../model/questions/traffic-flow.ts';
import type { Text } from '../../../model/text/text.ts';
import { S_PER_MIN } from '../../../model/time.ts';
import type { Pause } from '../../shared/engine.ts';
import type { WalkedCity } from '../../shared/walked-city.ts';
import { type Incremental, loadIncrementally } from '../assignment/incremental.ts';
import { type HourCase, hourCase } from '../hour-case.ts';
import { evacuationCase } from './evacuation-case.ts';
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

/** Holds the hour of a question with what a static assignment says of it. */
interface FirstHour {
  of: HourCase;
  answer: FirstAnswer;
}

/** Holds the hour that was asked for last in each city: the question of a page and the run that follows it share one. */
const LAST = new WeakMap<WalkedCity, { key: string; found: Promise<FirstHour | null> }>();

/** Returns the hour of a question with its first answer, worked out once for whoever asks for the same. Null: stopped. */
export function firstHour(city: WalkedCity, request: TrafficFlowRequest, pause: Pause): Promise<FirstHour | null> {
  const key = JSON.stringify(request);
  const last = LAST.get(city);
  if (last?.key === key) return last.found;
  const found = foundHour(city, request, pause);
  LAST.set(city, { key, found });
  // What was stopped or failed is worked out anew when it is asked for again.
  const forget = () => {
    if (LAST.get(city)?.found === found) forgetHour(city);
  };
  found.then((hour) => hour ?? forget(), forget);
  return found;
}

/** Forgets the hour of a city whose people, jobs or roads are others from now on. */
export function forgetHour(city: WalkedCity): void {
  LAST.delete(city);
}

/** Makes the trips of a question: those of the hour, or of who leaves an area. Null: stopped. */
export const caseOf = (city: WalkedCity, request: TrafficFlowRequest, pause: Pause): Promise<HourCase | null> =>
  request.evacuation ? evacuationCase(city, request, request.evacuation) : hourCase(city, request, pause);

async function foundHour(city: WalkedCity, request: TrafficFlowRequest, pause: Pause): Promise<FirstHour | null> {
  const of = await caseOf(city, request, (doneRatio) => pause(doneRatio / 2));
  const answer = of && (await answerOf(of, request, pause));
  return of && answer && { of, answer };
}

/** Answers what a static assignment says, before and after. Null: stopped. */
async function answerOf(of: HourCase, request: TrafficFlowRequest, pause: Pause): Promise<FirstAnswer | null> {
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
