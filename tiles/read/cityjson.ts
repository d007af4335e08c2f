import { basename } from 'node:path';
import type { LayerKind } from '../../src/city/manifest.ts';
import type { Crs } from '../../src/geo/crs.ts';
import type { SurfaceGeometry } from '../model.ts';
import { crsOf } from './crs.ts';
import type { RawFeatures } from './geojson.ts';
import { Float64List, Uint32List } from './growable.ts';
import { MAX_DEPTH } from './json-scanner.ts';
import { type Problems, quote, ReadError } from './problems.ts';
import { Field, FORBIDDEN, MAX_FIELDS } from './properties.ts';
import { metresPerDegree } from './ring.ts';
import { BUILDING_LIMITS } from './sift.ts';
import { readWhole } from './source.ts';

/** Largest file in one JSON text: V8's strings end at 2^29 − 24 characters. Larger cities come as CityJSONSeq, a line a feature. */
const MOST_TEXT_BYTES = 500_000_000;

/** City objects of these types, their parts included, belong to a layer of the kind. */
const TYPES_OF_KIND: Partial<Record<LayerKind, readonly string[]>> = {
  building: ['Building'],
  bridge: ['Bridge'],
  tunnel: ['Tunnel'],
  water: ['WaterBody'],
};

/** Surface classes of `SurfaceGeometry` by semantic type; the rest is 0. */
const CLASS_OF_TYPE: Record<string, number> = {
  GroundSurface: 1,
  WallSurface: 2,
  InteriorWallSurface: 2,
  RoofSurface: 3,
};

/** Nesting of `boundaries` from its top to the surfaces. */
const SURFACE_DEPTH: Record<string, number> = {
  MultiSurface: 0,
  CompositeSurface: 0,
  Solid: 1,
  MultiSolid: 2,
  CompositeSolid: 2,
};

type Json = Record<string, unknown>;

export interface RawSurfaces {
  /** Ids, attributes and places in the file; no rings. */
  raw: RawFeatures;
  crs: Crs;
  geometry: SurfaceGeometry;
  /** The file names no system: the assumed one was taken. */
  crsAssumed: boolean;
  /** Lowest and highest point of each feature above the vertical datum. */
  lowestM: Float64Array;
  highestM: Float64Array;
}

/**
 * CityJSON 1.0–2.0 and CityJSONSeq. One feature a root object: its own surfaces and those of its parts, each at its
 * highest LoD. Textures are not read. `JSON.parse` is used here: LoD2 is a tenth of the vertices of footprints a byte,
 * and nested indices that come before the vertices they mean do not stream (14,000 objects a CPU-second parsed and cut).
 */
export async function readCityJson(
  path: string,
  kind: LayerKind,
  named: string | undefined,
  assumed: string | undefined,
  problems: Problems,
): Promise<RawSurfaces> {
  const file = basename(path);
  const bytes = readWhole(path);
  if (bytes.length === 0) throw new ReadError(`${file}: expected CityJSON, got an empty file`);
  const sequence = isSequence(bytes);
  if (!sequence && bytes.length > MOST_TEXT_BYTES)
    throw new ReadError(
      `${file}: expected at most ${MOST_TEXT_BYTES} bytes of CityJSON, got ${bytes.length}; CityJSONSeq has no limit`,
    );
  const head = parse(sequence ? lineAt(bytes, 0) : bytes, file, 1);
  if (head.type !== 'CityJSON')
    throw new ReadError(`${file}: type: expected "CityJSON", got ${quote(JSON.stringify(head.type) ?? 'nothing')}`);
  if (typeof head.version !== 'string' || !/^(1\.[01]|2\.0)/.test(head.version))
    throw new ReadError(`${file}: version: expected 1.0, 1.1 or 2.0, got ${JSON.stringify(head.version) ?? 'nothing'}`);
  const metadata = isObject(head.metadata) ? head.metadata : {};
  const stated = named ?? (typeof metadata.referenceSystem === 'string' ? metadata.referenceSystem : undefined);
  const system = stated ?? assumed;
  if (!system)
    throw new ReadError(
      `${file}: metadata.referenceSystem: expected a coordinate system, got none; --crs EPSG:… names it`,
    );
  const reader = new CityJsonReader(file, await crsOf(system, file), head.transform, kind, problems);
  if (!sequence) reader.take(head, 1);
  else
    for (let at = 0, line = 1; at < bytes.length; line++) {
      const text = lineAt(bytes, at);
      at += text.length + 1;
      if (text.length > 1) reader.take(line === 1 ? head : parse(text, file, line), line);
    }
  return { ...reader.finish(), crsAssumed: stated === undefined };
}

