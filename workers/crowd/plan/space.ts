import type { Point } from '../../../model/geo/plane/point.ts';
import { CrowdRefusal } from '../../../model/scenarios/crowd-problem.ts';
import type { Level } from '../core/crowd.ts';
import { MAX_STEP_M } from '../core/neighbours.ts';
import { REFERENCE_MPS } from '../core/weidmann.ts';
import { boxOf, ringsOf } from './polygon.ts';
import { cellAt, type Floor, middleOf, type Portal, type Space, type SpacePlan, type Stair } from './space-cells.ts';
import { blockWalls, fillPolygon, openEnds, openNarrow, visibleLenderCells, wallsByCell } from './space-raster.ts';
import { type Opening, wallsOf } from './space-walls.ts';

/** How far an exit or an edge between levels is open beyond the floor. */
const apronM = (cellM: number): number => Math.max(3 * cellM, VESTIBULE_M + 2 * cellM);
/** Cells around the floor: aprons lie there, and who has left walks on there. */
const marginOf = (cellM: number): number => Math.ceil((apronM(cellM) + BEYOND_M) / cellM) + 1;
const MAX_CELLS = 40_000_000;
const VESTIBULE_M = 1;
/** People who have passed an exit are so far in the way of those who follow: a time gap of 1.1 s and a body. */
const BEYOND_M = 2;
/** A wall close behind an exit keeps bodies this far from its line, whatever the cells. */
const MIN_NEAR_M = 0.18;
/** From the middle of a cell to the middles of those around it, and a rounding. */
const SIGHT_CELLS = 1.42;

/** Everything that walking and routing need of a plan. A stair becomes a level of its own. */
export function buildSpace(plan: SpacePlan): Space {
  const floors = [...plan.floors, ...plan.stairs.map((stair) => stripOf(stair, plan))];
  const indexOf = new Map(floors.map(({ id }, index) => [id, index]));
  const level = (id: string, what: string): number => {
    const index = indexOf.get(id);
    if (index === undefined) throw new CrowdRefusal({ code: 'unknown-floor', values: { place: what, id } });
    return index;
  };
  if (indexOf.size !== floors.length) throw new CrowdRefusal({ code: 'floors-twice', values: {} });
  if (floors.length > 255) throw new CrowdRefusal({ code: 'many-floors', values: { got: floors.length } });
  const links: Portal[] = [...plan.portals, ...plan.stairs.flatMap(linksOf)];
  const openings = floors.map((floor): Opening[] => [
    ...floor.openings,
    ...[...plan.exits, ...links].filter((line) => line.floor === floor.id),
    ...links
      .filter(({ toFloor }) => toFloor === floor.id)
      .map(({ from, to, shift }) => ({ from: moved(from, shift), to: moved(to, shift) })),
  ]);
  const rasters = floors.map((floor) => rasterOf(floor, plan.cellM));
  const columns = Math.max(...rasters.map((raster) => raster.columns)) + 2;
  const firstRow: number[] = [];
  let rows = 1;
  for (const raster of rasters) {
    firstRow.push(rows);
    rows += raster.rows + 1;
  }
  if (columns * rows > MAX_CELLS)
    throw new CrowdRefusal({ code: 'many-cells', values: { most: MAX_CELLS, got: columns * rows } });
  const levels = floors.map((floor, i): Level => {
    const walls = wallsOf(floor.areas, floor.touching, openings[i], floor.barriers);
    return {
      id: floor.id,
      elevationM: floor.elevationM,
      ...rasters[i],
      walls,
      ...(floor.slope ? { slope: floor.slope } : {}),
    };
  });
  const space: Space = {
    plan,
    levels,
    lines: [],
    plane: { columns, rows, links: [] },
    firstRow,
    open: new Uint8Array(columns * rows),
    levelOf: new Uint8Array(columns * rows),
    steps: floors.map((_, i) => i >= plan.floors.length && !plan.stairs[i - plan.floors.length].stepFree),
    belts: floors.map((_, i) => i >= plan.floors.length && plan.stairs[i - plan.floors.length].belt !== undefined),
    against: new Set(
      plan.stairs.flatMap(({ id, foot, head, belt }) => {
        if (!belt) return [];
        const strip = level(id, 'stairs');
        const [on, off] = (belt.way === 'up' ? [foot, head] : [head, foot]).map(({ floor }) =>
          level(floor, `stairs.${id}`),
        );
        return [wayBetween(off, strip), wayBetween(strip, on)];
      }),
    ),
    exits: new Map(),
    gates: new Map(),
    lenderCells: [],
    wallsNear: new Map(),
    seams: [],
  };
  for (const [i, floor] of floors.entries()) {
    const { rows: levelRows } = rasters[i];
    space.levelOf.fill(i, firstRow[i] * columns, (firstRow[i] + levelRows + 1) * columns);
    for (const area of floor.areas) fillPolygon(space, i, area);
  }
  const drawn = space.open.slice();
  for (let i = 0; i < levels.length; i++) blockWalls(space, i);
  noteWalls(space);
  openEnds(space, drawn);
  openNarrow(space, drawn);
  const besideJambs: { cell: number; from: number }[] = layExits(plan, level, space, drawn);
  layLinks(links, level, space, drawn);
  layDoors(plan, level, space);
  for (const counter of plan.counters)
    space.lines.push({
      id: counter.id,
      level: level(counter.floor, `counters.${counter.id}`),
      from: counter.from,
      to: counter.to,
      kind: 'counter',
    });
  noteWalls(space);
  const lent = visibleLenderCells(space, drawn);
  const isLent = new Set(lent.map(({ cell }) => cell));
  space.lenderCells = [...lent, ...besideJambs.filter(({ cell }) => space.open[cell] === 0 && !isLent.has(cell))];
  return space;
}

