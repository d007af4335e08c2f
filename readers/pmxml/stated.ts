import type { Stated } from '../shared/stated.ts';

/** Attributes of Primavera P6 XML that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const PMXML_STATED: Stated = [
  ['Calendar', 'time', 'converted', 'note-calendar'],
  ['instants', 'time', 'converted', 'note-date'],
  ['RelationshipLagCalendar', 'time', 'converted'],
  ['MaxUnitsPerTime, PlannedUnitsPerTime', 'scale', 'converted'],
];
