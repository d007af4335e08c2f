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

/** Lines through a cell along which its free area is measured: a wall along them is known to 1/32 of the cell, any other better. */
const LINES = 16;

/**
 * Cells cut by outlines. Edges exactly, areas by lines; houses that overlap count once. A place is in a house by the even-odd rule over
 * its rings. Of a window only its cells are given, to the last bit as they are in the whole raster.
 */
export function cutCells(
  squares: Squares,
  houses: readonly Outline[],
  window: CellWindow = wholeOf(squares),
): CutCells {
  const { cellM, westM, southM } = squares;
  const { columns, rows, column: west, row: south } = window;
  const whole = () => new Float32Array(columns * rows).fill(1);
  const cut: CutCells = { freeRatio: whole(), eastOpenRatio: whole(), northOpenRatio: whole() };
  const along = { axis: 0 as const, fromM: westM, cellM, firstCell: west, cells: columns };
  const up = { axis: 1 as const, fromM: southM, cellM, firstCell: south, cells: rows };
  const fine = { firstM: southM + cellM / LINES / 2, stepM: cellM / LINES, firstLine: south * LINES };
  covered({ ...along, ...fine, count: rows * LINES }, houses, (line, column, part) => {
    cut.freeRatio[Math.floor(line / LINES) * columns + column] -= part / LINES;
  });
  const northEdges = { firstM: southM + cellM, stepM: cellM, firstLine: south, count: rows };
  covered({ ...along, ...northEdges }, houses, (row, column, part) => {
    cut.northOpenRatio[row * columns + column] -= part;
  });
  const eastEdges = { firstM: westM + cellM, stepM: cellM, firstLine: west, count: columns };
  covered({ ...up, ...eastEdges }, houses, (column, row, part) => {
    cut.eastOpenRatio[row * columns + column] -= part;
  });
  for (const ratios of [cut.freeRatio, cut.eastOpenRatio, cut.northOpenRatio])
    for (let i = 0; i < ratios.length; i++) if (ratios[i] < 0) ratios[i] = 0;
  return cut;
}

const wholeOf = ({ columns, rows }: Squares): CellWindow => ({ column: 0, row: 0, columns, rows });

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
}

/** Calls for each cell of each line that lies in a house, with the part of it that does; lines and cells counted from the first. */
function covered(
  scan: Scan,
  houses: readonly Outline[],
  add: (line: number, cell: number, part: number) => void,
): void {
  const spans = new Spans();
  const crossings = new Crossings();
  for (const house of inOrder(houses, scan.axis)) addSpans(scan, houses[house], house, crossings, spans);
  const byLine = spans.byLine(scan.count);
  for (let line = 0; line < scan.count; line++) {
    let reached = scan.firstCell;
    for (let k = byLine.ends[line]; k < byLine.ends[line + 1]; k++) {
      const span = byLine.order[k];
      const to = spans.to[span];
      const end = Math.min(to, scan.firstCell + scan.cells);
      for (let at = Math.max(spans.from[span], reached); at < end; ) {
        const cell = Math.floor(at);
        const next = Math.min(cell + 1, end);
        add(line, cell - scan.firstCell, next - at);
        at = next;
      }
      reached = Math.max(reached, to);
    }
  }
}

/** Houses by where they begin along the lines: so that the spans of a line come nearly sorted. */
function inOrder(houses: readonly Outline[], axis: 0 | 1): Uint32Array {
  const lowM = Float64Array.from(houses, (house) => {
    let low = Number.POSITIVE_INFINITY;
    for (const ring of house) for (const place of ring) low = Math.min(low, place[axis]);
    return low;
  });
  return Uint32Array.from(houses, (_, i) => i).sort((a, b) => lowM[a] - lowM[b]);
}

function twice<T extends Float64Array | Uint32Array>(old: T, fresh: T): T {
  fresh.set(old);
  return fresh;
}

/** Stretches of lines that lie in houses, as flat arrays: a large city has some ten million. */
class Spans {
  from = new Float64Array(1 << 12);
  to = new Float64Array(1 << 12);
  #line = new Uint32Array(1 << 12);
  #house = new Uint32Array(1 << 12);
  #count = 0;

