import type { Stated } from '../shared/stated.ts';

/** Attributes of an EnergyPlus weather file that place, time or mask a value, and what becomes of each. */
export const EPW_STATED: Stated = [
  ['latitude and longitude of LOCATION', 'reference', 'converted', 'location'],
  ['time zone of LOCATION', 'time', 'converted'],
  ['hours by their end', 'time', 'converted', 'hours'],
  ['99.9, 999, 9999 for none', 'mask', 'converted'],
];
