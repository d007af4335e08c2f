import type { ActOf } from './incident-entry.ts';
import { alongRoute, factsOf, type OrderFacts } from './incident-state.ts';
import type { IncidentTimeline } from './incident-timeline.ts';
import type { TimelineState } from './timeline-state.ts';

/** A unit that an order was given to, where it is and what it does. */
interface UnitPlace {
  resource: string;
  name: string;
  task: string;
  state: OrderFacts['state'];
  /** Whole millimetres east and north of the city's origin. */
  at: readonly [eastMm: number, northMm: number];
  /** The rest of its way, from where it is; empty where it does not drive. */
  ahead: readonly (readonly [eastMm: number, northMm: number])[];
  /** The rest of its way; null: it does not drive, or nobody knows its way. */
  leftMs: number | null;
}

/**
 * Where the units of an incident are at a moment: a pure function of the lines until then. A unit stands where its way begins until it is
 * on its way, drives it at the way's own times, and stands at its end from then on, sooner where it was told to be on site. One whose order
 * was ended on the way stands where it was then. A place that somebody told of it (`move`) counts from its moment until it sets out again.
 * Of a unit without a way and without such a place nothing is known, and it is left out.
 */
export function unitPlaces(timeline: IncidentTimeline, state: TimelineState, ms: number): UnitPlace[] {
  const last = new Map<string, OrderFacts>();
  for (const order of factsOf(timeline, state).orders) last.set(order.act.resource, order);
  return [...last.values()].flatMap((order) => {
    const { act } = order;
    const reported = reportedPlace(timeline, state, act.resource);
    const setOutMs = order.onWayMs ?? null;
    const isReported = reported !== null && (setOutMs === null || reported.ms > setOutMs);
    const driven = isReported ? null : drivenPlace(order, ms);
    const at = isReported ? reported.at : driven?.at;
    if (!at) return [];
    return [
      {
        resource: act.resource,
        name: act.name,
        task: act.task,
        state: order.state,
        at,
        ahead: driven?.ahead ?? [],
        leftMs: driven?.leftMs ?? null,
      },
    ];
  });
}

function reportedPlace(timeline: IncidentTimeline, state: TimelineState, resource: string) {
  const kept = timeline.read('resource', resource, 'movedMs', state);
  if (kept === 0) return null;
  const read = (field: 'eastMm' | 'northMm') => timeline.read('resource', resource, field, state);
  return { ms: kept - 1, at: [read('eastMm'), read('northMm')] as const };
}

type Route = ActOf<'order'>['route'];

function drivenPlace(
  { act, onWayMs, onSiteMs, endedMs }: OrderFacts,
  ms: number,
): Pick<UnitPlace, 'at' | 'ahead' | 'leftMs'> | null {
  const { route } = act;
  if (route.length === 0) return null;
  const end = route[route.length - 1];
  if (onSiteMs !== null) return { at: [end[0], end[1]], ahead: [], leftMs: null };
  if (onWayMs === null) return placeOn(route, 0);
  const place = placeOn(route, Math.max(0, Math.min(ms, endedMs ?? ms) - onWayMs));
  return endedMs === null ? place : { at: place.at, ahead: [], leftMs: null };
}

const placeOn = (route: Route, ms: number): Pick<UnitPlace, 'at' | 'ahead' | 'leftMs'> => ({
  at: alongRoute(route, ms),
  ahead: route.flatMap(([eastMm, northMm, atMs]) => (atMs > ms ? [[eastMm, northMm] as const] : [])),
  leftMs: Math.max(0, route[route.length - 1][2] - ms) || null,
});
