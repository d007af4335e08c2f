import { WGS84_A_M } from '../../../model/geo/lon-lat.ts';
import { eastAtLevel, passesLevel } from '../../../model/geo/plane/ring.ts';
import type { ElevationRaster } from '../../model.ts';
import { bedElevation, type GridFrame } from '../bed.ts';

/** Solids as upright prisms in the city's plane: rings of each prism, and how far up it reaches. */
export interface Blocks {
  /** Prism i owns rings [ringOf[i], ringOf[i + 1]), ring r vertices [vertexOf[r], vertexOf[r + 1]). */
  ringOf: Uint32Array;
  vertexOf: Uint32Array;
  /** East, north. */
  eastNorthM: Float32Array;
  topM: Float32Array;
}

/** The ground and what stands on it, metres up in the city's plane. */
export interface HeightField {
  groundM: Float32Array;
  topM: Float32Array;
  /** 1 where a roof is. */
  isRoof: Uint8Array;
}

/** The raster of heights that light falls on: ground at the cells' middles, and on it every block that covers a middle. */
export function heightField(
  frame: GridFrame,
  elevation: ElevationRaster | null,
  originElevationM: number,
  blocks: Blocks,
): HeightField {
  const groundM = elevation ? bedElevation(frame, elevation) : new Float32Array(frame.columns * frame.rows);
  const levelM = elevation ? originElevationM : 0;
  for (let row = 0, i = 0; row < frame.rows; row++) {
    const north = frame.southM + (row + 0.5) * frame.cellM;
    for (let column = 0; column < frame.columns; column++, i++) {
      const east = frame.westM + (column + 0.5) * frame.cellM;
      groundM[i] -= levelM + (east * east + north * north) / (2 * WGS84_A_M);
    }
  }
  const topM = groundM.slice();
  const isRoof = new Uint8Array(topM.length);
  const fill = rowFiller(frame, blocks);
  for (let p = 0; p < blocks.topM.length; p++)
    fill(p, (from, to) => {
      for (let i = from; i < to; i++) {
        isRoof[i] = 1;
        if (blocks.topM[p] > topM[i]) topM[i] = blocks.topM[p];
      }
    });
  return { groundM, topM, isRoof };
}

/** Cells whose middles lie within rings, by the even-odd rule, as spans of places in the raster. */
export function rowFiller(
  { westM, southM, cellM, columns, rows }: GridFrame,
  { ringOf, vertexOf, eastNorthM }: Omit<Blocks, 'topM'>,
): (prism: number, span: (from: number, to: number) => void) => void {
  const crossings: number[] = [];
  const columnOf = (i: number) => (eastNorthM[2 * i] - westM) / cellM - 0.5;
  const rowOf = (i: number) => (eastNorthM[2 * i + 1] - southM) / cellM - 0.5;
  return (prism, span) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = vertexOf[ringOf[prism]]; i < vertexOf[ringOf[prism + 1]]; i++) {
      low = Math.min(low, rowOf(i));
      high = Math.max(high, rowOf(i));
    }
    const last = Math.min(rows - 1, Math.floor(high));
    for (let row = Math.max(0, Math.ceil(low)); row <= last; row++) {
      crossings.length = 0;
      for (let ring = ringOf[prism]; ring < ringOf[prism + 1]; ring++)
        for (let i = vertexOf[ring], j = vertexOf[ring + 1] - 1; i < vertexOf[ring + 1]; j = i++) {
          const a = rowOf(i);
          const b = rowOf(j);
          if (passesLevel(a, b, row)) crossings.push(eastAtLevel(columnOf(i), a, columnOf(j), b, row));
        }
      crossings.sort((a, b) => a - b);
      for (let k = 0; k + 1 < crossings.length; k += 2) {
        const from = Math.max(0, Math.ceil(crossings[k]));
        const to = Math.min(columns, Math.floor(crossings[k + 1]) + 1);
        if (to > from) span(row * columns + from, row * columns + to);
      }
    }
  };
}
