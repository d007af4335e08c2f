import type { Stated } from '../shared/stated.ts';

/** Attributes of FlatGeobuf that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const FLATGEOBUF_STATED: Stated = [
  ['crs', 'reference', 'converted', 'crs-text'],
  ['vertical part of crs', 'unit', 'converted', 'surfaces-height-unit'],
  ['CircularString, CompoundCurve, CurvePolygon', 'mask', 'converted'],
];
