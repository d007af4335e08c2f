import { GRAVITY_MPS2 } from './hllc.ts';

/**
 * A raster of square cells with a rim one cell wide around it, row-major from the south-west: cell (column, row) lies at
 * (row + 1)·stride + column + 1. The rim is dry for ever; it is there so that a cell's four neighbours always exist.
 */
export interface Raster {
  columns: number;
  rows: number;
  cellM: number;
  stride: number;
}

/** What does not change while water moves. */
export interface Terrain extends Raster {
  bedElevationM: Float64Array;
  /** s/m^(1/3). */
  manningN: Float64Array;
  /** m^(1/2)/s: where it is given the bed rubs by Chezy's law, and `manningN` says nothing. */
  chezyC: Float64Array | null;
  /** 1 where no water can be (a building, the rim); its faces are walls. */
  blocked: Uint8Array;
  /** Crest of a wall, kerb or levee finer than the raster on the east face of a cell; −Infinity where there is none. */
  eastCrestM: Float64Array;
  /** The same on the north face. */
  northCrestM: Float64Array;
  /** Cells that walls run through; null where there are none. */
  cuts: Cuts | null;
}

/** Water at one moment: depth, and unit discharge to the east (x) and to the north (y). */
export interface Water {
  depthM: Float64Array;
  unitDischargeXM2ps: Float64Array;
  unitDischargeYM2ps: Float64Array;
}

/** What lies beyond a face of the raster's edge. */
export type OutsideCondition =
  | { kind: 'wall' }
  /** A brink: water falls over it, nothing enters. */
  | { kind: 'free' }
  | { kind: 'stage'; stageM: number }
  /** Water enters, per metre of edge; as deep as the cell's own, or critical, unless it comes swifter than its wave and `depthM` says how. */
  | { kind: 'inflow'; unitDischargeM2ps: number; depthM?: number };

/** The four sides of a raster, in the order in which kernels number them. */
export const SIDES = ['west', 'east', 'south', 'north'] as const;

/** One side of a raster, by compass. */
export type Side = (typeof SIDES)[number];

/** West and east from south to north, south and north from west to east. */
export type Edges = Record<Side, OutsideCondition[]>;

/** 1: states constant in a cell, of the step's beginning. 2: MUSCL and Hancock, of its middle. */
export type Order = 1 | 2;

/** Water that entered over each side in a step, m³; what left is negative. */
export type EdgeVolumes = Record<Side, number>;

/** A thinner film stays where it is: its speed would shorten the step, and its traces would run on without end. */
export const DRY_DEPTH_M = 1e-6;

/** The shape of a raster with a rim of one cell around it, as solvers index it. */
export function raster(columns: number, rows: number, cellM: number): Raster {
  return { columns, rows, cellM, stride: columns + 2 };
}

/** How many cells a raster's arrays have, the rim included. */
export const cellCount = ({ stride, rows }: Raster): number => stride * (rows + 2);

/** The index of a cell; column and row count from the south-west, and −1 is the rim. */
export const cellAt = ({ stride }: Raster, column: number, row: number): number => (row + 1) * stride + column + 1;

/** Level ground without friction or walls: what tests and readers start from. */
export function flatTerrain(columns: number, rows: number, cellM: number): Terrain {
  const shape = raster(columns, rows, cellM);
  const cells = cellCount(shape);
  const blocked = new Uint8Array(cells).fill(1);
  for (let row = 0; row < rows; row++) {
    blocked.fill(0, cellAt(shape, 0, row), cellAt(shape, columns, row));
  }
  return {
    ...shape,
    bedElevationM: new Float64Array(cells),
    manningN: new Float64Array(cells),
    chezyC: null,
    blocked,
    eastCrestM: new Float64Array(cells).fill(Number.NEGATIVE_INFINITY),
    northCrestM: new Float64Array(cells).fill(Number.NEGATIVE_INFINITY),
    cuts: null,
  };
}

