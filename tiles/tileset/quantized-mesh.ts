import type { Ecef } from '../../model/geo/enu.ts';
import { type LonLat, WGS84_A_M, WGS84_E2 } from '../../model/geo/lon-lat.ts';
import { MessageError } from '../../model/text/message.ts';
import { bakeMessage } from '../messages.ts';

/**
 * Quantized-mesh 1.0 (https://github.com/CesiumGS/quantized-mesh) with the oct-encoded normals extension, written and
 * read. Little-endian; heights are metres above the ellipsoid.
 */
export interface QuantizedMesh {
  /** Middle of the tile and of its bounding sphere. */
  centre: Ecef;
  sphereRadiusM: number;
  /** In ellipsoid-scaled space; see `occlusionPoint`. */
  occlusion: Ecef;
  minHeightM: number;
  maxHeightM: number;
  /** 0 … 32767 from west to east, south to north, lowest to highest; vertices in the order of their first use. */
  u: Uint16Array;
  v: Uint16Array;
  height: Uint16Array;
  /** Anticlockwise. */
  index: Uint32Array;
  /** Vertices of each side. */
  west: readonly number[] | Uint32Array;
  south: readonly number[] | Uint32Array;
  east: readonly number[] | Uint32Array;
  north: readonly number[] | Uint32Array;
  /** Two bytes a vertex, in ECEF axes (they are the globe's, not the tile's); null where the tile has none. */
  octNormal: Uint8Array | null;
}

export const QUANTIZED_MAX = 32767;
const HEADER_BYTES = 88;
const OCT_NORMALS_EXTENSION = 1;

export function encodeQuantizedMesh(mesh: QuantizedMesh): Uint8Array<ArrayBuffer> {
  const { u, v, height, index, octNormal } = mesh;
  const vertices = u.length;
  const wide = vertices > 65536 ? 4 : 2;
  const edges = [mesh.west, mesh.south, mesh.east, mesh.north];
  const pad = wide === 4 ? (4 - ((HEADER_BYTES + 4 + 6 * vertices) % 4)) % 4 : 0;
  let size = HEADER_BYTES + 4 + 6 * vertices + pad + 4 + wide * index.length + 16;
  for (const edge of edges) size += wide * edge.length;
  if (octNormal) size += 5 + octNormal.length;

  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  const doubles = [...mesh.centre, ...mesh.centre, mesh.sphereRadiusM, ...mesh.occlusion];
  for (let i = 0; i < 3; i++) view.setFloat64(8 * i, doubles[i], true);
  view.setFloat32(24, mesh.minHeightM, true);
  view.setFloat32(28, mesh.maxHeightM, true);
  for (let i = 3; i < 10; i++) view.setFloat64(32 + 8 * (i - 3), doubles[i], true);
  view.setUint32(HEADER_BYTES, vertices, true);

  // The lanes begin at an even byte, and every machine that runs Node is little-endian, as the format is.
  const lanes = new Uint16Array(bytes.buffer, HEADER_BYTES + 4, 3 * vertices);
  [u, v, height].forEach((values, lane) => {
    let last = 0;
    for (let i = 0; i < vertices; i++) {
      const delta = values[i] - last;
      lanes[lane * vertices + i] = (delta << 1) ^ (delta >> 31);
      last = values[i];
    }
  });
  let at = HEADER_BYTES + 4 + 6 * vertices + pad;
  view.setUint32(at, index.length / 3, true);
  at += 4;
  const codes =
    wide === 4 ? new Uint32Array(bytes.buffer, at, index.length) : new Uint16Array(bytes.buffer, at, index.length);
  let highest = 0;
  for (let i = 0; i < index.length; i++) {
    const code = highest - index[i];
    if (code === 0) highest++;
    codes[i] = code;
  }
  at += wide * index.length;
  for (const edge of edges) {
    view.setUint32(at, edge.length, true);
    at += 4;
    for (const i of edge) {
      if (wide === 4) view.setUint32(at, i, true);
      else view.setUint16(at, i, true);
      at += wide;
    }
  }
  if (octNormal) {
    bytes[at] = OCT_NORMALS_EXTENSION;
    view.setUint32(at + 1, octNormal.length, true);
    bytes.set(octNormal, at + 5);
  }
  return bytes;
}

export class QuantizedMeshError extends MessageError {
  override name = 'QuantizedMeshError';
}

