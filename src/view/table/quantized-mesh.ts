/** A terrain tile as the page reads it: corners 0…32767 from west to east and south to north, heights above the ellipsoid. */
interface TerrainMesh {
  readonly u: Uint16Array;
  readonly v: Uint16Array;
  readonly heightM: Float32Array;
  /** Anticlockwise from above. */
  readonly index: Uint32Array;
}

/** Whole of a tile's side. */
export const TILE_UNITS = 32767;
/** Where the count of vertices stands, behind the header. */
const COUNT_AT = 88;

/** The file is not a quantized-mesh tile. */
class TerrainTileError extends Error {
  override name = 'TerrainTileError';
}

/** Reads quantized-mesh 1.0 (https://github.com/CesiumGS/quantized-mesh): vertices and triangles; skirts and extensions are left. */
export function readTerrainMesh(bytes: ArrayBuffer): TerrainMesh {
  const view = new DataView(bytes);
  if (bytes.byteLength < COUNT_AT + 4)
    throw new TerrainTileError(`terrain tile: expected a header of ${COUNT_AT + 4} bytes, got ${bytes.byteLength}`);
  const lowM = view.getFloat32(24, true);
  const highM = view.getFloat32(28, true);
  const vertices = view.getUint32(COUNT_AT, true);
  const wide = vertices > 65536 ? 4 : 2;
  let at = COUNT_AT + 4;
  if (at + 6 * vertices + 4 > bytes.byteLength)
    throw new TerrainTileError(`terrain tile: expected ${vertices} vertices, got ${bytes.byteLength} bytes`);
  const lanes = [0, 1, 2].map((lane) => unzigzag(view, at + 2 * vertices * lane, vertices));
  at += 6 * vertices;
  at += (wide - (at % wide)) % wide;
  const count = 3 * view.getUint32(at, true);
  at += 4;
  if (at + count * wide > bytes.byteLength)
    throw new TerrainTileError(`terrain tile: expected ${count} indices, got ${bytes.byteLength} bytes`);
  const index = new Uint32Array(count);
  let highest = 0;
  for (let i = 0; i < count; i++, at += wide) {
    const code = wide === 4 ? view.getUint32(at, true) : view.getUint16(at, true);
    index[i] = highest - code;
    if (code === 0) highest++;
  }
  const heightM = Float32Array.from(lanes[2], (height) => lowM + ((highM - lowM) * height) / TILE_UNITS);
  return { u: lanes[0], v: lanes[1], heightM, index };
}

function unzigzag(view: DataView, from: number, count: number): Uint16Array {
  const values = new Uint16Array(count);
  let value = 0;
  for (let i = 0; i < count; i++) {
    const code = view.getUint16(from + 2 * i, true);
    value += (code >> 1) ^ -(code & 1);
    values[i] = value;
  }
  return values;
}
