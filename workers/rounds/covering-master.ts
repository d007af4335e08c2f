import { seeded } from '../shared/random.ts';

/** A column: what it costs, the rows that it covers and how often each. */
interface Column {
  cost: number;
  rows: readonly number[];
  times: readonly number[];
}

/** Right sides are moved apart by no more than this, so that pivots do not stand still; duals do not depend on it. */
const MOVED = 1e-4;
/** A reduced cost of more than this below 0 enters, a pivot below this is none. */
const TINY_COST = 1e-7;
const TINY_PIVOT = 1e-9;
/** Pivots between two inversions of the basis, which take away what rounding added. */
const FRESH = 150;
const MAX_PIVOTS = 20_000;
const SEED = 11;

/**
 * The linear relaxation of a set covering with at most `most` columns, by the revised simplex method with an explicit inverse. Its duals only
 * propose prices: what they prove is computed elsewhere, so that no rounding here can spoil a bound.
 */
export class CoveringMaster {
  /** Multiplications of all pivots until now. */
  work = 0;
  private readonly columns: Column[] = [];
  private readonly keys = new Set<string>();
  private readonly rows: number;
  private readonly basis: number[];
  private readonly inverse: Float64Array;
  private readonly right: Float64Array;
  private values: Float64Array;
  private readonly isBasic: boolean[] = [];
  private pivots = 0;

  /** `dear`: what leaving each row uncovered costs. */
  constructor(dear: readonly number[], most: number) {
    const covered = dear.length;
    this.rows = covered + 1;
    const random = seeded(SEED);
    this.right = Float64Array.from({ length: this.rows }, (_, row) => (row < covered ? 1 : most) + MOVED * random());
    for (let row = 0; row < covered; row++) this.push({ cost: dear[row], rows: [row], times: [1] });
    this.push({ cost: 0, rows: [covered], times: [1] });
    for (let row = 0; row < covered; row++) this.push({ cost: 0, rows: [row], times: [-1] });
    this.basis = Array.from({ length: this.rows }, (_, row) => row);
    for (const column of this.basis) this.isBasic[column] = true;
    this.inverse = new Float64Array(this.rows ** 2);
    for (let row = 0; row < this.rows; row++) this.inverse[row * this.rows + row] = 1;
    this.values = this.right.slice();
  }

  /** Whether a tour was new. */
  add(cost: number, rows: readonly number[], times: readonly number[]): boolean {
    const key = `${cost} ${rows.join(' ')} ${times.join(' ')}`;
    if (this.keys.has(key)) return false;
    this.keys.add(key);
    this.push({ cost, rows: [...rows, this.rows - 1], times: [...times, 1] });
    return true;
  }

  /** Returns the dual of each row at the optimum, the last that of the number of columns. */
  duals(): Float64Array {
    for (let pivot = 0; pivot < MAX_PIVOTS; pivot++) {
      const duals = this.dualsNow();
      const entering = this.entering(duals);
      if (entering < 0 || !this.enter(entering)) return duals;
      if (++this.pivots % FRESH === 0) this.invert();
    }
    return this.dualsNow();
  }

  private push(column: Column): void {
    this.columns.push(column);
    this.isBasic.push(false);
  }

  private dualsNow(): Float64Array {
    const { rows, inverse } = this;
    const duals = new Float64Array(rows);
    for (const [at, column] of this.basis.entries()) {
      const { cost } = this.columns[column];
      if (cost !== 0) for (let row = 0; row < rows; row++) duals[row] += cost * inverse[at * rows + row];
    }
    this.work += rows * rows;
    return duals;
  }

  private entering(duals: Float64Array): number {
    let best = -1;
    let least = -TINY_COST;
    for (let at = 0; at < this.columns.length; at++) {
      if (this.isBasic[at]) continue;
      const { cost, rows, times } = this.columns[at];
      let reduced = cost;
      for (let k = 0; k < rows.length; k++) reduced -= duals[rows[k]] * times[k];
      this.work += rows.length;
      if (reduced >= least) continue;
      least = reduced;
      best = at;
    }
    return best;
  }

  /** Brings a column into the basis; false: nothing bounds it. */
  private enter(entering: number): boolean {
    const { rows, inverse, values } = this;
    const column = this.columns[entering];
    const step = new Float64Array(rows);
    for (const [k, row] of column.rows.entries())
      for (let at = 0; at < rows; at++) step[at] += column.times[k] * inverse[at * rows + row];
    let leaving = -1;
    let ratio = Number.POSITIVE_INFINITY;
    for (let at = 0; at < rows; at++) {
      if (step[at] <= TINY_PIVOT || values[at] / step[at] >= ratio) continue;
      ratio = values[at] / step[at];
      leaving = at;
    }
    if (leaving < 0) return false;
    const pivot = step[leaving];
    for (let row = 0; row < rows; row++) inverse[leaving * rows + row] /= pivot;
    values[leaving] /= pivot;
    for (let at = 0; at < rows; at++) {
      if (at === leaving || step[at] === 0) continue;
      for (let row = 0; row < rows; row++) inverse[at * rows + row] -= step[at] * inverse[leaving * rows + row];
      values[at] = Math.max(0, values[at] - step[at] * values[leaving]);
    }
    this.work += rows * rows;
    this.isBasic[this.basis[leaving]] = false;
    this.basis[leaving] = entering;
    this.isBasic[entering] = true;
    return true;
  }

  /** Inverts the basis anew by Gauss and Jordan with row exchange. */
  private invert(): void {
    const { rows, inverse } = this;
    const matrix = new Float64Array(rows * rows);
    for (const [at, column] of this.basis.entries()) {
      const { rows: covered, times } = this.columns[column];
      for (const [k, row] of covered.entries()) matrix[row * rows + at] = times[k];
    }
    inverse.fill(0);
    for (let row = 0; row < rows; row++) inverse[row * rows + row] = 1;
    for (let at = 0; at < rows; at++) {
      let best = at;
      for (let row = at + 1; row < rows; row++)
        if (Math.abs(matrix[row * rows + at]) > Math.abs(matrix[best * rows + at])) best = row;
      exchange(matrix, rows, at, best);
      exchange(inverse, rows, at, best);
      const pivot = matrix[at * rows + at];
      for (let k = 0; k < rows; k++) {
        matrix[at * rows + k] /= pivot;
        inverse[at * rows + k] /= pivot;
      }
      for (let row = 0; row < rows; row++) {
        const factor = matrix[row * rows + at];
        if (row === at || factor === 0) continue;
        for (let k = 0; k < rows; k++) {
          matrix[row * rows + k] -= factor * matrix[at * rows + k];
          inverse[row * rows + k] -= factor * inverse[at * rows + k];
        }
      }
    }
    this.work += rows ** 3;
    this.values = Float64Array.from({ length: rows }, (_, at) => {
      let value = 0;
      for (let row = 0; row < rows; row++) value += inverse[at * rows + row] * this.right[row];
      return Math.max(0, value);
    });
  }
}

function exchange(matrix: Float64Array, rows: number, a: number, b: number): void {
  if (a === b) return;
  const first = matrix.slice(a * rows, (a + 1) * rows);
  matrix.copyWithin(a * rows, b * rows, (b + 1) * rows);
  matrix.set(first, b * rows);
}
