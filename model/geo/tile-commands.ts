/** Commands of the geometry of a vector tile (Mapbox Vector Tile 2.1, 4.3.1). */
export const TILE_COMMANDS = { moveTo: 1, lineTo: 2, close: 7 } as const;
