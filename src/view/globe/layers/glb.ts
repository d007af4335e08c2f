/** A mesh in the city's frame as glTF has it: y up (east, up, −north), about a corner of its own so that 32-bit floats keep millimetres. */
export interface GlbMesh {
  positionM: Float32Array;
  /** None for what is drawn unlit and flat. */
  normal: Float32Array | null;
  /** A number of its own a vertex, `row` to a shader; none where the shader needs none. */
  row?: Float32Array;
  index: Uint32Array;
  cornerM: readonly [xM: number, yM: number, zM: number];
  /** Bounds of the positions; wider where a shader moves them, since culling goes by it. */
  low: readonly number[];
  high: readonly number[];
}

/** One mesh as a .glb in memory. Its material says nothing: shaders of the view do. */
export function meshGlb({ positionM, normal, row, index, cornerM, low, high }: GlbMesh): Uint8Array<ArrayBuffer> {
  const parts = [positionM, ...(normal ? [normal] : []), ...(row ? [row] : []), index].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
  const offsets = parts.map((_, i) => parts.slice(0, i).reduce((sum, part) => sum + part.byteLength, 0));
  const bodyBytes = parts.reduce((sum, part) => sum + part.byteLength, 0);
  const count = positionM.length / 3;
  const last = parts.length - 1;
  const json = new TextEncoder().encode(
    JSON.stringify({
      asset: { version: '2.0' },
      scene: 0,
      scenes: [{ nodes: [0] }],
      nodes: [{ mesh: 0, translation: cornerM }],
      meshes: [
        {
          primitives: [
            {
              attributes: { POSITION: 0, ...(normal ? { NORMAL: 1 } : {}), ...(row ? { _ROW: last - 1 } : {}) },
              indices: last,
              material: 0,
            },
          ],
        },
      ],
      materials: [{ doubleSided: true, pbrMetallicRoughness: { metallicFactor: 0, roughnessFactor: 1 } }],
      accessors: [
        { bufferView: 0, componentType: 5126, count, type: 'VEC3', min: low, max: high },
        ...(normal ? [{ bufferView: 1, componentType: 5126, count, type: 'VEC3' }] : []),
        ...(row ? [{ bufferView: last - 1, componentType: 5126, count, type: 'SCALAR' }] : []),
        { bufferView: last, componentType: 5125, count: index.length, type: 'SCALAR' },
      ],
      bufferViews: parts.map(({ byteLength }, i) => ({
        buffer: 0,
        byteOffset: offsets[i],
        byteLength,
        target: i === last ? 34963 : 34962,
      })),
      buffers: [{ byteLength: bodyBytes }],
    }),
  );
  const padded = Math.ceil(json.length / 4) * 4;
  const bytes = new Uint8Array(12 + 8 + padded + 8 + bodyBytes);
  const view = new DataView(bytes.buffer);
  const words = [0x46546c67, 2, bytes.length, padded, 0x4e4f534a];
  for (let i = 0; i < words.length; i++) view.setUint32(4 * i, words[i], true);
  bytes.fill(0x20, 20, 20 + padded);
  bytes.set(json, 20);
  view.setUint32(20 + padded, bodyBytes, true);
  view.setUint32(24 + padded, 0x004e4942, true);
  parts.forEach((part, i) => {
    bytes.set(part, 28 + padded + offsets[i]);
  });
  return bytes;
}
