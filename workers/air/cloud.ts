/*
 * A release of limited length as it passes a place. Along the wind it is as wide as across it, and its width is that of the place's own
 * distance while it passes: then a train of puffs without a gap has a closed form, and its dose is that of the plume.
 */

/** What leaves, and for how long. */
export type Outflow =
  | { form: 'steady'; rateGps: number }
  | { form: 'timed'; rateGps: number; durationS: number }
  | { form: 'sudden'; massG: number };

/** A place by its distance downwind, with the wind and the width of the cloud along it. */
interface Passing {
  xM: number;
  windMps: number;
  sigmaM: number;
}

/** Coefficients of erfc by a Chebyshev fit (Numerical Recipes, 6.2: 1.2e−7 of the value everywhere). */
const ERFC = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
] as const;

/** Part of a normal distribution below so many standard deviations. */
function normalBelow(deviations: number): number {
  const z = Math.abs(deviations) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * z);
  let power = 0;
  for (let i = ERFC.length - 1; i >= 0; i--) power = power * t + ERFC[i];
  const half = 0.5 * t * Math.exp(-z * z + power);
  return deviations > 0 ? 1 - half : half;
}

/** Grams that lie on a metre of the axis at a place so long after the release began. */
export function lineGPerM(outflow: Outflow, { xM, windMps, sigmaM }: Passing, timeS: number): number {
  const ahead = (windMps * timeS - xM) / sigmaM;
  if (outflow.form === 'sudden')
    return (outflow.massG / (Math.sqrt(2 * Math.PI) * sigmaM)) * Math.exp(-(ahead * ahead) / 2);
  const full = outflow.rateGps / windMps;
  if (timeS <= 0) return 0;
  if (outflow.form === 'steady') return full * normalBelow(ahead);
  const behind = (windMps * (timeS - outflow.durationS) - xM) / sigmaM;
  return full * (normalBelow(ahead) - normalBelow(behind));
}

/** The most that ever lies there, grams a metre, and when. */
export function linePeak(outflow: Outflow, at: Passing): { gPerM: number; timeS: number } {
  const passS = at.xM / at.windMps;
  if (outflow.form === 'steady') return { gPerM: outflow.rateGps / at.windMps, timeS: passS };
  const timeS = outflow.form === 'sudden' ? passS : passS + outflow.durationS / 2;
  return { gPerM: lineGPerM(outflow, at, timeS), timeS };
}

/** Time integral of what lies there, g·s/m; of a steady release over so long. */
export function lineDose(outflow: Outflow, { windMps }: Passing, stayS: number): number {
  if (outflow.form === 'sudden') return outflow.massG / windMps;
  const lastsS = outflow.form === 'timed' ? outflow.durationS : stayS;
  return (outflow.rateGps * lastsS) / windMps;
}

const BISECTIONS = 40;
/** Widths of the cloud before its middle, where its rim begins. */
const RIM = 5;

/** When so much lies there first, seconds; null: never. */
export function arrivalS(outflow: Outflow, at: Passing, gPerM: number): number | null {
  const peak = linePeak(outflow, at);
  if (peak.gPerM < gPerM || gPerM <= 0) return null;
  let before = Math.max(0, (at.xM - RIM * at.sigmaM) / at.windMps);
  let after = outflow.form === 'steady' ? (at.xM + RIM * at.sigmaM) / at.windMps : peak.timeS;
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (before + after) / 2;
    if (lineGPerM(outflow, at, middle) >= gPerM) after = middle;
    else before = middle;
  }
  return after;
}

const LOAD_STEPS = 400;

/** Toxic load ∫cⁿ dt in (g/m)ⁿ·s of what passes a place, by Simpson's rule; of a steady release over so long. */
export function lineLoad(outflow: Outflow, at: Passing, exponent: number, stayS: number): number {
  if (outflow.form === 'steady') return (outflow.rateGps / at.windMps) ** exponent * stayS;
  const rimS = (RIM * at.sigmaM) / at.windMps;
  const fromS = Math.max(0, at.xM / at.windMps - rimS);
  const toS = at.xM / at.windMps + rimS + (outflow.form === 'timed' ? outflow.durationS : 0);
  const stepS = (toS - fromS) / LOAD_STEPS;
  let sum = 0;
  for (let i = 0; i <= LOAD_STEPS; i++) {
    const weight = i === 0 || i === LOAD_STEPS ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * lineGPerM(outflow, at, fromS + i * stepS) ** exponent;
  }
  return (sum * stepS) / 3;
}

/** Part of the outdoor concentration that a closed house reaches in so long, with so many changes of its air an hour. */
export const indoorRatio = (airChangePerH: number, hours: number): number => 1 - Math.exp(-airChangePerH * hours);
