/**
 * Mean consistency index of random matrices by order, from 1 on: Saaty, The Analytic Hierarchy Process (1980), as handed down; published
 * tables differ with their samples, so a report names this one.
 */
const RANDOM_INDEX = [0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45] as const;

/** Above it a matrix contradicts itself too much (Saaty 1980). */
export const MAX_CONSISTENCY_RATIO = 0.1;

/** Weights of criteria by their comparison in pairs. */
export interface AhpWeights {
  weights: number[];
  /** The largest eigenvalue. */
  lambda: number;
  consistencyRatio: number;
}

/** How weights are taken from a matrix. */
type AhpMethod = 'eigenvector' | 'geometric-mean' | 'column-mean';

const STEPS = 200;

/**
 * Weights of a positive reciprocal matrix. A·w = λ·w; CI = (λ − n) ÷ (n − 1), CR = CI ÷ RI. Of the two means λ is the mean of (A·w)ᵢ ÷ wᵢ.
 */
export function ahpWeights(matrix: readonly (readonly number[])[], method: AhpMethod = 'eigenvector'): AhpWeights {
  const n = matrix.length;
  let weights: number[];
  if (method === 'geometric-mean')
    weights = normalised(matrix.map((row) => row.reduce((product, one) => product * one, 1) ** (1 / n)));
  else if (method === 'column-mean') {
    const sums = matrix[0].map((_, column) => matrix.reduce((sum, row) => sum + row[column], 0));
    weights = normalised(matrix.map((row) => row.reduce((sum, one, column) => sum + one / sums[column], 0)));
  } else {
    weights = normalised(Array(n).fill(1));
    for (let step = 0; step < STEPS; step++) weights = normalised(times(matrix, weights));
  }
  const lambda = times(matrix, weights).reduce((sum, one, i) => sum + one / weights[i], 0) / n;
  const index = RANDOM_INDEX[n - 1] ?? Number.NaN;
  const consistencyRatio = index === 0 ? 0 : (lambda - n) / (n - 1) / index;
  return { weights, lambda, consistencyRatio };
}

/** Scores of alternatives: of each criterion its weights over the alternatives, by the criteria's own. */
export function ahpScores(criteria: readonly number[], alternatives: readonly (readonly number[])[]): number[] {
  return alternatives[0].map((_, i) => criteria.reduce((sum, weight, c) => sum + weight * alternatives[c][i], 0));
}

const times = (matrix: readonly (readonly number[])[], vector: readonly number[]): number[] =>
  matrix.map((row) => row.reduce((sum, one, column) => sum + one * vector[column], 0));

function normalised(values: readonly number[]): number[] {
  const sum = values.reduce((all, one) => all + one, 0);
  return values.map((one) => one / sum);
}
