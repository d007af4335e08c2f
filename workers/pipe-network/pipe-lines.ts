import type { PipeLine } from './engine-types.ts';
import { type AxisPoint, axisOfPiece, nodesOfPiece, type PipeGraph, piecesAt } from './graph.ts';

/** Pieces as few long lines: each goes on where exactly one other piece of them does. */
export function joinedLines(graph: PipeGraph, pieces: readonly number[], part: PipeLine['part']): PipeLine[] {
  const isOwn = new Set(pieces);
  const isDrawn = new Set<number>();
  const lines: PipeLine[] = [];
  const ownAt = (node: number) => Array.from(piecesAt(graph, node)).filter((piece) => isOwn.has(piece));
  const isThrough = (node: number) => ownAt(node).length === 2;
  const follow = (first: number, from: number): AxisPoint[] => {
    const line: AxisPoint[] = [];
    let piece: number | undefined = first;
    let node = from;
    while (piece !== undefined && !isDrawn.has(piece)) {
      isDrawn.add(piece);
      const axis = axisOfPiece(graph, piece);
      line.push(...(graph.network.startNode[piece] === node ? axis : axis.toReversed()));
      node = graph.network.startNode[piece] === node ? graph.network.endNode[piece] : graph.network.startNode[piece];
      const drawn: number = piece;
      piece = isThrough(node) ? ownAt(node).find((next) => next !== drawn) : undefined;
    }
    return line;
  };
  for (const piece of pieces)
    for (const node of nodesOfPiece(graph, piece))
      if (!isThrough(node) && !isDrawn.has(piece)) lines.push({ line: follow(piece, node), part });
  // What is left are rings.
  for (const piece of pieces)
    if (!isDrawn.has(piece)) lines.push({ line: follow(piece, graph.network.startNode[piece]), part });
  return lines;
}
