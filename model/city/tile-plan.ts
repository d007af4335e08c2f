import { jsonFault } from '../text/json-fault.ts';
import { cityMessage } from './city-messages.ts';
import { GlbError, IDENTITY, MAX_NODE_DEPTH, meshoptDecoderReady, multiply, nodeMatrix, parsed } from './gltf.ts';
import { type Glb, readGlb } from './tile-glb.ts';
import { isTooDeep, MAX_TILE_DEPTH, type TileJson, Tileset } from './tileset-json.ts';

/** The triangles of one tile as they lie in the plan, and whose they are. */
export interface PlanTriangles {
  /** Six of each: east and north of its corners, metres from the city's origin. */
  cornersM: Float32Array;
  gids: Uint32Array;
}

/** What of a tileset is looked at: where each file lies in the plan. */
export interface TilePlace {
  /** As the tileset names it, relative to itself. */
  uri: string;
  westM: number;
  southM: number;
  eastM: number;
  northM: number;
}

/**
 * A city keeps no outlines for the page: what area a place lies in is read from the triangles that draw it. An outline file would say the
 * same twice and have to be kept in step; a tile of 400 parcels is 70 kB, and only those are read that the place lies in.
 */
export function tilePlacesOf(text: string): TilePlace[] {
  const json = jsonOf(text);
  if (isTooDeep(json)) throw new GlbError(cityMessage('tileset-deep', { most: MAX_TILE_DEPTH }));
  const { root } = parsed(Tileset, json);
  return filesBelow(root);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GlbError(cityMessage('tileset-json', { reason: jsonFault(error) }));
  }
}

function filesBelow({ boundingVolume, content, children = [] }: TileJson): TilePlace[] {
  const own = content ? [{ uri: content.uri, ...planOf(content.boundingVolume?.box ?? boundingVolume.box) }] : [];
  return [...own, ...children.flatMap(filesBelow)];
}

/** Returns the extent in plan of a box, which is its middle and three half axes. */
function planOf(box: readonly number[]): Omit<TilePlace, 'uri'> {
  const [halfEastM, halfNorthM] = [0, 1].map((c) => Math.abs(box[3 + c]) + Math.abs(box[6 + c]) + Math.abs(box[9 + c]));
  return {
    westM: box[0] - halfEastM,
    southM: box[1] - halfNorthM,
    eastM: box[0] + halfEastM,
    northM: box[1] + halfNorthM,
  };
}

/** Reads all triangles of a tile's bytes. GlbError names the place in the file that is not what a tile has. */
export async function planTrianglesOf(bytes: Uint8Array): Promise<PlanTriangles> {
  const cornersM: number[] = [];
  const gids: number[] = [];
  await walkTile(bytes, ({ matrix, positions, corners, gidOfVertex }) => {
    for (let i = 0; i + 2 < corners.length; i += 3) {
      for (const vertex of corners.subarray(i, i + 3)) cornersM.push(...placeOf(matrix, positions, 3 * vertex));
      gids.push(gidOfVertex(corners[i]));
    }
  });
  return { cornersM: Float32Array.from(cornersM), gids: Uint32Array.from(gids) };
}

/** How low and how high each object of a tile reaches, by gid, metres above the plane of the city's origin. */
export async function heightsOfTile(bytes: Uint8Array): Promise<Map<number, { lowM: number; highM: number }>> {
  const heights = new Map<number, { lowM: number; highM: number }>();
  await walkTile(bytes, ({ matrix: m, positions, corners, gidOfVertex }) => {
    for (const vertex of corners) {
      const at = 3 * vertex;
      const upM = m[1] * positions[at] + m[5] * positions[at + 1] + m[9] * positions[at + 2] + m[13];
      const gid = gidOfVertex(vertex);
      const known = heights.get(gid);
      if (known === undefined) heights.set(gid, { lowM: upM, highM: upM });
      else {
        known.lowM = Math.min(known.lowM, upM);
        known.highM = Math.max(known.highM, upM);
      }
    }
  });
  return heights;
}

