import { floodMessage } from '../messages.ts';
import type { Place } from '../works/works.ts';
import { CityFloodError, type CityRasters } from './ground.ts';

/** Where each cell's water goes on a coarser grid of the city: row-major from the south-west. */
export interface DrainageMap {
  columns: number;
  rows: number;
  cellM: number;
  westM: number;
  southM: number;
  /** The cell that each drains into; itself where its water leaves the data. */
  into: Int32Array;
  /** How many cells drain through each, itself among them. */
  through: Uint32Array;
  /** 1 beside the end of the data: what lies beyond is not known. */
  isEdge: Uint8Array;
}

/** What drains through a place. */
export interface Catchment {
  /** The place that was taken: the strongest flow line beside the one that was asked for. */
  at: Place;
  cells: number;
  areaM2: number;
  westM: number;
  southM: number;
  eastM: number;
  northM: number;
  /** It reaches the edge of the city's data: what lies beyond is not known. */
  isCut: boolean;
  /** 1 where it lies, on the map's cells. */
  mask: Uint8Array;
}

/** A map of so many cells at most: a second of work, and cells of some ten metres in a city of a hundred km². */
const MAX_MAP_CELLS = 1_000_000;
/** A click beside a flow line means the line. */
const SNAP_CELLS = 2;

/**
 * Flow directions over ground whose hollows are filled up to where they spill: cells are taken from the edge of the data inwards, always the
 * lowest that was reached, and each drains into the one that it was reached from (priority flood; Barnes, Lehman & Mulla 2014, algorithm 1 with
 * directions). A coarse cell is as high as its lowest ground, so that channels narrower than it stay open. Houses and drains are not in it.
 */
export function drainageMap({ grid, bedElevationM }: Pick<CityRasters, 'grid' | 'bedElevationM'>): DrainageMap {
  const perSide = Math.max(1, Math.ceil(Math.sqrt((grid.columns * grid.rows) / MAX_MAP_CELLS)));
  const columns = Math.floor(grid.columns / perSide);
  const rows = Math.floor(grid.rows / perSide);
  const bedM = lowestBeds(bedElevationM, grid.columns, { columns, rows, perSide });
  const into = new Int32Array(columns * rows).fill(-1);
  const outlet = new Int32Array(columns * rows).fill(-1);
  const queue = new LowestFirst(columns * rows);
  const rim: number[] = [];
  const enter = (cell: number, from: number, levelM: number) => {
    into[cell] = from;
    outlet[cell] = from === cell ? cell : outlet[from];
    queue.push(cell, Math.max(bedM[cell], levelM));
  };
  for (let cell = 0; cell < into.length; cell++)
    if (Number.isFinite(bedM[cell]) && isRim(bedM, columns, rows, cell)) {
      rim.push(cell);
      enter(cell, cell, bedM[cell]);
    }
  while (queue.size > 0) {
    const levelM = queue.lowest;
    const cell = queue.pop();
    for (const next of around(columns, rows, cell))
      if (into[next] < 0 && Number.isFinite(bedM[next])) enter(next, cell, levelM);
  }
  // Ground at the edge of the data that falls inwards drains inwards; always to a lower outlet, so that no water goes round in a ring.
  for (const cell of rim) {
    let lowest = cell;
    for (const next of around(columns, rows, cell))
      if (bedM[next] < bedM[lowest] && bedM[outlet[next]] < bedM[cell]) lowest = next;
    into[cell] = lowest;
  }
  const through = throughOf(into);
  const { cellM, westM, southM } = grid;
  const isEdge = new Uint8Array(columns * rows);
  for (const cell of rim) isEdge[cell] = 1;
  return { columns, rows, cellM: cellM * perSide, westM, southM, into, through, isEdge };
}

/** How many cells drain through each: from those that nothing drains into on down. */
function throughOf(into: Int32Array): Uint32Array {
  const through = new Uint32Array(into.length).fill(1);
  const waiting = new Uint8Array(into.length);
  for (const [cell, next] of into.entries()) if (next >= 0 && next !== cell) waiting[next]++;
  const ready = [...into.keys()].filter((cell) => into[cell] >= 0 && waiting[cell] === 0);
  for (let cell = ready.pop(); cell !== undefined; cell = ready.pop()) {
    const next = into[cell];
    if (next === cell) continue;
    through[next] += through[cell];
    if (--waiting[next] === 0) ready.push(next);
  }
  return through;
}

