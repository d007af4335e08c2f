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
  let unknown: number[] = [];
  for (let i = 0; i < known.length; i++) if (known[i] === 0) unknown.push(i);
  for (let ring = 0; ring < rings; ring++) {
    const reached: number[] = [];
    const means: number[] = [];
    const left: number[] = [];
    for (const i of unknown) {
      const mean = meanAround(i, columns, rows, values, known);
      if (mean === null) left.push(i);
      else {
        reached.push(i);
        means.push(mean);
      }
    }
    for (const [k, i] of reached.entries()) {
      values[i] = means[k];
      known[i] = 1;
    }
    unknown = left;
  }
  for (const i of unknown) values[i] = beyond;
}

function meanAround(i: number, columns: number, rows: number, values: Float32Array, known: Uint8Array): number | null {
  const column = i % columns;
  const row = (i - column) / columns;
  let sum = 0;
  let count = 0;
  for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++)
    for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
      const at = r * columns + c;
      if (known[at] === 0) continue;
      sum += values[at];
      count++;
    }
  return count > 0 ? sum / count : null;
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
  let before = values.slice(0, columns);
  for (let r = 0; r < rows; r++) {
    const from = r * columns;
    const above = Math.min(rows - 1, r + 1) * columns;
    const own = values.slice(from, from + columns);
    for (let c = 0; c < columns; c++) values[from + c] = (before[c] + 2 * own[c] + values[above + c]) / 4;
    before = own;
  }
}
