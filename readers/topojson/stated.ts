import type { Stated } from '../shared/stated.ts';

/** Attributes of TopoJSON that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const TOPOJSON_STATED: Stated = [
  ['transform.scale', 'scale', 'converted'],
  ['transform.translate', 'shift', 'converted'],
];
