import { parseGrid } from '../../model/city/grid.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { type CitySolids, upOfElevation } from '../shared/city-solids.ts';
import type { CityVolumes } from '../shared/city-volumes.ts';
import type { CityFiles } from '../shared/engine.ts';
import { boxOfPrism } from '../shared/footprints.ts';

/** Squares of the index of walls, metres. */
const WALL_SQUARE_M = 20;
const MAX_WALL_SQUARES = 4 * 2 ** 20;
/** Ground of which nobody knows what lies on it is half hard, half soft. */
const UNKNOWN_POROSITY = 0.5;
/** A surface that is sealed to this part is hard, to that part compacted (directive, table 2.5.a, by sealing: own reading). */
const HARD_RATIO = 0.8;
const COMPACTED_RATIO = 0.3;

/** Ground and what stands on it, as cuts are made through them. Heights are up of the city's plane. */
export interface NoiseScene {
  /** Up and ground factor of each cell, in turn: both are wanted together. */
  readonly ground: (RasterPlace & { readonly cells: Float32Array }) | null;
  readonly walls: WallIndex;
  /** Walls that somebody wants built: ends, and height over the ground at each. */
  readonly barriers: readonly Barrier[];
}

/** A straight piece of a noise barrier. */
export interface Barrier {
  readonly from: Point;
  readonly to: Point;
  readonly heightM: number;
}

/** Walls of all standing prisms by square: a wall is two corners and the prism that it is of. */
export interface WallIndex {
  readonly westM: number;
  readonly southM: number;
  readonly columns: number;
  readonly rows: number;
  readonly squareM: number;
  /** Prisms whose box meets a square, list after list. */
  readonly start: Int32Array;
  readonly items: Int32Array;
  /** Walls of prism p are first[p] to first[p + 1]; four numbers each. */
  readonly first: Int32Array;
  readonly cornersM: Float64Array;
  /** Middle of each prism and the square of the radius about it: three numbers each. */
  readonly roundM: Float64Array;
  readonly topM: Float64Array;
  readonly building: Int32Array;
}

/** Reads the ground factor of each cell of the city's grid; null: it has no land cover. */
export async function readPorosity(files: CityFiles): Promise<Float32Array | null> {
  const { grids } = files.manifest;
  if (grids === null) return null;
  const grid = parseGrid(await files.readJson(grids), grids);
  if (!grid.landCover) return null;
  const bytes = await files.read(grids.replace(/[^/]*$/, grid.landCover.file));
  const byClass = grid.classes.map(({ imperviousRatio, infiltration }) => {
    if (infiltration === 'sealed' || imperviousRatio >= HARD_RATIO) return 0;
    return imperviousRatio >= COMPACTED_RATIO ? 0.5 : 1;
  });
  const porosity = new Float32Array(bytes.length);
  for (let cell = 0; cell < bytes.length; cell++) porosity[cell] = byClass[bytes[cell]] ?? UNKNOWN_POROSITY;
  return porosity;
}

/** What stands now; `barriers` come on top. */
export function noiseScene(
  solids: CitySolids,
  porosity: Float32Array | null,
  barriers: readonly Barrier[] = [],
): NoiseScene {
  const { ground: given, city, originElevationM } = solids;
  if (!given) return { ground: null, walls: wallIndex(city), barriers };
  const { westM, southM, cellM, columns, rows } = given.grid;
  const cells = new Float32Array(2 * columns * rows);
  for (let at = 0; at < columns * rows; at++) {
    const x = westM + ((at % columns) + 0.5) * cellM;
    const y = southM + (Math.floor(at / columns) + 0.5) * cellM;
    cells[2 * at] = upOfElevation(given.elevationM[at], originElevationM, x, y);
    cells[2 * at + 1] = porosity?.[at] ?? UNKNOWN_POROSITY;
  }
  return { ground: { westM, southM, cellM, columns, rows, cells }, walls: wallIndex(city), barriers };
}

/** The same scene with other barriers. */
export const withBarriers = (scene: NoiseScene, barriers: readonly Barrier[]): NoiseScene => ({ ...scene, barriers });

/** Up of the ground, straight between the middles of cells, and its factor, of the cell itself; without a ground 0 and half hard. */
export function groundAt({ ground }: NoiseScene, x: number, y: number, into: GroundPoint): void {
  if (!ground) {
    into.upM = 0;
    into.porosity = UNKNOWN_POROSITY;
    return;
  }
  const { westM, southM, cellM, columns, rows, cells } = ground;
  const u = Math.min(columns - 1, Math.max(0, (x - westM) / cellM - 0.5));
  const v = Math.min(rows - 1, Math.max(0, (y - southM) / cellM - 0.5));
  const column = Math.min(columns - 2, Math.floor(u));
  const row = Math.min(rows - 2, Math.floor(v));
  const east = u - column;
  const north = v - row;
  const south = 2 * (row * columns + column);
  const above = south + 2 * columns;
  const upSouthM = cells[south] * (1 - east) + cells[south + 2] * east;
  const upNorthM = cells[above] * (1 - east) + cells[above + 2] * east;
  into.upM = upSouthM * (1 - north) + upNorthM * north;
  into.porosity = cells[(north < 0.5 ? south : above) + (east < 0.5 ? 1 : 3)];
}

