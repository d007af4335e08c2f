import type { SunRules } from '../../model/questions/sun-rules.ts';
import {
  type SunGroundRequest,
  SunStudy,
  type SunStudyRequest,
  sunRequestOf,
} from '../../model/questions/sun-study.ts';
import { MessageError } from '../../model/text/message.ts';
import { defineAnalysis, type OwnQuestions } from '../shared/analysis.ts';
import { type Arena, PLAIN_ARENA } from '../shared/arena.ts';
import { CitySolids, readCitySolids } from '../shared/city-solids.ts';
import { type CityFiles, handedOver, type Machine, type Pause } from '../shared/engine.ts';
import { chooseAround, chooseStudy } from './choose.ts';
import type {
  SunEngineTypes,
  SunFacts,
  SunFan,
  SunFanRequest,
  SunGround,
  SunObstruction,
  SunResult,
} from './engine-types.ts';
import { fanAt, fanOf, placeOfPoint } from './fan.ts';
import { groundPoints } from './ground-points.ts';
import { sunMessage } from './messages.ts';
import { obstructionsOf } from './obstructions.ts';
import { resultOf, type StudiedBuilding } from './result.ts';
import { playStudy, posePoints, poseStudy, type Study, type StudyMachine } from './study.ts';
import { sunBand } from './sun-band.ts';
import { AFTER, BEFORE, sunScene } from './sun-scene.ts';
import { dwellingsTable, parametersTable, storeysTable, windowsTable } from './sun-tables.ts';
import { type SunTerrain, sunTerrain } from './terrain.ts';

/** 480 bytes a window and phase: with a scheme 96 MB. */
const MAX_WINDOWS = 100_000;

/** Walls so near a point that was clicked may be what was clicked. */
const NEAR_M = 2;

/** A city's volumes and ground, and the last study. */
class SunSite extends CitySolids {
  readonly machine: Machine;
  study: { study: Study; rules: SunRules; numbers: number[]; addedIds: string[] } | null = null;

  constructor(files: CityFiles, machine: Machine, { city, ground }: Awaited<ReturnType<typeof readCitySolids>>) {
    super(files, city, ground);
    this.machine = machine;
  }

  terrain(): ((arena: Arena) => SunTerrain) | null {
    const { ground, originElevationM } = this;
    if (!ground || ground.grid.flat) return null;
    return (arena) => sunTerrain(ground.grid, ground.elevationM, originElevationM, arena);
  }

  async studied(numbers: readonly number[], addedIds: readonly string[]): Promise<StudiedBuilding[]> {
    const { city } = this;
    if (!city) return [];
    return Promise.all(
      numbers.map(async (b): Promise<StudiedBuilding> => {
        if (b >= city.buildings) {
          const id = addedIds[b - city.buildings];
          return { layer: '', row: -1, id, name: { zh: id, en: id }, use: null, dwellings: null, atM: [0, 0, 0] };
        }
        const { layer, row, id, name, use, atM } = await this.named(city, b);
        return { layer, row, id, name, use, dwellings: await this.dwellingsOf(layer, row), atM };
      }),
    );
  }
}

/** Hours of sun at façades, exact: walls and ground on the city's own numbers, never from the screen. */
export const engine = defineAnalysis({
  id: 'sun',
  question: SunStudy,
  kernelHelpers: 1,
  open: async (files, machine) => new SunSite(files, machine, await readCitySolids(files)),
  facts: ({ files, city, planned, isFlat }): SunFacts => ({
    origin: files.manifest.facts?.prisms ?? null,
    buildings: city?.buildings ?? 0,
    planned,
    uses: city?.prisms.uses ?? [],
    isFlat,
  }),
  analyse: (site, study, pause) => studySun(site, sunRequestOf(study), pause),
  tables: (result) => ({
    windows: windowsTable(result),
    storeys: storeysTable(result),
    dwellings: dwellingsTable(result),
    parameters: parametersTable(result),
  }),
  figures: figuresOf,
  copy: copyOf,
  more: (site, begin): OwnQuestions<SunEngineTypes> => ({
    ground: (request, hear) => lightGround(site, request, begin(hear)),
    fan: async (window) => site.study && fanOf(site.study.study, window, site.study.rules),
    fanAt: (request) => fanAtPoint(site, request),
    takers: (building, phase) => takersAt(site, building, phase === 'after' ? AFTER : BEFORE),
  }),
});

