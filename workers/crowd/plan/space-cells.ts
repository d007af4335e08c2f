import type { Text } from '../../../model/city/manifest.ts';
import type { Point } from '../../../model/geo/plane/point.ts';
import type { GateState, Level, Line } from '../core/crowd.ts';
import type { FieldPlane } from '../core/field.ts';
import type { Polygon } from './polygon.ts';
import type { Opening, Touching } from './space-walls.ts';

/** A storey of a case as it was drawn: walkable areas, how they touch, barriers and openings. */
export interface Floor {
  id: string;
  elevationM: number;
  areas: Polygon[];
  touching: Touching;
  /** Walls and fences beside the rims of the areas. */
  barriers: Point[][];
  /** Where edges that are no exits stand open (doors of a city's areas). */
  openings: Opening[];
  slope?: Level['slope'];
}

/** A segment on a floor. An exit on the rim opens it. */
export interface Crossing {
  id: string;
  floor: string;
  from: Point;
  to: Point;
  /** What people call it. */
  label?: Text | undefined;
}

/** A crossing whose state can change while people walk. */
export interface Door extends Crossing {
  state: GateState;
}

/** A crossing to another floor, with the shift in metres between their planes. */
export interface Portal extends Crossing {
  toFloor: string;
  shift: Point;
}

/** A sloped strip between two edges, foot and head, each with its left end as one walks up. Ratios are on the free speed, seen in plan. */
export interface Stair {
  id: string;
  foot: { floor: string; left: Point; right: Point };
  head: { floor: string; left: Point; right: Point };
  ascentRatio: number;
  descentRatio: number;
  /** Wheelchairs can use it. */
  stepFree: boolean;
  /** An escalator that runs: people stand on it, and nobody goes against it. Metres per second in plan. */
  belt?: { way: 'up' | 'down'; mps: number } | undefined;
}

/** Cells of the plane that a line owns. */
interface LineCells {
  /** On the line or, of an exit on the rim, just beyond it. */
  cells: number[];
  /** Out of the floor (an exit), or forward (a gate). */
  eastM: number;
  northM: number;
  /** An exit in the midst of a floor: which way each of its cells leads over it, 1 forward, −1 backward. */
  ways?: number[];
}

/** The compiled space: levels, lines and the plane of all rasters in which times to exits are marched. */
export interface Space {
  plan: SpacePlan;
  levels: Level[];
  lines: Line[];
  /** Without the links of gates and lifts: those come and go. */
  plane: FieldPlane;
  /** First row of each level in the plane, and its rim's. */
  firstRow: number[];
  /** 1: somebody can stand there. */
  open: Uint8Array;
  /** Level of each cell of the plane. */
  levelOf: Uint8Array;
  /** Stairs (1) that are not step-free, by level. */
  steps: boolean[];
  /** Escalators that run, by level. */
  belts: boolean[];
  /** From level to level (`wayBetween`) against an escalator. */
  against: Set<number>;
  exits: Map<string, LineCells>;
  gates: Map<string, LineCells & { line: number }>;
  /** Cells beside a wall, blocked for the march, that people are pushed into: with the open cell whose direction they take. */
  lenderCells: { cell: number; from: number }[];
  /** By cell: offsets (into its level's `walls`) of those that may stand between it and a cell beside it. */
  wallsNear: Map<number, number[]>;
  /** Aprons of links: a cell beyond the edge, and the cell of the other level that lies there. */
  seams: { cell: number; other: number }[];
}

/** The cell of the plane at a place; −1: beside the level's raster. */
export function cellAt(
  space: Pick<Space, 'levels' | 'firstRow' | 'plane'>,
  level: number,
  x: number,
  y: number,
): number {
  const { westM, southM, cellM, columns, rows } = space.levels[level];
  const column = Math.floor((x - westM) / cellM);
  const row = Math.floor((y - southM) / cellM);
  if (column < 0 || row < 0 || column >= columns || row >= rows) return -1;
  return (space.firstRow[level] + row) * space.plane.columns + column + 1;
}

/** The middle of a cell in ENU metres on its own level. */
export function middleOf(space: Pick<Space, 'levels' | 'firstRow' | 'plane' | 'levelOf'>, cell: number): Point {
  const level = space.levelOf[cell];
  const { westM, southM, cellM } = space.levels[level];
  const row = Math.floor(cell / space.plane.columns) - space.firstRow[level];
  return [westM + ((cell % space.plane.columns) - 0.5) * cellM, southM + (row + 0.5) * cellM];
}

/**
 * Where people can walk, as drawn: floors of polygons, and what is put into them. Names are ids; places metres in the frame of all.
 */
export interface SpacePlan {
  floors: Floor[];
  exits: Crossing[];
  doors: Door[];
  stairs: Stair[];
  /** From one floor to another, or on the same one, at a distance; nobody feels it. */
  portals: Portal[];
  counters: Crossing[];
  /** Side of the cells that routes are found on: 0.25 beside doors of 0.6 m, 1 in streets. */
  cellM: number;
}
