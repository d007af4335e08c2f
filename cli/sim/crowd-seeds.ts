import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EnsembleRun } from '../../model/scenarios/crowd-ensemble.ts';
import { buildCrowdSetup, type CrowdSetup } from '../../workers/crowd/lay-out.ts';
import { ROOT } from '../root.ts';
import { type Played, playCrowd } from './crowd-play.ts';

/** Compiled: a thread reads no TypeScript. */
const HELPER = join(ROOT, 'build/node/cli/sim/crowd-seed-helper.js');

/** What a thread plays seeds of. */
export interface SeedsOf {
  file: string;
  cities: string;
  threads: number;
}

/** The case with the k-th seed from its own on: other people at other places. */
export const seedOf = (setup: CrowdSetup, k: number): CrowdSetup =>
  k === 0 ? setup : buildCrowdSetup({ ...setup.theCase, seed: setup.theCase.seed + k });

/**
 * These seeds, counted from the case's, in so many threads, this one among them: each takes the next seed when it is done, and the
 * answers stand in the order of `seeds`. The first of them is played here, and given whole.
 */
export async function playSeeds(
  of: SeedsOf,
  setup: CrowdSetup,
  seeds: readonly number[],
  workers: number,
  onFrame: (timeS: number, inside: number) => void,
): Promise<{ first: Played; runs: EnsembleRun[] }> {
  const runs: EnsembleRun[] = [];
  let next = 1;
  const take = (): number | null => (next < seeds.length ? next++ : null);
  const others = Array.from(
    { length: Math.min(workers, seeds.length) - 1 },
    () => new Worker(HELPER, { workerData: of }),
  );
  try {
    const played = others.map(async (other) => {
      for (let k = take(); k !== null; k = take()) {
        other.postMessage(seeds[k]);
        [runs[k]] = (await once(other, 'message')) as [EnsembleRun];
      }
    });
    const own = async (): Promise<Played> => {
      const first = await playCrowd(seedOf(setup, seeds[0]), of.threads, onFrame);
      runs[0] = outcome(first);
      for (let k = take(); k !== null; k = take())
        runs[k] = outcome(await playCrowd(seedOf(setup, seeds[k]), of.threads, onFrame));
      return first;
    };
    const [first] = await Promise.all([own(), ...played]);
    return { first, runs };
  } finally {
    await Promise.all(others.map((other) => other.terminate()));
  }
}

/** What an ensemble needs of a run; frames and people stay behind. */
export const outcome = ({
  result: { clearance50S, clearance95S, clearance100S, remained, hash },
}: Played): EnsembleRun => ({
  clearance50S,
  clearance95S,
  clearance100S,
  remained,
  hash,
});
