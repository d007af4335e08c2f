import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type CutCells, cutCells } from '../../model/city/cut-cells.ts';
import { parseFloodWorks } from '../../model/city/flood-works.ts';
import { parseDrainNetwork, parseGrid } from '../../model/city/grid.ts';
import { parseManifest } from '../../model/city/manifest.ts';
import { epsgOf } from '../../model/geo/crs.ts';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import { crossingsOf } from '../../model/geo/plane/ring.ts';
import type { CityGround, DemGround, FloodScenario, ScenarioEdge } from '../../model/questions/flood.ts';
import { questionOfCase } from '../../model/questions/flood-case.ts';
import { floodNoteText } from '../../model/scenarios/flood-note.ts';
import { caseMessage } from '../../model/text/case-messages.ts';
import { ScenarioError } from '../../scenarios/faults.ts';
import { parseScenario } from '../../scenarios/scenario.ts';
import { MAX_ELEVATION_M, MIN_ELEVATION_M } from '../../tiles/read/dem.ts';
import { breachOf, carve, wallOf } from '../../workers/flood/city/defences.ts';
import { cellsWhere, rainToEaves, spread } from '../../workers/flood/city/ground.ts';
import { cityFlood, type FloodCity } from '../../workers/flood/city.ts';
import type { FloodInput } from '../../workers/flood/core/flood-input.ts';
import type { OutsideCondition, Side } from '../../workers/flood/core/terrain.ts';
import { terrainOf } from '../../workers/flood/flood.ts';
import { cityRequestOf, runOf, seconds, worksOf } from '../../workers/flood/question.ts';
import { NO_SOIL } from '../../workers/flood/rain/infiltration.ts';
import { hyetographOf } from '../../workers/flood/rain/rain-request.ts';
import { levelStepOf, stepValues } from '../../workers/flood/shocks.ts';
import { siteOf } from '../../workers/flood/site.ts';
import { closedCells } from '../../workers/flood/works/cuts.ts';
import type { Work } from '../../workers/flood/works/works.ts';
import { cliMessage } from '../messages.ts';
import { Files, readGrid, type SouthUp } from './flood-grid.ts';
import { readHouses } from './flood-houses.ts';
import { readRain } from './flood-rain.ts';
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

const MAX_CASE_BYTES = 64e6;
export async function readCase(path: string, cities: string): Promise<FloodCase> {
  const files = new Files();
  const file = basename(path);
  if (!existsSync(path)) throw new ScenarioError(caseMessage('file-missing', { file, path }));
  if (statSync(path).size > MAX_CASE_BYTES)
    throw new ScenarioError(caseMessage('file-large', { file, most: MAX_CASE_BYTES, got: statSync(path).size }));
  const scenario = parseScenario(jsonOf(files.text(path), file), file);
  const { ground } = scenario;
  const read =
    ground.kind === 'city'
      ? await readCity(scenario, ground, files, cities, dirname(path))
      : await readGround(scenario, ground, files, dirname(path), file);
  return { scenario, ...read, inputHash: files.hash() };
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ScenarioError(
      caseMessage('not-json', { file, reason: error instanceof Error ? error.message : String(error) }),
    );
  }
}

type Read = Omit<FloodCase, 'scenario' | 'inputHash'>;

