import { factsOf, type OrderFacts } from '../../../model/incidents/incident-state.ts';
import type { IncidentTimeline } from '../../../model/incidents/incident-timeline.ts';
import type { TimelineState } from '../../../model/incidents/timeline-state.ts';
import { otherLogs } from './order-book.ts';

/**
 * The orders that take from the city's stores at a moment of a log: its own, and those of incidents that are open then beside it, since all
 * share the stores. Once an incident is closed its orders count no more: the city's list is taken to have been counted anew.
 */
export function stockOrders(
  { timeline, state, ms }: { timeline: IncidentTimeline; state: TimelineState; ms: number },
  logs: readonly IncidentTimeline[],
): OrderFacts[] {
  const others = otherLogs(timeline, logs, (log) => log.seek(ms));
  return [...factsOf(timeline, state).orders, ...others.flatMap((log) => factsOf(log, log.seek(ms)).orders)];
}
