import type { Stated } from '../shared/stated.ts';

/** Attributes of GeoPackage that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const GEOPACKAGE_STATED: Stated = [
  ['gpkg_spatial_ref_sys', 'reference', 'converted', 'crs-text'],
  ['vertical part of gpkg_spatial_ref_sys', 'unit', 'converted', 'surfaces-height-unit'],
  ['CIRCULARSTRING, COMPOUNDCURVE, CURVEPOLYGON', 'mask', 'converted'],
];
