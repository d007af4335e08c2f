import type { CutCells } from '../../../model/city/cut-cells.ts';
import type { DrainsInput } from '../drains/coupling.ts';
import type { Infiltration } from '../rain/infiltration.ts';
import type { Hyetograph } from '../rain/rain.ts';
import type { RainField } from '../rain/rain-field.ts';
import type { Work } from '../works/works.ts';
import type { Series } from './series.ts';
import type { Edges, Order } from './terrain.ts';

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
  /** m^(1/2)/s, a cell: where it is given the bed rubs by Chezy's law, and `manningN` says nothing. Full schemes alone. */
  chezyC?: Float32Array;
  /** 1 where no water can be: a building. */
  blocked: Uint8Array;
  /** 1 where a building stands on ground that was raised for it: what stands there is in or on a house, not on a street. */
  raised?: Uint8Array;
  /** Where outlines of houses are known: what they leave of the cells. `blocked` then says what else keeps water out. */
  cutCells?: CutCells;
  /** Depth at the start. */
  depthM: Float32Array;
  /** Unit discharges at the start, as of a river; all is at rest where they are left out. */
  flowM2ps?: { east: Float32Array; north: Float32Array };
  /** Part of the rain on a cell that reaches the surface there: a house's roof water is led to its eaves or into the drains. */
  rainCatchRatio: Float32Array;
  /** How the ground drinks, a class a cell: index into `infiltration`, 255 not at all. */
  soil: Uint8Array;
  infiltration: Infiltration[];
  rain: Hyetograph;
  /** What falls beside it, not everywhere alike. */
  rainField?: RainField;
  edges: Edges;
  /** Levels and inflows of edges that change: each moves one `Beyond`, which many faces may share. */
  changing: { side: keyof Edges; from: number; to: number; series: Series }[];
  /** Levees, walls, breaches, pumps, culverts, gates, point sources, openings: `works.ts`. */
  works: Work[];
  /** Storm drains under the ground, with inlets that are covered and supplies that failed; left out where none are known. */
  drains?: FloodDrains;
  scheme: Scheme;
  endS: number;
  /** Between frames. */
  frameEveryS: number;
  /** At most so long between two looks at the worst and at the gauges, 0: at every step; `MAXIMA_EVERY_STEPS` where it is left out. */
  maximaEveryS?: number;
}

/** What a flood's input says of drains beyond the surface: the network, and what is blocked or has failed in it. */
export type FloodDrains = Pick<DrainsInput, 'city' | 'blocked' | 'failed'>;

/** `fast` is local inertial: no shocks, so no dam or levee may break in it. */
export type Scheme = { kind: 'full'; order: Order } | { kind: 'fast' };
