import type { Stated } from '../shared/stated.ts';

/** Attributes of Microsoft Project XML that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const MSPDI_STATED: Stated = [
  ['Calendar WeekDays, Exceptions', 'time', 'converted', 'note-calendar'],
  ['DurationFormat', 'time', 'converted'],
  ['LagFormat', 'time', 'converted'],
  ['instants', 'time', 'converted', 'note-date'],
  ['ManualStart, ManualFinish', 'time', 'converted', 'note-manual-link'],
  ['TimephasedData', 'time', 'converted', 'note-split'],
  ['IgnoreResourceCalendar', 'time', 'converted', 'note-resource-calendars'],
  ['MaxUnits, Units', 'scale', 'converted'],
];
