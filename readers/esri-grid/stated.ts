import type { Stated } from '../shared/stated.ts';

/** Attributes of ESRI ASCII grid that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const ESRI_GRID_STATED: Stated = [
  ['cellsize, dx, dy', 'scale', 'converted', 'small'],
  ['xllcorner, yllcorner, xllcenter, yllcenter', 'shift', 'converted'],
  ['NODATA_value', 'mask', 'converted'],
  ['.prj beside it', 'reference', 'converted', 'grid-crs'],
  ['unit of heights (none in the format)', 'unit', 'terrain-height-unit'],
];