/** Exits as lines that people leave over; it gives the cells beside their jambs, which borrow a direction. */
function layExits(
  plan: SpacePlan,
  level: (id: string, what: string) => number,
  space: Space,
  drawn: Uint8Array<ArrayBuffer>,
): { cell: number; from: number }[] {
  const besideJambs: { cell: number; from: number }[] = [];
  for (const exit of plan.exits) {
    const at = level(exit.floor, `exits.${exit.id}`);
    const { line, cells, jambs, isTight } = exitApron(space, drawn, at, exit, `exits.${exit.id}`);
    const nearM = Math.max(MIN_NEAR_M, space.levels[at].cellM * Math.SQRT1_2);
    const out = cells.ways || isTight ? { ...line, nearM } : vestibule(space.levels[at], line);
    besideJambs.push(...jambs);
    space.lines.push({ id: exit.id, level: at, ...out, beyondM: BEYOND_M, kind: 'exit' });
    space.exits.set(exit.id, cells);
  }
  return besideJambs;
}

/** Links between levels, with the aprons on both sides and the seams along which times pass over. */
function layLinks(
  links: Portal[],
  level: (id: string, what: string) => number,
  space: Space,
  drawn: Uint8Array<ArrayBuffer>,
): void {
  for (const link of links) {
    const at = level(link.floor, `portals.${link.id}`);
    const to = level(link.toFloor, `portals.${link.id}`);
    const place = `portals.${link.id}`;
    const { line, cells } = apron(space, drawn, at, link, place);
    space.lines.push({
      id: link.id,
      level: at,
      from: line.from,
      to: line.to,
      kind: 'link',
      toLevel: to,
      shift: link.shift,
    });
    const back = apron(space, drawn, to, { from: moved(line.to, link.shift), to: moved(line.from, link.shift) }, place);
    if (!cells.ways) passage(space.levels[at], line, MAX_STEP_M);
    if (!back.cells.ways) passage(space.levels[to], back.line, MAX_STEP_M);
    seam(space, at, cells.cells, to, link.shift);
    seam(space, to, back.cells.cells, at, [-link.shift[0], -link.shift[1]]);
  }
}

