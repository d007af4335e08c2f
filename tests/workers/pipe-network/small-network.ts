import { NO_MATERIAL, type PipeNetwork } from '../../../model/city/pipe-network.ts';
import type { PipeSystem } from '../../../model/city/pipe-system.ts';
import type { Tubes } from '../../../model/city/tubes.ts';
import { type PipeGraph, pipeGraph } from '../../../workers/pipe-network/graph.ts';

/** A piece between two nodes; `against`: it falls towards its start. */
export interface SketchPiece {
  from: number;
  to: number;
  direction?: 'along' | 'against' | 'unknown';
}

/** A network of straight pipes, one tube a piece, between nodes on a line 10 m apart unless told where. */
export function sketchNetwork(
  nodes: number,
  pieces: readonly SketchPiece[],
  valveNodes: readonly number[],
  system: PipeSystem = 'water',
  atM: (node: number) => readonly [number, number, number] = (node) => [10 * node, 0, 0],
): PipeGraph {
  const each = <T>(of: (piece: SketchPiece, i: number) => T) => pieces.map(of);
  const vertices = each(({ from, to }) => [...atM(from), ...atM(to)]).flat();
  const tubes: Tubes = {
    count: pieces.length,
    layers: ['pipes'],
    layer: new Uint32Array(pieces.length),
    row: Uint32Array.from(each((_, i) => i)),
    vertexOf: Uint32Array.from([...each((_, i) => 2 * i), 2 * pieces.length]),
    widthM: new Float32Array(pieces.length).fill(0.3),
    heightM: new Float32Array(pieces.length).fill(0.3),
    axisM: Float32Array.from(vertices),
    groundM: new Float32Array(2 * pieces.length).fill(3),
  };
  const lengthOf = ({ from, to }: SketchPiece) => {
    const [a, b] = [atM(from), atM(to)];
    return Math.hypot(b[0] - a[0], b[1] - a[1]);
  };
  const codes = { unknown: 0, along: 1, against: 2 };
  const network: PipeNetwork = {
    nodes,
    pieces: pieces.length,
    valves: valveNodes.length,
    toleranceM: 0.3,
    valveToleranceM: 1,
    layers: [{ id: 'pipes', system }],
    valveLayers: ['valves'],
    materials: [],
    nodeM: Float32Array.from(Array.from({ length: nodes }, (_, node) => [...atM(node)]).flat()),
    tube: Uint32Array.from(each((_, i) => i)),
    layer: new Uint32Array(pieces.length),
    startNode: Uint32Array.from(each(({ from }) => from)),
    endNode: Uint32Array.from(each(({ to }) => to)),
    startM: new Float32Array(pieces.length),
    endM: Float32Array.from(each(lengthOf)),
    direction: Uint32Array.from(each(({ direction = 'unknown' }) => codes[direction])),
    basis: Uint32Array.from(each(({ direction = 'unknown' }) => (direction === 'unknown' ? 0 : 1))),
    material: new Uint32Array(pieces.length).fill(NO_MATERIAL),
    valveNode: Uint32Array.from(valveNodes),
    valveLayer: new Uint32Array(valveNodes.length),
    valveRow: Uint32Array.from(valveNodes, (_, i) => i),
  };
  return pipeGraph(network, tubes);
}
