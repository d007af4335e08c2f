import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import {
  type CityGround,
  type DemGround,
  type FloodScenario,
  parseScenario,
  type ScenarioEdge,
  ScenarioError,
  seconds,
  worksOf,
} from '../scenarios/scenario.ts';
import { floodNoteText } from '../src/city/flood-note.ts';
import { parseFloodWorks } from '../src/city/flood-works.ts';
import { parseDrainNetwork, parseGrid } from '../src/city/grid.ts';
import { lonLatFromEnu } from '../src/geo/enu.ts';
import { epsgOf } from '../tiles/read/crs.ts';
import { type DemTile, readDem } from '../tiles/read/dem.ts';
import { type AskedRain, hyetographOf } from '../workers/flood/asked-rain.ts';
import { breachOf, carve, wallOf } from '../workers/flood/city/defences.ts';
import { cellsWhere, spread } from '../workers/flood/city/ground.ts';
import { cityFlood, type FloodCity } from '../workers/flood/city.ts';
import type { FloodInput, Scheme } from '../workers/flood/flood.ts';
import { NO_SOIL } from '../workers/flood/infiltration.ts';
import type { Beyond, Side } from '../workers/flood/terrain.ts';
import type { Work } from '../workers/flood/works.ts';
import type { GeoFrame } from './geotiff.ts';

/** A case with all that it names read in. */
export interface FloodCase {
  scenario: FloodScenario;
  input: FloodInput;
  /** What the run leaves out, in words. */
  notes: string[];
  frame: GeoFrame;
  /** Null where nobody knows where on Earth it is. */
  lonLatOf: ((eastM: number, northM: number) => [lonDeg: number, latDeg: number]) | null;
  /** SHA-256 of the case and of every file that it names, hex. */
  inputHash: string;
}

const MOST_CASE_BYTES = 64e6;
const SCHEMES: Record<FloodScenario['scheme'], Scheme> = {
  second: { kind: 'full', order: 2 },
  first: { kind: 'full', order: 1 },
  fast: { kind: 'fast' },
};
/** A frame of metres that lies nowhere: the reader asks for a system. */
const NOWHERE = '+proj=tmerc +lat_0=0 +lon_0=0 +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs';

export async function readCase(path: string, cities: string): Promise<FloodCase> {
  const files = new Files();
  const file = basename(path);
  if (!existsSync(path)) throw new ScenarioError(`${file}: expected a scenario, got no file at ${path}`);
  if (statSync(path).size > MOST_CASE_BYTES)
    throw new ScenarioError(`${file}: expected at most ${MOST_CASE_BYTES} bytes, got ${statSync(path).size}`);
  const scenario = parseScenario(jsonOf(files.text(path), file), file);
  const { ground } = scenario;
  const read =
    ground.kind === 'city'
      ? readCity(scenario, ground, files, cities)
      : await readGround(scenario, ground, files, dirname(path), file);
  return { scenario, ...read, inputHash: files.hash() };
}

/** Reads, and remembers what was read. */
class Files {
  private readonly sum = createHash('sha256');

  bytes(path: string): Buffer {
    if (!existsSync(path)) throw new ScenarioError(`${basename(path)}: expected a file, got none at ${path}`);
    const bytes = readFileSync(path);
    this.sum.update(`${basename(path)} ${bytes.length}\n`).update(bytes);
    return bytes;
  }

  text(path: string): string {
    return this.bytes(path).toString('utf8');
  }

  hash(): string {
    return this.sum.digest('hex');
  }
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ScenarioError(`${file}: expected JSON, got ${error instanceof Error ? error.message : error}`);
  }
}

type Read = Omit<FloodCase, 'scenario' | 'inputHash'>;

