import { CustomHeightmapTerrainProvider } from '@cesium/engine';

/** Heights along a tile's side: so the ground bends with the Earth as well as the engine's own ellipsoid does. */
const SIDE = 16;

/**
 * The ground of a city without terrain: level at the height of its origin, metres above the ellipsoid, where its buildings stand. On the bare
 * ellipsoid those of a town at 50 m above the sea would float, and what is picked under the pointer would lie far behind it.
 */
export function levelGround(heightM: number): CustomHeightmapTerrainProvider {
  const heightsM = new Float32Array(SIDE * SIDE).fill(heightM);
  return new CustomHeightmapTerrainProvider({ width: SIDE, height: SIDE, callback: () => heightsM });
}
