import type { Point } from '../geo/plane/point.ts';
/**
 * What houses leave of square cells, row-major from the south-west, without a rim: the part of each cell's area that lies in none, and
 * of its east and its north edge the part that is open.
 */
export interface CutCells {
  freeRatio: Float32Array;
  eastOpenRatio: Float32Array;
  northOpenRatio: Float32Array;
}

/** A house: its outline and its courts, rings of places in the plane of the raster, closed or not, either way round. */
export type Outline = readonly (readonly Point[])[];

interface Squares {
  columns: number;
  rows: number;
  cellM: number;
  westM: number;
  southM: number;
}

/** Some of the cells of a raster: as many columns and rows from a cell on. */
export interface CellWindow {
  column: number;
  row: number;
  columns: number;
  rows: number;
}

/** Outlines of many houses on flat arrays. */
export interface FlatOutlines {
  /** House i owns rings [ringOf[i], ringOf[i + 1]), ring r vertices [vertexOf[r], vertexOf[r + 1]). */
  ringOf: Uint32Array;
  vertexOf: Uint32Array;
  eastNorthM: Float64Array;
}

export function flatOutlines(houses: readonly Outline[]): FlatOutlines {
  const ringOf = new Uint32Array(houses.length + 1);
  for (const [i, house] of houses.entries()) ringOf[i + 1] = ringOf[i] + house.length;
  const vertexOf = new Uint32Array(ringOf[houses.length] + 1);
  let ring = 0;
  for (const house of houses) for (const { length } of house) vertexOf[ring + 1] = vertexOf[ring++] + length;
  const eastNorthM = new Float64Array(2 * vertexOf[ring]);
  let at = 0;
  for (const house of houses)
    for (const places of house)
      for (const [eastM, northM] of places) {
        eastNorthM[at++] = eastM;
        eastNorthM[at++] = northM;
      }
  return { ringOf, vertexOf, eastNorthM };
}

/** Lines through a cell along which its free area is measured: a wall along them is known to 1/32 of the cell, any other better. */
const LINES = 16;

/**
 * Cells cut by outlines. Edges exactly, areas by lines; houses that overlap count once. A place is in a house by the even-odd rule over
 * its rings. Of a window only its cells are given, to the last bit as they are in the whole raster.
 */
export function cutCells(
  squares: Squares,
  houses: readonly Outline[],
  window: CellWindow = { column: 0, row: 0, columns: squares.columns, rows: squares.rows },
): CutCells {
  const all = Uint32Array.from(houses, (_, i) => i);
  return cellCutter(squares, flatOutlines(houses))(window, all);
}

/** Cuts one window after another, each by those of the houses that touch it, in their order. */
export function cellCutter(
  { cellM, westM, southM }: Squares,
  outlines: FlatOutlines,
): (window: CellWindow, houses: Uint32Array) => CutCells {
  const room: Room = { spans: new Spans(), crossings: new Crossings() };
  const fineM = cellM / LINES;
  return ({ columns, rows, column: west, row: south }, houses) => {
    const whole = () => new Float32Array(columns * rows).fill(1);
    const cut: CutCells = { freeRatio: whole(), eastOpenRatio: whole(), northOpenRatio: whole() };
    const along = { axis: 0 as const, fromM: westM, cellM, firstCell: west, cells: columns };
    const up = { axis: 1 as const, fromM: southM, cellM, firstCell: south, cells: rows };
    const eastward = { lineStride: columns, cellStride: 1 };
    const northward = { lineStride: 1, cellStride: columns };
    const fine = { firstM: southM + fineM / 2, stepM: fineM, firstLine: south * LINES, count: rows * LINES };
    cover({ ...along, ...fine, ...eastward, linesPerCell: LINES }, outlines, houses, room, cut.freeRatio);
    const northEdges = { firstM: southM + cellM, stepM: cellM, firstLine: south, count: rows };
    cover({ ...along, ...northEdges, ...eastward, linesPerCell: 1 }, outlines, houses, room, cut.northOpenRatio);
    const eastEdges = { firstM: westM + cellM, stepM: cellM, firstLine: west, count: columns };
    cover({ ...up, ...eastEdges, ...northward, linesPerCell: 1 }, outlines, houses, room, cut.eastOpenRatio);
    for (const ratios of [cut.freeRatio, cut.eastOpenRatio, cut.northOpenRatio])
      for (let i = 0; i < ratios.length; i++) if (ratios[i] < 0) ratios[i] = 0;
    return cut;
  };
}

/** Lines across a raster, all along one axis, each cut into cells. */
interface Scan {
  /** 0: lines run east, 1: north. */
  axis: 0 | 1;
  fromM: number;
  cellM: number;
  /** First cell of a line that is reported, and how many are. */
  firstCell: number;
  cells: number;
  /** Place of the raster's first line on the other axis, and distance from line to line. */
  firstM: number;
  stepM: number;
  /** First line of the raster that is reported, and how many are. */
  firstLine: number;
  count: number;
  /** How many lines measure one row of cells, and how far the values of two such rows and of two cells along a line are apart. */
  linesPerCell: number;
  lineStride: number;
  cellStride: number;
}

