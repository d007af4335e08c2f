import type { Stated } from '../shared/stated.ts';

/** Attributes of 3D Tiles that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const TILES3D_STATED: Stated = [
  ['transform', 'rotation', 'converted'],
  ['gltfUpAxis', 'rotation', 'converted'],
  ['boundingVolume', 'reference', 'converted', 'volume', 'no-place'],
];
