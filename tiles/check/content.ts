import { type Elements, GlbError, IDENTITY, multiply, nodeMatrix } from '../../model/city/gltf.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import { type FeatureIdSet, type Glb, type NodeJson, type PrimitiveJson, readGlb } from '../../model/city/tile-glb.ts';
import { bakeMessage } from '../messages.ts';
import type { Findings } from './findings.ts';
import { checkSolids } from './solids.ts';
import { type StandingGround, standingFaults } from './standing.ts';

/** West, south, low, east, north, high. */
export type Box = [number, number, number, number, number, number];

/** What one .glb holds, for the checks that span files. */
export interface ContentFacts {
  /** In the tile's own frame, z up; null where nothing could be read. */
  box: Box | null;
  features: number;
  triangles: number;
  gid: Uint32Array;
  /** Ids of the table's rows, end to end, and where each starts. */
  idBytes: Uint8Array;
  idOffsets: Uint32Array;
  /** West, south, east, north of each feature's vertices, in the tile's own frame. */
  plan: Float64Array;
  /** Plan area of each solid's roofs or all area of a model's triangles, NaN for other shapes, and what rounding to the grid may change. */
  areaM2: Float64Array;
  slackM2: Float64Array;
  /** Lowest and highest vertex of each feature in the tile's own frame: up, and east and north of the lowest. */
  lowM: Float64Array;
  highM: Float64Array;
  lowPlan: Float64Array;
}

const NOTHING: ContentFacts = {
  box: null,
  features: 0,
  triangles: 0,
  gid: new Uint32Array(0),
  idBytes: new Uint8Array(0),
  idOffsets: Uint32Array.of(0),
  plan: new Float64Array(0),
  areaM2: new Float64Array(0),
  slackM2: new Float64Array(0),
  lowM: new Float64Array(0),
  highM: new Float64Array(0),
  lowPlan: new Float64Array(0),
};

/** Most rows of a tile's table: CesiumJS gives a table longer than the largest texture no texture, so shaders read nothing. */
const MAX_TILE_ROWS = 4096;

/** i8 normals are unit within 1.4 % (half a step on three axes), those of the octahedral filter within 2 %. */
const NORMAL_TOLERANCE = 0.025;

/** Roof area against footprint, as the issue states it; and the absolute slack of one grid cell along a short edge. */
const ROOF_TOLERANCE_RATIO = 0.001;
const ROOF_TOLERANCE_M2 = 0.01;

/**
 * Steps of the grid by which rounding moves the edges of a solid's box and of a model's triangles. Against their sources: the farthest
 * of New York's 113,043 roofs 1.12; of the models of Zürich and Rotterdam 0.06, of long thin building elements, whose edges all move
 * alike, 0.15. A corner moves by no more than √3/2 of a step, so that a triangle's area changes by no more than half of that along its
 * edges: a model that lacks a surface, or has one twice, is far beyond.
 */
const ROOF_GRID_SLACK = 1.25;
const SURFACE_GRID_SLACK = Math.sqrt(3) / 4;

/** Share of a tile's area whose normals may look to the wrong side: slivers turn over when they fall on the grid. */
const TURNED_RATIO = 0.001;

/** What the table of each kind must hold beside `id` and `gid`. */
const TABLE_PROPERTIES: Partial<Record<LayerInfo['kind'], readonly string[]>> = {
  building: ['height', 'storeys', 'facade'],
  pipe: ['dn'],
};

const TYPE_BYTES: Record<string, number> = {
  INT8: 1,
  UINT8: 1,
  INT16: 2,
  UINT16: 2,
  INT32: 4,
  UINT32: 4,
  FLOAT32: 4,
  FLOAT64: 8,
  INT64: 8,
  UINT64: 8,
};

