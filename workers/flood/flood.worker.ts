import { expose, transfer } from 'comlink';
import { fetchBelow, noneAt404 } from '../../src/city/fetch-below.ts';
import type { FloodNote } from '../../src/city/flood-note.ts';
import { parseFloodWorks } from '../../src/city/flood-works.ts';
import { parseAs, parseDrainNetwork, parseGrid, Walkable } from '../../src/city/grid.ts';
import type { Manifest } from '../../src/city/manifest.ts';
import { halfFloats } from '../shared/half-floats.ts';
import { CityFloodError } from './city/ground.ts';
import { type AskedFlood, cityFlood, estimateCityFlood, type FloodCity } from './city.ts';
import { type Change, Course, changed } from './course.ts';
import { layDrains, seeDrains } from './drains/seen.ts';
import { readExposure } from './exposure.ts';
import type { Float32Water } from './float32-water.ts';
import type { Flood, Scheme, SolverOf } from './flood.ts';
import { AIDR_HAZARD, hazardClass } from './hazard.ts';
import type { Exposure } from './impact.ts';
import { RainShelf } from './kept-rain.ts';
import type { Maxima } from './maxima.ts';
import { meanOver } from './rain-field.ts';
import { rateOf } from './rate.ts';
import type { FloodBranch, FloodEnd, FloodNews, FloodService, PageFlood } from './service.ts';
import { siteOf } from './site.ts';
import { kernelOf, oracleOf } from './solvers.ts';
import { gapsAt } from './works/gaps.ts';

/** A raster of 4,000 × 4,000 float32; no file of a city is larger. */
const MAX_FILE_BYTES = 1 << 28;
/** Between two looks at what the page says meanwhile. */
const SLICE_MS = 80;
const NEWS_MS = 300;
/** Of CPU a pipe for each simulated second: 21.6 s for half an hour of 澄川's 6,000 (Node 20, 2026-11). */
const PIPE_S_PER_S = 2e-6;
/** Of a thread's work that one more brings (bench `flood.workers2.speedup`). */
const HELPER_RATIO = 0.85;
/** The clock moves by one step when it is asked for any more. */
const ONE_STEP_S = 1e-6;

let city: FloodCity | null = null;
let exposure: Promise<Exposure> | null = null;
let kernel: WebAssembly.Module | null = null;
const helpers: MessagePort[] = [];
let busy: Float32Water | null = null;
/** Cell updates a second of wall clock, by scheme. */
const rates = new Map<string, { perS: number; isOfRun: boolean }>();
let playing: {
  isStopped: boolean;
  asked: PageFlood;
  changed: Change | null;
  goOn: (() => void) | null;
} | null = null;

const shelf = new RainShelf();
const askedOf = ({ rain, ...asked }: PageFlood): AskedFlood => ({ ...asked, rain: shelf.fieldOf(rain) });

/** By run. */
const courses = new Map<string, Course>();

/** Of the last run; before the first one the best that was measured, for the page draws meanwhile. */
function rateFor(scheme: Scheme): number {
  const key = JSON.stringify(scheme);
  const known = rates.get(key);
  if (known?.isOfRun || (known && playing)) return known.perS;
  const measured = (1 + HELPER_RATIO * helpers.length) * rateOf(loneSolverOf, scheme, () => performance.now());
  const perS = Math.max(known?.perS ?? 0, measured);
  rates.set(key, { perS, isOfRun: false });
  return perS;
}

/** A run that was stopped still says its last words before the next one begins. */
let over: Promise<unknown> = Promise.resolve();

const opened = (): FloodCity => {
  if (!city) throw new CityFloodError('flood: expected open() first');
  return city;
};

/** The kernel where memory can be shared, else the oracle; with all helpers, whom the run before sends home first. */
const solverOf: SolverOf = (terrain, edges, scheme, rainCatchRatio) => {
  if (!kernel) return oracleOf(terrain, edges, scheme, rainCatchRatio);
  busy?.close();
  busy = kernelOf(kernel, terrain, edges, scheme, rainCatchRatio, helpers.length);
  for (const [i, invitation] of busy.invitations.entries()) helpers[i].postMessage(invitation);
  return busy;
};

/** Of this thread alone: a rate is taken while a run may have the helpers. */
const loneSolverOf: SolverOf = (terrain, edges, scheme, rainCatchRatio) =>
  kernel ? kernelOf(kernel, terrain, edges, scheme, rainCatchRatio) : oracleOf(terrain, edges, scheme, rainCatchRatio);

