import { crossesRay, passesLevel } from '../../model/geo/plane/ring.ts';
import { type FeatureBuilder, FeatureFault } from '../shared/feature-builder.ts';
import { otherType } from '../shared/geometry-types.ts';
import { ReadError } from '../shared/problems.ts';
import type { GeometryType } from '../shared/raw-features.ts';
import { shapefileMessage } from './messages.ts';

/** Shapefiles as ESRI's white paper of July 1998 describes them. */
const FILE_CODE = 9994;
const HEAD_BYTES = 100;
const NULL_SHAPE = 0;
const MULTIPATCH = 31;
/** ESRI: a measure below this is none. */
const NO_DATA = -1e38;

/** What the types are, without the 10 of Z and the 20 of M. */
const GEOMETRY_OF_TYPE: Readonly<Record<number, GeometryType>> = { 1: 'point', 3: 'line', 5: 'polygon', 8: 'point' };
const NAME_OF_TYPE: Readonly<Record<number, string>> = { 1: 'Point', 3: 'LineString', 5: 'Polygon', 8: 'MultiPoint' };

export const isShp = (bytes: Uint8Array): boolean =>
  bytes.length >= HEAD_BYTES && bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 0x27 && bytes[3] === 0x0a;

/** One record: its type and where its contents lie. */
interface ShapeRecord {
  number: number;
  type: number;
  at: number;
  end: number;
}

/** Calls back for each record in order; a ReadError where one of them does not fit into the file, as in one that is cut. */
export function eachRecord(bytes: Uint8Array, file: string, take: (record: ShapeRecord) => void): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEAD_BYTES || view.getInt32(0) !== FILE_CODE)
    throw new ReadError(shapefileMessage('shp-file', { file }));
  const stated = 2 * view.getUint32(24);
  let number = 0;
  let at = HEAD_BYTES;
  while (at + 12 <= bytes.length) {
    number++;
    const size = 2 * view.getInt32(at + 4);
    const end = at + 8 + size;
    if (size < 4 || end > bytes.length) {
      const expected = { zh: '完整的记录', en: 'a whole record' };
      throw new ReadError(
        shapefileMessage('shp-record', {
          file,
          record: number,
          at,
          expected,
          got: `${bytes.length - at - 8} / ${size}`,
        }),
      );
    }
    take({ number, type: view.getInt32(at + 8, true), at: at + 8, end });
    at = end;
  }
  if (at < Math.min(stated, bytes.length + 1) || stated > bytes.length) {
    const expected = { zh: `文件共 ${stated} 字节`, en: `a file of ${stated} bytes` };
    throw new ReadError(shapefileMessage('shp-record', { file, record: number, at, expected, got: bytes.length }));
  }
}

/** A ring by its points in the record, the last one left out. */
interface Bounds {
  from: number;
  to: number;
}

/** Puts the geometry of records into a builder. */
export class Shapes {
  readonly #view: DataView;
  readonly #builder: FeatureBuilder;
  readonly #wanted: GeometryType;
  readonly #keepZ: boolean;
  /** Polygons whose outer rings ran as holes do; holes that lay in no ring. */
  turned = 0;
  lostHoles = 0;

