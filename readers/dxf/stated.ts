import type { Stated } from '../shared/stated.ts';

/** Attributes of DXF that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const DXF_STATED: Stated = [
  ['$INSUNITS', 'unit', 'converted', 'dxf-unit'],
  ['$DWGCODEPAGE', 'reference', 'converted'],
  ['AcDbGeoData', 'reference', 'converted', 'dxf-place'],
  ['AcDbGeoData unit scale, north direction', 'scale', 'converted'],
  ['INSERT scale, rotation, arrays', 'scale', 'converted'],
  ['ARC, CIRCLE, bulge', 'mask', 'converted'],
  ['extrusion direction', 'rotation', 'converted'],
];
