import { directionAt, type Line, lineOf, offsetLine, subLine } from '../../../model/geo/plane/line.ts';
import type { Point } from '../../../model/geo/plane/point.ts';
import { laneSectionOf } from '../../../model/roads/lane-section.ts';
import type { RoadNetwork, RoadSegment } from '../../../model/roads/road-network.ts';

/** Stop lines stand so far from the kerb of the road that crosses. */
const STOP_LINE_OFF_M = 2;
/** A road keeps at least this part of its length between two junctions. */
const KEPT_RATIO = 0.3;
/** No link is shorter, however short its road is. */
const SHORTEST_M = 1;
/** A road without length is drawn so long, for its direction. */
const NO_LENGTH_M = 0.01;

/** Holds one direction of a road as vehicles drive it, from stop line to stop line. */
export interface StreetLink {
  /** Number of the directed segment: 2 s along its line, 2 s + 1 against it. */
  node: number;
  fromJunction: number;
  toJunction: number;
  lanes: number;
  /** Lanes from the kerb inwards. */
  laneLines: readonly Line[];
  lengthM: number;
  /** Length of the whole road between the middles of its junctions, and where the link begins and ends along the road's own line. */
  roadM: number;
  chainageM: readonly [from: number, to: number];
  /** Directions at the beginning and at the end. */
  startsTo: Point;
  endsTo: Point;
}

/** Lays out the directed segments that somebody drives on; where three roads or more meet they end at stop lines. */
export function streetLinks(
  { segments, junctions }: RoadNetwork,
  nodes: readonly number[],
  isDriven: (segment: number) => boolean,
): StreetLink[] {
  const legs: RoadSegment[][] = junctions.map(() => []);
  for (const [i, segment] of segments.entries()) {
    if (!isDriven(i)) continue;
    legs[segment.from].push(segment);
    legs[segment.to].push(segment);
  }
  return nodes.map((node) => {
    const segment = segments[node >> 1];
    return linkOf(node, segment, cutBackM(segment, legs[segment.from]), cutBackM(segment, legs[segment.to]));
  });
}

/** Returns how far before a junction a road ends: half of the widest road that it meets there, and room for the stop line. */
function cutBackM(own: RoadSegment, legs: readonly RoadSegment[]): number {
  if (legs.length < 3) return 0;
  const widths = legs.map((leg) => (leg === own ? 0 : leg.widthM));
  return Math.max(...widths) / 2 + STOP_LINE_OFF_M;
}

/** Returns the points of a road without those that repeat the one before: a road of no length at all runs a centimetre east. */
function drawable(points: RoadSegment['points']): RoadSegment['points'] {
  const distinct = points.filter(([x, y], i) => i === 0 || x !== points[i - 1][0] || y !== points[i - 1][1]);
  return distinct.length > 1 ? distinct : [distinct[0], [distinct[0][0] + NO_LENGTH_M, distinct[0][1]]];
}

function linkOf(node: number, segment: RoadSegment, cutFromM: number, cutToM: number): StreetLink {
  const isForward = (node & 1) === 0;
  const points = drawable(segment.points);
  const whole = lineOf(isForward ? points : points.toReversed());
  const startM = isForward ? cutFromM : cutToM;
  const endM = isForward ? cutToM : cutFromM;
  const most = (1 - KEPT_RATIO) * whole.lengthM;
  const scale = startM + endM > most ? most / (startM + endM) : 1;
  const fromM = startM * scale;
  const toM = whole.lengthM - endM * scale;
  const middle = lineOf(subLine(whole, fromM, toM));
  const { lanes, firstM, laneM } = laneSectionOf(segment);
  const laneLines = Array.from({ length: lanes }, (_, fromKerb) =>
    offsetLine(middle, -(firstM + (lanes - fromKerb - 0.5) * laneM)),
  );
  return {
    node,
    fromJunction: isForward ? segment.from : segment.to,
    toJunction: isForward ? segment.to : segment.from,
    lanes,
    laneLines,
    lengthM: Math.max(SHORTEST_M, middle.lengthM),
    roadM: whole.lengthM,
    chainageM: isForward ? [fromM, toM] : [whole.lengthM - fromM, whole.lengthM - toM],
    startsTo: directionAt(middle, 0),
    endsTo: directionAt(middle, middle.lengthM),
  };
}
