import { isGravity } from '../../model/city/pipe-system.ts';
import type { PipeRequest, TraceRequest } from '../../model/scenarios/pipe-network.ts';
import { sha256 } from '../../model/sha256.ts';
import { MessageError } from '../../model/text/message.ts';
import type { QuestionEngine } from '../shared/engine.ts';
import { playBurst } from './burst.ts';
import { checkClearance } from './check-clearance.ts';
import type { PipeEngineTypes, PipeLine, PipeResult, TraceResult } from './engine-types.ts';
import { systemOfPiece } from './graph.ts';
import { pipeMessage } from './messages.ts';
import { pipeTables } from './pipe-csv.ts';
import { joinedLines } from './pipe-lines.ts';
import { openPipeSite, type PipeSite } from './site.ts';
import { traceOf } from './trace.ts';

/** Pipes as a network: traces, bursts with the valves to close, clearances. It answers questions and plays no runs. */
export const engine: QuestionEngine<PipeEngineTypes, PipeSite> = {
  id: 'pipe-network',
  hasKernel: false,
  minHelpers: null,
  needs: [],
  gives: [],
  open: openPipeSite,
  questions: (site) => ({
    async analyse(request, hear) {
      site.isStopped = false;
      const result = await analyse(site, request, hear);
      if (result) site.last = result;
      return result;
    },
    async stop() {
      site.isStopped = true;
    },
    tables: async () => (site.last ? pipeTables(site.last) : {}),
  }),
};

async function analyse(
  site: PipeSite,
  request: PipeRequest,
  hear: (doneRatio: number) => void,
): Promise<PipeResult | null> {
  const answer = await answerOf(site, request, hear);
  if (!answer) return null;
  const { lines: _, ...numbers } = answer;
  return { ...answer, hash: sha256([new TextEncoder().encode(JSON.stringify(numbers))]) };
}

async function answerOf(site: PipeSite, request: PipeRequest, hear: (doneRatio: number) => void) {
  switch (request.kind) {
    case 'trace':
      return { kind: 'trace' as const, ...(await trace(site, request)) };
    case 'burst': {
      const played = await playBurst(site, request, hear);
      return played && { kind: 'burst' as const, ...played };
    }
    case 'clearance': {
      const checked = await checkClearance(site, request, hear);
      return checked && { kind: 'clearance' as const, ...checked };
    }
  }
}

async function trace(
  site: PipeSite,
  request: TraceRequest,
): Promise<Omit<TraceResult, 'kind'> & { lines: PipeLine[] }> {
  const graph = site.pipes;
  const starts = await site.startOf(request.pipe);
  if (request.way !== 'all' && !isGravity(systemOfPiece(graph, starts[0])))
    throw new MessageError(pipeMessage('no-direction', {}));
  const { pieces, ends, assumed } = traceOf(graph, starts, request.way);
  const isStart = new Set(starts);
  const [start] = await site.items(starts);
  return {
    request,
    start,
    assumed,
    pipes: await site.items(pieces),
    lengthM: pieces.reduce((sum, piece) => sum + graph.lengthM[piece], 0),
    endsM: ends.map((node) => site.nodeM(node)),
    lines: [
      ...joinedLines(
        graph,
        pieces.filter((piece) => !isStart.has(piece)),
        'traced',
      ),
      ...joinedLines(graph, starts, 'start'),
    ],
  };
}