/** Doors as lines that open and shut, with the cells that they shut. */
function layDoors(plan: SpacePlan, level: (id: string, what: string) => number, space: Space): void {
  for (const door of plan.doors) {
    const at = level(door.floor, `doors.${door.id}`);
    const dx = door.to[0] - door.from[0];
    const dy = door.to[1] - door.from[1];
    const lengthM = Math.hypot(dx, dy);
    space.gates.set(door.id, {
      line: space.lines.length,
      cells: cellsAlong(space, at, door.from, door.to),
      eastM: dy / lengthM,
      northM: -dx / lengthM,
    });
    space.lines.push({ id: door.id, level: at, from: door.from, to: door.to, kind: 'gate', gate: door.state });
  }
}

function noteWalls(space: Space): void {
  for (const [level, { cellM }] of space.levels.entries())
    for (const [cell, near] of wallsByCell(space, level, SIGHT_CELLS * cellM)) space.wallsNear.set(cell, near);
}

/** One number of two levels. */
export const wayBetween = (from: number, to: number): number => from * 256 + to;

const moved = ([x, y]: Point, [dx, dy]: Point): Point => [x + dx, y + dy];

function stripOf({ id, foot, head, ascentRatio, descentRatio, belt }: Stair, plan: SpacePlan): Floor {
  const middle = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const low = middle(foot.left, foot.right);
  const high = middle(head.left, head.right);
  const runM = Math.hypot(high[0] - low[0], high[1] - low[1]);
  if (runM < 0.2)
    throw new CrowdRefusal({ code: 'stair-short', values: { place: `stairs.${id}`, runM: runM.toFixed(2) } });
  const floorOf = (floor: string) => plan.floors.find((one) => one.id === floor);
  const below = floorOf(foot.floor);
  const above = floorOf(head.floor);
  if (belt && foot.floor === head.floor)
    throw new CrowdRefusal({
      code: 'belt-on-one-floor',
      values: { place: `stairs.${id}.escalator`, floor: foot.floor },
    });
  if (!below || !above)
    throw new CrowdRefusal({
      code: 'stair-floors',
      values: { place: `stairs.${id}`, low: foot.floor, high: head.floor },
    });
  return {
    id,
    elevationM: (below.elevationM + above.elevationM) / 2,
    areas: [{ outer: [foot.left, foot.right, head.right, head.left], holes: [] }],
    touching: 'joined',
    barriers: [],
    openings: [],
    slope: {
      up: [(high[0] - low[0]) / runM, (high[1] - low[1]) / runM],
      ascentRatio: belt ? belt.mps / REFERENCE_MPS : ascentRatio,
      descentRatio: belt ? belt.mps / REFERENCE_MPS : descentRatio,
    },
  };
}

/** A stair's two edges: from each floor on to the strip. */
function linksOf({ id, foot, head }: Stair): Portal[] {
  return [
    { id: `${id}:foot`, floor: foot.floor, from: foot.left, to: foot.right, toFloor: id, shift: [0, 0] },
    { id: `${id}:head`, floor: head.floor, from: head.right, to: head.left, toFloor: id, shift: [0, 0] },
  ];
}

function rasterOf(floor: Floor, cellM: number) {
  const box = boxOf(floor.areas.flatMap((area) => ringsOf(area).flat()));
  if (!(box.eastM > box.westM)) throw new CrowdRefusal({ code: 'floor-empty', values: { floor: floor.id } });
  const westM = Math.floor(box.westM / cellM - marginOf(cellM)) * cellM;
  const southM = Math.floor(box.southM / cellM - marginOf(cellM)) * cellM;
  return {
    westM,
    southM,
    columns: Math.ceil((box.eastM - westM) / cellM) + marginOf(cellM),
    rows: Math.ceil((box.northM - southM) / cellM) + marginOf(cellM),
    cellM,
  };
}

/**
 * The apron of an exit, or, where other floor lies so near behind it that a vestibule would run into that, one that ends before it: the
 * directions of the apron led people of the other side to its wall, and the vestibule's walls held everybody back.
 */
