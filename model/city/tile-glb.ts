import * as v from 'valibot';
import { chunksOf, GLTF_DATA, type GltfNumbers, Index, NODE_PLACE, numbersOf, parsed } from './gltf.ts';

const FeatureIds = v.array(
  v.looseObject({
    featureCount: Index,
    attribute: v.optional(Index),
    propertyTable: v.optional(Index),
    label: v.optional(v.string()),
  }),
);

const Node = v.looseObject({
  mesh: v.optional(Index),
  children: v.optional(v.array(Index), []),
  ...NODE_PLACE,
  extensions: v.optional(
    v.looseObject({
      EXT_mesh_gpu_instancing: v.optional(v.looseObject({ attributes: v.record(v.string(), Index) })),
      EXT_instance_features: v.optional(v.looseObject({ featureIds: FeatureIds })),
    }),
  ),
});

const Primitive = v.looseObject({
  attributes: v.record(v.string(), Index),
  indices: v.optional(Index),
  mode: v.optional(Index, 4),
  extensions: v.optional(v.looseObject({ EXT_mesh_features: v.optional(v.looseObject({ featureIds: FeatureIds })) })),
});

const TableProperty = v.looseObject({
  values: Index,
  stringOffsets: v.optional(Index),
  stringOffsetType: v.optional(v.picklist(['UINT8', 'UINT16', 'UINT32']), 'UINT32'),
});

const Metadata = v.looseObject({
  schema: v.looseObject({
    classes: v.record(
      v.string(),
      v.looseObject({
        properties: v.record(v.string(), v.looseObject({ type: v.string(), componentType: v.optional(v.string()) })),
      }),
    ),
  }),
  propertyTables: v.array(
    v.looseObject({ class: v.string(), count: Index, properties: v.record(v.string(), TableProperty) }),
  ),
});

/** What a tile's glTF must have for the checks; anything else passes through. */
const Gltf = v.looseObject({
  asset: v.looseObject({ version: v.literal('2.0') }),
  scene: Index,
  scenes: v.array(v.looseObject({ nodes: v.array(Index) })),
  nodes: v.array(Node),
  meshes: v.array(v.looseObject({ primitives: v.array(Primitive) })),
  ...GLTF_DATA,
  extensions: v.optional(v.looseObject({ EXT_structural_metadata: v.optional(Metadata) })),
});

type GltfJson = v.InferOutput<typeof Gltf>;
/** A primitive of a tile's mesh as glTF 2.0 writes it, with its feature ids. */
export type PrimitiveJson = v.InferOutput<typeof Primitive>;
/** A node of a tile's scene as glTF 2.0 writes it. */
export type NodeJson = v.InferOutput<typeof Node>;
/** A set of feature ids after the extension EXT_mesh_features. */
export type FeatureIdSet = v.InferOutput<typeof FeatureIds>[number];

/** A .glb with its views decompressed when they are asked for. */
export interface Glb extends GltfNumbers {
  json: GltfJson;
}

/** Throws GlbError, naming the place within the file, where the container or the JSON is not what a tile has. */
export function readGlb(bytes: Uint8Array): Glb {
  const { text, binary } = chunksOf(bytes);
  const json = parsed(Gltf, JSON.parse(text));
  return { json, ...numbersOf(json, binary) };
}

/** In a tile's table: no task of the schedule puts the object up or takes it down. */
export const NO_TASK = 65535;
