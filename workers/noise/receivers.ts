import type { RasterPlace } from '../../model/city/raster.ts';
import { boxOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { crossesRay, isInRing } from '../../model/geo/plane/ring.ts';
import { boxOfBuilding, type CityVolumes } from '../shared/city-volumes.ts';
import { groundUpAt } from './cut-finder.ts';
import type { NoiseScene, WallIndex } from './noise-scene.ts';
import type { Receiver } from './transfer.ts';

/** In front of a façade, as levels of façades are stated (directive 2.8), metres. */
const BEFORE_FACADE_M = 2;
/** One point for so much façade, in the middle of its part; shorter ones have none. */
const FACADE_STEP_M = 10;
const SHORTEST_FACADE_M = 2.5;

/** A raster over an area, and the cell of each receiver in it. */
export interface GridReceivers {
  place: RasterPlace;
  receivers: Receiver[];
  cells: Int32Array;
}

/** Whether a place lies in the footprint of a building. */
function isInBuilding(
  { westM, southM, columns, rows, squareM, start, items, ...walls }: WallIndex,
  x: number,
  y: number,
): boolean {
  const column = Math.floor((x - westM) / squareM);
  const row = Math.floor((y - southM) / squareM);
  if (column < 0 || row < 0 || column >= columns || row >= rows) return false;
  const square = row * columns + column;
  for (let i = start[square]; i < start[square + 1]; i++) if (isInPrism(walls, items[i], x, y)) return true;
  return false;
}

/** By the parity of the walls that a ray to the east meets. */
function isInPrism(
  { first, cornersM }: Pick<WallIndex, 'first' | 'cornersM'>,
  prism: number,
  x: number,
  y: number,
): boolean {
  let isIn = false;
  for (let k = 4 * first[prism]; k < 4 * first[prism + 1]; k += 4) {
    if (crossesRay(cornersM[k], cornersM[k + 1], cornersM[k + 2], cornersM[k + 3], x, y)) isIn = !isIn;
  }
  return isIn;
}

/** Points every so many metres in an area, outside buildings. */
export function gridReceivers(
  scene: NoiseScene,
  ringM: readonly Point[],
  cellM: number,
  heightM: number,
): GridReceivers {
  const [west, south, east, north] = boxOf(ringM);
  const columns = Math.max(2, Math.ceil((east - west) / cellM));
  const rows = Math.max(2, Math.ceil((north - south) / cellM));
  const receivers: Receiver[] = [];
  const cells: number[] = [];
  for (let cell = 0; cell < columns * rows; cell++) {
    const x = west + ((cell % columns) + 0.5) * cellM;
    const y = south + (Math.floor(cell / columns) + 0.5) * cellM;
    if (!isInRing(ringM, x, y) || isInBuilding(scene.walls, x, y)) continue;
    receivers.push({ at: [x, y, groundUpAt(scene, x, y) + heightM], building: -1 });
    cells.push(cell);
  }
  return {
    place: { westM: west, southM: south, cellM, columns, rows },
    receivers,
    cells: Int32Array.from(cells),
  };
}

/** Points before the façades of buildings whose middle lies in an area and that are counted. */
export function facadeReceivers(
  scene: NoiseScene,
  city: CityVolumes,
  ringM: readonly Point[],
  heightM: number,
  isCounted: (building: number) => boolean,
): Receiver[] {
  const [areaWest, areaSouth, areaEast, areaNorth] = boxOf(ringM);
  const receivers: Receiver[] = [];
  for (let prism = 0; prism < scene.walls.topM.length; prism++) {
    const building = scene.walls.building[prism];
    if (!isCounted(building)) continue;
    const [west, south, east, north] = boxOfBuilding(city, building);
    const x = (west + east) / 2;
    const y = (south + north) / 2;
    if (x < areaWest || x > areaEast || y < areaSouth || y > areaNorth || !isInRing(ringM, x, y)) continue;
    addFacades(scene, prism, building, heightM, receivers);
  }
  return receivers;
}

function addFacades(scene: NoiseScene, prism: number, building: number, heightM: number, receivers: Receiver[]): void {
  const { first, cornersM } = scene.walls;
  for (let k = 4 * first[prism]; k < 4 * first[prism + 1]; k += 4) {
    const dx = cornersM[k + 2] - cornersM[k];
    const dy = cornersM[k + 3] - cornersM[k + 1];
    const lengthM = Math.hypot(dx, dy);
    if (lengthM < SHORTEST_FACADE_M) continue;
    const parts = Math.max(1, Math.round(lengthM / FACADE_STEP_M));
    for (let part = 0; part < parts; part++) {
      const t = (part + 0.5) / parts;
      const x = cornersM[k] + t * dx + (BEFORE_FACADE_M * dy) / lengthM;
      const y = cornersM[k + 1] + t * dy - (BEFORE_FACADE_M * dx) / lengthM;
      if (isInBuilding(scene.walls, x, y)) continue;
      receivers.push({ at: [x, y, groundUpAt(scene, x, y) + heightM], building });
    }
  }
}
