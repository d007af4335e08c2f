import { isGravity } from '../../model/city/pipe-system.ts';
import { BurstRequest, PipeRequest, type TraceRequest } from '../../model/questions/pipe-network.ts';
import { defaultsOf } from '../../model/questions/question.ts';
import { sha256 } from '../../model/sha256.ts';
import type { ValveItem } from '../../model/tables/pipe-network.ts';
import { MessageError } from '../../model/text/message.ts';
import { defineAnalysis, type OwnQuestions } from '../shared/analysis.ts';
import type { Pause } from '../shared/engine.ts';
import { playBurst } from './burst.ts';
import { checkClearance } from './check-clearance.ts';
import type { PipeEngineTypes, PipeLine, PipeResult, TraceResult } from './engine-types.ts';
import { systemOfPiece } from './graph.ts';
import { pipeMessage } from './messages.ts';
import { joinedLines } from './pipe-lines.ts';
import { pipeTables } from './pipe-tables.ts';
import { pipesNear } from './pipes-near.ts';
import { openPipeSite, type PipeSite } from './site.ts';
import { traceOf } from './trace.ts';

/** Pipes as a network: traces, bursts with the valves to close, clearances. */
export const engine = defineAnalysis({
  id: 'pipe-network',
  question: PipeRequest,
  open: openPipeSite,
  facts: ({ facts }) => facts,
  analyse,
  tables: pipeTables,
  figures: figuresOf,
  more: (site, begin): OwnQuestions<PipeEngineTypes> => ({
    near: async (atM, radiusM) => site.graph && pipesNear(site.graph, atM, radiusM, (piece) => site.pipeKey(piece)),
    async valvesToClose([eastM, northM], system) {
      const pipe = { by: 'place' as const, atM: [eastM, northM] as [number, number], system };
      const request = { kind: 'burst' as const, pipe, ...defaultsOf(BurstRequest) };
      const played = await playBurst(
        site,
        request,
        begin(() => undefined),
      );
      if (!played) return null;
      const { start, isIsolated, areSourcesAssumed, residents, close } = played;
      const awayM = ({ atM }: ValveItem) => Math.hypot(atM[0] - eastM, atM[1] - northM);
      const nearest = close.toSorted((a, b) => awayM(a) - awayM(b));
      return { start, isIsolated, areSourcesAssumed, residents, close: nearest };
    },
  }),
});

async function analyse(site: PipeSite, request: PipeRequest, pause: Pause): Promise<PipeResult | null> {
  const answer = await answerOf(site, request, pause);
  if (!answer) return null;
  const { lines: _, ...numbers } = answer;
  return { ...answer, hash: sha256([new TextEncoder().encode(JSON.stringify(numbers))]) };
}

async function answerOf(site: PipeSite, request: PipeRequest, pause: Pause) {
  switch (request.kind) {
    case 'trace':
      return { kind: 'trace' as const, ...(await trace(site, request)) };
    case 'burst': {
      const played = await playBurst(site, request, pause);
      return played && { kind: 'burst' as const, ...played };
    }
    case 'clearance': {
      const checked = await checkClearance(site, request, pause);
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

function figuresOf(result: PipeResult): object {
  if (result.kind === 'trace') {
    const { start, pipes, lengthM, endsM, assumed } = result;
    return { start: start.id, pipes: pipes.length, lengthM, ends: endsM.length, assumed };
  }
  if (result.kind === 'burst') {
    const { start, isIsolated, areSourcesAssumed, close, sectionM, cutOffM, customers, residents } = result;
    const valves = close.map(({ id }) => id);
    const buildings = customers.length;
    return { start: start.id, isIsolated, areSourcesAssumed, close: valves, sectionM, cutOffM, buildings, residents };
  }
  const { edition, pipes, unknown, exposed, findings } = result;
  const counts: Record<string, number> = {};
  for (const { check } of findings) counts[check] = (counts[check] ?? 0) + 1;
  return { table: edition, pipes, unknown, exposed, findings: counts };
}
