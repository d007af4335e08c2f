import type { FlatMesh, IfcAPI } from 'web-ifc';
import type { ModelMesh } from './building-model.ts';

/** Linear, 0 to 1. */
export type LinearRgb = readonly [number, number, number];

/** Triangles of one element: three numbers a vertex, three vertices a triangle, and of files that colour theirs a colour a triangle. */
export interface ElementMesh {
  positionM: number[];
  index: number[];
  rgb: LinearRgb[];
}

/** What nothing is said of: its layer's own colour shows. */
export const NO_COLOUR: LinearRgb = [1, 1, 1];

/** A linear part as the byte that tiles have. */
export const byteOf = (part: number): number => Math.round(255 * Math.min(1, Math.max(0, part)));

/** IfcColourRgb and colours of X3D are what a screen shows (sRGB, IEC 61966-2-1); glTF and the tiles want it linear. */
export const linearOf = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

/** Room that doubles: how many triangles a class gives is known only once it is cut. */
export class MeshList {
  positionM = new Float64Array(1 << 12);
  index = new Uint32Array(1 << 12);
  readonly firstVertex: number[] = [0];
  readonly firstIndex: number[] = [0];
  private rgb = new Uint8Array(1 << 12);
  readonly volumeM3: (number | null)[] = [];

  get count(): number {
    return this.firstVertex.length - 1;
  }

  get triangles(): number {
    return (this.firstIndex.at(-1) ?? 0) / 3;
  }

  /**
   * One element's surfaces, turned from web-ifc's frame (y up) into x, y in plan and z up. Its vertices are in the file's unit until the
   * matrix of their placement is applied. False, and nothing taken, where it has no triangle or lies nowhere.
   */
  take(api: IfcAPI, model: number, { geometries }: FlatMesh): boolean {
    const start = this.firstVertex[this.count];
    let vertices = start;
    let indices = this.firstIndex[this.count];
    let volumeM3: number | null = 0;
    for (let g = 0; g < geometries.size(); g++) {
      const { geometryExpressID, flatTransformation: m, color } = geometries.get(g);
      const geometry = api.GetGeometry(model, geometryExpressID);
      const vertex = api.GetVertexArray(geometry.GetVertexData(), geometry.GetVertexDataSize());
      const index = api.GetIndexArray(geometry.GetIndexData(), geometry.GetIndexDataSize());
      this.reserve(vertices + vertex.length / 6, indices + index.length);
      const base = vertices;
      for (let v = 0; v < vertex.length; v += 6, vertices++) {
        const x = vertex[v];
        const y = vertex[v + 1];
        const z = vertex[v + 2];
        this.positionM[3 * vertices] = m[0] * x + m[4] * y + m[8] * z + m[12];
        this.positionM[3 * vertices + 1] = -(m[2] * x + m[6] * y + m[10] * z + m[14]);
        this.positionM[3 * vertices + 2] = m[1] * x + m[5] * y + m[9] * z + m[13];
      }
      if (!isOnEarth(this.positionM, 3 * base, 3 * vertices)) {
        geometry.delete();
        return false;
      }
      const mirrored = determinant(m) < 0;
      const from = indices;
      for (let i = 0; i + 2 < index.length; i += 3, indices += 3) {
        this.index[indices] = base + index[i];
        this.index[indices + 1] = base + index[mirrored ? i + 2 : i + 1];
        this.index[indices + 2] = base + index[mirrored ? i + 1 : i + 2];
      }
      const enclosed = enclosedM3(this.positionM, this.index, from, indices);
      volumeM3 = volumeM3 === null || enclosed === null ? null : volumeM3 + Math.abs(enclosed);
      this.paint(from, indices, [linearOf(color.x), linearOf(color.y), linearOf(color.z)]);
      geometry.delete();
    }
    if (indices === this.firstIndex[this.count]) return false;
    this.firstVertex.push(vertices);
    this.firstIndex.push(indices);
    this.volumeM3.push(volumeM3);
    return true;
  }

