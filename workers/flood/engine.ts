import { parseFloodWorks } from '../../model/city/flood-works.ts';
import { parseAs, parseDrainNetwork, parseGrid, Walkable } from '../../model/city/grid.ts';
import type { Manifest } from '../../model/city/manifest.ts';
import { FloodQuestion } from '../../model/questions/flood.ts';
import { floodFault } from '../../model/questions/flood-faults.ts';
import { type RasterSample, sampleAt } from '../../model/runs/field.ts';
import { checked, faultMessages } from '../../model/text/schema-faults.ts';
import { S_PER_H } from '../../model/time.ts';
import { type CityFiles, type Engine, handedOver, type Machine, type RunInputs } from '../shared/engine.ts';
import { type DrainageMap, drainageMap } from './city/catchment.ts';
import { bedAt } from './city/defences.ts';
import { CityFloodError } from './city/ground.ts';
import { bedElevations, drawnCatchment, nearestInlet } from './city/questions.ts';
import {
  type CityFlood,
  type CityFloodRequest,
  cityFlood,
  estimateCityFlood,
  type FloodCity,
  ownStorm,
} from './city.ts';
import type { Float32Water } from './core/float32-water.ts';
import type { Scheme } from './core/flood-input.ts';
import { rateOf } from './core/rate.ts';
import { kernelOf, oracleOf } from './core/solvers.ts';
import type { Estimate, FloodEngineTypes, FloodQuestions, Site } from './engine-types.ts';
import type { SolverOf } from './flood.ts';
import { floodMessage } from './messages.ts';
import { type FloodSurroundings, PlayedFlood } from './played-flood.ts';
import { cityRequestOf, runOf, watchedIn } from './question.ts';
import type { Hyetograph } from './rain/rain.ts';
import { meanOver } from './rain/rain-field.ts';
import { RainGridCache } from './rain/rain-grid-cache.ts';
import { hyetographOf, type RainRequest } from './rain/rain-request.ts';
import { readExposure } from './results/exposure.ts';
import type { Exposure } from './results/impact.ts';
import { openRun } from './results/opened-run.ts';
import { siteOf } from './site.ts';
import { dugBed } from './works/dig.ts';

/** CPU time of a pipe for each simulated second: 21.6 s for half an hour of 澄川's 6,000 (Node 20, 2026-11). */
const PIPE_S_PER_S = 2e-6;
/** Part of a thread's work that one more brings (bench `flood.workers2.speedup`). */
const HELPER_RATIO = 0.85;

/** Elevation of the bottom of an excavation, above the city's datum; NaN where nothing is dug. */
const PIT_FIELD = 'build.pit';

/** Depth of the water, m; then its velocity east and north, m/s, and its level above the run's base, m: half floats. */
const DEPTH_FIELD = { id: 'flood.depth', kind: 'raster', unit: 'm' } as const;

/** An opened city, the rates that this machine reached in it, and the kernel that is at work. */
class FloodSite {
  readonly facts: Site;
  readonly city: FloodCity;
  readonly exposure: Promise<Exposure>;
  readonly shelf = new RainGridCache();
  private readonly manifest: Pick<Manifest, 'id'>;
  private readonly machine: Machine;
  private drainage: DrainageMap | null = null;
  /** Cell updates a second of wall clock, by scheme. */
  private readonly rates = new Map<string, { perS: number; isOfRun: boolean }>();
  private busy: Float32Water | null = null;
  private isPlaying = false;

  constructor(manifest: Pick<Manifest, 'id'>, city: FloodCity, exposure: Promise<Exposure>, machine: Machine) {
    this.manifest = manifest;
    this.city = city;
    this.facts = siteOf(city);
    this.exposure = exposure;
    this.machine = machine;
  }

  /** The question with the city's own gauges in its box, whose levels are watched beside those that it names. */
  requestOf(question: FloodQuestion): CityFloodRequest {
    const gauges = [...watchedIn(question.area, this.facts.gauges), ...question.gauges];
    return cityRequestOf({ ...question, gauges }, this.shelf.requestOf(question.rain), this.facts);
  }

