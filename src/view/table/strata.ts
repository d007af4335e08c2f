import type { TableBlock } from '../../twin/table-block.ts';

/** Depth below the ground is drawn so many times deeper than it is, or a pipe could not be told from the kerb. */
export const CUT_SCALE = 5;
/** Thickness of the block below its lowest ground, and how much of it is above the frame, as parts of the block's side. */
export const THICK_RATIO = 0.07;
export const STANDS_RATIO = 0.052;
/** Depth to which the frame round the block reaches below the table's zero, as a part of the block's side. */
export const FRAME_FOOT_RATIO = 0.135;

/** Where the layers of earth part, metres below the ground; drawn for the eye, not surveyed. */
export const STRATA_M = [2.2, 6, 11, 16] as const;

/** Points along an edge so far apart. */
const STEP_M = 10;

/** The four sides of the block as one mesh: from the ground straight down, in the table's frame. */
interface Sides {
  /** x east, y up, z south of the block's middle and the table's zero. */
  readonly position: Float32Array;
  readonly normal: Float32Array;
  /** Metres that each vertex stands below the ground over it, as they are. */
  readonly depthM: Float32Array;
  readonly index: Uint32Array;
}

/** Sides of the block: the corner that each begins at, the way it runs, and the way it faces. In shares of half a side. */
const SIDES = [
  { from: [-1, -1], along: [1, 0], faces: [0, -1] },
  { from: [1, -1], along: [0, 1], faces: [1, 0] },
  { from: [1, 1], along: [-1, 0], faces: [0, 1] },
  { from: [-1, 1], along: [0, -1], faces: [-1, 0] },
] as const;

/** Earth sides under an edge that follows the ground; their foot is level. */
export function sidesOf(block: TableBlock, baseUpM: number, upM: (eastM: number, northM: number) => number): Sides {
  const half = block.sizeM / 2;
  const steps = Math.max(2, Math.ceil(block.sizeM / STEP_M));
  const footM = -THICK_RATIO * block.sizeM;
  const vertices = 4 * 2 * (steps + 1);
  const position = new Float32Array(3 * vertices);
  const normal = new Float32Array(3 * vertices);
  const depthM = new Float32Array(vertices);
  const index = new Uint32Array(4 * 6 * steps);
  let vertex = 0;
  let next = 0;
  for (const { from, along, faces } of SIDES) {
    for (let i = 0; i <= steps; i++) {
      const run = (2 * i) / steps;
      const east = half * (from[0] + along[0] * run);
      const north = half * (from[1] + along[1] * run);
      const top = upM(block.eastM + east, block.northM + north) - baseUpM;
      for (const y of [top, footM]) {
        position.set([east, y, -north], 3 * vertex);
        normal.set([faces[0], 0, -faces[1]], 3 * vertex);
        depthM[vertex] = (top - y) / CUT_SCALE;
        if (i < steps && y === top) {
          index.set([vertex, vertex + 1, vertex + 2, vertex + 2, vertex + 1, vertex + 3], next);
          next += 6;
        }
        vertex++;
      }
    }
  }
  return { position, normal, depthM, index };
}

/** A place below the ground as the cut shows it: its depth is drawn deeper than it is. */
export function cutY(groundUpM: number, upM: number, baseUpM: number): number {
  return groundUpM - baseUpM - Math.max(0, groundUpM - upM) * CUT_SCALE;
}
