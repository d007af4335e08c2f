import type { ByteSource } from '../shared/byte-source.ts';
import { FeatureBuilder, type FeatureOptions } from '../shared/feature-builder.ts';
import { otherType } from '../shared/geometry-types.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { GeometryType, RawFeatures, ReadWatch } from '../shared/raw-features.ts';
import { tableOf } from '../shared/table-of.ts';
import { clipLine, clipRing } from './clip.ts';
import { joinLines } from './join-lines.ts';
import { areaOf, joinRings } from './join-rings.ts';
import { tilesOfMbtiles } from './mbtiles.ts';
import { tilesMessage } from './messages.ts';
import { layerNames, layersOfTile, linesOfFeature, type TileFeature, type TileLayer } from './mvt.ts';
import { MAX_LEVEL, type PlacedTile, tilesOfArchive } from './pmtiles.ts';

interface TilesWish extends FeatureOptions, ReadWatch {
  table?: string | undefined;
}

/** What a feature has in one tile: parts of rings or lines, x and y in turn in steps of its level from the north-western corner of the world. */
interface Piece {
  type: TileFeature['type'];
  id: number | null;
  properties: [name: string, value: string | number | boolean][];
  parts: number[][][];
  /** Steps of a tile's side, and its level. */
  extent: number;
  level: number;
  isCut: boolean;
}

const EARTH_M = 40_075_016.7;

/**
 * One layer of tiles, of the finest level there is. What a tile has beyond its edge is cut off, since its neighbour has it; the pieces of
 * a feature with a number become one again. Tiles keep whole steps only: how long one is, is said.
 */
export async function readVectorTiles(source: ByteSource, wish: TilesWish, problems: Problems): Promise<RawFeatures> {
  const file = source.name;
  const bytes = await source.whole();
  try {
    const tiles = await tilesOf(bytes, file, wish.signal);
    const names = new Set(tiles.flatMap((tile) => layerNames(tile.bytes)));
    const tables = [...names].sort().map((name) => ({ name }));
    const { name } = tableOf(tables, wish.table, file);
    const pieces = gatherPieces(tiles, name, wish.geometry, file, problems);
    return build(pieces, file, wish, problems);
  } catch (error) {
    if (error instanceof ReadError || wish.signal?.aborted) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReadError(tilesMessage('broken', { file, what: `${bytes.length} bytes`, reason }));
  }
}

async function tilesOf(bytes: Uint8Array, file: string, signal: AbortSignal | undefined): Promise<PlacedTile[]> {
  if (String.fromCharCode(...bytes.subarray(0, 6)) === 'SQLite') return await tilesOfMbtiles(bytes, file, signal);
  if (String.fromCharCode(...bytes.subarray(0, 7)) === 'PMTiles') return await tilesOfArchive(bytes, file);
  const place = /(\d{1,2})[-_.](\d{1,8})[-_.](\d{1,8})\.\w+$/.exec(file);
  const [level, column, row] = (place ?? []).slice(1).map(Number);
  if (!place || level > MAX_LEVEL || column >= 2 ** level || row >= 2 ** level)
    throw new ReadError(tilesMessage('place', { file }));
  return [{ level, column, row, bytes }];
}

function gatherPieces(
  tiles: readonly PlacedTile[],
  name: string,
  geometry: GeometryType,
  file: string,
  problems: Problems,
): Piece[][] {
  const features: Piece[][] = [];
  const known = new Map<string, Piece[]>();
  let stepM = 0;
  let cut = 0;
  for (const tile of tiles)
    for (const layer of layersOfTile(tile.bytes, name)) {
      stepM = Math.max(stepM, EARTH_M / 2 ** tile.level / layer.extent);
      for (const feature of layer.features) {
        const piece = pieceOf(feature, layer, tile, geometry);
        if (piece.parts.length === 0 && piece.type === geometry) continue;
        // A number may be that of another feature of the source too, so that the properties have to be the same.
        const key = piece.id === null ? null : JSON.stringify([piece.id, piece.type, piece.properties]);
        const others = key === null ? undefined : known.get(key);
        if (others) others.push(piece);
        else {
          features.push([piece]);
          if (key !== null) known.set(key, features[features.length - 1]);
        }
        if (piece.isCut && key === null) cut++;
      }
    }
  if (features.length > 0)
    problems.report(
      'tile-steps',
      () => `${file}: ${name}: expected places as they were surveyed, got whole steps of ${stepM.toPrecision(2)} m`,
    );
  if (cut > 0)
    problems.report(
      'tile-pieces',
      () => `${file}: ${name}: expected a number of each feature, got none: what lies over a tile's edge is in pieces`,
      cut,
    );
  return features;
}