/** Everything that one tile can be asked without its neighbours. Call after `meshoptDecoderReady`. */
export function checkContent(
  file: string,
  bytes: Uint8Array,
  layer: LayerInfo,
  findings: Findings,
  ground: StandingGround | null = null,
): ContentFacts {
  try {
    const glb = readGlb(bytes);
    checkAccessors(glb, file, findings);
    const table = readTable(glb, file, layer, findings);
    const plan = new Float64Array(4 * table.features);
    for (let i = 0; i < plan.length; i++) plan[i] = i % 4 < 2 ? Infinity : -Infinity;
    const areaM2 = new Float64Array(table.features).fill(Number.NaN);
    const slackM2 = new Float64Array(table.features);
    const lowM = new Float64Array(table.features).fill(Infinity);
    const highM = new Float64Array(table.features).fill(-Infinity);
    const lowPlan = new Float64Array(2 * table.features);
    const facts: ContentFacts = { ...NOTHING, ...table, plan, areaM2, slackM2, lowM, highM, lowPlan };
    const used = new Uint8Array(table.features);
    const scene = glb.json.scenes[glb.json.scene];
    for (const node of scene?.nodes ?? []) walk(glb, file, layer, node, IDENTITY, facts, used, findings, ground);
    checkUsed(file, used, findings);
    return facts;
  } catch (error) {
    if (!(error instanceof GlbError || error instanceof SyntaxError || error instanceof RangeError)) throw error;
    findings.add('glb', file, '', 'a tile that can be read', error.message);
    return NOTHING;
  }
}

function checkUsed(file: string, used: Uint8Array, findings: Findings): void {
  const lost: number[] = [];
  for (let i = 0; i < used.length; i++) if (used[i] === 0) lost.push(i);
  if (lost.length > 0)
    findings.add(
      'feature-without-triangles',
      file,
      `feature ${lost[0]}`,
      'triangles of every feature',
      `none of ${lost.length}`,
    );
}

