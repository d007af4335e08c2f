import type { RasterPlace } from '../../model/city/raster.ts';
import { rasterAt } from '../../model/city/raster.ts';
import { EARTH_RADIUS_M } from '../../model/geo/earth.ts';
import { type CitySolids, upOfElevation } from './city-solids.ts';
import { boxOfBuilding, type CityVolumes } from './city-volumes.ts';
import { boxOfPrism } from './footprints.ts';

/** Squares of the index of prisms, metres. */
const CELL_M = 32;
const MAX_SQUARES = 4 * 2 ** 20;

/** The ground as nodes at the middles of cells, in up of the city's plane: the Earth falls away from it. */
interface SightGround extends RasterPlace {
  readonly upM: Float32Array;
}

/** What may stand in a line of sight: the ground, and the prisms that are counted. */
export interface SightScene {
  readonly ground: SightGround | null;
  readonly city: CityVolumes | null;
  /** Flag of each prism: 1 where it is there to block a sight. */
  readonly stands: Uint8Array;
  readonly index: PrismIndex | null;
  /** Part of the Earth's curvature that refraction gives back: 0 straight, 0.13 usual by day near the ground. */
  readonly refractionRatio: number;
}

/** Prisms whose box meets a square, list after list, with the highest top of each square. */
interface PrismIndex {
  readonly westM: number;
  readonly southM: number;
  readonly columns: number;
  readonly rows: number;
  readonly cellM: number;
  readonly start: Int32Array;
  readonly items: Int32Array;
  readonly topM: Float64Array;
  /** The look at which a prism was last tried: each is tried once a look. */
  readonly triedAt: Int32Array;
  looks: number;
}

/** Existing buildings stand; planned layers where they are named. */
export function sightScene(solids: CitySolids, planned: readonly string[], refractionRatio: number): SightScene {
  const { city, ground: given, originElevationM } = solids;
  const stands = new Uint8Array(city?.prisms.count ?? 0);
  if (city) {
    const { layers, layer } = city.prisms;
    const counted = layers.map(({ id, state }) => state === 'existing' || planned.includes(id));
    for (let p = 0; p < stands.length; p++) stands[p] = counted[layer[p]] ? 1 : 0;
  }
  const ground = given && groundOf(given.grid, given.elevationM, originElevationM);
  return { ground, city, stands, index: city && prismIndex(city), refractionRatio };
}

function groundOf(place: RasterPlace, elevationM: Float32Array, originElevationM: number): SightGround {
  const { westM, southM, cellM, columns, rows } = place;
  const upM = new Float32Array(columns * rows);
  for (let row = 0, at = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at++) {
      const x = westM + (column + 0.5) * cellM;
      const y = southM + (row + 0.5) * cellM;
      upM[at] = upOfElevation(elevationM[at], originElevationM, x, y);
    }
  return { westM, southM, cellM, columns, rows, upM };
}

/** Up of the ground, straight between the middles of cells; 0 where there is none. */
export const groundUpAt = ({ ground }: SightScene, x: number, y: number): number =>
  ground ? rasterAt(ground, ground.upM, x, y) : 0;

/** How much higher a sight of this length passes at its part `t` than a straight one. */
export const bowM = ({ refractionRatio }: SightScene, lengthM: number): number =>
  (refractionRatio * lengthM * lengthM) / (2 * EARTH_RADIUS_M);