const service: FloodService = {
  async takeHelper(port) {
    helpers.push(port);
  },

  async open(manifest, baseUrl, kernelUrl) {
    const read = (path: string) => fetchBelow(baseUrl, CityFloodError)(path, MAX_FILE_BYTES);
    const readJson = async (path: string): Promise<unknown> => JSON.parse(new TextDecoder().decode(await read(path)));
    city = await readCity(manifest, read, readJson);
    const walkable = readJson('walkable.json').then((json) => parseAs(Walkable, json, 'walkable.json'));
    const { works } = city;
    exposure = walkable
      .catch(() => null)
      .then((areas) => readExposure(manifest, works ?? { openings: [] }, areas, read));
    exposure.catch(() => {});
    if (globalThis.crossOriginIsolated) kernel = await WebAssembly.compileStreaming(fetch(kernelUrl));
    return siteOf(city);
  },

  async readRain(files) {
    return shelf.read(files);
  },

  async estimate(page, fromS) {
    const asked = askedOf(page);
    const { cells, steps, cellUpdates, memoryBytes } = estimateCityFlood(opened(), asked);
    const { notes } = cityFlood(opened(), asked);
    const rate = rateFor(asked.scheme);
    const pipes = asked.drains ? (opened().drains?.conduits.length ?? 0) : 0;
    const restRatio = (asked.endS - fromS) / asked.endS;
    const seconds = (cellUpdates / rate + PIPE_S_PER_S * pipes * asked.endS) * restRatio;
    return { cells, steps, seconds, memoryBytes, notes };
  },

  async run(id, asked, branch, hear) {
    await over;
    playing = { isStopped: false, asked, changed: null, goOn: null };
    const played = play(id, askedOf(asked), branch, hear).finally(() => {
      playing = null;
    });
    over = played.catch(() => {});
    return await played;
  },

  async forget(id) {
    courses.delete(id);
  },

  async pause() {
    if (playing) playing.goOn ??= () => {};
  },

  async resume(asked) {
    if (!playing?.goOn) return;
    if (JSON.stringify(asked) !== JSON.stringify(playing.asked))
      playing.changed = cityFlood(opened(), askedOf(asked)).input;
    playing.asked = asked;
    const { goOn } = playing;
    playing.goOn = null;
    goOn();
  },

  async stop() {
    if (!playing) return;
    playing.isStopped = true;
    playing.goOn?.();
    playing.goOn = null;
  },
};

async function readCity(
  manifest: Manifest,
  read: (path: string) => Promise<Uint8Array<ArrayBuffer>>,
  readJson: (path: string) => Promise<unknown>,
): Promise<FloodCity> {
  const file = manifest.grids;
  if (file === null) throw new CityFloodError(`${manifest.id}: expected a city with a grid`);
  const grid = parseGrid(await readJson(file), file);
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const [bed, building, buildingCuts, landCover, works, drains] = await Promise.all([
    read(folder + grid.bed.file),
    read(folder + grid.buildingMask.file),
    grid.buildingCuts ? read(folder + grid.buildingCuts.file) : null,
    grid.landCover ? read(folder + grid.landCover.file) : null,
    readJson('flood-works.json').catch(noneAt404),
    readJson('drain-network.json').catch(noneAt404),
  ]);
  return {
    grid,
    bedElevationM: new Float32Array(bed.buffer),
    building,
    buildingCuts,
    landCover,
    works: works === null ? null : parseFloodWorks(works),
    drains: drains === null ? null : parseDrainNetwork(drains),
  };
}

