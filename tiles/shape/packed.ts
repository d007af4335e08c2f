import type { TileMesh } from './mesh.ts';
import type { PackedVertices } from './packed-vertices.ts';
import { expandRuns, referencedVertices } from './runs.ts';

/** 2 km at 1/32 m. */
export const U16_STEPS = 65535;

export function newPacked(
  vertices: number,
  stepM: number,
  low: PackedVertices['low'],
  high: PackedVertices['high'],
  runs?: PackedVertices['runs'],
): PackedVertices {
  const widest = Math.max(high[0] - low[0], high[1] - low[1], high[2] - low[2]);
  const positions = referencedVertices(vertices, runs?.position);
  return {
    stepM,
    low,
    high,
    vertices,
    position: widest <= U16_STEPS ? new Uint16Array(positions * 4) : new Int32Array(positions * 3),
    normal: new Int8Array(referencedVertices(vertices, runs?.normal) * 4),
    featureId: new Uint16Array(referencedVertices(vertices, runs?.featureId) * 2),
    ...(runs ? { runs } : {}),
  };
}

/** Any mesh, rounded to the step. */
export function packVertices({ positionM, normal, featureIndex }: TileMesh, stepM: number): PackedVertices {
  const units = new Int32Array(positionM.length);
  roundAll(units, positionM, 1 / stepM);
  const low = [minOf(units, 0), minOf(units, 1), minOf(units, 2)] as const;
  const high = [mostOf(units, 0), mostOf(units, 1), mostOf(units, 2)] as const;
  const packed = newPacked(featureIndex.length, stepM, low, high);
  packPositions(packed.position, strideOf(packed), units, low[0], high[1], low[2]);
  packNormals(packed.normal, normal, featureIndex.length);
  packFeatureIds(packed.featureId, featureIndex);
  return packed;
}

export function strideOf({ position }: PackedVertices): 3 | 4 {
  return position instanceof Uint16Array ? 4 : 3;
}

/** A mesh that was made packed; its plain arrays are computed when something else than the .glb writer asks for them. */
export function packedMesh(packed: PackedVertices, index: Uint32Array, indexMode: 'triangles' | 'sequence'): TileMesh {
  const stride = strideOf(packed);
  const { vertices, stepM, low, high, runs } = packed;
  return {
    packed,
    index,
    indexMode,
    get positionM() {
      const position = runs ? expandRuns(packed.position, stride, runs.position) : packed.position;
      return Float64Array.from({ length: vertices * 3 }, (_, i) => {
        const at = Math.floor(i / 3) * stride;
        if (i % 3 === 0) return (position[at] + low[0]) * stepM;
        return (i % 3 === 1 ? high[1] - position[at + 2] : position[at + 1] + low[2]) * stepM;
      });
    },
    get normal() {
      const normal = runs ? expandRuns(packed.normal, 4, runs.normal) : packed.normal;
      return Int8Array.from({ length: vertices * 3 }, (_, i) => {
        const at = Math.floor(i / 3) * 4;
        return i % 3 === 0 ? normal[at] : i % 3 === 1 ? -normal[at + 2] : normal[at + 1];
      });
    },
    get featureIndex() {
      const featureId = runs ? expandRuns(packed.featureId, 2, runs.featureId) : packed.featureId;
      return featureId.filter((_, i) => i % 2 === 0);
    },
  };
}

// Loops over vertices in functions of their own: see extrude.ts.

function roundAll(out: Int32Array, positionM: Float64Array, perStep: number): void {
  for (let i = 0; i < positionM.length; i++) out[i] = Math.floor(positionM[i] * perStep + 0.5);
}

function minOf(units: Int32Array, from: number): number {
  let least = units[from];
  for (let i = from; i < units.length; i += 3) if (units[i] < least) least = units[i];
  return least;
}

function mostOf(units: Int32Array, from: number): number {
  let most = units[from];
  for (let i = from; i < units.length; i += 3) if (units[i] > most) most = units[i];
  return most;
}

function packPositions(
  out: Uint16Array | Int32Array,
  stride: number,
  units: Int32Array,
  west: number,
  north: number,
  lowest: number,
): void {
  for (let p = 0, q = 0; p < units.length; p += 3, q += stride) {
    out[q] = units[p] - west;
    out[q + 1] = units[p + 2] - lowest;
    out[q + 2] = north - units[p + 1];
  }
}

function packNormals(out: Int8Array, normal: Int8Array, count: number): void {
  for (let p = 0, q = 0; q < 4 * count; p += 3, q += 4) {
    out[q] = normal[p];
    out[q + 1] = normal[p + 2];
    out[q + 2] = -normal[p + 1];
  }
}

function packFeatureIds(out: Uint16Array, featureIndex: Uint16Array): void {
  for (let i = 0; i < featureIndex.length; i++) out[2 * i] = featureIndex[i];
}
