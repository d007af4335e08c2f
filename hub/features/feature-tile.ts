import Flatbush from 'flatbush';
import { lineInBox, ringOfBox } from '../../model/geo/plane/box-edges.ts';
import { clippedByConvex } from '../../model/geo/plane/clip.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../model/geo/plane/ring.ts';
import type { FeatureLayer } from './feature-layers.ts';
import { boxOfTile, type TileAddress, worldOf } from './tile-grid.ts';
import { TILE_EXTENT, type TileThing, type TileValue, writeVectorTile } from './vector-tile.ts';

/** Features of one tile at most; of more the largest are given. */
export const MAX_FEATURES_A_TILE = 10_000;

/** Corners of one tile at most: what would bring more is left out as if it were one feature too many. */
const MAX_CORNERS_A_TILE = 400_000;

/** Outlines are given so far beyond the tile's edge, in parts of it, that lines drawn on them do not end at the edge. */
const MARGIN_RATIO = 64 / TILE_EXTENT;

const EQUATOR_M = 40_075_016.685578488;

/** A tile and its count: `matched` things lie in it, `returned` of them are given; the others are too small to be drawn, or too many. */
export interface FeatureTile {
  bytes: Uint8Array;
  matched: number;
  returned: number;
}

const indexes = new WeakMap<FeatureLayer, Flatbush>();

/** Gives the things of a layer that lie in a tile as a Mapbox Vector Tile, with all their attributes. */
export function featureTile(layer: FeatureLayer, address: TileAddress): FeatureTile {
  const rows = rowsIn(layer, address);
  const things: TileThing[] = [];
  let matched = 0;
  let corners = 0;
  for (const row of rows) {
    const isFull = things.length >= MAX_FEATURES_A_TILE || corners >= MAX_CORNERS_A_TILE;
    const found = isFull ? 'undrawn' : shapeIn(layer, row, address);
    if (found === null) continue;
    matched++;
    if (found === 'undrawn') continue;
    corners += cornersOf(found);
    things.push({ id: row, shape: found, values: valuesOf(layer, row) });
  }
  const bytes = things.length === 0 ? new Uint8Array() : writeVectorTile(layer.info.id, things);
  return { bytes, matched, returned: things.length };
}

function cornersOf(shape: TileThing['shape']): number {
  if (shape.type === 'point') return 1;
  return (shape.type === 'line' ? shape.lines : shape.rings).reduce((sum, { length }) => sum + length, 0);
}

/** Rows whose circle meets the tile, the largest first. */
function rowsIn(layer: FeatureLayer, address: TileAddress): number[] {
  const index = indexes.get(layer) ?? indexOf(layer);
  indexes.set(layer, index);
  const radiusM = (row: number): number => layer.placeOf(row).radiusM;
  return index
    .search(...boxOfTile(address, layer.shapes === 'middles' ? 0 : MARGIN_RATIO))
    .sort((a, b) => radiusM(b) - radiusM(a) || a - b);
}

function indexOf(layer: FeatureLayer): Flatbush {
  const index = new Flatbush(layer.info.count);
  for (let row = 0; row < layer.info.count; row++) {
    const { at, radiusM } = layer.placeOf(row);
    const lonLat = layer.lonLatOf(at);
    const [x, y] = worldOf(lonLat);
    const radius = layer.shapes === 'middles' ? 0 : radiusM / (EQUATOR_M * Math.cos((lonLat[1] * Math.PI) / 180));
    index.add(x - radius, y - radius, x + radius, y + radius);
  }
  index.finish();
  return index;
}

