import { FloodInputError } from '../core/input-error.ts';
import type { Solver } from '../core/solver.ts';
import { cellAt, type Terrain } from '../core/terrain.ts';
import { floodMessage } from '../messages.ts';
import { heldIn } from './cuts.ts';
import type { Place } from './works.ts';

/** Ground whose south-west corner has a place. */
export interface GroundPlace {
  terrain: Terrain;
  westM: number;
  southM: number;
}

/** Water over ground that has a place: what works stand on. */
export interface Ground extends GroundPlace {
  solver: Solver;
  /** The solver is the local inertial one. */
  fast?: boolean;
}

/** The cell of the raster there; null outside. */
export function cellOf({ terrain, westM, southM }: GroundPlace, [eastM, northM]: Place): number | null {
  const column = Math.floor((eastM - westM) / terrain.cellM);
  const row = Math.floor((northM - southM) / terrain.cellM);
  const inside = column >= 0 && row >= 0 && column < terrain.columns && row < terrain.rows;
  return inside ? cellAt(terrain, column, row) : null;
}

/** An entrance or a pump often lies in its building's own cell: the water that it meets is so many cells off at most. */
const NEAR_CELLS = 3;

/** The open cell there or the nearest one beside; refuses a place outside or in the midst of buildings. */
export function openCellOf(ground: Ground, place: Place, name: string): number {
  const cell = cellOf(ground, place);
  const what = `[${place.join(', ')}]`;
  if (cell === null) throw new FloodInputError(floodMessage('outside-grid', { name, what }));
  const { blocked, stride } = ground.terrain;
  let found = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let north = -NEAR_CELLS; north <= NEAR_CELLS; north++) {
    for (let east = -NEAR_CELLS; east <= NEAR_CELLS; east++) {
      const near = cell + north * stride + east;
      const off = Math.hypot(north, east);
      if (blocked[near] === 0 && off < least) [found, least] = [near, off];
    }
  }
  if (found < 0) throw new FloodInputError(floodMessage('in-buildings', { name, what }));
  return found;
}

/** The water level of a cell in metres above the vertical datum; the bed's where it is dry. */
export const levelM = ({ terrain, solver }: Ground, cell: number): number =>
  terrain.bedElevationM[cell] + solver.depthM(cell);

/** On which a cell's water stands. */
export const heldM2 = ({ cellM, cuts }: Terrain, cell: number): number => cellM ** 2 * heldIn(cuts, cell);

/** Adds to a cell what it can hold, or takes what it has; gives what was added, m³. */
export function pourM3({ terrain, solver }: Ground, cell: number, volumeM3: number): number {
  const areaM2 = heldM2(terrain, cell);
  return solver.pour(cell, volumeM3 / areaM2) * areaM2;
}
