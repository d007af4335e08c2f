import type { CutCells } from '../../../model/city/cut-cells.ts';
import { type Cuts, cellAt, cellCount, type Raster, type Terrain } from '../core/terrain.ts';

type Ground = Raster & Pick<Terrain, 'blocked' | 'bedElevationM'>;

/** Less of a cell or of an edge is nothing: the area counts lines a thirty-second of a cell off. */
const MIN_FREE_RATIO = 1 / 32;
const MIN_OPEN_RATIO = 1e-3;

/**
 * A step that a whole cell bears, of Courant's ½ the part that is used (`shallow-water.ts`: 0.45). A first-order scheme is stable while
 * step · wave · girth / (2 · area) ≤ 1, girth being the open part of a cell's edges with the wall in it; a whole cell is 4 by 1.
 */
const USED = 0.9;
/**
 * Distance in cells from which a cell with too little area may borrow some, from ground about as high: what a bank lends holds no water for
 * a street.
 */
const LENDERS = 3;
const AS_HIGH_M = 0.3;

/**
 * Cells cut by walls, for a scheme with one step for all cells (free area and open widths: Hirt and Nichols, J. Comput. Phys. 39 (1981)
 * 201, and the FAVOR method of Hirt and Sicilian 1985). A cell with little area and wide edges would ask for short steps; merging it with
 * another (Causon et al., Adv. Water Resour. 24 (2001) 899) takes its edges away or reaches over to other rows. Here it borrows area:
 * water in it stands on as much as the step asks for, and on that much less in the cells behind, of which a whole one has a tenth to
 * lend. So no volume is made, still water is as still, and what runs past steadily knows nothing of it, for the bed rubs along what is
 * free. Where a wave first arrives it fills the two or three cells beside a wall as one.
 *
 * Blocks cells that are all but built over. Cells on the raster's edge are whole or blocked, so that what lies beyond meets whole faces.
 */
export function cutsOf(shape: Ground, cut: CutCells): Cuts {
  const { columns, rows, stride, blocked } = shape;
  const cells = cellCount(shape);
  const ones = () => new Float64Array(cells).fill(1);
  const cuts: Cuts = {
    freeRatio: ones(),
    heldRatio: ones(),
    eastOpenRatio: ones(),
    northOpenRatio: ones(),
    walls: [],
    lentCells: 0,
  };
  const built = new Uint8Array(cells);
  const isOnEdge = (column: number, row: number) => onEdge(shape, column, row);
  eachCell(shape, (cell, column, row) => {
    if (isBuiltOver(shape, cut, column, row)) blocked[cell] = built[cell] = 1;
    else if (!isOnEdge(column, row)) cuts.freeRatio[cell] = cut.freeRatio[row * columns + column];
  });
  const openings: [Float64Array, Float32Array, number, number][] = [
    [cuts.eastOpenRatio, cut.eastOpenRatio, 1, 0],
    [cuts.northOpenRatio, cut.northOpenRatio, 0, 1],
  ];
  for (const [open, cityRequest, right, up] of openings) {
    eachCell(shape, (cell, column, row) => {
      const beyond = cell + right + up * stride;
      if (column + right === columns || row + up === rows) return;
      const along = isOnEdge(column, row) && isOnEdge(column + right, row + up);
      const ratio = along ? 1 : cityRequest[row * columns + column];
      const shut = ratio < MIN_OPEN_RATIO || built[cell] + built[beyond] > 0;
      open[cell] = shut ? 0 : ratio > 1 - MIN_OPEN_RATIO ? 1 : ratio;
    });
  }
  const asks = ones();
  eachCell(shape, (cell, column, row) => {
    if (blocked[cell] === 1) return;
    const west = cuts.eastOpenRatio[cell - 1];
    const east = cuts.eastOpenRatio[cell];
    const south = cuts.northOpenRatio[cell - stride];
    const north = cuts.northOpenRatio[cell];
    const x = west - east;
    const y = south - north;
    const length = Math.sqrt(x * x + y * y);
    if (length > 0) cuts.walls.push({ cell, column, row, x, y });
    asks[cell] = (USED * (west + east + south + north + length)) / 4;
    cuts.heldRatio[cell] = cuts.freeRatio[cell];
  });
  borrow(shape, cuts, asks);
  return cuts;
}

