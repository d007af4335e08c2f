import type { Stated } from '../shared/stated.ts';

/** Attributes of SRTM sheet that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const HGT_STATED: Stated = [
  ['corner in the name', 'reference', 'converted', 'name'],
  ['spacing by the size', 'scale', 'converted', 'size'],
  ['void −32768', 'mask', 'converted'],
];
