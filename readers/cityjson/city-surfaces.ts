import type { Crs } from '../../model/geo/crs.ts';
import { heightUnitM, planeUnitM } from '../../model/geo/height-unit.ts';
import { metresPerDegree } from '../../model/geo/metres-per-degree.ts';
import { NOTHING } from '../../model/text/message.ts';
import { byteOf, type LinearRgb } from '../ifc/meshes.ts';
import { Float64List, Uint32List } from '../shared/growable.ts';
import { isObject, type Json } from '../shared/json.ts';
import { BUILDING_LIMITS } from '../shared/limits.ts';
import { CoordinateExtent } from '../shared/model-space.ts';
import { type Problems, quote, ReadError } from '../shared/problems.ts';
import { Field, FORBIDDEN, MAX_FIELDS, manyColumns } from '../shared/properties.ts';
import type { RawSurfaces } from '../shared/raw-features.ts';
import { uomOf } from '../shared/uom.ts';
import { type CityJsonPart, type CityObject, eachSurface } from './city-objects.ts';
import { isConvex, mendedVertices } from './mend-surface.ts';
import { cityJsonMessage } from './messages.ts';

/** Surface classes of `SurfaceGeometry` by semantic type; the rest is 0. */
const CLASS_OF_TYPE: Record<string, number> = {
  GroundSurface: 1,
  WallSurface: 2,
  InteriorWallSurface: 2,
  RoofSurface: 3,
};

/** Stands for what no material is said of, and for what is nearest to it: a wall that a file paints white is told from one of which it says nothing. */
const UNPAINTED = [255, 255, 255] as const;
const WHITE = [254, 254, 254] as const;

/** Parts of parts of a building: deeper is a cycle. */
const MAX_LEVELS = 8;

/** City objects as they come, of CityJSON or CityGML, on their way to a layer of surfaces: one feature a root object with all its parts. */
export class CitySurfaces {
  readonly #file: string;
  readonly #crs: Crs;
  readonly #types: readonly string[] | undefined;
  readonly #problems: Problems;
  readonly #featureSurface = new Uint32List();
  readonly #surfaceRing = new Uint32List(4096);
  readonly #ringVertex = new Uint32List(4096);
  readonly #lonLat = new Float64List(16384);
  readonly #elevation = new Float64List(8192);
  readonly #class = new Uint32List(4096);
  /** Three a surface, from the first that has a colour on. */
  readonly #rgb = new Uint32List();
  readonly #lod = new Float64List();
  readonly #isRoofEdge = new Uint32List();
  readonly #groundLonLat = new Float64List();
  readonly #groundM = new Float64List();
  readonly #groundRow = new Uint32List();
  readonly #lowest = new Float64List();
  readonly #highest = new Float64List();
  readonly #lines = new Uint32List();
  readonly #ids = new Field('', 1024);
  readonly #fields = new Map<string, Field>();
  /** Objects that other layers would take, by type. */
  readonly #others = new Map<string, number>();
  readonly #units = new Map<string, string>();
  readonly #statedUnitM: number | null;
  /** Metres of a unit of heights; known with the first place. */
  #heightUnitM: number | null = null;
  #materials: CityJsonPart['materials'] = [];
  #seen = 0;
  readonly #extent = new CoordinateExtent();
  #first: readonly [number, number] | null = null;
  /** Vertices of the object being read: longitudes and latitudes in degrees, elevations in metres. */
  #vertexLonLat: Float64Array = new Float64Array(0);
  #vertexM: Float64Array = new Float64Array(0);

  /** `statedUnitM`: metres of a unit of heights, where the system states it. */
  constructor(
    file: string,
    crs: Crs,
    statedUnitM: number | null,
    types: readonly string[] | undefined,
    problems: Problems,
  ) {
    this.#file = file;
    this.#statedUnitM = statedUnitM;
    this.#crs = crs;
    this.#types = types;
    this.#problems = problems;
    this.#featureSurface.push(0);
    this.#surfaceRing.push(0);
    this.#ringVertex.push(0);
  }