const onEdge = ({ columns, rows }: Pick<Raster, 'columns' | 'rows'>, column: number, row: number): boolean =>
  column === 0 || row === 0 || column === columns - 1 || row === rows - 1;

/** Returns whether so little of the cell is free that no water is there. */
export const isBuiltOver = (
  shape: Pick<Raster, 'columns' | 'rows'>,
  { freeRatio }: CutCells,
  column: number,
  row: number,
): boolean => freeRatio[row * shape.columns + column] < (onEdge(shape, column, row) ? 0.5 : MIN_FREE_RATIO);

/** 1 where no water can be: what is blocked, and what houses leave too little of. Row-major, without a rim. */
export function closedCells({
  columns,
  rows,
  blocked,
  cutCells,
}: Pick<Raster, 'columns' | 'rows'> & { blocked: Uint8Array; cutCells: CutCells | null }): Uint8Array {
  if (!cutCells) return blocked;
  return blocked.map((shut, i) =>
    shut === 1 || isBuiltOver({ columns, rows }, cutCells, i % columns, Math.floor(i / columns)) ? 1 : 0,
  );
}

function eachCell(shape: Raster, visit: (cell: number, column: number, row: number) => void): void {
  for (let row = 0; row < shape.rows; row++)
    for (let column = 0; column < shape.columns; column++) visit(cellAt(shape, column, row), column, row);
}

/** Gives each cell the area that it asks for, from those that its water reaches, nearest first, each in the measure of what it has over. */
function borrow(shape: Ground, cuts: Cuts, asks: Float64Array): void {
  const { heldRatio: held } = cuts;
  const { bedElevationM: z } = shape;
  eachCell(shape, (cell) => {
    if (shape.blocked[cell] === 1) return;
    let need = asks[cell] - held[cell];
    if (need <= 0) return;
    held[cell] = asks[cell];
    const seen = new Set([cell]);
    let ring = [cell];
    for (let k = 0; k < LENDERS && need > 0; k++) {
      ring = ring.flatMap((from) => reachedFrom(shape, cuts, from)).filter((to) => !seen.has(to) && seen.add(to));
      const lenders = ring.filter((to) => held[to] > asks[to] && Math.abs(z[to] - z[cell]) <= AS_HIGH_M);
      const over = lenders.reduce((sum, to) => sum + held[to] - asks[to], 0);
      if (over === 0) continue;
      const part = Math.min(1, need / over);
      for (const to of lenders) held[to] -= part * (held[to] - asks[to]);
      need -= part * over;
    }
    cuts.lentCells += Math.max(0, need);
  });
}

function reachedFrom({ stride, blocked }: Ground, cuts: Cuts, cell: number): number[] {
  const { eastOpenRatio: east, northOpenRatio: north } = cuts;
  const faces: [number, number][] = [
    [cell - 1, east[cell - 1]],
    [cell + 1, east[cell]],
    [cell - stride, north[cell - stride]],
    [cell + stride, north[cell]],
  ];
  return faces.filter(([to, open]) => open > 0 && blocked[to] === 0).map(([to]) => to);
}

/** The part of a cell's area on which its water stands. */
export const heldIn = (cuts: Cuts | null, cell: number): number => (cuts === null ? 1 : cuts.heldRatio[cell]);

/** Part of the area on which its water stands that is bed: more than 1 where a cell lent some of it. */
export const rubbedRatio = (cuts: Cuts | null, cell: number): number =>
  cuts === null ? 1 : cuts.freeRatio[cell] / cuts.heldRatio[cell];
