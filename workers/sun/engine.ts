import { type Grid, parseGrid } from '../../model/city/grid.ts';
import { openRows } from '../../model/city/layer-rows.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import { decodePrisms, parsePrismHead } from '../../model/city/prisms.ts';
import type { SunStudyRequest } from '../../model/scenarios/sun-study.ts';
import { MessageError } from '../../model/text/message.ts';
import type { Arena } from '../shared/arena.ts';
import { type CityFiles, handedOver, type Machine, type QuestionEngine } from '../shared/engine.ts';
import { chooseStudy, upOfElevation } from './choose.ts';
import type { SunEngineTypes, SunFacts, SunResult, SunTaker } from './engine-types.ts';
import { sunMessage } from './messages.ts';
import { resultOf, type StudiedBuilding } from './result.ts';
import { playStudy, poseStudy, type Study, type StudyMachine } from './study.ts';
import { boxOfBuilding, type SunCity, sunCity } from './sun-city.ts';
import { storeysCsv } from './sun-csv.ts';
import { AFTER, BEFORE, wordOfUse } from './sun-scene.ts';
import { takersOf } from './takers.ts';
import { type SunTerrain, sunTerrain } from './terrain.ts';

/** 480 bytes a window and phase: with a scheme 96 MB. */
const MAX_WINDOWS = 100_000;
const MAX_TABLE_BYTES = 512 * 2 ** 20;

interface Ground {
  grid: Grid;
  elevationM: Float32Array;
}

/** A city's volumes and ground, and the last study. */
class SunSite {
  readonly facts: SunFacts;
  readonly files: CityFiles;
  readonly machine: Machine;
  readonly city: SunCity | null;
  readonly ground: Ground | null;
  private readonly rows = new Map<string, Promise<Awaited<ReturnType<typeof openRows>>>>();
  private readonly rowOfId = new Map<string, Promise<Map<string, number>>>();
  last: { study: Study; numbers: number[]; addedIds: string[]; storeysCsv: string } | null = null;
  isStopped = false;

  constructor(files: CityFiles, machine: Machine, city: SunCity | null, ground: Ground | null) {
    this.files = files;
    this.machine = machine;
    this.city = city;
    this.ground = ground;
    const { manifest } = files;
    this.facts = {
      origin: manifest.facts?.prisms ?? null,
      buildings: city?.buildings ?? 0,
      planned: city?.prisms.layers.flatMap(({ id, state }) => (state === 'existing' ? [] : [id])) ?? [],
      uses: city?.prisms.uses ?? [],
      isFlat: ground === null || ground.grid.flat === true,
    };
  }

  private layer(id: string): LayerInfo | null {
    return this.files.manifest.layers.find((layer) => layer.id === id) ?? null;
  }

  rowsOf(id: string): Promise<Awaited<ReturnType<typeof openRows>>> | null {
    const layer = this.layer(id);
    if (!layer) return null;
    const rows = this.rows.get(id) ?? openRows(layer, (path) => this.files.read(path, MAX_TABLE_BYTES), []);
    this.rows.set(id, rows);
    return rows;
  }

  async rowOf(id: string, object: string): Promise<number | null> {
    const index = this.rowOfId.get(id) ?? this.indexOf(id);
    this.rowOfId.set(id, index);
    return (await index).get(object) ?? null;
  }

  private async indexOf(id: string): Promise<Map<string, number>> {
    const rows = await this.rowsOf(id);
    const count = this.layer(id)?.count ?? 0;
    return new Map(Array.from({ length: rows ? count : 0 }, (_, row) => [rows?.thing(row).id ?? '', row]));
  }

  get originElevationM(): number {
    const { origin, datum } = this.files.manifest;
    return origin.heightM - datum.geoidUndulationM;
  }

  terrain(): ((arena: Arena) => SunTerrain) | null {
    const { ground, originElevationM } = this;
    if (!ground || ground.grid.flat) return null;
    return (arena) => sunTerrain(ground.grid, ground.elevationM, originElevationM, arena);
  }

  /** Up of the ground at a place, from the nearest cell. */
  upAt(x: number, y: number): number {
    const { ground, originElevationM } = this;
    if (!ground) return 0;
    const { westM, southM, cellM, columns, rows } = ground.grid;
    const column = Math.min(Math.max(Math.floor((x - westM) / cellM), 0), columns - 1);
    const row = Math.min(Math.max(Math.floor((y - southM) / cellM), 0), rows - 1);
    return upOfElevation(ground.elevationM[row * columns + column], originElevationM, x, y);
  }

