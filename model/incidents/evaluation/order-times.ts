import { MS_PER_MIN } from '../../time.ts';
import type { IncidentFacts, OrderFacts } from '../incident-state.ts';

/** What one order took, in minutes; null where it did not come to that. */
interface OrderTimes {
  order: string;
  resource: string;
  name: string;
  task: string;
  state: OrderFacts['state'];
  /** From the order until it set out, on the way, and on site. */
  idleMin: number | null;
  travelMin: number | null;
  workMin: number | null;
  /** From the order until it was there. */
  responseMin: number | null;
  /** Travel less what was said; positive: later than said. */
  etaErrorMin: number | null;
}

/** The orders of an incident in figures. */
export interface OrderScore {
  orders: OrderTimes[];
  responseP50Min: number | null;
  responseP90Min: number | null;
  meanEtaErrorMin: number | null;
  /** Resources that were sent. */
  units: number;
}

/** How soon and how long each resource was there. */
export function orderScoreOf({ orders }: Pick<IncidentFacts, 'orders'>): OrderScore {
  const times = orders.map(timesOf);
  const responses = times.flatMap(({ responseMin }) => responseMin ?? []).sort((a, b) => a - b);
  const errors = times.flatMap(({ etaErrorMin }) => etaErrorMin ?? []);
  return {
    orders: times,
    responseP50Min: quantileOf(responses, 0.5),
    responseP90Min: quantileOf(responses, 0.9),
    meanEtaErrorMin: errors.length === 0 ? null : errors.reduce((sum, one) => sum + one, 0) / errors.length,
    units: new Set(orders.map(({ act }) => act.resource)).size,
  };
}

function timesOf({ act, state, givenMs, onWayMs, onSiteMs, endedMs }: OrderFacts): OrderTimes {
  const minutes = (from: number | null, to: number | null) =>
    from === null || to === null ? null : (to - from) / MS_PER_MIN;
  const travelMin = minutes(onWayMs, onSiteMs);
  return {
    order: act.order,
    resource: act.resource,
    name: act.name,
    task: act.task,
    state,
    idleMin: minutes(givenMs, onWayMs),
    travelMin,
    workMin: minutes(onSiteMs, endedMs),
    responseMin: minutes(givenMs, onSiteMs),
    etaErrorMin: travelMin === null || act.etaMs === null ? null : travelMin - act.etaMs / MS_PER_MIN,
  };
}

/** Returns a quantile of a rising list, by the nearest rank from below; null: it is empty. */
function quantileOf(sorted: readonly number[], ratio: number): number | null {
  return sorted.length === 0 ? null : sorted[Math.max(0, Math.ceil(ratio * sorted.length) - 1)];
}
