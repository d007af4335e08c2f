import { type Grid, parseGrid, parseWalkable, type Walkable } from '../../model/city/grid.ts';
import { type AtHome, parseAtHome } from '../../model/city/population.ts';
import { rasterAt } from '../../model/city/raster.ts';
import { CrowdScenario } from '../../model/questions/crowd.ts';
import type { Field, RasterSample } from '../../model/runs/field.ts';
import type { CrowdNote } from '../../model/scenarios/crowd-note.ts';
import { MessageError } from '../../model/text/message.ts';
import { checked, faultMessages } from '../../model/text/schema-faults.ts';
import { overGround } from '../shared/decks.ts';
import type { CityFiles, Engine, Machine, RunInputs } from '../shared/engine.ts';
import { type CheckedSetup, crowdSetupOf } from './checked-setup.ts';
import { cityHeights, groundAround } from './core/heights.ts';
import { WalkingKernel } from './core/kernel.ts';
import type { WaterSeries } from './core/wading.ts';
import { type WaterFrames, waterSeriesOf } from './core/water-series.ts';
import type { CrowdEngineTypes, CrowdEstimate, CrowdQuestions, CrowdRequest } from './engine-types.ts';
import { crowdMessage } from './messages.ts';
import { type CrowdSite, siteOptionsOf } from './offer.ts';
import { type House, readHouses } from './plan/houses.ts';
import { faultsOf } from './plan/plan-faults.ts';
import { openedPlan } from './plan/plan-file.ts';
import { readStreetNames, type StreetOf } from './plan/street-names.ts';
import { PlayedCrowd } from './played-crowd.ts';
import { caseOfRequest, cityGround, type Ground, planFloor, planGround } from './request.ts';

/** Updates of a person a second of wall clock, before a run has shown this machine's own. */
const DEFAULT_RATE_PER_S = 1e6;
const BYTES_A_PERSON_AND_FRAME = 11;

/** Depth of the water that people meet, with its velocity and level. */
const WATER_FIELD = 'flood.depth';

/** Where people are on the ground, by id. */
const PEOPLE_FIELD = { id: 'crowd.people', kind: 'agents', unit: '1' } as const;

interface CrowdCity {
  walkable: Walkable;
  hasWalkable: boolean;
  grid: Grid;
  bedElevationM: Float32Array;
  people: { atHome: AtHome; houses: House[] } | null;
  streetOf: StreetOf;
  /** What of it was inferred, told beside every result. */
  notes: CrowdNote[];
}

/** A city that was opened, or a question about it, that cannot be served. */
class CityCrowdError extends MessageError {
  override name = 'CityCrowdError';
}

/** An opened city, the machine's rate, and the case that was laid out last: a run follows its estimate. */
class OpenedCrowdSite {
  readonly facts: CrowdSite;
  readonly city: CrowdCity;
  readonly machine: Machine;
  ratePerS = DEFAULT_RATE_PER_S;
  private last: (CheckedSetup & { key: string }) | null = null;

  constructor(city: CrowdCity, machine: Machine) {
    const { westM, southM, cellM, columns, rows } = city.grid;
    this.city = city;
    this.machine = machine;
    this.facts = {
      area: { westM, southM, eastM: westM + columns * cellM, northM: southM + rows * cellM },
      hasWalkable: city.hasWalkable,
    };
  }

  laidOut(request: CrowdRequest): CheckedSetup {
    const key = JSON.stringify(request);
    if (this.last?.key === key) return this.last;
    const ground = this.groundOf(request);
    const checked = crowdSetupOf(caseOfRequest(request, ground, null));
    this.last = { ...checked, key, notes: [...checked.notes, ...ground.notes] };
    return this.last;
  }

  private groundOf({ ground }: CrowdRequest): Ground {
    if (ground.kind !== 'plan') {
      const part = cityGround(this.city.walkable, ground.boxM);
      return { ...part, notes: [...this.city.notes, ...part.notes] };
    }
    const notes = ground.floors.flatMap(({ id, areas }) => faultsOf(areas, id));
    return { ...planGround(ground.floors.map(planFloor)), notes };
  }

  /** A run owns what it was laid out on. */
  takeLaidOut(request: CrowdRequest): CheckedSetup {
    const setup = this.laidOut(request);
    this.last = null;
    return setup;
  }

  /** On the ground, over it on bridges, and in underpasses: stations have their own sills, and their rooms stay dry. */
  waterOf(field: Field, startMs: number): WaterSeries {
    const { walkable, grid, bedElevationM } = this.city;
    const open = new Set(['street', 'crossing', 'footway', 'plaza', 'underpass']);
    const floors = [...new Set(walkable.areas.filter(({ kind }) => open.has(kind)).map(({ level }) => level))];
    const standAtM = overGround(walkable, (xM, yM) => rasterAt(grid, bedElevationM, xM, yM));
    return waterSeriesOf(
      framesOf(field as Field<RasterSample>, startMs),
      { startsAtS: 0, floors, turbid: true },
      standAtM,
    );
  }
}

