import type { Stated } from '../shared/stated.ts';

/** Attributes of Primavera XER that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const XER_STATED: Stated = [
  ['CALENDAR clndr_data', 'time', 'converted', 'note-calendar'],
  ['instants', 'time', 'converted', 'note-date'],
  ['lengths in hours', 'unit', 'converted', 'xer-hours'],
  ['sched_calendar_on_relationship_lag', 'time', 'converted'],
];
