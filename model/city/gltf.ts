import { MeshoptDecoder } from 'meshoptimizer/decoder';
import * as v from 'valibot';
import { inflateLimit } from '../inflate-limit.ts';
import { MessageError } from '../text/message.ts';
import { checked, faultMessages } from '../text/schema-faults.ts';
import { cityMessage } from './city-messages.ts';

/** Resolves when the decoder's WebAssembly is there; wait once before a compressed view is read. */
export const meshoptDecoderReady: Promise<void> = MeshoptDecoder.ready;

/** An index into one of a glTF file's lists. */
export const Index = v.pipe(v.number(), v.integer(), v.minValue(0));
const Numbers = v.array(v.number());

const Accessor = v.looseObject({
  bufferView: Index,
  byteOffset: v.optional(Index, 0),
  componentType: v.picklist([5120, 5121, 5122, 5123, 5125, 5126]),
  normalized: v.optional(v.boolean(), false),
  count: Index,
  type: v.picklist(['SCALAR', 'VEC2', 'VEC3', 'VEC4']),
  min: v.optional(Numbers),
  max: v.optional(Numbers),
});

const BufferView = v.looseObject({
  buffer: Index,
  byteOffset: v.optional(Index, 0),
  byteLength: Index,
  byteStride: v.optional(Index),
  extensions: v.optional(
    v.looseObject({
      EXT_meshopt_compression: v.optional(
        v.looseObject({
          buffer: Index,
          byteOffset: v.optional(Index, 0),
          byteLength: Index,
          byteStride: Index,
          count: Index,
          mode: v.picklist(['ATTRIBUTES', 'TRIANGLES', 'INDICES']),
          filter: v.optional(v.string()),
        }),
      ),
    }),
  ),
});

/** The fields of glTF 2.0 that place a node: either a matrix, or translation, rotation and scale. */
export const NODE_PLACE = {
  translation: v.optional(v.tuple([v.number(), v.number(), v.number()])),
  rotation: v.optional(v.tuple([v.number(), v.number(), v.number(), v.number()])),
  scale: v.optional(v.tuple([v.number(), v.number(), v.number()])),
  matrix: v.optional(Numbers),
};

/** Part of glTF 2.0 that says where numbers lie: whoever reads a file adds the rest that it needs. */
export const GLTF_DATA = {
  accessors: v.array(Accessor),
  bufferViews: v.array(BufferView),
  buffers: v.array(v.looseObject({ byteLength: Index, uri: v.optional(v.string()) })),
};
const Data = v.looseObject(GLTF_DATA);
type GltfData = v.InferOutput<typeof Data>;

/** A GLB file that cannot be read; its message names what was expected. */
export class GlbError extends MessageError {
  override name = 'GlbError';
}

/** Numbers of a file, its views decompressed when they are asked for. */
export interface GltfNumbers {
  /** The bytes of a bufferView as a reader sees them. */
  view(index: number): Uint8Array;
  /** Component values, tightly packed: `count × components` raw numbers, not normalized. */
  accessor(index: number): Elements;
}

/** The elements of an accessor as they lie in the file, not yet normalised. */
export interface Elements {
  values: Int8Array | Uint8Array | Int16Array | Uint16Array | Uint32Array | Float32Array;
  components: number;
  count: number;
}

/** A view of more would be a tile of twenty million corners. */
const MAX_VIEW_BYTES = 512 * 2 ** 20;

const COMPONENTS = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4 };
const ARRAYS = {
  5120: Int8Array,
  5121: Uint8Array,
  5122: Int16Array,
  5123: Uint16Array,
  5125: Uint32Array,
  5126: Float32Array,
};

/** JSON and binary chunk of a .glb. GlbError names the place where the container is not whole. */
export function chunksOf(bytes: Uint8Array): { text: string; binary: Uint8Array } {
  const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 20 || head.getUint32(0, true) !== 0x46546c67) throw new GlbError(cityMessage('glb-magic', {}));
  if (head.getUint32(8, true) !== bytes.length)
    throw new GlbError(cityMessage('glb-length', { value: bytes.length, got: head.getUint32(8, true) }));
  const jsonLength = head.getUint32(12, true);
  if (20 + jsonLength > bytes.length)
    throw new GlbError(cityMessage('glb-json', { expected: 20 + jsonLength, got: bytes.length }));
  const start = 20 + jsonLength;
  const binary =
    start + 8 <= bytes.length ? bytes.subarray(start + 8, start + 8 + head.getUint32(start, true)) : new Uint8Array(0);
  return { text: new TextDecoder().decode(bytes.subarray(20, start)), binary };
}

/** A value of the file by its schema; GlbError names the place, what was expected and what came. */
export function parsed<T extends v.GenericSchema>(schema: T, value: unknown): v.InferOutput<T> {
  const result = checked(schema, value);
  if (result.success) return result.output;
  throw new GlbError(...faultMessages(result.issues, 'glTF'));
}