/** Declared least and greatest are those of the decoded values, for every accessor that states them. */
function checkAccessors(glb: Glb, file: string, findings: Findings): void {
  for (let a = 0; a < glb.json.accessors.length; a++) {
    const { min, max } = glb.json.accessors[a];
    if (!min && !max) continue;
    const { values, components } = glb.accessor(a);
    const least = new Array<number>(components).fill(Infinity);
    const most = new Array<number>(components).fill(-Infinity);
    for (let i = 0, c = 0; i < values.length; i++, c = c + 1 === components ? 0 : c + 1) {
      if (values[i] < least[c]) least[c] = values[i];
      if (values[i] > most[c]) most[c] = values[i];
    }
    if (min && !sameNumbers(min, least)) findings.add('accessor-minmax', file, `accessors[${a}].min`, least, min);
    if (max && !sameNumbers(max, most)) findings.add('accessor-minmax', file, `accessors[${a}].max`, most, max);
  }
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

type Table = Pick<ContentFacts, 'features' | 'gid' | 'idBytes' | 'idOffsets'>;

/** The property table: its class is in the schema, its columns hold `count` rows, ids and gids are there. */
function readTable(glb: Glb, file: string, layer: LayerInfo, findings: Findings): Table {
  const none: Table = NOTHING;
  const metadata = glb.json.extensions?.EXT_structural_metadata;
  const table = metadata?.propertyTables[0];
  if (!metadata || !table) {
    findings.add('table-missing', file, 'extensions.EXT_structural_metadata', 'a property table', 'none');
    return none;
  }
  const { count } = table;
  if (count === 0 || count > MAX_TILE_ROWS)
    findings.add('table-count', file, 'propertyTables[0].count', `1 to ${MAX_TILE_ROWS}`, count);
  const schema = metadata.schema.classes[table.class];
  if (!schema) {
    findings.add(
      'table-class',
      file,
      'propertyTables[0].class',
      Object.keys(metadata.schema.classes).join(' or '),
      table.class,
    );
    return none;
  }
  for (const name of ['id', 'gid', ...(TABLE_PROPERTIES[layer.kind] ?? [])]) {
    if (!table.properties[name] || !schema.properties[name])
      findings.add('table-property', file, `propertyTables[0].properties.${name}`, 'a column', 'none');
  }
  const complete = hasWholeColumns(table, schema, findings, file, count, glb);
  const { id, gid } = table.properties;
  if (!complete || !id || id.stringOffsets === undefined || !gid) return none;
  const offsets = integers(
    glb.view(id.stringOffsets),
    id.stringOffsetType === 'UINT8' ? 1 : id.stringOffsetType === 'UINT16' ? 2 : 4,
  );
  const idBytes = glb.view(id.values);
  for (let i = 0; i < count; i++) {
    if (offsets[i] >= offsets[i + 1] || offsets[i + 1] > idBytes.length) {
      findings.add(
        'table-id',
        file,
        `row ${i}`,
        'an id',
        `bytes ${offsets[i]} to ${offsets[i + 1]} of ${idBytes.length}`,
      );
      return none;
    }
  }
  return { features: count, gid: integers(glb.view(gid.values), 4), idBytes, idOffsets: offsets };
}

type Metadata = NonNullable<NonNullable<Glb['json']['extensions']>['EXT_structural_metadata']>;
type PropertyTable = Metadata['propertyTables'][number];
type PropertyClass = Metadata['schema']['classes'][string];

/** Checks that each column of the table has the bytes that its count asks for. */
function hasWholeColumns(
  table: PropertyTable,
  schema: PropertyClass,
  findings: Findings,
  file: string,
  count: number,
  glb: Glb,
): boolean {
  let complete = true;
  for (const [name, { values, stringOffsets, stringOffsetType }] of Object.entries(table.properties)) {
    const place = `propertyTables[0].properties.${name}`;
    const type = schema.properties[name];
    if (!type) {
      findings.add('table-property', file, place, 'a property of the class', 'one that the schema does not know');
      continue;
    }
    const view = stringOffsets === undefined ? values : stringOffsets;
    const rows = stringOffsets === undefined ? count : count + 1;
    const size = TYPE_BYTES[stringOffsets === undefined ? (type.componentType ?? '') : stringOffsetType] ?? 0;
    const length = glb.view(view).length;
    if (length !== rows * size) {
      findings.add('table-count', file, place, `${rows} × ${size} bytes for count ${count}`, length);
      complete = false;
    }
  }
  return complete;
}

function integers(bytes: Uint8Array, size: 1 | 2 | 4): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out = new Uint32Array(bytes.length / size);
  for (let i = 0; i < out.length; i++) {
    out[i] = size === 1 ? bytes[i] : size === 2 ? view.getUint16(2 * i, true) : view.getUint32(4 * i, true);
  }
  return out;
}

/** Depth is bounded by the number of nodes: a cycle ends there. */
function walk(
  glb: Glb,
  file: string,
  layer: LayerInfo,
  index: number,
  above: readonly number[],
  facts: ContentFacts,
  used: Uint8Array,
  findings: Findings,
  ground: StandingGround | null,
  depth = 0,
): void {
  const node = glb.json.nodes[index];
  if (!node || depth > glb.json.nodes.length)
    throw new GlbError(bakeMessage('tile-nodes', { value: glb.json.nodes.length, index }));
  const matrix = multiply(above, nodeMatrix(node));
  for (const child of node.children) walk(glb, file, layer, child, matrix, facts, used, findings, ground, depth + 1);
  if (node.mesh === undefined) return;
  const mesh = glb.json.meshes[node.mesh];
  if (!mesh) throw new GlbError(bakeMessage('tile-mesh', { index, most: glb.json.meshes.length, got: node.mesh }));
  mesh.primitives.forEach((primitive, p) => {
    const place = `meshes[${node.mesh}].primitives[${p}]`;
    if (node.extensions?.EXT_mesh_gpu_instancing)
      checkInstances(glb, file, `nodes[${index}]`, node, primitive, matrix, facts, used, findings);
    else checkMesh(glb, file, place, layer, primitive, matrix, facts, used, findings, ground);
  });
}

