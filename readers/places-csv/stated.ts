import type { Stated } from '../shared/stated.ts';

/** Attributes of table of places (CSV) that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const PLACES_CSV_STATED: Stated = [
  ['sep=', 'unit', 'converted'],
  ['decimal mark', 'unit', 'converted', 'number-ambiguous'],
  ['degrees, minutes, seconds', 'unit', 'converted', 'not-a-number'],
  ['apostrophe before a formula', 'mask', 'converted'],
  ['north before east', 'rotation', 'axes-swapped'],
];
