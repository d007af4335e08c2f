import type { Prisms } from '../../model/city/prisms.ts';
import type { Box } from '../../model/geo/plane/box.ts';
import { crossesRay } from '../../model/geo/plane/ring.ts';
import type { Arena } from '../shared/arena.ts';

/** Which of two pictures a prism stands in: today, and with the scheme. */
export const BEFORE = 1;
export const AFTER = 2;
export const ALWAYS = BEFORE | AFTER;

/** A prism as the scene takes it: rings of east and north, outer anticlockwise; heights in up. */
export interface ScenePrism {
  /** Number in the list that the study has of buildings. */
  building: number;
  phases: number;
  groundM: number;
  footM: number;
  topM: number;
  storeys: number;
  /** A roof that is not level stands in it. */
  isPitched: boolean;
  rings: readonly (readonly number[])[];
}

/** Numbers of a wall in `wall`: ax, ay, bx, by, foot, top. */
export const WALL = 6;

/** A prism's foot so far above its ground has an underside that a ray from below may meet. */
const RAISED_M = 0.05;
const CELL_M = 16;
const MAX_SCENE_CELLS = 4 * 2 ** 20;

/**
 * All walls that may stand before a study's windows, on a grid of squares; undersides of raised parts are met by a point in a ring. A ray
 * that goes up enters a prism by a wall or by its underside, never by its roof. Arrays may lie in memory that a kernel shares.
 */
export interface SunScene {
  readonly prisms: readonly ScenePrism[];
  readonly wallCount: number;
  readonly wall: Float64Array;
  /** Bits of the phases, and the prism. */
  readonly wallPhases: Uint8Array;
  readonly wallPrism: Int32Array;
  /** Walls of prism p are prismWall[p] … prismWall[p + 1]. */
  readonly prismWall: Int32Array;
  readonly prismPhases: Uint8Array;
  readonly prismFootM: Float64Array;
  readonly westM: number;
  readonly southM: number;
  readonly cellM: number;
  readonly columns: number;
  readonly rows: number;
  readonly cellWall: Int32Array;
  readonly wallOfCell: Int32Array;
  readonly cellRaised: Int32Array;
  readonly raisedOfCell: Int32Array;
  /** Highest top of what stands in a cell; −Infinity: nothing. */
  readonly cellTopM: Float64Array;
  /** Prisms whose box meets a cell. */
  readonly cellPrism: Int32Array;
  readonly prismOfCell: Int32Array;
  readonly highestM: number;
}

/** The scene of these prisms over a box that holds every window too. */
export function sunScene(prisms: readonly ScenePrism[], box: Box, arena: Arena): SunScene {
  const wallCount = prisms.reduce((sum, { rings }) => sum + rings.reduce((all, ring) => all + ring.length / 2, 0), 0);
  const wall = arena.f64(WALL * wallCount);
  const wallPhases = arena.u8(wallCount);
  const wallPrism = arena.i32(wallCount);
  const prismWall = arena.i32(prisms.length + 1);
  const prismPhases = arena.u8(prisms.length);
  const prismFootM = arena.f64(prisms.length);
  const bounds = [...box] as [number, number, number, number];
  let at = 0;
  let highestM = Number.NEGATIVE_INFINITY;
  for (const [p, { rings, footM, topM, phases }] of prisms.entries()) {
    prismPhases[p] = phases;
    prismFootM[p] = footM;
    highestM = Math.max(highestM, topM);
    for (const ring of rings)
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        wall.set([ring[j], ring[j + 1], ring[i], ring[i + 1], footM, topM], WALL * at);
        wallPhases[at] = phases;
        wallPrism[at] = p;
        at++;
        bounds[0] = Math.min(bounds[0], ring[i]);
        bounds[1] = Math.min(bounds[1], ring[i + 1]);
        bounds[2] = Math.max(bounds[2], ring[i]);
        bounds[3] = Math.max(bounds[3], ring[i + 1]);
      }
    prismWall[p + 1] = at;
  }
  const frame = frameOf(bounds);
  const cells = frame.columns * frame.rows;
  const cellTopM = arena.f64(cells).fill(Number.NEGATIVE_INFINITY);
  const raise = (cell: number, topM: number) => {
    if (topM > cellTopM[cell]) cellTopM[cell] = topM;
  };
  const walls = listed(cells, arena, (add) => {
    for (let w = 0; w < wallCount; w++) eachCellOfWall(frame, wall, w, (cell) => add(cell, w));
  });
  for (let w = 0; w < wallCount; w++) eachCellOfWall(frame, wall, w, (cell) => raise(cell, wall[WALL * w + 5]));
  const boxes = prisms.map(boxOf);
  const raised = listed(cells, arena, (add) => {
    for (const [p, { footM, groundM }] of prisms.entries())
      if (footM > groundM + RAISED_M) eachCellOfBox(frame, boxes[p], (cell) => add(cell, p));
  });
  for (const [p, { footM, groundM, topM }] of prisms.entries())
    if (footM > groundM + RAISED_M) eachCellOfBox(frame, boxes[p], (cell) => raise(cell, topM));
  const all = listed(cells, arena, (add) => {
    for (const [p] of prisms.entries()) eachCellOfBox(frame, boxes[p], (cell) => add(cell, p));
  });
  return {
    prisms,
    wallCount,
    wall,
    wallPhases,
    wallPrism,
    prismWall,
    prismPhases,
    prismFootM,
    ...frame,
    cellWall: walls.start,
    wallOfCell: walls.items,
    cellRaised: raised.start,
    raisedOfCell: raised.items,
    cellTopM,
    cellPrism: all.start,
    prismOfCell: all.items,
    highestM,
  };
}

