import type { RasterPlace } from '../../model/city/raster.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { crossingsOf } from '../../model/geo/plane/ring.ts';
import { edgeOf, pointToEdgeM, type Ring } from '../../model/schemes/site-geometry.ts';

/** Cells of a parcel that a building may cover, in a frame that is turned with its rows. */
export interface Room {
  readonly cellM: number;
  readonly columns: number;
  readonly rows: number;
  /** Number of cells from each cell upwards that are free without a break; row by row. */
  readonly freeUp: Uint16Array;
  /** From the turned frame back. */
  toPlace(u: number, v: number): Point;
}

/** A rectangle of cells. */
export interface Block {
  column: number;
  row: number;
  columns: number;
  rows: number;
}

const MIN_CELL_M = 0.5;
const MAX_CELLS_ACROSS = 320;

/**
 * Cells whose whole square keeps the setbacks: by the distance of its middle and half its diagonal, so that whatever is made of free cells
 * keeps them too, in a parcel of any shape.
 */
export function roomIn(ring: Ring, setbacksM: readonly number[], headingRad: number): Room {
  const cos = Math.cos(headingRad);
  const sin = Math.sin(headingRad);
  const turned = ring.map(([x, y]): Point => [x * cos + y * sin, y * cos - x * sin]);
  const us = turned.map(([u]) => u);
  const vs = turned.map(([, v]) => v);
  const west = Math.min(...us);
  const south = Math.min(...vs);
  const sizeM = Math.max(Math.max(...us) - west, Math.max(...vs) - south);
  const cellM = Math.max(MIN_CELL_M, sizeM / MAX_CELLS_ACROSS);
  const columns = Math.ceil((Math.max(...us) - west) / cellM);
  const rows = Math.ceil((Math.max(...vs) - south) / cellM);
  const isFree = freeCells(turned, setbacksM, { westM: west, southM: south, cellM, columns, rows });
  const freeUp = new Uint16Array(columns * rows);
  for (let row = rows - 1; row >= 0; row--)
    for (let column = 0; column < columns; column++) {
      const above = row + 1 < rows ? freeUp[(row + 1) * columns + column] : 0;
      freeUp[row * columns + column] = isFree[row * columns + column] === 1 ? above + 1 : 0;
    }
  return {
    cellM,
    columns,
    rows,
    freeUp,
    toPlace(column, row) {
      const u = west + column * cellM;
      const v = south + row * cellM;
      return [u * cos - v * sin, u * sin + v * cos];
    },
  };
}

/**
 * Cells inside the ring that keep the setbacks, by their middles. Row by row where the ring crosses it, and edge by edge the cells near it:
 * asking each cell for each edge came to 5 s at 500 corners, this to a fiftieth of it and to the same cells.
 */
function freeCells(
  ring: Ring,
  setbacksM: readonly number[],
  { westM, southM, cellM, columns, rows }: RasterPlace,
): Uint8Array {
  const isFree = new Uint8Array(columns * rows);
  const middleOf = (column: number, row: number): Point => [
    westM + (column + 0.5) * cellM,
    southM + (row + 0.5) * cellM,
  ];
  for (let row = 0; row < rows; row++) {
    const crossings = crossingsOf(ring, middleOf(0, row)[1]);
    for (let column = 0, passed = 0; column < columns; column++) {
      const [x] = middleOf(column, row);
      while (passed < crossings.length && crossings[passed] <= x) passed++;
      isFree[row * columns + column] = (crossings.length - passed) & 1;
    }
  }
  const reachM = cellM * Math.SQRT1_2;
  for (const [i, setbackM] of setbacksM.entries()) {
    const edge = edgeOf(ring, i);
    const keptM = Math.max(0, setbackM) + reachM;
    const [[ax, ay], [bx, by]] = edge;
    const first = (least: number, fromM: number) => Math.max(0, Math.floor((least - keptM - fromM) / cellM) - 1);
    const last = (most: number, fromM: number, count: number) =>
      Math.min(count - 1, Math.ceil((most + keptM - fromM) / cellM));
    for (let row = first(Math.min(ay, by), southM); row <= last(Math.max(ay, by), southM, rows); row++)
      for (let column = first(Math.min(ax, bx), westM); column <= last(Math.max(ax, bx), westM, columns); column++)
        if (pointToEdgeM(middleOf(column, row), edge) < keptM) isFree[row * columns + column] = 0;
  }
  return isFree;
}

