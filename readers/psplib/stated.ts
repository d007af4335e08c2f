import type { Stated } from '../shared/stated.ts';

/** Attributes of PSPLIB that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const PSPLIB_STATED: Stated = [];
