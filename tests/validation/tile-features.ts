import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { IDENTITY, meshoptDecoderReady, multiply, nodeMatrix } from '../../model/city/gltf.ts';
import type { LayerInfo, Manifest } from '../../model/city/manifest.ts';
import { type Glb, readGlb } from '../../model/city/tile-glb.ts';
import type { TileJson } from '../../model/city/tileset-json.ts';

/** Vertices of a feature as CesiumJS places them: x, y, z about the middle of the Earth, metres, end to end. */
export type TileFeatures = Map<string, number[]>;

/** From z up, as tiles stand, to y up, as glTF does. */
const Z_UP: readonly number[] = [1, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1];

/** Reads the finest tiles of a layer: those without children. Meshes only; a layer of instances is empty. */
export async function readTileFeatures(folder: string, { tileset }: LayerInfo): Promise<TileFeatures> {
  await meshoptDecoderReady;
  const features: TileFeatures = new Map();
  await readTileset(join(folder, tileset), IDENTITY, features);
  return features;
}

async function readTileset(file: string, above: readonly number[], features: TileFeatures): Promise<void> {
  const { root } = JSON.parse(await readFile(file, 'utf8')) as { root: TileJson };
  await readTile(file, root, above, features);
}

async function readTile(file: string, tile: TileJson, above: readonly number[], features: TileFeatures): Promise<void> {
  const matrix = tile.transform ? multiply(above, tile.transform) : above;
  for (const child of tile.children ?? []) await readTile(file, child, matrix, features);
  if (!tile.content || (tile.children ?? []).length > 0) return;
  const path = join(dirname(file), tile.content.uri);
  if (path.endsWith('.json')) await readTileset(path, matrix, features);
  else {
    const glb = readGlb(await readFile(path));
    const ids = idsOf(glb);
    const placed = multiply(matrix, Z_UP);
    for (const node of glb.json.scenes[glb.json.scene]?.nodes ?? []) readNode(glb, node, placed, ids, features);
  }
}

function idsOf(glb: Glb): string[] {
  const table = glb.json.extensions?.EXT_structural_metadata?.propertyTables[0];
  const { id } = table?.properties ?? {};
  if (!table || id?.stringOffsets === undefined) return [];
  const offsets = glb.view(id.stringOffsets);
  const view = new DataView(offsets.buffer, offsets.byteOffset, offsets.byteLength);
  const size = id.stringOffsetType === 'UINT8' ? 1 : id.stringOffsetType === 'UINT16' ? 2 : 4;
  const at = (i: number): number =>
    size === 1 ? view.getUint8(i) : size === 2 ? view.getUint16(2 * i, true) : view.getUint32(4 * i, true);
  const bytes = glb.view(id.values);
  return Array.from({ length: table.count }, (_, i) => new TextDecoder().decode(bytes.subarray(at(i), at(i + 1))));
}

function readNode(glb: Glb, index: number, above: readonly number[], ids: string[], features: TileFeatures): void {
  const node = glb.json.nodes[index];
  const matrix = multiply(above, nodeMatrix(node));
  for (const child of node.children) readNode(glb, child, matrix, ids, features);
  if (node.mesh === undefined || node.extensions?.EXT_mesh_gpu_instancing) return;
  for (const { attributes, extensions } of glb.json.meshes[node.mesh].primitives) {
    const set = extensions?.EXT_mesh_features?.featureIds.find(({ propertyTable }) => propertyTable !== undefined);
    if (set?.attribute === undefined) continue;
    const { values, count } = glb.accessor(attributes.POSITION);
    const feature = glb.accessor(attributes[`_FEATURE_ID_${set.attribute}`]).values;
    for (let v = 0; v < count; v++) {
      const id = ids[feature[v]];
      const list = features.get(id) ?? [];
      if (list.length === 0) features.set(id, list);
      const x = values[3 * v];
      const y = values[3 * v + 1];
      const z = values[3 * v + 2];
      for (let row = 0; row < 3; row++)
        list.push(matrix[row] * x + matrix[4 + row] * y + matrix[8 + row] * z + matrix[12 + row]);
    }
  }
}

/** Least and greatest over a feature's vertices in the plane of the city's origin: west, south, low, east, north, high, metres. */
export function boxInCity(vertices: readonly number[], { origin }: Manifest): number[] {
  const lon = (origin.lonDeg * Math.PI) / 180;
  const lat = (origin.latDeg * Math.PI) / 180;
  const [x0, y0, z0] = earthCentred(origin.lonDeg, origin.latDeg, origin.heightM);
  const box = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  for (let i = 0; i < vertices.length; i += 3) {
    const [dx, dy, dz] = [vertices[i] - x0, vertices[i + 1] - y0, vertices[i + 2] - z0];
    const out = Math.cos(lon) * dx + Math.sin(lon) * dy;
    const place = [
      -Math.sin(lon) * dx + Math.cos(lon) * dy,
      -Math.sin(lat) * out + Math.cos(lat) * dz,
      Math.cos(lat) * out + Math.sin(lat) * dz,
    ];
    for (let axis = 0; axis < 3; axis++) {
      box[axis] = Math.min(box[axis], place[axis]);
      box[axis + 3] = Math.max(box[axis + 3], place[axis]);
    }
  }
  return box;
}

/** WGS 84 by its definition, not by the code that is tested. */
export function earthCentred(lonDeg: number, latDeg: number, heightM: number): [number, number, number] {
  const lon = (lonDeg * Math.PI) / 180;
  const lat = (latDeg * Math.PI) / 180;
  const e2 = 0.0066943799901413165;
  const normalM = 6378137 / Math.sqrt(1 - e2 * Math.sin(lat) ** 2);
  const flatM = (normalM + heightM) * Math.cos(lat);
  return [flatM * Math.cos(lon), flatM * Math.sin(lon), (normalM * (1 - e2) + heightM) * Math.sin(lat)];
}
