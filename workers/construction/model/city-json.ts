import earcut from 'earcut';
import { crsOf } from '../../../src/geo/crs.ts';
import { ecefFromLonLat, enuFromEcef } from '../../../src/geo/enu.ts';
import { type BuildingModel, ModelError } from '../ifc/building-model.ts';
import type { ToldMesh } from '../ifc/meshes.ts';
import type { ModelLimits } from '../ifc/read-ifc.ts';
import { Building, isObject, propertiesOf } from './building.ts';

type Json = Record<string, unknown>;
type Point = [x: number, y: number, z: number];

/** Nesting of `boundaries` from its top to the surfaces. */
const SURFACE_DEPTH: Record<string, number> = {
  MultiSurface: 0,
  CompositeSurface: 0,
  Solid: 1,
  MultiSolid: 2,
  CompositeSolid: 2,
};

/**
 * CityJSON 1.0–2.0 as a model: each city object with surfaces of its own is an element, at its highest LoD; one whose parts have a higher
 * one is told by these. Class is its type, storey the BuildingStorey above it, zones the objects and groups that hold it. Its reference
 * system is the map it stands on. Textures, appearances and templates are not read. The baker's reader of the same format
 * (`tiles/read/cityjson.ts`) makes one feature of a building and all its parts, and streams; here parts are what tasks build.
 */
export async function readCityJson(json: Json, file: string, limits: ModelLimits): Promise<BuildingModel> {
  const { version } = json;
  if (typeof version !== 'string' || !/^(1\.[01]|2\.0)/.test(version))
    throw new ModelError(`${file}: version: expected 1.0, 1.1 or 2.0, got ${quoted(version)}`);
  const objects = json.CityObjects;
  if (!isObject(objects)) throw new ModelError(`${file}: CityObjects: expected an object, got ${quoted(objects)}`);
  const { points, georeference } = await laid(verticesOf(json, file), json, file);
  const building = new Building(file, limits);
  const holders = holdersOf(objects);
  for (const [id, object] of Object.entries(objects)) {
    if (!isObject(object)) throw new ModelError(`${file}#${id}: expected an object, got ${quoted(object)}`);
    const own = highest(object);
    if (own.geometries.length === 0) continue;
    if (lodOfParts(object, objects, 0) > own.lod) continue;
    const attributes = isObject(object.attributes) ? object.attributes : {};
    const above = holders.get(id) ?? [];
    const mesh: ToldMesh = { positionM: [], index: [], rgb: [0.78, 0.78, 0.78] };
    for (const geometry of own.geometries) addGeometry(mesh, geometry, points, building, `${file}#${id}`);
    building.take(
      {
        ...{ globalId: id, ifcClass: String(object.type), name: textOf(attributes.name) || id },
        storey: above.find(({ type }) => type === 'BuildingStorey')?.name ?? (textOf(attributes.storey) || null),
        codes: ['class', 'function', 'usage'].map((key) => textOf(attributes[key])).filter((code) => code !== ''),
        zones: [...new Set(above.map(({ name }) => name))],
        properties: propertiesOf(attributes),
      },
      mesh,
      true,
    );
  }
  return building.model(`CityJSON ${version}`, georeference);
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const quoted = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 80);

/** Three numbers a vertex, in the file's system. */
function verticesOf({ vertices, transform }: Json, file: string): Float64Array {
  if (!Array.isArray(vertices)) throw new ModelError(`${file}: vertices: expected an array, got ${quoted(vertices)}`);
  const given = isObject(transform) ? transform : { scale: [1, 1, 1], translate: [0, 0, 0] };
  const [scale, translate] = [given.scale, given.translate].map((three) => {
    if (Array.isArray(three) && three.length === 3 && three.every((part) => Number.isFinite(part)))
      return three as Point;
    throw new ModelError(`${file}: transform: expected scale and translate of three numbers, got ${quoted(transform)}`);
  });
  const at = new Float64Array(3 * vertices.length);
  for (const [i, vertex] of vertices.entries()) {
    for (let k = 0; k < 3; k++) {
      const part: unknown = Array.isArray(vertex) ? vertex[k] : undefined;
      if (typeof part !== 'number')
        throw new ModelError(`${file}: vertices[${i}]: expected three numbers, got ${quoted(vertex)}`);
      at[3 * i + k] = part * scale[k] + translate[k];
    }
  }
  return at;
}

