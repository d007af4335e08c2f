import { expose } from 'comlink';
import type { CrowdNote } from '../../src/city/crowd-note.ts';
import { CrowdRefusal } from '../../src/city/crowd-problem.ts';
import { fetchBelow, noneAt404 } from '../../src/city/fetch-below.ts';
import { type Grid, parseGrid, parseWalkable, type Walkable } from '../../src/city/grid.ts';
import { type AtHome, parseAtHome } from '../../src/city/population.ts';
import { askedCase, cityGround, laidOut } from './asked.ts';
import { factsOf } from './facts.ts';
import { type FloodFrames, floodWater } from './flood-water.ts';
import type { FrameBox } from './frames.ts';
import { CrowdGuide } from './guide.ts';
import { cityHeights, groundAround, overGround } from './heights.ts';
import { type House, readHouses } from './houses.ts';
import { WalkingKernel } from './kernel.ts';
import type { LaidOut } from './lay-out.ts';
import { offerOf } from './offer.ts';
import { type Crowd, startCrowd } from './run.ts';
import type { AskedCityCrowd, AskedWater, CrowdEnd, CrowdEstimate, CrowdNews, CrowdService } from './service.ts';
import { readStreetNames, type StreetOf } from './street-names.ts';
import { type CrowdTold, DENSITY_STEP_PER_M2, densityTold, PERSON_STATES, SPEED_STEP_MPS, Teller } from './told.ts';
import { WalkingOracle } from './walking.ts';

const MAX_FILE_BYTES = 1 << 28;
/** Between two looks at what the page says meanwhile. */
const SLICE_MS = 80;
const NEWS_MS = 300;
/** Updates of a person a second of wall clock, before a run has told. */
const USUAL_RATE_PER_S = 1e6;
const BYTES_A_PERSON_AND_FRAME = 11;

interface OpenedCity {
  walkable: Walkable;
  grid: Grid;
  bedElevationM: Float32Array;
  people: { atHome: AtHome; houses: House[] } | null;
  streetOf: StreetOf;
}

class CityCrowdError extends Error {
  override name = 'CityCrowdError';
}

let city: OpenedCity | null = null;
let module: WebAssembly.Module | null = null;
const helpers: MessagePort[] = [];
let ratePerS = USUAL_RATE_PER_S;
let playing: { isStopped: boolean; goOn: (() => void) | null } | null = null;
/** The case that was asked for last: a run follows its estimate. */
let last: { key: string; laid: LaidOut; notes: CrowdNote[] } | null = null;
/** By run. */
const kept = new Map<string, { laid: LaidOut; box: FrameBox; frames: CrowdTold[] }>();

/** A run that was stopped still says its last words before the next one begins. */
let over: Promise<unknown> = Promise.resolve();

const opened = (): OpenedCity => {
  if (!city) throw new CityCrowdError('crowd: expected open() first');
  return city;
};

const service: CrowdService = {
  async takeHelper(port) {
    helpers.push(port);
  },

  async open(manifest, baseUrl, kernelUrl) {
    const read = (path: string) => fetchBelow(baseUrl, CityCrowdError)(path, MAX_FILE_BYTES);
    const readJson = async (path: string): Promise<unknown> => JSON.parse(new TextDecoder().decode(await read(path)));
    const file = manifest.grids;
    if (file === null) throw new CityCrowdError(`${manifest.id}: expected a city with a grid`);
    const grid = parseGrid(await readJson(file), file);
    const [bed, walkable, population] = await Promise.all([
      read(file.slice(0, file.lastIndexOf('/') + 1) + grid.bed.file),
      readJson('walkable.json'),
      readJson('population.json').catch(noneAt404),
    ]);
    const people =
      population === null ? null : { atHome: parseAtHome(population), houses: await readHouses(manifest, read) };
    const [streetOf, bedElevationM] = [await readStreetNames(manifest, read), new Float32Array(bed.buffer)];
    city = { grid, walkable: parseWalkable(walkable), bedElevationM, people, streetOf };
    if (globalThis.crossOriginIsolated) module = await WebAssembly.compileStreaming(fetch(kernelUrl));
    const { westM, southM, cellM, columns, rows } = grid;
    return { area: { westM, southM, eastM: westM + columns * cellM, northM: southM + rows * cellM } };
  },

  offer: async (boxM) => offerOf(opened().walkable, boxM, opened().people, opened().streetOf),

  async estimate(asked) {
    try {
      return costOf(asked);
    } catch (error) {
      if (error instanceof CrowdRefusal) return { problems: error.problems };
      throw error;
    }
  },

  async run(id, asked, water, hear) {
    await over;
    playing = { isStopped: false, goOn: null };
    const played = play(id, asked, water, hear).finally(() => {
      playing = null;
    });
    over = played.catch(() => {});
    return await played;
  },

  async density(id, frame) {
    const run = kept.get(id);
    const told = run?.frames[frame];
    if (!run || !told) throw new CityCrowdError(`density: expected a frame of a run that is kept, got ${id} ${frame}`);
    return densityTold(run.laid, run.box, told);
  },

  async forget(id) {
    kept.delete(id);
  },

  async pause() {
    if (playing) playing.goOn ??= () => {};
  },

  async resume() {
    playing?.goOn?.();
    if (playing) playing.goOn = null;
  },

  async stop() {
    if (!playing) return;
    playing.isStopped = true;
    playing.goOn?.();
    playing.goOn = null;
  },
};

