import type { Stated } from '../shared/stated.ts';

/** Attributes of XPlanGML that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const XPLAN_STATED: Stated = [
  ['srsName', 'reference', 'converted'],
  ['arcs', 'mask', 'arcs-as-vertices'],
];
