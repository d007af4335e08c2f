import type { AttributeInfo, LayerGroup, LayerInfo, Text } from '../model/city/manifest.ts';
import { lineOf, offsetLine } from '../model/geo/plane/line.ts';
import type { Point } from '../model/geo/plane/point.ts';
import { lonLatColumn, utf8Column } from '../tiles/columns.ts';
import type {
  Features,
  Geometry,
  InputColumn,
  LayerInput,
  LineGeometry,
  PointGeometry,
  PolygonGeometry,
} from '../tiles/model.ts';
import { offsetsOf, surfaceGeometry } from '../tiles/shape/face-geometry.ts';
import type { Face, Xyz } from '../tiles/shape/solid.ts';

/** Origin of the plan; plan.json `city.origin`. */
export const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 351 };

/** What a layer says of itself; the rest of a `LayerInput` follows from its rows. */
interface LayerHead {
  id: string;
  kind: LayerInput['kind'];
  group: LayerGroup;
  label: Text;
  cimLevel: number;
  state?: LayerInfo['state'];
  shownAtStart?: boolean;
  colour?: LayerInfo['colour'];
  liftM?: number;
  assumptions?: LayerInput['assumptions'];
}

/** One attribute of a layer: how it is named, and where a row has it. Undefined is no value. */
export interface Field<Row> {
  name: string;
  type: AttributeInfo['type'];
  unit?: string;
  label: Text;
  values?: Record<string, Text>;
  of: (row: Row) => string | number | undefined;
}

type Of<Row, Value> = (row: Row) => Value | undefined;

export const text = <Row>(name: string, label: Text, of: Of<Row, string>): Field<Row> => ({
  name,
  type: 'string',
  label,
  of,
});

export const quantity = <Row>(name: string, unit: string, label: Text, of: Of<Row, number>): Field<Row> => ({
  name,
  type: 'number',
  unit,
  label,
  of,
});

/** A whole number, `1` for a count. */
export const whole = <Row>(name: string, unit: string, label: Text, of: Of<Row, number>): Field<Row> => ({
  name,
  type: 'integer',
  unit,
  label,
  of,
});

/** A row's name in both languages, under the names by which card and search know them. */
export const nameFields = <Row extends { name: Text }>(label: Text = { zh: '名称', en: 'Name' }): Field<Row>[] => [
  { name: 'name', type: 'string', label, of: (row) => row.name.zh },
  { name: 'nameEn', type: 'string', label: { zh: '英文名称', en: 'English name' }, of: (row) => row.name.en },
];

/** The demo city is this project's own work; every layer of it says so in the same words. */
export const SOURCE: LayerInput['source'] = {
  name: { zh: '澄川总图（虚构城市，程序生成）', en: 'Plan of Chengchuan (fictional city, generated)' },
  licence: 'Apache-2.0',
  date: '2026-01-31',
  crs: 'EPSG:4326',
  inputHash: '',
};

/** Longitudes and latitudes of plan points. */
export const lonLatOfPlan = (points: readonly (readonly number[])[]): Float64Array => lonLatColumn(points, ORIGIN);

function columnOf<Row>(rows: readonly Row[], field: Field<Row>): InputColumn {
  if (field.type === 'string' || field.type === 'code')
    return { name: field.name, type: 'string', values: utf8Column(rows.map((row) => String(field.of(row) ?? ''))) };
  const numbers = rows.map((row) => field.of(row));
  if (field.type === 'integer')
    return {
      name: field.name,
      type: 'uint32',
      values: Uint32Array.from(numbers, (v) => (v === undefined ? 0xffffffff : Number(v))),
    };
  return {
    name: field.name,
    type: 'float32',
    values: Float32Array.from(numbers, (v) => (v === undefined ? Number.NaN : Number(v))),
  };
}

function layerOf<Row>(
  head: LayerHead,
  rows: readonly Row[],
  idOf: (row: Row) => string,
  fields: readonly Field<Row>[],
  geometry: Geometry,
): LayerInput {
  const features: Features = {
    count: rows.length,
    ids: utf8Column(rows.map(idOf)),
    geometry,
    columns: fields.map((field) => columnOf(rows, field)),
  };
  const attributes = fields.map(({ name, type, unit, label, values }) => ({
    name,
    type,
    label,
    ...(unit === undefined ? {} : { unit }),
    ...(values === undefined ? {} : { values }),
  }));
  return {
    id: head.id,
    kind: head.kind,
    group: head.group,
    label: head.label,
    cimLevel: head.cimLevel,
    state: head.state ?? 'existing',
    shownAtStart: head.shownAtStart ?? false,
    features,
    attributes,
    ...(head.colour === undefined ? {} : { colour: head.colour }),
    ...(head.liftM === undefined ? {} : { liftM: head.liftM }),
    source: SOURCE,
    assumptions: head.assumptions ?? [],
    problems: [],
  };
}

export interface LineRow {
  id: string;
  /** Axis, elevation above the vertical datum a vertex; NaN = on the ground. */
  axis: readonly Xyz[];
  /** Outside diameter, or the width of a box. */
  widthM: number;
  /** 0 = round. */
  boxHeightM: number;
  /** 2: a pair side by side, `widthM` + 0.2 m from axis to axis. */
  barrels?: number;
}