  /** One element of another reader: x, y in plan, z up, metres; false, and nothing taken, where it has no triangle. */
  add({ positionM, index, rgb }: ElementMesh): boolean {
    if (index.length === 0 || !isOnEarth(positionM, 0, positionM.length)) return false;
    const vertices = this.firstVertex[this.count];
    const indices = this.firstIndex[this.count];
    this.reserve(vertices + positionM.length / 3, indices + index.length);
    this.positionM.set(positionM, 3 * vertices);
    for (let i = 0; i < index.length; i++) this.index[indices + i] = vertices + index[i];
    const enclosed = enclosedM3(this.positionM, this.index, indices, indices + index.length);
    this.firstVertex.push(vertices + positionM.length / 3);
    this.firstIndex.push(indices + index.length);
    this.paint(indices, indices + index.length, NO_COLOUR);
    for (const [t, colour] of rgb.entries()) this.paint(indices + 3 * t, indices + 3 * t + 3, colour);
    this.volumeM3.push(enclosed === null ? null : Math.abs(enclosed));
    return true;
  }

  /** Forgets all elements from `count` on. */
  cutBack(count: number): void {
    this.firstVertex.length = count + 1;
    this.firstIndex.length = count + 1;
    this.volumeM3.length = count;
  }

  mesh(): ModelMesh {
    const firstVertex = Uint32Array.from(this.firstVertex);
    const firstIndex = Uint32Array.from(this.firstIndex);
    return {
      firstVertex,
      firstIndex,
      positionM: this.positionM.slice(0, 3 * firstVertex[this.count]),
      index: this.index.slice(0, firstIndex[this.count]),
      rgb: this.rgb.slice(0, firstIndex[this.count]),
    };
  }

  /** The triangles of some indices: as many bytes as indices, three a triangle. */
  private paint(from: number, to: number, [red, green, blue]: LinearRgb): void {
    for (let i = from; i + 2 < to; i += 3) {
      this.rgb[i] = byteOf(red);
      this.rgb[i + 1] = byteOf(green);
      this.rgb[i + 2] = byteOf(blue);
    }
  }

  private reserve(vertices: number, indices: number): void {
    if (3 * vertices > this.positionM.length) {
      const more = new Float64Array(Math.max(3 * vertices, 2 * this.positionM.length));
      more.set(this.positionM);
      this.positionM = more;
    }
    if (indices > this.index.length) {
      const more = new Uint32Array(Math.max(indices, 2 * this.index.length));
      more.set(this.index);
      this.index = more;
      const rgb = new Uint8Array(more.length);
      rgb.set(this.rgb);
      this.rgb = rgb;
    }
  }
}

/** No map's coordinates are larger, zone number before the easting and all. */
const FARTHEST_M = 1e9;

function isOnEarth(positionM: ArrayLike<number>, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!(Math.abs(positionM[i]) <= FARTHEST_M)) return false;
  return true;
}

/** Returns the determinant of a column-major 4 × 4 matrix's 3 × 3 part, which turns and scales. */
function determinant(m: readonly number[]): number {
  return m[0] * (m[5] * m[10] - m[6] * m[9]) - m[4] * (m[1] * m[10] - m[2] * m[9]) + m[8] * (m[1] * m[6] - m[2] * m[5]);
}

/** Open by less than this share of its surface, a mesh encloses a volume: sums of a closed one's area vectors vanish. */
const OPEN_RATIO = 1e-3;

/** By the divergence theorem about the mesh's first vertex; null where the surface is open. */
function enclosedM3(at: Float64Array, index: Uint32Array, from: number, to: number): number | null {
  if (to <= from) return 0;
  const [ox, oy, oz] = at.subarray(3 * index[from], 3 * index[from] + 3);
  let six = 0;
  let areaX = 0;
  let areaY = 0;
  let areaZ = 0;
  let area = 0;
  for (let i = from; i < to; i += 3) {
    const a = 3 * index[i];
    const b = 3 * index[i + 1];
    const c = 3 * index[i + 2];
    const ax = at[a] - ox;
    const ay = at[a + 1] - oy;
    const az = at[a + 2] - oz;
    const bx = at[b] - ox;
    const by = at[b + 1] - oy;
    const bz = at[b + 2] - oz;
    const cx = at[c] - ox;
    const cy = at[c + 1] - oy;
    const cz = at[c + 2] - oz;
    six += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
    const nx = (by - ay) * (cz - az) - (bz - az) * (cy - ay);
    const ny = (bz - az) * (cx - ax) - (bx - ax) * (cz - az);
    const nz = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    areaX += nx;
    areaY += ny;
    areaZ += nz;
    area += Math.hypot(nx, ny, nz);
  }
  return Math.hypot(areaX, areaY, areaZ) > OPEN_RATIO * area ? null : six / 6;
}
