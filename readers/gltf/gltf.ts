import * as v from 'valibot';
import { cityMessage } from '../../model/city/city-messages.ts';
import {
  chunksOf,
  type Elements,
  GLTF_DATA,
  GlbError,
  type GltfNumbers,
  Index,
  MAX_NODE_DEPTH,
  meshoptDecoderReady,
  multiply,
  NODE_PLACE,
  nodeMatrix,
  numbersOf,
  parsed,
} from '../../model/city/gltf.ts';
import { messagesOf, within } from '../../model/text/message.ts';
import { type BuildingModel, ModelError } from '../ifc/building-model.ts';
import { type ElementMesh, type LinearRgb, NO_COLOUR } from '../ifc/meshes.ts';
import { buildingMessage } from '../ifc/messages.ts';
import { DEFAULT_MODEL_LIMITS, type ModelLimits } from '../ifc/read-ifc.ts';
import { Building, type ElementInput, propertiesOf } from '../shared/building.ts';
import type { ByteSource } from '../shared/byte-source.ts';
import { isObject } from '../shared/json.ts';
import { ReadError } from '../shared/problems.ts';
import { latinOf, textOf } from '../shared/utf8.ts';

const Extras = v.optional(v.unknown());

const Gltf = v.looseObject({
  ...GLTF_DATA,
  asset: v.looseObject({ version: v.pipe(v.string(), v.startsWith('2.')) }),
  scene: v.optional(Index, 0),
  scenes: v.array(v.looseObject({ nodes: v.optional(v.array(Index), []) })),
  nodes: v.array(
    v.looseObject({
      ...NODE_PLACE,
      name: v.optional(v.string(), ''),
      mesh: v.optional(Index),
      children: v.optional(v.array(Index), []),
      extras: Extras,
    }),
  ),
  meshes: v.array(
    v.looseObject({
      primitives: v.array(
        v.looseObject({
          attributes: v.record(v.string(), Index),
          indices: v.optional(Index),
          material: v.optional(Index),
          mode: v.optional(Index, 4),
        }),
      ),
      extras: Extras,
    }),
  ),
  materials: v.optional(
    v.array(
      v.looseObject({
        name: v.optional(v.string(), ''),
        pbrMetallicRoughness: v.optional(v.looseObject({ baseColorFactor: v.optional(v.array(v.number())) })),
      }),
    ),
    [],
  ),
  extensionsRequired: v.optional(v.array(v.string()), []),
});
type GltfJson = v.InferOutput<typeof Gltf>;
type Primitive = GltfJson['meshes'][number]['primitives'][number];

/** Without these a file may be required to be read all the same: they change how surfaces look, not where they are. */
const LOOKS = /^(KHR_materials_|KHR_texture_|EXT_texture_|KHR_lights_|EXT_mesh_features$|EXT_structural_metadata$)/;
const READ = new Set(['KHR_mesh_quantization', 'EXT_meshopt_compression']);

/**
 * glTF 2.0 (.glb, or .gltf with its buffer inside) as a model: each node with a mesh is an element, whose class, id, storey and code are
 * looked for in its `extras` (as exporters from IFC write them), the class and the storey else in the names above it. Its groups, the nodes
 * above it, are its zones. glTF's y is up and its unit the metre; it knows no place on the earth.
 * ModelError names what cannot be read.
 */
export async function readGltf(source: ByteSource, limits: ModelLimits = DEFAULT_MODEL_LIMITS): Promise<BuildingModel> {
  const file = source.name;
  try {
    const bytes = await source.whole(limits.mostBytes);
    const isBinary = latinOf(bytes, 0, 4) === 'glTF';
    const { text, binary } = isBinary ? chunksOf(bytes) : { text: textOf(bytes), binary: null };
    const json = parsed(Gltf, JSON.parse(text));
    const strange = json.extensionsRequired.filter((name) => !READ.has(name) && !LOOKS.test(name));
    if (strange.length > 0)
      throw new GlbError(buildingMessage('gltf-extension', { known: [...READ].join(', '), got: strange.join(', ') }));
    await meshoptDecoderReady;
    const numbers = numbersOf(json, binary ?? (await bufferOf(json)));
    return new GltfReader(json, numbers, file, limits).read();
  } catch (error) {
    if (error instanceof ModelError) throw error;
    if (error instanceof ReadError) throw new ModelError(...error.messages);
    const messages = messagesOf(error);
    if (messages) throw new ModelError(...within(file, messages));
    throw new ModelError(
      buildingMessage('gltf-broken', { file, reason: error instanceof Error ? error.message : String(error) }),
    );
  }
}

