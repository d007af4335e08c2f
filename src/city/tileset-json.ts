import * as v from 'valibot';

const Volume = v.looseObject({ box: v.pipe(v.array(v.number()), v.length(12)) });
const Content = v.looseObject({ uri: v.string(), boundingVolume: v.optional(Volume) });
export type ContentJson = v.InferOutput<typeof Content>;

export interface TileJson {
  boundingVolume: v.InferOutput<typeof Volume>;
  geometricError: number;
  refine?: 'ADD' | 'REPLACE' | undefined;
  transform?: number[] | undefined;
  content?: ContentJson | undefined;
  children?: TileJson[] | undefined;
}

const Tile: v.GenericSchema<TileJson> = v.looseObject({
  boundingVolume: Volume,
  geometricError: v.pipe(v.number(), v.minValue(0)),
  refine: v.optional(v.picklist(['ADD', 'REPLACE'])),
  transform: v.optional(v.pipe(v.array(v.number()), v.length(16))),
  content: v.optional(Content),
  children: v.optional(v.array(v.lazy(() => Tile))),
});

/** What a tileset.json of ours must have; anything else passes through. */
export const Tileset = v.looseObject({
  asset: v.looseObject({ version: v.literal('1.1') }),
  geometricError: v.pipe(v.number(), v.minValue(0)),
  root: Tile,
});
