import { type Box, boxOf, doBoxesMeet } from '../geo/plane/box.ts';
import { directionAt, type Line, lineOf, pointAt } from '../geo/plane/line.ts';
import type { Point } from '../geo/plane/point.ts';
import { isInRing } from '../geo/plane/ring.ts';
import type { RoadNetwork, RoadSegment } from './road-network.ts';

/** Ground that works take, and how many lanes of a street that is. */
export interface WorksArea {
  id: string;
  lanes: number;
  ring: readonly Point[];
}

/** Tells which lanes of one segment works take. */
export interface TakenLanes {
  segment: string;
  lanes: number;
  /** Lanes of the segment in both directions. */
  of: number;
  /** The direction of the centre line in which nobody gets through, or both; null: it is narrowed only. */
  closes: 'along' | 'against' | 'both' | null;
  /** The centre line heads this way at the works, east and north. */
  heading: Point;
}

/** The way across a ring is walked in steps of this length. */
const WALK_STEP_M = 2;
/** Works that touch less of a street than this stand beside it, or at a corner of it. */
const MIN_LENGTH_M = 10;
/** Ways that nobody drives on. */
const NOT_DRIVEN: readonly RoadSegment['class'][] = ['pedestrian', 'cycleway', 'path', 'steps'];

/**
 * Finds the lanes that works take. How many they are is the works' own word; on which side of the centre line they lie is where their
 * ground is. Traffic keeps to the right. A street is closed one way where all lanes of that way are taken, and as a whole only where all
 * lanes are.
 */
export function lanesTaken({ segments }: RoadNetwork, area: WorksArea): TakenLanes[] {
  const here = boxOf(area.ring);
  return segments.flatMap((segment) => {
    const { class: kind, points, widthM } = segment;
    if (NOT_DRIVEN.includes(kind) || !doBoxesMeet(here, grown(boxOf(points), widthM))) return [];
    const line = lineOf(points);
    const sides = sidesIn(segment, line, area.ring);
    if (!sides) return [];
    const { id, lanes: all, direction } = segment;
    const taken = Math.min(all, area.lanes);
    if (taken === 0) return [];
    const closes = closedWay({ direction, all, taken, ...sides });
    return [{ segment: id, lanes: taken, of: all, closes, heading: sides.heading }];
  });
}

const grown = ([west, south, east, north]: Box, byM: number): Box => [west - byM, south - byM, east + byM, north + byM];

interface Sides {
  isRight: boolean;
  isLeft: boolean;
  heading: Point;
}

/** Whether the ring lies over the right or the left half of a carriageway for long enough; null: over neither. */
function sidesIn({ widthM }: RoadSegment, line: Line, ring: readonly Point[]): Sides | null {
  const lengthM = line.lengthM;
  let rightM = 0;
  let leftM = 0;
  let heading: Point | null = null;
  for (let s = WALK_STEP_M / 2; s < lengthM; s += WALK_STEP_M) {
    const [x, y] = pointAt(line, s);
    const [dx, dy] = directionAt(line, s);
    const offM = widthM / 4;
    const isRight = isInRing(ring, x + offM * dy, y - offM * dx);
    const isLeft = isInRing(ring, x - offM * dy, y + offM * dx);
    if (isRight) rightM += WALK_STEP_M;
    if (isLeft) leftM += WALK_STEP_M;
    if (isRight || isLeft) heading ??= [dx, dy];
  }
  const isRight = rightM >= MIN_LENGTH_M;
  const isLeft = leftM >= MIN_LENGTH_M;
  return heading && (isRight || isLeft) ? { isRight, isLeft, heading } : null;
}

function closedWay({
  direction,
  all,
  taken,
  isRight,
  isLeft,
}: Sides & { direction: RoadSegment['direction']; all: number; taken: number }): TakenLanes['closes'] {
  if (taken >= all) return 'both';
  if (direction !== 'both' || (isRight && isLeft)) return null;
  const ownWay = Math.floor(all / 2);
  if (taken < Math.max(1, ownWay)) return null;
  return isRight ? 'along' : 'against';
}
