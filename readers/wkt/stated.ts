import type { Stated } from '../shared/stated.ts';

/** Attributes of well-known text that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const WKT_STATED: Stated = [];