function costOf(asked: AskedCityCrowd): CrowdEstimate {
  const { laid, notes } = layOutAsked(asked);
  const people = laid.input.people.xM.length;
  const steps = Math.round(asked.endS / asked.stepS);
  const frames = Math.ceil(asked.endS / asked.frameEveryS) + 1;
  const memoryBytes = BYTES_A_PERSON_AND_FRAME * people * frames;
  return { people, steps, seconds: (people * steps) / ratePerS, memoryBytes, notes };
}

function layOutAsked(asked: AskedCityCrowd): { laid: LaidOut; notes: CrowdNote[] } {
  const key = JSON.stringify(asked);
  if (last?.key === key) return last;
  const ground = cityGround(opened().walkable, asked.ground.boxM);
  last = { key, laid: laidOut(askedCase(asked, ground, null)), notes: ground.notes };
  return last;
}

async function play(
  id: string,
  asked: AskedCityCrowd,
  water: AskedWater | null,
  hear: (news: CrowdNews) => void,
): Promise<CrowdEnd> {
  const { walkable, grid, bedElevationM } = opened();
  const { laid: dry, notes } = layOutAsked(asked);
  last = null;
  const laid = water ? { ...dry, theCase: { ...dry.theCase, water: waterOf(water) } } : dry;
  const compiled = module;
  const kernel = compiled && new WalkingKernel(compiled, laid.input, helpers.length);
  const guide = new CrowdGuide(laid, kernel ? (plane) => kernel.marcherOf(laid, plane) : undefined);
  for (const [i, invitation] of (kernel?.invitations ?? []).entries()) helpers[i].postMessage(invitation);
  const crowd = startCrowd((input) => kernel ?? new WalkingOracle(input), laid.input, guide);
  try {
    const baseM = Math.min(grid.bed.minM, ...walkable.levels.flatMap(({ elevationM }) => elevationM ?? [])) - 1;
    const heightAt = cityHeights(laid.input.levels, walkable, grid, bedElevationM);
    const teller = new Teller({ crowd, laid, guide }, { heightAt, baseM, isShared: compiled !== null });
    const frames: CrowdTold[] = [];
    kept.set(id, { laid, box: crowd.box, frames });
    hear({
      kind: 'ground',
      ground: {
        box: crowd.box,
        baseM,
        people: crowd.people.count,
        populations: laid.theCase.populations.map(({ id: own, profile }) => ({ id: own, profile })),
        populationOf: laid.populationOf,
        levels: laid.input.levels.map((level) => level.id),
        exits: laid.theCase.space.exits.map((exit) => exit.id),
        terrain: groundAround(grid, bedElevationM, crowd.box),
        states: PERSON_STATES,
        speedStepMps: SPEED_STEP_MPS,
        densityStepPerM2: DENSITY_STEP_PER_M2,
        notes,
      },
    });
    const wallS = await walk(
      crowd,
      laid.input.frameEveryS,
      () => {
        const frame = teller.tell();
        frames.push(frame);
        hear({ kind: 'frame', frame });
      },
      hear,
    );
    const result = crowd.result([]);
    if (wallS > 0.5) ratePerS = result.agentUpdates / wallS;
    const { leftS, exit, queueS, crossings, agentUpdates, hash } = result;
    return {
      isWhole: crowd.isOver,
      facts: factsOf(laid, guide, result),
      ...{ leftS, exit, queueS, crossings, highest: teller.highest, agentUpdates, wallS, hash },
      walker: compiled ? 'kernel' : 'float64',
    };
  } finally {
    crowd.close();
  }
}

/** To the end or until it is stopped, a slice at a time; returns the seconds that it took without its pauses. */
async function walk(crowd: Crowd, everyS: number, tell: () => void, hear: (news: CrowdNews) => void): Promise<number> {
  tell();
  const startedMs = performance.now();
  let pausedMs = 0;
  let toldMs = startedMs;
  const wallS = () => (performance.now() - startedMs - pausedMs) / 1000;
  for (let frame = 1; !crowd.isOver && !isStopped(); ) {
    const untilMs = performance.now() + SLICE_MS;
    const { stepS } = crowd.input;
    while (!crowd.isOver && crowd.timeS < frame * everyS - stepS / 2 && performance.now() < untilMs)
      crowd.advanceTo(crowd.timeS + stepS);
    if (crowd.isOver || crowd.timeS >= frame * everyS - stepS / 2) {
      tell();
      frame++;
    }
    if (performance.now() - toldMs > NEWS_MS) {
      toldMs = performance.now();
      hear({ kind: 'progress', timeS: crowd.timeS, wallS: wallS() });
    }
    await breath();
    const beforeMs = performance.now();
    await gate();
    pausedMs += performance.now() - beforeMs;
  }
  return wallS();
}

/** On the ground, over it on bridges, and in underpasses: stations have their own sills, and their rooms stay dry. */
function waterOf({ run, startsAtS }: AskedWater) {
  const { walkable, grid, bedElevationM } = opened();
  const open = new Set(['street', 'crossing', 'footway', 'plaza', 'underpass']);
  const floors = [...new Set(walkable.areas.filter(({ kind }) => open.has(kind)).map(({ level }) => level))];
  const standAtM = overGround(walkable, grid, bedElevationM);
  return floodWater(run satisfies FloodFrames, { startsAtS, floors, turbid: true }, standAtM);
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

expose(service);
