import { U16_STEPS } from '../shape/packed.ts';
import { COMPONENT, GlbParts } from '../tileset/glb.ts';
import type { Box } from '../tileset/mesh-glb.ts';
import { bytesOf } from '../tileset/meshopt.ts';

/** Vertices of the codec are a multiple of four bytes apart. */
const STRIDE = 4;

/**
 * Points of a tile: whole steps of a millimetre where it is less than 65 m wide, and colours. Colours of glTF are linear, so that a byte of
 * sRGB becomes sixteen bits.
 */
export function pointGlb(
  enuMm: Int32Array,
  linear: Uint16Array,
  order: Uint32Array,
  from: number,
  to: number,
): { bytes: Uint8Array; box: Box } {
  const count = to - from;
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let i = from; i < to; i++)
    for (let k = 0; k < 3; k++) {
      const value = enuMm[3 * order[i] + k];
      if (value < low[k]) low[k] = value;
      if (value > high[k]) high[k] = value;
    }
  const stepMm = Math.max(1, Math.ceil(Math.max(...high.map((value, k) => value - low[k])) / U16_STEPS));
  const position = new Uint16Array(STRIDE * count);
  const colour = new Uint16Array(STRIDE * count);
  const most = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const point = 3 * order[from + i];
    const x = Math.round((enuMm[point] - low[0]) / stepMm);
    const y = Math.round((enuMm[point + 2] - low[2]) / stepMm);
    const z = Math.round((high[1] - enuMm[point + 1]) / stepMm);
    position[STRIDE * i] = x;
    position[STRIDE * i + 1] = y;
    position[STRIDE * i + 2] = z;
    if (x > most[0]) most[0] = x;
    if (y > most[1]) most[1] = y;
    if (z > most[2]) most[2] = z;
    for (let k = 0; k < 3; k++) colour[STRIDE * i + k] = linear[point + k];
  }
  const stepM = stepMm / 1000;
  const glb = new GlbParts();
  const common = { count, type: 'VEC3', componentType: COMPONENT.u16 };
  const attributes = {
    POSITION: glb.addAccessor({
      bufferView: glb.addVertices(bytesOf(position), count, 2 * STRIDE),
      ...common,
      min: [0, 0, 0],
      max: most,
    }),
    COLOR_0: glb.addAccessor({
      bufferView: glb.addVertices(bytesOf(colour), count, 2 * STRIDE),
      ...common,
      normalized: true,
    }),
  };
  const used = ['EXT_meshopt_compression', 'KHR_materials_unlit', 'KHR_mesh_quantization'];
  const bytes = glb.finish({
    extensionsUsed: used,
    extensionsRequired: ['EXT_meshopt_compression', 'KHR_mesh_quantization'],
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [
      {
        mesh: 0,
        translation: [low[0] / 1000, low[2] / 1000, -high[1] / 1000 || 0],
        scale: [stepM, stepM, stepM],
      },
    ],
    meshes: [{ primitives: [{ attributes, material: 0, mode: 0 }] }],
    materials: [{ extensions: { KHR_materials_unlit: {} } }],
  });
  const east = low[0] / 1000 + most[0] * stepM;
  const up = low[2] / 1000 + most[1] * stepM;
  const south = high[1] / 1000 - most[2] * stepM;
  return { bytes, box: [low[0] / 1000, south, low[2] / 1000, east, high[1] / 1000, up] };
}
