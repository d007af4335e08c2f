import { arcStringPlaces, type FilePlace, joinedPlaces } from '../shared/curve-places.ts';
import { type FeatureBuilder, FeatureFault } from '../shared/feature-builder.ts';
import { MAX_GEOMETRY_LEVELS, otherType } from '../shared/geometry-types.ts';
import { OutsideError, type Table, type Vector } from './tables.ts';

/** A column of the head. */
export interface Column {
  name: string;
  type: number;
}

/** Types of geometry by their number (feature.fbs of FlatGeobuf 3). */
const TYPES = [
  'Unknown',
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
  'GeometryCollection',
  'CircularString',
  'CompoundCurve',
  'CurvePolygon',
  'MultiCurve',
  'MultiSurface',
  'Curve',
  'Surface',
  'PolyhedralSurface',
  'TIN',
  'Triangle',
];
const KIND_OF: Readonly<Record<string, FeatureBuilder['wish']['geometry']>> = {
  Point: 'point',
  MultiPoint: 'point',
  LineString: 'line',
  MultiLineString: 'line',
  Polygon: 'polygon',
  MultiPolygon: 'polygon',
  CircularString: 'line',
  CompoundCurve: 'line',
  MultiCurve: 'line',
  CurvePolygon: 'polygon',
  MultiSurface: 'polygon',
  PolyhedralSurface: 'polygon',
  TIN: 'polygon',
  Triangle: 'polygon',
};
/** Types of the parts of several; 0 where each part says its own. */
const PART_OF: Readonly<Record<string, number>> = {
  MultiPolygon: 3,
  MultiCurve: 0,
  MultiSurface: 0,
  PolyhedralSurface: 3,
  TIN: 17,
};

/** Fields of a table Geometry. */
const ENDS = 0;
const XY = 1;
const Z = 2;
const TYPE = 6;
const PARTS = 7;

/** Puts a geometry into the builder. `stated`: its type by the head, 0 where each feature says its own. */
export function addGeometryTable(builder: FeatureBuilder, view: DataView, geometry: Table, stated: number): void {
  if (!add(builder, view, geometry, stated, 0))
    throw otherType(builder.wish.geometry, nameOf(typeOf(geometry, stated)));
}

const nameOf = (type: number): string => TYPES[type] ?? `type ${type}`;
const typeOf = (geometry: Table, stated: number): number => (stated === 0 ? geometry.uint8(TYPE) : stated);

/** False for a type that the layer does not take. */
function add(builder: FeatureBuilder, view: DataView, geometry: Table, stated: number, level: number): boolean {
  if (level > MAX_GEOMETRY_LEVELS)
    throw new FeatureFault('geometry-broken', `geometry: expected at most ${MAX_GEOMETRY_LEVELS} levels, got more`);
  const type = nameOf(typeOf(geometry, stated));
  if (type === 'GeometryCollection') {
    let isFound = false;
    for (const part of geometry.tables(PARTS)) if (add(builder, view, part, 0, level + 1)) isFound = true;
    return isFound;
  }
  if (KIND_OF[type] !== builder.wish.geometry) return false;
  const ofParts = PART_OF[type];
  if (ofParts !== undefined) {
    for (const part of geometry.tables(PARTS)) add(builder, view, part, ofParts, level + 1);
    return true;
  }
  if (type === 'CurvePolygon')
    for (const ring of geometry.tables(PARTS)) addPlaces(builder, curveOf(builder, view, ring, 0, level + 1));
  else if (type === 'CircularString' || type === 'CompoundCurve')
    addPlaces(builder, curveOf(builder, view, geometry, stated, level));
  else addRings(builder, view, geometry);
  builder.endPart();
  return true;
}

function addPlaces(builder: FeatureBuilder, places: readonly FilePlace[]): void {
  for (const [x, y, z] of places) builder.position(x, y, z);
  builder.endRing();
}