  /** Objects of a whole file or of one line of a sequence. */
  take({ objects, xy, z, line, materials, units, ground }: CityJsonPart): void {
    this.#takeVertices(xy, z);
    this.#materials = materials;
    for (const [name, unit] of units ?? []) this.#unit(name, unit);
    const rows = this.#lowest.length;
    for (const object of objects.values()) {
      if (object.parents.some((parent) => objects.has(parent))) continue;
      if (!this.#types || this.#types.some((wanted) => object.type.startsWith(wanted)))
        this.#takeFeature(object, objects, line);
      else this.#others.set(object.type, (this.#others.get(object.type) ?? 0) + 1);
    }
    if (ground && this.#lowest.length > rows) this.#takeGround(ground);
  }

  /** Places on the ground of the object that was taken last. */
  #takeGround(places: Float64Array): void {
    const lonLatDeg = new Float64Array((2 * places.length) / 3);
    for (let i = 0; i < lonLatDeg.length; i++) lonLatDeg[i] = places[3 * Math.floor(i / 2) + (i % 2)];
    this.#crs.toLonLat(lonLatDeg, 0, lonLatDeg.length / 2);
    for (let i = 0; 2 * i < lonLatDeg.length; i++) {
      const elevationM = places[3 * i + 2] * (this.#heightUnitM ?? 1);
      if (!Number.isFinite(lonLatDeg[2 * i] + lonLatDeg[2 * i + 1] + elevationM)) continue;
      this.#groundLonLat.push(lonLatDeg[2 * i]);
      this.#groundLonLat.push(lonLatDeg[2 * i + 1]);
      this.#groundM.push(elevationM);
      this.#groundRow.push(this.#lowest.length - 1);
    }
  }

  /** Unit of an attribute; one of several counts only where all agree. */
  #unit(name: string, unit: string): void {
    const known = this.#units.get(name);
    if (known === undefined) this.#units.set(name, unit);
    else if (known !== unit)
      this.#problems.report(
        'unit-mixed',
        () => `${this.#file}: ${name}: expected values in ${known}, got some in ${unit}`,
      );
  }

  /** Objects of other types than the layer's are counted by type: half of a city may be roads, plants and land use. */
  #reportOthers(): void {
    if (this.#others.size === 0) return;
    const total = [...this.#others.values()].reduce((sum, count) => sum + count, 0);
    const got = this.#othersText();
    this.#problems.report(
      'object-type',
      () =>
        `${this.#file}: expected ${this.#types?.join(' or ')} for this layer, got ${got} too; layers of their kinds take them`,
      total,
    );
  }

  #othersText(): string {
    const counts = [...this.#others].sort((a, b) => b[1] - a[1]);
    return counts.map(([type, count]) => `${count} ${type}`).join(', ');
  }

  #takeVertices(xy: Float64Array, z: Float64Array): void {
    const count = z.length;
    if (count > 0) {
      this.#first ??= [xy[0], xy[1]];
      this.#heightUnitM ??= this.#statedUnitM ?? heightUnitM(this.#crs, planeUnitM(this.#crs, xy[0], xy[1]));
    }
    this.#extent.take(xy);
    this.#crs.toLonLat(xy, 0, count);
    this.#vertexLonLat = xy;
    if (this.#heightUnitM !== 1) for (let i = 0; i < count; i++) z[i] *= this.#heightUnitM ?? 1;
    this.#vertexM = z;
  }

