import type { Stated } from '../shared/stated.ts';

/** Attributes of table of readings that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const READINGS_TABLE_STATED: Stated = [
  ['phenomenonTime', 'time', 'converted'],
  ['apostrophe before a formula', 'mask', 'converted'],
];