/** All that drains through a place, by the strongest flow line beside it. */
export function catchmentOf(map: DrainageMap, [eastM, northM]: Place): Catchment {
  const { columns, rows, cellM, westM, southM, into, through, isEdge } = map;
  const column = Math.floor((eastM - westM) / cellM);
  const row = Math.floor((northM - southM) / cellM);
  const outlet = strongest(map, column, row);
  if (outlet < 0)
    throw new CityFloodError(
      floodMessage('catchment-outside', { eastM: Math.round(eastM), northM: Math.round(northM) }),
    );
  const mask = new Uint8Array(columns * rows);
  const stack = [outlet];
  const box = { west: columns, south: rows, east: 0, north: 0 };
  let isCut = false;
  mask[outlet] = 1;
  for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
    const x = cell % columns;
    const y = Math.floor(cell / columns);
    box.west = Math.min(box.west, x);
    box.east = Math.max(box.east, x + 1);
    box.south = Math.min(box.south, y);
    box.north = Math.max(box.north, y + 1);
    const near = around(columns, rows, cell);
    // Its own outlet may lie at the edge: there water only leaves.
    if (cell !== outlet && isEdge[cell] === 1) isCut = true;
    for (const next of near)
      if (mask[next] === 0 && into[next] === cell) {
        mask[next] = 1;
        stack.push(next);
      }
  }
  return {
    at: [westM + ((outlet % columns) + 0.5) * cellM, southM + (Math.floor(outlet / columns) + 0.5) * cellM],
    cells: through[outlet],
    areaM2: through[outlet] * cellM ** 2,
    westM: westM + box.west * cellM,
    southM: southM + box.south * cellM,
    eastM: westM + box.east * cellM,
    northM: southM + box.north * cellM,
    isCut,
    mask,
  };
}

function strongest({ columns, rows, into, through }: DrainageMap, column: number, row: number): number {
  if (column < 0 || row < 0 || column >= columns || row >= rows) return -1;
  let best = -1;
  for (let y = Math.max(0, row - SNAP_CELLS); y <= Math.min(rows - 1, row + SNAP_CELLS); y++)
    for (let x = Math.max(0, column - SNAP_CELLS); x <= Math.min(columns - 1, column + SNAP_CELLS); x++) {
      const cell = y * columns + x;
      if (into[cell] >= 0 && (best < 0 || through[cell] > through[best])) best = cell;
    }
  return best;
}

function lowestBeds(
  bedM: Float32Array,
  stride: number,
  { columns, rows, perSide }: { columns: number; rows: number; perSide: number },
): Float32Array {
  const lowest = new Float32Array(columns * rows).fill(Number.NaN);
  for (let row = 0; row < rows * perSide; row++)
    for (let column = 0; column < columns * perSide; column++) {
      const at = Math.floor(row / perSide) * columns + Math.floor(column / perSide);
      const bed = bedM[row * stride + column];
      if (Number.isFinite(bed) && !(lowest[at] <= bed)) lowest[at] = bed;
    }
  return lowest;
}

/** Beside the end of the data, or of the grid. */
const isRim = (bedM: Float32Array, columns: number, rows: number, cell: number): boolean => {
  const near = around(columns, rows, cell);
  return near.length < 8 || near.some((next) => !Number.isFinite(bedM[next]));
};

const NEIGHBOURS: readonly Place[] = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
  [1, 1],
  [-1, 1],
  [-1, -1],
  [1, -1],
];

function around(columns: number, rows: number, cell: number): number[] {
  const found: number[] = [];
  const column = cell % columns;
  const row = (cell - column) / columns;
  for (const [east, north] of NEIGHBOURS) {
    const x = column + east;
    const y = row + north;
    if (x >= 0 && y >= 0 && x < columns && y < rows) found.push(y * columns + x);
  }
  return found;
}

/** A binary heap of cells, the lowest on top; each cell comes in once. */
class LowestFirst {
  size = 0;
  private readonly cells: Int32Array;
  private readonly levels: Float32Array;

  constructor(most: number) {
    this.cells = new Int32Array(most);
    this.levels = new Float32Array(most);
  }

  get lowest(): number {
    return this.levels[0];
  }

  push(cell: number, level: number): void {
    const { cells, levels } = this;
    let at = this.size++;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (levels[up] <= level) break;
      cells[at] = cells[up];
      levels[at] = levels[up];
      at = up;
    }
    cells[at] = cell;
    levels[at] = level;
  }

  pop(): number {
    const { cells, levels } = this;
    const top = cells[0];
    const cell = cells[--this.size];
    const level = levels[this.size];
    let at = 0;
    for (let down = 1; down < this.size; down = 2 * at + 1) {
      if (down + 1 < this.size && levels[down + 1] < levels[down]) down++;
      if (levels[down] >= level) break;
      cells[at] = cells[down];
      levels[at] = levels[down];
      at = down;
    }
    cells[at] = cell;
    levels[at] = level;
    return top;
  }
}
