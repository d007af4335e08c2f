import type { Stated } from '../shared/stated.ts';

/** Attributes of vector tiles that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const VECTOR_TILES_STATED: Stated = [['extent', 'scale', 'converted', 'tile-steps']];
