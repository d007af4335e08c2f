import * as v from 'valibot';

const Volume = v.looseObject({ box: v.pipe(v.array(v.number()), v.length(12)) });
const Content = v.looseObject({ uri: v.string(), boundingVolume: v.optional(Volume) });
/** The content of a tile after 3D Tiles 1.1: where its file is, and what it is about. */
export type ContentJson = v.InferOutput<typeof Content>;

/** A tile of a tileset after 3D Tiles 1.1, with its children. */
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