function attribute(
  glb: Glb,
  { attributes }: PrimitiveJson,
  name: string,
  file: string,
  place: string,
  findings: Findings,
): Elements | null {
  const index = attributes[name];
  if (index !== undefined) return glb.accessor(index);
  findings.add('attribute-missing', file, `${place}.attributes`, name, Object.keys(attributes).join(', '));
  return null;
}

/** The set of feature ids that names the table, checked against it. */
function tableIds(
  glb: Glb,
  file: string,
  place: string,
  sets: readonly FeatureIdSet[] | undefined,
  attributes: Readonly<Record<string, number>>,
  used: Uint8Array,
  findings: Findings,
): Elements | null {
  const tables = glb.json.extensions?.EXT_structural_metadata?.propertyTables.length ?? 0;
  const set = sets?.find(({ propertyTable }) => propertyTable !== undefined);
  if (!set || set.propertyTable === undefined || set.attribute === undefined) {
    findings.add('feature-ids', file, place, 'a set of feature ids with an attribute and a property table', 'none');
    return null;
  }
  if (set.propertyTable >= tables) {
    findings.add('table-index', file, `${place}.featureIds.propertyTable`, `below ${tables}`, set.propertyTable);
    return null;
  }
  if (set.featureCount !== used.length)
    findings.add(
      'feature-count',
      file,
      `${place}.featureIds.featureCount`,
      `${used.length}, the rows of its table`,
      set.featureCount,
    );
  const name = `_FEATURE_ID_${set.attribute}`;
  const index = attributes[name];
  if (index === undefined) {
    findings.add('attribute-missing', file, `${place}.attributes`, name, Object.keys(attributes).join(', '));
    return null;
  }
  const ids = glb.accessor(index);
  for (let v = 0; v < ids.values.length; v++) {
    if (ids.values[v] < used.length) continue;
    findings.add('feature-id-range', file, `${place}.${name}[${v}]`, `below ${used.length}`, ids.values[v]);
    return null;
  }
  return ids;
}

function checkMesh(
  glb: Glb,
  file: string,
  place: string,
  layer: LayerInfo,
  primitive: PrimitiveJson,
  matrix: readonly number[],
  facts: ContentFacts,
  used: Uint8Array,
  findings: Findings,
  ground: StandingGround | null,
): void {
  const position = attribute(glb, primitive, 'POSITION', file, place, findings);
  const normal = attribute(glb, primitive, 'NORMAL', file, place, findings);
  const sets = primitive.extensions?.EXT_mesh_features?.featureIds;
  const ids = tableIds(glb, file, place, sets, primitive.attributes, used, findings);
  if (!position) return;
  widen(facts, boxOf(position, matrix));
  const index = triangles(glb, file, place, primitive, position.count, findings);
  if (!index) return;
  facts.triangles += index.length / 3;
  if (!normal) return;
  checkNormals(file, place, position, normal, index, findings);
  if (!ids) return;
  for (let i = 0; i < index.length; i++) used[ids.values[index[i]]] = 1;
  widenPlan(facts.plan, position, ids.values, matrix);
  if (layer.kind === 'building') measureHeights(position, ids.values, matrix, facts);
  if (layer.shape === 'surface')
    measureSurfaces(position, ids, index, Math.hypot(matrix[0], matrix[1], matrix[2]), facts);
  if (layer.shape === 'extruded' || layer.shape === 'swept') {
    const stepM = Math.hypot(matrix[0], matrix[1], matrix[2]);
    const point = checkClosed(file, layer, position, normal, ids, index, used.length, stepM, facts, findings);
    if (!ground || layer.kind !== 'building') return;
    for (const { feature, code, expected, got } of standingFaults(position, normal, ids, index, point, matrix, ground))
      findings.add(code, file, idOf(facts, feature), expected, got);
  }
}