async function bufferOf({ buffers }: GltfJson): Promise<Uint8Array> {
  if (buffers.length === 0) return new Uint8Array(0);
  const [{ uri }] = buffers;
  if (buffers.length > 1 || !uri?.startsWith('data:'))
    throw new GlbError(
      buildingMessage('gltf-buffer', { got: buffers.length > 1 ? buffers.length : (uri ?? 'none').slice(0, 80) }),
    );
  const at = uri.indexOf(';base64,');
  if (at < 0) throw new GlbError(buildingMessage('gltf-base64', {}));
  return Uint8Array.from(atob(uri.slice(at + 8)), (letter) => letter.charCodeAt(0));
}

/** The first of these that the extras hold. */
const CLASS_KEYS = ['ifcClass', 'IfcClass', 'ifc_class', 'class', 'Class', 'category', 'Category'];
const ID_KEYS = ['GlobalId', 'globalId', 'guid', 'GUID', 'id', 'Id'];
const STOREY_KEYS = ['storey', 'Storey', 'level', 'Level', 'floor', 'Floor'];
const CODE_KEYS = ['code', 'Code', 'classification', 'Classification'];
const NAME_KEYS = ['Name', 'name'];

const IFC_NAME = /^Ifc[A-Z][A-Za-z]+/;
/** A GlobalId, as IfcConvert names nodes. */
const IFC_ID = /^[0-3][0-9A-Za-z_$]{21}$/;
const STOREY_NAME = /storey|story|level|floor|[层層]$/i;
/** Class of an element for which the file states none. */
const NO_CLASS = 'Node';

class GltfReader {
  readonly #json: GltfJson;
  readonly #numbers: GltfNumbers;
  readonly #building: Building;
  readonly #walked = new Set<number>();

  constructor(json: GltfJson, numbers: GltfNumbers, file: string, limits: ModelLimits) {
    this.#json = json;
    this.#numbers = numbers;
    this.#building = new Building(file, limits);
  }

  read(): BuildingModel {
    const { scenes, scene, asset } = this.#json;
    if (!scenes[scene]) throw new GlbError(buildingMessage('gltf-scene', { most: scenes.length, scene }));
    for (const node of scenes[scene].nodes) this.#walk(node, Z_UP, []);
    return this.#building.model(`glTF ${asset.version}`);
  }

  /** `above`: names of the nodes that it hangs on. */
  #walk(index: number, matrix: readonly number[], above: readonly string[]): void {
    const { nodes, meshes } = this.#json;
    const node = nodes[index];
    if (!node) throw new GlbError(buildingMessage('gltf-node', { most: nodes.length, index }));
    // glTF 2.0, 3.5.2: each node has one parent at most. Forty nodes that name the next one twice would be walked 10^12 times.
    if (this.#walked.has(index)) throw new GlbError(buildingMessage('gltf-cycle', { index }));
    if (above.length > MAX_NODE_DEPTH) throw new GlbError(cityMessage('glb-deep', { index, most: MAX_NODE_DEPTH }));
    this.#walked.add(index);
    const own = multiply(matrix, nodeMatrix(node));
    const groups = [...above, node.name];
    for (const child of node.children) this.#walk(child, own, groups);
    if (node.mesh === undefined) return;
    const mesh = meshes[node.mesh];
    if (!mesh) throw new GlbError(buildingMessage('gltf-mesh', { index, most: meshes.length, got: node.mesh }));
    const extras = { ...(isObject(mesh.extras) ? mesh.extras : {}), ...(isObject(node.extras) ? node.extras : {}) };
    const { elementFacts, isOwnId } = this.#describe(node.name, extras, above, groups);
    const materials = mesh.primitives.flatMap(({ material }) => this.#json.materials[material ?? -1]?.name || []);
    const place = `meshes[${node.mesh}]`;
    this.#building.take(
      { ...elementFacts, materials: [...new Set(materials)] },
      this.#mesh(mesh.primitives, own, place),
      isOwnId,
    );
  }

