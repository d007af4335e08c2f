import { arcStringPlaces, type FilePlace, joinedPlaces } from './curve-places.ts';
import { type FeatureBuilder, FeatureFault } from './feature-builder.ts';
import { MAX_GEOMETRY_LEVELS, otherType } from './geometry-types.ts';
import type { GeometryType } from './raw-features.ts';

const KIND_OF: Readonly<Record<number, GeometryType>> = {
  1: 'point',
  2: 'line',
  3: 'polygon',
  4: 'point',
  5: 'line',
  6: 'polygon',
  8: 'line',
  9: 'line',
  10: 'polygon',
  11: 'line',
  12: 'polygon',
  15: 'polygon',
  16: 'polygon',
  17: 'polygon',
};
const NAMES: Readonly<Record<number, string>> = {
  1: 'Point',
  2: 'LineString',
  3: 'Polygon',
  4: 'MultiPoint',
  5: 'MultiLineString',
  6: 'MultiPolygon',
  8: 'CircularString',
  9: 'CompoundCurve',
  10: 'CurvePolygon',
  11: 'MultiCurve',
  12: 'MultiSurface',
};
const LINE = 2;
const COLLECTION = 7;
const ARCS = 8;
const COMPOUND = 9;
const CURVE_POLYGON = 10;

/** Tells what stands before each geometry: its type, and how its positions are written. */
interface Head {
  type: number;
  /** Numbers of a position. */
  size: number;
  hasZ: boolean;
  little: boolean;
}

/** EWKB of PostGIS: flags in the type. */
const HAS_Z = 0x80000000;
const HAS_M = 0x40000000;
const HAS_SRID = 0x20000000;

/** Puts a geometry of well-known binary (ISO 13249-3, or PostGIS's) into the builder; arcs come as chords. FeatureFault where the layer takes nothing of it. */
export function addWkb(builder: FeatureBuilder, bytes: Uint8Array): void {
  new WkbReader(builder, bytes).read();
}

/** What PostGIS gives of a geometry in a column of text: well-known binary by two digits a byte, at times behind the mark of bytes. */
const HEX = /^\s*(?:\\x)?((?:0[01])(?:[0-9a-f]{2}){8,})\s*$/i;

/** The bytes of a text that is well-known binary in hexadecimal digits, with the system that they state; null for any other text. */
export function wkbOfHex(text: string): { bytes: Uint8Array; srid: number | null } | null {
  const digits = HEX.exec(text)?.[1];
  if (!digits) return null;
  const bytes = Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
  const view = new DataView(bytes.buffer);
  const isLittle = bytes[0] === 1;
  const hasSrid = (view.getUint32(1, isLittle) & HAS_SRID) !== 0;
  return { bytes, srid: (hasSrid && view.getUint32(5, isLittle)) || null };
}

class WkbReader {
  readonly #builder: FeatureBuilder;
  readonly #view: DataView;
  readonly #wanted: GeometryType;
  #at = 0;

  constructor(builder: FeatureBuilder, bytes: Uint8Array) {
    this.#builder = builder;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#wanted = builder.wish.geometry;
  }

