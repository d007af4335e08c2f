import type { Stated } from '../shared/stated.ts';

/** Attributes of OpenStreetMap PBF that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const OSM_PBF_STATED: Stated = [
  ['granularity', 'scale', 'converted'],
  ['lat_offset, lon_offset', 'shift', 'converted'],
  ['required_features', 'mask', 'osm-feature'],
];
