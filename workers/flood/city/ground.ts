import type { CutCells } from '../../../model/city/cut-cells.ts';
import type { Grid } from '../../../model/city/grid.ts';
import { MessageError } from '../../../model/text/message.ts';
import { floodMessage } from '../messages.ts';
import { type Infiltration, NO_SOIL } from '../rain/infiltration.ts';
import { closedCells } from '../works/cuts.ts';

/** A city's rasters as baked: row-major from the south-west, in the grid's own cells. */
export interface CityRasters {
  grid: Grid;
  bedElevationM: Float32Array;
  /** 1 where a building stands on half of the cell or more. */
  building: Uint8Array;
  /** What buildings leave of cells and their edges, as `packCuts` has it; null where nobody knows but the mask. */
  buildingCuts?: Uint8Array | null;
  /** Index into the grid's classes, 255 unknown; null where the city has no land cover. */
  landCover: Uint8Array | null;
}

/** Bounds along the axes of the ENU plane, in metres. */
export interface Box {
  westM: number;
  southM: number;
  eastM: number;
  northM: number;
}

/** The cells of a run: a whole number of the city's own in each. */
export interface Cells {
  columns: number;
  rows: number;
  cellM: number;
  westM: number;
  southM: number;
  /** Number of the city's cells along a side. */
  perSide: number;
  /** Column and row of the south-western one in the city's grid. */
  firstColumn: number;
  firstRow: number;
}

/** What a city's rasters become for the solver, row-major from the south-west. */
export interface Ground {
  bedElevationM: Float32Array;
  manningN: Float32Array;
  /** Without water: built over. */
  blocked: Uint8Array;
  /** Where outlines of buildings are known, and their walls shut water out. */
  cutCells: CutCells | null;
  soil: Uint8Array;
}

/**
 * Buildings as raised ground, as test 8B of the UK Environment Agency's benchmark has them (report SC120002, 2013: 5 m): water that is
 * higher runs over them or, where they stand little above the street, in.
 */
export interface RaisedBuildings {
  heightM: number;
}

/** Where the land cover says nothing: short grass and bare soil (Chow 1959, table 5-6, flood plains). */
export const UNKNOWN_MANNING_N = 0.035;
/** Keeps every array of a run below what a page may hold. */
export const MAX_CELLS = 16_000_000;
const MIN_SIDE = 4;

/** What a request asks of a city that it has not, or too much of it. */
export class CityFloodError extends MessageError {
  override name = 'CityFloodError';
}

/** The box on the city's grid, to the nearest of its cells; what lies beyond the city is left out. */
export function cellsOf(grid: Grid, box: Box, cellM: number): Cells {
  const perSide = Math.round(cellM / grid.cellM);
  if (perSide < 1 || Math.abs(perSide * grid.cellM - cellM) > 1e-6 * cellM)
    throw new CityFloodError(floodMessage('cell-multiple', { cellM: grid.cellM, cellM2: cellM }));
  const span = (fromM: number, toM: number, zeroM: number, count: number): [first: number, cells: number] => {
    const first = Math.min(count, Math.max(0, Math.round((fromM - zeroM) / grid.cellM)));
    const last = Math.min(count, Math.max(0, Math.round((toM - zeroM) / grid.cellM)));
    return [first, Math.floor((last - first) / perSide)];
  };
  const [firstColumn, columns] = span(box.westM, box.eastM, grid.westM, grid.columns);
  const [firstRow, rows] = span(box.southM, box.northM, grid.southM, grid.rows);
  if (!(columns >= MIN_SIDE && rows >= MIN_SIDE))
    throw new CityFloodError(floodMessage('box-small', { least: MIN_SIDE, cellM, columns, rows }));
  if (columns * rows > MAX_CELLS)
    throw new CityFloodError(floodMessage('box-large', { most: MAX_CELLS, columns, rows, cellM }));
  return {
    columns,
    rows,
    cellM,
    westM: grid.westM + firstColumn * grid.cellM,
    southM: grid.southM + firstRow * grid.cellM,
    perSide,
    firstColumn,
    firstRow,
  };
}

