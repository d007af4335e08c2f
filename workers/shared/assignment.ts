/** A plan of an assignment, with the duals that prove it is best. */
interface Assignment {
  /** Column of each row. */
  columnOf: Int32Array;
  cost: number;
  /** Duals of rows and columns: u + v ≤ cost everywhere, and their sum is `cost` (linear programming duality), so no plan is cheaper. */
  u: Float64Array;
  v: Float64Array;
}

/**
 * The cheapest way to give each row a column of its own: shortest augmenting paths with duals (Jonker and Volgenant 1987, without its
 * heuristic start). costs: row-major, rows ≤ columns, finite; whole numbers stay exact below 2^53. O(rows² · columns). Of equally cheap
 * plans always the same. Throws where there are more rows than columns.
 */
export function assign(costs: ArrayLike<number>, rows: number, columns: number): Assignment {
  if (rows > columns) throw new RangeError(`assign: expected at most ${columns} rows, got ${rows}`);
  const u = new Float64Array(rows);
  const v = new Float64Array(columns);
  const rowOf = new Int32Array(columns).fill(-1);
  const least = new Float64Array(columns);
  const from = new Int32Array(columns);
  const done = new Uint8Array(columns);
  for (let start = 0; start < rows; start++) {
    least.fill(Number.POSITIVE_INFINITY);
    from.fill(-1);
    done.fill(0);
    let row = start;
    let at = -1;
    let reachedCost = 0;
    for (;;) {
      let best = -1;
      for (let column = 0; column < columns; column++) {
        if (done[column] === 1) continue;
        const cost = reachedCost + costs[row * columns + column] - u[row] - v[column];
        if (cost < least[column]) {
          least[column] = cost;
          from[column] = at;
        }
        if (best < 0 || least[column] < least[best]) best = column;
      }
      at = best;
      reachedCost = least[at];
      done[at] = 1;
      if (rowOf[at] < 0) break;
      row = rowOf[at];
    }
    u[start] += reachedCost;
    for (let column = 0; column < columns; column++) {
      if (done[column] === 0 || column === at) continue;
      u[rowOf[column]] += reachedCost - least[column];
      v[column] -= reachedCost - least[column];
    }
    for (let column = at; column >= 0; column = from[column]) {
      const before = from[column];
      rowOf[column] = before < 0 ? start : rowOf[before];
    }
  }
  const columnOf = new Int32Array(rows).fill(-1);
  let cost = 0;
  for (let column = 0; column < columns; column++)
    if (rowOf[column] >= 0) {
      columnOf[rowOf[column]] = column;
      cost += costs[rowOf[column] * columns + column];
    }
  return { columnOf, cost, u, v };
}

/** What the duals prove: no plan costs less than `bound`, and by how much a dual breaks its limit at worst (0: the proof holds). */
export function certificate(
  costs: ArrayLike<number>,
  columns: number,
  { u, v }: Pick<Assignment, 'u' | 'v'>,
): { bound: number; violation: number } {
  let violation = 0;
  for (let row = 0; row < u.length; row++)
    for (let column = 0; column < columns; column++)
      violation = Math.max(violation, u[row] + v[column] - costs[row * columns + column]);
  // A column that may stay free has no dual above 0.
  for (const one of v) violation = Math.max(violation, one);
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  return { bound: sum(u) + sum(v), violation };
}
