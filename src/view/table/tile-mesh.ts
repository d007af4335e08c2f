import {
  BufferAttribute,
  type BufferGeometry,
  InstancedBufferAttribute,
  InstancedMesh,
  Mesh,
  type Object3D,
} from 'three';

/** Columns of a tile's first table, from 3d-tiles-renderer's reader of EXT_structural_metadata, which has no types. */
interface TileTable {
  readonly properties: Readonly<Record<string, { readonly values: number; readonly componentType: string }>>;
  readonly data: readonly ArrayBuffer[];
  readonly count: number;
}

/** What a shader wants of each feature of a tile. */
interface TileColumns {
  readonly gid: ArrayLike<number> | null;
  readonly height: ArrayLike<number> | null;
  readonly storeys: ArrayLike<number> | null;
  readonly facade: ArrayLike<number> | null;
}

const ARRAYS: Readonly<Record<string, new (bytes: ArrayBuffer) => ArrayLike<number>>> = {
  UINT8: Uint8Array,
  UINT16: Uint16Array,
  UINT32: Uint32Array,
  FLOAT32: Float32Array,
};

/** A storey where a building does not tell how many it has. */
const UNTOLD_STOREY_M = 3;

/** Gives every mesh of a loaded tile the two attributes that plaster reads: `gid`, and `body` (foot, height, storey, façade class). */
export function dressTile(root: Object3D, meshes: (mesh: Mesh) => void): void {
  root.updateMatrixWorld(true);
  root.traverse((object) => {
    if (!(object instanceof Mesh)) return;
    const mesh: Mesh = object;
    const columns = columnsOf(tableOf(mesh.userData));
    if (mesh instanceof InstancedMesh) dressInstances(mesh);
    else dressVertices(mesh, columns);
    meshes(mesh);
  });
}

function tableOf(userData: Record<string, unknown>): TileTable | null {
  const metadata = userData.structuralMetadata;
  if (!(metadata instanceof Object && 'tableAccessors' in metadata)) return null;
  const [table] = metadata.tableAccessors as readonly TileTable[];
  return table ?? null;
}

function columnsOf(table: TileTable | null): TileColumns {
  const column = (name: string): ArrayLike<number> | null => {
    const property = table?.properties[name];
    const bytes = property && table?.data[property.values];
    if (!property || !bytes) return null;
    const Numbers = ARRAYS[property.componentType];
    return Numbers ? new Numbers(bytes) : null;
  };
  return { gid: column('gid'), height: column('height'), storeys: column('storeys'), facade: column('facade') };
}

/** Numbers of an attribute whose case the loader may have changed. */
function attributeOf(geometry: BufferGeometry, name: string): BufferAttribute | null {
  const found = geometry.getAttribute(name) ?? geometry.getAttribute(name.toLowerCase());
  return (found as BufferAttribute | undefined) ?? null;
}

function dressInstances(mesh: InstancedMesh): void {
  const gids = attributeOf(mesh.geometry, '_FEATURE_ID_1');
  const gid = new Float32Array(mesh.count);
  for (let i = 0; i < mesh.count; i++) gid[i] = gids ? gids.getX(i) : -1;
  mesh.geometry.setAttribute('gid', new InstancedBufferAttribute(gid, 1));
  mesh.geometry.setAttribute('body', new InstancedBufferAttribute(new Float32Array(4 * mesh.count), 4));
  mesh.frustumCulled = false;
}

function dressVertices(mesh: Mesh, columns: TileColumns): void {
  const { geometry } = mesh;
  const position = geometry.getAttribute('position');
  const features = attributeOf(geometry, '_FEATURE_ID_0');
  const gid = new Float32Array(position.count).fill(-1);
  const body = new Float32Array(4 * position.count);
  const foots = footsOf(mesh, features);
  for (let i = 0; i < position.count; i++) {
    const feature = features ? features.getX(i) : 0;
    gid[i] = columns.gid?.[feature] ?? -1;
    const heightM = columns.height?.[feature] ?? 0;
    const storeys = columns.storeys?.[feature] ?? 0;
    body[4 * i] = foots[feature] ?? 0;
    body[4 * i + 1] = heightM;
    body[4 * i + 2] = storeys > 0 ? heightM / storeys : UNTOLD_STOREY_M;
    body[4 * i + 3] = columns.facade?.[feature] ?? 1;
  }
  geometry.setAttribute('gid', new BufferAttribute(gid, 1));
  geometry.setAttribute('body', new BufferAttribute(body, 4));
}

/** The lowest point of each feature, in the city's frame: tiles are upright in it before they are put on the globe. */
function footsOf(mesh: Mesh, features: BufferAttribute | null): Float32Array {
  const position = mesh.geometry.getAttribute('position');
  let most = 0;
  if (features) for (let i = 0; i < features.count; i++) most = Math.max(most, features.getX(i));
  const foots = new Float32Array(most + 1).fill(Number.POSITIVE_INFINITY);
  const { scale, position: at } = mesh;
  for (let i = 0; i < position.count; i++) {
    const feature = features ? features.getX(i) : 0;
    foots[feature] = Math.min(foots[feature], position.getY(i) * scale.y + at.y);
  }
  return foots;
}
