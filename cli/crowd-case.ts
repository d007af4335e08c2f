import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type CrowdScenario, parseCrowdScenario } from '../scenarios/crowd.ts';
import { ScenarioError } from '../scenarios/scenario.ts';
import { parseGrid, parseWalkable } from '../src/city/grid.ts';
import { problemsOf, refuse, unreachableOf } from '../workers/crowd/check.ts';
import { cityPart } from '../workers/crowd/city.ts';
import { CHOICE, type CrowdCase, type Population, type Profile } from '../workers/crowd/crowd-case.ts';
import { planFromGeoJson } from '../workers/crowd/geojson.ts';
import { type LaidOut, layOut } from '../workers/crowd/lay-out.ts';
import type { Polygon } from '../workers/crowd/polygon.ts';
import type { Floor, Stair } from '../workers/crowd/space.ts';
import { BODIES, type WaterSeries } from '../workers/crowd/wading.ts';
import { PRESETS } from '../workers/crowd/walking.ts';
import { polygonsFromWkt } from '../workers/crowd/wkt.ts';
import { frameCell } from '../workers/flood/frames.ts';
import { readResult } from '../workers/flood/result-file.ts';
import { Files } from './flood-grid.ts';
import type { GeoFrame } from './geotiff.ts';

/** A case with all that it names read in, checked and laid out. */
export interface ReadCrowdCase {
  scenario: CrowdScenario;
  laid: LaidOut;
  notes: string[];
  frame: GeoFrame;
  /** SHA-256 of the case and of every file that it names, hex. */
  inputHash: string;
}

/** Adults walk 1.34 ± 0.26 m/s (Weidmann 1993); wheelchairs 0.9 ± 0.3 and take lifts in place of stairs (Boyce et al. 1999: 0.69 to 0.89 in mean; 待核). */
const profilesOf = ({ preset }: CrowdScenario): Profile[] => {
  const body = { radiusM: PRESETS[preset].radiusM, timeGapS: PRESETS[preset].timeGapS };
  return [
    {
      id: 'adult',
      speedMps: { kind: 'normal', mean: 1.34, deviation: 0.26, from: 0.7, to: 2 },
      ...body,
      steps: true,
      lifts: false,
      body: 'adult',
    },
    {
      id: 'wheelchair',
      speedMps: { kind: 'normal', mean: 0.9, deviation: 0.3, from: 0.4, to: 1.6 },
      ...body,
      radiusM: 0.35,
      steps: false,
      lifts: true,
      body: 'frail',
    },
  ];
};

export async function readCrowdCase(path: string, cities: string): Promise<ReadCrowdCase> {
  const files = new Files();
  const file = basename(path);
  const beside = dirname(path);
  const scenario = parseCrowdScenario(jsonOf(files.text(path), file), file);
  const ground = groundOf(scenario, files, beside, cities);
  const theCase = await caseOf(scenario, ground, files, beside);
  try {
    refuse(problemsOf(theCase));
    const laid = layOut(theCase);
    refuse(unreachableOf(laid));
    return { scenario, laid, notes: ground.notes, frame: ground.frame, inputHash: files.hash() };
  } catch (error) {
    if (!(error instanceof Error) || !/^(Case|Space)Error$/.test(error.name)) throw error;
    throw new ScenarioError(
      error.message
        .split('\n')
        .map((line) => `${file}: ${line}`)
        .join('\n'),
    );
  }
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ScenarioError(`${file}: expected JSON, got ${error instanceof Error ? error.message : error}`);
  }
}

interface Ground {
  floors: Floor[];
  stairs: Stair[];
  areas: Map<string, Polygon>;
  notes: string[];
  frame: GeoFrame;
}

function groundOf({ ground }: CrowdScenario, files: Files, beside: string, cities: string): Ground {
  if (ground.kind === 'city') {
    const path = join(cities, ground.id, 'walkable.json');
    if (!existsSync(path)) throw new ScenarioError(`ground.id: expected a baked city, got "${ground.id}": no ${path}`);
    const [westM, southM, eastM, northM] = ground.boxM;
    const { origin } = parseGrid(jsonOf(files.text(join(cities, ground.id, 'grid/grid.json')), 'grid.json'));
    const part = cityPart(parseWalkable(jsonOf(files.text(path), 'walkable.json')), { westM, southM, eastM, northM });
    return {
      ...part,
      frame: { kind: 'plane', ...origin },
      areas: new Map([...part.areas].map(([id, { polygon }]) => [id, polygon])),
    };
  }
  const floors = ground.floors.map(({ id, elevationM, file, areas, walls }): Floor => {
    const drawn = file === undefined ? { areas: [], walls: [] } : drawnPlan(files.text(resolve(beside, file)), file);
    const all = [...areas, ...drawn.areas];
    if (all.length === 0) throw new ScenarioError(`ground.floors.${id}: expected a file or areas, got neither`);
    return { id, elevationM, areas: all, touching: 'joined', barriers: [...walls, ...drawn.walls], openings: [] };
  });
  return { floors, stairs: [], areas: new Map(), notes: [], frame: { kind: 'unknown' } };
}

