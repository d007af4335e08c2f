import type { Box } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';

/** The one tile matrix set that is offered: OGC 17-083r4, annex D.1, which every web map has. */
export const TILE_MATRIX_SET = 'WebMercatorQuad';
export const TILE_MATRIX_SET_URI = `http://www.opengis.net/def/tilematrixset/OGC/1.0/${TILE_MATRIX_SET}`;

/** At the last zoom a tile is about 38 m wide, finer than anything that a layer has. */
export const MAX_ZOOM = 20;

/** Half of the side of the world in Web Mercator, metres. */
const HALF_WORLD_M = 20_037_508.342789244;
const SCALE_AT_ZERO = 559_082_264.0287178;
const MATRIX_TILE_PX = 256;

/** A tile by its zoom, column from the west and row from the north. */
export interface TileAddress {
  z: number;
  x: number;
  y: number;
}

/** Reads a tile's address; null: there is no such tile. A file's ending is taken too, since some clients write one. */
export function tileAddressOf(z: string, x: string, y: string): TileAddress | null {
  const digits = /^\d{1,7}$/;
  const [, row] = /^(\d{1,7})(?:\.(?:mvt|pbf))?$/.exec(y) ?? [];
  if (!digits.test(z) || !digits.test(x) || row === undefined) return null;
  const address = { z: Number(z), x: Number(x), y: Number(row) };
  const side = 2 ** address.z;
  return address.z <= MAX_ZOOM && address.x < side && address.y < side ? address : null;
}

/** Turns degrees, longitude first, into parts of the side of the world: from the west and from the north, 0 to 1. */
export function worldOf([lonDeg, latDeg]: Point): [number, number] {
  const sine = Math.sin((latDeg * Math.PI) / 180);
  return [lonDeg / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** The box of a tile in parts of the world, with a margin in parts of the tile. */
export function boxOfTile({ z, x, y }: TileAddress, margin: number): Box {
  const side = 2 ** z;
  return [(x - margin) / side, (y - margin) / side, (x + 1 + margin) / side, (y + 1 + margin) / side];
}

/** The zoom at which a box of the world is about as wide as one tile. */
export function zoomOfBox([west, north, east, south]: Box): number {
  const side = Math.max(east - west, south - north, 2 ** -MAX_ZOOM);
  return Math.max(0, Math.min(MAX_ZOOM, Math.floor(-Math.log2(side))));
}

/** Describes the tile matrix set (OGC 17-083r4). */
export function tileMatrixSet(): object {
  return {
    id: TILE_MATRIX_SET,
    title: 'Google Maps Compatible for the World',
    uri: TILE_MATRIX_SET_URI,
    crs: 'http://www.opengis.net/def/crs/EPSG/0/3857',
    orderedAxes: ['X', 'Y'],
    wellKnownScaleSet: 'http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible',
    tileMatrices: Array.from({ length: MAX_ZOOM + 1 }, (_, z) => ({
      id: String(z),
      scaleDenominator: SCALE_AT_ZERO / 2 ** z,
      cellSize: (2 * HALF_WORLD_M) / MATRIX_TILE_PX / 2 ** z,
      cornerOfOrigin: 'topLeft',
      pointOfOrigin: [-HALF_WORLD_M, HALF_WORLD_M],
      tileWidth: MATRIX_TILE_PX,
      tileHeight: MATRIX_TILE_PX,
      matrixWidth: 2 ** z,
      matrixHeight: 2 ** z,
    })),
  };
}
