import type { Stated } from '../shared/stated.ts';

/** Attributes of IFC tasks that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const IFC_TASKS_STATED: Stated = [
  ['IfcTaskTime durations and their DurationType', 'time', 'converted', 'ifc-duration'],
  ['IfcWorkCalendar', 'time', 'converted', 'note-recurrence'],
  ['IfcLagTime', 'time', 'converted'],
];
