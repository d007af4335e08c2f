import type { ColourStop } from '../../view/colour-stop.ts';

/** From the nearest band to the farthest, for picture and legend alike. */
const TOKENS = ['seq-6', 'seq-5', 'seq-4', 'seq-3', 'seq-2'] as const;

/** The token of a band of reach. */
export const reachToken = (band: number): string => TOKENS[Math.min(band, TOKENS.length - 1)];

/** One colour a band. */
export const reachStops = (bands: number): ColourStop[] =>
  Array.from({ length: bands }, (_, band) => ({ from: band - 0.5, token: reachToken(band) }));