/** Arrays that are filled again whenever cells are cut. */
interface Room {
  spans: Spans;
  crossings: Crossings;
}

/** Takes from the value of each cell the part of each of its lines that lies in a house. */
function cover(scan: Scan, outlines: FlatOutlines, houses: Uint32Array, room: Room, ratios: Float32Array): void {
  const { spans, crossings } = room;
  const { firstCell, cells, count, linesPerCell, lineStride, cellStride } = scan;
  spans.clear();
  for (const house of inOrder(scan, outlines, houses)) addSpans(scan, outlines, house, crossings, spans);
  const { order, ends } = spans.byLine(count);
  const { from, to } = spans;
  const lastCell = firstCell + cells;
  const perLine = 1 / linesPerCell;
  for (let line = 0; line < count; line++) {
    let reached = firstCell;
    const atLine = Math.floor(line / linesPerCell) * lineStride - firstCell * cellStride;
    for (let k = ends[line]; k < ends[line + 1]; k++) {
      const span = order[k];
      const spanTo = to[span];
      const end = spanTo < lastCell ? spanTo : lastCell;
      const at = from[span] > reached ? from[span] : reached;
      if (at < end) {
        // The cell in which the span begins, whole cells, and the one in which it ends.
        let cell = Math.floor(at);
        let place = atLine + cell * cellStride;
        if (end <= cell + 1) ratios[place] -= (end - at) * perLine;
        else {
          ratios[place] -= (cell + 1 - at) * perLine;
          for (cell++, place += cellStride; cell + 1 <= end; cell++, place += cellStride) ratios[place] -= perLine;
          if (cell < end) ratios[place] -= (end - cell) * perLine;
        }
      }
      if (spanTo > reached) reached = spanTo;
    }
  }
}

/** Houses by where they begin along the lines, in sixteenths of a cell: so that the spans of a line come nearly sorted. */
function inOrder(
  { axis, fromM, cellM }: Scan,
  { ringOf, vertexOf, eastNorthM }: FlatOutlines,
  houses: Uint32Array,
): Uint32Array {
  // One number holds both, since numbers sort ten times as fast as places by a function.
  const keys = new Float64Array(houses.length);
  for (let h = 0; h < houses.length; h++) {
    const end = 2 * vertexOf[ringOf[houses[h] + 1]];
    let low = Number.POSITIVE_INFINITY;
    for (let i = 2 * vertexOf[ringOf[houses[h]]] + axis; i < end; i += 2) if (eastNorthM[i] < low) low = eastNorthM[i];
    keys[h] = Math.floor((LINES * (low - fromM)) / cellM) * houses.length + h;
  }
  keys.sort();
  const order = new Uint32Array(houses.length);
  for (let k = 0; k < order.length; k++) {
    const h = keys[k] % houses.length;
    order[k] = houses[h < 0 ? h + houses.length : h];
  }
  return order;
}

function twice<T extends Float64Array | Uint32Array>(old: T, fresh: T): T {
  fresh.set(old);
  return fresh;
}

/** Stretches of lines that lie in houses, as flat arrays: a raster of many houses has some million. */
class Spans {
  from = new Float64Array(1 << 12);
  to = new Float64Array(1 << 12);
  #line = new Uint32Array(1 << 12);
  #house = new Uint32Array(1 << 12);
  #count = 0;

  /** Adds for each line of a house the stretches from where it enters to where it leaves: crossings two and two. */
  addPairs({ counts, sorted, most }: Crossings, lines: number, firstLine: number, house: number): void {
    while (this.#count + (lines * most) / 2 > this.from.length) this.#grow();
    const { from, to } = this;
    const lineOf = this.#line;
    const houseOf = this.#house;
    let at = this.#count;
    for (let line = 0, start = 0; line < lines; line++, start += most)
      for (let k = start; k + 1 < start + counts[line]; k += 2) {
        lineOf[at] = firstLine + line;
        houseOf[at] = house;
        from[at] = sorted[k];
        to[at++] = sorted[k + 1];
      }
    this.#count = at;
  }

  #grow(): void {
    const length = 2 * this.from.length;
    this.from = twice(this.from, new Float64Array(length));
    this.to = twice(this.to, new Float64Array(length));
    this.#line = twice(this.#line, new Uint32Array(length));
    this.#house = twice(this.#house, new Uint32Array(length));
  }

  clear(): void {
    this.#count = 0;
  }

