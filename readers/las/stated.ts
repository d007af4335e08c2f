import type { Stated } from '../shared/stated.ts';

/** Attributes of LAS, LAZ, COPC that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const LAS_STATED: Stated = [
  ['scale factor', 'scale', 'converted'],
  ['offset', 'shift', 'converted'],
  ['WKT record, GeoKeys record, before or behind the points', 'reference', 'converted', 'crs'],
  ['VerticalUnits, vertical code, unit of VERT_CS', 'unit', 'converted'],
  ['no unit of heights', 'unit', 'points-height-unit'],
  ['ProjLinearUnits', 'unit', 'plane-unit'],
  ['withheld points', 'mask', 'points-withheld'],
];