  #describe(name: string, extras: Record<string, unknown>, above: readonly string[], groups: readonly string[]) {
    const given = (keys: readonly string[]): string => {
      const found = keys.map((key) => (Object.hasOwn(extras, key) ? extras[key] : undefined));
      const value = found.find((one) => (typeof one === 'string' && one !== '') || typeof one === 'number');
      return value === undefined ? '' : String(value);
    };
    const inNames = groups.toReversed().flatMap((group) => IFC_NAME.exec(group)?.[0] ?? []);
    const id = given(ID_KEYS) || (IFC_ID.test(name) ? name : '');
    const elementFacts: ElementInput = {
      globalId: id || groups.filter((group) => group !== '').join('/') || 'node',
      ifcClass: given(CLASS_KEYS) || inNames[0] || NO_CLASS,
      name: given(NAME_KEYS) || name,
      storey: given(STOREY_KEYS) || above.findLast((group) => STOREY_NAME.test(group)) || null,
      codes: given(CODE_KEYS) === '' ? [] : [given(CODE_KEYS)],
      zones: [...new Set(above.filter((group) => group !== ''))],
      properties: propertiesOf(extras),
    };
    return { elementFacts, isOwnId: id !== '' };
  }

  #mesh(primitives: readonly Primitive[], matrix: readonly number[], place: string): ElementMesh {
    const mesh: ElementMesh = { positionM: [], index: [], rgb: [] };
    for (const [p, primitive] of primitives.entries()) {
      const where = `${place}.primitives[${p}]`;
      if (primitive.mode < TRIANGLES || primitive.mode > FAN) {
        this.#building.tell('geometry-type', `${where}.mode ${primitive.mode}`);
        continue;
      }
      const { POSITION, NORMAL } = primitive.attributes;
      if (POSITION === undefined) throw new GlbError(buildingMessage('gltf-position', { where }));
      const position = this.#numbers.accessor(POSITION);
      if (position.components !== 3)
        throw new GlbError(buildingMessage('gltf-components', { where, got: position.components }));
      const scale = this.#json.accessors[POSITION].normalized ? unitOf(position) : 1;
      const corners = cornersOf(
        primitive,
        primitive.indices === undefined ? null : this.#numbers.accessor(primitive.indices),
        position.count,
        where,
      );
      addTriangles(mesh, position, scale, corners, matrix, NORMAL === undefined);
      const colour = this.#colour(primitive.material);
      while (mesh.rgb.length < mesh.index.length / 3) mesh.rgb.push(colour);
    }
    return mesh;
  }

  #colour(material: number | undefined): LinearRgb {
    const factor = this.#json.materials[material ?? -1]?.pbrMetallicRoughness?.baseColorFactor;
    return factor && factor.length >= 3 ? [factor[0], factor[1], factor[2]] : NO_COLOUR;
  }
}

/** glTF's x, y up, z → x, y in plan, z up. */
const Z_UP = [1, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1];
const TRIANGLES = 4;
const FAN = 6;

/** Raw numbers that mean 1. */
const unitOf = ({ values }: Elements): number =>
  values instanceof Float32Array ? 1 : 1 / (2 ** (8 * values.BYTES_PER_ELEMENT - (isSigned(values) ? 1 : 0)) - 1);

const isSigned = (values: Elements['values']): boolean => values instanceof Int8Array || values instanceof Int16Array;

/** Vertices of a primitive, three a triangle. */
function cornersOf({ mode }: Primitive, index: Elements | null, vertices: number, where: string): ArrayLike<number> {
  const at = index ? index.values : Uint32Array.from({ length: vertices }, (_, i) => i);
  for (let i = 0; i < at.length; i++)
    if (at[i] >= vertices) throw new GlbError(buildingMessage('gltf-indices', { where, vertices, got: at[i] }));
  if (mode === TRIANGLES) return at;
  const corners: number[] = [];
  for (let i = 2; i < at.length; i++) {
    if (mode === FAN) corners.push(at[0], at[i - 1], at[i]);
    else if (i % 2 === 0) corners.push(at[i - 2], at[i - 1], at[i]);
    else corners.push(at[i - 1], at[i - 2], at[i]);
  }
  return corners;
}

/** Faces without normals of their own are flat: each then has vertices of its own. */
function addTriangles(
  mesh: ElementMesh,
  { values, count }: Elements,
  scale: number,
  corners: ArrayLike<number>,
  m: readonly number[],
  isFlat: boolean,
): void {
  const base = mesh.positionM.length / 3;
  const put = (vertex: number) => {
    const [x, y, z] = [0, 1, 2].map((k) => values[3 * vertex + k] * scale);
    for (let k = 0; k < 3; k++) mesh.positionM.push(m[k] * x + m[4 + k] * y + m[8 + k] * z + m[12 + k]);
  };
  if (!isFlat) for (let vertex = 0; vertex < count; vertex++) put(vertex);
  const isMirrored =
    m[0] * (m[5] * m[10] - m[6] * m[9]) - m[4] * (m[1] * m[10] - m[2] * m[9]) + m[8] * (m[1] * m[6] - m[2] * m[5]) < 0;
  for (let i = 0; i + 2 < corners.length; i += 3) {
    const [a, b, c] = isMirrored ? [i, i + 2, i + 1] : [i, i + 1, i + 2];
    for (const corner of [a, b, c]) {
      if (isFlat) put(corners[corner]);
      mesh.index.push(isFlat ? mesh.positionM.length / 3 - 1 : base + corners[corner]);
    }
  }
}
