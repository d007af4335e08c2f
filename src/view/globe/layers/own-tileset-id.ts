import type { Cesium3DTileset } from '@cesium/engine';

/**
 * Gives a tileset an id of its own within its scene. With every move of the camera the engine asks all tilesets for the height under it, and
 * takes the question of the move before back by `tileset.id`, which its own tilesets do not have: without one, all but the last would keep
 * a question of every move for ever (`Scene.updateHeight` of @cesium/engine 26.3).
 */
export function setTilesetId(tileset: Pick<Cesium3DTileset, 'show'>, id: string): void {
  Object.assign(tileset, { id });
}