function pieceOf(feature: TileFeature, layer: TileLayer, tile: PlacedTile, wanted: GeometryType): Piece {
  const { keys, values, extent } = layer;
  const { id, tags, type } = feature;
  const { level } = tile;
  const piece: Piece = { type, id: id === 0 ? null : id, properties: [], parts: [], extent, level, isCut: false };
  for (let i = 0; i + 1 < tags.length; i += 2)
    if (tags[i] < keys.length && tags[i + 1] < values.length)
      piece.properties.push([keys[tags[i]], values[tags[i + 1]]]);
  if (type !== wanted) return piece;
  const placed = (line: readonly number[]) =>
    line.map((value, i) => (i % 2 === 0 ? tile.column : tile.row) * extent + value);
  const lines = linesOfFeature(feature);
  const isReversed = type === 'polygon' && (lines.map(areaOf).find((area) => area !== 0) ?? 0) < 0;
  for (const line of lines) {
    if (type === 'point') {
      const inside = pointsInside(line, extent);
      if (inside.length > 0) piece.parts.push([placed(inside)]);
      continue;
    }
    const isBeyond = line.some((value) => value < 0 || value > extent);
    piece.isCut ||= isBeyond;
    if (type === 'line') {
      for (const one of clipLine(line, extent)) piece.parts.push([placed(one)]);
      continue;
    }
    // Version 1 leaves open how rings turn: the first one is an outer one, and the others that turn as it does.
    const turned = isReversed ? reversedLine(line) : line;
    const ring = clipRing(turned, extent);
    if (ring.length === 0 || areaOf(ring) === 0) continue;
    // A ring that turns the other way than the outer ones is a hole of the one before.
    const last = piece.parts.at(-1);
    if (last && areaOf(turned) < 0) last.push(placed(ring));
    else piece.parts.push([placed(ring)]);
  }
  return piece;
}

/** The same places from the last to the first. */
function reversedLine(line: readonly number[]): number[] {
  const back: number[] = [];
  for (let i = line.length - 2; i >= 0; i -= 2) back.push(line[i], line[i + 1]);
  return back;
}

/** Half-open, so that a point on an edge is in one tile only. */
function pointsInside(points: readonly number[], side: number): number[] {
  const inside: number[] = [];
  for (let i = 0; i + 1 < points.length; i += 2)
    if (points[i] >= 0 && points[i] < side && points[i + 1] >= 0 && points[i + 1] < side)
      inside.push(points[i], points[i + 1]);
  return inside;
}

function degreesOf(line: readonly number[], { level, extent }: Piece): number[] {
  const scale = 1 / (2 ** level * extent);
  return line.map((value, i) => {
    const part = value * scale;
    if (i % 2 === 0) return 360 * part - 180;
    return (Math.atan(Math.sinh(Math.PI * (1 - 2 * part))) * 180) / Math.PI;
  });
}

/** All parts of a feature in degrees; what tiles cut is whole again. */
function partsOf(pieces: readonly Piece[]): number[][][] {
  const [first] = pieces;
  const inSteps = pieces.flatMap(({ parts }) => parts);
  const isOfOneSize = pieces.every(({ extent, level }) => extent === first.extent && level === first.level);
  if (pieces.length > 1 && isOfOneSize) {
    const joined = joinedParts(first.type, inSteps, first.extent);
    if (joined) return joined.map((part) => part.map((line) => degreesOf(line, first)));
  }
  return pieces.flatMap((piece) => piece.parts.map((part) => part.map((line) => degreesOf(line, piece))));
}

/** Null: they are points, or do not close. */
function joinedParts(type: Piece['type'], parts: number[][][], side: number): number[][][] | null {
  if (type === 'polygon') return joinRings(parts, side);
  return type === 'line' ? joinLines(parts.flat(), side).map((line) => [line]) : null;
}

function build(features: readonly Piece[][], file: string, wish: TilesWish, problems: Problems): RawFeatures {
  const builder = new FeatureBuilder(file, wish, problems, features.length);
  for (const [i, pieces] of features.entries()) {
    const [{ type, id, properties }] = pieces;
    const gather = (): void => {
      if (type !== wish.geometry) throw otherType(wish.geometry, TYPE_NAMES[type]);
      for (const part of partsOf(pieces)) {
        for (const line of part) {
          for (let k = 0; k < line.length; k += 2) builder.position(line[k], line[k + 1]);
          builder.endRing();
        }
        if (type === 'polygon') builder.endPart();
      }
      builder.endPart();
      if (id !== null) builder.id(String(id));
      for (const [name, value] of properties) builder.value(name, value);
    };
    builder.feature(i + 1, gather, true);
  }
  return builder.finish('EPSG:4326');
}

const TYPE_NAMES = { unknown: 'Unknown', point: 'Point', line: 'LineString', polygon: 'Polygon' } as const;
