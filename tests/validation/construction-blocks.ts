import type { BodyMesh } from '../../workers/construction/space/clash.ts';

/** A box, turned about the vertical. */
export interface Block {
  middle: [number, number, number];
  size: [number, number, number];
  turnRad: number;
}

const FACES = [
  0, 2, 1, 1, 2, 3, 4, 5, 6, 5, 7, 6, 0, 1, 4, 1, 5, 4, 2, 6, 3, 3, 6, 7, 0, 4, 2, 2, 4, 6, 1, 3, 5, 3, 7, 5,
];

/** Corner k of a block: bits of k are its sides in x, y, z. */
export function cornerOf({ middle, size, turnRad }: Block, k: number): [number, number, number] {
  const [x, y, z] = [0, 1, 2].map((axis) => ((k >> axis) & 1 ? 0.5 : -0.5) * size[axis]);
  const [c, s] = [Math.cos(turnRad), Math.sin(turnRad)];
  return [middle[0] + c * x - s * y, middle[1] + s * x + c * y, middle[2] + z];
}

/** Blocks as triangles, twelve each. */
export function blocks(list: readonly Block[]): BodyMesh {
  const positionM = new Float64Array(24 * list.length);
  const index = new Uint32Array(36 * list.length);
  const firstIndex = Uint32Array.from({ length: list.length + 1 }, (_, i) => 36 * i);
  for (const [i, block] of list.entries()) {
    for (let k = 0; k < 8; k++) positionM.set(cornerOf(block, k), 24 * i + 3 * k);
    for (const [at, k] of FACES.entries()) index[36 * i + at] = 8 * i + k;
  }
  return { firstIndex, positionM, index };
}
