/** The part of GEOS that is called here; pointers are numbers, 0 is a failure. */
export interface Geos {
  Module: { _malloc(bytes: number): number; _free(at: number): void; HEAPF64: Float64Array; HEAPU32: Uint32Array };
  GEOSCoordSeq_copyFromBuffer(at: number, count: number, hasZ: number, hasM: number): number;
  GEOSCoordSeq_copyToBuffer(seq: number, at: number, hasZ: number, hasM: number): number;
  GEOSCoordSeq_getSize(seq: number, at: number): number;
  GEOSGeom_createLinearRing(seq: number): number;
  GEOSGeom_createLineString(seq: number): number;
  GEOSBuffer(geometry: number, distance: number, quarterSegments: number): number;
  GEOSGeom_createPolygon(shell: number, holes: number, count: number): number;
  GEOSGeom_createCollection(type: number, at: number, count: number): number;
  GEOSGeom_clone(geometry: number): number;
  GEOSGeom_destroy(geometry: number): void;
  GEOSGeom_getCoordSeq(geometry: number): number;
  GEOSGeomTypeId(geometry: number): number;
  GEOSGetNumGeometries(geometry: number): number;
  GEOSGetGeometryN(geometry: number, n: number): number;
  GEOSGetExteriorRing(geometry: number): number;
  GEOSGetNumInteriorRings(geometry: number): number;
  GEOSGetInteriorRingN(geometry: number, n: number): number;
  GEOSisValid(geometry: number): number;
  GEOSMakeValid(geometry: number): number;
  GEOSArea(geometry: number, at: number): number;
  GEOSLength(geometry: number, at: number): number;
  GEOSIntersection(a: number, b: number): number;
  GEOSDifference(a: number, b: number): number;
  GEOSUnaryUnion(geometry: number): number;
  GEOSCoverageUnion(geometry: number): number;
  GEOSUnion(a: number, b: number): number;
  GEOSPointOnSurface(geometry: number): number;
  GEOSGeomGetX(geometry: number, at: number): number;
  GEOSGeomGetY(geometry: number, at: number): number;
}

/**
 * Shapes of all plans in one plane, end to end: shape i owns parts [shapePart[i], shapePart[i + 1]), and so on down to vertices. Rings are
 * not closed. On shared memory where there is some, so that helpers read the same bytes.
 */
export interface ShapeArrays {
  shapePart: Uint32Array;
  partRing: Uint32Array;
  ringVertex: Uint32Array;
  /** East and north, metres from `PlanShapes.shiftM` of the plane: small numbers keep their digits. */
  xyM: Float64Array;
}

const POLYGON = 3;
const MULTI_POLYGON = 6;

let loading: Promise<Geos> | null = null;

/**
 * GEOS 3.13 (LGPL-2.1) in WebAssembly: the package stays a file of its own, of the same name in the built app, so that anyone can put
 * another build of it in its place. One instance a thread.
 */
export function loadGeos(): Promise<Geos> {
  loading ??= import('geos-wasm').then(async ({ default: open }) => (await open()) as unknown as Geos);
  return loading;
}

/** What is left of a shape that was cut, and what two share, is no more than rounding of their coordinates below this. */
export const ROUNDING_M2 = 0.01;

/** Polygons as GeoJSON nests them, metres; rings are not closed. */
export type Polygons = [eastM: number, northM: number][][][];

/** A failure of GEOS on two shapes, which says no more than where. */
class GeosError extends Error {
  override name = 'GeosError';
}

/** Memory of one instance and what is done in it: every geometry that comes out is the caller's to free. */
export class GeosArena {
  readonly geos: Geos;
  private room = 0;
  private roomBytes = 0;
  /** One number that GEOS writes. */
  private readonly cell: number;

  constructor(geos: Geos) {
    this.geos = geos;
    this.cell = geos.Module._malloc(8);
  }

  /** A shape as a polygon or a multipolygon. */
  shape({ shapePart, partRing, ringVertex, xyM }: ShapeArrays, i: number): number {
    const parts: number[] = [];
    for (let part = shapePart[i]; part < shapePart[i + 1]; part++) {
      const rings: number[] = [];
      for (let ring = partRing[part]; ring < partRing[part + 1]; ring++)
        rings.push(this.ring(xyM, ringVertex[ring], ringVertex[ring + 1]));
      const at = this.pointers(rings.slice(1));
      parts.push(this.geos.GEOSGeom_createPolygon(rings[0], at, rings.length - 1));
    }
    return parts.length === 1 ? parts[0] : this.collection(parts);
  }

  /** Takes the parts over. */
  collection(parts: readonly number[]): number {
    return this.geos.GEOSGeom_createCollection(MULTI_POLYGON, this.pointers(parts), parts.length);
  }

  area(geometry: number): number {
    this.geos.GEOSArea(geometry, this.cell);
    return this.geos.Module.HEAPF64[this.cell >> 3];
  }

