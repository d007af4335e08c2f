import * as v from 'valibot';
import { cityMessage } from './city-messages.ts';
import { GridError, parseAs } from './grid.ts';
import { type ArrayList, isRising, packArrays, unpackArrays } from './packed-arrays.ts';

/**
 * The pipes and tunnels of a city as swept lines, for engines that need where they run and no triangles: `tubes.json` with `tubes.bin`
 * beside it, written by the baker. East, north and up are metres in the plane of the city's origin, as in its tiles.
 */
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

const TubeHead = v.object({
  format: v.literal(1),
  file: v.string(),
  tubes: Count,
  vertices: Count,
  /** Layers of the manifest that the tubes are of: each tube names its place in this list, and its row in that layer. */
  layers: v.array(v.string()),
});
type TubeHead = v.InferOutput<typeof TubeHead>;

/** Kept as the baker wrote them; tube i owns vertices [vertexOf[i], vertexOf[i + 1]), two at least. */
export interface Tubes {
  readonly count: number;
  readonly layers: readonly string[];
  /** Into `layers`, and the row in that layer. */
  readonly layer: Uint32Array;
  readonly row: Uint32Array;
  readonly vertexOf: Uint32Array;
  /** Outer width across, and height of the section: equal for a round one. */
  readonly widthM: Float32Array;
  readonly heightM: Float32Array;
  /** East, north and up of the middle of the section. */
  readonly axisM: Float32Array;
  /** Up of the ground over each vertex. */
  readonly groundM: Float32Array;
}

const ARRAYS = [
  ['layer', ({ tubes }) => tubes, Uint32Array],
  ['row', ({ tubes }) => tubes, Uint32Array],
  ['vertexOf', ({ tubes }) => tubes + 1, Uint32Array],
  ['widthM', ({ tubes }) => tubes, Float32Array],
  ['heightM', ({ tubes }) => tubes, Float32Array],
  ['axisM', ({ vertices }) => 3 * vertices, Float32Array],
  ['groundM', ({ vertices }) => vertices, Float32Array],
] as const satisfies ArrayList<TubeHead, string>;

/** Whether things of a kind of layer are swept along an axis. */
export const isSwept = (kind: string): boolean => kind === 'pipe' || kind === 'tunnel';

/** Where they lie in a city. */
export const TUBES_FILE = 'tubes.json';

/** The head and the bytes of the file that it names. */
export function encodeTubes(tubes: Tubes, file: string): { head: string; bytes: Uint8Array<ArrayBuffer> } {
  const { count, layers, groundM } = tubes;
  const head: TubeHead = { format: 1, file, tubes: count, vertices: groundM.length, layers: [...layers] };
  return { head: `${JSON.stringify(head)}\n`, bytes: packArrays(ARRAYS, tubes) };
}

/** Names the file of `tubes.json`, whose bytes `decodeTubes` reads. */
export const parseTubeHead = (json: unknown, file = TUBES_FILE): TubeHead => parseAs(TubeHead, json, file);

/** GridError where the bytes are not as many as the head says, or its offsets run backwards. */
export function decodeTubes(head: TubeHead, bytes: Uint8Array): Tubes {
  const arrays = unpackArrays(ARRAYS, head, bytes) as unknown as Omit<Tubes, 'count' | 'layers'>;
  const isWhole = isRising(arrays.vertexOf, head.vertices) && arrays.layer.every((l) => l < head.layers.length);
  if (!isWhole) throw new GridError(cityMessage('prism-offsets', { file: head.file }));
  return { ...arrays, count: head.tubes, layers: head.layers };
}
