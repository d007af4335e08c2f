import type { Point } from '../../../model/geo/plane/point.ts';
import { addCrossings } from '../../../model/geo/plane/ring.ts';
import { cross, distanceToSegmentM, type Polygon, ringsOf } from './polygon.ts';
import { middleOf, type Space } from './space-cells.ts';

/** A wall blocks the cells whose middle is within this part of a cell (half, and a rounding): no step from cell to cell passes one. */
const WALL_RATIO = 0.50001;

/** Opens the cells whose middle is in a polygon (even–odd, row by row). */
export function fillPolygon(space: Space, level: number, polygon: Polygon): void {
  const { westM, southM, cellM, columns, rows } = space.levels[level];
  const rings = ringsOf(polygon);
  const northings = polygon.outer.map(([, y]) => y);
  const first = Math.max(0, Math.floor((Math.min(...northings) - southM) / cellM));
  const last = Math.min(rows - 1, Math.ceil((Math.max(...northings) - southM) / cellM));
  for (let row = first; row <= last; row++) {
    const y = southM + (row + 0.5) * cellM;
    const cuts: number[] = [];
    for (const ring of rings) addCrossings(ring, y, cuts);
    cuts.sort((a, b) => a - b);
    const start = (space.firstRow[level] + row) * space.plane.columns + 1;
    for (let k = 0; k + 1 < cuts.length; k += 2) {
      const from = Math.max(0, Math.ceil((cuts[k] - westM) / cellM - 0.5));
      const to = Math.min(columns, Math.ceil((cuts[k + 1] - westM) / cellM - 0.5));
      if (to > from) space.open.fill(1, start + from, start + to);
    }
  }
}

/** Closes the cells that a wall of the level runs so near to that nobody can stand in their middle. */
export function blockWalls(space: Space, level: number): void {
  const { walls, cellM } = space.levels[level];
  for (let k = 0; k < walls.length; k += 4) {
    const ax = walls[k];
    const ay = walls[k + 1];
    const bx = walls[k + 2];
    const by = walls[k + 3];
    eachNear(space, level, ax, ay, bx, by, (cell, x, y) => {
      if (distanceToSegmentM(x, y, ax, ay, bx, by) < WALL_RATIO * cellM) space.open[cell] = 0;
    });
  }
}

/**
 * Opens the cells that a wall's end or corner alone blocks, where no wall stands between them and the open cells beside them. While they
 * were blocked a way led round them, and who stood on one was led straight: two such people of 30,000 walked to and fro for an hour
 * beside the stadium's gates. To lead from such a cell to the nearest in time of those it sees only moved where the two ways met.
 */
export function openEnds(space: Space, drawn: Uint8Array): void {
  for (const [cell, near] of space.wallsNear) {
    if (drawn[cell] === 0 || space.open[cell] === 1) continue;
    const { walls, cellM } = space.levels[space.levelOf[cell]];
    const here = middleOf(space, cell);
    const isBeside = (k: number): boolean => {
      const a: Point = [walls[k], walls[k + 1]];
      const b: Point = [walls[k + 2], walls[k + 3]];
      const distanceM = distanceToSegmentM(...here, ...a, ...b);
      return (
        distanceM < WALL_RATIO * cellM &&
        distanceM <
          (1 - 1e-6) * Math.min(distanceToSegmentM(...here, ...a, ...a), distanceToSegmentM(...here, ...b, ...b))
      );
    };
    if (near.some(isBeside)) continue;
    const isClear = cellsAround(space, cell)
      .slice(0, 4)
      .every((other) => space.open[other] === 0 || isInSight(space, cell, here, middleOf(space, other)));
    if (isClear) space.open[cell] = 1;
  }
}

/** A wall as near to a cell's middle as this is half a cell away, but for rounding. */
const TIE_RATIO = 0.4999;

/**
 * Opens one of two rows of cells that both lie just half a cell from the walls of a passage two cells wide: it was shut where its middle
 * fell on the edge of a cell, and open when it was moved by half of one. Of walls on two lines of the raster the lower row is opened, so
 * that the rows on both sides of one wall are never open together.
 */
export function openNarrow(space: Space, drawn: Uint8Array): void {
  const opened: number[] = [];
  for (const cell of space.wallsNear.keys()) {
    const into = wayOffWall(space, drawn, cell);
    if (into <= 0) continue;
    const partner = cell + into;
    if (wayOffWall(space, drawn, partner) !== -into) continue;
    if (isInSight(space, cell, middleOf(space, cell), middleOf(space, partner))) opened.push(cell);
  }
  for (const cell of opened) space.open[cell] = 1;
}

