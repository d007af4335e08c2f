import type { ColourStop } from '../../view/colour-stop.ts';

/** Colours of cells that are seen and are not, for picture and legend alike: petrol and ochre, which every eye separates. */
export const SEEN_STOPS: readonly ColourStop[] = [
  { from: -0.5, token: 'div-2' },
  { from: 0.5, token: 'div-6' },
];