  #checkPlace(isNamed: boolean, [x, y]: readonly [number, number]): void {
    const { name } = this.#crs;
    if (!isNamed) this.#extent.refuseModelSpace(this.#file, name);
    // Metres about a zero point of one's own may be few.
    if (this.#extent.looksLikeDegrees && !name.startsWith('+proj'))
      throw new ReadError(cityJsonMessage('degrees', { file: this.#file, name, value: x, value2: y }));
  }

  #takeFeature(object: CityObject, objects: CityJsonPart['objects'], line: number): void {
    const { id } = object;
    this.#seen++;
    const surfaces = this.#surfaceRing.length;
    const rings = this.#ringVertex.length;
    const vertices = this.#elevation.length;
    const fault =
      this.#broken(object, objects) ??
      (this.#surfaceRing.length === surfaces ? noSurface(object) : this.#faultOf(vertices));
    if (fault) {
      this.#surfaceRing.length = surfaces;
      this.#class.length = surfaces - 1;
      this.#rgb.length = Math.min(this.#rgb.length, 3 * (surfaces - 1));
      this.#ringVertex.length = rings;
      this.#elevation.length = vertices;
      this.#lonLat.length = 2 * vertices;
      this.#problems.leaveOut(fault.code, () => `${this.#file}#${id}: ${fault.message}`);
      return;
    }
    const row = this.#featureSurface.length - 1;
    let low = Infinity;
    let high = -Infinity;
    for (let v = vertices; v < this.#elevation.length; v++) {
      low = Math.min(low, this.#elevation.items[v]);
      high = Math.max(high, this.#elevation.items[v]);
    }
    this.#lowest.push(low);
    this.#highest.push(high);
    this.#lod.push(this.#drawnLod);
    this.#isRoofEdge.push(this.#roofEdges > 0 && this.#roofEdges === this.#surfaceRing.length - surfaces ? 1 : 0);
    this.#lines.push(line);
    this.#ids.addString(row, id);
    this.#featureSurface.push(this.#surfaceRing.length - 1);
    this.#attributes(row, this.#attributesWithParts(object, objects));
  }

  #drawnLod = -1;
  /** Surfaces of the object that an outline says to be of its roof. */
  #roofEdges = 0;

  /** Reads the surfaces of an object and its parts; what is wrong with their indices, or null. */
  #broken(object: CityObject, objects: CityJsonPart['objects']): { code: string; message: string } | null {
    this.#drawnLod = -1;
    this.#roofEdges = 0;
    try {
      this.#takeObject(object, objects, 0);
      return null;
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      return { code: 'surfaces-broken', message: error.message.replace(`${this.#file}#${object.id}: `, '') };
    }
  }

  /**
   * Its own attributes, and those of its parts that it has not itself: one value where all parts that have it agree, else all of them, parted
   * by "; " (roof types, eaves). What is said of the parts was lost with them before.
   */
  #attributesWithParts(object: CityObject, objects: CityJsonPart['objects']): Json {
    const own = object.attributes ?? {};
    const found = new Map<string, unknown[]>();
    this.#collect(object, objects, found, 0);
    const merged: Json = { ...own };
    for (const [name, values] of found) {
      if (Object.hasOwn(own, name) && own[name] !== null) continue;
      const distinct = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
      merged[name] = distinct.length === 1 ? distinct[0] : distinct.map(wordOf).join('; ');
      if (distinct.length > 1)
        this.#problems.report(
          'part-values',
          () =>
            `${this.#file}#${object.id}: ${name}: expected one value, got ${distinct.length} of its parts; all are kept`,
        );
    }
    return merged;
  }

  #collect(
    { children }: CityObject,
    objects: CityJsonPart['objects'],
    found: Map<string, unknown[]>,
    depth: number,
  ): void {
    if (depth > MAX_LEVELS) return;
    for (const child of children) {
      const part = objects.get(child);
      if (!part) continue;
      for (const [name, value] of Object.entries(part.attributes ?? {})) {
        if (value === null || FORBIDDEN.has(name)) continue;
        found.set(name, [...(found.get(name) ?? []), value]);
      }
      this.#collect(part, objects, found, depth + 1);
    }
  }

  /** Its own geometry at the highest LoD unless its parts have a higher one, then the parts. */
  #takeObject({ id, children, lod, geometries }: CityObject, objects: CityJsonPart['objects'], depth: number): void {
    if (depth > MAX_LEVELS)
      throw new ReadError(cityJsonMessage('children-cycle', { file: this.#file, id, most: MAX_LEVELS }));
    const parts = children.flatMap((child): CityObject[] => {
      const part = objects.get(child);
      if (part) return [part];
      this.#problems.report('child-missing', () => `${this.#file}#${id}: expected the child "${child}", got none`);
      return [];
    });
    const partLod = Math.max(-1, ...parts.map((part) => part.lod));
    if (lod >= partLod) for (const geometry of geometries) this.#takeGeometry(id, geometry, lod);
    // An outline of the whole covers those of its parts.
    if (lod < 0 || lod >= 1 || partLod >= 1) for (const part of parts) this.#takeObject(part, objects, depth + 1);
  }

  #takeGeometry(id: string, geometry: Json, lod: number): void {
    const where = `${this.#file}#${id}`;
    const types = new Set<string | null>();
    const hasFoot = (): boolean => {
      if (types.size === 0) eachSurface(geometry, this.#vertexM.length, where, (_, { type }) => types.add(type));
      return types.has('GroundSurface');
    };
    const hasSurfaces = eachSurface(geometry, this.#vertexM.length, where, (rings, { type, material }) => {
      const isRoofEdge = lod < 1 && type === 'RoofSurface';
      // Of two outlines of one house that on the ground is taken.
      if (isRoofEdge && hasFoot()) return;
      const before = this.#surfaceRing.length;
      this.#surface(where, rings, type === null ? undefined : (CLASS_OF_TYPE[type] ?? 0));
      if (this.#surfaceRing.length === before) return;
      this.#drawnLod = Math.max(this.#drawnLod, lod);
      if (isRoofEdge) this.#roofEdges++;
      const colour = material === null ? null : (this.#materials[material] ?? null);
      if (colour) this.#paint(colour);
    });
    if (hasSurfaces) return;
    this.#problems.report(
      'geometry-type',
      () => `${where}: geometry.type: expected surfaces or solids, got ${quote(String(geometry.type))}; not drawn`,
    );
  }

  #surface(where: string, rings: readonly (readonly number[])[], surfaceClass: number | undefined): void {
    const firstRing = this.#ringVertex.length;
    const firstVertex = this.#elevation.length;
    for (const [r, ring] of rings.entries()) {
      if (this.#ring(ring)) continue;
      this.#problems.report(
        r === 0 ? 'surface-degenerate' : 'hole-degenerate',
        () =>
          `${where}: expected rings of three distinct vertices or more, got ${quote(JSON.stringify(ring))}; dropped`,
      );
      if (r === 0) return;
    }
    if (this.#ringVertex.length === firstRing) return;
    this.#mend(where, firstRing, firstVertex);
    this.#surfaceRing.push(this.#ringVertex.length - 1);
    this.#class.push(surfaceClass ?? this.#classByNormal(firstVertex, this.#ringVertex.items[firstRing]));
  }

  /** Vertices of the surface being mended, metres from its first; kept between surfaces. */
  #at = new Float64Array(64);

  /** Cuts needles off the rings of the last surface, and tells of rings that cross beyond that. */
  #mend(where: string, firstRing: number, firstVertex: number): void {
    const { items: p } = this.#lonLat;
    const { items: z } = this.#elevation;
    const count = this.#elevation.length - firstVertex;
    const [eastM, northM] = metresPerDegree(p[2 * firstVertex + 1]);
    if (3 * count > this.#at.length) this.#at = new Float64Array(6 * count);
    const at = this.#at;
    for (let i = 0; i < count; i++) {
      at[3 * i] = (p[2 * (firstVertex + i)] - p[2 * firstVertex]) * eastM;
      at[3 * i + 1] = (p[2 * (firstVertex + i) + 1] - p[2 * firstVertex + 1]) * northM;
      at[3 * i + 2] = z[firstVertex + i] - z[firstVertex];
    }
    if (this.#ringVertex.length === firstRing + 1 && isConvex(at, count)) return;
    if (!at.subarray(0, 3 * count).every(Number.isFinite)) return;
    const ends = [...this.#ringVertex.view().subarray(firstRing)].map((end) => end - firstVertex);
    const { kept, isCrossing } = mendedVertices({ at, ends });
    if (isCrossing)
      this.#problems.report(
        'surface-crossing',
        () => `${where}: expected rings that do not cross, got some that do; their area is not that of the file`,
      );
    const left = kept.reduce((sum, ring) => sum + ring.length, 0);
    if (left === count) return;
    this.#problems.report(
      'surface-needle',
      () => `${where}: expected rings that do not cross, got one with ${count - left} corners of a needle; cut off`,
    );
    this.#ringVertex.length = firstRing;
    let to = firstVertex;
    for (const ring of kept) {
      for (const vertex of ring) {
        p[2 * to] = p[2 * (firstVertex + vertex)];
        p[2 * to + 1] = p[2 * (firstVertex + vertex) + 1];
        z[to++] = z[firstVertex + vertex];
      }
      this.#ringVertex.push(to);
    }
    this.#elevation.length = to;
    this.#lonLat.length = 2 * to;
  }

  /** Paints the last surface; those before it that have no colour of their own stay unpainted. */
  #paint(colour: LinearRgb): void {
    const surfaces = this.#surfaceRing.length - 1;
    while (this.#rgb.length < 3 * (surfaces - 1)) this.#rgb.push(UNPAINTED[0]);
    const rgb = colour.map(byteOf);
    for (const part of rgb.every((part, k) => part === UNPAINTED[k]) ? WHITE : rgb) this.#rgb.push(part);
  }

  /** False where fewer than three distinct vertices are left. */
  #ring(ring: readonly number[]): boolean {
    const start = this.#elevation.length;
    let before = -1;
    for (let i = 0; i < ring.length; i++) {
      const index = ring[i];
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
    let nx = 0;
    let ny = 0;
    let nz = 0;
    for (let i = from, j = to - 1; i < to; j = i++) {
      const xi = (p[2 * i] - p[2 * from]) * eastM;
      const yi = (p[2 * i + 1] - p[2 * from + 1]) * northM;
      const xj = (p[2 * j] - p[2 * from]) * eastM;
      const yj = (p[2 * j + 1] - p[2 * from + 1]) * northM;
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
    let west = 180;
    let south = 90;
    let east = -180;
    let north = -90;
    let low = Infinity;
    let high = -Infinity;
    for (let v = from; v < this.#elevation.length; v++) {
      const lon = p[2 * v];
      const lat = p[2 * v + 1];
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
        if (this.#fields.size >= MAX_FIELDS) {
          this.#problems.report('columns-beyond', () => manyColumns(this.#file, name));
          continue;
        }
        field = new Field(name, 1024);
        this.#fields.set(name, field);
      }
      this.#value(field, row, value);
    }
  }

  /** A number, words, or a number with its unit: `{ "value": 65.6, "uom": "ft" }`. */
  #value(field: Field, row: number, value: unknown): void {
    const measure = isObject(value) && typeof value.value === 'number' && typeof value.uom === 'string' ? value : null;
    const uom = measure && uomOf(String(measure.uom));
    if (measure && uom) {
      if (uom.unit !== '') this.#unit(field.name, uom.unit);
      field.addNumber(row, Number(measure.value) * uom.factor);
    } else if (typeof value === 'number') field.addNumber(row, value);
    else if (measure) {
      this.#problems.report(
        'unit-unknown',
        () => `${this.#file}: ${field.name}: expected a unit of UCUM, got ${quote(String(measure.uom))}`,
      );
      field.addString(row, `${measure.value} ${measure.uom}`);
    } else field.addString(row, typeof value === 'string' ? value : JSON.stringify(value).slice(0, 4096));
  }

  /** `isNamed`: a person named the system, and with it where its zero point lies. */
  finish(isNamed: boolean): Omit<RawSurfaces, 'crsAssumed'> {
    const count = this.#featureSurface.length - 1;
    if (!this.#crs.geographic && this.#first) this.#checkPlace(isNamed, this.#first);
    if (this.#seen === 0)
      throw new ReadError(
        cityJsonMessage('no-objects', {
          file: this.#file,
          expected: this.#types?.join(' or ') ?? 'city objects',
          got: this.#othersText() || NOTHING,
        }),
      );
    this.#reportOthers();
    for (const [name, field] of this.#fields) field.unit = this.#units.get(name) ?? null;
    if (this.#rgb.length > 0) while (this.#rgb.length < 3 * this.#class.length) this.#rgb.push(UNPAINTED[0]);
    const isTaken = this.#statedUnitM === null && this.#heightUnitM !== null && this.#heightUnitM !== 1;
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
        ...(this.#rgb.length > 0 ? { surfaceRgb: sharedCopy(this.#rgb.view(), Uint8Array) } : {}),
      },
      lowestM: this.#lowest.view(),
      highestM: this.#highest.view(),
      lod: this.#lod.view(),
      isRoofEdge: sharedCopy(this.#isRoofEdge.view(), Uint8Array),
      takenHeightUnitM: isTaken ? this.#heightUnitM : null,
      ground: {
        lonLatDeg: this.#groundLonLat.view(),
        elevationM: this.#groundM.view(),
        row: this.#groundRow.view(),
      },
    };
  }
}

const wordOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function noSurface({ type }: CityObject): { code: string; message: string } {
  return {
    code: 'geometry-missing',
    message: `expected surfaces in the ${type} or its parts, got none that can be drawn`,
  };
}

function sharedCopy<T extends Float32Array | Uint8Array>(
  from: ArrayLike<number>,
  type: { new (buffer: SharedArrayBuffer): T; BYTES_PER_ELEMENT: number },
): T {
  const out = new type(new SharedArrayBuffer(type.BYTES_PER_ELEMENT * from.length));
  out.set(from);
  return out;
}
