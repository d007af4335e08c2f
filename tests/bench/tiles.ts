import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createGunzip, gunzipSync } from 'node:zlib';
import { dbfOf, shpOf } from '../readers/shapefile/write-shapefile.ts';
import {
  DATA,
  firstBake,
  firstBakes,
  inFreshFolder,
  inTurns,
  median,
  NEW_YORK,
  parseSeconds,
  reportRate,
  runNode,
} from './first-bakes.ts';
import { withOlderBuild } from './older-build.ts';
import type { Parts, Report } from './parts.ts';

/** Takes the path of an older command line to be measured beside this one's. */
type Bench = (folder: string, report: Report, older: string | undefined) => Promise<void>;

/** The parts that bake by the command line: the same bake can be asked of an older build. */
const BAKES: Record<string, Bench> = {
  nyc: benchNewYork,
  million: benchMillion,
  cityjson: benchCityJson,
  citygml: benchCityGml,
  shapefile: benchShapefile,
  points: benchPoints,
};

/** How fast a city is baked; a part that measures the program's own modules has no older build beside it. */
export const PARTS: Parts = {
  ...Object.fromEntries(
    Object.entries(BAKES).map(([name, bench]) => [
      name,
      async (folder: string, report: Report, _: number, against?: string) =>
        against === undefined
          ? await bench(folder, report, undefined)
          : await withOlderBuild(against, folder, (older) => bench(folder, report, older)),
    ]),
  ),
  pbf: benchPbf,
  terrain: benchTerrain,
  rebake: async (folder, report) => (await import('./rebake.ts')).benchRebake(folder, report),
  demo: benchDemo,
  light: benchLight,
};

/** OSM gives 4 % of New York no height. */
const NEW_YORK_FLAGS = ['--height-field', 'height', '--id-field', 'id', '--assume-height', '6'];

/**
 * The whole process on one thread: start, reading the .gz, tiles, columns, light, grids, .gz of each file. V8's own helper threads
 * are off too (`node --single-threaded`): with them the same work takes 10 % more CPU time, for compiling ahead and collecting beside it.
 */
async function benchNewYork(folder: string, report: Report, older: string | undefined): Promise<void> {
  if (!isThere(NEW_YORK)) return;
  const turns = await firstBakes('tiles.nyc', [NEW_YORK, '--id', 'nyc', ...NEW_YORK_FLAGS], folder, report, older);
  const { features, tileGzipBytes } = turns.run;
  reportRate(report, 'tiles.nyc', 'firstBuildingsPerCpuS', features, 30_000, turns);
  report({ name: 'tiles.nyc.gzipBytesPerBuilding', value: tileGzipBytes / features, unit: 'B' });
  report({ name: 'machine.jsonParseS', value: turns.parseS, unit: 's' });
}

const COPIES = 9;

/** New York nine times, side by side, with ids of their own: 1,018,000 buildings, 520 MB of GeoJSON lines. */
async function benchMillion(folder: string, report: Report, older: string | undefined): Promise<void> {
  if (!isThere(NEW_YORK)) return;
  const file = join(folder, 'million.geojsonl');
  await writeMillion(file);
  const args = [file, '--id', 'million', '--threads', '2', ...NEW_YORK_FLAGS];
  const parseS = await parseSeconds();
  const run = await firstBake(args, folder);
  report({ name: 'tiles.million.wallS', value: run.measuredWallS, unit: 's' });
  report({ name: 'tiles.million.peakRssMB', value: run.peakRssMB, unit: 'MB' });
  report({ name: 'tiles.million.cpuS', value: run.cpuS, unit: 's' });
  report({ name: 'tiles.million.perJsonParse', value: run.cpuS / parseS, unit: '1' });
  if (older === undefined) return;
  const then = await firstBake(args, folder, { cli: older });
  report({ name: 'tiles.million.against.costRatio', value: run.cpuS / then.cpuS, unit: '1' });
  report({ name: 'tiles.million.against.memoryRatio', value: run.peakRssMB / then.peakRssMB, unit: '1' });
}

