import type { Stated } from '../shared/stated.ts';

/** Attributes of GTFS that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const GTFS_STATED: Stated = [];
