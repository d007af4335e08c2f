import type { Grid } from '../../model/city/grid.ts';
import type { Arena } from '../shared/arena.ts';
import { upOfElevation } from '../shared/city-solids.ts';

/**
 * The ground as a surface that is bilinear between the middles of the grid's cells, in up of the city's plane: the Earth falls away from
 * it. Above it a pyramid of maxima, each level's squares twice as long: a ray that passes above a square passes all in it.
 */
export interface SunTerrain {
  /** Nodes. */
  readonly columns: number;
  readonly rows: number;
  readonly westM: number;
  readonly southM: number;
  readonly cellM: number;
  readonly upM: Float32Array;
  /** Level k has `levelColumns[k]` squares in a row, from `levelAt[k]` on in `maxM`. */
  readonly levels: number;
  readonly levelAt: Int32Array;
  readonly levelColumns: Int32Array;
  readonly maxM: Float32Array;
  readonly highestM: number;
}

/** Makes the terrain from nodes given row by row from the south-west, elevations above the datum. */
export function sunTerrain(
  grid: Pick<Grid, 'westM' | 'southM' | 'cellM' | 'columns' | 'rows'>,
  elevationM: Float32Array,
  originElevationM: number,
  arena: Arena,
): SunTerrain {
  const { columns, rows, cellM } = grid;
  const westM = grid.westM + cellM / 2;
  const southM = grid.southM + cellM / 2;
  const upM = arena.f32(columns * rows);
  for (let j = 0, at = 0; j < rows; j++)
    for (let i = 0; i < columns; i++, at++) {
      const x = westM + i * cellM;
      const y = southM + j * cellM;
      upM[at] = upOfElevation(elevationM[at], originElevationM, x, y);
    }
  const sizes: [columns: number, rows: number][] = [[Math.max(columns - 1, 1), Math.max(rows - 1, 1)]];
  for (let last = sizes[0]; last[0] > 1 || last[1] > 1; ) {
    last = [Math.ceil(last[0] / 2), Math.ceil(last[1] / 2)];
    sizes.push(last);
  }
  const levelAt = arena.i32(sizes.length);
  const levelColumns = arena.i32(sizes.length);
  let total = 0;
  for (const [k, [wide, high]] of sizes.entries()) {
    levelAt[k] = total;
    levelColumns[k] = wide;
    total += wide * high;
  }
  const maxM = arena.f32(total).fill(Number.NEGATIVE_INFINITY);
  for (let j = 0; j + 1 < rows; j++)
    for (let i = 0; i + 1 < columns; i++) {
      const at = j * columns + i;
      maxM[j * sizes[0][0] + i] = Math.max(upM[at], upM[at + 1], upM[at + columns], upM[at + columns + 1]);
    }
  for (let k = 1; k < sizes.length; k++) {
    const [wide, high] = sizes[k - 1];
    for (let j = 0; j < high; j++)
      for (let i = 0; i < wide; i++) {
        const to = levelAt[k] + (j >> 1) * levelColumns[k] + (i >> 1);
        maxM[to] = Math.max(maxM[to], maxM[levelAt[k - 1] + j * wide + i]);
      }
  }
  const highestM = maxM[total - 1];
  return { columns, rows, westM, southM, cellM, upM, levels: sizes.length, levelAt, levelColumns, maxM, highestM };
}

/** Up of the ground; −Infinity outside. */
export function groundUpM({ columns, rows, westM, southM, cellM, upM }: SunTerrain, x: number, y: number): number {
  const u = (x - westM) / cellM;
  const v = (y - southM) / cellM;
  const i = Math.floor(u);
  const j = Math.floor(v);
  if (i < 0 || j < 0 || i + 1 >= columns || j + 1 >= rows) return Number.NEGATIVE_INFINITY;
  const at = j * columns + i;
  const fu = u - i;
  const fv = v - j;
  return (
    (upM[at] * (1 - fu) + upM[at + 1] * fu) * (1 - fv) +
    (upM[at + columns] * (1 - fu) + upM[at + columns + 1] * fu) * fv
  );
}
