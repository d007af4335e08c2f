import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { RAD_PER_DEG } from '../../model/geo/lon-lat.ts';
import { sunPosition } from '../../model/geo/sun.ts';
import { seeded } from '../../workers/shared/random.ts';
import { PLACE } from '../../workers/sun/lit.ts';
import type { Study, StudyInput, StudyMachine } from '../../workers/sun/study.ts';
import type { ScenePrism } from '../../workers/sun/sun-scene.ts';
import { block, ORACLE, rulesOf, studyScene } from './sun-scenes.ts';

const ROOT = resolve(import.meta.dirname, import.meta.dirname.includes('/build/') ? '../../../..' : '../..');
export const KERNEL = resolve(ROOT, 'build/kernels/sun.wasm');
const HELPER = resolve(ROOT, 'build/node/cli/sim/kernel-helper.js');

/** The kernel with so many threads in all; `close` ends them. Where it was not compiled, only the TypeScript core can play. */
export async function machineWith(threads: number): Promise<StudyMachine & { close(): Promise<void> }> {
  if (!existsSync(KERNEL)) throw new Error(`${KERNEL}: expected the kernel compiled (npm run kernels)`);
  const helpers: Worker[] = [];
  const started: Promise<unknown>[] = [];
  return {
    ...ORACLE,
    kernel: new WebAssembly.Module(readFileSync(KERNEL)),
    helpers: threads - 1,
    dispatch(inits) {
      for (const workerData of inits) {
        const helper = new Worker(HELPER, { workerData });
        helpers.push(helper);
        started.push(once(helper, 'online'));
      }
    },
    async pause() {
      await Promise.all(started);
      return false;
    },
    async close() {
      await Promise.all(helpers.map((helper) => helper.terminate()));
    },
  };
}

/** The wall stands `distanceM` south of one window on a front that looks south; 6 km to each side are endless to the sun's lowest ray. */
export async function endlessWall(
  place: { lonDeg: number; latDeg: number },
  heightM: number,
  distanceM: number,
): Promise<number> {
  const { beforeMin, windows } = await studyScene({
    prisms: [block(0, [-1.5, 0, 1.5, 2], 3), block(1, [-6000, -distanceM - 1, 6000, -distanceM], heightM)],
    place,
    rules: rulesOf('great-cold-2h'),
    boxM: [-2, -2, 2, 2],
  });
  const south = Array.from({ length: windows.count }, (_, w) => w).find((w) => windows.places[PLACE * w + 4] < -0.5);
  if (south === undefined) throw new Error('expected a window to the south');
  return beforeMin[south];
}

const PLACE_OF_SCENE = { lonDeg: 108.75, latDeg: 34.3 };
/** West, south, east, north, top: the block with the windows, one before it, one beside it that begins 9 m above the ground. */
const BOXES = [
  [0, 0, 60, 12, 24, 0],
  [-10, -46, 32, -34, 40, 0],
  [70, -30, 90, 20, 60, 9],
] as const;

/**
 * The same scene second by second, each ray against each box by its three pairs of planes (Kay and Kajiya 1986): no wall, grid, bit or
 * bisection of the engine in it. The worst of all windows.
 */
export async function twoBlocks(): Promise<{ windows: number; worstMin: number }> {
  const prisms = BOXES.map(([west, south, east, north, topM, footM], b) =>
    block(b, [west, south, east, north], topM, { footM, storeys: b === 0 ? 8 : 0 }),
  );
  const rules = rulesOf('great-cold-2h');
  const input = { prisms, place: PLACE_OF_SCENE, rules, windows: { bayM: 1.1, storeyM: 3 } };
  const { windows, beforeMin, job } = await studyScene(input);
  const suns: [number, number, number][] = [];
  for (let ms = job.band.fromMs + 500; ms < job.band.toMs; ms += 1000) {
    const { azimuthDeg, altitudeDeg } = sunPosition(ms, PLACE_OF_SCENE);
    const flat = Math.cos(altitudeDeg * RAD_PER_DEG);
    suns.push([
      Math.sin(azimuthDeg * RAD_PER_DEG) * flat,
      Math.cos(azimuthDeg * RAD_PER_DEG) * flat,
      Math.sin(altitudeDeg * RAD_PER_DEG),
    ]);
  }
  let worstMin = 0;
  for (let w = 0; w < windows.count; w++) {
    const [x, y, z, east, north] = windows.places.subarray(PLACE * w, PLACE * (w + 1));
    let seconds = 0;
    for (const sun of suns) {
      if (sun[0] * east + sun[1] * north <= 0) continue;
      let isLit = true;
      for (const box of BOXES) isLit &&= !meetsBox(box, x, y, z, sun);
      if (isLit) seconds++;
    }
    worstMin = Math.max(worstMin, Math.abs(seconds / 60 - beforeMin[w]));
  }
  return { windows: windows.count, worstMin };
}

/** The latest entry through a pair of planes before the earliest leaving. */
function meetsBox(box: (typeof BOXES)[number], x: number, y: number, z: number, sun: readonly number[]): boolean {
  const w = (box[0] - x) / sun[0];
  const e = (box[2] - x) / sun[0];
  const s = (box[1] - y) / sun[1];
  const n = (box[3] - y) / sun[1];
  const low = (box[5] - z) / sun[2];
  const high = (box[4] - z) / sun[2];
  const enter = Math.max(0, Math.min(w, e), Math.min(s, n), low);
  return enter < Math.min(Math.max(w, e), Math.max(s, n), high);
}

/** Houses in rows, seeded: heights, turns and gaps differ; so many windows or a few more. */
export function estate(
  windows: number,
  seed = 21,
): Pick<StudyInput, 'prisms' | 'buildings' | 'place' | 'rules' | 'windows'> {
  const random = seeded(seed);
  const prisms: ScenePrism[] = [];
  // Of 48 × 12 m and six storeys, bays of 3 m on all four sides: 240 windows a house.
  const houses = Math.ceil(windows / 240);
  const side = Math.ceil(Math.sqrt(houses));
  for (let b = 0; b < houses; b++) {
    const x = (b % side) * 66 + 6 * random();
    const y = Math.floor(b / side) * 34 + 6 * random();
    const turn = (random() - 0.5) * 0.6;
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const ring = [
      [-24, -6],
      [24, -6],
      [24, 6],
      [-24, 6],
    ].flatMap(([u, v]) => [x + u * cos - v * sin, y + u * sin + v * cos]);
    prisms.push(block(b, [0, 0, 1, 1], 18 + Math.floor(4 * random()) * 12, { storeys: 6, rings: [ring] }));
  }
  return {
    prisms,
    buildings: new Set(prisms.map(({ building }) => building)),
    place: PLACE_OF_SCENE,
    rules: rulesOf('great-cold-2h'),
    windows: { bayM: 3, storeyM: 3 },
  };
}

/** The hash of one estate by the oracle and by the kernel on so many threads. */
export async function hashesByThreads(threads: readonly number[]): Promise<{ oracle: string; kernel: string[] }> {
  const scene = estate(3000);
  const play = async (count: number): Promise<string> => {
    const machine = await machineWith(count);
    const { hash }: Study = await studyScene(scene, machine);
    await machine.close();
    return hash;
  };
  const kernel: string[] = [];
  for (const count of threads) kernel.push(await play(count));
  return { oracle: (await studyScene(scene)).hash, kernel };
}
