import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Float32Water } from '../../workers/flood/float32-water.ts';
import { type Flood, type FloodInput, type Scheme, type SolverOf, startFlood } from '../../workers/flood/flood.ts';
import { kernelOf, oracleOf } from '../../workers/flood/solvers.ts';
import { edges, flatTerrain, raster } from '../../workers/flood/terrain.ts';

interface Figure {
  name: string;
  value: number;
  unit: string;
}

type Report = (figure: Figure) => void;

/** A million cells of 5 m, as the peers were measured on. */
const SIDE = 1000;
const FULL: Scheme = { kind: 'full', order: 2 };
const FIRST: Scheme = { kind: 'full', order: 1 };
const FAST: Scheme = { kind: 'fast' };

/** Simulated before the clock is read, so that code is hot and the first waves have spread. */
const WARM_S = 4;

const moduleOf = () => new WebAssembly.Module(readFileSync(resolve('build/kernels/shallow-water.wasm')));

/**
 * Rough ground (a slope of 0.004 and six octaves of hills) of SIDE × SIDE cells. All wet: 1 m of water everywhere and a round dam of
 * 6 m. Else only a square of that part of the cells is wet, in a basin whose rim the water does not reach.
 */
function roughInput(
  scheme: Scheme,
  wetRatio: number,
  cellM: number,
  endS: number,
  more: Partial<FloodInput> = {},
): FloodInput {
  const cells = SIDE * SIDE;
  const input: FloodInput = {
    columns: SIDE,
    rows: SIDE,
    cellM,
    westM: 0,
    southM: 0,
    bedElevationM: new Float32Array(cells),
    manningN: new Float32Array(cells).fill(0.03),
    blocked: new Uint8Array(cells),
    depthM: new Float32Array(cells),
    rainCatchRatio: new Float32Array(cells).fill(1),
    soil: new Uint8Array(cells).fill(255),
    infiltration: [],
    rain: { stepS: 1, ratesMmPerH: [] },
    edges: edges(raster(SIDE, SIDE, cellM)),
    changing: [],
    works: [],
    scheme,
    endS,
    frameEveryS: 60,
    ...more,
  };
  const basin = (Math.sqrt(wetRatio) * SIDE) / 2;
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const i = row * SIDE + column;
      let hillsM = 0;
      for (let octave = 0; octave < 6; octave++) {
        const wave = 2 ** octave * 0.006;
        hillsM += (1.5 / 2 ** octave) * Math.sin(column * wave + octave) * Math.cos(row * wave * 1.3 + octave * 2);
      }
      const fromMiddle = Math.max(Math.abs(column - SIDE / 2), Math.abs(row - SIDE / 2));
      const isWet = fromMiddle < basin;
      input.bedElevationM[i] = 380 - 0.004 * cellM * column + hillsM + (isWet ? 0 : 30);
      const isDam = wetRatio === 1 && Math.hypot(column - SIDE / 2, row - SIDE / 2) < SIDE / 10;
      if (isWet && more.depthM === undefined) input.depthM[i] = isDam ? 6 : 1;
    }
  }
  return input;
}

interface Cost {
  steps: number;
  /** Of the whole process. */
  cpuS: number;
  wallS: number;
}

/** The whole engine: adaptive steps, maxima, a frame a minute. */
async function costOf(input: FloodInput, fromS: number, helpers: number): Promise<Cost> {
  const module = moduleOf();
  let solver: Float32Water | null = null;
  const solverOf: SolverOf = (terrain, sides, scheme, rainCatch) => {
    solver = kernelOf(module, terrain, sides, scheme, rainCatch, helpers);
    return solver;
  };
  const flood = startFlood(solverOf, input);
  const kernel = solver as Float32Water | null;
  const threads = (kernel?.invitations ?? []).map(
    (workerData) => new Worker(resolve('build/node/cli/flood-helper.js'), { workerData }),
  );
  await Promise.all(threads.map((thread) => once(thread, 'online')));
  flood.advanceTo(fromS);
  const cost = play(flood);
  kernel?.close();
  await Promise.all(threads.map((thread) => thread.terminate()));
  return cost;
}

