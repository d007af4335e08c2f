import { FRUIN_PER_M2 } from '../../../model/scenarios/service-levels.ts';
import type { ColourStop } from '../../view/colour-stop.ts';
import type { CrowdColour, PersonState } from './slice.ts';

/**
 * In the order of a frame's numbers. Any two of them differ by 0.079 or more in OKLab in both themes, also to who sees no red or no green
 * (Machado et al. 2009). Red is for who was swept away alone.
 */
const STATES: readonly { state: PersonState; token: string }[] = [
  { state: 'waits', token: 'ink-3' },
  { state: 'walks', token: 'info' },
  { state: 'queues', token: 'cat-2' },
  { state: 'wades', token: 'depth-5' },
  { state: 'trapped', token: 'depth-6' },
  { state: 'refuge', token: 'seq-2' },
  { state: 'swept', token: 'danger' },
];

/** Classes of people and of the ground, for picture and legend alike: state by its number, m/s (the slower the stronger), people/m². */
export const CROWD_STOPS: Record<CrowdColour, readonly (ColourStop & { state?: PersonState })[]> = {
  state: STATES.map(({ state, token }, i) => ({ from: i - 0.5, token, state })),
  speed: [0, 0.3, 0.6, 0.9, 1.2].map((from, i) => ({ from, token: `seq-${7 - i}` })),
  density: ['a', 'b', 'c', 'd', 'e', 'f'].map((letter, i) => ({
    from: i === 0 ? 0 : FRUIN_PER_M2[i - 1],
    token: `los-${letter}`,
  })),
};

/** Ground that less than this stands on is not coloured: a person alone reaches 0.65/m² about them. */
export const HEAT_STOPS: readonly ColourStop[] = CROWD_STOPS.density.map(({ from, token }, i) => ({
  from: i === 0 ? 0.05 : from,
  token,
}));
