import type { RoadNetwork } from '../../../model/roads/road-network.ts';

/** A road that ends nearer than this to the box of the network leaves it there. */
const EDGE_M = 120;

/** The end of a road at the edge of the network. */
interface EdgeRoad {
  junction: number;
  /** Cars an hour that the road carries into the city and out of it. */
  inPerH: number;
  outPerH: number;
}

/** Finds the ends of roads by which cars come and go: where one road alone ends near the edge, in the order of the junctions. `isDriven`: of directed segments. */
export function edgeRoads(
  { segments, junctions }: RoadNetwork,
  isDriven: (node: number) => boolean,
  capacity: Float64Array,
): EdgeRoad[] {
  const meeting: number[][] = junctions.map(() => []);
  for (const [i, { from, to }] of segments.entries()) {
    if (!isDriven(2 * i) && !isDriven(2 * i + 1)) continue;
    meeting[from].push(i);
    meeting[to].push(i);
  }
  const box = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [junction, [x, y]] of junctions.entries()) {
    if (meeting[junction].length === 0) continue;
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  const carried = (node: number) => (isDriven(node) ? capacity[node] : 0);
  return junctions.flatMap(([x, y], junction): EdgeRoad[] => {
    const isAtEdge = Math.min(x - box[0], box[2] - x, y - box[1], box[3] - y) <= EDGE_M;
    if (meeting[junction].length !== 1 || !isAtEdge) return [];
    const [only] = meeting[junction];
    const begins = segments[only].from === junction;
    const inward = begins ? 2 * only : 2 * only + 1;
    return [{ junction, inPerH: carried(inward), outPerH: carried(inward ^ 1) }];
  });
}