/** Indices as triangles within the vertices; null when they are not. */
function triangles(
  glb: Glb,
  file: string,
  place: string,
  { indices, mode }: PrimitiveJson,
  vertices: number,
  findings: Findings,
): Elements['values'] | null {
  if (mode !== 4 || indices === undefined) {
    findings.add('index', file, place, 'indexed triangles', `mode ${mode}, indices ${indices}`);
    return null;
  }
  const { values } = glb.accessor(indices);
  if (values.length === 0 || values.length % 3 !== 0) {
    findings.add('index', file, `${place}.indices`, 'a multiple of 3', values.length);
    return null;
  }
  for (let i = 0; i < values.length; i++) {
    if (values[i] < vertices) continue;
    findings.add('index', file, `${place}.indices[${i}]`, `below ${vertices}`, values[i]);
    return null;
  }
  return values;
}

/** Unit length, and looking to the side from which the triangle runs anticlockwise. */
function checkNormals(
  file: string,
  place: string,
  position: Elements,
  normal: Elements,
  index: Elements['values'],
  findings: Findings,
): void {
  const n = normal.values;
  const unit = n instanceof Int8Array ? 127 : n instanceof Int16Array ? 32767 : 1;
  for (let i = 0; i < n.length; i += 3) {
    const length = Math.sqrt(n[i] * n[i] + n[i + 1] * n[i + 1] + n[i + 2] * n[i + 2]) / unit;
    if (Math.abs(length - 1) <= NORMAL_TOLERANCE) continue;
    findings.add('normal-length', file, `${place}.NORMAL[${i / 3}]`, '1', length.toFixed(3));
    return;
  }
  const p = position.values;
  let whole = 0;
  let turned = 0;
  for (let i = 0; i < index.length; i += 3) {
    const a = 3 * index[i];
    const b = 3 * index[i + 1];
    const c = 3 * index[i + 2];
    const ux = p[b] - p[a];
    const uy = p[b + 1] - p[a + 1];
    const uz = p[b + 2] - p[a + 2];
    const vx = p[c] - p[a];
    const vy = p[c + 1] - p[a + 1];
    const vz = p[c + 2] - p[a + 2];
    const x = uy * vz - uz * vy;
    const y = uz * vx - ux * vz;
    const z = ux * vy - uy * vx;
    const area = Math.sqrt(x * x + y * y + z * z);
    whole += area;
    const side = x * (n[a] + n[b] + n[c]) + y * (n[a + 1] + n[b + 1] + n[c + 1]) + z * (n[a + 2] + n[b + 2] + n[c + 2]);
    if (side < 0) turned += area;
  }
  if (turned > TURNED_RATIO * whole)
    findings.add(
      'normal-side',
      file,
      place,
      'normals on the outer side',
      `${((100 * turned) / whole).toFixed(2)} % of the area turned`,
    );
}

function checkClosed(
  file: string,
  layer: LayerInfo,
  position: Elements,
  normal: Elements,
  ids: Elements,
  index: Elements['values'],
  features: number,
  stepM: number,
  facts: ContentFacts,
  findings: Findings,
): Uint32Array {
  const hasFoot = layer.shape === 'extruded';
  const solids = checkSolids(
    { position: position.values, normal: normal.values, feature: ids.values, index, features },
    hasFoot,
  );
  for (let f = 0; f < features; f++) {
    const name = idOf(facts, f);
    if (solids.openEdges[f] > 0) findings.add('solid-open', file, name, '0 open edges', solids.openEdges[f]);
    if (!hasFoot) continue;
    const roof = solids.roofArea[f] * stepM * stepM;
    const foot = solids.footArea[f] * stepM * stepM;
    const [west, south, east, north] = facts.plan.subarray(4 * f, 4 * f + 4);
    facts.areaM2[f] = roof;
    facts.slackM2[f] = ROOF_GRID_SLACK * stepM * (east - west + north - south);
    if (Math.abs(roof - foot) > ROOF_TOLERANCE_RATIO * Math.abs(foot) + ROOF_TOLERANCE_M2)
      findings.add('roof-area', file, name, `${foot.toFixed(3)} m², the footprint`, `${roof.toFixed(3)} m²`);
  }
  return solids.point;
}