async function readCity(
  scenario: FloodScenario,
  ground: CityGround,
  files: Files,
  cities: string,
  beside: string,
): Promise<Read> {
  const folder = join(cities, ground.id);
  const plain = (name: string): ArrayBuffer => {
    const bytes = files.bytes(join(folder, 'grid', name));
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  };
  const grid = parseGrid(jsonOf(files.text(join(folder, 'grid/grid.json')), 'grid.json'));
  const worksFile = join(folder, 'flood-works.json');
  const drainsFile = join(folder, 'drain-network.json');
  const manifestFile = join(folder, 'manifest.json');
  // Not of the hash: it tells where the city's facts are from, and changes with every bake.
  const facts = existsSync(manifestFile)
    ? parseManifest(jsonOf(readFileSync(manifestFile, 'utf8'), 'manifest.json')).facts
    : undefined;
  const city: FloodCity = {
    facts,
    grid,
    bedElevationM: new Float32Array(plain(grid.bed.file)),
    building: new Uint8Array(plain(grid.buildingMask.file)),
    buildingCuts: grid.buildingCuts ? new Uint8Array(plain(grid.buildingCuts.file)) : null,
    landCover: grid.landCover ? new Uint8Array(plain(grid.landCover.file)) : null,
    drains: existsSync(drainsFile) ? parseDrainNetwork(jsonOf(files.text(drainsFile), 'drain-network.json')) : null,
    works: existsSync(worksFile) ? parseFloodWorks(jsonOf(files.text(worksFile), 'flood-works.json')) : null,
  };
  const question = questionOfCase({ ...scenario, ground }, siteOf(city));
  const rain = await readRain(scenario.rain, null, files, beside);
  const { input, notes } = cityFlood(city, cityRequestOf(question, rain, siteOf(city)));
  const { origin } = grid;
  return {
    input,
    notes: notes.map((note) => floodNoteText(note, 'en')),
    frame: { kind: 'plane', ...origin },
    lonLatOf: (eastM, northM) => {
      const { lonDeg, latDeg } = lonLatFromEnu(origin, [eastM, northM, 0]);
      return [lonDeg, latDeg];
    },
  };
}

