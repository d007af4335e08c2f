import type { Infiltration } from './infiltration.ts';
import type { Ledger } from './ledger.ts';
import type { Maxima } from './maxima.ts';
import type { Hyetograph } from './rain.ts';
import type { Series } from './series.ts';
import type { Edges, Order } from './shallow-water.ts';
import type { Work } from './works.ts';

/**
 * A flood to be run. Grids are row-major from the south-west, `columns` × `rows`, without a rim; cell (column, row) covers
 * westM + column·cellM … + cellM. East and north are metres of one plane frame (a city's ENU, or a case's own DEM), elevations
 * are above one vertical datum, times are seconds from the start.
 */
export interface FloodInput {
  columns: number;
  rows: number;
  cellM: number;
  westM: number;
  southM: number;
  bedElevationM: Float32Array;
  /** s/m^(1/3). */
  manningN: Float32Array;
  /** 1 where no water can be: a building. */
  blocked: Uint8Array;
  /** Depth at the start; all at rest. */
  depthM: Float32Array;
  /** Of the rain on a cell, what reaches the surface there: a blocked cell's roof water is led to its eaves. */
  rainCatchRatio: Float32Array;
  /** How the ground drinks, a class a cell: index into `infiltration`, 255 not at all. */
  soil: Uint8Array;
  infiltration: Infiltration[];
  rain: Hyetograph;
  edges: Edges;
  /** Levels and inflows of edges that change: each moves one `Beyond`, which many faces may share. */
  changing: { side: keyof Edges; from: number; to: number; series: Series }[];
  /** Levees, walls, breaches, pumps, culverts, gates, point sources, openings: `works.ts`. */
  works: Work[];
  scheme: Scheme;
  endS: number;
  /** Between frames. */
  frameEveryS: number;
}

/** `fast` is local inertial: no shocks, so no dam or levee may break in it. */
export type Scheme = { kind: 'full'; order: Order } | { kind: 'fast' };

/**
 * One instant, as the picture takes it: four half floats a cell, without a rim: depth, east and north velocity, and level above
 * `FloodResult.baseM`, which runs a few cells on into dry ground so that a sheet drawn through it is cut by the bank alone.
 *
 * Depth goes on with it as level less bed, so that a shore lies where it crosses 0 between two cells: below 0 on a bank (at most
 * −0.01 in any dry cell that is not blocked, or water would stand behind a levee), above 0 in the blocked cells of a house that
 * stands in water. Farther away depth is −1 and level that of the bed.
 */
export interface FloodFrame {
  timeS: number;
  cells: Uint16Array;
  ledger: Ledger;
}

/** What a run leaves. */
export interface FloodResult {
  columns: number;
  rows: number;
  cellM: number;
  westM: number;
  southM: number;
  baseM: number;
  bedElevationM: Float32Array;
  frames: FloodFrame[];
  maxima: Maxima;
  gauges: { id: string; series: Series }[];
  ledger: Ledger;
  steps: number;
  cellUpdates: number;
  /** SHA-256 of state and maxima, hex. */
  hash: string;
  scheme: Scheme;
}
