import type { Point } from '../../../model/geo/plane/point.ts';
import type { OpenedRoad } from '../../../model/questions/traffic.ts';
import type { RoadNetwork, RoadSegment } from '../../../model/roads/road-network.ts';
import { MessageError } from '../../../model/text/message.ts';
import { equilibriumMessage } from '../messages.ts';

/** An end of a new road is joined to a junction that is no farther. */
const MAX_JOIN_M = 250;
const LANE_M = 3.5;

/** Adds roads that are not there yet to a network, each from junction to junction. @throws MessageError where an end is far from all junctions. */
export function withOpened(
  network: RoadNetwork,
  opened: readonly OpenedRoad[],
  isJunction: (junction: number) => boolean,
): RoadNetwork {
  const added = opened.map(({ lineM, lanes, speedKmPerH, direction }, at): RoadSegment => {
    const nearest = (end: Point) => nearestJunction(network, end, at, isJunction);
    const from = nearest(lineM[0]);
    const to = nearest(lineM[lineM.length - 1]);
    return {
      id: `opened-${at + 1}`,
      name: { zh: `新路 ${at + 1}`, en: `New road ${at + 1}` },
      class: 'secondary',
      form: 'ground',
      lanes,
      widthM: lanes * LANE_M,
      speedKmPerH,
      direction,
      isPrivate: false,
      clearanceM: null,
      weightLimitT: null,
      from,
      to,
      points: [
        network.junctions[from],
        ...lineM.slice(1, -1).map(([x, y]): [number, number] => [x, y]),
        network.junctions[to],
      ],
      assumed: [],
    };
  });
  return { ...network, segments: [...network.segments, ...added] };
}

function nearestJunction(
  { junctions }: RoadNetwork,
  [x, y]: Point,
  at: number,
  isJunction: (junction: number) => boolean,
): number {
  let best = -1;
  let bestM = Number.POSITIVE_INFINITY;
  for (const [junction, [east, north]] of junctions.entries()) {
    const offM = Math.sqrt((east - x) * (east - x) + (north - y) * (north - y));
    if (offM >= bestM || !isJunction(junction)) continue;
    bestM = offM;
    best = junction;
  }
  if (bestM > MAX_JOIN_M)
    throw new MessageError(
      equilibriumMessage('no-junction', { at: at + 1, gotM: Math.round(bestM), mostM: MAX_JOIN_M }),
    );
  return best;
}
