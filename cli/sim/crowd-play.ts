import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { CrowdFrame, CrowdResult } from '../../workers/crowd/core/crowd.ts';
import { CrowdGuide } from '../../workers/crowd/core/guide.ts';
import { WalkingKernel } from '../../workers/crowd/core/kernel.ts';
import { startCrowd } from '../../workers/crowd/core/run.ts';
import { WalkingOracle } from '../../workers/crowd/core/walking.ts';
import type { CrowdSetup } from '../../workers/crowd/lay-out.ts';
import { ROOT } from '../root.ts';

const KERNEL = join(ROOT, 'build/kernels/crowd.wasm');

export interface Played {
  result: CrowdResult;
  guide: CrowdGuide;
  wallS: number;
  cpuS: number;
  walker: 'kernel' | 'float64';
  threads: number;
}

/** A case from its start to its end, `onFrame` after each of its frames; others have their turn between two frames. */
export async function playCrowd(
  setup: CrowdSetup,
  threads: number,
  onFrame: (timeS: number, inside: number) => void = () => {},
): Promise<Played> {
  const poolWorkers: Worker[] = [];
  // Without the compiled kernel the oracle walks: the same model in float64, about half as fast.
  const module = existsSync(KERNEL) ? new WebAssembly.Module(readFileSync(KERNEL)) : null;
  const kernel = module && new WalkingKernel(module, setup.input, threads - 1);
  const guide = new CrowdGuide(setup, kernel ? (plane) => kernel.marcherOf(setup, plane) : undefined);
  const wall = performance.now();
  const cpu = process.cpuUsage();
  for (const workerData of kernel?.workerInits ?? [])
    poolWorkers.push(new Worker(new URL('./kernel-helper.js', import.meta.url), { workerData }));
  const crowd = startCrowd((input) => kernel ?? new WalkingOracle(input), setup.input, guide);
  const frames: CrowdFrame[] = [];
  try {
    for (const frame of crowd.frames()) {
      frames.push(frame);
      onFrame(crowd.timeS, crowd.inside);
      await setImmediate();
    }
  } finally {
    crowd.close();
    await Promise.all(poolWorkers.map((helper) => helper.terminate()));
  }
  const { user, system } = process.cpuUsage(cpu);
  return {
    result: crowd.result(frames),
    guide,
    wallS: (performance.now() - wall) / 1000,
    cpuS: (user + system) / 1e6,
    walker: module ? 'kernel' : 'float64',
    threads: poolWorkers.length + 1,
  };
}