function drawnPlan(text: string, file: string) {
  if (/^\s*[{[]/.test(text)) return planFromGeoJson(jsonOf(text, file), file);
  return { areas: polygonsFromWkt(text, file), walls: [] };
}

async function caseOf(scenario: CrowdScenario, ground: Ground, files: Files, beside: string): Promise<CrowdCase> {
  const { preset, profiles, bodies, exits, doors, stairs, lifts, counters, waitings, populations, events, orders } =
    scenario;
  const builtIn = profilesOf(scenario);
  const own = profiles.map(
    ({ radiusM, timeGapS, ...rest }): Profile => ({
      ...rest,
      radiusM: radiusM ?? PRESETS[preset].radiusM,
      timeGapS: timeGapS ?? PRESETS[preset].timeGapS,
    }),
  );
  const passage = ({ forward, backward, everyS }: { forward: boolean; backward: boolean; everyS: number }) => ({
    forward,
    backward,
    everyS,
  });
  const choice = Object.fromEntries(Object.entries(scenario.choice).filter(([, value]) => value !== undefined));
  return {
    space: {
      floors: ground.floors,
      exits,
      doors: doors.map(({ id, floor, from, to, ...state }) => ({ id, floor, from, to, state: passage(state) })),
      stairs: [...ground.stairs, ...stairs],
      portals: [],
      counters,
      cellM: scenario.ground.cellM,
    },
    lifts: lifts.map(({ stopsAtS, ...lift }) => ({ ...lift, stopsAtS: stopsAtS ?? null })),
    profiles: [...builtIn.filter(({ id }) => own.every((one) => one.id !== id)), ...own],
    bodies: [...BODIES.filter(({ id }) => bodies.every((one) => one.id !== id)), ...bodies],
    waitings,
    populations: populations.map((population) => populationOf(population, ground.areas)),
    events: events
      .map(({ door, atS, ...state }) => ({ door, atS, state: passage(state) }))
      .sort((a, b) => a.atS - b.atS),
    orders,
    choice: { ...CHOICE, ...choice },
    water: scenario.flood ? await waterOf(scenario.flood, files, beside) : null,
    smoke: null,
    walking: { model: 'collision-free-speed', speed: PRESETS[preset].speed },
    seed: scenario.seed,
    endS: scenario.endS,
    stepS: scenario.stepS,
    frameEveryS: scenario.frameEveryS,
  };
}

function populationOf(
  { where, appearS, exits, via, ...rest }: CrowdScenario['populations'][number],
  areas: ReadonlyMap<string, Polygon>,
): Population {
  const known = (id: string): Polygon => {
    const area = areas.get(id);
    if (!area)
      throw new ScenarioError(`populations.${rest.id}.where.ids: expected a walkable area in the box, got "${id}"`);
    return area;
  };
  return {
    ...rest,
    where: where.kind === 'walkable' ? { kind: 'areas', areas: where.ids.map(known) } : where,
    appearS: appearS ?? null,
    exits: exits ?? null,
    via: via ?? null,
  };
}

/** Depth and speed of a flood run, counted from the moment at which this run starts. */
async function waterOf(
  { file, startsAtS, floors, turbid }: NonNullable<CrowdScenario['flood']>,
  files: Files,
  beside: string,
): Promise<WaterSeries> {
  const { result } = await readResult(new Uint8Array(files.bytes(resolve(beside, file))), file);
  const { westM, southM, cellM, columns, rows, frames } = result;
  const water: WaterSeries = {
    westM,
    southM,
    cellM,
    columns,
    rows,
    floors,
    timesS: [],
    depthM: [],
    speedMps: [],
    turbid,
  };
  for (const { timeS, cells } of frames) {
    const [depthM, speedMps] = [new Float32Array(columns * rows), new Float32Array(columns * rows)];
    for (let cell = 0; cell < columns * rows; cell++) {
      const at = frameCell(cells, cell);
      depthM[cell] = Math.max(0, at.depthM);
      speedMps[cell] = Math.hypot(at.u, at.v);
    }
    water.timesS.push(timeS - startsAtS);
    water.depthM.push(depthM);
    water.speedMps.push(speedMps);
  }
  return water;
}
