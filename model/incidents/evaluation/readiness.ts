/** Where help is asked for, and how much of it. */
interface Demand {
  amount: number;
  /** From each site of help; infinite: no way. The unit is that of the limit: seconds by road, or metres. */
  farness: readonly number[];
}

/** The share of demand whose nearest free site is within a limit; null: there is no demand. */
export function readinessOf(demands: readonly Demand[], free: readonly number[], limit: number): number | null {
  let all = 0;
  let within = 0;
  for (const { amount, farness } of demands) {
    all += amount;
    if (free.some((site) => farness[site] <= limit)) within += amount;
  }
  return all > 0 ? within / all : null;
}