/** Several objects, one a line. */
function isSequence(bytes: Buffer): boolean {
  const end = bytes.indexOf(10);
  return end > 0 && bytes.indexOf('"CityJSONFeature"', end) > 0 && bytes.toString('latin1', end + 1, end + 2) === '{';
}

function lineAt(bytes: Buffer, at: number): Buffer {
  const end = bytes.indexOf(10, at);
  return bytes.subarray(at, end < 0 ? bytes.length : end);
}

function parse(bytes: Buffer, file: string, line: number): Json {
  let value: unknown;
  checkDepth(bytes, file);
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new ReadError(`${file}:${line}: expected whole JSON, got ${error instanceof Error ? error.message : error}`);
  }
  if (!isObject(value)) throw new ReadError(`${file}:${line}: expected an object, got another value`);
  return value;
}

/** `JSON.parse` itself survives deep nesting, walking the result does not. */
function checkDepth(bytes: Buffer, file: string): void {
  let depth = 0;
  let line = 1;
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i];
    if (c === 34) {
      for (i++; i < bytes.length && bytes[i] !== 34; i++) if (bytes[i] === 92) i++;
    } else if (c === 91 || c === 123) {
      if (++depth > MAX_DEPTH)
        throw new ReadError(`${file}:${line}: expected nesting of at most ${MAX_DEPTH}, got deeper`);
    } else if (c === 93 || c === 125) depth--;
    else if (c === 10) line++;
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const triple = (value: unknown): [number, number, number] | null =>
  Array.isArray(value) && value.length >= 3 && value.every((item) => Number.isFinite(item))
    ? [value[0], value[1], value[2]]
    : null;

class CityJsonReader {
  readonly #file: string;
  readonly #crs: Crs;
  readonly #scale: [number, number, number];
  readonly #translate: [number, number, number];
  readonly #types: readonly string[] | undefined;
  readonly #problems: Problems;
  readonly #featureSurface = new Uint32List();
  readonly #surfaceRing = new Uint32List(4096);
  readonly #ringVertex = new Uint32List(4096);
  readonly #lonLat = new Float64List(16384);
  readonly #elevation = new Float64List(8192);
  readonly #class = new Uint32List(4096);
  readonly #lowest = new Float64List();
  readonly #highest = new Float64List();
  readonly #lines = new Uint32List();
  readonly #ids = new Field('', 1024);
  readonly #fields = new Map<string, Field>();
  #seen = 0;
  /** Of the object being read: degrees, elevations. */
  #vertexLonLat: Float64Array = new Float64Array(0);
  #vertexM: Float64Array = new Float64Array(0);

  constructor(file: string, crs: Crs, transform: unknown, kind: LayerKind, problems: Problems) {
    this.#file = file;
    this.#crs = crs;
    this.#types = TYPES_OF_KIND[kind];
    this.#problems = problems;
    const given = isObject(transform) ? transform : null;
    const scale = given ? triple(given.scale) : [1, 1, 1];
    const translate = given ? triple(given.translate) : [0, 0, 0];
    if (!scale || !translate)
      throw new ReadError(
        `${file}: transform: expected scale and translate of three numbers, got ${quote(JSON.stringify(transform))}`,
      );
    this.#scale = [scale[0], scale[1], scale[2]];
    this.#translate = [translate[0], translate[1], translate[2]];
    this.#featureSurface.push(0);
    this.#surfaceRing.push(0);
    this.#ringVertex.push(0);
  }