async function studySun(site: SunSite, request: SunStudyRequest, pause: Pause): Promise<SunResult | null> {
  const { city, files, machine } = site;
  if (!city) throw new MessageError(sunMessage('no-prisms', {}));
  const place = files.manifest.origin;
  const rowOf = (layer: string, id: string) => site.rowOf(layer, id);
  const chosen = await chooseStudy(city, request, place, (x, y) => site.upAt(x, y), rowOf);
  const hasScheme = request.scheme !== null;
  const { rules, year, bayM, storeyM } = request;
  const posed = poseStudy(
    { ...chosen, rules, year, place, windows: { bayM, storeyM }, terrain: site.terrain(), hasScheme },
    machine.kernel !== null,
    MAX_WINDOWS,
  );
  const study = await playStudy(posed, rules, machineOf(site, pause));
  if (!study) return null;
  const numbers = [...chosen.buildings].sort((a, b) => a - b);
  const result = resultOf(study, rules, numbers, await site.studied(numbers, chosen.addedIds), request.scheme);
  site.study = { study, rules, numbers, addedIds: chosen.addedIds };
  return result;
}

/** The page gets arrays of its own: tables are made of the engine's. */
function copyOf(result: SunResult): SunResult {
  const windows = structuredClone(result.windows);
  const dwellings = structuredClone(result.dwellings);
  const arrays = [windows, dwellings].flatMap((each) => Object.values(each).filter(ArrayBuffer.isView));
  return handedOver({ ...result, windows, dwellings }, arrays);
}

/** A scene of its own around the point: no study needs to have been made. */
async function fanAtPoint(site: SunSite, { year, rules, scheme, atM, isGround }: SunFanRequest): Promise<SunFan> {
  const { city, files } = site;
  if (!city) throw new MessageError(sunMessage('no-prisms', {}));
  const { origin } = files.manifest;
  const [x, y, z] = atM;
  const boxM: [number, number, number, number] = [x - NEAR_M, y - NEAR_M, x + NEAR_M, y + NEAR_M];
  const rowOf = (layer: string, id: string) => site.rowOf(layer, id);
  const request = { rules, year, scheme };
  const lowestM = Math.min(z, site.upAt(x, y));
  const prisms = await chooseAround(city, request, boxM, lowestM, origin, (e, n) => site.upAt(e, n), rowOf);
  const scene = sunScene(prisms, boxM, PLAIN_ARENA);
  const terrain = site.terrain()?.(PLAIN_ARENA) ?? null;
  const band = sunBand(rules, year, origin, PLAIN_ARENA);
  return fanAt(placeOfPoint(scene, terrain, atM, isGround), { scene, terrain, band }, rules, scheme !== null);
}

