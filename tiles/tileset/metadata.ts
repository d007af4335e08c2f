import type { LayerKind } from '../../model/city/manifest.ts';
import { NO_TASK } from '../../model/city/tile-glb.ts';
import { groundMatter } from '../infer/ground-matter.ts';
import type { LayerInput, Utf8Column } from '../model.ts';
import type { GlbParts, GltfObject } from './glb.ts';
import { bytesOf } from './meshopt.ts';

/** One property of a tile's table beside `id` and `gid`: what the shader of its kind reads. */
type TableProperty =
  | { name: string; componentType: 'FLOAT32'; values: Float32Array }
  | { name: string; componentType: 'UINT16'; values: Uint16Array }
  | { name: string; componentType: 'UINT8'; values: Uint8Array };

/** Storeys 0 and facade 255: not known. The shader then takes 3 m a storey and a plain front. */
const UNKNOWN_STOREYS = 0;
const UNKNOWN_FACADE = 255;

const CLASS = 'feature';

/**
 * Adds the property table of a tile's features to the file and returns the EXT_structural_metadata object. Row i of the table
 * is rows[i] of the layer; `id` is the id for life, `gid` the dense number over the whole city. Everything else lies
 * in the columns beside the tiles: CesiumJS makes an object of every row and a texture of every property.
 */
export function addPropertyTable(glb: GlbParts, layer: LayerInput, rows: Uint32Array, gidBase: number): GltfObject {
  const properties: Record<string, GltfObject> = {};
  const schema: Record<string, GltfObject> = {};
  const ids = takeUtf8(layer.features.ids, rows);
  const short = ids.bytes.length <= 65535;
  const offsets = short ? Uint16Array.from(ids.offsets) : ids.offsets;
  schema.id = { type: 'STRING', required: true };
  properties.id = {
    values: glb.addView(ids.bytes),
    stringOffsets: glb.addView(bytesOf(offsets)),
    stringOffsetType: short ? 'UINT16' : 'UINT32',
  };
  const gid = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) gid[i] = gidBase + rows[i];
  schema.gid = { type: 'SCALAR', componentType: 'UINT32', required: true };
  properties.gid = { values: glb.addView(bytesOf(gid)) };
  for (const property of tableProperties(layer, rows)) {
    schema[property.name] = { type: 'SCALAR', componentType: property.componentType, required: true };
    properties[property.name] = { values: glb.addView(bytesOf(property.values)) };
  }
  return {
    schema: { id: 'shapan', classes: { [CLASS]: { properties: schema } } },
    propertyTables: [{ class: CLASS, count: rows.length, properties }],
  };
}

const PROPERTIES: Partial<Record<LayerKind, (layer: LayerInput, rows: Uint32Array) => TableProperty[]>> = {
  building: buildingProperties,
  pipe: pipeProperties,
  element: elementProperties,
  area: areaProperties,
};

function tableProperties(layer: LayerInput, rows: Uint32Array): TableProperty[] {
  return PROPERTIES[layer.kind]?.(layer, rows) ?? [];
}

/** Decorations say what each of their features is painted in; other areas have a colour a layer, and what lies on each where that is known. */
function areaProperties(layer: LayerInput, rows: Uint32Array): TableProperty[] {
  const matter = groundMatter(layer);
  if (matter) return [{ name: 'matter', componentType: 'UINT16', values: Uint16Array.from(rows, matter) }];
  if (layer.decorates === undefined) return [];
  const toneOf = numbers(layer, 'tone');
  return [{ name: 'tone', componentType: 'UINT8', values: Uint8Array.from(rows, (row) => toneOf?.[row] ?? 0) }];
}