  /** The run's input on this city, with what the fields bring. */
  floodOf(request: FloodQuestion, { fields, startMs }: RunInputs): CityFlood {
    const flood = cityFlood(this.city, this.requestOf(request));
    const field = fields.get(PIT_FIELD);
    const pit = field ? (sampleAt(field, startMs) as RasterSample | null) : null;
    return pit ? { ...flood, input: { ...flood.input, bedElevationM: dugBed(flood.input, pit) } } : flood;
  }

  /** Returns the rate of the last run; before the first one the best that was measured, for the page draws meanwhile. */
  rateFor(scheme: Scheme): number {
    const key = JSON.stringify(scheme);
    const known = this.rates.get(key);
    if (known?.isOfRun || (known && this.isPlaying)) return known.perS;
    const { helpers, nowMs } = this.machine;
    const measured = (1 + HELPER_RATIO * helpers) * rateOf(this.loneSolverOf, scheme, nowMs);
    const perS = Math.max(known?.perS ?? 0, measured);
    this.rates.set(key, { perS, isOfRun: false });
    return perS;
  }

  /** The kernel where memory can be shared, else the oracle; with all helpers, whom the run before lets go first. */
  readonly solverOf: SolverOf = (terrain, edges, scheme, rainCatchRatio) => {
    const { kernel, helpers } = this.machine;
    if (!kernel) return oracleOf(terrain, edges, scheme, rainCatchRatio);
    this.busy?.close();
    this.busy = kernelOf(kernel, terrain, edges, scheme, rainCatchRatio, helpers);
    this.machine.dispatch(this.busy.workerInits);
    return this.busy;
  };

  /** Makes solvers of this thread alone: a rate is taken while a run may have the helpers. */
  private readonly loneSolverOf: SolverOf = (terrain, edges, scheme, rainCatchRatio) =>
    this.machine.kernel
      ? kernelOf(this.machine.kernel, terrain, edges, scheme, rainCatchRatio)
      : oracleOf(terrain, edges, scheme, rainCatchRatio);

  begin(): void {
    this.isPlaying = true;
  }

  end(): void {
    this.isPlaying = false;
    this.busy?.close();
    this.busy = null;
  }

  questions(): FloodQuestions {
    const { city, facts } = this;
    return {
      readRain: (files) => this.shelf.read(files),
      openRun: async (file) => {
        const opened = await openRun(file, this.manifest, city, facts, await this.exposure);
        const { depthM, speedMps, ...rest } = opened.result.maxima;
        const planes = Object.values(rest).filter((plane) => plane instanceof Float32Array);
        const cells = opened.frames.map((frame) => frame.cells);
        return handedOver(opened, [opened.opening.bedElevationM, depthM, speedMps, ...planes, ...cells]);
      },
      catchment: (at) => {
        this.drainage ??= drainageMap(city);
        return drawnCatchment(this.drainage, at);
      },
      bedElevations: (places) => bedElevations(city, places),
      nearestInlet: (at) => nearestInlet(city.drains ?? null, at),
      rainRates: ({ rain, area, endH }) => rainOver(this.shelf.requestOf(rain), city.works, area, endH * S_PER_H),
    };
  }

  noteRate(scheme: Scheme, perS: number): void {
    this.rates.set(JSON.stringify(scheme), { perS, isOfRun: true });
  }
}

function rainOver(rain: RainRequest, works: FloodCity['works'], area: FloodQuestion['area'], endS: number): Hyetograph {
  if (rain.kind !== 'field') return hyetographOf(rain, ownStorm(works));
  const { westM, southM, eastM, northM } = area;
  return meanOver(rain.field, { westM, southM, cellM: 1, columns: eastM - westM, rows: northM - southM }, endS);
}

