import { utf8Of } from '../../readers/shared/utf8.ts';
import type { Runs } from '../shape/runs.ts';
import { encodeTriangles, encodeVertices } from './meshopt.ts';
import { encodeRuns, encodeSequence } from './run-codec.ts';

/** A bufferView, accessor, node … of the file being written: plain glTF JSON. */
export type GltfObject = Record<string, unknown>;

export const COMPONENT = { i8: 5120, u8: 5121, i16: 5122, u16: 5123, u32: 5125, f32: 5126 } as const;

const ARRAY_BUFFER = 34962;
const ELEMENT_ARRAY_BUFFER = 34963;

/**
 * Collects the parts of one .glb. Buffer 0 is the file's binary chunk; buffer 1 exists in name only and gives the
 * decompressed layout that EXT_meshopt_compression asks for.
 */
export class GlbParts {
  readonly bufferViews: GltfObject[] = [];
  readonly accessors: GltfObject[] = [];
  private readonly chunks: Uint8Array[] = [];
  private byteLength = 0;
  private decodedLength = 0;

  /** Plain bytes, aligned to 8 as EXT_structural_metadata wants; returns the bufferView's index. */
  addView(bytes: Uint8Array): number {
    const byteOffset = this.append(bytes);
    return this.bufferViews.push({ buffer: 0, byteOffset, byteLength: bytes.length }) - 1;
  }

  /** Vertices of `stride` bytes through the meshopt codec. `filter` when the bytes were prepared for one. */
  addVertices(
    bytes: Uint8Array,
    count: number,
    stride: number,
    { filter, runs }: { filter?: 'OCTAHEDRAL' | 'EXPONENTIAL'; runs?: Runs | undefined } = {},
  ): number {
    const encoded = runs ? encodeRuns(bytes, stride, runs) : encodeVertices(bytes, count, stride);
    return this.addCompressed(encoded, count, stride, 'ATTRIBUTES', ARRAY_BUFFER, filter);
  }

  addIndices(index: Uint32Array, vertices: number, mode: 'triangles' | 'sequence'): number {
    const encoded = mode === 'triangles' ? encodeTriangles(index) : encodeSequence(index);
    const size = vertices > 65535 ? 4 : 2;
    const view = this.addCompressed(
      encoded,
      index.length,
      size,
      mode === 'triangles' ? 'TRIANGLES' : 'INDICES',
      ELEMENT_ARRAY_BUFFER,
    );
    return this.addAccessor({
      bufferView: view,
      componentType: size === 2 ? COMPONENT.u16 : COMPONENT.u32,
      count: index.length,
      type: 'SCALAR',
    });
  }

  addAccessor(accessor: GltfObject): number {
    return this.accessors.push(accessor) - 1;
  }

  /** The file. `json` brings everything but asset, buffers, bufferViews and accessors. */
  finish(json: GltfObject): Uint8Array {
    const buffers: GltfObject[] = [{ byteLength: this.byteLength }];
    if (this.decodedLength > 0) {
      buffers.push({ byteLength: this.decodedLength, extensions: { EXT_meshopt_compression: { fallback: true } } });
    }
    const text = utf8Of(
      JSON.stringify({
        asset: { version: '2.0', generator: 'shapan' },
        ...json,
        accessors: this.accessors,
        bufferViews: this.bufferViews,
        buffers,
      }),
    );
    const jsonLength = align(text.length, 8) + 4;
    const total = 12 + 8 + jsonLength + 8 + this.byteLength;
    const out = new Uint8Array(total);
    const view = new DataView(out.buffer);
    view.setUint32(0, 0x46546c67, true);
    view.setUint32(4, 2, true);
    view.setUint32(8, total, true);
    view.setUint32(12, jsonLength, true);
    view.setUint32(16, 0x4e4f534a, true);
    out.set(text, 20);
    out.fill(0x20, 20 + text.length, 20 + jsonLength);
    const start = 20 + jsonLength;
    view.setUint32(start, this.byteLength, true);
    view.setUint32(start + 4, 0x004e4942, true);
    let at = start + 8;
    for (const chunk of this.chunks) {
      out.set(chunk, at);
      at += align(chunk.length, 8);
    }
    return out;
  }

  private addCompressed(
    encoded: Uint8Array,
    count: number,
    stride: number,
    mode: string,
    target: number,
    filter?: string,
  ): number {
    const byteOffset = this.append(encoded);
    const decoded = this.decodedLength;
    this.decodedLength += align(count * stride, 8);
    return (
      this.bufferViews.push({
        buffer: 1,
        byteOffset: decoded,
        byteLength: count * stride,
        ...(target === ARRAY_BUFFER ? { byteStride: stride } : {}),
        target,
        extensions: {
          EXT_meshopt_compression: {
            buffer: 0,
            byteOffset,
            byteLength: encoded.length,
            byteStride: stride,
            count,
            mode,
            ...(filter ? { filter } : {}),
          },
        },
      }) - 1
    );
  }

  private append(bytes: Uint8Array): number {
    const at = this.byteLength;
    this.chunks.push(bytes);
    this.byteLength += align(bytes.length, 8);
    return at;
  }
}

/** The binary chunk's data starts on a multiple of 8: 12 + 8 + JSON + 8, so JSON ends 4 past a multiple of 8. */
function align(length: number, to: number): number {
  return Math.ceil(length / to) * to;
}

/** Most that a mantissa of the codec's exponential filter holds. */
export const FLOAT32_MANTISSA = 1 << 23;
