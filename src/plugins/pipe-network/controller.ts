import type { ClearanceRules } from '../../../model/pipes/clearance-rules.ts';
import { BurstRequest, ClearanceRequest, type PipeRequest } from '../../../model/questions/pipe-network.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import type { PipeEngineTypes, PipeFacts, PipeResult } from '../../../workers/pipe-network/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { type AnalysisController, openAnalysis } from '../../twin/analysis.ts';
import { PIPES_NEAR } from '../../twin/pipes-near.ts';
import type { Opener } from '../../twin/services.ts';
import type { PipeForm } from './slice.ts';

/** Id of the plug-in, of its engine and of its picking. */
export const PIPE_NETWORK = 'pipe-network';

/** The pipe network, asked in a worker. */
type PipeController = AnalysisController<PipeFacts, PipeRequest, PipeResult> & {
  /** The request that led to the result; null: nothing was asked. */
  request(): PipeRequest | null;
};

/** A click names a pipe, or a source of supply. */
export const pipeNetworkController: Opener<App, PipeController> = {
  id: PIPE_NETWORK,
  open(app) {
    const { twin } = app;
    const unfollow = twin.follow(
      ({ pick }) => pick,
      (pick) => {
        if (pick?.owner !== PIPE_NETWORK || pick.points.length === 0) return;
        const { endPicking, setPipeForm, pipeForm } = twin.getState();
        endPicking(PIPE_NETWORK);
        const [x, y] = pick.points[0].enu;
        const atM: [number, number] = [Math.round(x * 100) / 100, Math.round(y * 100) / 100];
        const { system, sourcesM } = pipeForm;
        if (pick.kind === 'source') setPipeForm({ sourcesM: [...sourcesM, atM] });
        else setPipeForm({ pipe: { by: 'place', atM, ...(system ? { system } : {}) } });
      },
    );
    const client = app.engines.engine<PipeEngineTypes>(PIPE_NETWORK);
    const endOffer = app.offer(PIPES_NEAR, {
      async near(atM, radiusM) {
        await client.open();
        return client.questions.near(atM, radiusM);
      },
      async valvesToClose(atM, system) {
        await client.open();
        return client.questions.valvesToClose(atM, system);
      },
    });
    const analysis = openAnalysis<PipeFacts, PipeRequest, PipeResult>(app, PIPE_NETWORK, PIPE_NETWORK);
    let requested: PipeRequest | null = null;
    return {
      ...analysis,
      analyse(request) {
        requested = request;
        return analysis.analyse(request);
      },
      request: () => requested,
      close() {
        unfollow();
        endOffer();
      },
    };
  },
};

/**
 * What the engine is asked, as a case of the command line has it; null: no pipe is chosen, or there is nothing to hold pipes against. `rules`:
 * in place of the table that the engine knows.
 */
export function pipeRequestOf(
  { kind, pipe, way, valves, sourcesM, reachM, planned, system }: PipeForm,
  rules: ClearanceRules | 'known' | null = 'known',
): PipeRequest | null {
  if (kind === 'clearance') {
    if (rules === null) return null;
    const usual = defaultsOf(ClearanceRequest);
    const request = { kind, ...usual, systems: system ? [system] : usual.systems, planned: [...planned] };
    return rules === 'known' ? request : { ...request, rules };
  }
  if (!pipe) return null;
  if (kind === 'trace') return { kind, pipe, way };
  return {
    kind,
    pipe,
    valves,
    broken: defaultsOf(BurstRequest).broken,
    sourcesM: sourcesM.map(([x, y]) => [x, y]),
    reachM,
  };
}