  /** Objects of a whole file or of one line of a sequence. */
  take(json: Json, line: number): void {
    const objects = json.CityObjects;
    if (!isObject(objects))
      throw new ReadError(`${this.#file}:${line}: CityObjects: expected an object, got another value`);
    this.#takeVertices(json.vertices, line);
    for (const [id, object] of Object.entries(objects)) {
      if (!isObject(object)) throw new ReadError(`${this.#file}#${id}: expected an object, got another value`);
      const parents = Array.isArray(object.parents) ? object.parents : [];
      if (parents.some((parent) => typeof parent === 'string' && Object.hasOwn(objects, parent))) continue;
      const type = String(object.type);
      if (this.#types && !this.#types.some((wanted) => type.startsWith(wanted))) continue;
      this.#takeFeature(id, object, objects, line);
    }
  }

  #takeVertices(vertices: unknown, line: number): void {
    if (!Array.isArray(vertices))
      throw new ReadError(`${this.#file}:${line}: vertices: expected an array, got another value`);
    const count = vertices.length;
    const lonLat = new Float64Array(2 * count);
    const elevationM = new Float64Array(count);
    const [sx, sy, sz] = this.#scale;
    const [tx, ty, tz] = this.#translate;
    for (let i = 0; i < count; i++) {
      const vertex: unknown = vertices[i];
      if (
        !Array.isArray(vertex) ||
        vertex.length < 3 ||
        typeof vertex[0] !== 'number' ||
        typeof vertex[1] !== 'number' ||
        typeof vertex[2] !== 'number'
      )
        throw new ReadError(
          `${this.#file}:${line}: vertices[${i}]: expected three numbers, got ${quote(JSON.stringify(vertex) ?? 'nothing')}`,
        );
      lonLat[2 * i] = vertex[0] * sx + tx;
      lonLat[2 * i + 1] = vertex[1] * sy + ty;
      elevationM[i] = vertex[2] * sz + tz;
    }
    if (!this.#crs.geographic && count > 0 && lonLat.every((value, i) => Math.abs(value) <= (i % 2 === 0 ? 180 : 90)))
      throw new ReadError(
        `${this.#file}: vertices: expected metres in ${this.#crs.name}, got numbers within ±180, ±90 that look like degrees (${lonLat[0]}, ${lonLat[1]})`,
      );
    this.#crs.toLonLat(lonLat, 0, count);
    this.#vertexLonLat = lonLat;
    this.#vertexM = elevationM;
  }

  #takeFeature(id: string, object: Json, objects: Json, line: number): void {
    this.#seen++;
    const [surfaces, rings, vertices] = [this.#surfaceRing.length, this.#ringVertex.length, this.#elevation.length];
    this.#takeObject(id, object, objects, 0);
    const fault = this.#surfaceRing.length === surfaces ? noSurface(object) : this.#faultOf(vertices);
    if (fault) {
      this.#surfaceRing.length = surfaces;
      this.#class.length = surfaces - 1;
      this.#ringVertex.length = rings;
      this.#elevation.length = vertices;
      this.#lonLat.length = 2 * vertices;
      this.#problems.leaveOut(fault.code, () => `${this.#file}#${id}: ${fault.message}`);
      return;
    }
    const row = this.#featureSurface.length - 1;
    let [low, high] = [Infinity, -Infinity];
    for (let v = vertices; v < this.#elevation.length; v++) {
      low = Math.min(low, this.#elevation.items[v]);
      high = Math.max(high, this.#elevation.items[v]);
    }
    this.#lowest.push(low);
    this.#highest.push(high);
    this.#lines.push(line);
    this.#ids.addString(row, id);
    this.#featureSurface.push(this.#surfaceRing.length - 1);
    if (isObject(object.attributes)) this.#attributes(row, object.attributes);
  }

  /** Its own geometry at the highest LoD unless its parts have a higher one, then the parts. */
  #takeObject(id: string, object: Json, objects: Json, depth: number): void {
    if (depth > 8)
      throw new ReadError(`${this.#file}#${id}: children: expected a tree, got a cycle or more than 8 levels`);
    const children = (Array.isArray(object.children) ? object.children : []).map(String);
    const parts = children.flatMap((child): [string, Json][] => {
      const part = Object.hasOwn(objects, child) ? objects[child] : null;
      if (isObject(part)) return [[child, part]];
      this.#problems.report('child-missing', () => `${this.#file}#${id}: expected the child "${child}", got none`);
      return [];
    });
    const own = highest(object);
    const partLod = Math.max(-1, ...parts.map(([, part]) => highest(part).lod));
    if (own.lod >= partLod) for (const geometry of own.geometries) this.#takeGeometry(id, geometry);
    for (const [child, part] of parts) this.#takeObject(child, part, objects, depth + 1);
  }

  #takeGeometry(id: string, geometry: Json): void {
    const type = String(geometry.type);
    if (!Object.hasOwn(SURFACE_DEPTH, type)) {
      this.#problems.report(
        'geometry-type',
        () => `${this.#file}#${id}: geometry.type: expected surfaces or solids, got ${quote(type)}; not drawn`,
      );
      return;
    }
    const semantics = isObject(geometry.semantics) ? geometry.semantics : null;
    const types = Array.isArray(semantics?.surfaces)
      ? semantics.surfaces.map((surface: unknown) =>
          isObject(surface) ? (CLASS_OF_TYPE[String(surface.type)] ?? 0) : 0,
        )
      : [];
    this.#walk(id, geometry.boundaries, semantics?.values, SURFACE_DEPTH[type], types);
  }

