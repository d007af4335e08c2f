/** The projects `unit-long` and `e2e-long` play the longest tests in full; `unit` and `e2e` play the part that fails for the same reasons, or skip them. */
export const isLong = process.env.SHAPAN_LONG === 'yes';
