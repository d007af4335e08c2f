import { NumberList } from '../number-list.ts';

interface Cells {
  columns: number;
  rows: number;
}

const KNOWN = 1;
/** A cell of the ring that is being made. */
const LISTED = 2;

/** Cells of roofs with a cell of ground beside them: what is spread over the line between both begins here. */
export function roofBorder({ columns, rows }: Cells, isRoof: Uint8Array): NumberList<Uint32Array> {
  const border = new NumberList(Uint32Array, 1024);
  for (let row = 0, i = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, i++) {
      if (isRoof[i] === 0) continue;
      const south = row === 0 ? i : i - columns;
      const north = row === rows - 1 ? i : i + columns;
      const west = column === 0 ? 0 : 1;
      const east = column === columns - 1 ? 0 : 1;
      const around =
        isRoof[south - west] &
        isRoof[south] &
        isRoof[south + east] &
        isRoof[i - west] &
        isRoof[i + east] &
        isRoof[north - west] &
        isRoof[north] &
        isRoof[north + east];
      if (around === 0) border.push(i);
    }
  return border;
}

/** Carries the values of the ground over `rings` cells into the roofs; what lies farther within takes `beyond`. */
export function spreadIntoRoofs(
  cells: Cells,
  all: readonly Uint8Array[],
  isRoof: Uint8Array,
  border: NumberList<Uint32Array>,
  rings: number,
  beyond: number,
): void {
  const known = new Uint8Array(isRoof.length);
  for (let i = 0; i < known.length; i++) known[i] = KNOWN - isRoof[i];
  for (let k = 0; k < border.length; k++) known[border.values[k]] = LISTED;
  spread(cells, all, known, border, rings);
  for (const values of all) for (let i = 0; i < known.length; i++) if (known[i] !== KNOWN) values[i] = beyond;
}

/** Carries the values of the roofs over `rings` cells into the ground; the rest is left. */
export function spreadIntoGround(
  cells: Cells,
  values: Uint8Array,
  isRoof: Uint8Array,
  border: NumberList<Uint32Array>,
  rings: number,
): void {
  const known = isRoof.slice();
  spread(cells, [values], known, nextRing(cells, known, border), rings);
}

/**
 * Values of some cells carried into the others, ring by ring as the mean of the neighbours that are known: a filtered read at the foot of a
 * wall then mixes no roof into the ground, which left a bright fringe exactly where contact must be dark.
 */
function spread(
  cells: Cells,
  all: readonly Uint8Array[],
  known: Uint8Array,
  first: NumberList<Uint32Array>,
  rings: number,
): void {
  let ring = first;
  for (let left = rings; left > 0 && ring.length > 0; left--) {
    for (const values of all) setMeans(cells, values, known, ring);
    for (let k = 0; k < ring.length; k++) known[ring.values[k]] = KNOWN;
    if (left > 1) ring = nextRing(cells, known, ring);
  }
}

/** Writes into cells of a ring, which are no neighbours that are known to each other. */
function setMeans(
  { columns, rows }: Cells,
  values: Uint8Array,
  known: Uint8Array,
  ring: NumberList<Uint32Array>,
): void {
  for (let k = 0; k < ring.length; k++) {
    const i = ring.values[k];
    const column = i % columns;
    const row = (i - column) / columns;
    const west = column === 0 ? 0 : 1;
    const east = column === columns - 1 ? 0 : 1;
    let sum = 0;
    let count = 0;
    for (let r = row === 0 ? 0 : row - 1; r <= row + 1 && r < rows; r++)
      for (let at = r * columns + column - west; at <= r * columns + column + east; at++) {
        if (known[at] !== KNOWN) continue;
        sum += values[at];
        count++;
      }
    values[i] = Math.round(sum / count);
  }
}

/** Unknown cells beside those of a ring. */
function nextRing({ columns, rows }: Cells, known: Uint8Array, ring: NumberList<Uint32Array>): NumberList<Uint32Array> {
  const next = new NumberList(Uint32Array, 1024);
  for (let k = 0; k < ring.length; k++) {
    const i = ring.values[k];
    const column = i % columns;
    const row = (i - column) / columns;
    const west = column === 0 ? 0 : 1;
    const east = column === columns - 1 ? 0 : 1;
    for (let r = row === 0 ? 0 : row - 1; r <= row + 1 && r < rows; r++)
      for (let at = r * columns + column - west; at <= r * columns + column + east; at++) {
        if (known[at] !== 0) continue;
        known[at] = LISTED;
        next.push(at);
      }
  }
  return next;
}

/** One, two, one along both axes: the soft edge of a shadow, some three metres wide. */
export function soften({ columns, rows }: Cells, values: Uint8Array): void {
  for (let r = 0; r < rows; r++) {
    const from = r * columns;
    let before = values[from];
    for (let c = 0; c < columns; c++) {
      const own = values[from + c];
      const after = c + 1 < columns ? values[from + c + 1] : own;
      values[from + c] = (before + 2 * own + after + 2) >> 2;
      before = own;
    }
  }
  const before = values.slice(0, columns);
  for (let r = 0; r < rows; r++) {
    const from = r * columns;
    const above = r + 1 < rows ? from + columns : from;
    for (let c = 0; c < columns; c++) {
      const own = values[from + c];
      values[from + c] = (before[c] + 2 * own + values[above + c] + 2) >> 2;
      before[c] = own;
    }
  }
}
