import type { Stated } from '../shared/stated.ts';

/** Attributes of GPX that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const GPX_STATED: Stated = [['time of each point', 'time', 'points-values']];
