import { Cesium3DTileset, type Resource } from '@cesium/engine';
import { setForeign } from '../camera/picked.ts';
import { NO_ENVIRONMENT } from '../sky/environment.ts';
import { setTilesetId } from './own-tileset-id.ts';

/** Tiles that are no layer of the city are held within this beside the city's own budget. */
const CACHE_BYTES = 64 * 2 ** 20;
const ERROR_PX = 12;

/** Fetches a tileset of things that are none of the city: a former bake, or what somebody else serves. It is not yet in the scene. */
export async function openForeignTileset(url: Resource, id: string): Promise<Cesium3DTileset> {
  const tileset = await Cesium3DTileset.fromUrl(url, {
    maximumScreenSpaceError: ERROR_PX,
    cacheBytes: CACHE_BYTES,
    maximumCacheOverflowBytes: CACHE_BYTES,
    skipLevelOfDetail: false,
    dynamicScreenSpaceError: false,
    environmentMapOptions: NO_ENVIRONMENT,
  });
  setTilesetId(tileset, id);
  setForeign(tileset);
  return tileset;
}
