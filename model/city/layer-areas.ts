import type { Point } from '../geo/plane/point.ts';
import type { LayerInfo } from './manifest.ts';
import { type PlanTriangles, planTrianglesOf, tilePlacesOf } from './tile-plan.ts';

/** Triangles are looked up by squares of this size. */
const BUCKET_M = 100;

/** Whether a layer's things lie on the ground as areas. */
export const isAreaLayer = ({ kind, shape }: LayerInfo): boolean =>
  (kind === 'area' || kind === 'water') && (shape === undefined || shape === 'draped');

/** Areas of a layer: what lies in which, and how large each is, from the triangles that draw it. */
interface LayerAreas {
  /** The first row that holds a place; an edge belongs to both sides, so to the first of them. Null: none does. */
  at(eastM: number, northM: number): number | null;
  areaM2(row: number): number;
  /** Triangles of a row, anticlockwise. */
  triangles(row: number): Triangle[];
}

/** Three corners in the plane of the city's origin. */
export type Triangle = readonly [Point, Point, Point];

/** Reads the tiles of a layer of areas (`isAreaLayer`); each thing stands in one place of its tree. */
export async function openAreas(layer: LayerInfo, read: (path: string) => Promise<Uint8Array>): Promise<LayerAreas> {
  const tiles = await trianglesBelow(layer, layer.tileset.replace(/.*\//, ''), read, new Set());
  const areas = new Float64Array(layer.count);
  const own: { tile: PlanTriangles; t: number }[][] = Array.from({ length: layer.count }, () => []);
  const buckets = new Map<string, { tile: PlanTriangles; t: number }[]>();
  for (const tile of tiles)
    for (let t = 0; t < tile.gids.length; t++) {
      const row = tile.gids[t] - layer.gidBase;
      if (row < 0 || row >= layer.count) continue;
      areas[row] += triangleM2(tile, t);
      own[row].push({ tile, t });
      for (const key of bucketsOf(tile, t)) {
        const bucket = buckets.get(key);
        if (bucket) bucket.push({ tile, t });
        else buckets.set(key, [{ tile, t }]);
      }
    }
  return {
    areaM2: (row) => areas[row],
    triangles: (row) => own[row].map(({ tile, t }) => cornersOf(tile.cornersM, 6 * t)),
    at(x, y) {
      let least: number | null = null;
      for (const { tile, t } of buckets.get(bucketAt(x, y)) ?? []) {
        const row = tile.gids[t] - layer.gidBase;
        if ((least === null || row < least) && holds(tile.cornersM, 6 * t, x, y)) least = row;
      }
      return least;
    },
  };
}

async function trianglesBelow(
  layer: LayerInfo,
  file: string,
  read: (path: string) => Promise<Uint8Array>,
  seen: Set<string>,
): Promise<PlanTriangles[]> {
  if (seen.has(file)) return [];
  seen.add(file);
  const bytes = await read(layer.tileset.replace(/[^/]*$/, file));
  if (!file.endsWith('.json')) return [await planTrianglesOf(bytes)];
  const found: PlanTriangles[] = [];
  for (const { uri } of tilePlacesOf(new TextDecoder().decode(bytes)))
    found.push(...(await trianglesBelow(layer, uri, read, seen)));
  return found;
}

const bucketAt = (x: number, y: number): string => `${Math.floor(x / BUCKET_M)} ${Math.floor(y / BUCKET_M)}`;

function bucketsOf({ cornersM: c }: PlanTriangles, t: number): string[] {
  const at = 6 * t;
  const west = Math.min(c[at], c[at + 2], c[at + 4]);
  const east = Math.max(c[at], c[at + 2], c[at + 4]);
  const south = Math.min(c[at + 1], c[at + 3], c[at + 5]);
  const north = Math.max(c[at + 1], c[at + 3], c[at + 5]);
  const keys: string[] = [];
  for (let i = Math.floor(west / BUCKET_M); i <= Math.floor(east / BUCKET_M); i++)
    for (let j = Math.floor(south / BUCKET_M); j <= Math.floor(north / BUCKET_M); j++) keys.push(`${i} ${j}`);
  return keys;
}

/** Twice over: left or right of a line through two corners. */
const side = (c: Float32Array, from: number, to: number, x: number, y: number): number =>
  (c[to] - c[from]) * (y - c[from + 1]) - (c[to + 1] - c[from + 1]) * (x - c[from]);

const triangleM2 = ({ cornersM }: PlanTriangles, t: number): number =>
  Math.abs(side(cornersM, 6 * t, 6 * t + 2, cornersM[6 * t + 4], cornersM[6 * t + 5])) / 2;

function holds(c: Float32Array, at: number, x: number, y: number): boolean {
  const a = side(c, at, at + 2, x, y);
  const b = side(c, at + 2, at + 4, x, y);
  const d = side(c, at + 4, at, x, y);
  const isFlat = a === 0 && b === 0 && d === 0;
  return !isFlat && ((a >= 0 && b >= 0 && d >= 0) || (a <= 0 && b <= 0 && d <= 0));
}

function cornersOf(c: Float32Array, at: number): Triangle {
  const a: Point = [c[at], c[at + 1]];
  const b: Point = [c[at + 2], c[at + 3]];
  const d: Point = [c[at + 4], c[at + 5]];
  return side(c, at, at + 2, d[0], d[1]) < 0 ? [a, d, b] : [a, b, d];
}
