import type { Stated } from '../shared/stated.ts';

/** Attributes of glTF that scale, shift, time, turn, mask, unit or place a value, and what becomes of each. */
export const GLTF_STATED: Stated = [
  ['matrix, translation, rotation, scale of a node', 'rotation', 'converted'],
  ['normalized accessor', 'scale', 'converted'],
  ['extensionsRequired', 'mask', 'gltf-extension'],
];
