import type { Stated } from '../shared/stated.ts';

/** Attributes of OpenStreetMap XML that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const OSM_XML_STATED: Stated = [];
