import { cellAt, type Terrain } from './terrain.ts';

/** A cell beside a wall that does not run along the raster: which of its faces are of the wall, and where the wall itself lies. */
export interface SlantedWall {
  cell: number;
  column: number;
  row: number;
  /** Faces that are shut by a blocked cell; none lies opposite to another. */
  west: boolean;
  east: boolean;
  south: boolean;
  north: boolean;
  /** Towards the wall, of length 1. */
  towardsX: number;
  towardsY: number;
}

/** Blocked cells so far to either side tell how a wall runs. */
const REACH = 2;

/** Nearer to the raster's own direction than this a wall is not slanted. */
const STRAIGHT = 1e-6;

/**
 * A wall at a slant stands on the raster in steps, and water that runs along it would run against each of them: the thrust of a
 * step is that on a wall across the flow. So the thrust on its faces is reckoned from the speed towards the wall that the steps
 * stand for, whose direction is the mean of those to the blocked cells within two cells, by the inverse of their distance
 * (gradient of a volume fraction, as in Youngs 1982). Pressure stays on the faces that are there, so a lake at rest stays so; no
 * volume is touched. In the order of cells; none where buildings stand along the raster or not at all, or where walls cut the cells
 * themselves (`cuts.ts`).
 *
 * `flood.slantedStreet` tells what it brings: at 45° the depth of a street that was .79 too much in first order and .23 in second is
 * .02, between these angles it is .28 and .20 in place of .77 and .29. From the shut faces of the cell alone the direction is as good
 * at 45°, but .24 comes of it at 30°.
 */
export function slantedWalls(terrain: Terrain): SlantedWall[] {
  const { columns, rows, blocked, stride } = terrain;
  const walls: SlantedWall[] = [];
  const cut = new Set(terrain.cuts?.walls.map(({ cell }) => cell));
  // A building that the raster's edge cuts goes on behind it; the edge itself is none.
  const isBuilt = (column: number, row: number) =>
    blocked[cellAt(terrain, within(column, columns), within(row, rows))] === 1;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = cellAt(terrain, column, row);
      if (blocked[cell] === 1 || cut.has(cell)) continue;
      if (blocked[cell - 1] + blocked[cell + 1] + blocked[cell - stride] + blocked[cell + stride] === 0) continue;
      const west = isBuilt(column - 1, row);
      const east = isBuilt(column + 1, row);
      const south = isBuilt(column, row - 1);
      const north = isBuilt(column, row + 1);
      if (west === east && south === north) continue;
      if ((west && east) || (south && north)) continue;
      let x = 0;
      let y = 0;
      for (let up = -REACH; up <= REACH; up++) {
        for (let right = -REACH; right <= REACH; right++) {
          if (!isBuilt(column + right, row + up)) continue;
          x += right / (right * right + up * up);
          y += up / (right * right + up * up);
        }
      }
      const length = Math.sqrt(x * x + y * y);
      if (Math.min(Math.abs(x), Math.abs(y)) <= STRAIGHT * length) continue;
      walls.push({ cell, column, row, west, east, south, north, towardsX: x / length, towardsY: y / length });
    }
  }
  return walls;
}

const within = (index: number, count: number): number => Math.min(count - 1, Math.max(0, index));

/** A row of the kernel's list. */
interface WallRow {
  cell: number;
  column: number;
  row: number;
  faces: number;
  x: number;
  y: number;
}

/** Walls in steps and walls through cells, in the order of cells. */
export function wallsOf(terrain: Terrain): WallRow[] {
  const inSteps = slantedWalls(terrain).map(({ west, east, south, north, towardsX, towardsY, ...at }) => ({
    ...at,
    faces: (west ? FACE.west : 0) | (east ? FACE.east : 0) | (south ? FACE.south : 0) | (north ? FACE.north : 0),
    x: towardsX,
    y: towardsY,
  }));
  const through = (terrain.cuts?.walls ?? []).map((wall) => ({ ...wall, faces: THROUGH }));
  return [...inSteps, ...through].sort((a, b) => a.cell - b.cell);
}

/** As `kernel/slanted-walls.ts` reads them, a row of 16 bytes each: offset in the row with the rim, faces, the way towards the wall. */
export const WALL_BYTES = 16;
const FACE = { west: 1, east: 2, south: 4, north: 8 } as const;
const THROUGH = 16;

/** Starts by row, −2 first: the kernel asks for rows beside the raster as well. */
export function writeWalls(
  view: DataView,
  wallsAt: number,
  startsAt: number,
  walls: readonly WallRow[],
  rows: number,
): void {
  let next = 0;
  for (let row = -2; row < rows + 6; row++) {
    while (next < walls.length && walls[next].row < row) next++;
    view.setInt32(startsAt + (row + 2) * 4, next, true);
  }
  for (const [k, { column, faces, x, y }] of walls.entries()) {
    const at = wallsAt + k * WALL_BYTES;
    view.setInt32(at, (column + 1) * 4, true);
    view.setInt32(at + 4, faces, true);
    view.setFloat32(at + 8, x, true);
    view.setFloat32(at + 12, y, true);
  }
}
