import type { SunStudyRequest } from '../../model/scenarios/sun-study.ts';
import { MessageError } from '../../model/text/message.ts';
import type { Arena } from '../shared/arena.ts';
import { CitySolids, readCitySolids } from '../shared/city-solids.ts';
import { type CityFiles, handedOver, type Machine, type QuestionEngine } from '../shared/engine.ts';
import { chooseStudy } from './choose.ts';
import type { SunEngineTypes, SunFacts, SunResult, SunTaker } from './engine-types.ts';
import { sunMessage } from './messages.ts';
import { resultOf, type StudiedBuilding } from './result.ts';
import { playStudy, poseStudy, type Study, type StudyMachine } from './study.ts';
import { storeysCsv } from './sun-csv.ts';
import { AFTER, BEFORE } from './sun-scene.ts';
import { takersOf } from './takers.ts';
import { type SunTerrain, sunTerrain } from './terrain.ts';

/** 480 bytes a window and phase: with a scheme 96 MB. */
const MAX_WINDOWS = 100_000;

/** A city's volumes and ground, and the last study. */
class SunSite extends CitySolids {
  readonly facts: SunFacts;
  readonly machine: Machine;
  last: { study: Study; numbers: number[]; addedIds: string[]; storeysCsv: string } | null = null;
  isStopped = false;

  constructor(files: CityFiles, machine: Machine, solids: Awaited<ReturnType<typeof readCitySolids>>) {
    super(files, solids.city, solids.ground);
    this.machine = machine;
    this.facts = {
      origin: files.manifest.facts?.prisms ?? null,
      buildings: this.city?.buildings ?? 0,
      planned: this.planned,
      uses: this.city?.prisms.uses ?? [],
      isFlat: this.isFlat,
    };
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
          return { layer: '', row: -1, id, name: { zh: id, en: id }, use: null, atM: [0, 0, 0] };
        }
        const { layer, row, id, name, use, atM } = await this.named(city, b);
        return { layer, row, id, name, use, atM };
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
  open: async (files, machine) => new SunSite(files, machine, await readCitySolids(files)),
  questions: (site) => ({
    study: (request, hear) => studySun(site, request, hear),
    async stop() {
      site.isStopped = true;
    },
    storeysCsv: async () => site.last?.storeysCsv ?? '',
    takers: (building, phase) => takersAt(site, building, phase === 'after' ? AFTER : BEFORE),
  }),
};

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
  const result = resultOf(study, rules, numbers, await site.studied(numbers, chosen.addedIds), request.scheme);
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
  const named = new Map((await site.studied(standing, last.addedIds)).map((one, i) => [standing[i], one]));
  return found.map(({ building: b, minutes }): SunTaker => {
    if (b === null) return { kind: 'ground', layer: null, id: null, name: null, minutes };
    const one = named.get(b);
    const kind = b >= city.buildings ? 'added' : 'building';
    return { kind, layer: one?.layer ?? null, id: one?.id ?? null, name: one?.name ?? null, minutes };
  });
}
