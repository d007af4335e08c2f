import earcut from 'earcut';
import { CrsError, crsOf } from '../../model/geo/crs.ts';
import { ecefFromLonLat, enuFromEcef } from '../../model/geo/enu.ts';
import { heightUnitM, statedHeightUnitM } from '../../model/geo/height-unit.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { jsonText } from '../../model/text/json-text.ts';
import { type BuildingModel, ModelError } from '../ifc/building-model.ts';
import { type ElementMesh, type LinearRgb, NO_COLOUR } from '../ifc/meshes.ts';
import { DEFAULT_MODEL_LIMITS, type ModelLimits } from '../ifc/read-ifc.ts';
import { Building, propertiesOf } from '../shared/building.ts';
import type { ByteSource } from '../shared/byte-source.ts';
import type { Json } from '../shared/json.ts';
import { ReadError } from '../shared/problems.ts';
import {
  type CityJsonDocument,
  type CityJsonPart,
  type CityObject,
  eachSurface,
  openCityJson,
} from './city-objects.ts';

type Point = [x: number, y: number, z: number];

/**
 * CityJSON as a building model: each city object with surfaces of its own is an element, at its highest LoD; one whose parts have a higher
 * one is represented by these. Class is its type, storey the BuildingStorey above it, zones the objects and groups that hold it. Its
 * reference system is the map it stands on. A layer of the same format makes one feature of a building and all its parts; here parts are
 * what tasks build. Every failure is a ModelError.
 */
export async function readCityJsonModel(
  source: ByteSource,
  limits: ModelLimits = DEFAULT_MODEL_LIMITS,
): Promise<BuildingModel> {
  try {
    const city = await openCityJson(source, { maxBytes: limits.mostBytes });
    const unitM = statedHeightUnitM(city.referenceSystem ?? '');
    return await modelOfCity(city, `CityJSON ${city.version}`, limits, unitM);
  } catch (error) {
    throw error instanceof ReadError || error instanceof CrsError ? new ModelError(...error.messages) : error;
  }
}

/**
 * The same of a document in memory, of this format or one that is mapped to it. `schema`: what the model is said to be; `statedUnitM`: metres
 * of a unit of heights where its system states it.
 */
export async function modelOfCity(
  city: Pick<CityJsonDocument, 'file' | 'referenceSystem' | 'parts'>,
  schema: string,
  limits: ModelLimits,
  statedUnitM: number | null,
): Promise<BuildingModel> {
  const { file, referenceSystem } = city;
  const parts = [...city.parts()];
  const frame = await frameOf(parts, referenceSystem, file, statedUnitM);
  const building = new Building(file, limits);
  const faults = parts.flatMap((part) => addPart(part, frame.placed(part), building, file));
  // Where nothing is left of a model, what is wrong with the first of it says more than that.
  if (building.isEmpty && faults.length > 0) throw faults[0];
  return building.model(schema, frame.georeference);
}

