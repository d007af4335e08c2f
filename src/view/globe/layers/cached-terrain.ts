import type { Request, TerrainData, TerrainProvider } from '@cesium/engine';

/** Tiles of some square kilometres at the finest level, some tens of kilobytes each. */
const MAX_TILES = 64;

/** What is asked of a provider by whoever reads heights off it. */
type Heights = Pick<TerrainProvider, 'requestTileGeometry'>;

/**
 * The same provider, which keeps the tiles that heights were last read from. Cesium's sampling fetches each tile anew with every question: a unit
 * under way is drawn several times a second, and each time its tile went over the wire again. Tiles never change while a city is open.
 */
export function cachedTerrain<P extends Heights>(provider: P): P {
  const tiles = new Map<string, Promise<TerrainData>>();
  const requestTileGeometry = (x: number, y: number, level: number, request?: Request) => {
    const key = `${level}/${x}/${y}`;
    const kept = tiles.get(key);
    if (kept) {
      tiles.delete(key);
      tiles.set(key, kept);
      return kept;
    }
    const coming = provider.requestTileGeometry(x, y, level, request);
    // Too many are on their way already: the question comes again.
    if (!coming) return undefined;
    tiles.set(key, coming);
    coming.catch(() => {
      if (tiles.get(key) === coming) tiles.delete(key);
    });
    const [oldest] = tiles.keys();
    if (tiles.size > MAX_TILES) tiles.delete(oldest);
    return coming;
  };
  return Object.create(provider, { requestTileGeometry: { value: requestTileGeometry } });
}
