/**
 * A city's storm intensity formula (暴雨强度公式) as GB 50014-2021 writes it: q = 167·A1·(1 + C·lg P)/(t + b)^n in L/(s·ha), t in
 * minutes, P in years. `a` is 167·A1. Each city publishes its own four numbers; they are data.
 */
export interface StormFormula {
  a: number;
  c: number;
  bMin: number;
  n: number;
}

/** Rain in steps of equal length: the rate of step k holds from k·stepS to (k + 1)·stepS; none before and after. */
export interface Hyetograph {
  stepS: number;
  ratesMmPerH: readonly number[];
}

/** What falls from one moment to another, to the last drop of each step. */
export function cumulativeRainMm({ stepS, ratesMmPerH }: Hyetograph, fromS: number, toS: number): number {
  let sumMm = 0;
  for (let step = Math.max(0, Math.floor(fromS / stepS)); step < ratesMmPerH.length && step * stepS < toS; step++) {
    const durationS = Math.min(toS, (step + 1) * stepS) - Math.max(fromS, step * stepS);
    sumMm += (ratesMmPerH[step] * durationS) / 3600;
  }
  return sumMm;
}

/** The rain in mm that a hyetograph brings in all. */
export const depthMm = ({ stepS, ratesMmPerH }: Hyetograph): number =>
  ratesMmPerH.reduce((sumMm, rate) => sumMm + (rate * stepS) / 3600, 0);

/** The most that falls within `durationMin` once in `years`. 1 L/(s·ha) is 0.006 mm/min. */
export function stormDepthMm({ a, c, bMin, n }: StormFormula, years: number, durationMin: number): number {
  return (0.006 * a * (1 + c * Math.log10(years)) * durationMin) / (durationMin + bMin) ** n;
}

/**
 * Chicago design storm (Keifer and Chu, J. Hydraul. Div. ASCE 83 (1957) HY4): around its peak every span holds just what the
 * formula gives for a span of that length. `peakRatio` is the part of the storm before the peak (r). Each step holds the exact
 * depth of its minutes, so that the sum is the formula's.
 */
export function chicagoStorm(
  formula: StormFormula,
  {
    years,
    durationMin,
    peakRatio,
    stepMin = 1,
  }: { years: number; durationMin: number; peakRatio: number; stepMin?: number },
): Hyetograph {
  const peakMin = peakRatio * durationMin;
  const cumulativeRainMm = (timeMin: number): number => {
    const before = Math.max(0, peakMin - timeMin);
    const after = Math.max(0, timeMin - peakMin);
    const rising = peakRatio > 0 ? peakRatio * stormDepthMm(formula, years, before / peakRatio) : 0;
    const falling = peakRatio < 1 ? (1 - peakRatio) * stormDepthMm(formula, years, after / (1 - peakRatio)) : 0;
    return falling - rising;
  };
  const steps = Math.ceil(durationMin / stepMin);
  const ratesMmPerH = Array.from({ length: steps }, (_, k) => {
    const fromMin = k * stepMin;
    const toMin = Math.min(durationMin, (k + 1) * stepMin);
    return ((cumulativeRainMm(toMin) - cumulativeRainMm(fromMin)) * 60) / stepMin;
  });
  return { stepS: stepMin * 60, ratesMmPerH };
}
