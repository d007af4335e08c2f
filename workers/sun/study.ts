import type { Box } from '../../model/geo/plane/box.ts';
import type { SunRules } from '../../model/questions/sun-rules.ts';
import { sha256 } from '../../model/sha256.ts';
import { MessageError } from '../../model/text/message.ts';
import { type Arena, MemoryArena, PLAIN_ARENA } from '../shared/arena.ts';
import { type LitJob, PLACE } from './lit.ts';
import { sunMessage } from './messages.ts';
import { sunBand } from './sun-band.ts';
import { type Lighter, litByOracle, SunKernel } from './sun-kernel.ts';
import { AFTER, BEFORE, type ScenePrism, type SunScene, sunScene } from './sun-scene.ts';
import type { SunTerrain } from './terrain.ts';
import { minutesAt, openMinutes } from './verdict.ts';
import { type WindowRules, type Windows, windowsOf } from './windows.ts';

/** What stands before the sun, and which sun. */
interface SceneInput {
  rules: SunRules;
  year: number;
  place: { lonDeg: number; latDeg: number };
  prisms: readonly ScenePrism[];
  boxM: Box;
  /** Makes the terrain in the arena that the study lies in; null: there is none. */
  terrain: ((arena: Arena) => SunTerrain) | null;
  hasScheme: boolean;
}

/** What is studied once buildings are chosen and the scheme is laid over them. */
export interface StudyInput extends SceneInput {
  windows: Omit<WindowRules, 'sillM'>;
  /** Buildings whose windows are looked at. */
  buildings: ReadonlySet<number>;
}

/** Points of a study: windows, or places on the ground. */
interface Points {
  readonly count: number;
  /** `PLACE` numbers for each of them. */
  readonly places: Float64Array;
}

/** A study before any ray. */
interface Posed<P extends Points> {
  job: LitJob;
  windows: P;
  arena: Arena;
}

/** The compiled kernel and its threads; absent: the TypeScript core. */
export interface StudyMachine {
  kernel: WebAssembly.Module | null;
  helpers: number;
  dispatch(inits: SunKernel['workerInits']): void;
  /** Between blocks; true: stop. */
  pause(doneRatio: number): Promise<boolean>;
}

/** A study that was played: hours at every window, before and with the scheme. */
export interface Study<P extends Points = Windows> {
  readonly job: LitJob;
  readonly windows: P;
  readonly beforeMin: Float32Array;
  /** The same as before where there is no scheme. */
  readonly afterMin: Float32Array;
  /** What the façade alone would let in. */
  readonly openMin: Float32Array;
  /** Hash of bits and minutes: the same for any number of workers. */
  readonly hash: string;
}

/** Windows lit between two pauses. */
const BLOCK = 2048;
const NO_BYTES = new Uint8Array(0);

/** The windows, before any ray: their number is known at once. */
export function poseStudy(input: StudyInput, kernel: boolean, maxWindows: number): Posed<Windows> {
  return posePoints(input, kernel, (scene, terrain, arena) => {
    const rules = { ...input.windows, sillM: input.rules.sillM };
    const windows = windowsOf(scene, terrain, input.buildings, rules, arena);
    if (windows.count === 0) throw new MessageError(sunMessage('no-windows', { count: input.buildings.size }));
    if (windows.count > maxWindows)
      throw new MessageError(sunMessage('many-windows', { most: maxWindows, got: windows.count }));
    return windows;
  });
}

/** Any points of a scene, before any ray. */
export function posePoints<P extends Points>(
  input: SceneInput,
  kernel: boolean,
  pointsOf: (scene: SunScene, terrain: SunTerrain | null, arena: Arena) => P,
): Posed<P> {
  const arena: Arena = kernel ? new MemoryArena() : PLAIN_ARENA;
  const scene = sunScene(input.prisms, input.boxM, arena);
  const terrain = input.terrain?.(arena) ?? null;
  const windows = pointsOf(scene, terrain, arena);
  const band = sunBand(input.rules, input.year, input.place, arena);
  const bytes = windows.count * band.count;
  const job: LitJob = {
    scene,
    terrain,
    band,
    places: windows.places,
    windows: windows.count,
    litBefore: arena.u8(bytes),
    litAfter: input.hasScheme ? arena.u8(bytes) : NO_BYTES,
  };
  return { job, windows, arena };
}

/** Lights all windows and counts their minutes; null: stopped. */
export async function playStudy<P extends Points>(
  { job, windows, arena }: Posed<P>,
  rules: SunRules,
  machine: StudyMachine,
): Promise<Study<P> | null> {
  const lighter = lighterOf(job, arena, machine);
  const hasScheme = job.litAfter.length > 0;
  const beforeMin = new Float32Array(windows.count);
  const afterMin = new Float32Array(windows.count);
  try {
    for (let from = 0; from < windows.count; from += BLOCK) {
      const to = Math.min(windows.count, from + BLOCK);
      lighter.light(BEFORE, job.litBefore, from, to);
      if (hasScheme) lighter.light(AFTER, job.litAfter, from, to);
      for (let w = from; w < to; w++) {
        beforeMin[w] = minutesAt(job, BEFORE, job.litBefore, w, rules);
        afterMin[w] = hasScheme && differs(job, w) ? minutesAt(job, AFTER, job.litAfter, w, rules) : beforeMin[w];
      }
      if (await machine.pause(to / windows.count)) return null;
    }
  } finally {
    lighter.close();
  }
  const openMin = openOf(job, rules);
  const hash = sha256([bitsOf(job.litBefore), bitsOf(job.litAfter), bytesOf(beforeMin), bytesOf(afterMin)]);
  return { job, windows, beforeMin, afterMin, openMin, hash };
}

function lighterOf(job: LitJob, arena: Arena, { kernel, helpers, dispatch }: StudyMachine): Lighter {
  if (!kernel || !(arena instanceof MemoryArena)) return litByOracle(job);
  const lighter = new SunKernel(kernel, job, arena, helpers);
  dispatch(lighter.workerInits);
  return lighter;
}

/** A window whose every step is as before keeps its minutes. */
function differs({ litBefore, litAfter, band: { count } }: LitJob, window: number): boolean {
  for (let k = count * window; k < count * (window + 1); k++) if (litBefore[k] !== litAfter[k]) return true;
  return false;
}

/** By façade; all windows of one wall share it. */
function openOf({ band, places, windows }: LitJob, rules: SunRules): Float32Array {
  const known = new Map<string, number>();
  return Float32Array.from({ length: windows }, (_, w) => {
    const [east, north] = places.subarray(PLACE * w + 3, PLACE * w + 5);
    const key = `${east} ${north}`;
    const minutes = known.get(key) ?? openMinutes(band, east, north, rules);
    known.set(key, minutes);
    return minutes;
  });
}

/** Eight steps a byte. */
function bitsOf(lit: Uint8Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(lit.length / 8));
  for (let i = 0; i < lit.length; i++) bits[i >> 3] |= lit[i] << (i & 7);
  return bits;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
