import { type RasterPlace, rasterAt } from '../../model/city/raster.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { type Basement, pitPieces } from '../../model/schemes/basements.ts';
import { gradedElevationM } from '../../model/schemes/grading.ts';
import type { SchemeParcel } from '../../model/schemes/scheme.ts';
import type { ParcelExcavation } from '../../model/schemes/site-figures.ts';
import { centroidOf } from '../../model/schemes/site-geometry.ts';
import { earthworkOf, piecesOf, surfaceOf } from '../shared/earthwork.ts';

/** The ground that a pit is dug from. */
interface PitGround {
  at(corner: Point): number;
  /** Returns the volume of a piece of the ground above a level floor, and how much of the piece has no ground. */
  overM3(
    piece: { ring: readonly Point[]; areaM2: number },
    floorM: number,
  ): Promise<{ volumeM3: number; uncoveredM2: number }>;
}

/** What is dug for the basements of a parcel: from its graded ground where it has one, else from the city's, else from level ground. */
export async function excavatedParcel(
  raster: { grid: RasterPlace; elevationM: Float32Array } | null,
  parcel: SchemeParcel,
  basements: readonly Basement[],
  { marginM, gradedM }: { marginM: number; gradedM: number | null },
): Promise<ParcelExcavation | null> {
  if (basements.length === 0) return null;
  const ground = groundOf(raster, parcel, gradedM);
  const floorsM = basements.map(({ groundRingM, depthM }) => lowestM(groundRingM.map(ground.at)) - depthM);
  const dug = await volumeOf(basements, marginM, floorsM, ground);
  const within = marginM === 0 ? dug : await volumeOf(basements, 0, floorsM, ground);
  return {
    parcel: parcel.id,
    dugM3: dug.volumeM3,
    backfillM3: dug.volumeM3 - within.volumeM3,
    areaM2: dug.areaM2,
    uncoveredM2: dug.uncoveredM2,
  };
}

/** Returns the lowest of the elevations that are known; where none is, the ground is level. */
function lowestM(elevationsM: readonly number[]): number {
  const known = elevationsM.filter(Number.isFinite);
  return known.length > 0 ? Math.min(...known) : 0;
}

async function volumeOf(
  basements: readonly Basement[],
  marginM: number,
  floorsM: readonly number[],
  ground: PitGround,
): Promise<Pick<ParcelExcavation, 'areaM2' | 'uncoveredM2'> & { volumeM3: number }> {
  const sum = { volumeM3: 0, areaM2: 0, uncoveredM2: 0 };
  for (const piece of pitPieces(basements, marginM)) {
    const floorM = Math.min(...piece.of.map((i) => floorsM[i]));
    const { volumeM3, uncoveredM2 } = await ground.overM3(piece, floorM);
    const deepestM = Math.max(...piece.of.map((i) => basements[i].depthM));
    sum.volumeM3 += volumeM3 + uncoveredM2 * deepestM;
    sum.areaM2 += piece.areaM2;
    sum.uncoveredM2 += uncoveredM2;
  }
  return sum;
}

function groundOf(
  raster: { grid: RasterPlace; elevationM: Float32Array } | null,
  { grading, ringM }: SchemeParcel,
  gradedM: number | null,
): PitGround {
  if (grading && gradedM !== null) {
    const at = (corner: Point) => gradedElevationM(grading, { corner: ringM[0], elevationM: gradedM }, corner);
    return {
      at,
      // Over a plane the volume is that over the middle; the floor lies below all of it.
      overM3: async ({ ring, areaM2 }, floorM) => ({
        volumeM3: areaM2 * Math.max(0, at(centroidOf(ring)) - floorM),
        uncoveredM2: 0,
      }),
    };
  }
  if (!raster) return { at: () => 0, overM3: async ({ areaM2 }) => ({ volumeM3: 0, uncoveredM2: areaM2 }) };
  const { grid, elevationM } = raster;
  const surface = surfaceOf(grid, elevationM);
  return {
    at: ([x, y]) => rasterAt(grid, elevationM, x, y),
    async overM3({ ring }, floorM) {
      const pieces = await piecesOf(ring, surface, { by: 'level', elevationM: floorM }, async () => false);
      return pieces
        ? { volumeM3: earthworkOf(pieces, 0).cutM3, uncoveredM2: pieces.uncoveredM2 }
        : { volumeM3: 0, uncoveredM2: 0 };
    },
  };
}
