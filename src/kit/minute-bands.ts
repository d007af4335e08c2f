import type { ColourStop } from '../view/colour-stop.ts';

/** Nearer is further from the ground's own colour. */
const TOKENS = ['seq-6', 'seq-4', 'seq-2'];

/** A band of minutes and its colour. */
export const bandsOf = (minutes: readonly number[]): { token: string; from: number; to: number }[] =>
  minutes.map((to, i) => ({ token: TOKENS[i] ?? 'seq-1', from: minutes[i - 1] ?? 0, to }));

/** The same for the sheet; beyond the last minute nothing is drawn. */
export const stopsOf = (minutes: readonly number[]): ColourStop[] => [
  ...bandsOf(minutes).map(({ token, from }) => ({ token, from })),
  { from: minutes[minutes.length - 1], token: null },
];
