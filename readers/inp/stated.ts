import type { Stated } from '../shared/stated.ts';

/** Attributes of SWMM and EPANET that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const INP_STATED: Stated = [
  ['FLOW_UNITS, UNITS', 'unit', 'converted'],
  ['LINK_OFFSETS', 'shift', 'converted'],
  ['START_DATE, dates of TIMESERIES', 'time', 'converted'],
  ['INFLOWS scale and baseline', 'scale', 'converted'],
  ['PATTERNS of DWF and INFLOWS', 'scale', 'converted'],
  ['PATTERNS and DEMANDS of EPANET', 'scale', 'inp-unread'],
];
