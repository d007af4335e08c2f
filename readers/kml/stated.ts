import type { Stated } from '../shared/stated.ts';

/** Attributes of KML that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const KML_STATED: Stated = [
  ['altitudeMode, extrude', 'reference', 'converted'],
  ['overlays, models, tours', 'mask', 'kml-unread'],
];
