import type { LayerInfo } from '../../../model/city/manifest.ts';
import type { RemoteLayerHolder } from '../../twin/catalogue/layer-holder.ts';
import type { Twin } from '../../twin/twin.ts';
import type { DroppedLayer } from './tasks/drop-types.ts';

/** A layer in the city, until it is dropped. */
export interface HeldLayer {
  id: string;
  drop(): Promise<void>;
}

/** Lays a baked layer into the city: the catalogue holds its files, the picture has addresses of its tiles that only this page knows. */
export async function holdLayer(
  twin: Twin,
  holder: RemoteLayerHolder | null,
  { info, files, tiles }: DroppedLayer,
): Promise<HeldLayer> {
  const folder = info.tileset.replace(/[^/]*$/, '');
  const held = new Map(files);
  for (const [name, content] of tiles) held.set(`${folder}${name}`, bytesOf(content));
  await holder?.adopt(info, held);
  const addresses: string[] = [];
  const addressOf = (content: BlobPart, type: string): string => {
    const url = URL.createObjectURL(new Blob([content], { type }));
    addresses.push(url);
    return url;
  };
  const places = files.get(info.places);
  const shown: LayerInfo = {
    ...info,
    tileset: tilesetAddress('tileset.json', tiles, addressOf),
    places: places ? addressOf(places, 'application/octet-stream') : info.places,
  };
  twin.takeLayer(shown);
  return {
    id: info.id,
    async drop() {
      twin.dropLayer(info.id);
      await holder?.drop(info.id);
      for (const url of addresses) URL.revokeObjectURL(url);
    },
  };
}

const bytesOf = (content: Uint8Array | string): Uint8Array<ArrayBuffer> =>
  typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);

interface Tile {
  content?: { uri: string };
  children?: Tile[];
}

/** The address of a tileset whose contents, tilesets below it too, have addresses of their own. */
function tilesetAddress(
  name: string,
  tiles: ReadonlyMap<string, Uint8Array | string>,
  addressOf: (content: BlobPart, type: string) => string,
): string {
  const text = tiles.get(name);
  if (typeof text !== 'string') return addressOf(bytesOf(text ?? ''), 'model/gltf-binary');
  const tileset = JSON.parse(text) as { root: Tile };
  const turn = (tile: Tile): void => {
    if (tile.content) tile.content.uri = tilesetAddress(tile.content.uri, tiles, addressOf);
    for (const child of tile.children ?? []) turn(child);
  };
  turn(tileset.root);
  return addressOf(JSON.stringify(tileset), 'application/json');
}
