import type { Stated } from '../shared/stated.ts';

/** Attributes of Microsoft Project XML that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const MSPDI_STATED: Stated = [
  ['Calendar WeekDays, Exceptions', 'time', 'converted', 'note-calendar'],
  ['DurationFormat', 'time', 'converted'],
  ['LagFormat', 'time', 'converted'],
  ['MaxUnits, Units', 'scale', 'converted'],
];
