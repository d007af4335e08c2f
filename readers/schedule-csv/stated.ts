import type { Stated } from '../shared/stated.ts';

/** Attributes of table of activities that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const SCHEDULE_CSV_STATED: Stated = [
  ['duration, lag and their units', 'time', 'converted', 'duration'],
  ['elapsed lags, also of percent', 'time', 'converted'],
  ['apostrophe before a formula', 'mask', 'converted'],
  ['calendar', 'time', 'converted', 'unknown-calendar'],
];
