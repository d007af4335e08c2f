import type { Stated } from '../shared/stated.ts';

/** Attributes of XPlanGML that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const XPLAN_STATED: Stated = [
  ['srsName', 'reference', 'converted'],
  ['srsDimension, decimal, cs, ts', 'unit', 'converted'],
  ['Arc, Circle, ArcByBulge, ArcByCenterPoint', 'mask', 'converted'],
  ['splines', 'mask', 'curve-straight'],
  ['OrientableCurve orientation', 'rotation', 'converted'],
  ['lines, points and areas of the other layers', 'mask', 'passed-line', 'passed-point', 'passed-polygon'],
  ['objects without a place', 'mask', 'no-place'],
];