/** Reads the numbers of a file whose one buffer is `binary`. */
export function numbersOf(json: GltfData, binary: Uint8Array): GltfNumbers {
  const decoded = new Map<number, Uint8Array>();
  const view = (index: number): Uint8Array => {
    const known = decoded.get(index);
    if (known) return known;
    const made = decodeView(json, binary, index);
    decoded.set(index, made);
    return made;
  };
  return { view, accessor: (index) => readAccessor(json, view, index) };
}

function decodeView(json: GltfData, binary: Uint8Array, index: number): Uint8Array {
  const view = json.bufferViews[index];
  if (!view) throw new GlbError(cityMessage('glb-view', { most: json.bufferViews.length, index }));
  const packed = view.extensions?.EXT_meshopt_compression;
  const { byteOffset, byteLength, buffer } = packed ?? view;
  if (buffer !== 0 || byteOffset + byteLength > binary.length)
    throw new GlbError(cityMessage('glb-buffer', { index, value: binary.length, buffer, byteOffset, byteLength }));
  const source = binary.subarray(byteOffset, byteOffset + byteLength);
  if (!packed) return source;
  if (packed.count * packed.byteStride !== view.byteLength)
    throw new GlbError(
      cityMessage('glb-packed', { index, expected: packed.count, byteStride: packed.byteStride, got: view.byteLength }),
    );
  const most = inflateLimit(source.length, MAX_VIEW_BYTES);
  if (view.byteLength > most) throw new GlbError(cityMessage('glb-large', { index, most, got: view.byteLength }));
  const target = new Uint8Array(view.byteLength);
  try {
    MeshoptDecoder.decodeGltfBuffer(target, packed.count, packed.byteStride, source, packed.mode, packed.filter);
  } catch (error) {
    throw new GlbError(cityMessage('glb-meshopt', { index, reason: String(error) }));
  }
  return target;
}

function readAccessor(json: GltfData, view: (index: number) => Uint8Array, index: number): Elements {
  const accessor = json.accessors[index];
  if (!accessor) throw new GlbError(cityMessage('glb-accessor', { most: json.accessors.length, index }));
  const components = COMPONENTS[accessor.type];
  const Values = ARRAYS[accessor.componentType];
  const bytes = view(accessor.bufferView);
  const size = components * Values.BYTES_PER_ELEMENT;
  const stride = json.bufferViews[accessor.bufferView].byteStride ?? size;
  const { count, byteOffset } = accessor;
  const need = count === 0 ? 0 : byteOffset + stride * (count - 1) + size;
  if (stride < size) throw new GlbError(cityMessage('glb-stride', { index, stride }));
  if (need > bytes.length) throw new GlbError(cityMessage('glb-accessor-bytes', { index, need, got: bytes.length }));
  const from = bytes.byteOffset + byteOffset;
  const aligned = from % Values.BYTES_PER_ELEMENT === 0;
  const source = aligned ? bytes : bytes.slice();
  const at = aligned ? from : byteOffset;
  if (stride === size)
    return { values: new Values(source.buffer as ArrayBuffer, at, count * components), components, count };
  const step = stride / Values.BYTES_PER_ELEMENT;
  if (!Number.isInteger(step)) throw new GlbError(cityMessage('glb-stride', { index, stride }));
  const all = new Values(source.buffer as ArrayBuffer, at, count === 0 ? 0 : step * (count - 1) + components);
  const values = new Values(count * components);
  for (let i = 0, to = 0; i < count; i++) for (let c = 0; c < components; c++) values[to++] = all[i * step + c];
  return { values, components, count };
}

const NodePlace = v.object(NODE_PLACE);
type NodePlace = v.InferOutput<typeof NodePlace>;

/** A tree of nodes that is deeper is none that anybody made: programs write some ten levels. */
export const MAX_NODE_DEPTH = 256;

/** Local matrix of a node, column-major. */
export function nodeMatrix({ matrix, translation, rotation, scale }: NodePlace): number[] {
  if (matrix) return matrix;
  const [x, y, z, w] = rotation ?? [0, 0, 0, 1];
  const [sx, sy, sz] = scale ?? [1, 1, 1];
  const [tx, ty, tz] = translation ?? [0, 0, 0];
  return [
    ...[(1 - 2 * (y * y + z * z)) * sx, 2 * (x * y + z * w) * sx, 2 * (x * z - y * w) * sx, 0],
    ...[2 * (x * y - z * w) * sy, (1 - 2 * (x * x + z * z)) * sy, 2 * (y * z + x * w) * sy, 0],
    ...[2 * (x * z + y * w) * sz, 2 * (y * z - x * w) * sz, (1 - 2 * (x * x + y * y)) * sz, 0],
    ...[tx, ty, tz, 1],
  ];
}

/** Column-major 4 × 4: first `b`, then `a`. */
export function multiply(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: 16 }, (_, i) => {
    const row = i % 4;
    const column = i - (i % 4);
    return a[row] * b[column] + a[row + 4] * b[column + 1] + a[row + 8] * b[column + 2] + a[row + 12] * b[column + 3];
  });
}

/** The matrix, column by column, that leaves all as it is. */
export const IDENTITY: readonly number[] = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