/** Returns what of a thing lies in the tile; null: nothing; `undrawn`: less than a unit of the tile. */
function shapeIn(layer: FeatureLayer, row: number, address: TileAddress): TileThing['shape'] | 'undrawn' | null {
  const side = 2 ** address.z;
  const inTile = (lonLat: Point): Point => {
    const [x, y] = worldOf(lonLat);
    return [(x * side - address.x) * TILE_EXTENT, (y * side - address.y) * TILE_EXTENT];
  };
  const polygons = layer.polygonsOf(row);
  const axes = layer.linesOf(row);
  const least = -MARGIN_RATIO * TILE_EXTENT;
  const most = TILE_EXTENT - least;
  if (axes.length > 0) {
    const pieces = axes.flatMap((axis) => lineInBox(axis.map(inTile), [least, least, most, most]));
    const lines = pieces.map(wholeLine).filter((line) => line.length > 1);
    if (lines.length > 0) return { type: 'line', lines };
    return pieces.length > 0 ? 'undrawn' : null;
  }
  if (polygons.length === 0) return pointIn(inTile(layer.lonLatOf(layer.placeOf(row).at)));
  const frame = ringOfBox([least, least, most, most]).slice(0, -1);
  const rings: Point[][] = [];
  let isInTile = false;
  for (const [outer, ...holes] of polygons) {
    const clipped = clippedByConvex(outer.slice(0, -1).map(inTile), frame);
    isInTile ||= clipped.length > 0;
    const drawn = wholeRing(clipped, 1);
    if (!drawn) continue;
    rings.push(drawn);
    for (const hole of holes) {
      const within = wholeRing(clippedByConvex(hole.slice(0, -1).map(inTile), frame), -1);
      if (within) rings.push(within);
    }
  }
  if (rings.length > 0) return { type: 'polygon', rings };
  return isInTile ? 'undrawn' : null;
}

/** A place belongs to one tile: without a margin the tiles together have each thing once. */
function pointIn([x, y]: Point): TileThing['shape'] | null {
  const at = [Math.floor(x), Math.floor(y)] as const;
  return at.every((axis) => axis >= 0 && axis < TILE_EXTENT) ? { type: 'point', at } : null;
}

/** Rounds a line to whole units, without places that then lie on the one before. */
const wholeLine = (line: readonly Point[]): Point[] =>
  line
    .map(([x, y]): Point => [Math.round(x), Math.round(y)])
    .filter(([x, y], i, all) => i === 0 || x !== all[i - 1][0] || y !== all[i - 1][1]);

/** Rounds a ring to whole units, without corners that then lie on one another or on a line; null: nothing is left. `sign` is that of its area. */
function wholeRing(ring: readonly Point[], sign: 1 | -1): Point[] | null {
  const whole: Point[] = [];
  for (const [x, y] of ring) {
    const next: Point = [Math.round(x), Math.round(y)];
    while (whole.length > 0 && isNeedless(whole[whole.length - 2], whole[whole.length - 1], next)) whole.pop();
    whole.push(next);
  }
  const [first] = whole;
  while (whole.length > 2 && isNeedless(whole[whole.length - 2], whole[whole.length - 1], first)) whole.pop();
  const area = whole.length < 3 ? 0 : signedAreaM2(whole);
  if (area === 0) return null;
  return area > 0 === sign > 0 ? whole : whole.reverse();
}

/** A corner is needless where the next one is the same, or all three lie on a line. */
function isNeedless(before: Point | undefined, [x, y]: Point, [toX, toY]: Point): boolean {
  if (x === toX && y === toY) return true;
  if (!before) return false;
  return (x - before[0]) * (toY - y) === (y - before[1]) * (toX - x);
}

function valuesOf(layer: FeatureLayer, row: number): [string, TileValue][] {
  const id: [string, TileValue] = ['id', { kind: 'text', value: layer.idOf(row) }];
  const values = layer.info.attributes.flatMap(({ name, type }): [string, TileValue][] => {
    const value = name === 'id' ? null : layer.value(name, row);
    if (value === null) return [];
    if (typeof value === 'string') return [[name, { kind: 'text', value }]];
    return [[name, { kind: type === 'number' ? 'real' : 'whole', value }]];
  });
  return [id, ...values];
}
