/**
 * What houses leave of square cells, row-major from the south-west, without a rim: the part of each cell's area that lies in none, and
 * of its east and its north edge the part that is open.
 */
export interface CutCells {
  freeRatio: Float32Array;
  eastOpenRatio: Float32Array;
  northOpenRatio: Float32Array;
}

/** East, north. */
type Place = readonly [number, number];

/** A house: its outline and its courts, rings of places in the plane of the raster, closed or not, either way round. */
export type Outline = readonly (readonly Place[])[];

interface Squares {
  columns: number;
  rows: number;
  cellM: number;
  westM: number;
  southM: number;
}

/** Lines through a cell along which its free area is measured: a wall along them is known to 1/32 of the cell, any other better. */
const LINES = 16;

/**
 * Cells cut by outlines. Edges exactly, areas by lines; houses that overlap count once. A place is in a house by the even-odd rule over
 * its rings.
 */
export function cutCells(squares: Squares, houses: readonly Outline[]): CutCells {
  const { columns, rows, cellM, westM, southM } = squares;
  const whole = () => new Float32Array(columns * rows).fill(1);
  const cut: CutCells = { freeRatio: whole(), eastOpenRatio: whole(), northOpenRatio: whole() };
  const along: Scan = { axis: 0, fromM: westM, cellM, cells: columns, firstM: southM, stepM: cellM, count: rows };
  const up: Scan = { axis: 1, fromM: southM, cellM, cells: rows, firstM: westM, stepM: cellM, count: columns };
  const stepM = cellM / LINES;
  covered({ ...along, firstM: southM + stepM / 2, stepM, count: rows * LINES }, houses, (line, column, part) => {
    cut.freeRatio[Math.floor(line / LINES) * columns + column] -= part / LINES;
  });
  covered({ ...along, firstM: southM + cellM }, houses, (row, column, part) => {
    cut.northOpenRatio[row * columns + column] -= part;
  });
  covered({ ...up, firstM: westM + cellM }, houses, (column, row, part) => {
    cut.eastOpenRatio[row * columns + column] -= part;
  });
  for (const ratios of [cut.freeRatio, cut.eastOpenRatio, cut.northOpenRatio])
    for (let i = 0; i < ratios.length; i++) ratios[i] = Math.max(0, ratios[i]);
  return cut;
}

/** Lines across a raster, all along one axis, each cut into cells. */
interface Scan {
  /** 0: lines run east, 1: north. */
  axis: 0 | 1;
  fromM: number;
  cellM: number;
  cells: number;
  /** Of the first line on the other axis, and from line to line. */
  firstM: number;
  stepM: number;
  count: number;
}

/** Calls for each cell of each line that lies in a house, with the part of it that does. */
function covered(
  scan: Scan,
  houses: readonly Outline[],
  add: (line: number, cell: number, part: number) => void,
): void {
  // Numbers two and two: a pair each would be an object, and a large city has some ten million.
  const spans: number[][] = Array.from({ length: scan.count }, () => []);
  for (const house of houses) addSpans(scan, house, spans);
  for (const [line, each] of spans.entries()) {
    let reached = 0;
    for (const [from, to] of sortedPairs(each)) {
      const end = Math.min(to, scan.cells);
      for (let at = Math.max(from, reached); at < end; ) {
        const cell = Math.floor(at);
        const next = Math.min(cell + 1, end);
        add(line, cell, next - at);
        at = next;
      }
      reached = Math.max(reached, to);
    }
  }
}

function sortedPairs(numbers: readonly number[]): [from: number, to: number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < numbers.length; i += 2) pairs.push([numbers[i], numbers[i + 1]]);
  return pairs.sort(([a], [b]) => a - b);
}

/** Where the lines run within a house, in cells from the raster's begin. */
function addSpans({ axis, fromM, cellM, firstM, stepM, count }: Scan, house: Outline, spans: number[][]): void {
  const across = axis === 0 ? 1 : 0;
  let lowM = Number.POSITIVE_INFINITY;
  let highM = Number.NEGATIVE_INFINITY;
  for (const ring of house) {
    for (const place of ring) {
      lowM = Math.min(lowM, place[across]);
      highM = Math.max(highM, place[across]);
    }
  }
  const first = Math.max(0, Math.ceil((lowM - firstM) / stepM));
  const last = Math.min(count - 1, Math.floor((highM - firstM) / stepM));
  if (last < first) return;
  // A wall along the line stands on one side of it; either shuts the edge.
  for (const isAlongAbove of [false, true]) {
    const crossings: number[][] = Array.from({ length: last - first + 1 }, () => []);
    for (const ring of house) {
      for (let i = 0; i < ring.length; i++) {
        const a = ring[i];
        const b = ring[i + 1 < ring.length ? i + 1 : 0];
        const low = Math.min(a[across], b[across]);
        const high = Math.max(a[across], b[across]);
        const end = Math.min(last, Math.floor((high - firstM) / stepM));
        for (let line = Math.max(first, Math.ceil((low - firstM) / stepM)); line <= end; line++) {
          const atM = firstM + line * stepM;
          const isCrossed = isAlongAbove ? a[across] >= atM !== b[across] >= atM : a[across] > atM !== b[across] > atM;
          if (!isCrossed) continue;
          const part = (atM - a[across]) / (b[across] - a[across]);
          crossings[line - first].push((a[axis] + part * (b[axis] - a[axis]) - fromM) / cellM);
        }
      }
    }
    for (let k = 0; k < crossings.length; k++) addPairs(crossings[k], spans[first + k]);
  }
}

/** Crossings of a line with a house's walls, two and two: from where it enters to where it leaves. */
function addPairs(crossings: number[], spans: number[]): void {
  crossings.sort((a, b) => a - b);
  for (let k = 0; k + 1 < crossings.length; k += 2) spans.push(crossings[k], crossings[k + 1]);
}

/** As a city keeps them (`Grid.buildingCuts`): a byte a ratio, 255 for 1, plane after plane: free areas, east edges, north edges. */
export function packCuts({ freeRatio, eastOpenRatio, northOpenRatio }: CutCells): Uint8Array {
  const cells = freeRatio.length;
  const bytes = new Uint8Array(3 * cells);
  for (const [plane, ratios] of [freeRatio, eastOpenRatio, northOpenRatio].entries())
    for (let i = 0; i < cells; i++) bytes[plane * cells + i] = Math.round(255 * ratios[i]);
  return bytes;
}
