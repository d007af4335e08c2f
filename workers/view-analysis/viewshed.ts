import type { RasterPlace } from '../../model/city/raster.ts';
import { boxOfPrism, isInFootprint } from '../shared/footprints.ts';
import { isSeen, type Place } from '../shared/sight.ts';
import type { SightScene } from '../shared/sight-scene.ts';

/** Classes of a cell: not seen, seen, under a building, out of reach. */
export const HIDDEN = 0;
export const SEEN = 1;
export const BUILT = 2;
export const BEYOND = 255;

/** More cells than these are taken every second, third … one. */
const MAX_CELLS = 1_000_000;
/** A building whose foot stands so far above the ground can be walked under. */
const WALK_UNDER_M = 2.5;
const ROWS_AT_ONCE = 8;

/** What is seen from a place, cell by cell. */
export interface Viewshed extends RasterPlace {
  classes: Uint8Array<ArrayBuffer>;
  /** Up of the ground in each cell. */
  upM: Float32Array<ArrayBuffer>;
}

/** What is asked of every cell: whether the line between `eye` and a point so high above its ground is free. */
interface ViewshedRequest {
  eye: Place;
  radiusM: number;
  aboveM: number;
  /** A building that does not count. */
  skip: number | null;
}

/** Looks at every cell's middle within the radius; `pause` gets the part that is done and answers true to stop (null). */
export async function viewshedOf(
  scene: SightScene,
  { eye, radiusM, aboveM, skip }: ViewshedRequest,
  pause: (doneRatio: number) => Promise<boolean>,
): Promise<Viewshed | null> {
  const window = windowOf(scene, eye, radiusM);
  const { westM, southM, cellM, columns, rows, classes, upM } = window;
  markBuilt(scene, window);
  for (let row = 0; row < rows; row++) {
    const y = southM + (row + 0.5) * cellM;
    for (let column = 0; column < columns; column++) {
      const x = westM + (column + 0.5) * cellM;
      const at = row * columns + column;
      const distanceM = Math.hypot(x - eye[0], y - eye[1]);
      if (distanceM > radiusM) classes[at] = BEYOND;
      else if (classes[at] !== BUILT) classes[at] = isSeen(scene, eye, [x, y, upM[at] + aboveM], skip) ? SEEN : HIDDEN;
    }
    if (row % ROWS_AT_ONCE === ROWS_AT_ONCE - 1 && (await pause((row + 1) / rows))) return null;
  }
  return window;
}

/** Cells of the ground's raster around a place, every n-th of them. */
function windowOf({ ground }: SightScene, [x, y]: Place, radiusM: number): Viewshed {
  const own = ground ?? flatGround(x, y, radiusM);
  let stride = 1;
  const clamp = (value: number, most: number) => Math.min(Math.max(value, 0), most);
  const fromColumn = clamp(Math.floor((x - radiusM - own.westM) / own.cellM), own.columns - 1);
  const toColumn = clamp(Math.ceil((x + radiusM - own.westM) / own.cellM), own.columns);
  const fromRow = clamp(Math.floor((y - radiusM - own.southM) / own.cellM), own.rows - 1);
  const toRow = clamp(Math.ceil((y + radiusM - own.southM) / own.cellM), own.rows);
  const sizeOf = (length: number) => Math.max(1, Math.floor(length / stride));
  while (sizeOf(toColumn - fromColumn) * sizeOf(toRow - fromRow) > MAX_CELLS) stride++;
  const columns = sizeOf(toColumn - fromColumn);
  const rows = sizeOf(toRow - fromRow);
  const cellM = stride * own.cellM;
  const upM = new Float32Array(columns * rows);
  const half = stride >> 1;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      upM[row * columns + column] =
        own.upM[(fromRow + row * stride + half) * own.columns + fromColumn + column * stride + half];
  // With an even stride the cell that is looked at is half a cell beyond the middle: the window is moved onto it.
  const shiftM = (half + 0.5 - stride / 2) * own.cellM;
  return {
    westM: own.westM + fromColumn * own.cellM + shiftM,
    southM: own.southM + fromRow * own.cellM + shiftM,
    cellM,
    columns,
    rows,
    upM,
    classes: new Uint8Array(columns * rows),
  };
}

/** Where a city has no raster of its ground: cells of 5 m at up 0. */
function flatGround(x: number, y: number, radiusM: number) {
  const cellM = 5;
  const columns = 2 * Math.ceil(radiusM / cellM) + 2;
  const halfM = (columns * cellM) / 2;
  return { westM: x - halfM, southM: y - halfM, cellM, columns, rows: columns, upM: new Float32Array(columns ** 2) };
}

/** Cells whose middle lies under a building that stands there. */
function markBuilt(
  { city, stands }: SightScene,
  { westM, southM, cellM, columns, rows, classes, upM }: Viewshed,
): void {
  if (!city) return;
  const { footM } = city.prisms;
  for (let p = 0; p < stands.length; p++) {
    if (stands[p] === 0) continue;
    const [west, south, east, north] = boxOfPrism(city, p);
    const fromColumn = Math.max(0, Math.ceil((west - westM) / cellM - 0.5));
    const toColumn = Math.min(columns - 1, Math.floor((east - westM) / cellM - 0.5));
    const fromRow = Math.max(0, Math.ceil((south - southM) / cellM - 0.5));
    const toRow = Math.min(rows - 1, Math.floor((north - southM) / cellM - 0.5));
    for (let row = fromRow; row <= toRow; row++)
      for (let column = fromColumn; column <= toColumn; column++) {
        const at = row * columns + column;
        if (classes[at] === BUILT || footM[p] > upM[at] + WALK_UNDER_M) continue;
        if (isInFootprint(city, p, westM + (column + 0.5) * cellM, southM + (row + 0.5) * cellM)) classes[at] = BUILT;
      }
  }
}

/** Areas of a viewshed and the share that is seen of what was looked at. */
export function figuresOf({ classes, cellM }: Viewshed): {
  seenM2: number;
  hiddenM2: number;
  builtM2: number;
  seenRatio: number;
} {
  const counts = [0, 0, 0];
  for (const one of classes) if (one !== BEYOND) counts[one]++;
  const [hidden, seen, built] = counts;
  const areaM2 = cellM * cellM;
  return {
    seenM2: seen * areaM2,
    hiddenM2: hidden * areaM2,
    builtM2: built * areaM2,
    seenRatio: seen + hidden > 0 ? seen / (seen + hidden) : 0,
  };
}