function buildingProperties(layer: LayerInput, rows: Uint32Array): TableProperty[] {
  const height = new Float32Array(rows.length);
  const storeys = new Uint16Array(rows.length);
  const facade = new Uint8Array(rows.length);
  const storeysOf = numbers(layer, 'storeys');
  const facadeOf = numbers(layer, 'facade');
  for (let i = 0; i < rows.length; i++) {
    height[i] = buildingHeightM(layer, rows[i]);
    const levels = storeysOf?.[rows[i]] ?? Number.NaN;
    storeys[i] = levels >= 0 && levels < 65535 ? Math.round(levels) : UNKNOWN_STOREYS;
    const front = facadeOf?.[rows[i]] ?? Number.NaN;
    facade[i] = front >= 0 && front < UNKNOWN_FACADE ? front : UNKNOWN_FACADE;
  }
  return [
    { name: 'height', componentType: 'FLOAT32', values: height },
    { name: 'storeys', componentType: 'UINT16', values: storeys },
    { name: 'facade', componentType: 'UINT8', values: facade },
  ];
}

/**
 * Returns the height of the highest part, roof included, above the building's ground; of LoD2 surfaces from the lowest to the highest
 * vertex.
 */
function buildingHeightM(layer: LayerInput, row: number): number {
  const { geometry } = layer.features;
  if (geometry.kind === 'polygon') {
    let highest = 0;
    for (let part = geometry.featurePart[row]; part < geometry.featurePart[row + 1]; part++) {
      const pitch = geometry.partRoof?.[part] ? (geometry.partRoofM?.[part] ?? 0) : 0;
      highest = Math.max(highest, (geometry.partTopM?.[part] ?? 0) + pitch);
    }
    return highest;
  }
  if (geometry.kind !== 'surface') return 0;
  const { featureSurface, surfaceRing, ringVertex, elevationM } = geometry;
  let low = Infinity;
  let high = -Infinity;
  const end = ringVertex[surfaceRing[featureSurface[row + 1]]];
  for (let v = ringVertex[surfaceRing[featureSurface[row]]]; v < end; v++) {
    if (elevationM[v] < low) low = elevationM[v];
    if (elevationM[v] > high) high = elevationM[v];
  }
  return high > low ? high - low : 0;
}

/** Numbers of the activities that build an element and take it away, as the columns `task` and `removal` have them. */
function elementProperties(layer: LayerInput, rows: Uint32Array): TableProperty[] {
  return ['task', 'removal'].map((name) => {
    const given = numbers(layer, name);
    const values = Uint16Array.from(rows, (row) => Math.min(NO_TASK, given?.[row] ?? NO_TASK));
    return { name, componentType: 'UINT16', values };
  });
}

/** `dn` as the column has it, else the first line's outside diameter, in mm. */
function pipeProperties(layer: LayerInput, rows: Uint32Array): TableProperty[] {
  const values = new Float32Array(rows.length);
  const dn = numbers(layer, 'dn');
  const { geometry } = layer.features;
  for (let i = 0; i < rows.length; i++) {
    const stated = dn?.[rows[i]] ?? Number.NaN;
    const widthM = geometry.kind === 'line' ? geometry.widthM[geometry.featureLine[rows[i]]] : 0;
    values[i] = Number.isNaN(stated) ? widthM * 1000 : stated;
  }
  return [{ name: 'dn', componentType: 'FLOAT32', values }];
}

function numbers(layer: LayerInput, name: string): Float32Array | Float64Array | Uint32Array | undefined {
  const column = layer.features.columns.find((c) => c.name === name);
  return column && column.type !== 'string' ? column.values : undefined;
}

/** The texts of some rows, end to end. */
function takeUtf8({ offsets, bytes }: Utf8Column, rows: Uint32Array): Utf8Column {
  const taken = new Uint32Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) taken[i + 1] = taken[i] + offsets[rows[i] + 1] - offsets[rows[i]];
  const out = new Uint8Array(taken[rows.length]);
  for (let i = 0; i < rows.length; i++) {
    const end = offsets[rows[i] + 1];
    for (let from = offsets[rows[i]], to = taken[i]; from < end; from++, to++) out[to] = bytes[from];
  }
  return { offsets: taken, bytes: out };
}
