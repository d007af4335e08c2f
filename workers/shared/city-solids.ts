import { type Grid, parseGrid } from '../../model/city/grid.ts';
import { HEIGHT_ORIGIN, unmeasuredHeight } from '../../model/city/height-origin.ts';
import { openRows } from '../../model/city/layer-rows.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import { decodePrisms, parsePrismHead } from '../../model/city/prisms.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import type { StandingBuilding } from '../../model/city/standing-building.ts';
import { EARTH_RADIUS_M } from '../../model/geo/earth.ts';
import { boxOfBuilding, type CityVolumes, cityVolumes, wordOfUse } from './city-volumes.ts';
import type { CityFiles } from './engine.ts';

/** More cells than this make no better map of a city. */
export const MAX_MAP_CELLS = 400_000;

/** The cells of a map over a city, no smaller than wanted and no more than make a better one. */
export function mapPlace(
  [west, south, east, north]: readonly [number, number, number, number],
  wantedM: number,
): RasterPlace {
  let cellM = wantedM;
  while (((east - west) / cellM) * ((north - south) / cellM) > MAX_MAP_CELLS) cellM *= 2;
  const columns = Math.max(2, Math.ceil((east - west) / cellM));
  const rows = Math.max(2, Math.ceil((north - south) / cellM));
  return { westM: west, southM: south, cellM, columns, rows };
}

/** Greatest size of a file of a table: more is refused. */
export const MAX_TABLE_BYTES = 512 * 2 ** 20;

/** The bare ground of a city: elevations above its datum, a cell's mean, row-major from the south-west. */
export interface CityGround {
  grid: Grid;
  elevationM: Float32Array;
}

type Rows = Awaited<ReturnType<typeof openRows>>;

/** What stands in a city and the ground under it, with the names of both: what analyses of a city are computed on. */
export class CitySolids {
  readonly files: CityFiles;
  /** Null: the city has no volumes of buildings. */
  readonly city: CityVolumes | null;
  /** Null: the city has no raster of its ground. */
  readonly ground: CityGround | null;
  private readonly rows = new Map<string, Promise<Rows>>();
  private readonly rowOfId = new Map<string, Promise<Map<string, number>>>();

  constructor(files: CityFiles, city: CityVolumes | null, ground: CityGround | null) {
    this.files = files;
    this.city = city;
    this.ground = ground;
  }

  private layer(id: string): LayerInfo | null {
    return this.files.manifest.layers.find((layer) => layer.id === id) ?? null;
  }

  /** Layers that are planned or under construction. */
  get planned(): string[] {
    return this.city?.prisms.layers.flatMap(({ id, state }) => (state === 'existing' ? [] : [id])) ?? [];
  }

  /** Nobody measured the ground. */
  get isFlat(): boolean {
    return this.ground === null || this.ground.grid.flat === true;
  }

  /** Elevation above the datum of up 0. */
  get originElevationM(): number {
    const { origin, datum } = this.files.manifest;
    return origin.heightM - datum.geoidUndulationM;
  }

  private rowsOf(id: string): Promise<Rows> | null {
    const layer = this.layer(id);
    if (!layer) return null;
    const rows =
      this.rows.get(id) ??
      openRows(layer, (path) => this.files.read(path, MAX_TABLE_BYTES), ['dwellings', HEIGHT_ORIGIN]);
    this.rows.set(id, rows);
    return rows;
  }

  /** Elevation above the datum of a place in the city's plane. */
  elevationOf(upM: number, x: number, y: number): number {
    return upM - upOfElevation(0, this.originElevationM, x, y);
  }

  /** The row of a thing in its layer. */
  async rowOf(id: string, object: string): Promise<number | null> {
    const index = this.rowOfId.get(id) ?? this.indexOf(id);
    this.rowOfId.set(id, index);
    return (await index).get(object) ?? null;
  }

  private async indexOf(id: string): Promise<Map<string, number>> {
    const rows = await this.rowsOf(id);
    const count = this.layer(id)?.count ?? 0;
    return new Map(Array.from({ length: rows ? count : 0 }, (_, row) => [rows?.thing(row).id ?? '', row]));
  }

  /** Up of the ground at a place, from the nearest cell. */
  upAt(x: number, y: number): number {
    const { ground, originElevationM } = this;
    if (!ground) return 0;
    const { westM, southM, cellM, columns, rows } = ground.grid;
    const column = Math.min(Math.max(Math.floor((x - westM) / cellM), 0), columns - 1);
    const row = Math.min(Math.max(Math.floor((y - southM) / cellM), 0), rows - 1);
    return upOfElevation(ground.elevationM[row * columns + column], originElevationM, x, y);
  }

  /** How many dwellings a row of a layer states; null: the layer does not say. */
  async dwellingsOf(id: string, row: number): Promise<number | null> {
    return (await this.rowsOf(id))?.number('dwellings', row) ?? null;
  }

  /** Names a building by its number; the city must have volumes. */
  async named(city: CityVolumes, b: number): Promise<StandingBuilding> {
    const p = city.firstPrism[b];
    const { id: layer, state } = city.prisms.layers[city.prisms.layer[p]];
    const row = city.prisms.row[p];
    const rows = await this.rowsOf(layer);
    const thing = rows?.thing(row);
    const heightFrom = unmeasuredHeight(rows?.text(HEIGHT_ORIGIN, row));
    const [west, south, east, north] = boxOfBuilding(city, b);
    const id = thing?.id ?? String(row);
    return {
      layer,
      row,
      gid: (this.layer(layer)?.gidBase ?? 0) + row,
      id,
      name: thing?.name ?? { zh: id, en: id },
      use: wordOfUse(city.prisms, p),
      state,
      ...(heightFrom ? { heightFrom } : {}),
      atM: [(west + east) / 2, (south + north) / 2, city.groundM[b]],
    };
  }
}

/** Reads volumes and ground of a city; GridError where a file is not what it should be. */
export async function readCitySolids(
  files: CityFiles,
): Promise<{ city: CityVolumes | null; ground: CityGround | null }> {
  const json = await files.findJson('prisms.json');
  let city: CityVolumes | null = null;
  if (json !== null) {
    const head = parsePrismHead(json);
    city = cityVolumes(decodePrisms(head, await files.read(head.file, MAX_TABLE_BYTES)));
  }
  return { city, ground: await readCityGround(files) };
}

/** A city's volumes and ground with their names. */
export async function openCitySolids(files: CityFiles): Promise<CitySolids> {
  const { city, ground } = await readCitySolids(files);
  return new CitySolids(files, city, ground);
}

/** The raster of a city's bare ground; null: it has none. */
export async function readCityGround(files: CityFiles): Promise<CityGround | null> {
  const { grids } = files.manifest;
  if (grids === null) return null;
  const grid = parseGrid(await files.readJson(grids), grids);
  const bytes = await files.read(grids.replace(/[^/]*$/, grid.bed.file));
  return { grid, elevationM: new Float32Array(bytes.slice().buffer) };
}

/** Up in the city's plane of an elevation above the datum. */
export const upOfElevation = (elevationM: number, originElevationM: number, x: number, y: number): number =>
  elevationM - originElevationM - (x * x + y * y) / (2 * EARTH_RADIUS_M);