/** How buildings stand in rows. */
interface RowPlan {
  depthM: number;
  /** A row is parted into buildings of at most so long; towers are as long as they are deep. */
  longestM: number;
  isTower: boolean;
  gapM: number;
  /** Between two rows. */
  spacingM: number;
}

/** Shorter ones are no building. */
const SHORTEST_M = 12;

/** Rows from the south on, each as near to the one before as the spacing lets it. */
export function blocksInRows(room: Room, { depthM, longestM, isTower, gapM, spacingM }: RowPlan): Block[] {
  const { cellM } = room;
  const deep = Math.ceil(depthM / cellM);
  const blocks: Block[] = [];
  const least = isTower ? deep : Math.ceil(Math.max(SHORTEST_M, depthM) / cellM);
  let row = 0;
  while (row + deep <= room.rows) {
    const found = runsAt(room, row, deep, least).flatMap((run) =>
      partsOf(run, { longest: Math.floor(longestM / cellM), gap: Math.ceil(gapM / cellM), deep, isTower }),
    );
    blocks.push(...found.map(({ column, columns }) => ({ column, row, columns, rows: deep })));
    row += found.length > 0 ? deep + Math.ceil(spacingM / cellM) : 1;
  }
  return blocks;
}

/** The free rectangle that scores most (0: it is none), among the largest ones under each row's heights. */
export function bestBlock({ columns, rows, freeUp }: Room, scoreOf: (block: Block) => number): Block | null {
  let best: { block: Block; score: number } | null = null;
  for (let row = 0; row < rows; row++) {
    const stack: { column: number; high: number }[] = [];
    for (let column = 0; column <= columns; column++) {
      const high = column < columns ? freeUp[row * columns + column] : 0;
      let from = column;
      for (let top = stack.at(-1); top && top.high >= high; top = stack.at(-1)) {
        stack.pop();
        from = top.column;
        const block = { column: top.column, row, columns: column - top.column, rows: top.high };
        const score = block.rows > 0 ? scoreOf(block) : 0;
        if (score > (best?.score ?? 0)) best = { block, score };
      }
      stack.push({ column: from, high });
    }
  }
  return best?.block ?? null;
}

interface Run {
  column: number;
  columns: number;
}

function runsAt({ columns, freeUp }: Room, row: number, deep: number, least: number): Run[] {
  const runs: Run[] = [];
  for (let column = 0, from = 0; column <= columns; column++) {
    if (column < columns && freeUp[row * columns + column] >= deep) continue;
    if (column - from >= least) runs.push({ column: from, columns: column - from });
    from = column + 1;
  }
  return runs;
}

/** Buildings of one length each with equal gaps, from end to end. */
function partsOf(
  run: Run,
  { longest, gap, deep, isTower }: { longest: number; gap: number; deep: number; isTower: boolean },
): Run[] {
  const count = isTower
    ? Math.floor((run.columns + gap) / (deep + gap))
    : Math.ceil((run.columns + gap) / (Math.max(longest, deep) + gap));
  const long = isTower ? deep : (run.columns - (count - 1) * gap) / count;
  const step = count > 1 ? (run.columns - long) / (count - 1) : 0;
  const from = count > 1 ? run.column : run.column + (run.columns - long) / 2;
  return Array.from({ length: count }, (_, i) => ({ column: from + i * step, columns: long }));
}
