import type { Stated } from '../shared/stated.ts';

/** Attributes of table of places (XLSX) that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const PLACES_XLSX_STATED: Stated = [
  ['degrees, minutes, seconds', 'unit', 'converted', 'not-a-number'],
  ['north before east', 'rotation', 'axes-swapped'],
];
