import { type CrowdInput, STATUS } from './crowd.ts';
import type { CrowdArrays, LevelGrid } from './crowd-arrays.ts';
import { segmentDistanceM } from './walls.ts';

/** Cells of 0.9 m: with SIMD 14 % quicker than 1.8 m, the cut-off, at 2 people/m² (prototype 2026-11). */
export const CELL_M = 0.9;

/** How far people feel each other: of the repulsion only terms below 1e-5 are cut. JuPedSim looks 3 m far and takes 1.8 times as long. */
export const CUT_OFF_M = 1.8;

/** How far people see those whom they follow: farther than two radii and a time gap of 1.1 s at 2 m/s. */
export const SIGHT_M = 2.7;

/** Cells around a level in which people beyond a link are seen. */
const MARGIN = 3;

/** The bit of a cell from which a line can be crossed within one step. */
export const NEAR_LINE = 1;
/** The bit of a cell whose people are seen from the level beyond a link. */
export const NEAR_LINK = 2;

/** Greatest movement in a step: with more, a person could step over a line unseen; 3 m/s for 0.1 s. */
export const MAX_STEP_M = 0.3;

/** The neighbour grids of all levels, in cells of 0.9 m with a margin, and how many cells they have together. */
export function gridsOf({ levels }: CrowdInput): { grids: LevelGrid[]; cellCount: number } {
  const grids: LevelGrid[] = [];
  let first = 0;
  for (const { westM, southM, columns, rows, cellM } of levels) {
    const grid = {
      westM: westM - MARGIN * CELL_M,
      southM: southM - MARGIN * CELL_M,
      columns: Math.ceil((columns * cellM) / CELL_M) + 2 * MARGIN,
      rows: Math.ceil((rows * cellM) / CELL_M) + 2 * MARGIN,
      first,
    };
    grids.push(grid);
    first += grid.columns * grid.rows;
  }
  return { grids, cellCount: first };
}

/** The cell of a place; the nearest one of who is outside. */
export function cellOf({ westM, southM, columns, rows, first }: LevelGrid, x: number, y: number): number {
  const column = Math.min(columns - 1, Math.max(0, Math.floor((x - westM) / CELL_M)));
  const row = Math.min(rows - 1, Math.max(0, Math.floor((y - southM) / CELL_M)));
  return first + row * columns + column;
}

/** Calls with every cell of which a part lies within `reachM` of a segment (and a few more at its corners). */
export function cellsNear(
  { westM, southM, columns, rows, first }: LevelGrid,
  [ax, ay, bx, by]: readonly [number, number, number, number],
  reachM: number,
  call: (cell: number) => void,
): void {
  const column = (x: number) => Math.min(columns - 1, Math.max(0, Math.floor((x - westM) / CELL_M)));
  const row = (y: number) => Math.min(rows - 1, Math.max(0, Math.floor((y - southM) / CELL_M)));
  const nearM = reachM + CELL_M * Math.SQRT1_2;
  for (let r = row(Math.min(ay, by) - reachM); r <= row(Math.max(ay, by) + reachM); r++) {
    for (let c = column(Math.min(ax, bx) - reachM); c <= column(Math.max(ax, bx) + reachM); c++) {
      const x = westM + (c + 0.5) * CELL_M;
      const y = southM + (r + 0.5) * CELL_M;
      if (segmentDistanceM(x, y, ax, ay, bx, by) <= nearM) call(first + r * columns + c);
    }
  }
}

/**
 * Counting sort of all who are inside by their cells, in the order of ids within a cell, those seen through links last: the order, and
 * with it every sum, depends on where people are and on nothing else. Writes `sorted…`, `cellStart`, `near`.
 */
export function sortPeople(crowd: CrowdArrays): void {
  const { count, xM: x, yM: y, radiusM, level, status, cell, cellStart, cellFlags, counts } = crowd;
  const { sortedX, sortedY, sortedRadius, sortedId, near } = crowd;
  cellStart.fill(0);
  let nears = 0;
  let ghosts = 0;
  for (let id = 0; id < count; id++) {
    if (status[id] !== STATUS.inside) continue;
    const c = cellOf(crowd.grids[level[id]], x[id], y[id]);
    cell[id] = c;
    cellStart[c + 2]++;
    if (cellFlags[c] & NEAR_LINK) ghosts = showThroughLinks(crowd, id, ghosts);
  }
  for (let g = 0; g < ghosts; g++) cellStart[crowd.ghostCell[g] + 2]++;
  for (let c = 2; c < cellStart.length; c++) cellStart[c] += cellStart[c - 1];
  for (let id = 0; id < count; id++) {
    if (status[id] !== STATUS.inside) continue;
    const k = cellStart[cell[id] + 1]++;
    sortedX[k] = x[id];
    sortedY[k] = y[id];
    sortedRadius[k] = radiusM[id];
    sortedId[k] = id;
    if (cellFlags[cell[id]] & NEAR_LINE) near[nears++] = k;
  }
  for (let g = 0; g < ghosts; g++) {
    const k = cellStart[crowd.ghostCell[g] + 1]++;
    sortedX[k] = crowd.ghostX[g];
    sortedY[k] = crowd.ghostY[g];
    sortedRadius[k] = radiusM[crowd.ghostId[g]];
    sortedId[k] = ~crowd.ghostId[g];
  }
  for (let k = 0; k < cellStart[cellStart.length - 1]; k++) {
    const id = sortedId[k] < 0 ? ~sortedId[k] : sortedId[k];
    crowd.sortedDesiredDirectionX[k] = crowd.desiredDirectionX[id];
    crowd.sortedDesiredDirectionY[k] = crowd.desiredDirectionY[id];
  }
  for (let k = 0; k < crowd.sortedVelocityX.length && k < cellStart[cellStart.length - 1]; k++) {
    const id = sortedId[k] < 0 ? ~sortedId[k] : sortedId[k];
    crowd.sortedVelocityX[k] = crowd.directionX[id] * crowd.speedMps[id];
    crowd.sortedVelocityY[k] = crowd.directionY[id] * crowd.speedMps[id];
  }
  counts[0] = cellStart[cellStart.length - 1];
  counts[1] = nears;
}

/** Adds a person to the cells beyond the links that are within sight. */
function showThroughLinks(crowd: CrowdArrays, id: number, ghosts: number): number {
  const { links, linkLevels, xM, yM, level, ghostCell, ghostX, ghostY, ghostId } = crowd;
  const x = xM[id];
  const y = yM[id];
  for (let i = 0; i < linkLevels.length; i += 2) {
    const j = 3 * i;
    const ax = links[j];
    const ay = links[j + 1];
    const bx = links[j + 2];
    const by = links[j + 3];
    const sx = links[j + 4];
    const sy = links[j + 5];
    for (const way of [1, -1]) {
      if (level[id] !== linkLevels[way === 1 ? i : i + 1]) continue;
      const [ox, oy] = way === 1 ? [0, 0] : [sx, sy];
      if (segmentDistanceM(x, y, ax + ox, ay + oy, bx + ox, by + oy) > SIGHT_M) continue;
      if (ghosts === ghostCell.length) return ghosts;
      ghostX[ghosts] = x + way * sx;
      ghostY[ghosts] = y + way * sy;
      ghostId[ghosts] = id;
      const beyond = linkLevels[way === 1 ? i + 1 : i];
      ghostCell[ghosts] = cellOf(crowd.grids[beyond], ghostX[ghosts], ghostY[ghosts]);
      ghosts++;
    }
  }
  return ghosts;
}