/**
 * Mean bed and Manning n of the open part of each cell; closed where half of it or more is built, or where outlines of buildings are
 * known where they leave next to nothing: else their walls run through the cell. A mean bed keeps the volume that
 * a street holds; kerbs and levees that it would smear are crests of their own (`works.ts`). Of `raised` buildings whole cells are told,
 * by half of them or more: `blocked` is where those stand, on a bed that is so much higher than the ground.
 */
export function groundOf(city: CityRasters, cells: Cells, raised: RaisedBuildings | null = null): Ground {
  const { columns, rows } = cells;
  const ground: Ground = {
    bedElevationM: new Float32Array(columns * rows),
    manningN: new Float32Array(columns * rows),
    blocked: new Uint8Array(columns * rows),
    cutCells: city.buildingCuts && !raised ? cutsIn(city.buildingCuts, city.grid, cells) : null,
    soil: new Uint8Array(columns * rows).fill(NO_SOIL),
  };
  const manningN = city.grid.classes.map((each) => each.manningN);
  const votes = new Uint32Array(256);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) gather(city, cells, manningN, votes, ground, column, row);
  ground.blocked = closedCells({ columns, rows, ...ground });
  if (raised)
    for (let at = 0; at < columns * rows; at++) ground.bedElevationM[at] += ground.blocked[at] * raised.heightM;
  return ground;
}

function gather(
  { grid, bedElevationM: z, building, landCover }: CityRasters,
  { columns, perSide, firstColumn, firstRow }: Cells,
  manningN: readonly number[],
  votes: Uint32Array,
  ground: Ground,
  column: number,
  row: number,
): void {
  let built = 0;
  let openZ = 0;
  let allZ = 0;
  let openN = 0;
  let allN = 0;
  let mostVotes = 0;
  const at = row * columns + column;
  votes.fill(0);
  for (let j = 0; j < perSide; j++) {
    const first = (firstRow + row * perSide + j) * grid.columns + firstColumn + column * perSide;
    for (let i = first; i < first + perSide; i++) {
      const cover = landCover === null ? NO_SOIL : landCover[i];
      const n = manningN[cover] ?? UNKNOWN_MANNING_N;
      allZ += z[i];
      allN += n;
      if (building[i] === 1) built++;
      else {
        openZ += z[i];
        openN += n;
        if (++votes[cover] > mostVotes) {
          mostVotes = votes[cover];
          ground.soil[at] = cover;
        }
      }
    }
  }
  const count = perSide * perSide;
  const open = count - built;
  if (!ground.cutCells) ground.blocked[at] = 2 * built >= count ? 1 : 0;
  ground.bedElevationM[at] = open > 0 ? openZ / open : allZ / count;
  ground.manningN[at] = open > 0 ? openN / open : allN / count;
  if (Number.isNaN(ground.bedElevationM[at])) throw new CityFloodError(floodMessage('bed-hole', { column, row }));
}

/** Returns the cuts of larger cells: areas by their mean, edges by the mean of the city's own along them. */
function cutsIn(bytes: Uint8Array, grid: Grid, { columns, rows, perSide, firstColumn, firstRow }: Cells): CutCells {
  const plain = () => new Float32Array(columns * rows);
  const cut: CutCells = { freeRatio: plain(), eastOpenRatio: plain(), northOpenRatio: plain() };
  const plane = grid.columns * grid.rows;
  const last = perSide - 1;
  for (let at = 0; at < columns * rows; at++) {
    const first =
      (firstRow + Math.floor(at / columns) * perSide) * grid.columns + firstColumn + (at % columns) * perSide;
    let free = 0;
    let east = 0;
    let north = 0;
    for (let j = 0; j < perSide; j++) {
      for (let i = 0; i < perSide; i++) free += bytes[first + j * grid.columns + i];
      east += bytes[plane + first + j * grid.columns + last];
      north += bytes[2 * plane + first + last * grid.columns + j];
    }
    cut.freeRatio[at] = free / (255 * perSide * perSide);
    cut.eastOpenRatio[at] = east / (255 * perSide);
    cut.northOpenRatio[at] = north / (255 * perSide);
  }
  return cut;
}

