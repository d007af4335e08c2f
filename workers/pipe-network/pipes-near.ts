import type { PipeSystem } from '../../model/city/pipe-system.ts';
import type { SystemNear } from '../../model/tables/pipe-network.ts';
import { type AxisPoint, axisOfPiece, type PipeGraph, piecesAt, systemOfPiece } from './graph.ts';

/** Sums the pipes and valves within a radius of a place by what they carry, the nearest system first; `pipeKey` says which pipe a piece is of. */
export function pipesNear(
  graph: PipeGraph,
  at: readonly [number, number],
  radiusM: number,
  pipeKey: (piece: number) => string,
): SystemNear[] {
  const systems = new Map<PipeSystem | null, SystemNear & { keys: Set<string> }>();
  const entryOf = (system: PipeSystem | null) => {
    const known = systems.get(system);
    if (known) return known;
    const entry = {
      system,
      pipes: 0,
      lengthM: 0,
      valves: 0,
      nearestM: Number.POSITIVE_INFINITY,
      keys: new Set<string>(),
    };
    systems.set(system, entry);
    return entry;
  };
  const { network } = graph;
  for (let piece = 0; piece < network.pieces; piece++) {
    const { lengthM, nearestM } = withinCircle(axisOfPiece(graph, piece), at, radiusM);
    if (nearestM > radiusM) continue;
    const entry = entryOf(systemOfPiece(graph, piece));
    entry.keys.add(pipeKey(piece));
    entry.lengthM += lengthM;
    entry.nearestM = Math.min(entry.nearestM, nearestM);
  }
  for (const node of network.valveNode) {
    const awayM = Math.hypot(network.nodeM[3 * node] - at[0], network.nodeM[3 * node + 1] - at[1]);
    const [piece] = piecesAt(graph, node);
    if (awayM > radiusM || piece === undefined) continue;
    entryOf(systemOfPiece(graph, piece)).valves++;
  }
  return [...systems.values()]
    .map(({ keys, ...entry }) => ({ ...entry, pipes: keys.size }))
    .sort((a, b) => a.nearestM - b.nearestM);
}

/** How much of a line lies in a circle, and how near it comes to its middle, in plan. */
function withinCircle(
  line: readonly AxisPoint[],
  [x, y]: readonly [number, number],
  radiusM: number,
): { lengthM: number; nearestM: number } {
  let lengthM = 0;
  let nearestM = Number.POSITIVE_INFINITY;
  for (let i = 1; i < line.length; i++) {
    const ax = line[i - 1][0] - x;
    const ay = line[i - 1][1] - y;
    const dx = line[i][0] - x - ax;
    const dy = line[i][1] - y - ay;
    const pieceM = Math.hypot(dx, dy);
    if (pieceM === 0) continue;
    // Along the unit vector the foot of the perpendicular lies at `footM`, and the circle is cut half a chord before and after it.
    const footM = -(ax * dx + ay * dy) / pieceM;
    const offM = Math.abs(ax * dy - ay * dx) / pieceM;
    const nearM = Math.min(Math.max(footM, 0), pieceM);
    nearestM = Math.min(nearestM, Math.hypot(offM, nearM - footM));
    const halfM = Math.sqrt(Math.max(0, radiusM ** 2 - offM ** 2));
    if (offM <= radiusM) lengthM += Math.max(0, Math.min(pieceM, footM + halfM) - Math.max(0, footM - halfM));
  }
  return { lengthM, nearestM };
}