/** All area of each feature's triangles, and the slack of their edges. */
function measureSurfaces(
  { values: p }: Elements,
  ids: Elements,
  index: Elements['values'],
  stepM: number,
  { areaM2, slackM2 }: ContentFacts,
): void {
  areaM2.fill(0);
  for (let i = 0; i < index.length; i += 3) {
    const a = 3 * index[i];
    const b = 3 * index[i + 1];
    const c = 3 * index[i + 2];
    const ux = p[b] - p[a];
    const uy = p[b + 1] - p[a + 1];
    const uz = p[b + 2] - p[a + 2];
    const vx = p[c] - p[a];
    const vy = p[c + 1] - p[a + 1];
    const vz = p[c + 2] - p[a + 2];
    const f = ids.values[index[i]];
    areaM2[f] += (Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx) / 2) * stepM * stepM;
    const aroundSteps = Math.hypot(ux, uy, uz) + Math.hypot(vx, vy, vz) + Math.hypot(ux - vx, uy - vy, uz - vz);
    slackM2[f] += SURFACE_GRID_SLACK * stepM * stepM * aroundSteps;
  }
}

function measureHeights(
  { values, count }: Elements,
  ids: Elements['values'],
  m: readonly number[],
  facts: ContentFacts,
): void {
  const { lowM, highM, lowPlan } = facts;
  for (let v = 0; v < count; v++) {
    const x = values[3 * v];
    const y = values[3 * v + 1];
    const z = values[3 * v + 2];
    const up = m[1] * x + m[5] * y + m[9] * z + m[13];
    const f = ids[v];
    if (up > highM[f]) highM[f] = up;
    if (up >= lowM[f]) continue;
    lowM[f] = up;
    lowPlan[2 * f] = m[0] * x + m[4] * y + m[8] * z + m[12];
    lowPlan[2 * f + 1] = -(m[2] * x + m[6] * y + m[10] * z + m[14]);
  }
}

function idOf({ idBytes, idOffsets }: ContentFacts, row: number): string {
  return row + 1 < idOffsets.length
    ? Buffer.from(idBytes.subarray(idOffsets[row], idOffsets[row + 1])).toString('utf8')
    : `feature ${row}`;
}

/** glTF's y-up to the tile's z-up: (x, −z, y). */
function boxOf({ values, count }: Elements, m: readonly number[]): Box {
  const box: Box = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  for (let i = 0; i < 3 * count; i += 3) {
    const x = values[i];
    const y = values[i + 1];
    const z = values[i + 2];
    const east = m[0] * x + m[4] * y + m[8] * z + m[12];
    const up = m[1] * x + m[5] * y + m[9] * z + m[13];
    const north = -(m[2] * x + m[6] * y + m[10] * z + m[14]);
    if (east < box[0]) box[0] = east;
    if (north < box[1]) box[1] = north;
    if (up < box[2]) box[2] = up;
    if (east > box[3]) box[3] = east;
    if (north > box[4]) box[4] = north;
    if (up > box[5]) box[5] = up;
  }
  return box;
}

/** Widens the plan box of each feature by the vertices, or by the places of instances. */
function widenPlan(
  plan: Float64Array,
  { values, count }: Elements,
  ids: Elements['values'],
  m: readonly number[],
): void {
  for (let v = 0; v < count; v++) {
    const x = values[3 * v];
    const y = values[3 * v + 1];
    const z = values[3 * v + 2];
    const east = m[0] * x + m[4] * y + m[8] * z + m[12];
    const north = -(m[2] * x + m[6] * y + m[10] * z + m[14]);
    const at = 4 * ids[v];
    if (east < plan[at]) plan[at] = east;
    if (north < plan[at + 1]) plan[at + 1] = north;
    if (east > plan[at + 2]) plan[at + 2] = east;
    if (north > plan[at + 3]) plan[at + 3] = north;
  }
}

