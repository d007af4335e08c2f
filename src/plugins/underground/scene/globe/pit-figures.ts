import type { Point } from '../../../../../model/geo/plane/point.ts';
import type { CanvasPoint } from '../../../../view/scene.ts';

/** A wall's own scale: figures stand one below another there. */
export interface FigureColumn {
  readonly at: Point;
  /** Out of the wall into the pit, of length 1. */
  readonly inward: Point;
}

/** A wall this long has a scale of its own, and another each so many metres. */
const MIN_SHARE = 0.1;
const COLUMN_EVERY_M = 60;
/** Columns of a round pit, whose walls are all short. */
const ROUND_COLUMNS = 8;

/** Where depths are written on the walls of a pit, whose ring runs anticlockwise: in the middle of each long wall; of a round pit all around. */
export function figureColumns(ring: readonly Point[]): FigureColumn[] {
  const walls = ring.map((from, i) => wallOf(from, ring[(i + 1) % ring.length]));
  const perimeterM = walls.reduce((sum, { lengthM }) => sum + lengthM, 0);
  const long = walls.filter(({ lengthM }) => lengthM > MIN_SHARE * perimeterM);
  if (long.length >= 3) return long.flatMap(({ along, lengthM }) => spread(along, lengthM));
  const every = Math.max(1, Math.ceil(walls.length / ROUND_COLUMNS));
  return walls.filter((_, i) => i % every === 0).map(({ along }) => along(0.5));
}

interface Wall {
  readonly lengthM: number;
  along(ratio: number): FigureColumn;
}

function wallOf([x0, y0]: Point, [x1, y1]: Point): Wall {
  const lengthM = Math.hypot(x1 - x0, y1 - y0);
  const inward: Point = lengthM > 0 ? [-(y1 - y0) / lengthM, (x1 - x0) / lengthM] : [0, 0];
  return { lengthM, along: (ratio) => ({ at: [x0 + (x1 - x0) * ratio, y0 + (y1 - y0) * ratio], inward }) };
}

function spread(along: Wall['along'], lengthM: number): FigureColumn[] {
  const count = Math.max(1, Math.round(lengthM / COLUMN_EVERY_M));
  return Array.from({ length: count }, (_, i) => along((i + 0.5) / count));
}

/** From behind a wall its figures are not seen. */
export function isWallSeen({ at, inward }: FigureColumn, [eastM, northM]: readonly number[]): boolean {
  return inward[0] * (eastM - at[0]) + inward[1] * (northM - at[1]) > 0;
}

/** A plate and its margin, CSS pixels; those of walls that are seen along their length come as near as this to each other. */
const PLATE_WIDTH_PX = 48;

/** Whether a figure may stand there beside those that are written already. */
export const isClear = ({ x, y }: CanvasPoint, written: readonly CanvasPoint[]): boolean =>
  written.every((other) => Math.abs(other.x - x) >= PLATE_WIDTH_PX || Math.abs(other.y - y) >= MIN_GAP_PX - 1);

const STEPS_M = [1, 2, 5, 10, 20];
/** From one figure to the next, so that neither lies on the other. */
const MIN_GAP_PX = 17;

/** The depths that a wall's scale has room for, each a line of the wall, and the floor's own as the last; metres below the rim. */
export function figureDepthsM(depthM: number, pxPerM: number): number[] {
  if (depthM * pxPerM < MIN_GAP_PX) return [];
  const stepM = STEPS_M.find((step) => step * pxPerM >= MIN_GAP_PX) ?? Number.POSITIVE_INFINITY;
  const lastM = depthM - MIN_GAP_PX / pxPerM;
  const count = Math.max(0, Math.floor(lastM / stepM + 1e-9));
  return [...Array.from({ length: count }, (_, i) => (i + 1) * stepM), depthM];
}