/** A primitive of a tile and whose its vertices are. */
interface TilePart {
  matrix: readonly number[];
  positions: ArrayLike<number>;
  corners: ReturnType<Glb['accessor']>['values'];
  gidOfVertex(vertex: number): number;
}

async function walkTile(bytes: Uint8Array, visit: (part: TilePart) => void): Promise<void> {
  await meshoptDecoderReady;
  const glb = readGlb(bytes);
  const walk: Walk = { glb, gidOfRow: gidsOf(glb), visit, walked: new Set() };
  for (const node of glb.json.scenes[glb.json.scene]?.nodes ?? []) visitNode(walk, node, IDENTITY);
}

/** A tile's nodes as they are walked: a tree, so each is met once. */
interface Walk {
  glb: Glb;
  gidOfRow: Uint32Array;
  visit: (part: TilePart) => void;
  walked: Set<number>;
}

function visitNode(walk: Walk, index: number, above: readonly number[], depth = 0): void {
  const { glb, gidOfRow, visit, walked } = walk;
  const node = glb.json.nodes[index];
  if (!node || walked.has(index) || depth > MAX_NODE_DEPTH)
    throw new GlbError(cityMessage('tile-nodes', { value: glb.json.nodes.length, index }));
  walked.add(index);
  const matrix = multiply(above, nodeMatrix(node));
  for (const child of node.children) visitNode(walk, child, matrix, depth + 1);
  if (node.mesh === undefined) return;
  for (const { attributes, indices } of glb.json.meshes[node.mesh]?.primitives ?? []) {
    const [positions, rows, corners] = [attributes.POSITION, attributes._FEATURE_ID_0, indices].map((accessor) => {
      if (accessor === undefined) throw new GlbError(cityMessage('tile-mesh', { mesh: node.mesh ?? index }));
      return glb.accessor(accessor).values;
    });
    visit({ matrix, positions, corners, gidOfVertex: (vertex) => gidOfRow[rows[vertex]] });
  }
}

/** glTF's y is up: east is x, north is −z. */
function placeOf(m: readonly number[], values: ArrayLike<number>, at: number): [number, number] {
  const x = values[at];
  const y = values[at + 1];
  const z = values[at + 2];
  return [m[0] * x + m[4] * y + m[8] * z + m[12], -(m[2] * x + m[6] * y + m[10] * z + m[14])];
}

/** By row of the tile's table. */
function gidsOf(glb: Glb): Uint32Array {
  const table = glb.json.extensions?.EXT_structural_metadata?.propertyTables[0];
  const gid = table?.properties.gid;
  if (!table || !gid) throw new GlbError(cityMessage('tile-gid', {}));
  const bytes = glb.view(gid.values);
  if (bytes.length !== 4 * table.count)
    throw new GlbError(cityMessage('tile-gid-bytes', { expected: 4 * table.count, got: bytes.length }));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: table.count }, (_, row) => view.getUint32(4 * row, true));
}

/** Returns the objects whose triangles hold a place, each once. An edge belongs to both sides. */
export function gidsAt({ cornersM, gids }: PlanTriangles, eastM: number, northM: number): number[] {
  const found = new Set<number>();
  for (let t = 0, at = 0; t < gids.length; t++, at += 6) {
    const ax = cornersM[at] - eastM;
    const ay = cornersM[at + 1] - northM;
    const bx = cornersM[at + 2] - eastM;
    const by = cornersM[at + 3] - northM;
    const cx = cornersM[at + 4] - eastM;
    const cy = cornersM[at + 5] - northM;
    const ab = ax * by - ay * bx;
    const bc = bx * cy - by * cx;
    const ca = cx * ay - cy * ax;
    const isFlat = ab === 0 && bc === 0 && ca === 0;
    if (!isFlat && ((ab >= 0 && bc >= 0 && ca >= 0) || (ab <= 0 && bc <= 0 && ca <= 0))) found.add(gids[t]);
  }
  return [...found];
}
