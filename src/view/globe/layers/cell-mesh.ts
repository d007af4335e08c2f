import { type LonLat, WGS84_A_M } from '../../../../model/geo/lon-lat.ts';
import { meshGlb } from './glb.ts';

/** What places a raster of cells in the city's frame. */
export interface CellGrid {
  readonly columns: number;
  readonly rows: number;
  readonly cellM: number;
  readonly westM: number;
  readonly southM: number;
}

/** Vertices of the sheet: the texture carries the detail, vertices only its bend. Between them water is drawn plane. */
export interface SheetSize {
  columns: number;
  rows: number;
}

/** A vertex a cell, at its middle, while that is not too many; else the outermost stay and the rest are spread evenly. */
export function sheetSize({ columns, rows }: CellGrid, most: number): SheetSize {
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

/** Lowest and highest of heights. */
export function extentOf(elevationM: Float32Array): [lowM: number, highM: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
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
  grid: CellGrid,
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
  const x = positionM[positionM.length - 3];
  const z = positionM[2];
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