async function readGround(
  scenario: FloodScenario,
  ground: DemGround,
  files: Files,
  folder: string,
  file: string,
): Promise<Read> {
  const dem = await readGrid(ground.file, ground.crs, files, folder);
  const { columns, rows, cellM, westM, southM } = dem;
  const cells = columns * rows;
  const grid: GridOf = async (name, place, wanted) => {
    const other = await readGrid(name, ground.crs, files, folder, wanted);
    if (other.columns !== columns || other.rows !== rows)
      throw new ScenarioError(
        cliMessage('grid-size', {
          file,
          place,
          columns,
          rows,
          other: name,
          otherColumns: other.columns,
          otherRows: other.rows,
        }),
      );
    return other.values;
  };
  const houses = ground.buildings?.file.endsWith('.geojson')
    ? readHouses(ground.buildings.file, dem, files, folder)
    : null;
  const outlines = houses && cutCells(dem, houses);
  const buildings = ground.buildings && !houses ? await grid(ground.buildings.file, 'ground.buildings', null) : null;
  const outside = outsideOf(dem, ground.file);
  const { raisedM } = ground.buildings ?? {};
  const { blocked, cut, raised } =
    raisedM === undefined
      ? { blocked: either(outside, (i) => (buildings?.[i] ?? 0) > 0), cut: outlines, raised: null }
      : { blocked: outside, cut: null, raised: raise(dem, outside, outlines ?? buildings, raisedM) };
  const closed = closedCells({ columns, rows, blocked, cutCells: cut });
  const plane = async (value: number | { file: string } | undefined, place: string, most: number) => {
    if (value === undefined) return null;
    const values =
      typeof value === 'number' ? new Float32Array(cells).fill(value) : await grid(value.file, place, null);
    for (const [i, each] of values.entries())
      if (closed[i] === 1) values[i] = 0;
      else if (!(each > 0 && each <= most))
        throw new ScenarioError(cliMessage('friction-range', { file, place, most, ...placeOf(dem, i), got: each }));
    return values;
  };
  const manningN = await plane(ground.manningN, 'ground.manningN', 1);
  const chezyC = await plane(ground.chezyC, 'ground.chezyC', 1000);
  const water = await waterAtStart(ground, dem, closed, grid, file);
  const works = worksOf(scenario);
  const defences = works.flatMap((work) => (work.kind === 'crest' ? [{ id: work.id, line: lineOf(work.line) }] : []));
  const bed = { grid: dem, bedElevationM: dem.values };
  const breaches = scenario.breaches.map((breach) => breachOf(bed, { defences, breaches: [] }, breach, cellM));
  const whole = { ...dem, perSide: 1, firstColumn: 0, firstRow: 0 };
  carve(whole, dem.values, defences, breaches);
  const { edges, changing } = edgesOf(scenario, columns, rows);
  const rain = await readRain(scenario.rain, ground.crs ?? dem.crs?.name ?? null, files, folder);
  const input: FloodInput = {
    columns,
    rows,
    cellM,
    westM,
    southM,
    bedElevationM: dem.values,
    manningN: manningN ?? new Float32Array(cells),
    ...(chezyC ? { chezyC } : {}),
    blocked,
    ...(raised ? { raised } : {}),
    ...water,
    ...(cut ? { cutCells: cut } : {}),
    rainCatchRatio:
      outlines || raised
        ? rainToEaves(
            dem,
            either(closed, (i) => raised?.[i] === 1),
            outside,
          )
        : Float32Array.from(blocked, (shut) => 1 - shut),
    soil: new Uint8Array(cells).fill(ground.soil ? 0 : NO_SOIL),
    infiltration: ground.soil ? [ground.soil] : [],
    rain: hyetographOf(rain, null),
    ...(rain.kind === 'field' ? { rainField: rain.field } : {}),
    edges,
    changing,
    works: [
      ...works,
      ...breaches,
      ...scenario.gauges.map(({ id, at }): Work => ({ kind: 'gauge', id, at })),
      ...scenario.walls.map((wall) => wallOf(bed, wall)),
    ],
    ...runOf(scenario),
  };
  const step = input.scheme.kind === 'fast' ? levelStepOf({ terrain: terrainOf(input), westM, southM }, input) : null;
  if (step) throw new ScenarioError(cliMessage('fast-step', { file, ...stepValues(step) }));
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

/** Reads one more grid, in the unit that is wanted. */
type GridOf = (name: string, place: string, wanted: string | null) => Promise<Float32Array>;

/** Depths at the start, and unit discharges where any of the water moves. */
async function waterAtStart(
  { levelM, water }: DemGround,
  dem: SouthUp,
  closed: Uint8Array,
  gridOf: GridOf,
  file: string,
): Promise<Pick<FloodInput, 'depthM' | 'flowM2ps'>> {
  const cells = dem.values.length;
  const depthM = new Float32Array(cells);
  const east = new Float32Array(cells);
  const north = new Float32Array(cells);
  const open = cellsWhere(cells, (i) => closed[i] === 0);
  if (levelM !== undefined) for (const i of open) depthM[i] = Math.max(0, levelM - dem.values[i]);
  for (const [k, body] of water.entries()) {
    const place = `ground.water.${k}`;
    if (body.kind === 'grid') {
      const depths = await gridOf(body.depth, `${place}.depth`, 'm');
      const flows = [
        body.flowEast ? await gridOf(body.flowEast, `${place}.flowEast`, 'm2/s') : null,
        body.flowNorth ? await gridOf(body.flowNorth, `${place}.flowNorth`, 'm2/s') : null,
      ];
      for (const i of open) {
        if (Number.isNaN(depths[i])) depths[i] = 0;
        if (depths[i] < 0)
          throw new ScenarioError(
            cliMessage('depth-range', { file, place: `${place}.depth`, ...placeOf(dem, i), got: depths[i] }),
          );
        depthM[i] = depths[i];
        east[i] = depths[i] > 0 ? flows[0]?.[i] || 0 : 0;
        north[i] = depths[i] > 0 ? flows[1]?.[i] || 0 : 0;
      }
      continue;
    }
    const within = cellsIn(dem, body.ring);
    if (within.length === 0) throw new ScenarioError(cliMessage('water-nowhere', { file, place: `${place}.ring` }));
    const [eastMps, northMps] = body.velocityMps ?? [0, 0];
    for (const i of within) {
      if (closed[i] === 1) continue;
      depthM[i] = Math.max(0, body.levelM - dem.values[i]);
      east[i] = depthM[i] * eastMps;
      north[i] = depthM[i] * northMps;
    }
  }
  const isMoving = east.some((q) => q !== 0) || north.some((q) => q !== 0);
  return { depthM, ...(isMoving ? { flowM2ps: { east, north } } : {}) };
}

/** Cells whose middles lie in a ring, by the even-odd rule: row by row between the places where its sides cross. */
function cellsIn(
  { columns, rows, cellM, westM, southM }: SouthUp,
  ring: readonly (readonly [number, number])[],
): number[] {
  const found: number[] = [];
  for (let row = 0; row < rows; row++) {
    const northM = southM + (row + 0.5) * cellM;
    const crossings = crossingsOf(ring, northM);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const first = Math.max(0, Math.ceil((crossings[k] - westM) / cellM - 0.5));
      for (let column = first; column < columns && westM + (column + 0.5) * cellM < crossings[k + 1]; column++)
        found.push(row * columns + column);
    }
  }
  return found;
}