/** The lines of a row: its axis, or the pair on both sides of it (mitred, level by level). */
function linesOf(row: LineRow): (readonly Xyz[])[] {
  if (row.barrels !== 2) return [row.axis];
  const beside = row.widthM / 2 + 0.1;
  return [beside, -beside].map((d) =>
    offsetLine(lineOf(row.axis.map(([x, y]) => [x, y])), d).points.map(([x, y], i): Xyz => [x, y, row.axis[i][2]]),
  );
}

export function lineLayer<Row extends LineRow>(head: LayerHead, rows: readonly Row[], fields: readonly Field<Row>[]) {
  const lines = rows.map(linesOf);
  const flat = lines.flat();
  const vertices = flat.flat();
  const perLine = (value: (row: Row) => number) =>
    Float32Array.from(rows.flatMap((row, i) => lines[i].map(() => value(row))));
  const geometry: LineGeometry = {
    kind: 'line',
    featureLine: offsetsOf(lines.map((own) => own.length)),
    lineVertex: offsetsOf(flat.map((line) => line.length)),
    lonLatDeg: lonLatOfPlan(vertices),
    elevationM: Float32Array.from(vertices, (v) => v[2]),
    widthM: perLine((row) => row.widthM),
    boxHeightM: perLine((row) => row.boxHeightM),
  };
  return layerOf(head, rows, (row) => row.id, fields, geometry);
}

export interface PointRow {
  id: string;
  at: Point;
  /** Above the vertical datum; absent = on the ground. */
  elevationM?: number;
  /** Name out of the layer's models; the first when absent. */
  model?: string;
  scale?: number;
  headingDeg?: number;
}

export function pointLayer<Row extends PointRow>(
  head: LayerHead,
  models: string[],
  rows: readonly Row[],
  fields: readonly Field<Row>[],
): LayerInput {
  const geometry: PointGeometry = {
    kind: 'point',
    lonLatDeg: lonLatOfPlan(rows.map((row) => row.at)),
    elevationM: Float32Array.from(rows, (row) => row.elevationM ?? Number.NaN),
    model: Uint8Array.from(rows, (row) => (row.model === undefined ? 0 : models.indexOf(row.model))),
    scale: Float32Array.from(rows, (row) => row.scale ?? 1),
    headingDeg: Float32Array.from(rows, (row) => row.headingDeg ?? 0),
  };
  return { ...layerOf(head, rows, (row) => row.id, fields, geometry), models };
}

export interface AreaRow {
  id: string;
  /** Outer ring anticlockwise, then holes clockwise; not closed. */
  rings: readonly (readonly Point[])[];
  /** Elevations of the rings' vertices, end to end: a surface of its own level, not the ground's. */
  elevationM?: readonly number[];
}

export function areaLayer<Row extends AreaRow>(head: LayerHead, rows: readonly Row[], fields: readonly Field<Row>[]) {
  const rings = rows.flatMap((row) => row.rings);
  const levelled = rows.some((row) => row.elevationM);
  const levels = rows.flatMap((row) => row.elevationM ?? row.rings.flatMap((ring) => ring.map(() => Number.NaN)));
  const geometry: PolygonGeometry = {
    kind: 'polygon',
    featurePart: Uint32Array.from({ length: rows.length + 1 }, (_, i) => i),
    partRing: offsetsOf(rows.map((row) => row.rings.length)),
    ringVertex: offsetsOf(rings.map((ring) => ring.length)),
    lonLatDeg: lonLatOfPlan(rings.flat()),
    ...(levelled ? { elevationM: Float32Array.from(levels) } : {}),
  };
  return layerOf(head, rows, (row) => row.id, fields, geometry);
}

/** Volumes drawn up from rings, metres above the row's ground. */
export interface BlockRow {
  id: string;
  parts: readonly {
    ring: readonly Point[];
    baseM: number;
    topM: number;
    roof: 'flat' | 'gable' | 'hip' | 'pyramid';
    roofM: number;
  }[];
}

const ROOFS = ['flat', 'gable', 'hip', 'pyramid'];

export function blockLayer<Row extends BlockRow>(head: LayerHead, rows: readonly Row[], fields: readonly Field<Row>[]) {
  const parts = rows.flatMap((row) => row.parts);
  const geometry: PolygonGeometry = {
    kind: 'polygon',
    featurePart: offsetsOf(rows.map((row) => row.parts.length)),
    partRing: Uint32Array.from({ length: parts.length + 1 }, (_, i) => i),
    ringVertex: offsetsOf(parts.map((part) => part.ring.length)),
    lonLatDeg: lonLatOfPlan(parts.flatMap((part) => part.ring)),
    partBaseM: Float32Array.from(parts, (part) => part.baseM),
    partTopM: Float32Array.from(parts, (part) => part.topM),
    partRoof: Uint8Array.from(parts, (part) => ROOFS.indexOf(part.roof)),
    partRoofM: Float32Array.from(parts, (part) => part.roofM),
  };
  return layerOf(head, rows, (row) => row.id, fields, geometry);
}

export interface SurfaceRow {
  id: string;
  faces: readonly Face[];
}

export function surfaceLayer<Row extends SurfaceRow>(
  head: LayerHead,
  rows: readonly Row[],
  fields: readonly Field<Row>[],
): LayerInput {
  const geometry = surfaceGeometry(rows, lonLatOfPlan);
  return layerOf(head, rows, (row) => row.id, fields, geometry);
}