  async named(numbers: readonly number[], addedIds: readonly string[]): Promise<StudiedBuilding[]> {
    const { city } = this;
    if (!city) return [];
    return Promise.all(
      numbers.map(async (b): Promise<StudiedBuilding> => {
        if (b >= city.buildings) {
          const id = addedIds[b - city.buildings];
          return { layer: '', row: -1, id, name: { zh: id, en: id }, use: null, atM: [0, 0, 0] };
        }
        const p = city.firstPrism[b];
        const layer = city.prisms.layers[city.prisms.layer[p]].id;
        const row = city.prisms.row[p];
        const thing = (await this.rowsOf(layer))?.thing(row);
        const [west, south, east, north] = boxOfBuilding(city, b);
        const id = thing?.id ?? String(row);
        return {
          layer,
          row,
          id,
          name: thing?.name ?? { zh: id, en: id },
          use: wordOfUse(city.prisms, p),
          atM: [(west + east) / 2, (south + north) / 2, city.groundM[b]],
        };
      }),
    );
  }
}

/** Hours of sun at façades, exact: walls and ground on the city's own numbers, never from the screen. It answers questions and plays no runs. */
export const engine: QuestionEngine<SunEngineTypes, SunSite> = {
  id: 'sun',
  hasKernel: true,
  minHelpers: 1,
  needs: [],
  gives: [],
  open: openSite,
  questions: (site) => ({
    study: (request, hear) => studySun(site, request, hear),
    async stop() {
      site.isStopped = true;
    },
    storeysCsv: async () => site.last?.storeysCsv ?? '',
    takers: (building, phase) => takersAt(site, building, phase === 'after' ? AFTER : BEFORE),
  }),
};

async function openSite(files: CityFiles, machine: Machine): Promise<SunSite> {
  const json = await files.findJson('prisms.json');
  if (json === null) return new SunSite(files, machine, null, null);
  const head = parsePrismHead(json);
  const city = sunCity(decodePrisms(head, await files.read(head.file, MAX_TABLE_BYTES)));
  const { grids } = files.manifest;
  if (grids === null) return new SunSite(files, machine, city, null);
  const grid = parseGrid(await files.readJson(grids), grids);
  const bytes = await files.read(grids.replace(/[^/]*$/, grid.bed.file));
  return new SunSite(files, machine, city, { grid, elevationM: new Float32Array(bytes.slice().buffer) });
}

async function studySun(
  site: SunSite,
  request: SunStudyRequest,
  hear: (doneRatio: number) => void,
): Promise<SunResult | null> {
  const { city, files, machine } = site;
  if (!city) throw new MessageError(sunMessage('no-prisms', {}));
  site.isStopped = false;
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
  const study = await playStudy(posed, rules, machineOf(site, hear));
  if (!study) return null;
  const numbers = [...chosen.buildings].sort((a, b) => a - b);
  const result = resultOf(study, rules, numbers, await site.named(numbers, chosen.addedIds), request.scheme);
  site.last = { study, numbers, addedIds: chosen.addedIds, storeysCsv: storeysCsv(result) };
  const { count: _, ...arrays } = result.windows;
  return handedOver(result, Object.values(arrays));
}

const machineOf = (site: SunSite, hear: (doneRatio: number) => void): StudyMachine => ({
  kernel: site.machine.kernel,
  helpers: site.machine.helpers,
  dispatch: (inits) => site.machine.dispatch(inits),
  async pause(doneRatio) {
    hear(doneRatio);
    await site.machine.yield();
    return site.isStopped;
  },
});

async function takersAt(site: SunSite, building: number, phase: number): Promise<SunTaker[]> {
  const { last, city } = site;
  if (!last || !city) return [];
  const found = takersOf(last.study, last.numbers[building], phase);
  const standing = found.flatMap(({ building: b }) => (b === null ? [] : [b]));
  const named = new Map((await site.named(standing, last.addedIds)).map((one, i) => [standing[i], one]));
  return found.map(({ building: b, minutes }): SunTaker => {
    if (b === null) return { kind: 'ground', layer: null, id: null, name: null, minutes };
    const one = named.get(b);
    const kind = b >= city.buildings ? 'added' : 'building';
    return { kind, layer: one?.layer ?? null, id: one?.id ?? null, name: one?.name ?? null, minutes };
  });
}
