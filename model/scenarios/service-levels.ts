/** Fruin's levels of service on walkways (1971): the densities, people/m², at which B, C, D, E and F begin. */
export const FRUIN_PER_M2 = [0.31, 0.43, 0.72, 1.08, 2.15] as const;
