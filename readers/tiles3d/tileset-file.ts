import { jsonFault } from '../../model/text/json-fault.ts';
import { isObject, type Json } from '../shared/json.ts';
import { ReadError } from '../shared/problems.ts';
import { textOf } from '../shared/utf8.ts';
import { tilesetMessage } from './messages.ts';

/** A tree as deep calls itself no end of times. */
const MAX_TILE_DEPTH = 1000;
const MAX_TILES = 5_000_000;

/** What a tileset.json of anybody's says of itself. */
export interface TilesetFile {
  version: string;
  geometricError: number;
  root: Json;
  /** Which way is up in its models where it is not Y (3D Tiles 1.0). */
  gltfUpAxis: unknown;
  /** Contents and external tilesets, and templates of implicit tiling with their names in braces. */
  links: string[];
  templates: string[];
}

/** Does a JSON file that begins so look like a tileset? */
export const looksLikeTileset = (text: string): boolean =>
  /^\s*\{/.test(text) && /"asset"\s*:/.test(text) && /"(root|geometricError)"\s*:/.test(text);

/** Reads a tileset.json of 3D Tiles 1.0 or 1.1. `file`: its name, for messages. */
export function readTilesetFile(bytes: Uint8Array, file: string): TilesetFile {
  let json: unknown;
  try {
    json = JSON.parse(textOf(bytes).replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ReadError(tilesetMessage('json', { file, reason: jsonFault(error) }));
  }
  const asset = isObject(json) && isObject(json.asset) ? json.asset : null;
  const root = isObject(json) && isObject(json.root) ? json.root : null;
  const version = String(asset?.version);
  if (!isObject(json) || !root || !/^[01]\.\d$/.test(version))
    throw new ReadError(tilesetMessage('tileset', { file, got: version }));
  const found = { links: [] as string[], templates: [] as string[] };
  collectTiles(root, found, file);
  const { geometricError } = json;
  return {
    version,
    geometricError: typeof geometricError === 'number' && geometricError >= 0 ? geometricError : 1000,
    root,
    gltfUpAxis: asset?.gltfUpAxis,
    ...found,
  };
}

function collectTiles(root: Json, { links, templates }: Pick<TilesetFile, 'links' | 'templates'>, file: string): void {
  let level = [root];
  let tiles = 0;
  for (let depth = 0; level.length > 0; depth++) {
    tiles += level.length;
    if (depth > MAX_TILE_DEPTH || tiles > MAX_TILES)
      throw new ReadError(tilesetMessage('large', { file, most: MAX_TILES, levels: MAX_TILE_DEPTH }));
    for (const tile of level) {
      const implicit = implicitOf(tile);
      const uris = contentsOf(tile).map((content) => content.uri ?? content.url);
      for (const uri of uris) if (typeof uri === 'string') (implicit ? templates : links).push(uri);
      const subtrees = isObject(implicit?.subtrees) ? implicit.subtrees.uri : null;
      if (typeof subtrees === 'string') templates.push(subtrees);
    }
    level = level.flatMap(({ children }) => (Array.isArray(children) ? children.filter(isObject) : []));
  }
}

/** One content, several of 1.1, or those of the extension of 1.0. */
function contentsOf(tile: Json): Json[] {
  const extensions = isObject(tile.extensions) ? tile.extensions : {};
  const many = extensions['3DTILES_multiple_contents'];
  const lists = [tile.contents, isObject(many) ? (many.contents ?? many.content) : null];
  return [tile.content, ...lists.flatMap((list) => (Array.isArray(list) ? list : []))].filter(isObject);
}

function implicitOf(tile: Json): Json | null {
  const extensions = isObject(tile.extensions) ? tile.extensions : {};
  const implicit = tile.implicitTiling ?? extensions['3DTILES_implicit_tiling'];
  return isObject(implicit) ? implicit : null;
}
