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

/**
 * Depth of a tree of tiles at most: of the baker's own none is half as deep. A schema calls itself for each level, as walks do, and would
 * end without a word.
 */
export const MAX_TILE_DEPTH = 64;

/** Whether the tree of what may be a tileset is deeper than that; asked before the schema is. */
export function isTooDeep(json: unknown): boolean {
  let level = partOf(json, 'root');
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_TILE_DEPTH) return true;
    level = level.flatMap((tile) => partOf(tile, 'children'));
  }
  return false;
}

/** A field that is a list item by item, any other as one; nothing of what has no such field. */
function partOf(json: unknown, name: string): unknown[] {
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, name)) return [];
  const value: unknown = Reflect.get(json, name);
  return Array.isArray(value) ? value : [value];
}