/** The vertices in metres about a place near them, and that place. A system of degrees is laid on the plane that touches the earth there. */
async function laid(
  at: Float64Array,
  { metadata }: Json,
  file: string,
): Promise<{ points: Float64Array; georeference: Partial<BuildingModel['georeference']> }> {
  const stated = isObject(metadata) ? metadata.referenceSystem : undefined;
  const crs = typeof stated === 'string' && stated !== '' ? stated : null;
  const [west, south] = [0, 1].map((k) =>
    at.reduce((least, v, i) => (i % 3 === k ? Math.min(least, v) : least), Infinity),
  );
  const points = new Float64Array(at.length);
  if (crs && (await crsOf(crs, file)).geographic) {
    const origin = { lonDeg: west, latDeg: south, heightM: 0 };
    for (let i = 0; i < at.length; i += 3) {
      const [x, y] = enuFromEcef(origin, ecefFromLonLat({ lonDeg: at[i], latDeg: at[i + 1], heightM: 0 }));
      points.set([x, y, at[i + 2]], i);
    }
    return { points, georeference: { site: { lonDeg: west, latDeg: south, elevationM: 0 } } };
  }
  const [eastings, northings] = [Math.floor(west), Math.floor(south)];
  for (let i = 0; i < at.length; i += 3) points.set([at[i] - eastings, at[i + 1] - northings, at[i + 2]], i);
  const map = { mapUnitM: 1, eastings, northings, orthogonalHeight: 0, rotationRad: 0, scale: 1 };
  return { points, georeference: crs ? { map: { ...map, crs } } : {} };
}

interface Holder {
  type: string;
  name: string;
}

/** Whose parts an object is, nearest first, and the groups that list it. */
function holdersOf(objects: Json): Map<string, Holder[]> {
  const nameOf = (id: string): Holder => {
    const object = objects[id] as Json;
    const attributes = isObject(object.attributes) ? object.attributes : {};
    return { type: String(object.type), name: textOf(attributes.name) || id };
  };
  const groups = new Map<string, Holder[]>();
  for (const [id, object] of Object.entries(objects)) {
    if (!isObject(object) || object.type !== 'CityObjectGroup' || !Array.isArray(object.children)) continue;
    for (const child of object.children.map(String)) groups.set(child, [...(groups.get(child) ?? []), nameOf(id)]);
  }
  const holders = new Map<string, Holder[]>();
  for (const [id, object] of Object.entries(objects)) {
    const above: Holder[] = [];
    let at: unknown = object;
    while (isObject(at) && above.length < MOST_LEVELS) {
      const parent: unknown = Array.isArray(at.parents) ? at.parents[0] : undefined;
      if (typeof parent !== 'string' || !Object.hasOwn(objects, parent) || !isObject(objects[parent])) break;
      above.push(nameOf(parent));
      at = objects[parent];
    }
    holders.set(id, [...above, ...(groups.get(id) ?? [])]);
  }
  return holders;
}

const MOST_LEVELS = 8;

function lodOfParts(object: Json, objects: Json, depth: number): number {
  if (depth === MOST_LEVELS || object.type === 'CityObjectGroup' || !Array.isArray(object.children)) return -1;
  const parts = object.children.map((child) => objects[String(child)]).filter(isObject);
  return Math.max(-1, ...parts.map((part) => Math.max(highest(part).lod, lodOfParts(part, objects, depth + 1))));
}

function highest(object: Json): { lod: number; geometries: Json[] } {
  const all = (Array.isArray(object.geometry) ? object.geometry : []).filter(isObject);
  const lodOf = ({ lod }: Json) => Number.parseFloat(String(lod)) || 0;
  const lod = Math.max(-1, ...all.map(lodOf));
  return { lod, geometries: all.filter((geometry) => lodOf(geometry) === lod) };
}

