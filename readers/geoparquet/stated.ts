import type { Stated } from '../shared/stated.ts';

/** Attributes of GeoParquet that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const GEOPARQUET_STATED: Stated = [
  ['geo.columns.crs', 'reference', 'converted', 'crs-text'],
  ['vertical part of geo.columns.crs', 'unit', 'converted', 'surfaces-height-unit'],
  ['CIRCULARSTRING, COMPOUNDCURVE, CURVEPOLYGON', 'mask', 'converted'],
];
