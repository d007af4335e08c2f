import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Manifest } from '../../model/city/manifest.ts';
import { bakeInto, DATA, RECIPES, readColumn, readManifestOf } from './baked.ts';
import { lonLatOfLv95 } from './swiss-grid.ts';
import { boxInCity, earthCentred, readTileFeatures } from './tile-features.ts';
import { atLeast, atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/**
 * City models read a second time, CityJSON by `JSON.parse` with its transform, CityGML by a search for its lists of positions, against the
 * tiles: every building is there, and 100 vertices taken evenly have one in the tile of their building within 0.1 m in plan and 0.05 m in
 * height; attributes of each building are what the file says.
 */
const SAMPLED = 100;
const POSITION_M = 0.1;
const HEIGHT_M = 0.05;
/** Heights and the like are kept as float32, to half of 2^-23 of themselves. */
const FLOAT32 = 2 ** -24;

/** A building of the file: its vertices in degrees and metres above the vertical datum, and what is said of it, by name of the column. */
interface SourceBuilding {
  id: string;
  places: [lonDeg: number, latDeg: number, elevationM: number][];
  attributes: Map<string, string>;
}

interface ModelFile {
  id: string;
  path: string;
  /** What is baked: a recipe, or the file itself. */
  source: string;
  read(text: string): SourceBuilding[];
}

const FILES: readonly ModelFile[] = [
  {
    id: 'zurich-cityjson',
    path: 'city/cityjson/zurich-lod2.city.json.gz',
    source: join(RECIPES, 'zurich.json'),
    read: buildingsOfCityJson,
  },
  {
    id: 'yokosuka-citygml',
    path: 'formats/citygml/yokosuka-bldg/52397519_bldg_6697_op.gml',
    source: join(DATA, 'formats/citygml/yokosuka-bldg/52397519_bldg_6697_op.gml'),
    read: buildingsOfCityGml,
  },
];

interface CityObject {
  attributes?: Record<string, unknown>;
  parents?: string[];
  geometry?: { boundaries: unknown }[];
}

/** Of a file in LV95: parts belong to the building above them. */
function buildingsOfCityJson(text: string): SourceBuilding[] {
  const file = JSON.parse(text) as {
    transform: { scale: number[]; translate: number[] };
    vertices: number[][];
    CityObjects: Record<string, CityObject>;
  };
  const { scale, translate } = file.transform;
  const rootOf = (id: string): string => {
    const [parent] = file.CityObjects[id].parents ?? [];
    return parent === undefined ? id : rootOf(parent);
  };
  const buildings = new Map<string, SourceBuilding>();
  for (const [id, { geometry = [] }] of Object.entries(file.CityObjects)) {
    if (geometry.length === 0) continue;
    const root = rootOf(id);
    const known = buildings.get(root) ?? { id: root, places: [], attributes: attributesOf(file.CityObjects[root]) };
    buildings.set(root, known);
    for (const vertex of new Set(geometry.flatMap(({ boundaries }) => numbersIn(boundaries)))) {
      const [east, north, up] = file.vertices[vertex].map((value, k) => value * scale[k] + translate[k]);
      known.places.push([...lonLatOfLv95(east, north), up]);
    }
  }
  return [...buildings.values()];
}

/** Names that the recipe gives to fields of the file. */
const ZURICH_COLUMNS: Record<string, string> = {
  Herkunft: 'origin',
  Region: 'region',
  GebaeudeStatus: 'status',
  QualitaetStatus: 'quality',
  FileCreationDate: 'file_date',
};

function attributesOf({ attributes = {} }: CityObject): Map<string, string> {
  const plain = Object.entries(attributes).filter(([, value]) => typeof value !== 'object');
  return new Map(plain.map(([name, value]) => [ZURICH_COLUMNS[name] ?? name, String(value)]));
}

const numbersIn = (value: unknown): number[] =>
  typeof value === 'number' ? [value] : Array.isArray(value) ? value.flatMap(numbersIn) : [];

/** Of a PLATEAU file, latitude before longitude: the finest level of detail that a building has. */
function buildingsOfCityGml(text: string): SourceBuilding[] {
  return [...text.matchAll(/<bldg:Building gml:id="([^"]+)">(.*?)<\/bldg:Building>/gs)].map(([, id, body]) => {
    const solid = /<bldg:lod2MultiSurface>/.test(body) ? 'lod2MultiSurface' : 'lod1Solid';
    const parts = [...body.matchAll(new RegExp(`<bldg:${solid}>(.*?)</bldg:${solid}>`, 'gs'))].map(([, part]) => part);
    const lists = [...parts.join('').matchAll(/<gml:posList[^>]*>([^<]*)</g)];
    const places = lists.flatMap(([, list]) => {
      const numbers = list.trim().split(/\s+/).map(Number);
      return Array.from({ length: numbers.length / 3 }, (_, i): SourceBuilding['places'][number] => [
        numbers[3 * i + 1],
        numbers[3 * i],
        numbers[3 * i + 2],
      ]);
    });
    const names = ['measuredHeight', 'storeysAboveGround'];
    const attributes = names.flatMap((name): [string, string][] => {
      const stated = [...body.matchAll(new RegExp(`<bldg:${name}[^>]*>([^<]*)<`, 'g'))].map(([, value]) => value);
      // Parts that say otherwise than their building: all of it is kept, in the order of the file.
      return stated.length === 0 ? [] : [[name, [...new Set(stated)].join('; ')]];
    });
    return { id, places, attributes: new Map(attributes) };
  });
}