function estimate(site: FloodSite, request: FloodQuestion, fromS: number): Estimate {
  const cityRequest = site.requestOf(request);
  const { cells, steps, cellUpdates, memoryBytes } = estimateCityFlood(site.city, cityRequest);
  const { notes } = cityFlood(site.city, cityRequest);
  const pipes = cityRequest.drains ? (site.city.drains?.conduits.length ?? 0) : 0;
  const restRatio = (cityRequest.endS - fromS) / cityRequest.endS;
  const seconds =
    (cellUpdates / site.rateFor(cityRequest.scheme) + PIPE_S_PER_S * pipes * cityRequest.endS) * restRatio;
  return { cells, steps, seconds, memoryBytes, notes };
}

async function surroundingsOf(
  site: FloodSite,
  request: FloodQuestion,
  inputs: RunInputs,
  notes: CityFlood['notes'],
): Promise<FloodSurroundings<FloodQuestion>> {
  return {
    solverOf: site.solverOf,
    exposure: await site.exposure,
    gauges: site.facts.gauges,
    network: site.city.drains ?? null,
    notes,
    changeOf: (changed) => site.floodOf(changed, inputs).input,
    onResult: ({ fromS, wallS, cellUpdates }) => {
      if (cellUpdates > 0 && !request.drains && fromS === 0) site.noteRate(runOf(request).scheme, cellUpdates / wallS);
    },
    onClose: () => site.end(),
  };
}

/** Water over a city's ground, through its rivers, levees and drains: shallow water or local inertia, with who is hurt. */
export const engine: Engine<FloodEngineTypes, FloodSite> = {
  id: 'flood',
  hasKernel: true,
  minHelpers: 0,
  needs: [PIT_FIELD],
  gives: [DEPTH_FIELD],
  parse: parseFlood,
  async open(files, machine) {
    const city = await readCity(files);
    const walkable = files.readJson('walkable.json').then((json) => parseAs(Walkable, json, 'walkable.json'));
    const works = city.works ?? { openings: [] };
    const exposure = walkable
      .catch(() => null)
      .then((areas) =>
        readExposure(
          files.manifest,
          works,
          areas,
          (path) => files.read(path),
          (at) => bedAt(city, at),
        ),
      );
    // Who plays waits for it and meets what went wrong; a tool that is only opened does not.
    exposure.catch(() => {});
    return new FloodSite(files.manifest, city, exposure, machine);
  },
  estimate,
  async start(site, request, inputs, from) {
    const { input, notes } = site.floodOf(request, inputs);
    const surroundings = await surroundingsOf(site, request, inputs, notes);
    const run = new PlayedFlood(surroundings, input, from);
    site.begin();
    return run;
  },
  questions: (site) => site.questions(),
};

/** By the schema of the question; what the city says against it is told when it is played. */
function parseFlood(json: unknown): FloodQuestion {
  const read = checked(FloodQuestion, json);
  if (!read.success) throw new CityFloodError(...faultMessages(read.issues, 'request'));
  const fault = floodFault(read.output, 'request');
  if (fault) throw new CityFloodError(fault);
  return read.output;
}

async function readCity({ manifest, read, readJson, findJson }: CityFiles): Promise<FloodCity> {
  const file = manifest.grids;
  if (file === null) throw new CityFloodError(floodMessage('no-grid', { id: manifest.id }));
  const grid = parseGrid(await readJson(file), file);
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const [bed, building, buildingCuts, landCover, works, drains] = await Promise.all([
    read(folder + grid.bed.file),
    read(folder + grid.buildingMask.file),
    grid.buildingCuts ? read(folder + grid.buildingCuts.file) : null,
    grid.landCover ? read(folder + grid.landCover.file) : null,
    findJson('flood-works.json'),
    findJson('drain-network.json'),
  ]);
  return {
    grid,
    bedElevationM: new Float32Array(bed.buffer),
    building,
    buildingCuts,
    landCover,
    works: works === null ? null : parseFloodWorks(works),
    drains: drains === null ? null : parseDrainNetwork(drains),
    facts: manifest.facts,
  };
}
