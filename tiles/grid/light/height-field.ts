import { WGS84_A_M } from '../../../model/geo/lon-lat.ts';
import { eastAtLevel, passesLevel } from '../../../model/geo/plane/ring.ts';
import type { ElevationRaster } from '../../model.ts';
import { bedElevation, type GridFrame } from '../bed.ts';
import { NumberList } from '../number-list.ts';
import { stepOf } from './heights.ts';

/** Solids as upright prisms in the city's plane: rings of each prism, and how far up it reaches. */
export interface Blocks {
  /** Prism i owns rings [ringOf[i], ringOf[i + 1]), ring r vertices [vertexOf[r], vertexOf[r + 1]). */
  ringOf: Uint32Array;
  vertexOf: Uint32Array;
  /** East, north. */
  eastNorthM: Float32Array;
  topM: Float32Array;
}

/** The ground and what stands on it, in steps (`heights.ts`) above the lowest cell of the city's plane. */
export interface HeightField {
  ground: Int16Array;
  top: Int16Array;
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
  const { ground, lowestM } = groundSteps(frame, elevation, originElevationM);
  const top = ground.slice();
  const isRoof = new Uint8Array(top.length);
  const fill = rowFiller(frame, blocks);
  let blockTop = 0;
  const raise = (from: number, to: number) => {
    for (let i = from; i < to; i++) {
      isRoof[i] = 1;
      if (blockTop > top[i]) top[i] = blockTop;
    }
  };
  for (let p = 0; p < blocks.topM.length; p++) {
    blockTop = stepOf(blocks.topM[p], lowestM);
    fill(p, raise);
  }
  return { ground, top, isRoof };
}

/** The ground under a city's plane, and the height from which its steps count. */
function groundSteps(frame: GridFrame, elevation: ElevationRaster | null, originElevationM: number) {
  const { columns, rows, cellM } = frame;
  const heightM = elevation && bedElevation(frame, elevation);
  const acrossM = Float64Array.from({ length: columns }, (_, c) => curvatureM(frame.westM + (c + 0.5) * cellM));
  const upOf = (row: number) => (heightM ? -originElevationM : 0) - curvatureM(frame.southM + (row + 0.5) * cellM);
  let lowestM = Number.POSITIVE_INFINITY;
  for (let row = 0, i = 0; row < rows; row++) {
    const up = upOf(row);
    for (let column = 0; column < columns; column++, i++) {
      const own = (heightM ? heightM[i] : 0) + up - acrossM[column];
      if (own < lowestM) lowestM = own;
    }
  }
  const ground = new Int16Array(columns * rows);
  for (let row = 0, i = 0; row < rows; row++) {
    const up = upOf(row);
    for (let column = 0; column < columns; column++, i++)
      ground[i] = stepOf((heightM ? heightM[i] : 0) + up - acrossM[column], lowestM);
  }
  return { ground, lowestM };
}

/** How far the level ground falls away from the city's plane. */
const curvatureM = (distanceM: number): number => distanceM ** 2 / (2 * WGS84_A_M);

/** Cells whose middles lie within rings, by the even-odd rule, as spans of places in the raster. */
export function rowFiller(
  { westM, southM, cellM, columns, rows }: GridFrame,
  { ringOf, vertexOf, eastNorthM }: Omit<Blocks, 'topM'>,
): (prism: number, span: (from: number, to: number) => void) => void {
  const crossings = new NumberList(Float64Array);
  /** Columns and rows of the corners of one prism. */
  let places = new Float64Array(2 * 64);
  return (prism, span) => {
    const first = vertexOf[ringOf[prism]];
    const end = vertexOf[ringOf[prism + 1]];
    if (places.length < 2 * (end - first)) places = new Float64Array(4 * (end - first));
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = first, at = 0; i < end; i++, at += 2) {
      places[at] = (eastNorthM[2 * i] - westM) / cellM - 0.5;
      const row = (eastNorthM[2 * i + 1] - southM) / cellM - 0.5;
      places[at + 1] = row;
      if (row < low) low = row;
      if (row > high) high = row;
    }
    const last = Math.min(rows - 1, Math.floor(high));
    for (let row = Math.max(0, Math.ceil(low)); row <= last; row++) {
      crossings.length = 0;
      for (let ring = ringOf[prism]; ring < ringOf[prism + 1]; ring++) {
        const ringEnd = 2 * (vertexOf[ring + 1] - first);
        for (let i = 2 * (vertexOf[ring] - first), j = ringEnd - 2; i < ringEnd; j = i, i += 2)
          if (passesLevel(places[i + 1], places[j + 1], row))
            crossings.insert(eastAtLevel(places[i], places[i + 1], places[j], places[j + 1], row));
      }
      for (let k = 0; k + 1 < crossings.length; k += 2) {
        const from = Math.max(0, Math.ceil(crossings.values[k]));
        const to = Math.min(columns, Math.floor(crossings.values[k + 1]) + 1);
        if (to > from) span(row * columns + from, row * columns + to);
      }
    }
  };
}
