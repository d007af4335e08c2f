import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Point } from '../../model/geo/plane/point.ts';
import type { CrowdFrame, CrowdResult } from '../../workers/crowd/core/crowd.ts';
import { CrowdGuide } from '../../workers/crowd/core/guide.ts';
import { WalkingKernel } from '../../workers/crowd/core/kernel.ts';
import { type Crowd, startCrowd } from '../../workers/crowd/core/run.ts';
import { BODIES } from '../../workers/crowd/core/wading.ts';
import { PRESETS, WalkingOracle } from '../../workers/crowd/core/walking.ts';
import { CHOICE, type CrowdCase, type Population, type Profile } from '../../workers/crowd/crowd-case.ts';
import { buildCrowdSetup, type CrowdSetup } from '../../workers/crowd/lay-out.ts';
import type { Polygon } from '../../workers/crowd/plan/polygon.ts';
import type { Floor, SpacePlan, Stair } from '../../workers/crowd/plan/space-cells.ts';

/** Rooms of the guidelines, as cases of the engine. */
export const room = (west: number, south: number, east: number, north: number): Polygon => ({
  outer: [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ],
  holes: [],
});

export const floorOf = (areas: Polygon[], id = 'floor', elevationM = 0): Floor => ({
  id,
  elevationM,
  areas,
  touching: 'joined',
  barriers: [],
  openings: [],
});

export const crossing = (id: string, from: Point, to: Point, floor = 'floor') => ({ id, floor, from, to });

/** A stair of 2 m from *low* to *high*, up to the east. */
export const stairFrom = (footM: number, headM: number): Stair => ({
  id: 'stair',
  foot: { floor: 'low', left: [footM, 4], right: [footM, 2] },
  head: { floor: 'high', left: [headM, 4], right: [headM, 2] },
  ascentRatio: 0.5,
  descentRatio: 0.6,
  stepFree: false,
});

export const spaceOf = (floors: Floor[], plan: Partial<SpacePlan>): SpacePlan => ({
  floors,
  exits: [],
  doors: [],
  stairs: [],
  portals: [],
  counters: [],
  cellM: 0.25,
  ...plan,
});

export const ADULT: Profile = {
  id: 'adult',
  speedMps: { kind: 'constant', value: 1.34 },
  radiusM: PRESETS.prescriptive.radiusM,
  timeGapS: PRESETS.prescriptive.timeGapS,
  stripM: PRESETS.prescriptive.stripM,
  steps: true,
  lifts: false,
  body: 'adult',
};

export const walkers = (count: number, area: Polygon, more: Partial<Population> = {}): Population => ({
  id: 'people',
  profile: 'adult',
  floor: 'floor',
  count,
  where: { kind: 'areas', areas: [area] },
  premovementS: { kind: 'constant', value: 0 },
  appearS: null,
  exits: null,
  familiar: [],
  groupSize: { kind: 'constant', value: 1 },
  via: null,
  assist: null,
  ...more,
});

export const caseOf = (space: SpacePlan, populations: Population[], more: Partial<CrowdCase> = {}): CrowdCase => ({
  space,
  lifts: [],
  profiles: [ADULT],
  bodies: BODIES,
  populations,
  waitings: [],
  refuges: [],
  events: [],
  orders: [],
  choice: CHOICE,
  water: null,
  smoke: null,
  walking: { model: 'collision-free-speed' },
  seed: 1,
  endS: 600,
  stepS: 0.05,
  frameEveryS: 1,
  ...more,
});

export interface Played {
  laid: CrowdSetup;
  guide: CrowdGuide;
  crowd: Crowd;
  result: CrowdResult;
}

export type PresetName = keyof typeof PRESETS;

let inUse: PresetName | null = null;

/** The preset that a case is played by, whatever it says itself; null outside `asPreset`. */
export const presetInUse = (): PresetName | null => inUse;

/** A test played with the people of a preset. */
export function asPreset<T>(preset: PresetName, run: () => T): T {
  inUse = preset;
  try {
    return run();
  } finally {
    inUse = null;
  }
}

function dressed(theCase: CrowdCase): CrowdCase {
  if (inUse === null) return theCase;
  const body = PRESETS[inUse];
  return { ...theCase, profiles: theCase.profiles.map((profile) => ({ ...profile, ...body })) };
}

/** Plays a case to its end, on the kernel where it is built; `each` sees it once a frame. */
export function play(theCase: CrowdCase, each?: (crowd: Crowd, guide: CrowdGuide) => void): Played {
  const laid = buildCrowdSetup(dressed(theCase));
  const guide = new CrowdGuide(laid);
  const module = kernelModule();
  const crowd = startCrowd(
    (input) => (module ? new WalkingKernel(module, input) : new WalkingOracle(input)),
    laid.input,
    guide,
  );
  const frames: CrowdFrame[] = [];
  for (const frame of crowd.frames()) {
    frames.push(frame);
    each?.(crowd, guide);
  }
  crowd.close();
  return { laid, guide, crowd, result: crowd.result(frames) };
}

let loaded: WebAssembly.Module | null | undefined;

/** The compiled kernel; null where it is not built, then the oracle walks. */
function kernelModule(): WebAssembly.Module | null {
  if (loaded !== undefined) return loaded;
  const root = rootFrom(import.meta.dirname);
  const file = join(root, 'build/kernels/crowd.wasm');
  const module = existsSync(file) ? new WebAssembly.Module(readFileSync(file)) : null;
  loaded = module && WebAssembly.Module.exports(module).some(({ name }) => name === 'work') ? module : null;
  return loaded;
}

const rootFrom = (folder: string): string =>
  existsSync(join(folder, 'package.json')) ? folder : rootFrom(dirname(folder));

/** When the last left, s; NaN if somebody is still inside. */
export const clearedS = ({ result }: Played): number => result.clearance100S;
