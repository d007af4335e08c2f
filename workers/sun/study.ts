import type { SunRules } from '../../model/scenarios/sun-rules.ts';
import { sha256 } from '../../model/sha256.ts';
import { MessageError } from '../../model/text/message.ts';
import { type Arena, MemoryArena, PLAIN_ARENA } from '../shared/arena.ts';
import type { Box } from '../shared/city-volumes.ts';
import { type LitJob, PLACE } from './lit.ts';
import { sunMessage } from './messages.ts';
import { sunBand } from './sun-band.ts';
import { type Lighter, litByOracle, SunKernel } from './sun-kernel.ts';
import { AFTER, BEFORE, type ScenePrism, sunScene } from './sun-scene.ts';
import type { SunTerrain } from './terrain.ts';
import { minutesAt, openMinutes } from './verdict.ts';
import { type WindowRules, type Windows, windowsOf } from './windows.ts';

/** What is studied once buildings are chosen and the scheme is laid over them. */
export interface StudyInput {
  rules: SunRules;
  windows: Omit<WindowRules, 'sillM'>;
  year: number;
  place: { lonDeg: number; latDeg: number };
  prisms: readonly ScenePrism[];
  /** Whose windows are looked at. */
  buildings: ReadonlySet<number>;
  boxM: Box;
  /** Of the arena that the study lies in. */
  terrain: ((arena: Arena) => SunTerrain) | null;
  hasScheme: boolean;
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
export interface Study {
  readonly job: LitJob;
  readonly windows: Windows;
  readonly beforeMin: Float32Array;
  /** The same as before where there is no scheme. */
  readonly afterMin: Float32Array;
  /** What the façade alone would let in. */
  readonly openMin: Float32Array;
  /** Of bits and minutes: the same for any number of workers. */
  readonly hash: string;
}

/** Windows lit between two pauses. */
const BLOCK = 2048;
const NO_BYTES = new Uint8Array(0);

/** The windows, before any ray: their number is known at once. */
export function poseStudy(
  input: StudyInput,
  kernel: boolean,
  maxWindows: number,
): { job: LitJob; windows: Windows; arena: Arena } {
  const arena: Arena = kernel ? new MemoryArena() : PLAIN_ARENA;
  const { rules, hasScheme } = input;
  const scene = sunScene(input.prisms, input.boxM, arena);
  const terrain = input.terrain?.(arena) ?? null;
  const windows = windowsOf(scene, terrain, input.buildings, { ...input.windows, sillM: rules.sillM }, arena);
  if (windows.count === 0) throw new MessageError(sunMessage('no-windows', { count: input.buildings.size }));
  if (windows.count > maxWindows)
    throw new MessageError(sunMessage('many-windows', { most: maxWindows, got: windows.count }));
  const band = sunBand(rules, input.year, input.place, arena);
  const bytes = windows.count * band.count;
  const job: LitJob = {
    scene,
    terrain,
    band,
    places: windows.places,
    windows: windows.count,
    litBefore: arena.u8(bytes),
    litAfter: hasScheme ? arena.u8(bytes) : NO_BYTES,
  };
  return { job, windows, arena };
}

/** Lights all windows and counts their minutes; null: stopped. */
export async function playStudy(
  { job, windows, arena }: ReturnType<typeof poseStudy>,
  rules: SunRules,
  machine: StudyMachine,
): Promise<Study | null> {
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
