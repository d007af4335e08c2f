import type { RasterPlace } from '../../model/city/raster.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import { boxOfBuilding } from '../shared/city-volumes.ts';
import type { HeatSite } from './heat-site.ts';

/** Residents are met on the open ground so near to their building; where none of it is open, so far. */
const NEAR_M = [10, 30, 60] as const;

/** Residents of an area on the cells of open ground around their homes, each home's evenly; people whose home has no such ground are left out. */
export async function peopleNear(
  site: HeatSite,
  place: RasterPlace,
  isOpen: Uint8Array,
  ringM: readonly Point[],
): Promise<{ people: Float32Array; residents: number }> {
  const people = new Float32Array(isOpen.length);
  const { homes } = await site.population();
  const boxes = boxesByGid(site);
  let residents = 0;
  for (const { gid, atM, residents: own } of homes) {
    if (own === 0 || !isInRing(ringM, atM[0], atM[1])) continue;
    const box = (gid === null ? undefined : boxes.get(gid)) ?? [atM[0], atM[1], atM[0], atM[1]];
    for (const nearM of NEAR_M)
      if (spread(place, isOpen, box, nearM, own, people)) {
        residents += own;
        break;
      }
  }
  return { people, residents };
}

function boxesByGid({ city, files }: HeatSite): Map<number, readonly [number, number, number, number]> {
  const boxes = new Map<number, readonly [number, number, number, number]>();
  if (!city) return boxes;
  const gidBase = new Map(files.manifest.layers.map((layer) => [layer.id, layer.gidBase]));
  for (const [building, p] of city.firstPrism.entries()) {
    const base = gidBase.get(city.prisms.layers[city.prisms.layer[p]].id);
    if (base !== undefined) boxes.set(base + city.prisms.row[p], boxOfBuilding(city, building));
  }
  return boxes;
}

/** Spreads people evenly over the open cells of a box that is grown to all sides; false: there are none. */
function spread(
  { westM, southM, cellM, columns, rows }: RasterPlace,
  isOpen: Uint8Array,
  [west, south, east, north]: readonly [number, number, number, number],
  nearM: number,
  residents: number,
  people: Float32Array,
): boolean {
  const found: number[] = [];
  const toColumn = Math.min(columns - 1, Math.floor((east + nearM - westM) / cellM));
  const toRow = Math.min(rows - 1, Math.floor((north + nearM - southM) / cellM));
  for (let row = Math.max(0, Math.floor((south - nearM - southM) / cellM)); row <= toRow; row++)
    for (let column = Math.max(0, Math.floor((west - nearM - westM) / cellM)); column <= toColumn; column++)
      if (isOpen[row * columns + column]) found.push(row * columns + column);
  for (const cell of found) people[cell] += residents / found.length;
  return found.length > 0;
}
