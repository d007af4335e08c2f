import type { Manifest } from '../../../model/city/manifest.ts';
import { enuFromLonLat, lonLatFromEnu } from '../../../model/geo/enu.ts';
import type { TableBlock } from '../../twin/table-block.ts';
import type { GroundMesh } from './ground-mesh.ts';
import { HeightField } from './height-field.ts';
import { readTerrainMesh, TILE_UNITS } from './quantized-mesh.ts';

/** A square of a geographic tile scheme: two tiles at level 0, rows from the south. */
interface TileAddress {
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

const sideDeg = (level: number): number => 180 / 2 ** level;

/** Tiles of a level that a block reaches into, with a margin of metres. */
export function tilesOfBlock(city: Pick<Manifest, 'origin'>, block: TableBlock, level: number): TileAddress[] {
  const half = block.sizeM / 2;
  const corners = [
    [-half, -half],
    [half, -half],
    [-half, half],
    [half, half],
  ].map(([east, north]) => lonLatFromEnu(city.origin, [block.eastM + east, block.northM + north, 0]));
  const step = sideDeg(level);
  const column = (lonDeg: number) => Math.floor((lonDeg + 180) / step);
  const row = (latDeg: number) => Math.floor((latDeg + 90) / step);
  const columns = corners.map(({ lonDeg }) => column(lonDeg));
  const rows = corners.map(({ latDeg }) => row(latDeg));
  const tiles: TileAddress[] = [];
  for (let r = Math.min(...rows); r <= Math.max(...rows); r++)
    for (let c = Math.min(...columns); c <= Math.max(...columns); c++) tiles.push({ level, column: c, row: r });
  return tiles;
}

/** The ground of a block by its finest tiles, the same that the globe draws; a coarser one where a city has none so fine. */
export async function loadGround(city: Manifest, cityUrl: string, block: TableBlock): Promise<GroundMesh> {
  const { terrain } = city;
  if (!terrain) return planeOf(block);
  const base = `${cityUrl}${terrain.url}`;
  const known = new Map<string, Promise<ArrayBuffer | null>>();
  const fetchTile = ({ level, column, row }: TileAddress): Promise<ArrayBuffer | null> => {
    const path = `${level}/${column}/${row}.terrain`;
    const tile = known.get(path) ?? fetchOrNull(`${base}/${path}`);
    known.set(path, tile);
    return tile;
  };
  const parts = new Map<string, { address: TileAddress; bytes: ArrayBuffer }>();
  const take = async (address: TileAddress): Promise<void> => {
    const bytes = await fetchTile(address);
    if (bytes) parts.set(`${address.level}/${address.column}/${address.row}`, { address, bytes });
    else if (address.level > terrain.minLevel)
      await take({ level: address.level - 1, column: address.column >> 1, row: address.row >> 1 });
  };
  await Promise.all(tilesOfBlock(city, block, terrain.maxLevel).map(take));
  return merged(
    [...parts.values()].map(({ address, bytes }) => meshOf(city, address, bytes)),
    true,
  );
}

/** A tile that a city does not have is answered by 404; one that could not be asked for is a failure. */
async function fetchOrNull(url: string): Promise<ArrayBuffer | null> {
  const answer = await fetch(url);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${url}: expected a terrain tile, got status ${answer.status}`);
  return answer.arrayBuffer();
}

function meshOf(city: Manifest, { level, column, row }: TileAddress, bytes: ArrayBuffer): GroundMesh {
  const { u, v, heightM, index } = readTerrainMesh(bytes);
  const step = sideDeg(level);
  const enu = new Float32Array(3 * u.length);
  for (let i = 0; i < u.length; i++) {
    const lonDeg = -180 + step * (column + u[i] / TILE_UNITS);
    const latDeg = -90 + step * (row + v[i] / TILE_UNITS);
    enu.set(enuFromLonLat(city.origin, { lonDeg, latDeg, heightM: heightM[i] }), 3 * i);
  }
  return { enu, index, isGiven: true };
}

function merged(parts: readonly GroundMesh[], isGiven: boolean): GroundMesh {
  const enu = new Float32Array(parts.reduce((sum, part) => sum + part.enu.length, 0));
  const index = new Uint32Array(parts.reduce((sum, part) => sum + part.index.length, 0));
  let vertex = 0;
  let next = 0;
  for (const part of parts) {
    enu.set(part.enu, 3 * vertex);
    for (let i = 0; i < part.index.length; i++) index[next + i] = part.index[i] + vertex;
    vertex += part.enu.length / 3;
    next += part.index.length;
  }
  return { enu, index, isGiven };
}

function planeOf({ eastM, northM, sizeM }: TableBlock): GroundMesh {
  const half = sizeM / 2 + 1;
  const enu = new Float32Array(
    [-1, -1, 1, -1, 1, 1, -1, 1].flatMap((_, i, all) => (i % 2 ? [] : [all[i], all[i + 1], 0])),
  );
  for (let i = 0; i < 4; i++) {
    enu[3 * i] = eastM + enu[3 * i] * half;
    enu[3 * i + 1] = northM + enu[3 * i + 1] * half;
  }
  return { enu, index: new Uint32Array([0, 1, 2, 0, 2, 3]), isGiven: false };
}

/** Heights of the ground at places of the whole city, block or not: each asks for its finest tile. */
export async function heightsAt(
  city: Manifest,
  cityUrl: string,
  points: readonly (readonly [eastM: number, northM: number])[],
): Promise<number[]> {
  const fields = new Map<string, Promise<HeightField>>();
  const fieldAt = (eastM: number, northM: number): Promise<HeightField> => {
    const around = {
      eastM: Math.floor(eastM / 400) * 400 + 200,
      northM: Math.floor(northM / 400) * 400 + 200,
      sizeM: 400,
    };
    const key = `${around.eastM} ${around.northM}`;
    const field = fields.get(key) ?? loadGround(city, cityUrl, around).then((mesh) => new HeightField(mesh, around));
    fields.set(key, field);
    return field;
  };
  return Promise.all(points.map(async ([east, north]) => (await fieldAt(east, north)).upM(east, north)));
}