/** Adds the objects of a part; returns what is wrong with those that are left out. */
function addPart(
  { objects, materials }: CityJsonPart,
  points: Float64Array,
  building: Building,
  file: string,
): ReadError[] {
  const faults: ReadError[] = [];
  const holders = holdersOf(objects);
  for (const object of objects.values()) {
    const { id, type, lod, geometries } = object;
    if (geometries.length === 0 || lodOfParts(object, objects, 0) > lod) continue;
    const attributes = object.attributes ?? {};
    const above = holders.get(id) ?? [];
    const mesh: ElementMesh = { positionM: [], index: [], rgb: [] };
    try {
      for (const geometry of geometries) addGeometry(mesh, geometry, points, materials, building, `${file}#${id}`);
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      building.tell('surfaces-broken', error.message);
      faults.push(error);
      continue;
    }
    building.take(
      {
        globalId: id,
        ifcClass: type,
        name: textOf(attributes.name) || id,
        storey: above.find((holder) => holder.type === 'BuildingStorey')?.name ?? (textOf(attributes.storey) || null),
        codes: ['class', 'function', 'usage'].map((key) => textOf(attributes[key])).filter((code) => code !== ''),
        zones: [...new Set(above.map(({ name }) => name))],
        properties: propertiesOf(attributes),
      },
      mesh,
      true,
    );
  }
  return faults;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const quoted = (value: unknown): string => jsonText(value).slice(0, 80);

interface Frame {
  /** Three numbers a vertex: metres about a place near the model. */
  placed(part: CityJsonPart): Float64Array;
  georeference: Partial<BuildingModel['georeference']>;
}

/** A place near the vertices and how they lie about it. A system of degrees is put on the plane that touches the earth there. */
async function frameOf(
  parts: readonly CityJsonPart[],
  crs: string | null,
  file: string,
  statedUnitM: number | null,
): Promise<Frame> {
  const [west, south] = [0, 1].map((k) =>
    parts.reduce(
      (least, { xy }) => xy.reduce((low, v, i) => (i % 2 === k && Number.isFinite(v) ? Math.min(low, v) : low), least),
      Infinity,
    ),
  );
  const system = crs ? await crsOf(crs, file) : null;
  if (system?.geographic) {
    const inWgs84 = (x: number, y: number): LonLat => {
      const lonLatDeg = Float64Array.of(x, y);
      system.toLonLat(lonLatDeg, 0, 1);
      return { lonDeg: lonLatDeg[0], latDeg: lonLatDeg[1], heightM: 0 };
    };
    const origin = inWgs84(west, south);
    const placed = (part: CityJsonPart) =>
      pointsOf(part, (x, y) => {
        const [eastM, northM] = enuFromEcef(origin, ecefFromLonLat(inWgs84(x, y)));
        return [eastM, northM];
      });
    const { lonDeg, latDeg } = origin;
    return { placed, georeference: { site: { lonDeg, latDeg, elevationM: 0 } } };
  }
  const eastings = Math.floor(west);
  const northings = Math.floor(south);
  const unitM = system?.unitM ?? 1;
  const upM = statedUnitM ?? (system ? heightUnitM(system, unitM) : 1);
  const plain = { orthogonalHeight: 0, rotationRad: 0, scale: null, factors: [1, 1, 1] };
  const map = { ...plain, mapUnitM: unitM, eastings, northings };
  return {
    placed: (part) => pointsOf(part, (x, y) => [(x - eastings) * unitM, (y - northings) * unitM], upM),
    georeference: crs ? { map: { ...map, crs } } : {},
  };
}

function pointsOf(
  { xy, z }: CityJsonPart,
  place: (x: number, y: number) => readonly [number, number],
  upM = 1,
): Float64Array {
  const points = new Float64Array(3 * z.length);
  for (let i = 0; i < z.length; i++) {
    const [x, y] = place(xy[2 * i], xy[2 * i + 1]);
    points[3 * i] = x;
    points[3 * i + 1] = y;
    points[3 * i + 2] = z[i] * upM;
  }
  return points;
}

interface Holder {
  type: string;
  name: string;
}

/** Returns for each object the objects that it is a part of, nearest first, and the groups that list it. */
function holdersOf(objects: CityJsonPart['objects']): Map<string, Holder[]> {
  const nameOf = ({ id, type, attributes }: CityObject): Holder => ({ type, name: textOf(attributes?.name) || id });
  const groups = new Map<string, Holder[]>();
  for (const object of objects.values()) {
    if (object.type !== 'CityObjectGroup') continue;
    for (const child of object.children) groups.set(child, [...(groups.get(child) ?? []), nameOf(object)]);
  }
  const holders = new Map<string, Holder[]>();
  for (const object of objects.values()) {
    const above: Holder[] = [];
    let at = objects.get(object.parents[0] ?? '');
    while (at && above.length < MAX_HOLDER_LEVELS) {
      above.push(nameOf(at));
      at = objects.get(at.parents[0] ?? '');
    }
    holders.set(object.id, [...above, ...(groups.get(object.id) ?? [])]);
  }
  return holders;
}

const MAX_HOLDER_LEVELS = 8;

function lodOfParts({ type, children }: CityObject, objects: CityJsonPart['objects'], depth: number): number {
  if (depth === MAX_HOLDER_LEVELS || type === 'CityObjectGroup') return -1;
  const parts = children.map((child) => objects.get(child)).filter((part) => part !== undefined);
  return Math.max(-1, ...parts.map((part) => Math.max(part.lod, lodOfParts(part, objects, depth + 1))));
}

function addGeometry(
  mesh: ElementMesh,
  geometry: Json,
  at: Float64Array,
  materials: readonly (LinearRgb | null)[],
  building: Building,
  where: string,
): void {
  const hasSurfaces = eachSurface(geometry, at.length / 3, where, (rings, { material }) => {
    if (!addSurface(mesh, rings, at)) building.tell('surface-degenerate', `${where}: ${quoted(rings)}`);
    const colour = (material === null ? null : materials[material]) ?? NO_COLOUR;
    while (mesh.rgb.length < mesh.index.length / 3) mesh.rgb.push(colour);
  });
  if (!hasSurfaces) building.tell('geometry-type', `${where}: ${quoted(geometry.type)}`);
}

/** Cut in the plane of two axes that sees most of it; its triangles turn as its outer ring does. False where it has no area. */
function addSurface(mesh: ElementMesh, rings: readonly (readonly number[])[], at: Float64Array): boolean {
  const [outer] = rings;
  if (!outer || outer.length < 3) return false;
  const normal = normalOf(outer, at);
  const most = normal.reduce((best, part, k) => (Math.abs(part) > Math.abs(normal[best]) ? k : best), 0);
  if (normal[most] === 0) return false;
  const u = (most + 1) % 3;
  const v = (most + 2) % 3;
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
    const ax = at[3 * ring[j]] - ox;
    const ay = at[3 * ring[j] + 1] - oy;
    const az = at[3 * ring[j] + 2] - oz;
    const bx = at[3 * ring[i]] - ox;
    const by = at[3 * ring[i] + 1] - oy;
    const bz = at[3 * ring[i] + 2] - oz;
    normal[0] += ay * bz - az * by;
    normal[1] += az * bx - ax * bz;
    normal[2] += ax * by - ay * bx;
  }
  return normal;
}
