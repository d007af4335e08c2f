import { NumberList } from '../number-list.ts';

/**
 * Values of some cells carried into the others, ring by ring as the mean of the neighbours that are known: a filtered read at the foot of a
 * wall then mixes no roof into the ground, which left a bright fringe exactly where contact must be dark. The rest takes `beyond`.
 */
export function spread(
  { columns, rows }: { columns: number; rows: number },
  values: Float32Array,
  isKnown: Uint8Array,
  rings: number,
  beyond: number,
): void {
  const known = isKnown.slice();
  let ring = firstRing(columns, rows, known);
  const means = new NumberList(Float64Array);
  for (let left = rings; left > 0 && ring.length > 0; left--) {
    means.length = 0;
    for (let k = 0; k < ring.length; k++) means.push(meanAround(ring.values[k], columns, rows, values, known));
    for (let k = 0; k < ring.length; k++) {
      values[ring.values[k]] = means.values[k];
      known[ring.values[k]] = KNOWN;
    }
    if (left > 1) ring = nextRing(columns, rows, known, ring);
  }
  for (let i = 0; i < known.length; i++) if (known[i] !== KNOWN) values[i] = beyond;
}

const KNOWN = 1;
/** A cell of the ring that is being made. */
const LISTED = 2;

/** Unknown cells beside known ones: found by the pairs of neighbours that differ, four a cell. */
function firstRing(columns: number, rows: number, known: Uint8Array): NumberList<Uint32Array> {
  const ring = new NumberList(Uint32Array);
  const meet = (a: number, b: number) => {
    // Of two that differ, where neither is listed yet, the one that is 0 is unknown.
    const cell = known[a] === 0 ? a : b;
    const other = cell === a ? b : a;
    if (known[cell] !== 0 || known[other] !== KNOWN) return;
    known[cell] = LISTED;
    ring.push(cell);
  };
  for (let r = 0, i = 0; r < rows; r++) {
    const hasNext = r + 1 < rows;
    for (let c = 0; c < columns; c++, i++) {
      const own = known[i];
      const hasEast = c + 1 < columns;
      if (hasEast && known[i + 1] !== own) meet(i, i + 1);
      if (!hasNext) continue;
      const up = i + columns;
      if (known[up] !== known[i]) meet(i, up);
      if (hasEast && known[up + 1] !== known[i]) meet(i, up + 1);
      if (c > 0 && known[up - 1] !== known[i]) meet(i, up - 1);
    }
  }
  return ring;
}

function nextRing(columns: number, rows: number, known: Uint8Array, ring: NumberList<Uint32Array>) {
  const next = new NumberList(Uint32Array);
  for (let k = 0; k < ring.length; k++) {
    const i = ring.values[k];
    const column = i % columns;
    const row = (i - column) / columns;
    for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++)
      for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
        const at = r * columns + c;
        if (known[at] !== 0) continue;
        known[at] = LISTED;
        next.push(at);
      }
  }
  return next;
}

function meanAround(i: number, columns: number, rows: number, values: Float32Array, known: Uint8Array): number {
  const column = i % columns;
  const row = (i - column) / columns;
  let sum = 0;
  let count = 0;
  for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++)
    for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
      const at = r * columns + c;
      if (known[at] !== KNOWN) continue;
      sum += values[at];
      count++;
    }
  return sum / count;
}

/** One, two, one along both axes: the soft edge of a shadow, some three metres wide. */
export function soften({ columns, rows }: { columns: number; rows: number }, values: Float32Array): void {
  const row = new Float32Array(columns);
  for (let r = 0; r < rows; r++) {
    const from = r * columns;
    for (let c = 0; c < columns; c++) {
      const west = values[from + Math.max(0, c - 1)];
      const east = values[from + Math.min(columns - 1, c + 1)];
      row[c] = (west + 2 * values[from + c] + east) / 4;
    }
    values.set(row, from);
  }
  const before = values.slice(0, columns);
  for (let r = 0; r < rows; r++) {
    const from = r * columns;
    const above = Math.min(rows - 1, r + 1) * columns;
    for (let c = 0; c < columns; c++) {
      const own = values[from + c];
      values[from + c] = (before[c] + 2 * own + values[above + c]) / 4;
      before[c] = own;
    }
  }
}
