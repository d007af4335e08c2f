import { type District, parseDistricts } from '../../model/city/districts.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import { type PlanTriangles, planTrianglesOf, tilePlacesOf } from '../../model/city/tile-plan.ts';
import { isInRing, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { MessageError } from '../../model/text/message.ts';
import type { Text } from '../../model/text/text.ts';
import { MAX_MAP_CELLS } from '../shared/city-solids.ts';
import type { CityFiles } from '../shared/engine.ts';
import { themeMessage } from './messages.ts';

/** Cells of the picture of districts along its longer side. */
const DISTRICT_CELLS = 600;
/** Triangles are looked up by squares of this size. */
const BUCKET_M = 100;

/** Units whose values are shown, and which of them a place falls to. */
export interface Units {
  count: number;
  /** Null: the place is in none. */
  at(eastM: number, northM: number): number | null;
  areaM2(unit: number): number;
  name(unit: number): { id: string; name: Text; at: [number, number] };
  /** Cells of the picture and whose they are; null: the layer itself is painted. */
  sheet: { place: RasterPlace; unitOf: Int32Array } | null;
}

/** Square cells over the whole city, from its south-west corner. */
export function gridUnits([west, south, east, north]: readonly number[], cellM: number): Units {
  const columns = Math.max(2, Math.ceil((east - west) / cellM));
  const rows = Math.max(2, Math.ceil((north - south) / cellM));
  const count = columns * rows;
  if (count > MAX_MAP_CELLS) throw new MessageError(themeMessage('many-cells', { most: MAX_MAP_CELLS, got: count }));
  return {
    count,
    at(x, y) {
      const column = Math.floor((x - west) / cellM);
      const row = Math.floor((y - south) / cellM);
      return column >= 0 && row >= 0 && column < columns && row < rows ? row * columns + column : null;
    },
    areaM2: () => cellM ** 2,
    name(unit) {
      const column = unit % columns;
      const row = Math.floor(unit / columns);
      const id = `${column}/${row}`;
      const name = { zh: `第 ${column + 1} 列第 ${row + 1} 行`, en: `column ${column + 1}, row ${row + 1}` };
      return { id, name, at: [west + (column + 0.5) * cellM, south + (row + 0.5) * cellM] };
    },
    sheet: {
      place: { westM: west, southM: south, cellM, columns, rows },
      unitOf: Int32Array.from({ length: count }, (_, i) => i),
    },
  };
}

/** The districts of the city; MessageError where it has none. */
export async function districtUnits(files: CityFiles): Promise<Units> {
  const json = files.manifest.facts?.population ? await files.findJson('population.json') : null;
  const districts = json === null ? [] : parseDistricts(json);
  if (districts.length === 0) throw new MessageError(themeMessage('no-districts', {}));
  const at = (x: number, y: number) => {
    const found = districts.findIndex(({ polygon }) => isInRing(polygon, x, y));
    return found < 0 ? null : found;
  };
  const [west, south, east, north] = files.manifest.extentM;
  const cellM = Math.max(east - west, north - south) / DISTRICT_CELLS;
  const columns = Math.max(2, Math.ceil((east - west) / cellM));
  const rows = Math.max(2, Math.ceil((north - south) / cellM));
  const unitOf = new Int32Array(columns * rows);
  for (let i = 0; i < unitOf.length; i++)
    unitOf[i] = at(west + ((i % columns) + 0.5) * cellM, south + (Math.floor(i / columns) + 0.5) * cellM) ?? -1;
  return {
    count: districts.length,
    at,
    areaM2: (unit) => Math.abs(signedAreaM2(districts[unit].polygon)),
    name: (unit) => nameOfDistrict(districts[unit]),
    sheet: { place: { westM: west, southM: south, cellM, columns, rows }, unitOf },
  };
}

function nameOfDistrict({ id, nameZh, nameEn, polygon }: District) {
  const sum = polygon.reduce(([x, y], corner) => [x + corner[0], y + corner[1]], [0, 0]);
  const at: [number, number] = [sum[0] / polygon.length, sum[1] / polygon.length];
  return { id, name: { zh: nameZh, en: nameEn }, at };
}

/** Whether a layer's things lie on the ground as areas. */
export const isAreaLayer = ({ kind, shape }: LayerInfo): boolean =>
  (kind === 'area' || kind === 'water') && (shape === undefined || shape === 'draped');

/** Areas of a layer: what lies in which, and how large each is, from the triangles that draw it. */
interface LayerAreas {
  at(eastM: number, northM: number): number | null;
  areaM2(row: number): number;
}

/** Reads the tiles of a layer of areas; each thing stands in one place of its tree. */
export async function openAreas(layer: LayerInfo, read: (path: string) => Promise<Uint8Array>): Promise<LayerAreas> {
  if (!isAreaLayer(layer)) throw new MessageError(themeMessage('not-areas', { layer: layer.id }));
  const tiles = await trianglesBelow(layer, layer.tileset.replace(/.*\//, ''), read, new Set());
  const areas = new Float64Array(layer.count);
  const buckets = new Map<string, { tile: PlanTriangles; t: number }[]>();
  for (const tile of tiles)
    for (let t = 0; t < tile.gids.length; t++) {
      const row = tile.gids[t] - layer.gidBase;
      if (row < 0 || row >= layer.count) continue;
      areas[row] += triangleM2(tile, t);
      for (const key of bucketsOf(tile, t)) {
        const bucket = buckets.get(key);
        if (bucket) bucket.push({ tile, t });
        else buckets.set(key, [{ tile, t }]);
      }
    }
  return {
    areaM2: (row) => areas[row],
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