/** People walking a part of a city: out of stands, houses and spread ground, by ways that open, close and flood. */
export const engine: Engine<CrowdEngineTypes, OpenedCrowdSite> = {
  id: 'crowd',
  hasKernel: true,
  // Of two cores, too, a crowd takes both, or 200,000 people fall behind the clock; the page sleeps most of the time, and what sleeps is served first.
  minHelpers: 1,
  needs: [WATER_FIELD],
  gives: [PEOPLE_FIELD],
  parse: parseCrowd,
  open: async (files, machine) => new OpenedCrowdSite(await readCity(files), machine),
  estimate,
  start: async (site, request, inputs, { checkpoint }) => startOn(site, request, inputs, checkpoint),
  questions: ({ city }): CrowdQuestions => ({
    offer: (boxM) => siteOptionsOf(city.walkable, boxM, city.people, city.streetOf),
    plan: openedPlan,
  }),
};

function estimate(site: OpenedCrowdSite, request: CrowdRequest): CrowdEstimate {
  const { setup, notes, exitsLeftOut } = site.laidOut(request);
  const people = setup.input.people.xM.length;
  const steps = Math.round(request.endS / request.stepS);
  const frames = Math.ceil(request.endS / request.frameEveryS) + 1;
  const memoryBytes = BYTES_A_PERSON_AND_FRAME * people * frames;
  return { people, steps, seconds: (people * steps) / site.ratePerS, memoryBytes, notes, exitsLeftOut };
}

function startOn(
  site: OpenedCrowdSite,
  request: CrowdRequest,
  { fields, startMs }: RunInputs,
  checkpoint: Parameters<typeof engine.start>[3]['checkpoint'],
): PlayedCrowd {
  const { walkable, grid, bedElevationM } = site.city;
  const { kernel: module, helpers, dispatch } = site.machine;
  const { setup: dry, notes } = site.takeLaidOut(request);
  const field = fields.get(WATER_FIELD);
  const setup = field ? { ...dry, theCase: { ...dry.theCase, water: site.waterOf(field, startMs) } } : dry;
  const kernel = module && new WalkingKernel(module, setup.input, helpers);
  const heightAt = cityHeights(setup.input.levels, walkable, grid, bedElevationM);
  const baseM = Math.min(grid.bed.minM, ...walkable.levels.flatMap(({ elevationM }) => elevationM ?? [])) - 1;
  if (kernel) dispatch(kernel.workerInits);
  return new PlayedCrowd(
    {
      kernel,
      heightAt,
      baseM,
      terrainAround: (box) => groundAround(grid, bedElevationM, box),
      notes,
      onRate: (perS) => {
        site.ratePerS = perS;
      },
    },
    setup,
    checkpoint,
  );
}

/** Samples of one raster as frames, their times counted from the run's second 0. */
function framesOf({ timesMs, samples }: Field<RasterSample>, startMs: number): WaterFrames {
  const [{ westM, southM, cellM, columns, rows }] = samples;
  const frames = samples.map(({ values }, i) => ({
    timeS: (timesMs[i] - startMs) / 1000,
    cells: values as Uint16Array,
  }));
  return { westM, southM, cellM, columns, rows, frames };
}

/** By the schema of the case; what the city says against it is told when it is laid out. */
function parseCrowd(json: unknown): CrowdRequest {
  const read = checked(CrowdScenario, json);
  if (!read.success) throw new CityCrowdError(...faultMessages(read.issues, 'request'));
  return read.output;
}

/** Walkable space of a city that states none: ground to put floor plans on, and nothing else. */
const NO_WALKABLE = {
  format: 1,
  levels: [{ id: 'ground', label: { zh: '地面', en: 'Ground' }, elevationM: null }],
  areas: [],
  doors: [],
  stairs: [],
};

async function readCity({ manifest, read, readJson, findJson }: CityFiles): Promise<CrowdCity> {
  const file = manifest.grids;
  if (file === null) throw new CityCrowdError(crowdMessage('no-grid', { id: manifest.id }));
  const grid = parseGrid(await readJson(file), file);
  const [bed, walkable, population] = await Promise.all([
    read(file.slice(0, file.lastIndexOf('/') + 1) + grid.bed.file),
    findJson('walkable.json'),
    findJson('population.json'),
  ]);
  const readFile = (path: string) => read(path);
  const people =
    population === null ? null : { atHome: parseAtHome(population), houses: await readHouses(manifest, readFile) };
  const streetOf = await readStreetNames(manifest, readFile);
  return {
    grid,
    walkable: parseWalkable(walkable ?? NO_WALKABLE),
    hasWalkable: walkable !== null,
    bedElevationM: new Float32Array(bed.buffer),
    people,
    streetOf,
    notes: [
      ...(grid.flat ? [{ code: 'flat-ground' as const, values: {} }] : []),
      ...inferredNotes(manifest.facts ?? {}),
    ],
  };
}

/** What a run on inferred ground or people owes its reader. */
function inferredNotes({ walkable, population }: NonNullable<CityFiles['manifest']['facts']>): CrowdNote[] {
  const notes: CrowdNote[] = [];
  if (walkable?.state === 'inferred') notes.push({ code: 'ground-inferred', values: walkable.values });
  if (population?.state === 'inferred') notes.push({ code: 'residents-inferred', values: population.values });
  return notes;
}
