import { OSM_BUILDING_STATED } from '../shared/osm-building-parts.ts';
import type { Stated } from '../shared/stated.ts';

/** Attributes of OpenStreetMap XML that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const OSM_XML_STATED: Stated = [['bounds', 'mask', 'area-cut', 'area-side'], ...OSM_BUILDING_STATED];