  /** Length of the edges of what has an area; lines and points where two shapes only touch are none. */
  perimeter(geometry: number): number {
    const type = this.geos.GEOSGeomTypeId(geometry);
    if (type === POLYGON || type === MULTI_POLYGON) return this.length(geometry);
    return this.partsOf(geometry).reduce((sum, part) => sum + this.perimeter(part), 0);
  }

  /** Returns the length of a geometry, of lines too. */
  length(geometry: number): number {
    this.geos.GEOSLength(geometry, this.cell);
    return this.geos.Module.HEAPF64[this.cell >> 3];
  }

  /** A ring as a polygon. */
  polygon(ring: readonly (readonly [eastM: number, northM: number])[]): number {
    const xyM = Float64Array.from(ring.flat());
    return this.geos.GEOSGeom_createPolygon(this.ring(xyM, 0, ring.length), 0, 0);
  }

  /** A line of two points or more. */
  line(points: readonly (readonly [eastM: number, northM: number])[]): number {
    const { geos } = this;
    const at = this.reserve(16 * points.length);
    geos.Module.HEAPF64.set(points.flat(), at >> 3);
    return geos.GEOSGeom_createLineString(geos.GEOSCoordSeq_copyFromBuffer(at, points.length, 0, 0));
  }

  /** Parts larger than `leastM2`. */
  polygons(geometry: number, leastM2 = 0): Polygons {
    const parts = this.partsOf(geometry).filter((part) => leastM2 === 0 || this.area(part) > leastM2);
    const polygons = parts.map((part) => {
      const rings = [this.geos.GEOSGetExteriorRing(part)];
      const holes = this.geos.GEOSGetNumInteriorRings(part);
      for (let n = 0; n < holes; n++) rings.push(this.geos.GEOSGetInteriorRingN(part, n));
      return rings.map((ring) => this.corners(ring));
    });
    // GEOS counts an empty polygon as a part.
    return polygons.filter(([outer]) => outer.length > 0);
  }

  /** A point that lies in it. */
  pointIn(geometry: number): [number, number] {
    const { geos, cell } = this;
    const point = this.need(geos.GEOSPointOnSurface(geometry), 'point');
    geos.GEOSGeomGetX(point, cell);
    const x = geos.Module.HEAPF64[cell >> 3];
    geos.GEOSGeomGetY(point, cell);
    const y = geos.Module.HEAPF64[cell >> 3];
    geos.GEOSGeom_destroy(point);
    return [x, y];
  }

  need(geometry: number, what: string): number {
    if (geometry !== 0) return geometry;
    throw new GeosError(`GEOS: expected a geometry of ${what}, got none`);
  }

  /** Polygons at any depth; borrowed, not the caller's. */
  private partsOf(geometry: number): number[] {
    const type = this.geos.GEOSGeomTypeId(geometry);
    if (type === POLYGON) return this.geos.GEOSGetNumGeometries(geometry) === 0 ? [] : [geometry];
    if (type < POLYGON) return [];
    const parts: number[] = [];
    const count = this.geos.GEOSGetNumGeometries(geometry);
    for (let n = 0; n < count; n++) parts.push(...this.partsOf(this.geos.GEOSGetGeometryN(geometry, n)));
    return parts;
  }

  private corners(ring: number): [number, number][] {
    const { geos } = this;
    const sequence = geos.GEOSGeom_getCoordSeq(ring);
    geos.GEOSCoordSeq_getSize(sequence, this.cell);
    const count = geos.Module.HEAPU32[this.cell >> 2];
    const at = this.reserve(16 * count);
    geos.GEOSCoordSeq_copyToBuffer(sequence, at, 0, 0);
    // The heap may have moved with any call.
    const xy = geos.Module.HEAPF64.subarray(at >> 3, (at >> 3) + 2 * count);
    return Array.from({ length: Math.max(0, count - 1) }, (_, i) => [xy[2 * i], xy[2 * i + 1]]);
  }

  private ring(xyM: Float64Array, from: number, to: number): number {
    const { geos } = this;
    const count = to - from;
    const at = this.reserve(16 * (count + 1));
    const heap = geos.Module.HEAPF64;
    heap.set(xyM.subarray(2 * from, 2 * to), at >> 3);
    heap[(at >> 3) + 2 * count] = xyM[2 * from];
    heap[(at >> 3) + 2 * count + 1] = xyM[2 * from + 1];
    return geos.GEOSGeom_createLinearRing(geos.GEOSCoordSeq_copyFromBuffer(at, count + 1, 0, 0));
  }

  private pointers(list: readonly number[]): number {
    if (list.length === 0) return 0;
    const at = this.reserve(4 * list.length);
    this.geos.Module.HEAPU32.set(list, at >> 2);
    return at;
  }

  private reserve(bytes: number): number {
    if (bytes <= this.roomBytes) return this.room;
    if (this.room !== 0) this.geos.Module._free(this.room);
    this.roomBytes = 2 * bytes;
    this.room = this.geos.Module._malloc(this.roomBytes);
    return this.room;
  }
}