function exitApron(space: Space, drawn: Uint8Array, level: number, exit: { from: Point; to: Point }, place: string) {
  const { cellM } = space.levels[level];
  const gapM = gapBehind(space, drawn, level, exit);
  const isTight = gapM < Number.POSITIVE_INFINITY;
  const reachM = isTight ? Math.max(0, gapM - 0.75 * cellM) : apronM(cellM);
  return { ...apron(space, drawn, level, exit, place, reachM), isTight };
}

/** How far behind an exit on the rim the floor goes on, looked for as far as its apron and vestibule reach; Infinity: it does not. */
function gapBehind(space: Space, drawn: Uint8Array, level: number, { from, to }: { from: Point; to: Point }): number {
  const { cellM } = space.levels[level];
  const lengthM = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const ax = (to[0] - from[0]) / lengthM;
  const ay = (to[1] - from[1]) / lengthM;
  const isFloor = (alongM: number, sideM: number): boolean => {
    const cell = cellAt(space, level, from[0] + alongM * ax + sideM * ay, from[1] + alongM * ay - sideM * ax);
    return cell >= 0 && drawn[cell] === 1;
  };
  const alongs = Array.from({ length: 9 }, (_, k) => ((k + 1) / 10) * lengthM);
  const sideOfFloor = [1, -1].filter((side) => alongs.some((alongM) => isFloor(alongM, side * 1.01 * cellM)));
  if (sideOfFloor.length !== 1) return Number.POSITIVE_INFINITY;
  for (let gapM = 1.01 * cellM; gapM < apronM(cellM) + cellM; gapM += cellM / 4)
    if (alongs.some((alongM) => isFloor(alongM, -sideOfFloor[0] * gapM))) return gapM;
  return Number.POSITIVE_INFINITY;
}

/**
 * Cells beyond a line on the rim of a floor, opened so that directions lead across it; the line turned so that *forward* leads out.
 * A line in the midst of a floor has its own cells, and leads from both sides. `jambs`: cells at the sides of the passage, which a body
 * may stand in though their middles do not; the passage lends them its directions (without, two of 30,000 stood there for good).
 */
function apron(
  space: Space,
  drawn: Uint8Array,
  level: number,
  { from, to }: { from: Point; to: Point },
  place: string,
  reachM = apronM(space.levels[level].cellM),
) {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const lengthM = Math.hypot(dx, dy);
  const { cellM } = space.levels[level];
  const ax = dx / lengthM;
  const ay = dy / lengthM;
  const nx = dy / lengthM;
  const ny = -dx / lengthM;
  const isFloor = (sideM: number): boolean => {
    for (const part of [0.5, 0.3, 0.7]) {
      const cell = cellAt(space, level, from[0] + part * dx + sideM * nx, from[1] + part * dy + sideM * ny);
      if (cell >= 0 && drawn[cell] === 1) return true;
    }
    return false;
  };
  const right = isFloor(1.01 * cellM);
  const left = isFloor(-1.01 * cellM);
  if (!right && !left)
    throw new CrowdRefusal({
      code: 'line-off-floor',
      values: { place, from: from.join(', '), to: to.join(', '), floor: space.levels[level].id },
    });
  if (right && left) {
    const cells = cellsAlong(space, level, from, to);
    const ways = cells.map((cell) => {
      const [x, y] = middleOf(space, cell);
      return (x - from[0]) * nx + (y - from[1]) * ny > 0 ? -1 : 1;
    });
    return { line: { from, to }, cells: { cells, eastM: nx, northM: ny, ways }, jambs: [] };
  }
  const out = right ? -1 : 1;
  const cells: number[] = [];
  const jambs: { cell: number; from: number }[] = [];
  const jambM = Math.min(0.49 * cellM, lengthM / 2 - 0.51 * cellM);
  const corners: Point[] = [
    from,
    to,
    [from[0] + out * nx * reachM, from[1] + out * ny * reachM],
    [to[0] + out * nx * reachM, to[1] + out * ny * reachM],
  ];
  eachCell(space, level, corners, (cell, x, y) => {
    const along = (x - from[0]) * ax + (y - from[1]) * ay;
    const beyond = out * ((x - from[0]) * nx + (y - from[1]) * ny);
    if (beyond < -0.5 * cellM || beyond > reachM) return;
    if (along < jambM || along > lengthM - jambM) {
      const inwards = along < jambM ? cellM : -cellM;
      const inside = cellAt(space, level, x + inwards * ax, y + inwards * ay);
      if (along > -cellM / 2 && along < lengthM + cellM / 2 && inside >= 0) jambs.push({ cell, from: inside });
      return;
    }
    space.open[cell] = 1;
    if (beyond >= 0 || reachM < cellM / 2) cells.push(cell);
  });
  const line = right ? { from: to, to: from } : { from, to };
  return { line, cells: { cells, eastM: out * nx, northM: out * ny }, jambs };
}