/** Returns the step from a shut cell, which walls on one side alone touch half a cell away, to the cell on its other side; else 0. */
function wayOffWall(space: Space, drawn: Uint8Array, cell: number): number {
  if (drawn[cell] === 0 || space.open[cell] === 1) return 0;
  const { walls, cellM } = space.levels[space.levelOf[cell]];
  const [x, y] = middleOf(space, cell);
  let way = 0;
  for (const k of space.wallsNear.get(cell) ?? []) {
    const [ax, ay, bx, by] = walls.subarray(k, k + 4);
    const distanceM = distanceToSegmentM(x, y, ax, ay, bx, by);
    if (distanceM >= WALL_RATIO * cellM) continue;
    if (distanceM < TIE_RATIO * cellM) return 0;
    const isLevel = Math.abs(by - ay) < 1e-3 * Math.abs(bx - ax);
    const isUpright = Math.abs(bx - ax) < 1e-3 * Math.abs(by - ay);
    if (!isLevel && !isUpright) return 0;
    const step = isLevel ? Math.sign(y - ay) * space.plane.columns : Math.sign(x - ax);
    if (way !== 0 && way !== step) return 0;
    way = step;
  }
  return way;
}

/** For every cell that a wall blocks and that lies on the floor: the open neighbour that it sees. */
export function visibleLenderCells(space: Space, drawn: Uint8Array): { cell: number; from: number }[] {
  const lenderCells: { cell: number; from: number }[] = [];
  for (const cell of space.wallsNear.keys()) {
    if (drawn[cell] === 0 || space.open[cell] === 1) continue;
    const here = middleOf(space, cell);
    const from = cellsAround(space, cell).find(
      (other) => space.open[other] === 1 && isInSight(space, cell, here, middleOf(space, other)),
    );
    if (from !== undefined) lenderCells.push({ cell, from });
  }
  return lenderCells;
}

/** The eight around a cell, those beside it first. */
export function cellsAround({ plane: { columns } }: Space, cell: number): number[] {
  return [-1, 1, -columns, columns, -columns - 1, -columns + 1, columns - 1, columns + 1].map((by) => cell + by);
}

/** Whether no wall stands between a place in a cell and one in the cells around it. */
export function isInSight({ wallsNear, levels, levelOf }: Space, cell: number, here: Point, there: Point): boolean {
  const { walls } = levels[levelOf[cell]];
  const near = wallsNear.get(cell) ?? [];
  return near.every((k) => !cross(here, there, [walls[k], walls[k + 1]], [walls[k + 2], walls[k + 3]]));
}

/** Every open cell nearer than `reachM` to a wall, once a wall. */
export function nearWalls(space: Space, reachM: number, visit: (cell: number, distanceM: number) => void): void {
  for (const [level, { walls, cellM }] of space.levels.entries()) {
    const around = Math.ceil(reachM / cellM);
    for (let k = 0; k < walls.length; k += 4) {
      const ax = walls[k];
      const ay = walls[k + 1];
      const bx = walls[k + 2];
      const by = walls[k + 3];
      eachNear(
        space,
        level,
        ax,
        ay,
        bx,
        by,
        (cell, x, y) => {
          const distanceM = distanceToSegmentM(x, y, ax, ay, bx, by);
          if (space.open[cell] === 1 && distanceM < reachM) visit(cell, distanceM);
        },
        around,
      );
    }
  }
}

/** Offsets of walls (into `walls`) by the cells that are no further from one than `reachM`. */
export function wallsByCell(space: Space, level: number, reachM: number): Map<number, number[]> {
  const { walls, cellM } = space.levels[level];
  const found = new Map<number, number[]>();
  for (let k = 0; k < walls.length; k += 4) {
    const ax = walls[k];
    const ay = walls[k + 1];
    const bx = walls[k + 2];
    const by = walls[k + 3];
    const note = (cell: number, x: number, y: number): void => {
      if (distanceToSegmentM(x, y, ax, ay, bx, by) > reachM) return;
      const list = found.get(cell);
      if (list) list.push(k);
      else found.set(cell, [k]);
    };
    eachNear(space, level, ax, ay, bx, by, note, Math.ceil(reachM / cellM));
  }
  return found;
}

function eachNear(
  space: Space,
  level: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  visit: (cell: number, x: number, y: number) => void,
  around = 1,
): void {
  const { westM, southM, cellM, columns, rows } = space.levels[level];
  const column = (x: number) => Math.floor((x - westM) / cellM);
  const row = (y: number) => Math.floor((y - southM) / cellM);
  for (
    let r = Math.max(0, row(Math.min(ay, by)) - around);
    r <= Math.min(rows - 1, row(Math.max(ay, by)) + around);
    r++
  )
    for (
      let c = Math.max(0, column(Math.min(ax, bx)) - around);
      c <= Math.min(columns - 1, column(Math.max(ax, bx)) + around);
      c++
    )
      visit(
        (space.firstRow[level] + r) * space.plane.columns + c + 1,
        westM + (c + 0.5) * cellM,
        southM + (r + 0.5) * cellM,
      );
}
