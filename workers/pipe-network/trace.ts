import { basisOf, flowOf, nodesOfPiece, type PipeGraph, piecesAt } from './graph.ts';

/** Which way a trace goes. */
type TraceWay = 'up' | 'down' | 'all';

/** What a trace meets: pieces from the nearest on, and the nodes where it ends. */
interface Trace {
  pieces: number[];
  /** Nodes beyond which nothing goes on. */
  ends: number[];
  /** Pieces whose direction is only as they are drawn. */
  assumed: number;
}

/**
 * All that lies above pieces, below them, or hangs together with them, breadth first; the pieces themselves are part of it. Up and down
 * follow directions: a piece without one is passed neither way.
 */
export function traceOf(graph: PipeGraph, starts: readonly number[], way: TraceWay): Trace {
  const isMet = new Uint8Array(graph.network.pieces);
  const pieces: number[] = [];
  const ends = new Set<number>();
  const meet = (piece: number) => {
    if (isMet[piece]) return;
    isMet[piece] = 1;
    pieces.push(piece);
  };
  for (const piece of starts) meet(piece);
  for (let i = 0; i < pieces.length; i++)
    for (const node of leavingNodes(graph, pieces[i], way)) {
      const next = goingOn(graph, node, pieces[i], way);
      if (next.length === 0) ends.add(node);
      for (const piece of next) meet(piece);
    }
  const assumed = pieces.filter((piece) => basisOf(graph, piece) === 'drawn').length;
  return { pieces, ends: [...ends].sort((a, b) => a - b), assumed };
}

/** Nodes by which a trace leaves a piece. */
function leavingNodes(graph: PipeGraph, piece: number, way: TraceWay): number[] {
  if (way === 'all') return nodesOfPiece(graph, piece);
  const flow = flowOf(graph, piece);
  if (!flow) return [];
  return [way === 'down' ? flow.to : flow.from];
}

/** Pieces that go on from a node. */
function goingOn(graph: PipeGraph, node: number, from: number, way: TraceWay): number[] {
  return Array.from(piecesAt(graph, node)).filter((piece) => {
    if (piece === from) return false;
    if (way === 'all') return true;
    const flow = flowOf(graph, piece);
    return flow !== null && (way === 'down' ? flow.from : flow.to) === node;
  });
}
