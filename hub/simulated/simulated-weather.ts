import { chance } from './chance.ts';

/** Each spell of this length has its storm, or none. */
const SPELL_S = 3 * 3600;
const STORM_CHANCE = 0.55;

interface Storm {
  beginS: number;
  lastsS: number;
  peakMmPerH: number;
  /** Where its heart is at its beginning, metres east and north, and how it goes, m/s. */
  at: [number, number];
  goes: [number, number];
  radiusM: number;
}

/** Peaks at 0.4 of its time, as the city's design storm does. */
const PEAK_AT = 0.4;

function stormOf(seed: number, spell: number): Storm | null {
  const pick = (which: number) => chance(seed, spell, which);
  if (pick(0) > STORM_CHANCE) return null;
  const lastsS = 2400 + 6000 * pick(1);
  return {
    beginS: (spell + pick(2)) * SPELL_S,
    lastsS,
    peakMmPerH: 6 + 50 * pick(3) ** 3,
    at: [-4000 + 3000 * pick(4), -2000 + 4000 * pick(5)],
    goes: [(5000 * (0.5 + pick(6))) / lastsS, (2000 * (pick(7) - 0.5)) / lastsS],
    radiusM: 1800 + 2500 * pick(8),
  };
}

function intensity(
  { beginS, lastsS, peakMmPerH, at, goes, radiusM }: Storm,
  [x, y]: readonly [number, number],
  timeS: number,
): number {
  const through = (timeS - beginS) / lastsS;
  if (through <= 0 || through >= 1) return 0;
  const ratio = through < PEAK_AT ? through / PEAK_AT : (1 - through) / (1 - PEAK_AT);
  const dx = x - at[0] - goes[0] * (timeS - beginS);
  const dy = y - at[1] - goes[1] * (timeS - beginS);
  return peakMmPerH * ratio * Math.exp(-(dx * dx + dy * dy) / (2 * radiusM * radiusM));
}

const storms = new Map<string, Storm | null>();

/** Storms are few and asked for often. */
function stormAt(seed: number, spell: number): Storm | null {
  const key = `${seed} ${spell}`;
  let storm = storms.get(key);
  if (storm !== undefined) return storm;
  if (storms.size > 1000) storms.clear();
  storm = stormOf(seed, spell);
  storms.set(key, storm);
  return storm;
}

/** Rain at a place, metres east and north of the city's origin: storms of a cell that passes over. */
export function rainMmPerH(seed: number, at: readonly [number, number], timeS: number): number {
  const spell = Math.floor(timeS / SPELL_S);
  let sum = 0;
  for (const each of [spell - 1, spell]) {
    const storm = stormAt(seed, each);
    if (storm) sum += intensity(storm, at, timeS);
  }
  return sum;
}

/** Steps of the sum below, in the reservoir's constant: at a twelfth the sum is 0.5 % from the integral of a smooth course. */
const STEPS_PER_CONSTANT = 12;
/**
 * A storm lasts forty minutes or more, and longer steps would jump over it: with a day's constant and steps of two hours each storm came
 * and went every two hours for five days, and slopes that moved so were alarmed in dry weather.
 */
const MAX_STEP_S = 600;
const CONSTANTS = 5;

/** What a linear reservoir with this constant gives off of the rain before: the rain's mean, weighted by e^(−age / constant). */
export function runoffMmPerH(seed: number, at: readonly [number, number], timeS: number, constantS: number): number {
  const stepS = Math.min(MAX_STEP_S, constantS / STEPS_PER_CONSTANT);
  const steps = Math.round((CONSTANTS * constantS) / stepS);
  let sum = 0;
  let weights = 0;
  for (let i = 0; i < steps; i++) {
    const weight = Math.exp((-(i + 0.5) * stepS) / constantS);
    sum += weight * rainMmPerH(seed, at, timeS - (i + 0.5) * stepS);
    weights += weight;
  }
  return sum / weights;
}
