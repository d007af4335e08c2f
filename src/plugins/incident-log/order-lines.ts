import type { LonLat } from '../../../model/geo/lon-lat.ts';
import { type ActOf, MAX_ROUTE_POINTS } from '../../../model/incidents/incident-entry.ts';
import type { OrderDraft } from '../../twin/order-book.ts';

/** Places in a log are whole millimetres. */
export const MM_PER_M = 1000;

/**
 * The line of an order that was planned elsewhere. The way is in whole millimetres and milliseconds, driven at its mean speed: the planner
 * knows how long the whole way takes, not each of its parts.
 */
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
    route: travelMs === null ? [] : timedRoute(thinned(draft.line), Math.round(travelMs)),
    ...(rangeMs ? { etaRangeMs: [Math.round(rangeMs[0]), Math.round(rangeMs[1])] as [number, number] } : {}),
  };
}

/** Points with the time at which each is passed, by length along the way; two points of one place are one. */
function timedRoute(line: OrderDraft['line'], travelMs: number): ActOf<'order'>['route'] {
  const lengthsM = [0];
  for (let i = 1; i < line.length; i++)
    lengthsM.push(lengthsM[i - 1] + Math.hypot(line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]));
  const wholeM = lengthsM.at(-1) ?? 0;
  const route: ActOf<'order'>['route'] = [];
  for (const [i, [eastM, northM]] of line.entries()) {
    const ms = wholeM === 0 ? 0 : Math.round((lengthsM[i] / wholeM) * travelMs);
    if (i > 0 && ms <= route[route.length - 1][2]) continue;
    route.push([Math.round(eastM * MM_PER_M), Math.round(northM * MM_PER_M), ms]);
  }
  return route;
}

/** A way of more points is thinned evenly, its ends kept. */
function thinned(line: OrderDraft['line']): OrderDraft['line'] {
  if (line.length <= MAX_ROUTE_POINTS) return line;
  return Array.from(
    { length: MAX_ROUTE_POINTS },
    (_, i) => line[Math.round((i * (line.length - 1)) / (MAX_ROUTE_POINTS - 1))],
  );
}
