import { OSM_BUILDING_STATED } from '../shared/osm-building-parts.ts';
import type { Stated } from '../shared/stated.ts';

/** Attributes of Overpass JSON that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const OVERPASS_STATED: Stated = [['remark', 'mask', 'overpass-remark'], ...OSM_BUILDING_STATED];
