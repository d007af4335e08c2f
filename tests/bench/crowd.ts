import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CrowdInput, Line } from '../../workers/crowd/core/crowd.ts';
import { FieldMarch, type FieldPlane } from '../../workers/crowd/core/field.ts';
import { compiledMarch } from '../../workers/crowd/core/field-kernel.ts';
import { WalkingKernel } from '../../workers/crowd/core/kernel.ts';
import { type Crowd, startCrowd } from '../../workers/crowd/core/run.ts';
import { WalkingOracle } from '../../workers/crowd/core/walking.ts';
import { fixedGuide, inputOf, levelOf, type Plan, peopleOf } from '../validation/crowd-plans.ts';
import { fieldOn } from '../workers/crowd/field-on.ts';
import { PlainHall } from './crowd-yardstick.ts';
import type { Report } from './parts.ts';

/** As the peers were measured: a lattice of 0.7 m, 2.04 people/m², bodies of 0.2 m, 1.34 m/s, a time gap of 1 s, doors of 3 m every 14 m. */
export const SPACING_M = 0.7;
const DOOR_M = 3;
const DOOR_EVERY_M = 14;
const BODY = { radiusM: 0.2, timeGapS: 1, desiredMps: 1.34 };

/** A square hall that empties through one of its walls. */
export function hall(count: number, more: Partial<CrowdInput> = {}): Plan {
  const side = Math.ceil(Math.sqrt(count));
  const sideM = side * SPACING_M;
  const doors = Math.max(1, Math.round(sideM / DOOR_EVERY_M));
  const middleOf = (door: number) => ((door + 0.5) * sideM) / doors;
  const walls = [0, 0, sideM, 0, 0, sideM, sideM, sideM, 0, 0, 0, sideM];
  for (let door = 0; door <= doors; door++) {
    const from = door === 0 ? 0 : middleOf(door - 1) + DOOR_M / 2;
    walls.push(sideM, from, sideM, door === doors ? sideM : middleOf(door) - DOOR_M / 2);
  }
  const exit: Line = { id: 'out', kind: 'exit', level: 0, from: [sideM + 1, -1], to: [sideM + 1, sideM + 1] };
  const people = Array.from({ length: count }, (_, i) => {
    const [x, y] = [((i % side) + 0.5) * SPACING_M, (Math.floor(i / side) + 0.5) * SPACING_M];
    return { x, y, ...BODY };
  });
  const level = levelOf([0, 0, sideM + 2, sideM], walls);
  const input = inputOf([level], [exit], peopleOf(people), { endS: 60, ...more });
  const guide = fixedGuide(input, (x, y) => {
    if (x > sideM - 0.5) return [1, 0];
    const door = Math.min(doors - 1, Math.floor((y / sideM) * doors));
    const inset = DOOR_M / 2 - 0.5;
    const target = Math.min(middleOf(door) + inset, Math.max(middleOf(door) - inset, y));
    return [sideM + 0.5 - x, target - y];
  });
  return { input, guide };
}

/** Streets of 10 cells every 50, slowness that varies: 36 % of the cells are open. */
function cityBlocks(size: number): { plane: FieldPlane; costS: Float32Array; from: number } {
  const costS = new Float32Array(size * size).fill(Number.POSITIVE_INFINITY);
  for (let row = 1; row < size - 1; row++)
    for (let column = 1; column < size - 1; column++)
      if (row % 50 < 10 || column % 50 < 10)
        costS[row * size + column] = 0.75 * (1 + 0.5 * Math.sin(column / 37) * Math.cos(row / 53));
  return { plane: { columns: size, rows: size, links: [] }, costS, from: 5 * size + 5 };
}

interface Cost {
  updates: number;
  cpuS: number;
  wallS: number;
  simulatedS: number;
}

function play(run: { advance(): void; readonly updates: number; readonly timeS: number }): Cost {
  const [updates, timeS, cpu, startedMs] = [run.updates, run.timeS, process.cpuUsage(), performance.now()];
  run.advance();
  const { user, system } = process.cpuUsage(cpu);
  return {
    updates: run.updates - updates,
    cpuS: (user + system) / 1e6,
    wallS: (performance.now() - startedMs) / 1000,
    simulatedS: run.timeS - timeS,
  };
}

const ofCrowd = (run: Crowd, toS: number) => ({
  advance: () => run.advanceTo(toS),
  get updates() {
    return run.agentUpdates;
  },
  get timeS() {
    return run.timeS;
  },
});

const mups = ({ updates, cpuS }: Cost): number => updates / cpuS / 1e6;

const moduleOf = () => new WebAssembly.Module(readFileSync(resolve('build/kernels/crowd.wasm')));

/** Simulated before the clock is read: code is hot and the lattice has broken. */
const WARM_S = 2;

async function kernelCost({ input, guide }: Plan, helpers: number, spanS: number): Promise<Cost & { bytes: number }> {
  const walker = new WalkingKernel(moduleOf(), input, helpers);
  const threads = walker.workerInits.map(
    (workerData) => new Worker(resolve('build/node/cli/sim/kernel-helper.js'), { workerData }),
  );
  await Promise.all(threads.map((thread) => once(thread, 'online')));
  const run = startCrowd(() => walker, input, guide);
  run.advanceTo(WARM_S);
  const cost = play(ofCrowd(run, WARM_S + spanS));
  run.close();
  await Promise.all(threads.map((thread) => thread.terminate()));
  return { ...cost, bytes: walker.bytes };
}