function readCity(scenario: FloodScenario, ground: CityGround, files: Files, cities: string): Read {
  const folder = join(cities, ground.id);
  const plain = (name: string): ArrayBuffer => {
    const bytes = files.bytes(join(folder, 'grid', name));
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  };
  const grid = parseGrid(jsonOf(files.text(join(folder, 'grid/grid.json')), 'grid.json'));
  const worksFile = join(folder, 'flood-works.json');
  const drainsFile = join(folder, 'drain-network.json');
  const city: FloodCity = {
    grid,
    bedElevationM: new Float32Array(plain(grid.bed.file)),
    building: new Uint8Array(plain(grid.buildingMask.file)),
    landCover: grid.landCover ? new Uint8Array(plain(grid.landCover.file)) : null,
    drains: existsSync(drainsFile) ? parseDrainNetwork(jsonOf(files.text(drainsFile), 'drain-network.json')) : null,
    works: existsSync(worksFile) ? parseFloodWorks(jsonOf(files.text(worksFile), 'flood-works.json')) : null,
  };
  const { origin, westM, southM, cellM, columns, rows } = grid;
  const [west, south, east, north] = ground.boxM ?? [westM, southM, westM + columns * cellM, southM + rows * cellM];
  const { input, notes } = cityFlood(city, {
    box: { westM: west, southM: south, eastM: east, northM: north },
    cellM: ground.cellM,
    rain: askedRain(scenario),
    riverYears: ground.rivers?.years ?? null,
    riverFromH: ground.rivers?.fromH ?? 0,
    breaches: scenario.breaches,
    walls: scenario.walls,
    gauges: scenario.gauges,
    drains: ground.drains ?? null,
    scheme: SCHEMES[scenario.scheme],
    endS: scenario.endH * 3600,
    frameEveryS: scenario.frameEveryMin * 60,
  });
  return {
    input: { ...input, works: [...input.works, ...worksOf(scenario)] },
    notes: notes.map((note) => floodNoteText(note, 'en')),
    frame: { kind: 'plane', ...origin },
    lonLatOf: (eastM, northM) => {
      const { lonDeg, latDeg } = lonLatFromEnu(origin, [eastM, northM, 0]);
      return [lonDeg, latDeg];
    },
  };
}

function askedRain({ rain }: FloodScenario): AskedRain {
  if (rain.kind !== 'series') return rain;
  return { kind: 'series', hyetograph: { stepS: rain.stepMin * 60, ratesMmPerH: rain.ratesMmPerH } };
}

async function readGround(
  scenario: FloodScenario,
  ground: DemGround,
  files: Files,
  folder: string,
  file: string,
): Promise<Read> {
  const dem = await readGrid(ground.file, ground, files, folder);
  const { columns, rows, cellM, westM, southM } = dem;
  const cells = columns * rows;
  const grid = async (name: string, place: string): Promise<Float32Array> => {
    const other = await readGrid(name, ground, files, folder);
    if (other.columns !== columns || other.rows !== rows)
      throw new ScenarioError(
        `${file}: ${place}: expected the DEM's ${columns} × ${rows} cells, got ${other.columns} × ${other.rows} in ${name}`,
      );
    return other.values;
  };
  const buildings = ground.buildings ? await grid(ground.buildings.file, 'ground.buildings') : null;
  const outside = outsideOf(dem, ground.file);
  const blocked = outside.map((isOutside, i) => (isOutside === 1 || (buildings?.[i] ?? 0) > 0 ? 1 : 0));
  const manningN =
    typeof ground.manningN === 'number'
      ? new Float32Array(cells).fill(ground.manningN)
      : await grid(ground.manningN.file, 'ground.manningN');
  for (const [i, n] of manningN.entries())
    if (blocked[i] === 1) manningN[i] = 0;
    else if (!(n > 0 && n <= 1))
      throw new ScenarioError(`${file}: ground.manningN: expected 0 to 1 in ${placeOf(dem, i)}, got ${n}`);
  const depthM = new Float32Array(cells);
  if (ground.levelM !== undefined)
    for (let i = 0; i < cells; i++) if (blocked[i] === 0) depthM[i] = Math.max(0, ground.levelM - dem.values[i]);
  const works = worksOf(scenario);
  const defences = works.flatMap((work) => (work.kind === 'crest' ? [{ id: work.id, line: lineOf(work.line) }] : []));
  const bed = { grid: dem, bedElevationM: dem.values };
  const breaches = scenario.breaches.map((breach) => breachOf(bed, { defences, breaches: [] }, breach, cellM));
  const whole = { ...dem, perSide: 1, firstColumn: 0, firstRow: 0 };
  carve(whole, dem.values, defences, breaches);
  const { edges, changing } = edgesOf(scenario, columns, rows);
  const input: FloodInput = {
    ...{ columns, rows, cellM, westM, southM },
    bedElevationM: dem.values,
    manningN,
    blocked,
    depthM,
    rainCatchRatio: Float32Array.from(blocked, (shut) => 1 - shut),
    soil: new Uint8Array(cells).fill(ground.soil ? 0 : NO_SOIL),
    infiltration: ground.soil ? [ground.soil] : [],
    rain: hyetographOf(askedRain(scenario), null),
    edges,
    changing,
    works: [
      ...works,
      ...breaches,
      ...scenario.gauges.map(({ id, at }): Work => ({ kind: 'gauge', id, at })),
      ...scenario.walls.map((wall) => wallOf(bed, wall)),
    ],
    scheme: SCHEMES[scenario.scheme],
    endS: scenario.endH * 3600,
    frameEveryS: scenario.frameEveryMin * 60,
  };
  const { crs } = dem;
  const epsg = crs ? epsgOf(crs.name) : null;
  return {
    input,
    notes: crs ? [] : ['the DEM names no system: there are no isolines, for nobody knows where on Earth they lie'],
    frame: epsg === null ? { kind: 'unknown' } : { kind: 'epsg', code: epsg },
    lonLatOf: crs
      ? (eastM, northM) => {
          const xy = Float64Array.of(eastM, northM);
          crs.toLonLat(xy, 0, 1);
          return [xy[0], xy[1]];
        }
      : null,
  };
}

