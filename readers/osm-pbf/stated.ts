import { OSM_BUILDING_STATED } from '../shared/osm-building-parts.ts';
import type { Stated } from '../shared/stated.ts';

/** Attributes of OpenStreetMap PBF that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const OSM_PBF_STATED: Stated = [
  ['granularity', 'scale', 'converted'],
  ['lat_offset, lon_offset', 'shift', 'converted'],
  ['bbox', 'mask', 'area-cut', 'area-side'],
  ['required_features', 'mask', 'osm-feature'],
  ...OSM_BUILDING_STATED,
];