const either = (cells: Uint8Array, holds: (at: number) => boolean): Uint8Array =>
  cells.map((cell, at) => (cell === 1 || holds(at) ? 1 : 0));

/** Lifts the bed under the buildings of a grid or of outlines (of which half a cell or more is built), and tells where. */
function raise(
  dem: SouthUp,
  outside: Uint8Array,
  buildings: CutCells | Float32Array | null,
  heightM: number,
): Uint8Array {
  const isBuilt = (at: number) =>
    buildings instanceof Float32Array ? buildings[at] > 0 : buildings !== null && buildings.freeRatio[at] <= 0.5;
  const raised = outside.map((isOutside, at) => (isOutside === 0 && isBuilt(at) ? 1 : 0));
  for (const [at, isRaised] of raised.entries()) dem.values[at] += isRaised * heightM;
  return raised;
}

const lineOf = (line: readonly (readonly [number, number, number])[]) =>
  line.map(([east, north, crest]): [number, number, number] => [east, north, crest]);

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
  const beyond = dem.beyond.get(hole);
  if (beyond !== undefined)
    throw new ScenarioError(
      cliMessage('elevation-range', {
        file: name,
        ...placeOf(dem, hole),
        least: MIN_ELEVATION_M,
        most: MAX_ELEVATION_M,
        got: beyond,
      }),
    );
  if (hole >= 0) throw new ScenarioError(cliMessage('elevation-hole', { file: name, ...placeOf(dem, hole) }));
  return outside;
}

const placeOf = ({ columns }: SouthUp, i: number): { column: number; row: number } => ({
  column: i % columns,
  row: Math.floor(i / columns),
});

function edgesOf(
  { edges: stated }: FloodScenario,
  columns: number,
  rows: number,
): Pick<FloodInput, 'edges' | 'changing'> {
  const changing: FloodInput['changing'] = [];
  const along = (side: Side): OutsideCondition[] => {
    const count = side === 'west' || side === 'east' ? rows : columns;
    const edge: ScenarioEdge = stated?.[side] ?? { kind: 'wall' };
    const values = edge.kind === 'stage' ? edge.levelM : edge.kind === 'inflow' ? edge.dischargeM2ps : 0;
    if (typeof values !== 'number') changing.push({ side, from: 0, to: count, series: seconds(values) });
    const beyond = beyondOf(edge);
    // All faces of a side share one: a level that changes moves it once.
    return Array.from({ length: count }, () => beyond);
  };
  const edges = { west: along('west'), east: along('east'), south: along('south'), north: along('north') };
  return { edges, changing };
}

function beyondOf(edge: ScenarioEdge): OutsideCondition {
  const first = (values: number | { values: number[] }) => (typeof values === 'number' ? values : values.values[0]);
  if (edge.kind === 'stage') return { kind: 'stage', stageM: first(edge.levelM) };
  if (edge.kind !== 'inflow') return { kind: edge.kind };
  const { dischargeM2ps, depthM } = edge;
  return { kind: 'inflow', unitDischargeM2ps: first(dischargeM2ps), ...(depthM === undefined ? {} : { depthM }) };
}