function addGeometry(
  mesh: ToldMesh,
  { type, boundaries }: Json,
  at: Float64Array,
  building: Building,
  where: string,
): void {
  const depth = Object.hasOwn(SURFACE_DEPTH, String(type)) ? SURFACE_DEPTH[String(type)] : null;
  if (depth === null) {
    building.tell('geometry-type', `${where}: ${quoted(type)}`);
    return;
  }
  const list = (value: unknown): unknown[] => {
    if (Array.isArray(value)) return value;
    throw new ModelError(`${where}: boundaries: expected an array, got ${quoted(value)}`);
  };
  const walk = (value: unknown, left: number): void => {
    for (const inner of list(value)) {
      if (left > 0) walk(inner, left - 1);
      else if (
        !addSurface(
          mesh,
          list(inner).map((ring) => ringOf(list(ring), at, where)),
          at,
        )
      )
        building.tell('surface-degenerate', `${where}: ${quoted(inner)}`);
    }
  };
  walk(boundaries, depth);
}

function ringOf(ring: readonly unknown[], at: Float64Array, where: string): number[] {
  const count = at.length / 3;
  return ring.map((index) => {
    if (typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < count) return index;
    throw new ModelError(`${where}: boundaries: expected a vertex index below ${count}, got ${quoted(index)}`);
  });
}

/** Cut in the plane of two axes that sees most of it; its triangles turn as its outer ring does. False where it has no area. */
function addSurface(mesh: ToldMesh, rings: readonly number[][], at: Float64Array): boolean {
  const [outer] = rings;
  if (!outer || outer.length < 3) return false;
  const normal = normalOf(outer, at);
  const most = normal.reduce((best, part, k) => (Math.abs(part) > Math.abs(normal[best]) ? k : best), 0);
  if (normal[most] === 0) return false;
  const [u, v] = [(most + 1) % 3, (most + 2) % 3];
  const kept = rings.filter((ring) => ring.length >= 3);
  const vertices = kept.flat();
  const holes: number[] = [];
  for (let r = 1, sum = outer.length; r < kept.length; r++) {
    holes.push(sum);
    sum += kept[r].length;
  }
  const flat = vertices.flatMap((vertex) => [at[3 * vertex + u], at[3 * vertex + v]]);
  const triangles = earcut(flat, holes);
  if (triangles.length === 0) return false;
  const base = mesh.positionM.length / 3;
  for (const vertex of vertices) mesh.positionM.push(at[3 * vertex], at[3 * vertex + 1], at[3 * vertex + 2]);
  for (let i = 0; i < triangles.length; i += 3) {
    const [a, b, c] = triangles.slice(i, i + 3);
    const turn =
      (flat[2 * b] - flat[2 * a]) * (flat[2 * c + 1] - flat[2 * a + 1]) -
      (flat[2 * b + 1] - flat[2 * a + 1]) * (flat[2 * c] - flat[2 * a]);
    const [second, third] = turn > 0 === normal[most] > 0 ? [b, c] : [c, b];
    mesh.index.push(base + a, base + second, base + third);
  }
  return true;
}

/** Newell's, about the ring's first vertex. */
function normalOf(ring: readonly number[], at: Float64Array): Point {
  const normal: Point = [0, 0, 0];
  const [ox, oy, oz] = at.subarray(3 * ring[0], 3 * ring[0] + 3);
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay, az] = [at[3 * ring[j]] - ox, at[3 * ring[j] + 1] - oy, at[3 * ring[j] + 2] - oz];
    const [bx, by, bz] = [at[3 * ring[i]] - ox, at[3 * ring[i] + 1] - oy, at[3 * ring[i] + 2] - oz];
    normal[0] += ay * bz - az * by;
    normal[1] += az * bx - ax * bz;
    normal[2] += ax * by - ay * bx;
  }
  return normal;
}
