import type { FloodInput } from '../../../workers/flood/core/flood-input.ts';
import { oracleOf } from '../../../workers/flood/core/solvers.ts';
import type { Edges } from '../../../workers/flood/core/terrain.ts';
import { NO_SOIL } from '../../../workers/flood/rain/infiltration.ts';

export const wallEdges = (columns: number, rows: number): Edges => {
  const walls = (count: number) => Array.from({ length: count }, () => ({ kind: 'wall' as const }));
  return { west: walls(rows), east: walls(rows), south: walls(columns), north: walls(columns) };
};

/** Level dry ground at 0 m with its south-west corner at [0, 0], walled in, for ten minutes. */
export function smallFlood(columns: number, rows: number, cellM: number, change: Partial<FloodInput> = {}): FloodInput {
  const cells = columns * rows;
  return {
    columns,
    rows,
    cellM,
    westM: 0,
    southM: 0,
    bedElevationM: new Float32Array(cells),
    manningN: new Float32Array(cells).fill(0.03),
    blocked: new Uint8Array(cells),
    depthM: new Float32Array(cells),
    rainCatchRatio: new Float32Array(cells).fill(1),
    soil: new Uint8Array(cells).fill(NO_SOIL),
    infiltration: [],
    rain: { stepS: 60, ratesMmPerH: [] },
    edges: wallEdges(columns, rows),
    changing: [],
    works: [],
    scheme: { kind: 'full', order: 2 },
    endS: 600,
    frameEveryS: 60,
    ...change,
  };
}

/** A value for each cell by its column and row. */
export function grid(columns: number, rows: number, value: (column: number, row: number) => number): Float32Array {
  return Float32Array.from({ length: columns * rows }, (_, i) => value(i % columns, Math.floor(i / columns)));
}

export const oracle = oracleOf;
