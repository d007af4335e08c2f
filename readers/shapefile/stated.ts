import type { Stated } from '../shared/stated.ts';

/** Attributes of Shapefile that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const SHAPEFILE_STATED: Stated = {
  '.prj': ['reference', 'converted', 'crs-text', 'crs-unread'],
  '.cpg, language byte of .dbf': ['reference', 'converted', 'code-page'],
  'deleted rows of .dbf': ['mask', 'row-deleted'],
  'winding of rings': ['rotation', 'converted', 'ring-turned'],
};
