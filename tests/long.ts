/** The project `unit-long` plays the longest tests in full; `unit` plays the part that fails for the same reasons, or skips them. */
export const isLong = process.env.SHAPAN_LONG === 'yes';
