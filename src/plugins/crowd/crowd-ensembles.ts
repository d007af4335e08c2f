import type { Field } from '../../../model/runs/field.ts';
import { bandOf, type EnsembleRun } from '../../../model/scenarios/crowd-ensemble.ts';
import type { CrowdEngineTypes, CrowdRunResult } from '../../../workers/crowd/engine-types.ts';
import type { EngineClient } from '../../twin/engine-host.ts';
import { failureOf } from '../../twin/failure.ts';
import { isRunActive, runningStatus } from '../../twin/runs.ts';
import type { Twin } from '../../twin/twin.ts';
import type { PageCrowdScenario } from './crowd-case.ts';
import type { CrowdEnsemble } from './slice.ts';

/** Nobody looks at the frames of an ensemble's runs; a run's bits do not depend on how many it makes. */
const RARE_FRAMES_S = 600;

/** All seeds together may take this many seconds and still be played without a press. */
const UNASKED_S = 120;

/** Tells whether the seeds of a run that took this long are played without a press. */
export const isQuick = (wallS: number, seeds: number): boolean => wallS * seeds <= UNASKED_S;

/** What an ensemble is played from. */
interface EnsembleStart {
  /** Nobody asked for it: it gives way to one that somebody asks for. */
  isUnasked: boolean;
  runId: string | null;
  name: string;
  seeds: number;
  scenario: PageCrowdScenario;
  startMs: number;
  fields: readonly Field[];
}

/** Plays a case with one seed after another in the engine's worker, and keeps of each run when its people left. */
export function openEnsembles(twin: Twin, client: Pick<EngineClient<CrowdEngineTypes>, 'run' | 'stop' | 'forget'>) {
  let serial = 0;
  let last: Promise<void> = Promise.resolve();
  let unaskedId: string | null = null;
  const cut = new Set<string>();
  const find = (id: string): CrowdEnsemble | null =>
    twin.getState().crowdEnsembles.find((ensemble) => ensemble.id === id) ?? null;
  const change = (id: string, part: Partial<CrowdEnsemble>): void => {
    const own = find(id);
    if (own) twin.getState().putCrowdEnsemble({ ...own, ...part });
  };

  async function play(id: string, { seeds, scenario, startMs, fields }: EnsembleStart): Promise<void> {
    const curves: Float32Array[] = [];
    const startedMs = Date.now();
    for (let k = 0; k < seeds && !cut.has(id); k++) {
      const runId = `${id}-${k + 1}`;
      const request = { ...scenario, seed: scenario.seed + k, frameEveryS: RARE_FRAMES_S };
      const end = await client.run(runId, request, { startMs, fields, branch: null }, (event) => {
        const own = find(id);
        if (!own) return;
        if (event.kind === 'progress') {
          const timeS = k + Math.min(1, event.timeS / scenario.endS);
          const wallS = (Date.now() - startedMs) / 1000;
          change(id, { status: runningStatus(own.status, { timeS, fromS: 0, endS: seeds, wallS }) });
        } else if (event.kind === 'opening') change(id, { people: event.opening.people });
      });
      await client.forget(runId);
      // A run that was stopped half way says nothing of when people are out.
      if (!end?.isWhole) break;
      const { result } = end;
      curves.push(timesOf(result));
      const own = find(id);
      if (!own) return;
      // A run that is over before its end moves the bar as far as one that is not.
      const wallS = (Date.now() - startedMs) / 1000;
      const status = runningStatus(own.status, { timeS: k + 1, fromS: 0, endS: seeds, wallS });
      change(id, { runs: [...own.runs, outcomeOf(result)], band: bandOf(curves), status });
    }
  }

  return {
    start(of: EnsembleStart): void {
      const active = twin.getState().crowdEnsembles.find(({ status }) => isRunActive(status));
      if (active && (active.id !== unaskedId || of.isUnasked)) return;
      if (active) stop(active.id);
      const id = `crowd-ensemble-${++serial}`;
      if (of.isUnasked) unaskedId = id;
      const { runId, name, seeds, scenario } = of;
      twin.getState().putCrowdEnsemble({
        id,
        runId,
        name,
        seeds,
        title: scenario.title,
        preset: scenario.preset,
        people: 0,
        runs: [],
        band: null,
        status: { kind: 'running', progressRatio: 0, etaS: null },
      });
      const played = last.then(() => play(id, of));
      last = played.catch(() => undefined);
      played.then(
        () => change(id, { status: { kind: cut.has(id) ? 'stopped' : 'done' } }),
        (error) => change(id, { status: { kind: 'failed', reason: failureOf(error) } }),
      );
    },
    stop,
    drop(id: string): void {
      stop(id);
      twin.getState().dropCrowdEnsemble(id);
    },
    close(): void {
      for (const { id } of twin.getState().crowdEnsembles) stop(id);
    },
  };

  function stop(id: string): void {
    const own = find(id);
    if (!own || !isRunActive(own.status)) return;
    cut.add(id);
    client.stop().catch((error) => console.warn('crowd ensemble', error));
  }
}

/** When people left, rising. */
const timesOf = ({ leftS }: CrowdRunResult): Float32Array => leftS.filter((timeS) => timeS >= 0).sort();

const outcomeOf = ({ facts, hash }: CrowdRunResult): EnsembleRun => ({
  clearance50S: facts.clearance50S ?? Number.NaN,
  clearance95S: facts.clearance95S ?? Number.NaN,
  clearance100S: facts.clearance100S ?? Number.NaN,
  remained: { length: facts.people - facts.left },
  hash,
});
