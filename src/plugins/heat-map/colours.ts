import { STRESS_CLASSES } from '../../../model/tables/heat.ts';
import type { ColourStop } from '../../view/colour-stop.ts';
import type { HeatShows } from './slice.ts';

/** A band of the picture with its limits. */
interface HeatColour {
  token: string;
  from: number;
  to: number;
}

const FAR = 1000;
/** Classes of the index from cold to extreme: a blue, then pale to dark in the colours of hazard, which differ in lightness for whoever sees no hue. */
const STRESS_TOKENS = ['depth-4', 'depth-1', 'haz-2', 'haz-3', 'haz-4', 'haz-6'];
const RADIANT_C = [30, 40, 50, 60, 70] as const;
const STRONG_H = [1, 3, 6, 9, 12] as const;
const CHANGES_K = [-5, -2, -0.5, 0.5, 2, 5] as const;

const bands = (limits: readonly number[], token: (i: number) => string, first: number): HeatColour[] =>
  [first, ...limits].map((from, i) => ({ token: token(i), from, to: limits[i] ?? FAR }));

/** The bands of what is shown, low first. */
export function heatColours(shows: HeatShows): HeatColour[] {
  if (shows === 'radiant') return bands(RADIANT_C, (i) => `haz-${i + 1}`, -FAR);
  if (shows === 'hours') return bands(STRONG_H, (i) => `haz-${i + 1}`, 0);
  if (shows === 'change') return bands(CHANGES_K, (i) => `div-${CHANGES_K.length + 1 - i}`, -FAR);
  return STRESS_CLASSES.map(({ fromC }, i) => ({
    token: STRESS_TOKENS[i],
    from: fromC ?? -FAR,
    to: STRESS_CLASSES[i + 1]?.fromC ?? FAR,
  }));
}

/** The same as a sheet takes them. */
export const stopsOf = (colours: readonly HeatColour[]): ColourStop[] =>
  colours.map(({ token, from }) => ({ token, from }));

/** A band in words: its limits, open at its ends. */
export function rangeText({ from, to }: Pick<HeatColour, 'from' | 'to'>): string {
  if (from <= -FAR) return `< ${to}`;
  return to >= FAR ? `≥ ${from}` : `${from}–${to}`;
}