const lineOf = (line: readonly (readonly [number, number, number])[]) =>
  line.map(([east, north, crest]): [number, number, number] => [east, north, crest]);

/** A DEM turned over: row-major from the south-west. */
interface SouthUp {
  columns: number;
  rows: number;
  cellM: number;
  westM: number;
  southM: number;
  crs: DemTile['crs'] | null;
  values: Float32Array;
}

async function readGrid(name: string, { crs }: DemGround, files: Files, folder: string): Promise<SouthUp> {
  const path = resolve(folder, name);
  files.bytes(path);
  const tile = await readDem(path, { crs: crs ?? (/\.(asc|txt)$/i.test(name) ? NOWHERE : undefined) });
  const { columns, rows, stepX, stepY, x0, y0 } = tile;
  if (tile.crs.geographic)
    throw new ScenarioError(`${name}: expected cells in metres, got degrees (${tile.crs.name}); project it first`);
  if (Math.abs(stepX - stepY) > 1e-6 * stepX)
    throw new ScenarioError(`${name}: expected square cells, got ${stepX} × ${stepY} m`);
  const values = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++)
    values.set(tile.elevationM.subarray((rows - 1 - row) * columns, (rows - row) * columns), row * columns);
  const southM = y0 - (rows - 0.5) * stepY;
  return {
    ...{ columns, rows, cellM: stepX, westM: x0 - stepX / 2, southM, values },
    crs: tile.crs.name === NOWHERE ? null : tile.crs,
  };
}

/** 1 where there is no value up to the rim; a hole within is refused, for nobody knows what water does there. */
function outsideOf(dem: SouthUp, name: string): Uint8Array {
  const { columns, rows, values } = dem;
  const outside = new Uint8Array(values.length);
  const onRim = (i: number) =>
    i < columns || i >= columns * (rows - 1) || i % columns === 0 || i % columns === columns - 1;
  const rim = cellsWhere(values.length, (i) => onRim(i) && Number.isNaN(values[i]));
  for (const i of rim) outside[i] = 1;
  spread(columns, rows, rim, (_, to) => {
    if (outside[to] === 1 || !Number.isNaN(values[to])) return false;
    outside[to] = 1;
    return true;
  });
  const hole = values.findIndex((value, i) => Number.isNaN(value) && outside[i] === 0);
  if (hole >= 0)
    throw new ScenarioError(`${name}: expected elevations within its rim, got a hole in ${placeOf(dem, hole)}`);
  return outside;
}

const placeOf = ({ columns }: SouthUp, i: number): string =>
  `column ${i % columns}, row ${Math.floor(i / columns)} from the south-west`;

function edgesOf(
  { edges: asked }: FloodScenario,
  columns: number,
  rows: number,
): Pick<FloodInput, 'edges' | 'changing'> {
  const changing: FloodInput['changing'] = [];
  const along = (side: Side): Beyond[] => {
    const count = side === 'west' || side === 'east' ? rows : columns;
    const edge: ScenarioEdge = asked?.[side] ?? { kind: 'wall' };
    if (edge.kind === 'stage' && typeof edge.levelM !== 'number')
      changing.push({ side, from: 0, to: count, series: seconds(edge.levelM) });
    const beyond = beyondOf(edge);
    // All faces of a side share one: a level that changes moves it once.
    return Array.from({ length: count }, () => beyond);
  };
  const edges = { west: along('west'), east: along('east'), south: along('south'), north: along('north') };
  return { edges, changing };
}

function beyondOf(edge: ScenarioEdge): Beyond {
  if (edge.kind !== 'stage') return { kind: edge.kind };
  return { kind: 'stage', stageM: typeof edge.levelM === 'number' ? edge.levelM : edge.levelM.values[0] };
}
