import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { Float32Water } from '../../workers/flood/core/float32-water.ts';
import type { FloodInput, Scheme } from '../../workers/flood/core/flood-input.ts';
import { kernelOf, oracleOf } from '../../workers/flood/core/solvers.ts';
import { edges, flatTerrain, raster } from '../../workers/flood/core/terrain.ts';
import { type Flood, type SolverOf, startFlood } from '../../workers/flood/flood.ts';
import { smallFlood } from '../workers/flood/small-flood.ts';
import { plainWater, stepInertial, stepShallow } from './flood-yardstick.ts';
import type { Report } from './parts.ts';

/** A million cells of 5 m, as the peers were measured on. */
const SIDE = 1000;
const FULL: Scheme = { kind: 'full', order: 2 };
const FIRST: Scheme = { kind: 'full', order: 1 };
const FAST: Scheme = { kind: 'fast' };

/** Simulated before the clock is read, so that code is hot and the first waves have spread. */
const WARM_S = 4;

const moduleOf = () => new WebAssembly.Module(readFileSync(resolve('build/kernels/flood.wasm')));

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
  const input = smallFlood(SIDE, SIDE, cellM, { scheme, endS, ...more });
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
  const threads = (kernel?.workerInits ?? []).map(
    (workerData) => new Worker(resolve('build/node/cli/sim/kernel-helper.js'), { workerData }),
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

const ROUNDS = 3;

/** The middle of what each round gave; of machines that others use too no single round tells. */
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

/** A plain float64 loop of the scheme's kind (`flood-yardstick.ts`) on the same water, million cells a CPU-second. */
function yardstickOf({ bedElevationM, depthM, cellM, scheme }: FloodInput): () => number {
  const water = plainWater(SIDE, cellM, bedElevationM, depthM);
  const rows = Array.from({ length: 5 }, () => new Float64Array(2 * (SIDE + 2)));
  const step = scheme.kind === 'fast' ? () => stepInertial(water, 0.2) : () => stepShallow(water, rows, 0.1);
  const run = (steps: number): number => {
    const cpu = process.cpuUsage();
    for (let k = 0; k < steps; k++) step();
    const { user, system } = process.cpuUsage(cpu);
    return (steps * SIDE * SIDE) / (user + system);
  };
  run(4);
  return () => run(scheme.kind === 'fast' ? 12 : 6);
}

interface Bench {
  name: 'inertial' | 'swe1' | 'swe2';
  scheme: Scheme;
  /** So long that steps outweigh what comes once a frame and at the start, as they do in a run of hours. */
  spanS: number;
  /** The mark where it was set, over the rate of the prototype's plain loop there. */
  perYardstickMark: number;
}

/**
 * The engine and its yardstick take turns, as `cli/bench.ts` has it for tiles: the same loop took 1 to 2.5 times as long from minute to
 * minute on the machine that this was written on. Marks are in million cells a CPU-second of a Zen 5 core; as multiples of the yardstick
 * they hold on any.
 */
async function benchScheme({ name, scheme, spanS, perYardstickMark }: Bench, report: Report): Promise<void> {
  const input = roughInput(scheme, 1, 5, WARM_S + spanS);
  const yardstick = yardstickOf(input);
  const rounds: { engine: number; plain: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const plain = yardstick();
    rounds.push({ plain, engine: mcups(await costOf(input, WARM_S, 0)) });
  }
  const engine = median(rounds.map((round) => round.engine));
  report({ name: `flood.${name}.mcups`, value: engine, unit: '1e6/s' });
  const plainName = scheme.kind === 'fast' ? 'inertial' : 'swe1';
  report({
    name: `flood.yardstick.${plainName}.mcups`,
    value: median(rounds.map(({ plain }) => plain)),
    unit: '1e6/s',
  });
  const perYardstick = median(rounds.map((round) => round.engine / round.plain));
  report({ name: `flood.${name}.perYardstick`, value: perYardstick, unit: '1' });
  report({ name: `flood.${name}.perYardstickMark`, value: perYardstickMark, unit: '1' });
  const oracle = startFlood(oracleOf, { ...input, endS: 1.5 });
  report({ name: `flood.${name}.timesTypeScript`, value: engine / mcups(play(oracle)), unit: '1' });
}

/** Work that shares nothing: adds up a list that fits into the first cache. Whole in itself, for a worker gets its text. */
function plainLoop(): number {
  const list = new Float64Array(2048).fill(1e-9);
  const sums = [0, 0, 0, 0];
  for (let turn = 0; turn < 300_000; turn++) {
    let [a, b, c, d] = sums;
    for (let i = 0; i < list.length; i += 4) {
      a += list[i];
      b += list[i + 1];
      c += list[i + 2];
      d += list[i + 3];
    }
    sums[0] = a;
    sums[1] = b;
    sums[2] = c;
    sums[3] = d;
  }
  return sums[0] + sums[1] + sums[2] + sums[3];
}

async function secondsOfLoops(count: number): Promise<number> {
  const text = `require('node:worker_threads').parentPort.once('message', (port) => port.postMessage((${plainLoop})()))`;
  const threads = Array.from({ length: count }, () => new Worker(text, { eval: true }));
  await Promise.all(threads.map((thread) => once(thread, 'online')));
  const startedMs = performance.now();
  const done = threads.map((thread) => {
    const { port1, port2 } = new MessageChannel();
    thread.postMessage(port2, [port2]);
    return once(port1, 'message').finally(() => port1.close());
  });
  await Promise.all(done);
  const wallS = (performance.now() - startedMs) / 1000;
  await Promise.all(threads.map((thread) => thread.terminate()));
  return wallS;
}

/** On Zen 5 the prototype's plain loops ran at 39 to 44 and 13 to 15 million cells a CPU-second (flood.md, section 2). */
const PLAIN_INERTIAL = 41.5;
const PLAIN_SHALLOW = 14;

const SCHEMES: Bench[] = [
  { name: 'inertial', scheme: FAST, spanS: 60, perYardstickMark: 250 / PLAIN_INERTIAL },
  { name: 'swe1', scheme: FIRST, spanS: 24, perYardstickMark: 130 / PLAIN_SHALLOW },
  { name: 'swe2', scheme: FULL, spanS: 16, perYardstickMark: 55 / PLAIN_SHALLOW },
];

export const PARTS: Record<string, (folder: string, report: Report) => Promise<void>> = {
  ...Object.fromEntries(
    SCHEMES.map((bench) => [bench.name, (_: string, report: Report) => benchScheme(bench, report)]),
  ),

  /** Beside the speed-up of two workers that of two loops that share nothing, which is what the machine has to give at most. */
  async workers(_, report) {
    const input = roughInput(FULL, 1, 5, WARM_S + 8);
    const rounds: { speedup: number; cpuRatio: number; loops: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const oneLoopS = await secondsOfLoops(1);
      const twoLoopsS = await secondsOfLoops(2);
      const alone = await costOf(input, WARM_S, 0);
      const two = await costOf(input, WARM_S, 1);
      rounds.push({
        speedup: alone.wallS / two.wallS,
        cpuRatio: two.cpuS / alone.cpuS,
        loops: (2 * oneLoopS) / twoLoopsS,
      });
    }
    report({ name: 'flood.workers2.speedup', value: median(rounds.map(({ speedup }) => speedup)), unit: '1' });
    report({ name: 'flood.workers2.cpuRatio', value: median(rounds.map(({ cpuRatio }) => cpuRatio)), unit: '1' });
    report({ name: 'machine.twoLoops.speedup', value: median(rounds.map(({ loops }) => loops)), unit: '1' });
  },

  async scrub(_, report) {
    await (await import('./flood-scrub.ts')).benchFloodScrub(report);
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
      const { wallS, cpuS, steps } = await costOf(input, 0, 1);
      report({ name: `flood.storm1M.${name}.wallS`, value: wallS, unit: 's' });
      report({ name: `flood.storm1M.${name}.cpuS`, value: cpuS, unit: 's' });
      report({ name: `flood.storm1M.${name}.steps`, value: steps, unit: '1' });
    }
  },
};