function widen(facts: ContentFacts, box: Box): void {
  const old = facts.box ?? [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  facts.box = old.map((value, i) => (i < 3 ? Math.min(value, box[i]) : Math.max(value, box[i]))) as Box;
}

/** Every instance of a model: its row, its gid in the second set, and the box of all of them as they are drawn. */
function checkInstances(
  glb: Glb,
  file: string,
  place: string,
  node: NodeJson,
  primitive: PrimitiveJson,
  matrix: readonly number[],
  facts: ContentFacts,
  used: Uint8Array,
  findings: Findings,
): void {
  const attributes = node.extensions?.EXT_mesh_gpu_instancing?.attributes ?? {};
  const sets = node.extensions?.EXT_instance_features?.featureIds;
  const position = attribute(glb, primitive, 'POSITION', file, place, findings);
  const normal = attribute(glb, primitive, 'NORMAL', file, place, findings);
  const ids = tableIds(glb, file, place, sets, attributes, used, findings);
  if (attributes.TRANSLATION === undefined || !position || !normal) {
    findings.add(
      'attribute-missing',
      file,
      place,
      'TRANSLATION, POSITION and NORMAL',
      Object.keys(attributes).join(', '),
    );
    return;
  }
  const index = triangles(glb, file, place, primitive, position.count, findings);
  if (!index) return;
  checkNormals(file, place, position, normal, index, findings);
  const places = glb.accessor(attributes.TRANSLATION);
  facts.triangles += (index.length / 3) * places.count;
  for (const [name, accessor] of Object.entries(attributes)) {
    const { count } = glb.accessor(accessor);
    if (count !== places.count) findings.add('instance-count', file, `${place}.${name}`, places.count, count);
  }
  if (ids) {
    for (let i = 0; i < ids.count; i++) used[ids.values[i]] = 1;
    widenPlan(facts.plan, places, ids.values, matrix);
    const label = sets?.find((set) => set.label === 'gid');
    const gids = label?.attribute === undefined ? undefined : attributes[`_FEATURE_ID_${label.attribute}`];
    if (gids === undefined) findings.add('feature-ids', file, place, 'a set of feature ids labelled gid', 'none');
    else {
      const { values } = glb.accessor(gids);
      for (let i = 0; i < ids.count; i++) {
        if (values[i] === facts.gid[ids.values[i]]) continue;
        findings.add('gid-differs', file, `${place} instance ${i}`, facts.gid[ids.values[i]], values[i]);
        break;
      }
    }
  }
  widen(facts, instancesBox(glb, attributes, position, index, places, matrix));
}

function instancesBox(
  glb: Glb,
  attributes: Readonly<Record<string, number>>,
  position: Elements,
  index: Elements['values'],
  places: Elements,
  matrix: readonly number[],
): Box {
  const turns = attributes.ROTATION === undefined ? null : glb.accessor(attributes.ROTATION);
  const unit = turns?.values instanceof Int16Array ? 32767 : turns?.values instanceof Int8Array ? 127 : 1;
  const scales = attributes.SCALE === undefined ? null : glb.accessor(attributes.SCALE);
  const corners = new Set<number>();
  for (let i = 0; i < index.length; i++) corners.add(index[i]);
  const drawn = { values: new Float32Array(3 * corners.size), components: 3, count: corners.size };
  [...corners].forEach((v, i) => {
    for (let c = 0; c < 3; c++) drawn.values[3 * i + c] = position.values[3 * v + c];
  });
  const facts: Pick<ContentFacts, 'box'> = { box: null };
  for (let i = 0; i < places.count; i++) {
    const at = (elements: Elements, c: number) => elements.values[elements.components * i + c];
    const local = nodeMatrix({
      translation: [at(places, 0), at(places, 1), at(places, 2)],
      ...(turns
        ? {
            rotation: [at(turns, 0) / unit, at(turns, 1) / unit, at(turns, 2) / unit, at(turns, 3) / unit] as [
              number,
              number,
              number,
              number,
            ],
          }
        : {}),
      ...(scales ? { scale: [at(scales, 0), at(scales, 1), at(scales, 2)] as [number, number, number] } : {}),
    });
    widen(facts as ContentFacts, boxOf(drawn, multiply(matrix, local)));
  }
  return facts.box ?? [0, 0, 0, 0, 0, 0];
}
