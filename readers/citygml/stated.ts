import type { Stated } from '../shared/stated.ts';

/** Attributes of CityGML that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const CITYGML_STATED: Stated = [
  ['srsName', 'reference', 'converted', 'no-crs', 'two-crs'],
  ['axis order of srsName', 'rotation', 'converted'],
  ['OrientableSurface orientation', 'rotation', 'converted'],
  ['X3DMaterial, ParameterizedTexture', 'mask', 'appearance'],
];
