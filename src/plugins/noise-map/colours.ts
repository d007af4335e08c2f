import type { ColourStop } from '../../view/colour-stop.ts';

/** A band of the picture, with its limits, dB. */
interface NoiseColour {
  token: string;
  from: number;
  to: number;
}

const FAR_DB = 1000;
/** Limits of the picture's bands of levels; quieter ground keeps its own colour. */
const LEVELS_DB = [45, 50, 55, 60, 65, 70, 75] as const;
/** Limits of the picture's bands of change; what changes by less than the innermost is as it was. */
const CHANGES_DB = [-6, -3, -1, 1, 3, 6] as const;

/** Noise is told in the colours of hazard, under them a pale green: blue and green bands over streets would be read as water. */
const LEVEL_TOKENS = ['ok-tint', 'haz-1', 'haz-2', 'haz-3', 'haz-4', 'haz-5', 'haz-6'];

/** Bands of levels, quiet first. */
export const levelColours = (): NoiseColour[] =>
  LEVELS_DB.map((from, i) => ({ token: LEVEL_TOKENS[i], from, to: LEVELS_DB[i + 1] ?? FAR_DB }));

/** Bands of change, quieter first; the warm end of the colours is for what becomes louder. */
export const changeColours = (): NoiseColour[] =>
  [-FAR_DB, ...CHANGES_DB].map((from, i, all) => ({
    token: `div-${all.length - i}`,
    from,
    to: CHANGES_DB[i] ?? FAR_DB,
  }));

/** The same as a sheet takes them. */
export const stopsOf = (colours: readonly NoiseColour[]): ColourStop[] => [
  ...(colours[0].from > 0 ? [{ from: 0, token: null }] : []),
  ...colours.map(({ token, from }) => ({ token, from })),
];

/** A band in words: its limits, open at its ends. */
export function rangeText({ from, to }: Pick<NoiseColour, 'from' | 'to'>): string {
  if (from <= -FAR_DB) return `< ${to}`;
  return to >= FAR_DB ? `≥ ${from}` : `${from}–${to}`;
}