/** The ground of the cell that a place lies in: near enough for the foot of a wall, over which no sound goes. */
export function cellGroundAt({ ground }: NoiseScene, x: number, y: number, into: GroundPoint): void {
  if (!ground) {
    into.upM = 0;
    into.porosity = UNKNOWN_POROSITY;
    return;
  }
  const { westM, southM, cellM, columns, rows, cells } = ground;
  const column = Math.min(columns - 1, Math.max(0, Math.floor((x - westM) / cellM)));
  const row = Math.min(rows - 1, Math.max(0, Math.floor((y - southM) / cellM)));
  const at = 2 * (row * columns + column);
  into.upM = cells[at];
  into.porosity = cells[at + 1];
}

/** The ground at one place. */
export interface GroundPoint {
  upM: number;
  porosity: number;
}

/** Walls of prisms that stand now, by square. */
function wallIndex(city: CityVolumes | null): WallIndex {
  const standing = city ? prismsThatStand(city) : [];
  const boxes = standing.map((p) => (city ? boxOfPrism(city, p) : ([0, 0, 0, 0] as const)));
  const west = boxes.reduce((least, box) => Math.min(least, box[0]), standing.length > 0 ? Infinity : 0);
  const south = boxes.reduce((least, box) => Math.min(least, box[1]), standing.length > 0 ? Infinity : 0);
  const east = boxes.reduce((most, box) => Math.max(most, box[2]), standing.length > 0 ? -Infinity : 0);
  const north = boxes.reduce((most, box) => Math.max(most, box[3]), standing.length > 0 ? -Infinity : 0);
  let squareM = WALL_SQUARE_M;
  const sizeOf = (lengthM: number) => Math.ceil(lengthM / squareM) + 2;
  while (sizeOf(east - west) * sizeOf(north - south) > MAX_WALL_SQUARES) squareM *= 2;
  const frame = {
    westM: west - squareM,
    southM: south - squareM,
    columns: sizeOf(east - west),
    rows: sizeOf(north - south),
    squareM,
  };
  return { ...frame, ...listed(frame, boxes), ...wallsOf(city, standing), roundM: circlesOf(boxes) };
}

function prismsThatStand({ prisms }: CityVolumes): number[] {
  const stands = prisms.layers.map(({ state }) => state === 'existing');
  return Array.from({ length: prisms.count }, (_, p) => p).filter((p) => stands[prisms.layer[p]]);
}

type Frame = Pick<WallIndex, 'westM' | 'southM' | 'columns' | 'rows' | 'squareM'>;

/** Lists of boxes by square. */
function listed({ westM, southM, columns, rows, squareM }: Frame, boxes: readonly (readonly number[])[]) {
  const start = new Int32Array(columns * rows + 1);
  const eachSquare = ([west, south, east, north]: readonly number[], visit: (square: number) => void): void => {
    const toColumn = Math.floor((east - westM) / squareM);
    const toRow = Math.floor((north - southM) / squareM);
    for (let row = Math.floor((south - southM) / squareM); row <= toRow; row++)
      for (let column = Math.floor((west - westM) / squareM); column <= toColumn; column++)
        visit(row * columns + column);
  };
  for (const box of boxes)
    eachSquare(box, (square) => {
      start[square + 1]++;
    });
  for (let square = 0; square < columns * rows; square++) start[square + 1] += start[square];
  const items = new Int32Array(start[columns * rows]);
  const next = start.slice();
  for (const [i, box] of boxes.entries())
    eachSquare(box, (square) => {
      items[next[square]] = i;
      next[square]++;
    });
  return { start, items };
}

/** The circle round each box. */
function circlesOf(boxes: readonly (readonly number[])[]): Float64Array {
  const roundM = new Float64Array(3 * boxes.length);
  for (const [i, [west, south, east, north]] of boxes.entries()) {
    roundM[3 * i] = (west + east) / 2;
    roundM[3 * i + 1] = (south + north) / 2;
    roundM[3 * i + 2] = ((east - west) ** 2 + (north - south) ** 2) / 4;
  }
  return roundM;
}

/** Corners of the walls of each prism, its top and its building. */
function wallsOf(city: CityVolumes | null, standing: readonly number[]) {
  const first = new Int32Array(standing.length + 1);
  const topM = new Float64Array(standing.length);
  const building = new Int32Array(standing.length);
  const corners: number[] = [];
  for (const [i, p] of standing.entries()) {
    if (!city) break;
    const { ringOf, vertexOf, eastNorthM, topM: tops } = city.prisms;
    topM[i] = tops[p];
    building[i] = city.buildingOf[p];
    for (let ring = ringOf[p]; ring < ringOf[p + 1]; ring++) {
      const end = 2 * vertexOf[ring + 1];
      for (let k = 2 * vertexOf[ring], before = end - 2; k < end; before = k, k += 2)
        corners.push(eastNorthM[before], eastNorthM[before + 1], eastNorthM[k], eastNorthM[k + 1]);
    }
    first[i + 1] = corners.length / 4;
  }
  return { first, cornersM: Float64Array.from(corners), topM, building };
}