function play(flood: Flood): Cost {
  const steps = flood.steps;
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  for (const frame of flood.frames())
    if (frame.cells.length === 0) throw new Error('bench: expected a frame, got none');
  const { user, system } = process.cpuUsage(cpu);
  return {
    steps: flood.steps - steps,
    cpuS: (user + system) / 1e6,
    wallS: (performance.now() - startedMs) / 1000,
  };
}

const mcups = ({ steps, cpuS }: Cost): number => (steps * SIDE * SIDE) / cpuS / 1e6;

/** So long that steps outweigh what comes once a frame and at the start, as they do in a run of hours. */
async function benchScheme(name: string, scheme: Scheme, spanS: number, report: Report): Promise<void> {
  const cost = await costOf(roughInput(scheme, 1, 5, WARM_S + spanS), WARM_S, 0);
  report({ name: `flood.${name}.mcups`, value: mcups(cost), unit: '1e6/s' });
  const oracle = startFlood(oracleOf, roughInput(scheme, 1, 5, 1.5));
  report({ name: `flood.${name}.timesTypeScript`, value: mcups(cost) / mcups(play(oracle)), unit: '1' });
}

/** The marks are for a Zen 5 core; how many times the float64 oracle the kernel is, on this one, stands beside. */
export const FLOOD_PARTS: Record<string, (folder: string, report: Report) => Promise<void>> = {
  inertial: (_, report) => benchScheme('inertial', FAST, 60, report),
  swe1: (_, report) => benchScheme('swe1', FIRST, 24, report),
  swe2: (_, report) => benchScheme('swe2', FULL, 16, report),

  async workers(_, report) {
    const alone = await costOf(roughInput(FULL, 1, 5, WARM_S + 16), WARM_S, 0);
    const two = await costOf(roughInput(FULL, 1, 5, WARM_S + 16), WARM_S, 1);
    report({ name: 'flood.workers2.speedup', value: alone.wallS / two.wallS, unit: '1' });
    report({ name: 'flood.workers2.cpuRatio', value: two.cpuS / alone.cpuS, unit: '1' });
  },

  async memory(_, report) {
    const solver = kernelOf(
      moduleOf(),
      flatTerrain(SIDE, SIDE, 5),
      edges(raster(SIDE, SIDE, 5)),
      FAST,
      new Float64Array((SIDE + 2) ** 2),
    );
    report({ name: 'flood.inertial.bytesPerCell', value: solver.bytes / SIDE ** 2, unit: 'B' });
  },

  async wet10(_, report) {
    const all = await costOf(roughInput(FULL, 1, 5, WARM_S + 40), WARM_S, 0);
    const tenth = await costOf(roughInput(FULL, 0.1, 5, WARM_S + 120), WARM_S, 0);
    report({ name: 'flood.wet10.costRatio', value: tenth.cpuS / tenth.steps / (all.cpuS / all.steps), unit: '1' });
  },

  /** An hour's storm of 60 mm on a dry million of 2 m cells, two workers. */
  async storm(_, report) {
    const rain = { stepS: 600, ratesMmPerH: [30, 60, 120, 90, 40, 20] };
    for (const [name, scheme] of [
      ['fast', FAST],
      ['swe2', FULL],
    ] as const) {
      const input = roughInput(scheme, 1, 2, 3600, { rain, depthM: new Float32Array(SIDE ** 2), frameEveryS: 600 });
      const { wallS, steps } = await costOf(input, 0, 1);
      report({ name: `flood.storm1M.${name}.wallS`, value: wallS, unit: 's' });
      report({ name: `flood.storm1M.${name}.steps`, value: steps, unit: '1' });
    }
  },
};
