import type { Stated } from '../shared/stated.ts';

/** Attributes of table of places (CSV) that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const PLACES_CSV_STATED: Stated = [
  ['sep=', 'unit', 'converted'],
  ['decimal mark', 'unit', 'converted', 'number-ambiguous'],
  ['degrees, minutes, seconds', 'unit', 'converted', 'not-a-number'],
  ['apostrophe before a formula', 'mask', 'converted'],
  ['SRID of well-known text', 'reference', 'converted', 'srid-several'],
  ['SRID of hexadecimal EWKB', 'reference', 'converted', 'srid-several'],
  ['M of well-known text', 'unit', 'converted'],
  ['CIRCULARSTRING, COMPOUNDCURVE, CURVEPOLYGON', 'mask', 'converted'],
  ['north before east', 'rotation', 'axes-swapped'],
];
