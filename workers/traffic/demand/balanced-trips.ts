/** Rows and columns agree with their sums to this part, or the rounds end. */
const ENOUGH_RATIO = 1e-10;
const MAX_ROUNDS = 1000;

/** A table of trips between places, row by row. */
interface BalancedTrips {
  trips: Float64Array;
  rounds: number;
  /** By how much a row is off its sum at most, as a part of it. */
  errorRatio: number;
}

/**
 * Balances a table until its rows and columns add up to what begins and ends in each place (Furness 1965; iterative proportional fitting).
 * `weights`: how easily each place is reached from each, 0: not at all. The sums of rows and columns must be alike.
 */
export function balancedTrips(
  weights: Float64Array,
  productions: ArrayLike<number>,
  attractions: ArrayLike<number>,
): BalancedTrips {
  const rows = productions.length;
  const columns = attractions.length;
  const trips = weights.slice();
  let errorRatio = 0;
  let rounds = 0;
  while (rounds < MAX_ROUNDS) {
    rounds++;
    errorRatio = scaleRows(trips, productions, columns);
    scaleColumns(trips, attractions, rows);
    if (errorRatio <= ENOUGH_RATIO) break;
  }
  return { trips, rounds, errorRatio };
}

function scaleRows(trips: Float64Array, productions: ArrayLike<number>, columns: number): number {
  let worst = 0;
  for (let row = 0; row < productions.length; row++) {
    let sum = 0;
    for (let i = row * columns; i < (row + 1) * columns; i++) sum += trips[i];
    if (sum === 0) continue;
    const factor = productions[row] / sum;
    if (productions[row] > 0) worst = Math.max(worst, Math.abs(1 - 1 / factor));
    for (let i = row * columns; i < (row + 1) * columns; i++) trips[i] *= factor;
  }
  return worst;
}

function scaleColumns(trips: Float64Array, attractions: ArrayLike<number>, rows: number): void {
  const columns = attractions.length;
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) sums[column] += trips[row * columns + column];
  const factors = sums.map((sum, column) => (sum === 0 ? 0 : attractions[column] / sum));
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) trips[row * columns + column] *= factors[column];
}
