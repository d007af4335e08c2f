import {
  cellAt,
  type Edges,
  type EdgeVolumes,
  edgePlace,
  type OutsideCondition,
  SIDES,
  type Side,
  type Terrain,
} from './terrain.ts';

/*
 * The raster's edges that are no walls, as the kernels have them (`kernel/edges.ts`): a row of 32 bytes each, sorted by the row of faces
 * that they belong to: column with the rim, bytes; side; kind; what lies beyond or comes in, float32; what entered in a step, m², float64; how
 * deep what comes in is, float32, 0 where nobody says; how far its bed is above the cell's, float32.
 */

/** Bytes of an open edge's record in the kernel's memory, as `kernel/edges.ts` reads it. */
export const EDGE_BYTES = 32;
const VALUE = 12;
const ENTERED = 16;
const DEPTH = 24;
const RISE = 28;
const KIND = { wall: 0, free: 1, stage: 2, inflow: 3 } as const;

/** A border cell's edge through which water can pass, with what lies beyond it. */
export interface OpenEdge {
  side: Side;
  beyond: Exclude<OutsideCondition, { kind: 'wall' }>;
  bedM: number;
  /** How far the bed at the edge itself lies above the cell's middle. */
  riseM: number;
  /** Number of the row of faces: −1 is the raster's south edge. */
  faceRow: number;
  column: number;
}

/** All edges that are no walls, sorted as the kernel walks them. */
export function openEdges(terrain: Terrain, edges: Edges): OpenEdge[] {
  const { bedElevationM } = terrain;
  const open = SIDES.flatMap((side) =>
    edges[side].flatMap((beyond, i): OpenEdge[] => {
      if (beyond.kind === 'wall') return [];
      const [column, row] = edgePlace(terrain, side, i);
      const faceRow = side === 'south' ? -1 : row;
      const cell = cellAt(terrain, column, row);
      return [{ side, beyond, bedM: bedElevationM[cell], riseM: edgeRiseM(terrain, side, cell), faceRow, column }];
    }),
  );
  return open.sort((a, b) => a.faceRow - b.faceRow);
}

/** The bed goes on over the edge as it falls from the next cell inside; level where there is none. */
export function edgeRiseM({ stride, bedElevationM: z, blocked }: Terrain, side: Side, cell: number): number {
  const inside = cell + { west: 1, east: -1, south: stride, north: -stride }[side];
  return blocked[inside] === 1 ? 0 : (z[cell] - z[inside]) / 2;
}

/** Starts by row of faces, −2 first: the kernel asks for rows beside the raster as well. */
export function writeEdges(
  view: DataView,
  edgesAt: number,
  startsAt: number,
  edges: readonly OpenEdge[],
  rows: number,
): void {
  for (const [e, { side, beyond, column, riseM }] of edges.entries()) {
    const at = edgesAt + e * EDGE_BYTES;
    view.setInt32(at, (column + 1) * 4, true);
    view.setInt32(at + 4, SIDES.indexOf(side), true);
    view.setInt32(at + 8, KIND[beyond.kind], true);
    view.setFloat32(at + DEPTH, beyond.kind === 'inflow' ? (beyond.depthM ?? 0) : 0, true);
    view.setFloat32(at + RISE, riseM, true);
  }
  for (let faceRow = -2; faceRow < rows + 6; faceRow++) {
    const start = edges.findIndex((edge) => edge.faceRow >= faceRow);
    view.setInt32(startsAt + (faceRow + 2) * 4, start < 0 ? edges.length : start, true);
  }
}

/** What lies beyond now, before a step. */
export function setEdges(view: DataView, edgesAt: number, edges: readonly OpenEdge[]): void {
  for (const [e, edge] of edges.entries()) {
    view.setFloat32(edgesAt + e * EDGE_BYTES + VALUE, edgeValue(edge), true);
    view.setFloat64(edgesAt + e * EDGE_BYTES + ENTERED, 0, true);
  }
}

/** What came in over each side in the step since, m³. */
export function enteredOver(view: DataView, edgesAt: number, edges: readonly OpenEdge[], cellM: number): EdgeVolumes {
  const entered: EdgeVolumes = { west: 0, east: 0, south: 0, north: 0 };
  for (const [e, { side }] of edges.entries()) {
    entered[side] += view.getFloat64(edgesAt + e * EDGE_BYTES + ENTERED, true) * cellM;
  }
  return entered;
}

function edgeValue({ beyond, bedM }: OpenEdge): number {
  if (beyond.kind === 'stage') return Math.max(0, beyond.stageM - bedM);
  return beyond.kind === 'inflow' ? beyond.unitDischargeM2ps : 0;
}
