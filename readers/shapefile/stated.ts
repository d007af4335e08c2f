import type { Stated } from '../shared/stated.ts';

/** Attributes of Shapefile that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const SHAPEFILE_STATED: Stated = [
  ['.prj name', 'reference', 'converted', 'crs-text', 'crs-name-other', 'crs-unread'],
  ['.prj UNIT of coordinates and of angles, PRIMEM, TOWGS84', 'unit', 'converted'],
  ['.cpg, language byte of .dbf', 'reference', 'converted', 'code-page'],
  ['deleted rows of .dbf', 'mask', 'row-deleted'],
  ['winding of rings', 'rotation', 'converted', 'ring-turned'],
  ['.prj VERTCS against the unit of the coordinates', 'unit', 'converted', 'surfaces-height-unit'],
];
