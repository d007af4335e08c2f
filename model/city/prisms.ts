import * as v from 'valibot';
import { cityMessage } from './city-messages.ts';
import { GridError, parseAs } from './grid.ts';
import { type ArrayList, isRising, packArrays, unpackArrays } from './packed-arrays.ts';

/**
 * The buildings of a city as upright prisms, for engines that need walls and no triangles: `prisms.json` with `prisms.bin` beside it,
 * written by the baker for every city. East, north and up are metres in the plane of the city's origin (the manifest's), as in its tiles.
 */
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

const PrismHead = v.object({
  format: v.literal(1),
  file: v.string(),
  prisms: Count,
  rings: Count,
  vertices: Count,
  /** Layers of the manifest that the prisms are of: each prism names its place in this list, and its row in that layer. */
  layers: v.array(v.object({ id: v.string(), state: v.picklist(['existing', 'planned', 'construction']) })),
  /** Words of the layers' column `use`; each prism names its place in this list, or none. */
  uses: v.array(v.string()),
});
type PrismHead = v.InferOutput<typeof PrismHead>;

/** A prism without a known use, and a building without known storeys. */
export const NO_USE = 0xffffffff;
export const NO_STOREYS = 0;

/** Kept as the baker wrote them; thing i owns [offset[i], offset[i + 1]). Rings are open: outer ones anticlockwise, holes clockwise. */
export interface Prisms {
  readonly count: number;
  readonly layers: PrismHead['layers'];
  readonly uses: readonly string[];
  /** Into `layers`, and the row in that layer: prisms of one row are one building. */
  readonly layer: Uint32Array;
  readonly row: Uint32Array;
  readonly use: Uint32Array;
  /** Storeys of the whole building, above its ground. */
  readonly storeys: Uint32Array;
  /** 1: a pitched roof or a model's roof stands in the prism, which reaches up to its highest line. */
  readonly pitched: Uint32Array;
  readonly ringOf: Uint32Array;
  readonly vertexOf: Uint32Array;
  /** Up of the ground that the building stands on, of the part's foot and of its top. */
  readonly groundM: Float32Array;
  readonly footM: Float32Array;
  readonly topM: Float32Array;
  /** East, north. */
  readonly eastNorthM: Float32Array;
}

/** Every array of the file, in its order: offsets have one entry more than there are things, places two numbers a vertex. */
const ARRAYS = [
  ['layer', ({ prisms }) => prisms, Uint32Array],
  ['row', ({ prisms }) => prisms, Uint32Array],
  ['use', ({ prisms }) => prisms, Uint32Array],
  ['storeys', ({ prisms }) => prisms, Uint32Array],
  ['pitched', ({ prisms }) => prisms, Uint32Array],
  ['ringOf', ({ prisms }) => prisms + 1, Uint32Array],
  ['vertexOf', ({ rings }) => rings + 1, Uint32Array],
  ['groundM', ({ prisms }) => prisms, Float32Array],
  ['footM', ({ prisms }) => prisms, Float32Array],
  ['topM', ({ prisms }) => prisms, Float32Array],
  ['eastNorthM', ({ vertices }) => 2 * vertices, Float32Array],
] as const satisfies ArrayList<PrismHead, string>;

/** The head and the bytes of the file that it names. */
export function encodePrisms(prisms: Prisms, file: string): { head: string; bytes: Uint8Array<ArrayBuffer> } {
  const head: PrismHead = {
    format: 1,
    file,
    prisms: prisms.count,
    rings: prisms.vertexOf.length - 1,
    vertices: prisms.eastNorthM.length / 2,
    layers: [...prisms.layers],
    uses: [...prisms.uses],
  };
  const bytes = packArrays(ARRAYS, prisms);
  return { head: `${JSON.stringify(head)}\n`, bytes };
}

/** Names the file of `prisms.json`, whose bytes `decodePrisms` reads. */
export const parsePrismHead = (json: unknown, file = 'prisms.json'): PrismHead => parseAs(PrismHead, json, file);

/** GridError where the bytes are fewer than the head says, or its offsets run backwards. */
export function decodePrisms(head: PrismHead, bytes: Uint8Array): Prisms {
  const arrays = unpackArrays(ARRAYS, head, bytes) as unknown as Omit<Prisms, 'count' | 'layers' | 'uses'>;
  const { ringOf, vertexOf, layer } = arrays;
  const isWhole =
    isRising(ringOf, head.rings) && isRising(vertexOf, head.vertices) && layer.every((l) => l < head.layers.length);
  if (!isWhole) throw new GridError(cityMessage('prism-offsets', { file: head.file }));
  return { ...arrays, count: head.prisms, layers: head.layers, uses: head.uses };
}
