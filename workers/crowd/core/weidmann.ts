/**
 * Weidmann's speeds (1993; the form is Kladek's, 1966): v = v₀·(1 − exp(−γ·(1/ρ − 1/5.4))), here γ/5.4, up and down.
 *
 * γ is 1.913 on the level, 3.722 up and 3.802 down steps, where v₀ is 0.610 and 0.694 m/s in plan: who climbs is slow by their legs and not
 * by those ahead. The constants of steps are from memory of his tables (待核); they give the capacities that he prints, 0.85 up and 0.98
 * people/(m·s) down. With the level's γ on steps, people there were slower than RiMEA's band from 1.2 people/m² on.
 */
export const WEIDMANN_LEVEL = { up: 1.913 / 5.4, down: 1.913 / 5.4 };
/**
 * The exponents γ/5.4 of Weidmann's curve on steps, up and down; they are about twice those of level ground, so that a
 * crowd keeps more of its speed.
 */
export const WEIDMANN_STEPS = { up: 3.722 / 5.4, down: 3.802 / 5.4 };

/**
 * In a crowd of this model that moves as a whole the next one ahead is 1.045/√ρ away (50 s in a corridor of 10 m at 0.5 to 5 people/m², by
 * 0.99 to 1.06): 1/ρ goes with the square of that distance, and people stop at 1.124 contacts of 0.4 m.
 */
export const WEIDMANN_STOP = 1.124;

/** Free walking speed of adults on level ground (Weidmann 1993), for which times of fields are given. */
export const REFERENCE_MPS = 1.34;