/** A state without water, with arrays for a raster and its rim. */
export function dryWater(shape: Raster): Water {
  const cells = cellCount(shape);
  return {
    depthM: new Float64Array(cells),
    unitDischargeXM2ps: new Float64Array(cells),
    unitDischargeYM2ps: new Float64Array(cells),
  };
}

/** Column and row of the i-th cell along a side, in the order of `Edges`. */
export function edgePlace({ columns, rows }: Raster, side: Side, i: number): [number, number] {
  const places: Record<Side, [number, number]> = {
    west: [0, i],
    east: [columns - 1, i],
    south: [i, 0],
    north: [i, rows - 1],
  };
  return places[side];
}

/** The edges of a raster; sides that are not given are walls. */
export function edges({ columns, rows }: Raster, beyond: Partial<Record<Side, OutsideCondition>> = {}): Edges {
  const all = (side: Side, count: number) => Array.from({ length: count }, () => beyond[side] ?? { kind: 'wall' });
  return {
    west: all('west', rows),
    east: all('east', rows),
    south: all('south', columns),
    north: all('north', columns),
  } as Edges;
}

/** Returns how fast water and wave together run along the faster axis, the fastest of all wet cells; 0 when all is dry. */
export function fastestMps({ depthM: h, unitDischargeXM2ps: qx, unitDischargeYM2ps: qy }: Water): number {
  let fastest = 0;
  for (let i = 0; i < h.length; i++) fastest = Math.max(fastest, waveMps(h[i], qx[i], qy[i]));
  return fastest;
}

/** Returns the speed of water and wave together in one cell; 0 where it is dry. */
export function waveMps(h: number, qx: number, qy: number): number {
  if (h <= DRY_DEPTH_M) return 0;
  return Math.max(Math.abs(qx), Math.abs(qy)) / h + Math.sqrt(GRAVITY_MPS2 * h);
}

/** 1/C of a Chezy coefficient; 0, no friction, where there is none. */
export const rough = (chezyC: number): number => (chezyC > 0 ? 1 / chezyC : 0);

/** It rains on every cell that is not blocked. */
export const openGround = ({ blocked }: Terrain): Float64Array => Float64Array.from(blocked, (shut) => 1 - shut);

/** 1 for each face that lets nothing through: between a cell and the one `step` on. */
export function shutFaces(terrain: Terrain, step: number): Uint8Array {
  const { blocked, cuts } = terrain;
  const open = step === 1 ? cuts?.eastOpenRatio : cuts?.northOpenRatio;
  return blocked.map((here, cell) => (here === 1 || (blocked[cell + step] ?? 1) === 1 || open?.[cell] === 0 ? 1 : 0));
}

/** Copies one state over another of the same raster, without new arrays. */
export function copyWater(from: Water, to: Water): void {
  to.depthM.set(from.depthM);
  to.unitDischargeXM2ps.set(from.unitDischargeXM2ps);
  to.unitDischargeYM2ps.set(from.unitDischargeYM2ps);
}

/** A wall through a cell: towards it across its direction, by its length in sides of the cell. */
interface CutWall {
  cell: number;
  column: number;
  row: number;
  x: number;
  y: number;
}

/** Cells that houses cut, over a raster with its rim: water stands beside a wall where the wall is, not where the raster's nearest edge is. */
export interface Cuts {
  /** Part of each cell's area that is free: rain falls on it, ground drinks through it, beds rub along it. */
  freeRatio: Float64Array;
  /** The part on which its water is taken to stand: as much as `freeRatio` over a wall's few cells together. */
  heldRatio: Float64Array;
  /** The part of its east and its north edge that water passes; 1 where no house lies. */
  eastOpenRatio: Float64Array;
  northOpenRatio: Float64Array;
  /** In the order of cells. */
  walls: CutWall[];
  /** Area on which water stands that is not free: walls so close together that no cell about had any to lend. Sum over cells. */
  lentCells: number;
}
