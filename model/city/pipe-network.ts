import * as v from 'valibot';
import { PIPE_SYSTEMS } from '../plans/plan-kinds.ts';
import { cityMessage } from './city-messages.ts';
import { GridError, parseAs } from './grid.ts';
import { type ArrayList, packArrays, unpackArrays } from './packed-arrays.ts';

/**
 * The pipes of a city as a typed network: `pipe-network.json` with `pipe-network.bin` beside it, written by the baker. A piece is a stretch
 * of a tube of `tubes.json` between two nodes; where it runs is said there and nowhere else.
 */
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

const PipeNetworkHead = v.object({
  format: v.literal(1),
  file: v.string(),
  nodes: Count,
  pieces: Count,
  valves: Count,
  /** Ends so near in plan are one node, and an end so near another pipe of its layer joins it. */
  toleranceM: v.pipe(v.number(), v.gtValue(0)),
  /** A valve so near a pipe in plan is on it. */
  valveToleranceM: v.pipe(v.number(), v.gtValue(0)),
  /** Layers of pipes that there are, with what they carry; null: nothing says it. */
  layers: v.array(v.object({ id: v.string(), system: v.nullable(v.picklist(PIPE_SYSTEMS)) })),
  /** Layers of points that valves are of. */
  valveLayers: v.array(v.string()),
  materials: v.array(v.string()),
});
type PipeNetworkHead = v.InferOutput<typeof PipeNetworkHead>;

/** Which way it runs in a piece, and how that is known. */
export const PIPE_DIRECTIONS = ['unknown', 'along', 'against'] as const;
/** `levels`: it falls so. `drawn`: as its line is drawn, which is an assumption; `pumped`: drawn so, under pressure. */
export const DIRECTION_BASES = ['none', 'levels', 'pumped', 'drawn'] as const;

/** Kept as the baker wrote it. */
export interface PipeNetwork
  extends Pick<PipeNetworkHead, 'toleranceM' | 'valveToleranceM' | 'layers' | 'valveLayers' | 'materials'> {
  readonly nodes: number;
  readonly pieces: number;
  readonly valves: number;
  /** East, north and up; of ends at one place the lowest up. */
  readonly nodeM: Float32Array;
  /** Into the tubes of `tubes.json`. */
  readonly tube: Uint32Array;
  /** Into `layers`. */
  readonly layer: Uint32Array;
  /** Nodes at the start and the end of the stretch, as the tube is drawn. */
  readonly startNode: Uint32Array;
  readonly endNode: Uint32Array;
  /** Where the stretch begins and ends: metres along the tube in plan. */
  readonly startM: Float32Array;
  readonly endM: Float32Array;
  /** Into PIPE_DIRECTIONS and DIRECTION_BASES. */
  readonly direction: Uint32Array;
  readonly basis: Uint32Array;
  /** Into `materials`; NO_MATERIAL: not told. */
  readonly material: Uint32Array;
  /** Node of each valve, its layer into `valveLayers`, its row there. */
  readonly valveNode: Uint32Array;
  readonly valveLayer: Uint32Array;
  readonly valveRow: Uint32Array;
}

/** A piece whose material the data does not tell. */
export const NO_MATERIAL = 0xffffffff;

const ARRAYS = [
  ['nodeM', ({ nodes }) => 3 * nodes, Float32Array],
  ['tube', ({ pieces }) => pieces, Uint32Array],
  ['layer', ({ pieces }) => pieces, Uint32Array],
  ['startNode', ({ pieces }) => pieces, Uint32Array],
  ['endNode', ({ pieces }) => pieces, Uint32Array],
  ['startM', ({ pieces }) => pieces, Float32Array],
  ['endM', ({ pieces }) => pieces, Float32Array],
  ['direction', ({ pieces }) => pieces, Uint32Array],
  ['basis', ({ pieces }) => pieces, Uint32Array],
  ['material', ({ pieces }) => pieces, Uint32Array],
  ['valveNode', ({ valves }) => valves, Uint32Array],
  ['valveLayer', ({ valves }) => valves, Uint32Array],
  ['valveRow', ({ valves }) => valves, Uint32Array],
] as const satisfies ArrayList<PipeNetworkHead, string>;

/** Where it lies in a city. */
export const PIPE_NETWORK_FILE = 'pipe-network.json';

/** The head and the bytes of the file that it names. */
export function encodePipeNetwork(
  network: PipeNetwork,
  file: string,
): { head: string; bytes: Uint8Array<ArrayBuffer> } {
  const { nodes, pieces, valves, toleranceM, valveToleranceM, layers, valveLayers, materials } = network;
  const head: PipeNetworkHead = {
    format: 1,
    file,
    nodes,
    pieces,
    valves,
    toleranceM,
    valveToleranceM,
    layers,
    valveLayers,
    materials,
  };
  return { head: `${JSON.stringify(head)}\n`, bytes: packArrays(ARRAYS, network) };
}

/** Names the file of `pipe-network.json`, whose bytes `decodePipeNetwork` reads. */
export const parsePipeNetworkHead = (json: unknown, file = PIPE_NETWORK_FILE): PipeNetworkHead =>
  parseAs(PipeNetworkHead, json, file);

/** GridError where the bytes are not as many as the head says, or a number points beyond its list. */
export function decodePipeNetwork(head: PipeNetworkHead, bytes: Uint8Array, tubes: number): PipeNetwork {
  const arrays = unpackArrays(ARRAYS, head, bytes) as unknown as Pick<PipeNetwork, (typeof ARRAYS)[number][0]>;
  const isBelow = (list: Uint32Array, end: number) => list.every((i) => i < end);
  const isWhole =
    isBelow(arrays.tube, tubes) &&
    isBelow(arrays.layer, head.layers.length) &&
    isBelow(arrays.startNode, head.nodes) &&
    isBelow(arrays.endNode, head.nodes) &&
    isBelow(arrays.direction, PIPE_DIRECTIONS.length) &&
    isBelow(arrays.basis, DIRECTION_BASES.length) &&
    isBelow(arrays.valveNode, head.nodes) &&
    isBelow(arrays.valveLayer, head.valveLayers.length) &&
    arrays.material.every((i) => i === NO_MATERIAL || i < head.materials.length);
  if (!isWhole) throw new GridError(cityMessage('prism-offsets', { file: head.file }));
  const { format: _, file: __, ...rest } = head;
  return { ...rest, ...arrays };
}