  #walk(id: string, boundaries: unknown, values: unknown, depth: number, types: number[]): void {
    if (!Array.isArray(boundaries))
      throw new ReadError(
        `${this.#file}#${id}: boundaries: expected an array, got ${quote(JSON.stringify(boundaries) ?? 'nothing')}`,
      );
    for (let i = 0; i < boundaries.length; i++) {
      const value: unknown = Array.isArray(values) ? values[i] : null;
      if (depth > 0) this.#walk(id, boundaries[i], value, depth - 1, types);
      else this.#surface(id, boundaries[i], typeof value === 'number' ? types[value] : undefined);
    }
  }

  #surface(id: string, rings: unknown, surfaceClass: number | undefined): void {
    if (!Array.isArray(rings))
      throw new ReadError(
        `${this.#file}#${id}: boundaries: expected rings of vertex indices, got ${quote(JSON.stringify(rings) ?? 'nothing')}`,
      );
    const firstRing = this.#ringVertex.length;
    const firstVertex = this.#elevation.length;
    for (let r = 0; r < rings.length; r++) {
      const kept = this.#ring(id, rings[r]);
      if (kept) continue;
      this.#problems.report(
        r === 0 ? 'surface-degenerate' : 'hole-degenerate',
        () =>
          `${this.#file}#${id}: expected rings of three distinct vertices or more, got ${quote(JSON.stringify(rings[r]))}; dropped`,
      );
      if (r === 0) return;
    }
    if (this.#ringVertex.length === firstRing) return;
    this.#surfaceRing.push(this.#ringVertex.length - 1);
    this.#class.push(surfaceClass ?? this.#classByNormal(firstVertex, this.#ringVertex.items[firstRing]));
  }

  /** False where fewer than three distinct vertices are left. */
  #ring(id: string, ring: unknown): boolean {
    if (!Array.isArray(ring))
      throw new ReadError(
        `${this.#file}#${id}: boundaries: expected a ring of vertex indices, got ${quote(JSON.stringify(ring) ?? 'nothing')}`,
      );
    const start = this.#elevation.length;
    const count = this.#vertexM.length;
    let before = -1;
    for (let i = 0; i < ring.length; i++) {
      const index: unknown = ring[i];
      if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= count)
        throw new ReadError(
          `${this.#file}#${id}: boundaries: expected a vertex index below ${count}, got ${quote(JSON.stringify(index) ?? 'nothing')}`,
        );
      if (index === before || (i > 0 && i === ring.length - 1 && index === ring[0])) continue;
      before = index;
      this.#lonLat.push(this.#vertexLonLat[2 * index]);
      this.#lonLat.push(this.#vertexLonLat[2 * index + 1]);
      this.#elevation.push(this.#vertexM[index]);
    }
    if (this.#elevation.length - start >= 3) {
      this.#ringVertex.push(this.#elevation.length);
      return true;
    }
    this.#elevation.length = start;
    this.#lonLat.length = 2 * start;
    return false;
  }

  /** Newell's normal of the outer ring: up is roof, down is ground, else wall. */
  #classByNormal(from: number, to: number): number {
    const { items: p } = this.#lonLat;
    const { items: z } = this.#elevation;
    const [eastM, northM] = metresPerDegree(p[2 * from + 1]);
    let [nx, ny, nz] = [0, 0, 0];
    for (let i = from, j = to - 1; i < to; j = i++) {
      const [xi, yi, xj, yj] = [
        (p[2 * i] - p[2 * from]) * eastM,
        (p[2 * i + 1] - p[2 * from + 1]) * northM,
        (p[2 * j] - p[2 * from]) * eastM,
        (p[2 * j + 1] - p[2 * from + 1]) * northM,
      ];
      nx += (yj - yi) * (z[j] + z[i]);
      ny += (z[j] - z[i]) * (xj + xi);
      nz += (xj - xi) * (yj + yi);
    }
    const up = nz / (Math.hypot(nx, ny, nz) || 1);
    return up > 0.2 ? 3 : up < -0.2 ? 1 : 2;
  }

  #faultOf(from: number): { code: string; message: string } | null {
    const { items: p } = this.#lonLat;
    const { items: z } = this.#elevation;
    let [west, south, east, north, low, high] = [180, 90, -180, -90, Infinity, -Infinity];
    for (let v = from; v < this.#elevation.length; v++) {
      const [lon, lat] = [p[2 * v], p[2 * v + 1]];
      if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90))
        return {
          code: 'coordinate-range',
          message: `expected a place on Earth in ${this.#crs.name}, got ${lon}, ${lat}; --crs EPSG:… names another system`,
        };
      if (!Number.isFinite(z[v])) return { code: 'coordinate-nan', message: `expected a finite height, got ${z[v]}` };
      west = Math.min(west, lon);
      east = Math.max(east, lon);
      south = Math.min(south, lat);
      north = Math.max(north, lat);
      low = Math.min(low, z[v]);
      high = Math.max(high, z[v]);
    }
    const [eastM, northM] = metresPerDegree(south);
    const sizeM = Math.max((east - west) * eastM, (north - south) * northM, high - low);
    if (sizeM <= BUILDING_LIMITS.featureM && high - low <= 1_100) return null;
    return {
      code: 'size-absurd',
      message: `expected at most ${BUILDING_LIMITS.featureM} m across and 1100 m high, got ${Math.round(sizeM)} m and ${Math.round(high - low)} m`,
    };
  }

  #attributes(row: number, attributes: Json): void {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || FORBIDDEN.has(name)) continue;
      let field = this.#fields.get(name);
      if (!field) {
        if (this.#fields.size >= MAX_FIELDS) continue;
        field = new Field(name, 1024);
        this.#fields.set(name, field);
      }
      if (typeof value === 'number') field.addNumber(row, value);
      else field.addString(row, typeof value === 'string' ? value : JSON.stringify(value).slice(0, 4096));
    }
  }

  finish(): Omit<RawSurfaces, 'crsAssumed'> {
    const count = this.#featureSurface.length - 1;
    if (this.#seen === 0)
      throw new ReadError(
        `${this.#file}: CityObjects: expected ${this.#types?.join(' or ') ?? 'city objects'}, got none of that type`,
      );
    const none = new Uint32Array(1);
    return {
      raw: {
        file: this.#file,
        crs: this.#crs.name,
        count,
        featurePart: none,
        partRing: none,
        ringVertex: none,
        xy: new Float64Array(0),
        z: null,
        line: this.#lines.view(),
        fields: [this.#ids, ...this.#fields.values()],
      },
      crs: this.#crs,
      geometry: {
        kind: 'surface',
        featureSurface: this.#featureSurface.view(),
        surfaceRing: this.#surfaceRing.view(),
        ringVertex: this.#ringVertex.view(),
        lonLatDeg: this.#lonLat.view(),
        elevationM: sharedCopy(this.#elevation.view(), Float32Array),
        surfaceClass: sharedCopy(this.#class.view(), Uint8Array),
      },
      lowestM: this.#lowest.view(),
      highestM: this.#highest.view(),
    };
  }
}

function noSurface(object: Json): { code: string; message: string } {
  return {
    code: 'geometry-missing',
    message: `expected surfaces in the ${String(object.type)} or its parts, got none that can be drawn`,
  };
}

/** Geometries of the highest LoD that has surfaces; LoD 0 (a footprint) counts only where there is no other. */
function highest(object: Json): { lod: number; geometries: Json[] } {
  const all = (Array.isArray(object.geometry) ? object.geometry : []).filter(isObject);
  let lod = -1;
  for (const geometry of all) lod = Math.max(lod, Number.parseFloat(String(geometry.lod)) || 0);
  return { lod, geometries: all.filter((geometry) => (Number.parseFloat(String(geometry.lod)) || 0) === lod) };
}

function sharedCopy<T extends Float32Array | Uint8Array>(
  from: ArrayLike<number>,
  type: { new (buffer: SharedArrayBuffer): T; BYTES_PER_ELEMENT: number },
): T {
  const out = new type(new SharedArrayBuffer(type.BYTES_PER_ELEMENT * from.length));
  out.set(from);
  return out;
}
