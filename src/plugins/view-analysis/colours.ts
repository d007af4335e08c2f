import type { ColourStop } from '../../view/colour-stop.ts';

/** Of cells that are seen and are not, for picture and legend alike: petrol and ochre, told apart by every eye. */
export const SEEN_STOPS: readonly ColourStop[] = [
  { from: -0.5, token: 'div-2' },
  { from: 0.5, token: 'div-6' },
];
