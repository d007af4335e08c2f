import type { RoadSegment } from './road-network.ts';

/** Narrower roads have no lines, and interrupt none of others. */
export const MIN_MARKED_ROAD_M = 7;
/** Between the edge of a carriageway and its line. */
export const EDGE_OFF_M = 0.4;
/** From this width on the two directions are parted by a strip of this half width, which planted medians fill. */
const PARTED = { roadM: 28, halfM: 1.75 };
/** Half the gap of a double line. */
const DOUBLE_M = 0.15;

/** Lanes of one direction: how many, where the first begins to the right of the centre line as that direction goes, and how wide each is. */
interface LaneSection {
  lanes: number;
  firstM: number;
  laneM: number;
}

/** How a carriageway is parted into lanes; traffic keeps to the right. Of a road with one direction the lanes fill the whole. */
export function laneSectionOf({ widthM, lanes, direction }: RoadSegment): LaneSection {
  const halfM = widthM / 2;
  if (direction !== 'both') return { lanes, firstM: EDGE_OFF_M - halfM, laneM: (widthM - 2 * EDGE_OFF_M) / lanes };
  const firstM = widthM >= PARTED.roadM ? PARTED.halfM : DOUBLE_M;
  const perSide = Math.max(1, Math.floor(lanes / 2));
  return { lanes: perSide, firstM, laneM: (halfM - EDGE_OFF_M - firstM) / perSide };
}
