import type { Stated } from '../shared/stated.ts';

/** Attributes of GeoJSON that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const GEOJSON_STATED: Stated = [
  ['crs', 'reference', 'converted'],
  ['vertical part of crs', 'unit', 'converted', 'surfaces-height-unit'],
];
