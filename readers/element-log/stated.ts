import type { Stated } from '../shared/stated.ts';

/** Attributes of element–task log that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const ELEMENT_LOG_STATED: Stated = [['day of a row', 'time', 'log-day']];
