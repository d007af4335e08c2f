import { isPressure } from '../../model/city/pipe-system.ts';
import type { BurstRequest } from '../../model/questions/pipe-network.ts';
import type { Customer, ValveItem } from '../../model/tables/pipe-network.ts';
import { MessageError } from '../../model/text/message.ts';
import type { Pause } from '../shared/engine.ts';
import { customersOf } from './customers.ts';
import type { BurstResult, PipeLine } from './engine-types.ts';
import { axisOfPiece, type PipeGraph, systemOfPiece } from './graph.ts';
import { assumedValves, givenValves, type Isolation, isFed, isolate, type ValvePlan } from './isolation.ts';
import { pipeMessage } from './messages.ts';
import { joinedLines } from './pipe-lines.ts';
import { type PipeSite, partsOf } from './site.ts';

/** Plays a burst: what to close, what is between, who has no supply; null: stopped. */
export async function playBurst(
  site: PipeSite,
  request: BurstRequest,
  pause: Pause,
): Promise<(Omit<BurstResult, 'kind'> & { lines: PipeLine[] }) | null> {
  const graph = site.pipes;
  const burst = longestOf(graph, await site.startOf(request.pipe));
  const system = systemOfPiece(graph, burst);
  if (!isPressure(system)) throw new MessageError(pipeMessage('not-pressure', { system: system ?? '—' }));
  const given = givenValves(graph, await brokenValves(site, request.broken));
  const plan = request.valves === 'assumed' ? assumedValves(graph, given) : given;
  const { nodes: sources, isAssumed } = sourcesOf(graph, burst, request.sourcesM);
  const isolation = isolate(graph, plan, burst, sources);
  const isIsolated = isolation.sourcesInside.length === 0 && !isFed(graph, plan, burst, sources, isolation.close);
  const lost = new Map<number, Customer['where']>([
    ...isolation.section.map((piece) => [piece, 'section'] as const),
    ...isolation.cutOff.map((piece) => [piece, 'cut-off'] as const),
  ]);
  const served = await customersOf(site, burst, lost, request.reachM, pause);
  if (!served) return null;
  const valves = (list: readonly number[]) => Promise.all(list.map((valve) => valveItem(site, plan, valve)));
  const [start] = await site.items([burst]);
  const isClosed = new Set(isolation.close);
  return {
    request,
    start,
    isIsolated,
    ...served,
    close: await valves(isolation.close),
    idle: await valves(isolation.around.filter((valve) => !isClosed.has(valve))),
    sourcesM: sources.map((node) => site.nodeM(node)),
    areSourcesAssumed: isAssumed,
    sourcesInside: isolation.sourcesInside.length,
    valvesKnown: knownValves(graph, burst),
    ...(await extentOf(site, isolation)),
    unfed: isolation.unfed,
    lines: [
      ...joinedLines(graph, isolation.section, 'section'),
      ...joinedLines(graph, isolation.cutOff, 'cut-off'),
      { line: axisOfPiece(graph, burst), part: 'start' },
    ],
  };
}

async function extentOf(site: PipeSite, { section, cutOff }: Isolation) {
  const length = (pieces: readonly number[]) => pieces.reduce((sum, piece) => sum + site.pipes.lengthM[piece], 0);
  return {
    section: await site.items(section),
    sectionM: length(section),
    cutOff: await site.items(cutOff),
    cutOffM: length(cutOff),
  };
}

const longestOf = ({ lengthM }: PipeGraph, pieces: readonly number[]): number =>
  pieces.reduce((longest, piece) => (lengthM[piece] > lengthM[longest] ? piece : longest), pieces[0]);

async function brokenValves(site: PipeSite, ids: readonly string[]): Promise<Set<number>> {
  const { valves } = site.pipes.network;
  const broken = new Set<number>();
  if (ids.length === 0) return broken;
  const byId = new Map<string | null, number>();
  for (let valve = 0; valve < valves; valve++) byId.set((await site.valveItem(valve)).id, valve);
  for (const id of ids) {
    const valve = byId.get(id);
    if (valve === undefined) throw new MessageError(pipeMessage('unknown-valve', { id }));
    broken.add(valve);
  }
  return broken;
}

async function valveItem(site: PipeSite, plan: ValvePlan, valve: number): Promise<ValveItem> {
  if (valve < site.pipes.network.valves) return await site.valveItem(valve);
  const [[piece, node]] = plan.sidesOf(valve);
  return { id: null, gid: null, atM: onPiece(site, piece, node) };
}

/** A metre from a node along a piece, or its middle where it is shorter. */
function onPiece({ pipes: graph }: PipeSite, piece: number, node: number): ValveItem['atM'] {
  const axis = axisOfPiece(graph, piece);
  const line = graph.network.startNode[piece] === node ? axis : axis.toReversed();
  const [a, b] = line;
  const t = Math.min(0.5, 1 / Math.max(Math.hypot(b[0] - a[0], b[1] - a[1]), 1e-9));
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])];
}

function knownValves(graph: PipeGraph, burst: number): number {
  const { network, firstAt, pieceAt } = graph;
  const system = systemOfPiece(graph, burst);
  return [...network.valveNode].filter(
    (node) => firstAt[node + 1] > firstAt[node] && systemOfPiece(graph, pieceAt[firstAt[node]]) === system,
  ).length;
}

/**
 * The nodes that a network is fed from: those nearest to the places that were told, of the burst pipe's system; else the free ends of the
 * widest pipes of the part that the burst hangs together with, or a node of its widest pipe where none is free. That is an assumption.
 */
function sourcesOf(
  graph: PipeGraph,
  burst: number,
  placesM: readonly (readonly [number, number])[],
): { nodes: number[]; isAssumed: boolean } {
  const { network, tubes, firstAt, pieceAt } = graph;
  const part = partsOf(graph);
  const { nodeM } = network;
  const system = systemOfPiece(graph, burst);
  const joined = Array.from({ length: network.nodes }, (_, node) => node).filter(
    (node) => firstAt[node + 1] > firstAt[node],
  );
  if (placesM.length > 0) {
    const own = joined.filter((node) => systemOfPiece(graph, pieceAt[firstAt[node]]) === system);
    const awayM = (node: number, [x, y]: readonly [number, number]) =>
      Math.hypot(nodeM[3 * node] - x, nodeM[3 * node + 1] - y);
    const nearest = placesM.map((place) =>
      own.reduce((best, node) => (awayM(node, place) < awayM(best, place) ? node : best), own[0]),
    );
    return { nodes: [...new Set(nearest)], isAssumed: false };
  }
  const own = joined.filter((node) => part[pieceAt[firstAt[node]]] === part[burst]);
  const widthAt = (node: number) =>
    Math.max(...Array.from(pieceAt.subarray(firstAt[node], firstAt[node + 1]), (p) => tubes.widthM[network.tube[p]]));
  const widest = own.reduce((most, node) => Math.max(most, widthAt(node)), 0);
  const wide = own.filter((node) => widthAt(node) === widest);
  const free = wide.filter((node) => firstAt[node + 1] - firstAt[node] === 1);
  return { nodes: free.length > 0 ? free : wide.slice(0, 1), isAssumed: true };
}