function prismIndex(city: CityVolumes): PrismIndex {
  const { count, topM: tops } = city.prisms;
  const all: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let b = 0; b < city.buildings; b++) {
    const box = boxOfBuilding(city, b);
    all[0] = Math.min(all[0], box[0]);
    all[1] = Math.min(all[1], box[1]);
    all[2] = Math.max(all[2], box[2]);
    all[3] = Math.max(all[3], box[3]);
  }
  if (count === 0) all.fill(0);
  let cellM = CELL_M;
  const sizeOf = (lengthM: number) => Math.ceil(lengthM / cellM) + 2;
  while (sizeOf(all[2] - all[0]) * sizeOf(all[3] - all[1]) > MAX_SQUARES) cellM *= 2;
  const columns = sizeOf(all[2] - all[0]);
  const rows = sizeOf(all[3] - all[1]);
  const westM = all[0] - cellM;
  const southM = all[1] - cellM;
  const start = new Int32Array(columns * rows + 1);
  const topM = new Float64Array(columns * rows).fill(Number.NEGATIVE_INFINITY);
  const boxes = Array.from({ length: count }, (_, p) => boxOfPrism(city, p));
  const eachCell = (p: number, visit: (cell: number) => void): void => {
    const [west, south, east, north] = boxes[p];
    for (let row = Math.floor((south - southM) / cellM); row <= Math.floor((north - southM) / cellM); row++)
      for (let column = Math.floor((west - westM) / cellM); column <= Math.floor((east - westM) / cellM); column++)
        visit(row * columns + column);
  };
  for (let p = 0; p < count; p++)
    eachCell(p, (cell) => {
      start[cell + 1]++;
      topM[cell] = Math.max(topM[cell], tops[p]);
    });
  for (let cell = 0; cell < columns * rows; cell++) start[cell + 1] += start[cell];
  const items = new Int32Array(start[columns * rows]);
  const next = start.slice();
  for (let p = 0; p < count; p++)
    eachCell(p, (cell) => {
      items[next[cell]] = p;
      next[cell]++;
    });
  return { westM, southM, columns, rows, cellM, start, items, topM, triedAt: new Int32Array(count), looks: 0 };
}

/**
 * Standing prisms in the squares that a line in plan passes, each once, in no order within a square; `isAbove` may leave out a square by
 * the highest top in it and the part of the line there. `visit` answers true to end it.
 */
export function alongPrisms(
  { index, stands }: SightScene,
  [ax, ay]: readonly number[],
  [bx, by]: readonly number[],
  isAbove: (topM: number, fromT: number, toT: number) => boolean,
  visit: (prism: number) => boolean,
): void {
  if (!index) return;
  const { westM, southM, columns, rows, cellM, start, items, topM, triedAt } = index;
  index.looks++;
  const { looks } = index;
  const dx = (bx - ax) / cellM;
  const dy = (by - ay) / cellM;
  const u = (ax - westM) / cellM;
  const v = (ay - southM) / cellM;
  // The part of the line that lies over the index.
  let t = 0;
  let endT = 1;
  for (const [from, step, size] of [
    [u, dx, columns],
    [v, dy, rows],
  ]) {
    if (step === 0) {
      if (from < 0 || from >= size) return;
      continue;
    }
    const one = -from / step;
    const other = (size - from) / step;
    t = Math.max(t, Math.min(one, other));
    endT = Math.min(endT, Math.max(one, other));
  }
  if (t >= endT && t > 0) return;
  let column = Math.min(Math.max(Math.floor(u + t * dx), 0), columns - 1);
  let row = Math.min(Math.max(Math.floor(v + t * dy), 0), rows - 1);
  const stepX = dx > 0 ? 1 : -1;
  const stepY = dy > 0 ? 1 : -1;
  for (;;) {
    const nextX = dx === 0 ? Infinity : (column + (dx > 0 ? 1 : 0) - u) / dx;
    const nextY = dy === 0 ? Infinity : (row + (dy > 0 ? 1 : 0) - v) / dy;
    const nextT = Math.min(nextX, nextY, endT);
    const cell = row * columns + column;
    if (topM[cell] > Number.NEGATIVE_INFINITY && !isAbove(topM[cell], t, nextT))
      for (let i = start[cell]; i < start[cell + 1]; i++) {
        const p = items[i];
        if (triedAt[p] === looks || stands[p] === 0) continue;
        triedAt[p] = looks;
        if (visit(p)) return;
      }
    if (nextT >= endT) return;
    t = nextT;
    if (nextX <= nextY) column += stepX;
    else row += stepY;
    if (column < 0 || row < 0 || column >= columns || row >= rows) return;
  }
}