  read(): void {
    const other = this.#geometry(0);
    if (other !== null) throw otherType(this.#wanted, other);
  }

  /** The name of a geometry that the layer does not take, which is passed over; null where it was taken. */
  #geometry(level: number): string | null {
    if (level > MAX_GEOMETRY_LEVELS)
      throw new FeatureFault('geometry-broken', `geometry: expected at most ${MAX_GEOMETRY_LEVELS} levels, got more`);
    const { type, size, hasZ, little } = this.#head();
    if (type === COLLECTION) return this.#collection(level, little);
    const kind = KIND_OF[type];
    if (!kind) throw new FeatureFault('geometry-type', `geometry.type: expected one of OGC's, got "${type}"`);
    const wanted = kind === this.#wanted;
    if (type === 1) this.#positions(1, size, hasZ, little, wanted);
    else if (type === 2) this.#positions(this.#count(little), size, hasZ, little, wanted);
    else if (type === 3 || type === 17) this.#polygon(size, hasZ, little, wanted);
    else if (type === 4) this.#points(level, little, wanted, hasZ, size);
    else if (type === ARCS || type === COMPOUND) this.#add(this.#curve({ type, size, hasZ, little }, level), wanted);
    else if (type === CURVE_POLYGON) {
      for (let rings = this.#count(little); rings > 0; rings--) this.#add(this.#curve(this.#head(), level + 1), wanted);
      if (wanted) this.#builder.endPart();
    } else for (let n = this.#count(little); n > 0; n--) this.#geometry(level + 1);
    if (wanted && kind !== 'polygon' && level === 0) this.#builder.endPart();
    return wanted ? null : (NAMES[type] ?? String(type));
  }

  #head(): Head {
    this.#need(5);
    const little = this.#view.getUint8(this.#at) === 1;
    const stated = this.#view.getUint32(this.#at + 1, little);
    this.#at += 5;
    if (stated & HAS_SRID) this.#count(little);
    const code = stated & 0x0fffffff;
    const thousand = Math.floor(code / 1000);
    const hasZ = (stated & HAS_Z) !== 0 || thousand === 1 || thousand === 3;
    const size = 2 + (hasZ ? 1 : 0) + ((stated & HAS_M) !== 0 || thousand >= 2 ? 1 : 0);
    return { type: code % 1000, size, hasZ, little };
  }

  /** The places of a line, of arcs, or of several of both one behind the other. */
  #curve({ type, size, hasZ, little }: Head, level: number): FilePlace[] {
    if (level > MAX_GEOMETRY_LEVELS || ![LINE, ARCS, COMPOUND].includes(type))
      throw new FeatureFault('geometry-broken', `geometry: expected a line or arcs in a curve, got type ${type}`);
    const count = this.#count(little);
    if (type === COMPOUND) {
      const curves: FilePlace[][] = [];
      for (let n = 0; n < count; n++) curves.push(this.#curve(this.#head(), level + 1));
      return joinedPlaces(curves);
    }
    this.#need(8 * size * count);
    const places: FilePlace[] = [];
    for (let n = 0; n < count; n++) {
      const at = this.#at + 8 * size * n;
      const number = (axis: number): number => this.#view.getFloat64(at + 8 * axis, little);
      places.push([number(0), number(1), hasZ ? number(2) : Number.NaN]);
    }
    this.#at += 8 * size * count;
    return type === ARCS ? arcStringPlaces(places) : places;
  }

  #add(places: readonly FilePlace[], wanted: boolean): void {
    if (!wanted) return;
    for (const [x, y, z] of places) this.#builder.position(x, y, z);
    this.#builder.endRing();
  }

  #collection(level: number, little: boolean): string | null {
    let isFound = false;
    for (let n = this.#count(little); n > 0; n--) {
      const before = this.#builder.isEmpty;
      if (this.#geometry(level + 1) === null && before !== this.#builder.isEmpty) isFound = true;
    }
    this.#builder.endPart();
    return isFound || !this.#builder.isEmpty ? null : 'GeometryCollection';
  }

  #polygon(size: number, hasZ: boolean, little: boolean, wanted: boolean): void {
    for (let rings = this.#count(little); rings > 0; rings--)
      this.#positions(this.#count(little), size, hasZ, little, wanted);
    if (wanted) this.#builder.endPart();
  }

  /** Several points are one ring of as many vertices. */
  #points(level: number, little: boolean, wanted: boolean, hasZ: boolean, size: number): void {
    for (let n = this.#count(little); n > 0; n--) {
      this.#need(5);
      this.#at += 5;
      this.#one(size, hasZ, little, wanted);
    }
    if (wanted && level >= 0) this.#builder.endRing();
  }

  #positions(count: number, size: number, hasZ: boolean, little: boolean, wanted: boolean): void {
    this.#need(8 * size * count);
    for (let n = 0; n < count; n++) this.#one(size, hasZ, little, wanted);
    if (wanted) this.#builder.endRing();
  }

  #one(size: number, hasZ: boolean, little: boolean, wanted: boolean): void {
    this.#need(8 * size);
    const view = this.#view;
    const at = this.#at;
    this.#at += 8 * size;
    if (!wanted) return;
    const x = view.getFloat64(at, little);
    const y = view.getFloat64(at + 8, little);
    // An empty point is one of NaN.
    if (Number.isNaN(x) && Number.isNaN(y)) return;
    this.#builder.position(x, y, hasZ ? view.getFloat64(at + 16, little) : Number.NaN);
  }

  #count(little: boolean): number {
    this.#need(4);
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, little);
  }

  #need(bytes: number): void {
    if (this.#at + bytes > this.#view.byteLength)
      throw new FeatureFault(
        'geometry-broken',
        `geometry: expected ${bytes} more bytes at ${this.#at}, got ${this.#view.byteLength - this.#at}`,
      );
  }
}