async function play(
  id: string,
  asked: AskedFlood,
  branch: FloodBranch | null,
  hear: (news: FloodNews) => void,
): Promise<FloodEnd> {
  const { course, notes } = courseOf(asked, branch);
  courses.set(id, course);
  const { input } = course;
  const { log, due, ...opening } = course.open(
    solverOf,
    (await exposure) ?? { buildings: [], roads: [], entrances: [] },
  );
  let { flood } = opening;
  const { columns, rows, cellM, westM, southM, bedElevationM, endS, frameEveryS } = input;
  const rain = input.rainField ? meanOver(input.rainField, input, endS) : input.rain;
  const gauges = (city ? siteOf(city).gauges : []).filter(({ id }) => input.works.some((work) => work.id === id));
  const place = { columns, rows, cellM, westM, southM, baseM: flood.baseM };
  const network = opened().drains;
  const drains = network && flood.drains ? layDrains(network, flood.drains.drains.layout) : null;
  hear({ kind: 'ground', ground: { ...place, bedElevationM, rain, gauges, notes, drains } });
  const tell = () => {
    const { timeS, cells, ledger } = flood.frame();
    const totals = log.watch({ timeS, cells });
    const seen = flood.drains ? seeDrains(flood.drains) : null;
    const gaps = gapsAt(course.worksAt(timeS), timeS);
    const frame = { timeS, cells, drains: seen, gaps, ledger, totals, gaugesM: levelsOf(flood, cells) };
    if (!branch || timeS > branch.timeS) hear(transfer({ kind: 'frame', frame }, [cells.buffer]));
    course.keep(flood, log);
  };
  const fromS = flood.timeS;
  if (fromS === 0) tell();
  const startedMs = performance.now();
  let pausedMs = 0;
  let toldMs = startedMs;
  const wallS = () => (performance.now() - startedMs - pausedMs) / 1000;
  for (let frame = Math.floor(fromS / frameEveryS) + 1; flood.timeS < endS && !isStopped(); ) {
    for (; due[0]?.timeS <= flood.timeS; due.shift()) flood = changed(solverOf, flood, due[0]);
    const untilMs = performance.now() + SLICE_MS;
    const frameS = Math.min(frame * frameEveryS, endS);
    const stopS = Math.min(frameS, due[0]?.timeS ?? endS);
    while (flood.timeS < stopS && performance.now() < untilMs) flood.advanceTo(flood.timeS + ONE_STEP_S);
    if (flood.timeS >= frameS) {
      tell();
      frame++;
    }
    if (performance.now() - toldMs > NEWS_MS) {
      toldMs = performance.now();
      hear({ kind: 'progress', timeS: flood.timeS, wallS: wallS() });
    }
    await breath();
    const beforeMs = performance.now();
    await gate();
    pausedMs += performance.now() - beforeMs;
    if (playing?.changed) flood = course.edit(solverOf, flood, playing.changed);
    if (playing) playing.changed = null;
  }
  const { maxima, steps, cellUpdates, hash } = flood.result([]);
  if (cellUpdates > 0 && !asked.drains && fromS === 0)
    rates.set(JSON.stringify(asked.scheme), { perS: cellUpdates / wallS(), isOfRun: true });
  const isWhole = flood.timeS >= endS;
  const impact = log.report(maxima);
  return { isWhole, maxima, hazard: hazardOf(maxima), impact, steps, wallS: wallS(), hash };
}

/** A branch lies on its parent's ground, under its parent's rain. */
function courseOf(asked: AskedFlood, branch: FloodBranch | null): { course: Course; notes: FloodNote[] } {
  const { input, notes } = cityFlood(opened(), asked);
  if (!branch) return { course: new Course(input), notes };
  const parent = courses.get(branch.of);
  if (!parent) throw new CityFloodError(`branch: expected a run that is kept, got "${branch.of}"`);
  return { course: parent.branch({ ...input, timeS: branch.timeS }), notes };
}

const isStopped = (): boolean => playing?.isStopped ?? true;

/** Lets messages in. */
const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Waits while the run is paused. */
async function gate(): Promise<void> {
  const run = playing;
  if (!run?.goOn) return;
  await new Promise<void>((resolve) => {
    run.goOn = resolve;
  });
}

/** At each gauge the water's level, or the ground's. */
function levelsOf({ input }: Flood, cells: Uint16Array): Record<string, number> {
  const { columns, westM, southM, cellM, bedElevationM } = input;
  const floats = halfFloats();
  return Object.fromEntries(
    input.works.flatMap((work) => {
      if (work.kind !== 'gauge') return [];
      const cell = Math.floor((work.at[1] - southM) / cellM) * columns + Math.floor((work.at[0] - westM) / cellM);
      return [[work.id, bedElevationM[cell] + Math.max(0, floats[cells[4 * cell]])]];
    }),
  );
}

/** AIDR class of each cell by the worst of each measure, H1 as 1; NaN where it stayed dry. */
function hazardOf({ depthM, speedMps, depthSpeedM2ps, hazardRating }: Maxima): Float32Array {
  return depthM.map((depth, i) => {
    if (!(depth > 0)) return Number.NaN;
    const worst = { rating: hazardRating[i], depthM: depth, speedMps: speedMps[i], depthSpeedM2ps: depthSpeedM2ps[i] };
    return 1 + hazardClass(AIDR_HAZARD, worst);
  });
}

expose(service);
