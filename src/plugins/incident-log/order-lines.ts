import type { LonLat } from '../../../model/geo/lon-lat.ts';
import { type ActOf, MAX_ROUTE_POINTS } from '../../../model/incidents/incident-entry.ts';
import type { OrderDraft } from '../../twin/order-book.ts';

/** Places in a log are whole millimetres. */
export const MM_PER_M = 1000;

/** The line of an order that was planned elsewhere. The way is in whole millimetres and milliseconds, each road at its own speed. */
export function orderLine(draft: OrderDraft, order: string, place: LonLat | null): ActOf<'order'> {
  const { resource, name, task, travelMs, rangeMs } = draft;
  return {
    kind: 'order',
    order,
    resource,
    name,
    task,
    place,
    etaMs: travelMs === null ? null : Math.round(travelMs),
    route: travelMs === null ? [] : timedRoute(draft),
    ...(rangeMs ? { etaRangeMs: [Math.round(rangeMs[0]), Math.round(rangeMs[1])] as [number, number] } : {}),
  };
}

/** Points with the time at which each is passed; of points that are passed within one millisecond the first counts. */
function timedRoute({ line, passedMs }: OrderDraft): ActOf<'order'>['route'] {
  const route: ActOf<'order'>['route'] = [];
  for (const i of thinned(line.length)) {
    if (i > 0 && passedMs[i] <= route[route.length - 1][2]) continue;
    route.push([Math.round(line[i][0] * MM_PER_M), Math.round(line[i][1] * MM_PER_M), passedMs[i]]);
  }
  return route;
}

/** Which points of a way are kept: of one that has more than a log line holds an even choice, its ends among them. */
function thinned(points: number): number[] {
  const kept = Math.min(points, MAX_ROUTE_POINTS);
  return Array.from({ length: kept }, (_, i) =>
    points <= MAX_ROUTE_POINTS ? i : Math.round((i * (points - 1)) / (MAX_ROUTE_POINTS - 1)),
  );
}