/** Throws where the bytes are not such a tile: cut short, or an index beyond the vertices. Unknown extensions are skipped. */
export function decodeQuantizedMesh(bytes: Uint8Array, file = 'tile'): QuantizedMesh {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (size: number, what: string) => {
    if (at + size > bytes.byteLength)
      throw new QuantizedMeshError(bakeMessage('mesh-cut', { file, what, expected: at + size, got: bytes.byteLength }));
    at += size;
    return at - size;
  };
  const head = take(HEADER_BYTES, 'header');
  const double = (i: number) => view.getFloat64(head + i, true);
  const vertices = view.getUint32(take(4, 'vertex count'), true);
  const lanes = [0, 1, 2].map(() => {
    const from = take(2 * vertices, 'vertices');
    const values = new Uint16Array(vertices);
    let value = 0;
    for (let i = 0; i < vertices; i++) {
      const zigzag = view.getUint16(from + 2 * i, true);
      value += (zigzag >> 1) ^ -(zigzag & 1);
      if (value < 0 || value > QUANTIZED_MAX)
        throw new QuantizedMeshError(bakeMessage('mesh-vertex', { file, i, quantizedMax: QUANTIZED_MAX, value }));
      values[i] = value;
    }
    return values;
  });
  const wide = vertices > 65536 ? 4 : 2;
  if (wide === 4) at += (4 - (at % 4)) % 4;
  const read = (count: number, what: string) => {
    const from = take(wide * count, what);
    return Uint32Array.from({ length: count }, (_, i) =>
      wide === 4 ? view.getUint32(from + 4 * i, true) : view.getUint16(from + 2 * i, true),
    );
  };
  const inRange = (values: Uint32Array, what: string) => {
    for (const value of values)
      if (value >= vertices) throw new QuantizedMeshError(bakeMessage('mesh-index', { file, what, vertices, value }));
    return values;
  };
  const index = read(3 * view.getUint32(take(4, 'triangle count'), true), 'triangles');
  let highest = 0;
  for (let i = 0; i < index.length; i++) {
    const code = index[i];
    index[i] = highest - code;
    if (code === 0) highest++;
  }
  inRange(index, 'triangles');
  const [west, south, east, north] = ['west', 'south', 'east', 'north'].map((side) =>
    inRange(read(view.getUint32(take(4, `${side} edge count`), true), `${side} edge`), `${side} edge`),
  );
  let octNormal: Uint8Array | null = null;
  while (at < bytes.byteLength) {
    const from = take(5, 'extension');
    const size = view.getUint32(from + 1, true);
    const data = take(size, 'extension');
    if (bytes[from] !== OCT_NORMALS_EXTENSION) continue;
    if (size !== 2 * vertices)
      throw new QuantizedMeshError(bakeMessage('mesh-normals', { file, expected: 2 * vertices, size }));
    octNormal = bytes.slice(data, data + size);
  }
  return {
    centre: [double(0), double(8), double(16)],
    sphereRadiusM: double(56),
    occlusion: [double(64), double(72), double(80)],
    minHeightM: view.getFloat32(head + 24, true),
    maxHeightM: view.getFloat32(head + 28, true),
    u: lanes[0],
    v: lanes[1],
    height: lanes[2],
    index,
    west,
    south,
    east,
    north,
    octNormal,
  };
}

/** A direction of any length → two bytes (Cigolle et al. 2014, JCGT 3(2)), at most 0.9° off; they round by cutting off. */
export function writeOctNormal(x: number, y: number, z: number, out: Uint8Array, at: number): void {
  const sum = Math.abs(x) + Math.abs(y) + Math.abs(z);
  let u = x / sum;
  let v = y / sum;
  if (z < 0) {
    const fold = (1 - Math.abs(v)) * (u < 0 ? -1 : 1);
    v = (1 - Math.abs(u)) * (v < 0 ? -1 : 1);
    u = fold;
  }
  out[at] = u * 127.5 + 128;
  out[at + 1] = v * 127.5 + 128;
}

export function readOctNormal(bytes: Uint8Array, at: number): [number, number, number] {
  let x = (bytes[at] / 255) * 2 - 1;
  let y = (bytes[at + 1] / 255) * 2 - 1;
  const z = 1 - Math.abs(x) - Math.abs(y);
  if (z < 0) {
    const fold = (1 - Math.abs(y)) * (x < 0 ? -1 : 1);
    y = (1 - Math.abs(x)) * (y < 0 ? -1 : 1);
    x = fold;
  }
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

const POLAR_M = WGS84_A_M * Math.sqrt(1 - WGS84_E2);

/**
 * The point, in ellipsoid-scaled space along `centre`, from which a camera below the horizon sees none of `points`
 * (Ring & Cozzi, 3D Engine Design for Virtual Globes, "horizon culling"). Tiles so large that no such point exists
 * (levels 0–3) get one far out: a zero there makes the tile vanish without an error.
 */
export function occlusionPoint(centre: Ecef, points: readonly Ecef[]): Ecef {
  const length = Math.hypot(...centre);
  const toward: Ecef = [centre[0] / length, centre[1] / length, centre[2] / length];
  const scaled = Math.hypot(toward[0] / WGS84_A_M, toward[1] / WGS84_A_M, toward[2] / POLAR_M);
  const dx = toward[0] / WGS84_A_M / scaled;
  const dy = toward[1] / WGS84_A_M / scaled;
  const dz = toward[2] / POLAR_M / scaled;
  let reach = 1;
  for (const [px, py, pz] of points) {
    const x = px / WGS84_A_M;
    const y = py / WGS84_A_M;
    const z = pz / POLAR_M;
    const far = Math.hypot(x, y, z);
    const magnitude = Math.max(1, far);
    const cosAlpha = (x * dx + y * dy + z * dz) / far;
    const sinAlpha = Math.sqrt(Math.max(0, 1 - cosAlpha * cosAlpha));
    const cosBeta = 1 / magnitude;
    const sinBeta = Math.sqrt(Math.max(0, 1 - cosBeta * cosBeta));
    const span = cosAlpha * cosBeta - sinAlpha * sinBeta;
    if (span <= 1e-3) return [dx * FAR_OUT, dy * FAR_OUT, dz * FAR_OUT];
    reach = Math.max(reach, 1 / span);
  }
  return [dx * reach, dy * reach, dz * reach];
}
const FAR_OUT = 1000;

/** A grid of (parts + 1)² points of a tile at one height: what its bounds are made from. Below 20 km the corners do. */
export function tilePoints(
  westDeg: number,
  southDeg: number,
  sizeDeg: number,
  heightM: number,
  parts: number,
): LonLat[] {
  const points: LonLat[] = [];
  for (let j = 0; j <= parts; j++)
    for (let i = 0; i <= parts; i++)
      points.push({ lonDeg: westDeg + (i * sizeDeg) / parts, latDeg: southDeg + (j * sizeDeg) / parts, heightM });
  return points;
}
