/** Free walking speed of adults on level ground (Weidmann 1993), for which times of fields are given. */
export const REFERENCE_MPS = 1.34;
