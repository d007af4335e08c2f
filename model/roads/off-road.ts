import type { Point } from '../geo/plane/point.ts';
import type { DispatchRequest } from '../questions/dispatch.ts';

/** Nearer than this a road is at the place. */
export const AT_PLACE_M = 30;

/** As much of an answer about ways by road as tells where they end. */
type Answer = { request: DispatchRequest } & (
  | { kind: 'isochrone'; offM: number | null }
  | { kind: 'assignment'; served: readonly { demand: string; unit: string | null; line: readonly Point[] }[] }
  | { kind: 'transport'; shipments: readonly { source: string; sink: string; line: readonly Point[] }[] }
);

/** Distances between the places that were asked about and the roads on which their ways begin and end: no minutes count for them. */
export function offRoadM(answer: Answer): number[] {
  const { request } = answer;
  if (answer.kind === 'isochrone') return answer.offM === null ? [] : [answer.offM];
  if (answer.kind === 'assignment' && request.kind === 'assignment')
    return answer.served.flatMap(({ demand, unit, line }) =>
      endsOffM(line, placeOf(request.units, unit), placeOf(request.demands, demand)),
    );
  if (answer.kind === 'transport' && request.kind === 'transport')
    return answer.shipments.flatMap(({ source, sink, line }) =>
      endsOffM(line, placeOf(request.sources, source), placeOf(request.sinks, sink)),
    );
  return [];
}

const placeOf = (list: readonly { id: string; atM: Point }[], id: string | null): Point | undefined =>
  list.find((one) => one.id === id)?.atM;

function endsOffM(line: readonly Point[], from: Point | undefined, to: Point | undefined): number[] {
  const first = line[0];
  const last = line.at(-1);
  if (!first || !last || !from || !to) return [];
  return [Math.hypot(first[0] - from[0], first[1] - from[1]), Math.hypot(last[0] - to[0], last[1] - to[1])];
}
