import { legsOf, lengthOf, pointAlong } from '../../../model/geo/plane/line.ts';
import type { Point } from '../../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../../model/geo/plane/ring.ts';
import { isSimpleRing } from '../../../model/schemes/site-geometry.ts';
import type { CrossedPipe } from '../../../model/tables/terrain-analysis.ts';
import type { TerrainResult } from '../../../workers/terrain-analysis/engine-types.ts';
import type { Excavation } from '../../twin/underground.ts';

/** What is cut: its face and the hatching on it, 0–255. */
export const CUT_RGB = { face: [219, 140, 120], hatching: [153, 66, 54] } as const;

export const OPEN_SIDES = ['none', 'left', 'right'] as const;

/** What is taken off the picture along a section: nothing, or what lies left or right of the line as one walks along it. */
export type OpenSide = (typeof OPEN_SIDES)[number];

/** A section as it stands in the picture: ground and what stands before the line are taken away, and houses show where they are cut. */
interface SectionOpening {
  readonly pit: Excavation;
  readonly faces: SectionFaces;
  /** How far before the line everything is taken away. */
  readonly reachM: number;
}

/**
 * Cut houses along a line: points of the line, and how high above the ground there the highest house is cut, null: none is; and how high the
 * underside is of one that stands open below, null: it stands on the ground.
 */
export interface SectionFaces {
  readonly atM: readonly Point[];
  readonly riseM: readonly (number | null)[];
  readonly openM: readonly (number | null)[];
}

/** The reach is half the line's length, so that houses before it do not hide the section, and this much of the depth, so that one sees the floor. */
const REACH_PER_LENGTH = 0.5;
const REACH_PER_DEPTH = 2.5;
const MIN_REACH_M = 30;
const MAX_REACH_M = 200;
/** The floor lies this much under the deepest pipe, within limits. */
const UNDER_PIPE_M = 2;
const MIN_OPEN_M = 6;
const MAX_OPEN_M = 40;
/** The cut lies so far behind the faces: where a wall is clipped is known to a pixel only, and none may stand before them. */
const BEHIND_M = 0.5;

/** Null: nothing is taken away, or the line turns back on itself so far that it has no sides. */
export function openingOf(result: TerrainResult | null, side: OpenSide): SectionOpening | null {
  if (side === 'none' || result?.kind !== 'profile' || result.request.kind !== 'profile') return null;
  const { request, section, lengthM, pipes } = result;
  const { lineM } = request;
  const first = lineM[0];
  const last = lineM[lineM.length - 1];
  const chordM = Math.hypot(last[0] - first[0], last[1] - first[1]);
  if (chordM === 0) return null;
  const turn = side === 'left' ? 1 : -1;
  const outward: Point = [(-turn * (last[1] - first[1])) / chordM, (turn * (last[0] - first[0])) / chordM];
  const shifted = ([x, y]: Point, byM: number): [number, number] => [x + outward[0] * byM, y + outward[1] * byM];
  const depthM = depthUnder(section.groundM, pipes);
  const wantedM = Math.max(lengthM * REACH_PER_LENGTH, depthM * REACH_PER_DEPTH);
  const reachM = Math.min(MAX_REACH_M, Math.max(MIN_REACH_M, wantedM));
  const ring = [...lineM.map((at) => shifted(at, -BEHIND_M)), shifted(last, reachM), shifted(first, reachM)];
  if (!isSimpleRing(ring)) return null;
  const legs = legsOf(lineM);
  return {
    pit: { ringM: signedAreaM2(ring) < 0 ? ring.reverse() : ring, depthM },
    faces: {
      atM: section.distanceM.map((at) => pointAlong(legs, at)),
      riseM: section.topM.map((top, i) => (top === null ? null : top - section.groundM[i])),
      openM: section.footM.map((foot, i) => (foot === null ? null : foot - section.groundM[i])),
    },
    reachM,
  };
}

/** Returns the depth of the floor below the lowest ground of the line: under the deepest pipe. */
function depthUnder(groundM: readonly number[], pipes: readonly CrossedPipe[]): number {
  const lowestM = groundM.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const deepestM = pipes.reduce((least, { elevationM, heightM }) => Math.min(least, elevationM - heightM / 2), lowestM);
  return Math.min(MAX_OPEN_M, Math.max(MIN_OPEN_M, lowestM - deepestM + UNDER_PIPE_M));
}

/** How one looks at an open section: at the middle of its line, square to it, from the side that is taken away. */
export function sightOfOpening(
  lineM: readonly Point[],
  side: OpenSide,
): { atM: Point; headingDeg: number; rangeM: number } {
  const first = lineM[0];
  const last = lineM[lineM.length - 1];
  const alongDeg = (Math.atan2(last[0] - first[0], last[1] - first[1]) * 180) / Math.PI;
  const lengthM = lengthOf(lineM);
  return {
    atM: pointAlong(legsOf(lineM), lengthM / 2),
    headingDeg: (alongDeg + (side === 'left' ? 90 : 270) + 360) % 360,
    rangeM: lengthM + MIN_REACH_M,
  };
}
