/** Whole numbers by weight with an exact sum (largest remainders; equal ones go to the earlier). */
export function apportion(weights: ArrayLike<number>, total: number): Uint32Array {
  const out = new Uint32Array(weights.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i];
  if (sum <= 0) {
    if (total > 0 && weights.length > 0) out[0] = total;
    return out;
  }
  const rest = new Float64Array(weights.length);
  let given = 0;
  for (let i = 0; i < weights.length; i++) {
    const exact = (weights[i] / sum) * total;
    out[i] = Math.floor(exact);
    rest[i] = exact - out[i];
    given += out[i];
  }
  const order = Array.from(rest.keys()).sort((a, b) => rest[b] - rest[a] || a - b);
  for (let k = 0; k < total - given; k++) out[order[k]]++;
  return out;
}

/** Floor area a person has, homes and work (CITY.md §4); only their ratio between uses matters, sums are the plan's. */
export const HOME_M2 = 34;
export const WORK_M2 = 22;

/** Dwellings over households: some stand empty. */
export const DWELLINGS_PER_HOUSEHOLD = 1.06;
