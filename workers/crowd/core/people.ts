import type { Arena } from '../../shared/arena.ts';
import { type CrowdInput, type Line, STATUS } from './crowd.ts';
import type { CrowdArrays } from './crowd-arrays.ts';
import { CUT_OFF_M, cellsNear, gridsOf, MAX_STEP_M, NEAR_LINE, NEAR_LINK, SIGHT_M } from './neighbours.ts';
import { MAX_WALLS, wallsOf } from './walls.ts';

/**
 * Numbers of a level's float32 record: its raster's corner and cell, uphill vector, speed factors and grid corner.
 */
export const LEVEL_FLOATS = 9;
/** Numbers of a level's int32 record: columns, rows and first cell of its grids. */
export const LEVEL_INTS = 6;

/**
 * Lays people, walls, lines and direction grids into an arena as the walkers read them; a place with too many walls in
 * sight is an error.
 */
export function allocateCrowd(input: CrowdInput, arena: Arena): CrowdArrays {
  const { people, levels, lines, fieldCount } = input;
  const count = people.xM.length;
  const { grids, cellCount } = gridsOf(input);
  const links = lines.filter((line) => line.kind === 'link');
  const linkSlots = count * Math.min(2, links.length);
  const f32 = (from: Float32Array): Float32Array => {
    const to = arena.f32(from.length);
    to.set(from);
    return to;
  };
  const walls = wallsOf(input);
  const moving = input.walking.model === 'anticipation-velocity' ? count + linkSlots : 0;
  const crowd: CrowdArrays = {
    count,
    fieldCount,
    xM: f32(people.xM),
    yM: f32(people.yM),
    directionX: arena.f32(count),
    directionY: arena.f32(count),
    speedMps: arena.f32(count),
    desiredDirectionX: arena.f32(count),
    desiredDirectionY: arena.f32(count),
    progressMps: f32(people.desiredMps),
    radiusM: f32(people.radiusM),
    desiredMps: f32(people.desiredMps),
    timeGapS: f32(people.timeGapS),
    stripM: f32(people.stripM),
    speedRatio: arena.f32(count).fill(1),
    startS: f32(people.startS),
    level: arena.u8(count),
    status: arena.u8(count).fill(STATUS.later),
    field: arena.u8(count),
    cell: arena.i32(count),
    sortedX: arena.f32(count + linkSlots),
    sortedY: arena.f32(count + linkSlots),
    sortedRadius: arena.f32(count + linkSlots),
    sortedId: arena.i32(count + linkSlots),
    sortedDesiredDirectionX: arena.f32(count + linkSlots),
    sortedDesiredDirectionY: arena.f32(count + linkSlots),
    sortedVelocityX: arena.f32(moving),
    sortedVelocityY: arena.f32(moving),
    cellStart: arena.i32(cellCount + 2),
    counts: arena.i32(2),
    near: arena.i32(count),
    ghostCell: arena.i32(linkSlots),
    ghostX: arena.f32(linkSlots),
    ghostY: arena.f32(linkSlots),
    ghostId: arena.i32(linkSlots),
    grids,
    cellFlags: arena.u8(cellCount),
    wallEnds: f32(walls.ends),
    wallPassage: arena.u8(walls.passage.length),
    wallStart: arena.i32(cellCount + 1),
    wallOfCell: arena.i32(0),
    links: f32(Float32Array.from(links.flatMap(({ from, to, shift }) => [...from, ...to, ...shift]))),
    linkLevels: arena.i32(2 * links.length),
    gates: walls.gates,
    linesOfCell: new Map(),
    levelFloats: arena.f32(levels.length * LEVEL_FLOATS),
    levelInts: arena.i32(levels.length * LEVEL_INTS),
    directions: [],
  };
  crowd.level.set(people.level);
  crowd.field.set(people.field);
  crowd.wallPassage.set(walls.passage);
  crowd.linkLevels.set(links.flatMap(({ level, toLevel }) => [level, toLevel]));
  layWalls(crowd, walls.level, arena);
  layLines(crowd, lines);
  for (const [l, { westM, southM, cellM, columns, rows, slope }] of levels.entries()) {
    const { up, ascentRatio, descentRatio } = slope ?? { up: [0, 0], ascentRatio: 1, descentRatio: 1 };
    const grid = grids[l];
    const speeds = [ascentRatio, descentRatio, grid.westM, grid.southM];
    const floats = [westM, southM, cellM, ...up, ...speeds];
    crowd.levelFloats.set(floats, l * LEVEL_FLOATS);
    crowd.levelInts.set([grid.columns, grid.rows, grid.first, columns, rows], l * LEVEL_INTS);
  }
  for (let f = 0; f < fieldCount; f++) {
    for (const { columns, rows } of levels) crowd.directions.push(arena.i8(2 * columns * rows));
  }
  return crowd;
}

/** To each cell the walls that someone in it may see or touch. */
function layWalls(crowd: CrowdArrays, levelOfWall: Int32Array, arena: Arena): void {
  const { grids, wallEnds: ends, wallStart } = crowd;
  const eachWall = (call: (cell: number, wall: number) => void) => {
    for (let w = 0; w < levelOfWall.length; w++) {
      const i = 4 * w;
      const segment = [ends[i], ends[i + 1], ends[i + 2], ends[i + 3]] as const;
      cellsNear(grids[levelOfWall[w]], segment, CUT_OFF_M, (cell) => call(cell, w));
    }
  };
  eachWall((cell) => {
    wallStart[cell + 1]++;
  });
  const most = wallStart.reduce((a, b) => Math.max(a, b), 0);
  if (most > MAX_WALLS) throw new Error(`walls: expected at most ${MAX_WALLS} within sight of a place, got ${most}`);
  for (let c = 1; c < wallStart.length; c++) wallStart[c] += wallStart[c - 1];
  const next = wallStart.slice();
  const list = arena.i32(wallStart[wallStart.length - 1]);
  eachWall((cell, wall) => {
    list[next[cell]++] = wall;
  });
  crowd.wallOfCell = list;
}

function layLines({ grids, cellFlags, linesOfCell }: CrowdArrays, lines: readonly Line[]): void {
  const lay = (index: number, level: number, segment: readonly [number, number, number, number], nearM = 0) => {
    cellsNear(grids[level], segment, nearM + MAX_STEP_M, (cell) => {
      cellFlags[cell] |= NEAR_LINE;
      const there = linesOfCell.get(cell) ?? [];
      if (!there.includes(index)) linesOfCell.set(cell, [...there, index]);
    });
  };
  const see = (level: number, segment: readonly [number, number, number, number]) =>
    cellsNear(grids[level], segment, SIGHT_M, (cell) => {
      cellFlags[cell] |= NEAR_LINK;
    });
  for (const [index, line] of lines.entries()) {
    const segment = [...line.from, ...line.to] as const;
    lay(index, line.level, segment, line.kind === 'exit' ? line.nearM : 0);
    if (line.kind !== 'link') continue;
    const [sx, sy] = line.shift;
    const beyond = [segment[0] + sx, segment[1] + sy, segment[2] + sx, segment[3] + sy] as const;
    lay(index, line.toLevel, beyond);
    see(line.level, segment);
    see(line.toLevel, beyond);
  }
}