/**
 * Returns the passage behind an exit on the rim: people who pass the exit leave a metre behind it, at the end of a passage as wide, and are
 * in others' way for two metres more. Taken out on the sill or at the passage's end, they were in nobody's way, and a third more passed than by
 * a door in the middle of a plan: people follow whom they see a metre and a half ahead.
 */
function vestibule(level: Level, line: { from: Point; to: Point }): { from: Point; to: Point } {
  return passage(level, line, VESTIBULE_M);
}

/**
 * Walls from both ends of a line on the rim, out of the floor; the line beyond. At an edge between floors they are a step long: past its
 * end people stepped round the walls of their floor and stood, on the next, beside a stair (one of 570 on the stadium's bridge).
 */
function passage(level: Level, { from, to }: { from: Point; to: Point }, deepM: number): { from: Point; to: Point } {
  const lengthM = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const ax = (to[0] - from[0]) / lengthM;
  const ay = (to[1] - from[1]) / lengthM;
  const put = ([x, y]: Point): Point => [x + deepM * ay, y - deepM * ax];
  const beyond = { from: put(from), to: put(to) };
  level.walls = Float32Array.from([...level.walls, ...from, ...beyond.from, ...to, ...beyond.to]);
  return beyond;
}

/** Cells whose middle is within half a cell of a segment. */
function cellsAlong(space: Space, level: number, from: Point, to: Point): number[] {
  const { cellM } = space.levels[level];
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const lengthM = Math.hypot(dx, dy);
  const cells: number[] = [];
  eachCell(space, level, [from, to], (cell, x, y) => {
    const along = ((x - from[0]) * dx + (y - from[1]) * dy) / lengthM;
    const beside = Math.abs((x - from[0]) * dy - (y - from[1]) * dx) / lengthM;
    if (
      space.open[cell] === 1 &&
      along > -0.5 * cellM &&
      along < lengthM + 0.5 * cellM &&
      beside <= (0.51 * cellM * (Math.abs(dx) + Math.abs(dy))) / lengthM
    )
      cells.push(cell);
  });
  return cells;
}

function eachCell(
  space: Space,
  level: number,
  within: readonly Point[],
  visit: (cell: number, x: number, y: number) => void,
): void {
  const { westM, southM, cellM, columns, rows } = space.levels[level];
  const box = boxOf(within);
  const west = Math.floor((box.westM - westM) / cellM) - 1;
  const east = Math.floor((box.eastM - westM) / cellM) + 1;
  const south = Math.floor((box.southM - southM) / cellM) - 1;
  const north = Math.floor((box.northM - southM) / cellM) + 1;
  for (let row = Math.max(0, south); row <= Math.min(rows - 1, north); row++)
    for (let column = Math.max(0, west); column <= Math.min(columns - 1, east); column++)
      visit(
        (space.firstRow[level] + row) * space.plane.columns + column + 1,
        westM + (column + 0.5) * cellM,
        southM + (row + 0.5) * cellM,
      );
}

/** Joins an apron to the level that lies beyond the edge. */
function seam(space: Space, level: number, cells: readonly number[], other: number, shift: Point): void {
  for (const cell of cells) {
    const [x, y] = middleOf(space, cell);
    const there = cellAt(space, other, x + shift[0], y + shift[1]);
    if (there >= 0 && space.levelOf[cell] === level) space.seams.push({ cell, other: there });
  }
}
