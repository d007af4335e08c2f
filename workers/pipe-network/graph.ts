import { DIRECTION_BASES, NO_MATERIAL, PIPE_DIRECTIONS, type PipeNetwork } from '../../model/city/pipe-network.ts';
import type { PipeSystem } from '../../model/city/pipe-system.ts';
import type { Tubes } from '../../model/city/tubes.ts';

/** A point of a pipe's middle line: east, north, up. */
export type AxisPoint = [eastM: number, northM: number, upM: number];

/** A city's pipes as a graph: which pieces meet at a node, where each runs and how far. */
export interface PipeGraph {
  readonly network: PipeNetwork;
  readonly tubes: Tubes;
  /** Length of each piece, in plan. */
  readonly lengthM: Float64Array;
  /** Node i joins the pieces pieceAt[firstAt[i] … firstAt[i + 1]). */
  readonly firstAt: Uint32Array;
  readonly pieceAt: Uint32Array;
  /** First valve of each node; −1: none. */
  readonly valveAt: Int32Array;
}

/** Puts the pieces of a network to their nodes. */
export function pipeGraph(network: PipeNetwork, tubes: Tubes): PipeGraph {
  const { nodes, pieces, startM, endM, valveNode } = network;
  const firstAt = new Uint32Array(nodes + 1);
  for (let p = 0; p < pieces; p++) for (const node of endsOf(network, p)) firstAt[node + 1]++;
  for (let i = 0; i < nodes; i++) firstAt[i + 1] += firstAt[i];
  const next = firstAt.slice();
  const pieceAt = new Uint32Array(firstAt[nodes]);
  for (let p = 0; p < pieces; p++) for (const node of endsOf(network, p)) pieceAt[next[node]++] = p;
  const valveAt = new Int32Array(nodes).fill(-1);
  for (let i = valveNode.length - 1; i >= 0; i--) valveAt[valveNode[i]] = i;
  const lengthM = Float64Array.from(startM, (from, p) => endM[p] - from);
  return { network, tubes, lengthM, firstAt, pieceAt, valveAt };
}

/** Both nodes of a piece; one where it comes back to where it began. */
function endsOf({ startNode, endNode }: PipeNetwork, piece: number): number[] {
  return startNode[piece] === endNode[piece] ? [startNode[piece]] : [startNode[piece], endNode[piece]];
}

/** Nodes at the ends of a piece. */
export const nodesOfPiece = ({ network }: PipeGraph, piece: number): number[] => endsOf(network, piece);

/** Pieces that meet at a node. */
export const piecesAt = ({ firstAt, pieceAt }: PipeGraph, node: number): Uint32Array =>
  pieceAt.subarray(firstAt[node], firstAt[node + 1]);

/** The node that a piece runs from, and the one that it runs to; null: nothing tells which way it runs. */
export function flowOf({ network }: PipeGraph, piece: number): { from: number; to: number } | null {
  const { startNode, endNode, direction } = network;
  const way = PIPE_DIRECTIONS[direction[piece]];
  if (way === 'unknown') return null;
  const [from, to] = way === 'along' ? [startNode, endNode] : [endNode, startNode];
  return { from: from[piece], to: to[piece] };
}

/** How the direction of a piece is known. */
export const basisOf = ({ network }: PipeGraph, piece: number): (typeof DIRECTION_BASES)[number] =>
  DIRECTION_BASES[network.basis[piece]];

/** What a piece carries; null: nothing says it. */
export const systemOfPiece = ({ network }: PipeGraph, piece: number): PipeSystem | null =>
  network.layers[network.layer[piece]].system;

/** Where the data tells the material of a piece. */
export const materialOf = ({ network }: PipeGraph, piece: number): string | null =>
  network.material[piece] === NO_MATERIAL ? null : network.materials[network.material[piece]];

/** The middle line of a piece. */
export function axisOfPiece({ network, tubes }: PipeGraph, piece: number): AxisPoint[] {
  const tube = network.tube[piece];
  const fromM = network.startM[piece];
  const toM = network.endM[piece];
  const { vertexOf, axisM } = tubes;
  const at = (v: number): AxisPoint => [axisM[3 * v], axisM[3 * v + 1], axisM[3 * v + 2]];
  const line: AxisPoint[] = [];
  let chainageM = 0;
  for (let v = vertexOf[tube]; v + 1 < vertexOf[tube + 1]; v++) {
    const a = at(v);
    const b = at(v + 1);
    const lengthM = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const point = (m: number): AxisPoint => between(a, b, lengthM > 0 ? (m - chainageM) / lengthM : 0);
    const endM = chainageM + lengthM;
    if (endM >= fromM && chainageM <= toM) {
      if (line.length === 0) line.push(point(Math.max(fromM, chainageM)));
      line.push(point(Math.min(toM, endM)));
    }
    chainageM = endM;
  }
  return line;
}

const between = (a: AxisPoint, b: AxisPoint, t: number): AxisPoint => [
  a[0] + t * (b[0] - a[0]),
  a[1] + t * (b[1] - a[1]),
  a[2] + t * (b[2] - a[2]),
];