/** A million updates a CPU-second of the plain walking of `crowd-yardstick.ts` on the quiet Zen 5 core that the marks are for; 2.3 on a busy one (crowd.md, section 1.1). */
const REFERENCE_PLAIN_MUPS = 3.1;

/** What that plain walking runs at in this process at this minute. */
function plainMups(): number {
  const plain = new PlainHall(50_000, SPACING_M);
  plain.advanceTo(0.3);
  return mups(play(ofPlain(plain, 0.9)));
}

/** A figure in a million updates a second, how many plain walkings it is worth, and how many its mark was where it was set. */
function inPlain(report: Report, name: string, value: number, mark: number, plain: number): void {
  report({ name: `crowd.${name}.timesPlain`, value: value / plain, unit: '1' });
  report({ name: `crowd.${name}.timesPlainMark`, value: mark / REFERENCE_PLAIN_MUPS, unit: '1' });
}

async function inTab(report: Report, plain: number, name: string, ways: 'all' | 'widest'): Promise<void> {
  const { realtime, updatesPerS } = await (await import('./crowd-tab.ts')).benchCrowdTab(report, name, ways);
  report({ name: `crowd.${name}`, value: realtime, unit: '1' });
  inPlain(report, name, updatesPerS / 1e6, 2, plain);
}

const MEASURED: Record<string, (report: Report, plain: number) => Promise<void>> = {
  async ts(report, plain) {
    const { input, guide } = hall(50_000);
    const run = startCrowd((of) => new WalkingOracle(of), input, guide);
    run.advanceTo(0.3);
    const cost = play(ofCrowd(run, 0.9));
    report({ name: 'crowd.ts.mups50k', value: mups(cost), unit: '1e6/s' });
    inPlain(report, 'ts', mups(cost), 2.5, plain);
  },

  async simd(report, plain) {
    const cost = await kernelCost(hall(50_000), 0, 5);
    report({ name: 'crowd.simd.mups50k', value: mups(cost), unit: '1e6/s' });
    inPlain(report, 'simd', mups(cost), 4.5, plain);
    report({ name: 'crowd.bytesPerAgent', value: cost.bytes / 50_000, unit: 'B' });
  },

  async workers(report, plain) {
    const alone = await kernelCost(hall(50_000), 0, 5);
    const two = await kernelCost(hall(50_000), 1, 5);
    report({ name: 'crowd.workers2.speedup', value: alone.wallS / two.wallS, unit: '1' });
    report({ name: 'crowd.workers2.cpuRatio', value: two.cpuS / alone.cpuS, unit: '1' });
    report({ name: 'crowd.realtime50k', value: two.simulatedS / two.wallS, unit: '1' });
    inPlain(report, 'realtime50k', two.updates / two.wallS / 1e6, 3, plain);
  },

  /** Marks: 25 ms and 12 ms. Fastest of ten, as CPU time. */
  async field(report, plain) {
    const { plane, costS, from } = cityBlocks(1000);
    const marchers = {
      ts: { marcher: new FieldMarch(plane), markMs: 25 },
      wasm: { marcher: compiledMarch(moduleOf(), plane), markMs: 12 },
    };
    for (const [name, { marcher, markMs }] of Object.entries(marchers)) {
      const field = fieldOn(marcher, plane, costS, new Map([[from, 0]]));
      let minMs = Number.POSITIVE_INFINITY;
      for (let k = 0; k < 10; k++) {
        const cpu = process.cpuUsage();
        marcher.march([field]);
        const { user, system } = process.cpuUsage(cpu);
        minMs = Math.min(minMs, (user + system) / 1000);
      }
      report({ name: `crowd.field1000.${name}Ms`, value: minMs, unit: 'ms' });
      inPlain(report, `field1000.${name}`, 1 / minMs, 1 / markMs, plain);
    }
  },

  async large(report, plain) {
    const two = await kernelCost(hall(200_000, { stepS: 0.1 }), 1, 4);
    report({ name: 'crowd.realtime200k.node', value: two.simulatedS / two.wallS, unit: '1' });
    inPlain(report, 'realtime200k.node', two.updates / two.wallS / 1e6, 2, plain);
  },

  tab: (report, plain) => inTab(report, plain, 'realtime200k', 'all'),

  tabWidest: (report, plain) => inTab(report, plain, 'realtime200k.widestWays', 'widest'),
};

/**
 * Machines differ, and one machine from hour to hour: before each part the plain walking is timed, and beside each figure stands how many
 * times that it is worth, with the same of its mark. A mark on the machine that crowd.md was measured on is a mark in plain walkings on any.
 */
export const PARTS: Record<string, (folder: string, report: Report) => Promise<void>> = Object.fromEntries(
  Object.entries(MEASURED).map(([name, bench]) => [
    name,
    (_, report) => {
      const plain = plainMups();
      report({ name: `crowd.${name}.plain.mups50k`, value: plain, unit: '1e6/s' });
      return bench(report, plain);
    },
  ]),
);

const ofPlain = (hall: PlainHall, toS: number) => ({
  advance: () => hall.advanceTo(toS),
  get updates() {
    return hall.updates;
  },
  get timeS() {
    return hall.timeS;
  },
});