/** The places of a line, of arcs, or of several of both one behind the other. */
function curveOf(builder: FeatureBuilder, view: DataView, curve: Table, stated: number, level: number): FilePlace[] {
  const type = nameOf(typeOf(curve, stated));
  if (type === 'CompoundCurve' && level <= MAX_GEOMETRY_LEVELS)
    return joinedPlaces(Array.from(curve.tables(PARTS), (part) => curveOf(builder, view, part, 0, level + 1)));
  if (type !== 'CircularString' && type !== 'LineString' && type !== 'Unknown')
    throw new FeatureFault('geometry-broken', `geometry: expected a line or arcs in a curve, got ${type}`);
  const xy = curve.vector(XY, 8);
  const places = Array.from({ length: xy.count >> 1 }, (_, i) => placeAt(builder, view, curve, xy, i));
  return type === 'CircularString' ? arcStringPlaces(places) : places;
}

function placeAt(builder: FeatureBuilder, view: DataView, geometry: Table, xy: Vector, i: number): FilePlace {
  const z = builder.wish.keepZ ? geometry.vector(Z, 8) : { at: 0, count: 0 };
  const height = i < z.count ? view.getFloat64(z.at + 8 * i, true) : Number.NaN;
  return [view.getFloat64(xy.at + 16 * i, true), view.getFloat64(xy.at + 16 * i + 8, true), height];
}

/** Positions of a table, cut into rings or lines where it says so. */
function addRings(builder: FeatureBuilder, view: DataView, geometry: Table): void {
  const xy = geometry.vector(XY, 8);
  const z = builder.wish.keepZ ? geometry.vector(Z, 8) : { at: 0, count: 0 };
  const count = xy.count >> 1;
  let from = 0;
  for (const to of endsOf(view, geometry.vector(ENDS, 4), count)) {
    for (let i = from; i < to; i++) {
      const at = xy.at + 16 * i;
      const height = i < z.count ? view.getFloat64(z.at + 8 * i, true) : Number.NaN;
      builder.position(view.getFloat64(at, true), view.getFloat64(at + 8, true), height);
    }
    builder.endRing();
    from = to;
  }
}

function endsOf(view: DataView, ends: Vector, count: number): number[] {
  if (ends.count === 0) return [count];
  const all: number[] = [];
  for (let i = 0, last = 0; i < ends.count; i++) {
    const end = view.getUint32(ends.at + 4 * i, true);
    if (end < last || end > count)
      throw new FeatureFault('geometry-broken', `geometry.ends: expected ${last} to ${count}, got ${end}`);
    all.push(end);
    last = end;
  }
  return all;
}

/** How a value of each type of column is read, and how many bytes it takes; words and bytes say their length first. */
const NUMBERS: readonly ([bytes: number, read: (view: DataView, at: number) => unknown] | null)[] = [
  [1, (view, at) => view.getInt8(at)],
  [1, (view, at) => view.getUint8(at)],
  [1, (view, at) => view.getUint8(at) !== 0],
  [2, (view, at) => view.getInt16(at, true)],
  [2, (view, at) => view.getUint16(at, true)],
  [4, (view, at) => view.getInt32(at, true)],
  [4, (view, at) => view.getUint32(at, true)],
  [8, (view, at) => view.getBigInt64(at, true)],
  [8, (view, at) => view.getBigUint64(at, true)],
  [4, (view, at) => view.getFloat32(at, true)],
  [8, (view, at) => view.getFloat64(at, true)],
];
const BINARY = 14;

/** Attributes of a feature: the number of a column, then its value, again and again. */
export function addProperties(builder: FeatureBuilder, view: DataView, list: Vector, columns: readonly Column[]): void {
  const end = list.at + list.count;
  const need = (at: number, bytes: number): void => {
    if (at + bytes > end) throw new OutsideError(`${bytes} bytes at ${at} of attributes up to ${end}`);
  };
  for (let at = list.at; at < end; ) {
    need(at, 2);
    const nth = view.getUint16(at, true);
    const column = columns[nth];
    if (!column) throw new OutsideError(`column ${nth} of ${columns.length}`);
    at += 2;
    const number = NUMBERS[column.type];
    if (number) {
      need(at, number[0]);
      builder.value(column.name, number[1](view, at));
      at += number[0];
      continue;
    }
    need(at, 4);
    const length = view.getUint32(at, true);
    need(at + 4, length);
    const bytes = new Uint8Array(view.buffer, view.byteOffset + at + 4, length);
    builder.value(column.name, column.type === BINARY ? bytes : new TextDecoder().decode(bytes));
    at += 4 + length;
  }
}