  push(line: number, house: number, from: number, to: number): void {
    if (this.#count === this.from.length) this.#grow();
    this.#line[this.#count] = line;
    this.#house[this.#count] = house;
    this.from[this.#count] = from;
    this.to[this.#count++] = to;
  }

  #grow(): void {
    const length = 2 * this.from.length;
    this.from = twice(this.from, new Float64Array(length));
    this.to = twice(this.to, new Float64Array(length));
    this.#line = twice(this.#line, new Uint32Array(length));
    this.#house = twice(this.#house, new Uint32Array(length));
  }

  /** Indices of the spans line by line, each line's by where they begin and then by house; those of line i end at `ends[i + 1]`. */
  byLine(lines: number): { order: Uint32Array; ends: Uint32Array } {
    const ends = new Uint32Array(lines + 1);
    for (let i = 0; i < this.#count; i++) ends[this.#line[i] + 1]++;
    for (let line = 0; line < lines; line++) ends[line + 1] += ends[line];
    const next = ends.slice(0, lines);
    const order = new Uint32Array(this.#count);
    for (let i = 0; i < this.#count; i++) order[next[this.#line[i]]++] = i;
    for (let line = 0; line < lines; line++) this.#sort(order, ends[line], ends[line + 1]);
    return { order, ends };
  }

  /** By insertion: what comes nearly sorted is sorted in one pass. */
  #sort(order: Uint32Array, start: number, end: number): void {
    for (let k = start + 1; k < end; k++) {
      const span = order[k];
      let at = k;
      for (; at > start && this.#isBefore(span, order[at - 1]); at--) order[at] = order[at - 1];
      order[at] = span;
    }
  }

  #isBefore(a: number, b: number): boolean {
    return this.from[a] < this.from[b] || (this.from[a] === this.from[b] && this.#house[a] < this.#house[b]);
  }
}

/** Where lines cross the walls of one house: taken anew for each house, in the same room. */
class Crossings {
  #line = new Uint32Array(1 << 10);
  #at = new Float64Array(1 << 10);
  #sorted = new Float64Array(1 << 10);
  /** Bounds of each line's crossings among the sorted ones: the first, and behind the last that is in its place. */
  #starts = new Uint32Array(1 << 10);
  #ends = new Uint32Array(1 << 10);
  #count = 0;

  push(line: number, at: number): void {
    if (this.#count === this.#at.length) {
      this.#line = twice(this.#line, new Uint32Array(2 * this.#count));
      this.#at = twice(this.#at, new Float64Array(2 * this.#count));
      this.#sorted = new Float64Array(2 * this.#count);
    }
    this.#line[this.#count] = line;
    this.#at[this.#count++] = at;
  }

  /** From where each line enters to where it leaves: crossings two and two. Empties the room. */
  pairs(lines: number, take: (line: number, from: number, to: number) => void): void {
    if (this.#starts.length <= lines) {
      this.#starts = new Uint32Array(2 * lines + 2);
      this.#ends = new Uint32Array(2 * lines + 2);
    }
    const starts = this.#starts.fill(0, 0, lines + 1);
    for (let i = 0; i < this.#count; i++) starts[this.#line[i] + 1]++;
    for (let line = 0; line < lines; line++) starts[line + 1] += starts[line];
    this.#ends.set(starts.subarray(0, lines + 1));
    for (let i = 0; i < this.#count; i++) this.#insert(this.#line[i], this.#at[i]);
    for (let line = 0; line < lines; line++)
      for (let k = starts[line]; k + 1 < starts[line + 1]; k += 2) take(line, this.#sorted[k], this.#sorted[k + 1]);
    this.#count = 0;
  }

  #insert(line: number, value: number): void {
    const sorted = this.#sorted;
    const start = this.#starts[line];
    let at = this.#ends[line]++;
    for (; at > start && value < sorted[at - 1]; at--) sorted[at] = sorted[at - 1];
    sorted[at] = value;
  }
}

/** Where the lines run within a house, in cells from the raster's begin. */
function addSpans(scan: Scan, house: Outline, name: number, crossings: Crossings, spans: Spans): void {
  const { axis, fromM, cellM, firstM, stepM, firstLine, count } = scan;
  const across = axis === 0 ? 1 : 0;
  let lowM = Number.POSITIVE_INFINITY;
  let highM = Number.NEGATIVE_INFINITY;
  for (const ring of house) {
    for (const place of ring) {
      lowM = Math.min(lowM, place[across]);
      highM = Math.max(highM, place[across]);
    }
  }
  const first = Math.max(firstLine, Math.ceil((lowM - firstM) / stepM));
  const last = Math.min(firstLine + count - 1, Math.floor((highM - firstM) / stepM));
  if (last < first) return;
  let hasCornerOnLine = false;
  // A wall along the line stands on one side of it; either shuts the edge. Without a corner on a line both sides are the same.
  for (const isAlongAbove of [false, true]) {
    for (const ring of house) {
      for (let i = 0; i < ring.length; i++) {
        const a = ring[i];
        const b = ring[i + 1 < ring.length ? i + 1 : 0];
        const low = Math.min(a[across], b[across]);
        const high = Math.max(a[across], b[across]);
        const end = Math.min(last, Math.floor((high - firstM) / stepM));
        for (let line = Math.max(first, Math.ceil((low - firstM) / stepM)); line <= end; line++) {
          const atM = firstM + line * stepM;
          if (a[across] === atM || b[across] === atM) hasCornerOnLine = true;
          const isCrossed = isAlongAbove ? low < atM && high >= atM : low <= atM && high > atM;
          if (!isCrossed) continue;
          const part = (atM - a[across]) / (b[across] - a[across]);
          crossings.push(line - first, (a[axis] + part * (b[axis] - a[axis]) - fromM) / cellM);
        }
      }
    }
    crossings.pairs(last - first + 1, (line, from, to) => spans.push(first - firstLine + line, name, from, to));
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
