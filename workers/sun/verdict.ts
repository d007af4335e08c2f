import { RAD_PER_DEG } from '../../model/geo/lon-lat.ts';
import type { SunRules } from '../../model/questions/sun-rules.ts';
import { isTurnedTo, type LitJob, PLACE } from './lit.ts';
import { blockerOf, NOTHING } from './rays.ts';
import { LOOK, type SunBand } from './sun-band.ts';

/** Seconds of the band in which the sun shines on it. */
type Spell = [fromS: number, toS: number];

/**
 * Minutes of sun that count at one of the windows: lit steps say which spells there are; where each begins and ends is found to the second by
 * halving, with the sun's place of that second.
 */
export function minutesAt(job: LitJob, phase: number, lit: Uint8Array, window: number, rules: SunRules): number {
  return countedMinutes(spellsAt(job, phase, lit, window, rules), rules);
}

export function countedMinutes(spells: readonly Spell[], { minSpellMin, longestSpells }: SunRules): number {
  const long = spells.map(([from, to]) => to - from).filter((seconds) => seconds >= minSpellMin * 60);
  const counted = longestSpells === null ? long : long.sort((a, b) => b - a).slice(0, longestSpells);
  return counted.reduce((sum, seconds) => sum + seconds, 0) / 60;
}

function spellsAt(job: LitJob, phase: number, lit: Uint8Array, window: number, rules: SunRules): Spell[] {
  const { band, places } = job;
  const { count, stepS, looks } = band;
  const endS = Math.round((band.toMs - band.fromMs) / 1000);
  const sweep = Math.sin(rules.sweepDeg * RAD_PER_DEG);
  const outEast = places[PLACE * window + 3];
  const outNorth = places[PLACE * window + 4];
  const isSwept = (east: number, north: number) => isTurnedTo(outEast, outNorth, east, north, sweep);
  const isLitStep = (k: number) => lit[count * window + k] === 1 && isSwept(looks[LOOK * k], looks[LOOK * k + 1]);
  const isLitAt = (second: number) => {
    const { east, north, slope } = band.at(second);
    return slope > 0 && isSwept(east, north) && reaches(job, phase, window, east, north, slope);
  };
  const spells: Spell[] = [];
  let fromS = 0;
  let isLit = false;
  for (let k = 0; k < count; k++) {
    if (isLitStep(k) === isLit) continue;
    // Before the first step stands the band's own beginning.
    const before = k === 0 ? 0 : Math.round((k - 0.5) * stepS);
    const change = changeBetween(before, Math.round((k + 0.5) * stepS), isLit, isLitAt);
    if (isLit) spells.push([fromS, change]);
    else fromS = change;
    isLit = !isLit;
  }
  if (isLit) spells.push([fromS, changeBetween(Math.round((count - 0.5) * stepS), endS, true, isLitAt)]);
  return spells;
}

/** The first second that is not as the first of them was: `low` is, `high` is not, or is the end. */
function changeBetween(low: number, high: number, was: boolean, isLitAt: (second: number) => boolean): number {
  if (isLitAt(low) !== was) return low;
  let from = low;
  let to = high;
  if (isLitAt(high) === was) return high;
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if (isLitAt(middle) === was) from = middle;
    else to = middle;
  }
  return to;
}

function reaches(job: LitJob, phase: number, window: number, east: number, north: number, slope: number): boolean {
  const { scene, terrain, places } = job;
  const o = PLACE * window;
  return (
    blockerOf(scene, terrain, phase, places[o], places[o + 1], places[o + 2], east, north, slope, NOTHING) === NOTHING
  );
}

/** Minutes of sun that the façade alone would let in, were nothing else there: one that cannot meet the rule is not held to it. */
export function openMinutes(band: SunBand, outEast: number, outNorth: number, rules: SunRules): number {
  const sweep = Math.sin(rules.sweepDeg * RAD_PER_DEG);
  let steps = 0;
  for (let k = 0; k < band.count; k++) {
    const [east, north, slope] = band.looks.subarray(LOOK * k, LOOK * k + LOOK);
    if (slope > 0 && isTurnedTo(outEast, outNorth, east, north, sweep)) steps++;
  }
  return (steps * band.stepS) / 60;
}
