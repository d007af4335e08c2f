import type { Stated } from '../shared/stated.ts';

/** Attributes of Common Alerting Protocol that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const CAP_STATED: Stated = [
  ['sent, effective, onset, expires', 'time', 'converted'],
  ['area.circle', 'unit', 'converted'],
];
