import type { ColourStop } from '../../view/colour-stop.ts';

/** Seen by none, by one, by two or more. */
export const COVER_TOKENS = ['div-2', 'div-5', 'div-7'] as const;

/** The same as stops of the sheet. */
export const COVER_STOPS: readonly ColourStop[] = COVER_TOKENS.map((token, count) => ({ from: count - 0.5, token }));