async function writeMillion(file: string): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(NEW_YORK).pipe(createGunzip())) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString('utf8').split('\n').filter(Boolean);
  const out = createWriteStream(file);
  for (let copy = 0; copy < COPIES; copy++) {
    const eastDeg = (copy % 3) * 0.5;
    const northDeg = Math.floor(copy / 3) * 0.4;
    let text = '';
    for (const line of lines) {
      const moved = line.replace(/\[(-?\d[\d.]*),(-?\d[\d.]*)\]/g, (_, lon, lat) => {
        return `[${(Number(lon) + eastDeg).toFixed(8)},${(Number(lat) + northDeg).toFixed(8)}]`;
      });
      text += `${moved.replace(/"id":(\d+)/, `"id":${copy + 1}$1`)}\n`;
      if (text.length < 1 << 22) continue;
      if (!out.write(text)) await once(out, 'drain');
      text = '';
    }
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

const ZURICH = join(DATA, 'cityjson/zurich-lod2.city.json.gz');
const ZURICH_COPIES_A_SIDE = 10;

/**
 * Zürich's 210 LoD2 objects a hundred times in one file, each copy 300 m from the last; objects are CityJSON's, parts counted. In turns
 * with the parsing of New York's lines, as the others are.
 */
async function benchCityJson(folder: string, report: Report, older: string | undefined): Promise<void> {
  if (![ZURICH, NEW_YORK].every(isThere)) return;
  const file = join(folder, 'zurich.city.json');
  const objects = writeZurich(file);
  const turns = await firstBakes('tiles.cityjson', [file, '--id', 'zurich'], folder, report, older);
  reportRate(report, 'tiles.cityjson', 'objectsPerCpuS', objects, 4000, turns);
}

const CITYGML = resolve(DATA, '../formats/citygml/lod2_buildings_v3.gml');
/** The 100 buildings so many times: a file of 70 MB. */
const CITYGML_COPIES = 100;

async function benchCityGml(folder: string, report: Report, older: string | undefined): Promise<void> {
  if (![CITYGML, NEW_YORK].every(isThere)) return;
  const text = readFileSync(CITYGML, 'utf8');
  const from = text.indexOf('<cityObjectMember>');
  const to = text.lastIndexOf('</cityObjectMember>') + '</cityObjectMember>'.length;
  const members = text.slice(from, to);
  const copies = Array.from({ length: CITYGML_COPIES }, (_, i) =>
    members.replaceAll(/(gml:id="|href="#)/g, `$1c${i}-`),
  );
  const file = join(folder, 'copies.gml');
  writeFileSync(file, `${text.slice(0, from)}${copies.join('\n')}${text.slice(to)}`);
  const crs = '+proj=tmerc +lat_0=52.5 +lon_0=13.4 +ellps=WGS84 +units=m';
  const turns = await firstBakes('tiles.citygml', [file, '--id', 'citygml', '--crs', crs], folder, report, older);
  reportRate(report, 'tiles.citygml', 'objectsPerCpuS', turns.run.features, 1340, turns);
}

/** New York's buildings as a shapefile in degrees, with their heights and ids, read and baked. */
async function benchShapefile(folder: string, report: Report, older: string | undefined): Promise<void> {
  if (!isThere(NEW_YORK)) return;
  const features = gunzipSync(readFileSync(NEW_YORK))
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as NewYorkBuilding);
  const shapes = features.map(({ geometry: { type, coordinates } }) => ({
    type: 5,
    // GeoJSON's outer rings turn to the left, a shapefile's to the right.
    parts: (type === 'Polygon' ? [coordinates as Ring[]] : (coordinates as Ring[][])).flatMap((rings) =>
      rings.map((ring) => ring.toReversed()),
    ),
  }));
  const columns = [
    { name: 'id', type: 'C', length: 16 },
    { name: 'height', type: 'N', length: 12 },
  ];
  const rows = features.map(({ id, properties }, i) => [
    String(properties.id ?? id ?? i).padEnd(16),
    String(properties.height ?? '').padStart(12),
  ]);
  const file = join(folder, 'nyc.shp');
  writeFileSync(file, shpOf(shapes));
  writeFileSync(join(folder, 'nyc.dbf'), dbfOf(columns, rows));
  const args = [file, '--id', 'nyc-shp', '--crs', 'EPSG:4326', ...NEW_YORK_FLAGS, '--assume-ids', 'suffix'];
  const turns = await firstBakes('tiles.shapefile', args, folder, report, older);
  reportRate(report, 'tiles.shapefile', 'featuresPerCpuS', turns.run.features, 35_000, turns);
}

type Ring = [number, number][];

interface NewYorkBuilding {
  id?: unknown;
  properties: { id?: unknown; height?: unknown };
  geometry: { type: string; coordinates: unknown };
}

const LIECHTENSTEIN = join(DATA, 'buildings/liechtenstein.osm.pbf');
/** Nodes, ways and relations of that file. */
const LIECHTENSTEIN_OBJECTS = 142_832 + 15_247 + 358;
const PBF_READINGS = 10;

/** OpenStreetMap's objects read for its buildings, without what the baker makes of them: a process of ten readings. */
async function benchPbf(_: string, report: Report): Promise<void> {
  if (![LIECHTENSTEIN, NEW_YORK].every(isThere)) return;
  const args = ['--single-threaded', resolve(import.meta.dirname, 'pbf-process.js'), LIECHTENSTEIN, `${PBF_READINGS}`];
  const { run: _run, ...times } = await inTurns(async () => (await runNode(args)) as { cpuS: number });
  reportRate(report, 'tiles.pbf', 'objectsPerCpuS', PBF_READINGS * LIECHTENSTEIN_OBJECTS, 500_000, times);
}

const AUTZEN = resolve(DATA, '../formats/pointcloud/autzen_trim.laz');
const AUTZEN_POINTS = 110_000;
const AUTZEN_COPIES = 20;

/** Clouds of LAZ, unpacked and baked: the same one twenty times, since a single one ends before the program has started. */
async function benchPoints(folder: string, report: Report, older: string | undefined): Promise<void> {
  if (![AUTZEN, NEW_YORK].every(isThere)) return;
  const files = Array.from({ length: AUTZEN_COPIES }, () => AUTZEN);
  const turns = await firstBakes('tiles.points', [...files, '--id', 'points'], folder, report, older);
  reportRate(report, 'tiles.points', 'pointsPerCpuS', AUTZEN_COPIES * AUTZEN_POINTS, 500_000, turns);
}

interface CityObject {
  parents?: string[];
  children?: string[];
  geographicalExtent?: number[];
  geometry?: { boundaries: unknown }[];
}

interface CityJson {
  CityObjects: Record<string, CityObject>;
  vertices: number[][];
  transform: { scale: number[] };
}

function writeZurich(file: string): number {
  const one = JSON.parse(gunzipSync(readFileSync(ZURICH)).toString('utf8')) as CityJson;
  const objects: CityJson['CityObjects'] = {};
  const vertices: number[][] = [];
  for (let copy = 0; copy < ZURICH_COPIES_A_SIDE ** 2; copy++) {
    const first = vertices.length;
    const east = ((copy % ZURICH_COPIES_A_SIDE) * 300) / one.transform.scale[0];
    const north = (Math.floor(copy / ZURICH_COPIES_A_SIDE) * 300) / one.transform.scale[1];
    for (const [x, y, z] of one.vertices) vertices.push([x + east, y + north, z]);
    const moved = (indices: unknown): unknown =>
      Array.isArray(indices) ? indices.map(moved) : Number(indices) + first;
    const named = (ids: string[]) => ids.map((id) => `${id}-${copy}`);
    for (const [id, { geographicalExtent: _, parents, children, geometry, ...rest }] of Object.entries(
      one.CityObjects,
    )) {
      objects[`${id}-${copy}`] = {
        ...rest,
        ...(parents ? { parents: named(parents) } : {}),
        ...(children ? { children: named(children) } : {}),
        ...(geometry ? { geometry: geometry.map((g) => ({ ...g, boundaries: moved(g.boundaries) })) } : {}),
      };
    }
  }
  writeFileSync(file, JSON.stringify({ ...one, CityObjects: objects, vertices }));
  return Object.keys(objects).length;
}

const DEMS = ['34707051', '34707052', '34707053'].map((sheet) => join(DATA, 'dem', `${sheet}.tif`));

/** Three 5 m sheets of Korea, 7 × 2.9 km, levels 0–16, the sheets repeated: what cesium-terrain-builder was measured on. */
async function benchTerrain(folder: string, report: Report): Promise<void> {
  if (![...DEMS, NEW_YORK].every(isThere)) return;
  const bench = ['--single-threaded', resolve(import.meta.dirname, 'terrain-process.js')];
  const { run, ...times } = await inTurns(() =>
    inFreshFolder(folder, async (out) => (await runNode([...bench, out, ...DEMS])) as { tiles: number; cpuS: number }),
  );
  reportRate(report, 'tiles.terrain', 'tilesPerCpuS', run.tiles, 1200, times);
}

/** The demo city end to end on two threads. */
async function benchDemo(folder: string, report: Report): Promise<void> {
  const run = await firstBake(['chengchuan', '--threads', '2'], folder);
  report({ name: 'tiles.demo.wallS', value: run.measuredWallS, unit: 's' });
  report({ name: 'tiles.demo.cpuS', value: run.cpuS, unit: 's' });
}

/** What baked light costs beside all of the demo city's bake, each on one thread and in a process of its own, in turns. */
async function benchLight(folder: string, report: Report): Promise<void> {
  const light = ['--single-threaded', resolve(import.meta.dirname, 'light-process.js')];
  const turns: { lightS: number; bakeS: number; bytes: number }[] = [];
  for (let i = 0; i < LIGHT_RUNS; i++) {
    const { cpuS: lightS, bytes } = (await runNode(light)) as { cpuS: number; bytes: number };
    const nodeFlags = ['--single-threaded'];
    const { cpuS: bakeS } = await firstBake(['chengchuan', '--threads', '1'], folder, { nodeFlags });
    turns.push({ lightS, bakeS, bytes });
  }
  report({ name: 'tiles.light.cpuS', value: median(turns.map(({ lightS }) => lightS)), unit: 's' });
  report({ name: 'tiles.light.costRatio', value: median(turns.map(({ lightS, bakeS }) => lightS / bakeS)), unit: '1' });
  report({ name: 'tiles.light.bytes', value: turns[0].bytes, unit: 'B' });
}

const LIGHT_RUNS = 3;

function isThere(path: string): boolean {
  if (existsSync(path)) return true;
  process.stderr.write(`bench: skipped, no ${path}\n`);
  return false;
}
