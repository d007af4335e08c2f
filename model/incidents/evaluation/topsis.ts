/** Whether more of a criterion is better. */
export type Direction = 'benefit' | 'cost';

/**
 * Entropy weights (Hwang & Yoon 1981) of a matrix [alternative][criterion] of positive numbers. r = x ÷ max of a benefit, min ÷ x of a
 * cost; p = r ÷ Σr; e = −Σ p·ln p ÷ ln m; w = (1 − e) ÷ Σ(1 − e). Other scalings give other weights: this variant is named beside them.
 * Null: with one alternative, or where all are alike, the data tell no weights.
 */
export function entropyWeights(
  matrix: readonly (readonly number[])[],
  directions: readonly Direction[],
): { weights: number[]; entropies: number[] } | null {
  const m = matrix.length;
  if (m < 2) return null;
  const entropies = directions.map((direction, c) => {
    const column = matrix.map((row) => row[c]);
    const ratios = column.map((x) => (direction === 'benefit' ? x / Math.max(...column) : Math.min(...column) / x));
    const sum = ratios.reduce((all, r) => all + r, 0);
    return -ratios.reduce((all, r) => all + (r === 0 ? 0 : (r / sum) * Math.log(r / sum)), 0) / Math.log(m);
  });
  const spread = entropies.reduce((sum, e) => sum + (1 - e), 0);
  if (!(spread > MIN_SPREAD)) return null;
  return { weights: entropies.map((e) => (1 - e) / spread), entropies };
}

/** Columns that are alike differ from an entropy of 1 by rounding alone. */
const MIN_SPREAD = 1e-12;

/** An alternative's distances from the best and the worst of all, and its closeness to the best. */
export interface TopsisScore {
  toBest: number;
  toWorst: number;
  /** 0 to 1; null: all alternatives are alike. */
  closeness: number | null;
}

/** TOPSIS (Hwang & Yoon 1981): v = w·x ÷ √Σx² by column; C = d⁻ ÷ (d⁺ + d⁻). */
export function topsis(
  matrix: readonly (readonly number[])[],
  weights: readonly number[],
  directions: readonly Direction[],
): TopsisScore[] {
  const norms = directions.map((_, c) => Math.sqrt(matrix.reduce((sum, row) => sum + row[c] ** 2, 0)));
  const scaled = matrix.map((row) => row.map((x, c) => (norms[c] === 0 ? 0 : (weights[c] * x) / norms[c])));
  const extreme = (isBest: boolean) =>
    directions.map((direction, c) => {
      const column = scaled.map((row) => row[c]);
      return (direction === 'benefit') === isBest ? Math.max(...column) : Math.min(...column);
    });
  const best = extreme(true);
  const worst = extreme(false);
  const distance = (row: readonly number[], to: readonly number[]) =>
    Math.sqrt(row.reduce((sum, v, c) => sum + (v - to[c]) ** 2, 0));
  return scaled.map((row) => {
    const toBest = distance(row, best);
    const toWorst = distance(row, worst);
    const sum = toBest + toWorst;
    return { toBest, toWorst, closeness: sum === 0 ? null : toWorst / sum };
  });
}
