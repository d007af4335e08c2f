/** Values over time; times rise strictly. */
export interface Series {
  timesS: readonly number[];
  values: readonly number[];
}

/** Straight between the points, level before the first and after the last. */
export function valueAt({ timesS, values }: Series, timeS: number): number {
  const after = timesS.findIndex((t) => t > timeS);
  if (after === 0) return values[0];
  if (after < 0) return values[values.length - 1];
  const part = (timeS - timesS[after - 1]) / (timesS[after] - timesS[after - 1]);
  return values[after - 1] + part * (values[after] - values[after - 1]);
}

/** Complains in words: what came, and at which place. */
export function checkSeries(name: string, { timesS, values }: Series): void {
  if (timesS.length === 0 || timesS.length !== values.length) {
    throw new Error(
      `${name}: expected as many times as values and at least one, got ${timesS.length} and ${values.length}`,
    );
  }
  for (const [i, timeS] of timesS.entries()) {
    if (!Number.isFinite(timeS)) throw new Error(`${name}.timesS[${i}]: expected seconds, got ${timeS}`);
    if (!Number.isFinite(values[i])) throw new Error(`${name}.values[${i}]: expected a number, got ${values[i]}`);
    if (i > 0 && timeS <= timesS[i - 1]) {
      throw new Error(`${name}.timesS[${i}]: expected more than ${timesS[i - 1]} s, got ${timeS}`);
    }
  }
}