async function verdictsOf({ id, path, source, read }: ModelFile, out: string): Promise<Verdict[]> {
  const bytes = await readFile(join(DATA, path));
  const buildings = read((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  const folder = await bakeInto(out, source);
  const manifest = await readManifestOf(folder);
  const [layer] = manifest.layers;
  const tiles = await readTileFeatures(folder, layer);
  const all = buildings.flatMap((building) => building.places.map((place) => ({ building, place })));
  const step = Math.max(1, Math.floor(all.length / SAMPLED));
  const sampled = all.filter((_, i) => i % step === 0).slice(0, SAMPLED);
  const misses = sampled.map(({ building, place }) => missOf(place, tiles.get(building.id) ?? [], manifest));
  const ids = await readColumn(folder, { ...layer, attributes: [idColumn(layer.id)] }, 'id');
  const rowOf = new Map(
    Array.from({ length: layer.count }, (_, row) => [
      ids.type === 'string' ? ids.distinct[ids.codes[row]] : String(ids.values[row]),
      row,
    ]),
  );
  let compared = 0;
  let otherwise = 0;
  for (const { name } of layer.attributes) {
    const column = await readColumn(folder, layer, name);
    for (const building of buildings) {
      const stated = building.attributes.get(name);
      const row = rowOf.get(building.id);
      if (stated === undefined || row === undefined) continue;
      compared++;
      const baked = column.type === 'string' ? column.distinct[column.codes[row]] : column.values[row];
      if (!isSame(baked, stated)) otherwise++;
    }
  }
  return [
    exactly(`cities.positions ${id} buildings lost`, buildings.filter((one) => !tiles.has(one.id)).length, 0),
    exactly(`cities.positions ${id} buildings`, layer.count, buildings.length),
    atLeast(`cities.positions ${id} sampled`, sampled.length, SAMPLED),
    atMost(`cities.positions ${id} worst, m`, worst(misses.map(([flatM]) => flatM)), POSITION_M),
    atMost(`cities.positions ${id} worst height, m`, worst(misses.map(([, upM]) => upM)), HEIGHT_M),
    atLeast(`cities.positions ${id} attributes compared`, compared, buildings.length),
    exactly(`cities.positions ${id} attributes otherwise`, otherwise, 0),
  ];
}

/** A column that holds texts has numbers without the zeros at their ends. */
function isSame(baked: string | number, stated: string): boolean {
  const value = Number(stated);
  if (Number.isNaN(value)) return baked === stated;
  return Math.abs(Number(baked) - value) <= FLOAT32 * Math.abs(value);
}

const idColumn = (layer: string) => ({
  name: 'id',
  type: 'string' as const,
  label: { zh: 'id', en: 'id' },
  file: `layers/${layer}/columns/id.bin`,
});

const worst = (values: readonly number[]): number => Number(Math.max(0, ...values).toFixed(4));

/** How far the nearest vertex of its building is from a place, in plan and in height. */
function missOf(
  [lonDeg, latDeg, elevationM]: SourceBuilding['places'][number],
  vertices: readonly number[],
  manifest: Manifest,
): [flatM: number, upM: number] {
  const heightM = elevationM + manifest.datum.geoidUndulationM;
  const [x, y, z] = earthCentred(lonDeg, latDeg, heightM);
  let nearest = -1;
  let leastM2 = Infinity;
  for (let i = 0; i < vertices.length; i += 3) {
    const m2 = (vertices[i] - x) ** 2 + (vertices[i + 1] - y) ** 2 + (vertices[i + 2] - z) ** 2;
    if (m2 >= leastM2) continue;
    leastM2 = m2;
    nearest = i;
  }
  if (nearest < 0) return [Infinity, Infinity];
  const [east, north, up] = boxInCity([x, y, z], manifest);
  const [east2, north2, up2] = boxInCity(vertices.slice(nearest, nearest + 3), manifest);
  return [Math.hypot(east - east2, north - north2), Math.abs(up - up2)];
}

export const CASES: ValidationCase[] = FILES.map((file) => ({
  name: `cities.positions ${file.id}`,
  quick: false,
  missing: () => (existsSync(join(DATA, file.path)) ? null : `no test data at ${DATA}`),
  async run() {
    const out = await mkdtemp(join(tmpdir(), `shapan-${file.id}-`));
    try {
      return await verdictsOf(file, out);
    } finally {
      await rm(out, { recursive: true, force: true });
    }
  },
}));