async function lightGround(
  site: SunSite,
  { year, rules, boxM, cellM, scheme }: SunGroundRequest,
  pause: Pause,
): Promise<SunGround | null> {
  const { city, files, machine } = site;
  if (!city) throw new MessageError(sunMessage('no-prisms', {}));
  const origin = files.manifest.origin;
  const [westM, southM, eastM, northM] = boxM;
  const columns = Math.max(1, Math.round((eastM - westM) / cellM));
  const rows = Math.max(1, Math.round((northM - southM) / cellM));
  const cells = columns * rows;
  if (cells > MAX_WINDOWS) throw new MessageError(sunMessage('many-cells', { most: MAX_WINDOWS, got: cells }));
  const place = { westM, southM, cellM, columns, rows };
  const upAt = (x: number, y: number) => site.upAt(x, y);
  const middles = Array.from({ length: cells }, (_, cell): [number, number] => [
    westM + ((cell % columns) + 0.5) * cellM,
    southM + (Math.floor(cell / columns) + 0.5) * cellM,
  ]);
  const lowestM = middles.reduce((low, [x, y]) => Math.min(low, upAt(x, y)), Number.POSITIVE_INFINITY);
  const rowOf = (layer: string, id: string) => site.rowOf(layer, id);
  const prisms = await chooseAround(city, { rules, year, scheme }, boxM, lowestM, origin, upAt, rowOf);
  const input = { rules, year, place: origin, prisms, boxM, terrain: site.terrain(), hasScheme: scheme !== null };
  const posed = posePoints(input, machine.kernel !== null, (scene, terrain, arena) =>
    groundPoints(place, scene, terrain, upAt, arena),
  );
  if (posed.windows.count === 0) throw new MessageError(sunMessage('no-ground', {}));
  const study = await playStudy(posed, rules, machineOf(site, pause));
  if (!study) return null;
  const { cell, builtIn } = study.windows;
  const minutes = (phase: number, ofPhase: Float32Array) => {
    const values = new Float32Array(cells).fill(Number.NaN);
    for (const [point, at] of cell.entries()) if ((builtIn[point] & phase) === 0) values[at] = ofPhase[point];
    return values;
  };
  const ground: SunGround = {
    rules,
    place,
    beforeMin: minutes(BEFORE, study.beforeMin),
    afterMin: minutes(AFTER, study.afterMin),
    elevationM: Float32Array.from(middles, ([x, y]) => site.elevationOf(upAt(x, y), x, y)),
    hasScheme: scheme !== null,
    planned: scheme?.layers ?? [],
    hash: study.hash,
  };
  return handedOver(ground, [ground.beforeMin, ground.afterMin, ground.elevationM]);
}

const machineOf = ({ machine }: SunSite, pause: Pause): StudyMachine => ({
  kernel: machine.kernel,
  helpers: machine.helpers,
  dispatch: (inits) => machine.dispatch(inits),
  pause,
});

async function takersAt(site: SunSite, building: number, phase: number): Promise<SunObstruction[]> {
  const { study: last, city } = site;
  if (!last || !city) return [];
  const found = obstructionsOf(last.study, last.numbers[building], phase);
  const standing = found.flatMap(({ building: b }) => (b === null ? [] : [b]));
  const named = new Map((await site.studied(standing, last.addedIds)).map((one, i) => [standing[i], one]));
  return found.map(({ building: b, minutes }): SunObstruction => {
    if (b === null) return { kind: 'ground', layer: null, id: null, name: null, minutes };
    const one = named.get(b);
    const kind = b >= city.buildings ? 'added' : 'building';
    return { kind, layer: one?.layer ?? null, id: one?.id ?? null, name: one?.name ?? null, minutes };
  });
}

/** What the summary tells: the rule, the counts, and every building that loses legal sun. */
function figuresOf({ rules, fromMs, toMs, buildings, windows, dwellings, counts, hasScheme }: SunResult) {
  const sum = (of: (row: SunResult['buildings'][number]) => number) => buildings.reduce((all, row) => all + of(row), 0);
  return {
    rule: rules.id,
    verified: rules.verified,
    bandUtc: [new Date(fromMs).toISOString(), new Date(toMs).toISOString()],
    leastMin: rules.minMinutes,
    hasScheme,
    buildings: buildings.length,
    windows: windows.count,
    judged: sum(({ judged }) => judged),
    metBefore: sum(({ metBefore }) => metBefore),
    metAfter: sum(({ metAfter }) => metAfter),
    lost: sum(({ lost }) => lost),
    dwellings: dwellings.counts,
    counts,
    losing: buildings
      .filter(({ lost }) => lost > 0)
      .map(({ layer, id, lost, judged }) => ({ layer, id, lost, judged })),
  };
}