/** Horton's soil of each land cover, and what its small hollows keep: a mean depth per class, single puddles are not told apart. */
export function soilsOf(grid: Grid): Infiltration[] {
  return grid.classes.map(({ imperviousRatio, infiltration, horton, depressionMm }) => {
    const openRatio = 1 - imperviousRatio;
    const infiltrates = infiltration !== 'sealed' && openRatio > 0 && horton.kPerH > 0;
    return infiltrates
      ? { kind: 'horton', openRatio, ...horton, hollowsMm: depressionMm }
      : { kind: 'constant', openRatio: 0, rateMmPerH: 0, hollowsMm: depressionMm };
  });
}

/**
 * Rain on each cell, of what falls: 1 in the open; what falls on buildings drips from the eaves into the nearest open cell, so that
 * the sum over a box stays its area. Nearest is counted in steps from cell to cell; of equals the first from the south-west. What lies
 * `outside` is blocked and nobody's roof. A house that cuts a cell drips into it: its rain stays in the cell.
 */
export function rainToEaves(
  { columns, rows }: Pick<Cells, 'columns' | 'rows'>,
  blocked: Uint8Array,
  outside: Uint8Array | null = null,
): Float32Array {
  const ratio = Float32Array.from(blocked, (shut) => 1 - shut);
  const eaves = new Int32Array(blocked.length).fill(-1);
  const open = cellsWhere(blocked.length, (at) => blocked[at] === 0);
  for (let k = 0; k < open.length; k++) eaves[open[k]] = open[k];
  spread(columns, rows, open, (from, to) => {
    if (eaves[to] >= 0 || outside?.[to] === 1) return false;
    eaves[to] = eaves[from];
    ratio[eaves[to]]++;
    return true;
  });
  return ratio;
}

/** The indices of the cells for which something holds, ascending. */
export function cellsWhere(count: number, holds: (at: number) => boolean): Int32Array {
  const found = new Int32Array(count);
  let length = 0;
  for (let at = 0; at < count; at++) if (holds(at)) found[length++] = at;
  return found.subarray(0, length);
}

/** Goes from cell to cell that share a side, nearest to the seeds first, wherever `enter` lets it, which it asks for each side. */
export function spread(
  columns: number,
  rows: number,
  seeds: Int32Array,
  enter: (from: number, to: number) => boolean,
): void {
  const queue = new Int32Array(columns * rows);
  queue.set(seeds);
  let count = seeds.length;
  for (let next = 0; next < count; next++) {
    const at = queue[next];
    const column = at % columns;
    if (column > 0 && enter(at, at - 1)) queue[count++] = at - 1;
    if (column < columns - 1 && enter(at, at + 1)) queue[count++] = at + 1;
    if (at >= columns && enter(at, at - columns)) queue[count++] = at - columns;
    if (at < columns * (rows - 1) && enter(at, at + columns)) queue[count++] = at + columns;
  }
}

/** The cell at a place, or −1 outside. */
export function cellOf({ columns, rows, cellM, westM, southM }: Cells, eastM: number, northM: number): number {
  const column = Math.floor((eastM - westM) / cellM);
  const row = Math.floor((northM - southM) / cellM);
  return column >= 0 && column < columns && row >= 0 && row < rows ? row * columns + column : -1;
}

/** The middle of a cell in ENU metres, from its index in a raster without a rim. */
export const centreOf = ({ columns, cellM, westM, southM }: Cells, at: number): [eastM: number, northM: number] => [
  westM + ((at % columns) + 0.5) * cellM,
  southM + (Math.floor(at / columns) + 0.5) * cellM,
];
