import type { Stated } from '../shared/stated.ts';

/** Attributes of CityJSON that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const CITYJSON_STATED: Stated = [
  ['transform.scale', 'scale', 'converted'],
  ['transform.translate', 'shift', 'converted'],
  ['metadata.referenceSystem', 'reference', 'converted', 'degrees'],
  ['vertical part of metadata.referenceSystem', 'unit', 'converted', 'surfaces-height-unit'],
  ['uom of a measure', 'unit', 'converted', 'unit-unknown', 'unit-mixed'],
  ['geometry-templates, transformationMatrix', 'rotation', 'converted'],
  ['material', 'mask', 'converted'],
  ['appearance.textures', 'mask', 'appearance'],
];
