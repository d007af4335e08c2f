import { type LonLat, WGS84_A_M } from '../../geo/lon-lat.ts';
import type { FloodPicture } from '../../twin/flood.ts';
import { meshGlb } from './glb.ts';

/** What places a raster of cells in the city's frame. */
export type FloodGrid = Pick<FloodPicture, 'columns' | 'rows' | 'cellM' | 'westM' | 'southM'>;

/** Of the sheet: the texture carries the detail, vertices only its bend. Between them water is drawn plane. */
export interface SheetSize {
  columns: number;
  rows: number;
}

/** A vertex a cell, at its middle, while that is not too many; else the outermost stay and the rest are spread evenly. */
export function sheetSize({ columns, rows }: FloodGrid, most: number): SheetSize {
  return { columns: Math.max(2, Math.min(columns, most)), rows: Math.max(2, Math.min(rows, most)) };
}

/** Cell on which vertex `i` of `count` lies. */
export function cellOf(i: number, count: number, cells: number): number {
  return Math.round((i / (count - 1)) * (cells - 1));
}

/**
 * How far the ellipsoid has fallen below the plane of the city's frame, by the radius of the tangent sphere at its latitude: at
 * 6 km 2.8 m, right within 1 cm.
 */
export function dropM(eastM: number, northM: number): number {
  return (eastM * eastM + northM * northM) / (2 * WGS84_A_M);
}

/** Height in the city's frame of what lies at elevation 0 above the datum, at the origin. */
export function datumUpM({ heightM }: LonLat, geoidUndulationM: number): number {
  return geoidUndulationM - heightM;
}

export function extentOf(elevationM: Float32Array): [lowM: number, highM: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < elevationM.length; i++) {
    low = Math.min(low, elevationM[i]);
    high = Math.max(high, elevationM[i]);
  }
  return [low, high];
}

/**
 * The sheet that the water is drawn on, as a .glb: level ground of elevation 0 with the Earth's bend when `levelM` is null (a
 * shader lifts it to the level), else at these levels, one a vertex.
 */
export function sheetGlb(
  grid: FloodGrid,
  size: SheetSize,
  levelM: Float32Array | null,
  boundsM: readonly [lowM: number, highM: number],
): Uint8Array<ArrayBuffer> {
  const { columns, rows } = size;
  const middleEastM = grid.westM + (grid.columns * grid.cellM) / 2;
  const middleNorthM = grid.southM + (grid.rows * grid.cellM) / 2;
  const positionM = new Float32Array(3 * columns * rows);
  for (let row = 0, at = 0; row < rows; row++) {
    const northM = grid.southM + ((row / (rows - 1)) * (grid.rows - 1) + 0.5) * grid.cellM;
    for (let column = 0; column < columns; column++, at += 3) {
      const eastM = grid.westM + ((column / (columns - 1)) * (grid.columns - 1) + 0.5) * grid.cellM;
      positionM[at] = eastM - middleEastM;
      positionM[at + 1] = (levelM?.[at / 3] ?? 0) - dropM(eastM, northM);
      positionM[at + 2] = middleNorthM - northM;
    }
  }
  const [x, z] = [positionM[positionM.length - 3], positionM[2]];
  const mostDropM = dropM(Math.abs(middleEastM) + x, Math.abs(middleNorthM) + z);
  return meshGlb({
    positionM,
    normal: null,
    index: sheetIndex(size),
    cornerM: [middleEastM, 0, -middleNorthM],
    low: [-x, boundsM[0] - mostDropM, -z],
    high: [x, boundsM[1], z],
  });
}

function sheetIndex({ columns, rows }: SheetSize): Uint32Array {
  const index = new Uint32Array(6 * (columns - 1) * (rows - 1));
  let at = 0;
  for (let row = 0; row + 1 < rows; row++)
    for (let column = 0; column + 1 < columns; column++) {
      const v = row * columns + column;
      index[at++] = v;
      index[at++] = v + 1;
      index[at++] = v + columns + 1;
      index[at++] = v;
      index[at++] = v + columns + 1;
      index[at++] = v + columns;
    }
  return index;
}

/**
 * Level of the highest water at each vertex: the highest of the cells around it, one vertex farther out the highest of its
 * neighbours', so that the bank cuts the sheet, and beyond that the ground. `depthM` is NaN or 0 where it stayed dry.
 */
export function highWaterM(
  { columns, rows, bedElevationM }: Pick<FloodPicture, 'columns' | 'rows' | 'bedElevationM'>,
  depthM: Float32Array,
  size: SheetSize,
): Float32Array {
  const wet = new Float32Array(size.columns * size.rows).fill(Number.NEGATIVE_INFINITY);
  const vertexOf = Int32Array.from({ length: columns }, (_, i) =>
    Math.round((i / Math.max(1, columns - 1)) * (size.columns - 1)),
  );
  for (let row = 0, cell = 0; row < rows; row++) {
    const line = Math.round((row / Math.max(1, rows - 1)) * (size.rows - 1)) * size.columns;
    for (let column = 0; column < columns; column++, cell++) {
      if (!(depthM[cell] > 0)) continue;
      const v = line + vertexOf[column];
      wet[v] = Math.max(wet[v], bedElevationM[cell] + depthM[cell]);
    }
  }
  return wet.map((level, v) => {
    if (level > Number.NEGATIVE_INFINITY) return level;
    const [column, row] = [v % size.columns, Math.floor(v / size.columns)];
    let highest = Number.NEGATIVE_INFINITY;
    for (let y = Math.max(0, row - 1); y <= Math.min(size.rows - 1, row + 1); y++)
      for (let x = Math.max(0, column - 1); x <= Math.min(size.columns - 1, column + 1); x++)
        highest = Math.max(highest, wet[y * size.columns + x]);
    if (highest > Number.NEGATIVE_INFINITY) return highest;
    return bedElevationM[cellOf(row, size.rows, rows) * columns + cellOf(column, size.columns, columns)];
  });
}
