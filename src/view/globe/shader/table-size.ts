/** Texels a row of the tables that are looked up by gid: every WebGL 2 has 2,048 × 2,048, so a layer may have 4,194,304 features (`MOST_FEATURES`). */
export const TABLE_WIDTH = 2048;

/** As a link: the number that stands in the tile's own table. */
export const AS_THE_TILE = 65534;

/** What tables of heights hold: metres above this, in steps of this. Enough for the deepest pile and the highest tower of a city. */
export const REACH_FROM_M = -400;
export const REACH_STEP_M = 0.02;
