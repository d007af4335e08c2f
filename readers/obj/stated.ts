import type { Stated } from '../shared/stated.ts';

/** Attributes of OBJ that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const OBJ_STATED: Stated = [];