  constructor(bytes: Uint8Array, builder: FeatureBuilder) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#builder = builder;
    this.#wanted = builder.wish.geometry;
    this.#keepZ = builder.wish.keepZ;
  }

  /** FeatureFault where the record has no geometry that the layer takes. */
  take({ type, at, end }: ShapeRecord): void {
    if (type === NULL_SHAPE) throw new FeatureFault('geometry-empty', 'geometry: expected positions, got a null shape');
    if (type === MULTIPATCH) {
      if (this.#wanted !== 'polygon') throw otherType(this.#wanted, 'MultiPatch');
      this.#patches(at, end);
      return;
    }
    const plain = type % 10;
    const geometry = type < 30 ? GEOMETRY_OF_TYPE[plain] : undefined;
    if (!geometry) throw new FeatureFault('geometry-type', `geometry.type: expected a shape of ESRI, got "${type}"`);
    if (geometry !== this.#wanted) throw otherType(this.#wanted, NAME_OF_TYPE[plain]);
    const hasZ = type > 10 && type < 20;
    if (plain === 1) this.#point(at, end, hasZ);
    else if (plain === 8) this.#points(at, end, hasZ);
    else this.#parts(at, end, hasZ, plain === 5);
  }

  #point(at: number, end: number, hasZ: boolean): void {
    this.#need(at + (hasZ ? 28 : 20), end);
    const view = this.#view;
    this.#builder.position(
      view.getFloat64(at + 4, true),
      view.getFloat64(at + 12, true),
      hasZ ? view.getFloat64(at + 20, true) : Number.NaN,
    );
    this.#builder.endRing();
    this.#builder.endPart();
  }

  #points(at: number, end: number, hasZ: boolean): void {
    this.#need(at + 40, end);
    const count = this.#view.getUint32(at + 36, true);
    this.#need(at + 40 + 16 * count, end);
    const z = hasZ && this.#keepZ ? this.#zAt(at + 40 + 16 * count, count, end) : -1;
    this.#ring(at + 40, z, 0, count);
    this.#builder.endPart();
  }

  /** Lines and polygons: their parts begin at the points that the record lists. */
  #parts(at: number, end: number, hasZ: boolean, isPolygon: boolean): void {
    this.#need(at + 44, end);
    const view = this.#view;
    const parts = view.getUint32(at + 36, true);
    const points = view.getUint32(at + 40, true);
    const starts = at + 44;
    const xy = starts + 4 * parts;
    this.#need(xy + 16 * points, end);
    const z = hasZ && this.#keepZ ? this.#zAt(xy + 16 * points, points, end) : -1;
    const bounds = this.#bounds(starts, parts, points);
    if (isPolygon) this.#polygon(bounds, xy, z);
    else {
      for (let i = 0; i < parts; i++) this.#ring(xy, z, bounds[i], bounds[i + 1]);
      this.#builder.endPart();
    }
  }

  #bounds(starts: number, parts: number, points: number): number[] {
    const bounds: number[] = [];
    for (let i = 0; i < parts; i++) bounds.push(this.#view.getUint32(starts + 4 * i, true));
    bounds.push(points);
    for (let i = 0; i < parts; i++)
      if (bounds[i] > bounds[i + 1])
        throw new FeatureFault(
          'geometry-broken',
          `part ${i}: expected to begin at or before point ${bounds[i + 1]}, got ${bounds[i]}`,
        );
    return bounds;
  }

  /** Where the third coordinates begin, behind their range; −1 where the record leaves them out. */
  #zAt(range: number, count: number, end: number): number {
    return range + 16 + 8 * count <= end ? range + 16 : -1;
  }

  #need(to: number, end: number): void {
    if (to > end)
      throw new FeatureFault('geometry-broken', `geometry: expected ${to - end} more bytes in its record, got its end`);
  }

  /** A ring of a polygon comes turned round (`isTurned`): ESRI's outer rings run clockwise, those of all others the other way. */
  #ring(xy: number, z: number, from: number, to: number, isTurned = false): void {
    const view = this.#view;
    for (let n = from; n < to; n++) {
      const i = isTurned ? from + to - 1 - n : n;
      const height = z < 0 ? Number.NaN : view.getFloat64(z + 8 * i, true);
      this.#builder.position(
        view.getFloat64(xy + 16 * i, true),
        view.getFloat64(xy + 16 * i + 8, true),
        height < NO_DATA ? Number.NaN : height,
      );
    }
    this.#builder.endRing();
  }

  /** Outer rings run clockwise, holes the other way, in any order; a record that has them both the other way round is told by where they lie. */
  #polygon(bounds: number[], xy: number, z: number): void {
    const rings = bounds
      .slice(0, -1)
      .map((from, i) => ({ from, to: bounds[i + 1] }))
      .filter(({ from, to }) => to > from);
    if (rings.length === 1) {
      this.#ring(xy, z, rings[0].from, rings[0].to, this.#area(xy, rings[0].from, rings[0].to) < 0);
      this.#builder.endPart();
      return;
    }
    const areas = rings.map(({ from, to }) => this.#area(xy, from, to));
    const outers = rings.map((_, i) => i).filter((i) => areas[i] <= 0);
    if (outers.length === 0) {
      this.turned++;
      outers.push(...rings.keys());
    }
    const shared = this.#shared(xy, rings, areas, outers);
    // Both kinds wound the wrong way: every ring that runs as an outer one lies in one that runs as a hole.
    const others = shared.lost > 0 ? [...rings.keys()].filter((i) => areas[i] > 0) : [];
    const turned = others.length > 0 ? this.#shared(xy, rings, areas, others) : shared;
    const isReversed = turned.lost < shared.lost && turned.lost === 0;
    if (isReversed) this.turned++;
    else this.lostHoles += shared.lost;
    const { holes } = isReversed ? turned : shared;
    for (const [outer, inner] of holes) {
      const isTurned = areas[outer] < 0;
      for (const i of [outer, ...inner]) this.#ring(xy, z, rings[i].from, rings[i].to, isTurned);
      this.#builder.endPart();
    }
  }

  /** Each ring that is not an outer one goes to the smallest outer one that holds it; one that lies in none is an outer one of its own. */
  #shared(
    xy: number,
    rings: readonly Bounds[],
    areas: readonly number[],
    outers: readonly number[],
  ): { holes: Map<number, number[]>; lost: number } {
    const holes = new Map<number, number[]>(outers.map((i) => [i, []]));
    let lost = 0;
    for (const i of rings.keys()) {
      if (holes.has(i)) continue;
      const size = Math.abs(areas[i]);
      const [home] = outers
        .filter((outer) => Math.abs(areas[outer]) >= size && this.#holds(xy, rings[outer], rings[i]))
        .sort((a, b) => Math.abs(areas[a]) - Math.abs(areas[b]));
      if (home !== undefined) holes.get(home)?.push(i);
      else {
        lost++;
        holes.set(i, []);
      }
    }
    return { holes, lost };
  }

  /** Twice the area, above 0 for a ring that runs counter-clockwise. */
  #area(xy: number, from: number, to: number): number {
    const view = this.#view;
    const x0 = view.getFloat64(xy + 16 * from, true);
    const y0 = view.getFloat64(xy + 16 * from + 8, true);
    let sum = 0;
    for (let i = from; i + 1 < to; i++) {
      const x1 = view.getFloat64(xy + 16 * i, true) - x0;
      const y1 = view.getFloat64(xy + 16 * i + 8, true) - y0;
      const x2 = view.getFloat64(xy + 16 * i + 16, true) - x0;
      const y2 = view.getFloat64(xy + 16 * i + 24, true) - y0;
      sum += x1 * y2 - x2 * y1;
    }
    return sum;
  }

  /** Does the outer ring hold most of the inner one? A hole may touch its ring, so several of its vertices are asked. */
  #holds(xy: number, outer: Bounds, inner: Bounds): boolean {
    const view = this.#view;
    const step = Math.max(1, Math.floor((inner.to - inner.from) / QUERY_VERTICES));
    let inside = 0;
    let queried = 0;
    for (let i = inner.from; i + 1 < inner.to; i += step) {
      const x = (view.getFloat64(xy + 16 * i, true) + view.getFloat64(xy + 16 * i + 16, true)) / 2;
      const y = (view.getFloat64(xy + 16 * i + 8, true) + view.getFloat64(xy + 16 * i + 24, true)) / 2;
      queried++;
      if (this.#isInside(xy, outer, x, y)) inside++;
    }
    return queried > 0 && 2 * inside >= queried;
  }

  #isInside(xy: number, { from, to }: Bounds, x: number, y: number): boolean {
    const view = this.#view;
    let inside = false;
    for (let i = from; i + 1 < to; i++) {
      const ay = view.getFloat64(xy + 16 * i + 8, true);
      const by = view.getFloat64(xy + 16 * i + 24, true);
      if (!passesLevel(ay, by, y)) continue;
      const ax = view.getFloat64(xy + 16 * i, true);
      const bx = view.getFloat64(xy + 16 * i + 16, true);
      if (crossesRay(ax, ay, bx, by, x, y)) inside = !inside;
    }
    return inside;
  }

  /** Surfaces in space, seen from above: rings and triangles that stand upright have no area there and are passed over. */
  #patches(at: number, end: number): void {
    this.#need(at + 44, end);
    const view = this.#view;
    const parts = view.getUint32(at + 36, true);
    const points = view.getUint32(at + 40, true);
    const starts = at + 44;
    const types = starts + 4 * parts;
    const xy = types + 4 * parts;
    this.#need(xy + 16 * points, end);
    const z = this.#keepZ ? this.#zAt(xy + 16 * points, points, end) : -1;
    const bounds = this.#bounds(starts, parts, points);
    for (let i = 0; i < parts; i++) {
      const from = bounds[i];
      const to = bounds[i + 1];
      const type = view.getUint32(types + 4 * i, true);
      if (type === 0 || type === 1)
        for (let k = from; k + 2 < to; k++)
          this.#triangle(xy, z, type === 0 ? [k, k + 1, k + 2] : [from, k + 1, k + 2]);
      else if (type <= 5) {
        const isHole = type === 3;
        if (Math.abs(this.#area(xy, from, to)) < FLAT_M2) continue;
        if (!isHole) this.#builder.endPart();
        this.#ring(xy, z, from, to);
      } else throw new FeatureFault('geometry-broken', `part ${i}: expected a patch of type 0 to 5, got ${type}`);
    }
    this.#builder.endPart();
  }

  #triangle(xy: number, z: number, corners: readonly number[]): void {
    const view = this.#view;
    const at = corners.map((i) => [view.getFloat64(xy + 16 * i, true), view.getFloat64(xy + 16 * i + 8, true)]);
    const [[ax, ay], [bx, by], [cx, cy]] = at;
    if (Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) < FLAT_M2) return;
    this.#builder.endPart();
    for (const i of corners) this.#corner(xy, z, i);
    this.#corner(xy, z, corners[0]);
    this.#builder.endRing();
    this.#builder.endPart();
  }

  #corner(xy: number, z: number, i: number): void {
    const view = this.#view;
    const height = z < 0 ? Number.NaN : view.getFloat64(z + 8 * i, true);
    this.#builder.position(view.getFloat64(xy + 16 * i, true), view.getFloat64(xy + 16 * i + 8, true), height);
  }
}

/** Edges of a hole whose middles are asked. */
const QUERY_VERTICES = 7;
/** Twice the area of a patch that stands upright, in the units of the file, whose degrees are small: only a plane in space is. */
const FLAT_M2 = 1e-12;
