import type { Stated } from '../shared/stated.ts';

/** Attributes of LandXML that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const LANDXML_STATED: Stated = [
  ['linearUnit, elevationUnit, diameterUnit', 'unit', 'converted'],
  ['linearUnit against the unit of the system', 'unit', 'converted'],
  ['CoordinateSystem epsgCode', 'reference', 'converted', 'crs'],
  ['CoordinateSystem horizontalDatum, ogcWktCode', 'reference', 'crs'],
  ['Curve, Spiral', 'mask', 'converted'],
  ['F i="1"', 'mask', 'converted'],
];