  /** Indices of the spans line by line, each line's by where they begin and then by house; those of line i end at `ends[i + 1]`. */
  byLine(lines: number): { order: Uint32Array; ends: Uint32Array } {
    const ends = new Uint32Array(lines + 1);
    for (let i = 0; i < this.#count; i++) ends[this.#line[i] + 1]++;
    for (let line = 0; line < lines; line++) ends[line + 1] += ends[line];
    const next = ends.slice(0, lines);
    const order = new Uint32Array(this.#count);
    for (let i = 0; i < this.#count; i++) order[next[this.#line[i]]++] = i;
    this.#sort(order, ends);
    return { order, ends };
  }

  /** Sorts each line's by insertion: what comes nearly sorted is sorted in one pass. */
  #sort(order: Uint32Array, ends: Uint32Array): void {
    const { from } = this;
    const houseOf = this.#house;
    for (let line = 0; line + 1 < ends.length; line++)
      for (let k = ends[line] + 1; k < ends[line + 1]; k++) {
        const span = order[k];
        const own = from[span];
        let at = k;
        for (; at > ends[line]; at--) {
          const before = order[at - 1];
          if (from[before] < own || (from[before] === own && houseOf[before] <= houseOf[span])) break;
          order[at] = before;
        }
        order[at] = span;
      }
  }
}

/** Holds where lines cross the walls of one house, each line's sorted: filled anew for each house, in the same room. */
class Crossings {
  /** How many each line has; its places are `most` from `line · most` on. */
  counts = new Uint32Array(1 << 10);
  most = 8;
  sorted = new Float64Array(8 << 10);

  /** Empties the room for so many lines. */
  begin(lines: number): void {
    if (this.counts.length < lines) {
      this.counts = new Uint32Array(2 * lines);
      this.sorted = new Float64Array(2 * lines * this.most);
    }
    this.counts.fill(0, 0, lines);
  }

  /** Doubles the places of each line. */
  widen(): void {
    const most = 2 * this.most;
    const wide = new Float64Array(this.counts.length * most);
    for (let line = 0; line < this.counts.length; line++)
      wide.set(this.sorted.subarray(line * this.most, (line + 1) * this.most), line * most);
    this.sorted = wide;
    this.most = most;
  }
}

/** Adds where the lines run within a house, in cells from the raster's begin. */
function addSpans(
  { axis, fromM, cellM, firstM, stepM, firstLine, count }: Scan,
  { ringOf, vertexOf, eastNorthM }: FlatOutlines,
  house: number,
  crossings: Crossings,
  spans: Spans,
): void {
  const across = 1 - axis;
  let lowM = Number.POSITIVE_INFINITY;
  let highM = Number.NEGATIVE_INFINITY;
  for (let i = 2 * vertexOf[ringOf[house]] + across; i < 2 * vertexOf[ringOf[house + 1]]; i += 2) {
    if (eastNorthM[i] < lowM) lowM = eastNorthM[i];
    if (eastNorthM[i] > highM) highM = eastNorthM[i];
  }
  const first = Math.max(firstLine, Math.ceil((lowM - firstM) / stepM));
  const last = Math.min(firstLine + count - 1, Math.floor((highM - firstM) / stepM));
  if (last < first) return;
  let hasCornerOnLine = false;
  // A wall along the line stands on one side of it; either shuts the edge. Without a corner on a line both sides are the same.
  for (let side = 0; side < 2; side++) {
    crossings.begin(last - first + 1);
    let { counts, sorted, most } = crossings;
    for (let ring = ringOf[house]; ring < ringOf[house + 1]; ring++) {
      const end = vertexOf[ring + 1];
      let a = eastNorthM[2 * vertexOf[ring] + across];
      let alongM = eastNorthM[2 * vertexOf[ring] + axis];
      for (let i = vertexOf[ring]; i < end; i++) {
        const j = i + 1 < end ? i + 1 : vertexOf[ring];
        const b = eastNorthM[2 * j + across];
        const nextM = eastNorthM[2 * j + axis];
        const perM = (nextM - alongM) / (b - a) / cellM;
        const startCells = (alongM - fromM) / cellM;
        const low = a < b ? a : b;
        const high = a < b ? b : a;
        const until = Math.min(last, Math.floor((high - firstM) / stepM));
        for (let line = Math.max(first, Math.ceil((low - firstM) / stepM)); line <= until; line++) {
          const atM = firstM + line * stepM;
          if (a === atM || b === atM) hasCornerOnLine = true;
          const isCrossed = side === 1 ? low < atM && high >= atM : low <= atM && high > atM;
          if (!isCrossed) continue;
          const own = line - first;
          if (counts[own] === most) {
            crossings.widen();
            ({ counts, sorted, most } = crossings);
          }
          const value = startCells + (atM - a) * perM;
          let at = own * most + counts[own]++;
          for (; at > own * most && value < sorted[at - 1]; at--) sorted[at] = sorted[at - 1];
          sorted[at] = value;
        }
        a = b;
        alongM = nextM;
      }
    }
    spans.addPairs(crossings, last - first + 1, first - firstLine, house);
    if (!hasCornerOnLine) return;
  }
}

/** As a city keeps them (`Grid.buildingCuts`): a byte a ratio, 255 for 1, plane after plane: free areas, east edges, north edges. */
export function packCuts({ freeRatio, eastOpenRatio, northOpenRatio }: CutCells): Uint8Array {
  const cells = freeRatio.length;
  const bytes = new Uint8Array(3 * cells);
  for (const [plane, ratios] of [freeRatio, eastOpenRatio, northOpenRatio].entries())
    for (let i = 0; i < cells; i++) bytes[plane * cells + i] = Math.round(255 * ratios[i]);
  return bytes;
}