type Frame = Pick<SunScene, 'westM' | 'southM' | 'cellM' | 'columns' | 'rows'>;

/** One cell wider than the box on each side, so that nothing lies on its edge. */
function frameOf([west, south, east, north]: Box): Frame {
  let cellM = CELL_M;
  const count = (lengthM: number) => Math.ceil(lengthM / cellM) + 2;
  while (count(east - west) * count(north - south) > MAX_SCENE_CELLS) cellM *= 2;
  return { westM: west - cellM, southM: south - cellM, cellM, columns: count(east - west), rows: count(north - south) };
}

/** Lists of each cell, one after the other: counted first, then written. */
function listed(
  cells: number,
  arena: Arena,
  each: (add: (cell: number, item: number) => void) => void,
): { start: Int32Array; items: Int32Array } {
  const start = arena.i32(cells + 1);
  each((cell) => start[cell + 1]++);
  for (let c = 0; c < cells; c++) start[c + 1] += start[c];
  const items = arena.i32(start[cells]);
  const next = start.slice();
  each((cell, item) => {
    items[next[cell]++] = item;
  });
  return { start, items };
}

/** Every cell that a wall touches, row by row; a hair wider, so that none is missed by rounding. */
function eachCellOfWall(
  { westM, southM, cellM, columns }: Frame,
  wall: Float64Array,
  w: number,
  visit: (cell: number) => void,
): void {
  const hair = 1e-6;
  const ax = (wall[WALL * w] - westM) / cellM;
  const ay = (wall[WALL * w + 1] - southM) / cellM;
  const bx = (wall[WALL * w + 2] - westM) / cellM;
  const by = (wall[WALL * w + 3] - southM) / cellM;
  const low = Math.min(ay, by) - hair;
  const high = Math.max(ay, by) + hair;
  for (let row = Math.floor(low); row <= Math.floor(high); row++) {
    let from = Math.min(ax, bx);
    let to = Math.max(ax, bx);
    if (Math.abs(by - ay) > hair) {
      const at = (y: number) => ax + ((Math.min(Math.max(y, low), high) - ay) / (by - ay)) * (bx - ax);
      const here = at(row - hair);
      const there = at(row + 1 + hair);
      from = Math.max(from, Math.min(here, there));
      to = Math.min(to, Math.max(here, there));
    }
    for (let column = Math.floor(from - hair); column <= Math.floor(to + hair); column++) visit(row * columns + column);
  }
}

function boxOf({ rings }: ScenePrism): Box {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings)
    for (let i = 0; i < ring.length; i += 2) {
      box[0] = Math.min(box[0], ring[i]);
      box[1] = Math.min(box[1], ring[i + 1]);
      box[2] = Math.max(box[2], ring[i]);
      box[3] = Math.max(box[3], ring[i + 1]);
    }
  return box;
}

function eachCellOfBox(
  { westM, southM, cellM, columns }: Frame,
  [west, south, east, north]: Box,
  visit: (cell: number) => void,
): void {
  for (let row = Math.floor((south - southM) / cellM); row <= Math.floor((north - southM) / cellM); row++)
    for (let column = Math.floor((west - westM) / cellM); column <= Math.floor((east - westM) / cellM); column++)
      visit(row * columns + column);
}

/** In plan, holes and all, by the parity of its walls. */
export function isInPrism({ wall, prismWall }: SunScene, prism: number, x: number, y: number): boolean {
  let isIn = false;
  for (let w = prismWall[prism]; w < prismWall[prism + 1]; w++) {
    const o = WALL * w;
    if (crossesRay(wall[o], wall[o + 1], wall[o + 2], wall[o + 3], x, y)) isIn = !isIn;
  }
  return isIn;
}

/** A city's prisms by building; `pick` says the phases of a building (0: left out). */
export function prismsOfCity(
  city: Prisms,
  index: readonly number[],
  pick: (prism: number) => { building: number; phases: number } | null,
): ScenePrism[] {
  const { ringOf, vertexOf, eastNorthM, groundM, footM, topM, storeys, pitched } = city;
  const out: ScenePrism[] = [];
  for (const p of index) {
    const picked = pick(p);
    if (!picked) continue;
    const rings: number[][] = [];
    for (let r = ringOf[p]; r < ringOf[p + 1]; r++)
      rings.push([...eastNorthM.subarray(2 * vertexOf[r], 2 * vertexOf[r + 1])]);
    const isPitched = pitched[p] === 1;
    out.push({
      ...picked,
      groundM: groundM[p],
      footM: footM[p],
      topM: topM[p],
      storeys: storeys[p],
      isPitched,
      rings,
    });
  }
  return out;
}
