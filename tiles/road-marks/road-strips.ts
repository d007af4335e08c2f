import { type Line, lineOf } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { EDGE_OFF_M, laneSectionOf, MIN_MARKED_ROAD_M } from '../../model/roads/lane-section.ts';
import type { RoadNetwork, RoadSegment } from '../../model/roads/road-network.ts';
import { acrossStrip, alongStrip, dashes, type Strip } from './strips.ts';

/**
 * Sizes in metres as GB 5768.3 draws them in towns (edition 待核): lines .15, dashes 4 on 6, stop line before a crossing of bars .45 wide; the
 * kerb's stone as built. Narrower roads have no lines.
 */
const LINE_M = 0.15;
const DASH = { dashM: 4, gapM: 6, widthM: LINE_M };
const SOLID_BEFORE_STOP_M = 28;
const STOP_M = 0.35;
const STOP_GAP_M = 1.6;
const CROSSING = { lengthM: 5, barM: 0.5, everyM: 1.1, leastRoadM: 9, offM: 1.5 };
const KERB_M = 0.3;
const MIN_LENGTH_M = 12;

const MARKED = new Set<RoadSegment['class']>([
  'motorway',
  'expressway',
  'primary',
  'secondary',
  'tertiary',
  'local',
  'residential',
  'link',
]);
const UNDRIVEN = new Set<RoadSegment['class']>(['pedestrian', 'cycleway', 'path', 'steps']);

/** Directions this nearly opposite are one road that goes on. */
const GOES_ON = -0.9;

/** How a segment's end meets others: where its own lines end, and whether people cross there. */
interface End {
  cutM: number;
  /** Chainage from the end to the near edge of the crossing; null: none. */
  crossingM: number | null;
  stops: boolean;
}

/** A segment at a junction with the direction in which it leaves it. */
interface Arm {
  segment: RoadSegment;
  away: Point;
}

/** Kerbs, lines, crossings and stop lines of all roads on the ground, by their lanes and widths; traffic keeps to the right. */
export function roadStrips({ segments, junctions }: RoadNetwork): Strip[] {
  const arms: Arm[][] = junctions.map(() => []);
  for (const segment of segments) {
    if (UNDRIVEN.has(segment.class) || segment.form === 'tunnel') continue;
    const { points, from, to } = segment;
    arms[from].push({ segment, away: direction(points[0], points[1]) });
    arms[to].push({ segment, away: direction(points[points.length - 1], points[points.length - 2]) });
  }
  const out: Strip[] = [];
  for (const segment of segments) {
    if (segment.form !== 'ground' || !MARKED.has(segment.class) || segment.widthM < MIN_MARKED_ROAD_M) continue;
    const { points, from, to } = segment;
    const line = lineOf(points);
    const start = endOf(segment, arms[from], direction(points[0], points[1]));
    const end = endOf(segment, arms[to], direction(points[points.length - 1], points[points.length - 2]));
    if (line.lengthM - start.cutM - end.cutM < MIN_LENGTH_M) continue;
    addLines(out, segment, line, start, end);
  }
  return out;
}

function direction([x, y]: Point, [toX, toY]: Point): Point {
  const length = Math.hypot(toX - x, toY - y) || 1;
  return [(toX - x) / length, (toY - y) / length];
}

const THROUGH: End = { cutM: 0, crossingM: null, stops: false };

function endOf(segment: RoadSegment, arms: readonly Arm[], away: Point): End {
  const others = arms.filter((arm) => arm.segment !== segment);
  const onward = others.find((arm) => arm.away[0] * away[0] + arm.away[1] * away[1] < GOES_ON);
  const crossing = others.filter((arm) => arm !== onward).map(({ segment: { widthM } }) => widthM);
  if (crossing.length === 0) return THROUGH;
  const widest = Math.max(...crossing);
  // A yard's drive interrupts nothing of a street that goes on.
  if (onward && widest < MIN_MARKED_ROAD_M) return THROUGH;
  const edgeM = widest / 2 + CROSSING.offM;
  if (segment.widthM < CROSSING.leastRoadM) return { cutM: edgeM + 2, crossingM: null, stops: false };
  return { cutM: edgeM + CROSSING.lengthM + STOP_GAP_M + STOP_M, crossingM: edgeM, stops: true };
}

function addLines(out: Strip[], segment: RoadSegment, line: Line, start: End, end: End): void {
  const { widthM, direction: way, lanes } = segment;
  const half = widthM / 2;
  const from = start.cutM;
  const to = line.lengthM - end.cutM;
  const add = (strip: Strip | null) => strip && out.push(strip);
  for (const side of [-1, 1]) {
    add(alongStrip(line, side * (half - EDGE_OFF_M), from, to, LINE_M, 'white'));
    add(alongStrip(line, side * (half + KERB_M / 2), from, to, KERB_M, 'kerb'));
  }
  const { lanes: perSide, firstM: middle, laneM } = laneSectionOf(segment);
  if (way === 'both') {
    if (lanes > 1) for (const side of [-1, 1]) add(alongStrip(line, side * middle, from, to, LINE_M, 'yellow'));
    for (let k = 1; k < perSide; k++) {
      addLane(out, line, -(middle + k * laneM), from, to, end.stops ? 'end' : null);
      addLane(out, line, middle + k * laneM, from, to, start.stops ? 'start' : null);
    }
  } else {
    const ahead = way === 'along' ? end.stops && 'end' : start.stops && 'start';
    for (let k = 1; k < lanes; k++) addLane(out, line, -half + EDGE_OFF_M + k * laneM, from, to, ahead || null);
  }
  addEnd(out, segment, line, start, 'start');
  addEnd(out, segment, line, end, 'end');
}

/** Dashes, and a solid line where it leads up to a stop. */
function addLane(
  out: Strip[],
  line: Line,
  offsetM: number,
  from: number,
  to: number,
  stop: 'start' | 'end' | null,
): void {
  const solidM = stop === null ? 0 : Math.min(SOLID_BEFORE_STOP_M, (to - from) / 2);
  const [a, b] = stop === 'start' ? [from + solidM, to] : [from, to - solidM];
  out.push(...dashes(line, offsetM, a, b, DASH));
  if (stop === null) return;
  const solid = stop === 'start' ? [from, a] : [b, to];
  const strip = alongStrip(line, offsetM, solid[0], solid[1], LINE_M, 'white');
  if (strip) out.push(strip);
}

/** Bars that people cross on, and before them the line at which those who come from the right-hand side stop. */
function addEnd(out: Strip[], segment: RoadSegment, line: Line, end: End, which: 'start' | 'end'): void {
  if (end.crossingM === null) return;
  const half = segment.widthM / 2;
  const at = (fromEndM: number) => (which === 'start' ? fromEndM : line.lengthM - fromEndM);
  const middle = at(end.crossingM + CROSSING.lengthM / 2);
  for (let left = -half + 0.6; left + CROSSING.barM <= half - 0.6; left += CROSSING.everyM)
    out.push(acrossStrip(line, middle, [left, left + CROSSING.barM], CROSSING.lengthM, 'bar'));
  const arrives =
    segment.direction === 'both'
      ? which === 'end'
        ? ([-half + EDGE_OFF_M, 0] as const)
        : ([0, half - EDGE_OFF_M] as const)
      : (segment.direction === 'along') === (which === 'end')
        ? ([-half + EDGE_OFF_M, half - EDGE_OFF_M] as const)
        : null;
  if (arrives) out.push(acrossStrip(line, at(end.cutM - STOP_M / 2), arrives, STOP_M, 'white'));
}
