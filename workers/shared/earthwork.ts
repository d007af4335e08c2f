import type { RasterPlace } from '../../model/city/raster.ts';
import { clippedByConvex } from '../../model/geo/plane/clip.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { anticlockwise, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import type { EarthworkTarget } from '../../model/questions/terrain-analysis.ts';
import { risePerM } from '../../model/schemes/grading.ts';
import { type Bilinear, volumesOf } from './positive-part.ts';

/** Nodes in rows from the south-west, straight between four of them; NaN: no value there. */
export interface NodeSurface {
  westM: number;
  southM: number;
  stepM: number;
  columns: number;
  rows: number;
  elevationM: ArrayLike<number>;
}

/** A raster as the surface between the middles of its cells. */
export const surfaceOf = (
  { westM, southM, cellM, columns, rows }: RasterPlace,
  elevationM: ArrayLike<number>,
): NodeSurface => ({
  westM: westM + cellM / 2,
  southM: southM + cellM / 2,
  stepM: cellM,
  columns,
  rows,
  elevationM,
});

/** A part of the area in which ground less target is one bilinear surface. */
interface Piece {
  /** Number of the patch between four nodes of the ground, row by row. */
  patch: number;
  /** From the patch's south-western corner. */
  ring: readonly Point[];
  areaM2: number;
  /** Ground less target. */
  over: Bilinear;
}

/** The pieces of an area; what of it has no ground or no target is left over. */
export interface Pieces {
  pieces: Piece[];
  areaM2: number;
  uncoveredM2: number;
}

/** Cut and fill of an area, and of each patch between four nodes of the ground. */
interface EarthworkVolumes {
  cutM3: number;
  fillM3: number;
  /** By patch, only those in the area. */
  patches: Map<number, { cutM3: number; fillM3: number; areaM2: number }>;
}

/** Less of an area than this is rounding. */
const MIN_AREA_M2 = 1e-9;

/**
 * Parts an area along the lines between nodes of the ground, and of the target where that is a grid. `pause` is called once a row of the
 * ground; true: stopped, and null comes back.
 */
export async function piecesOf(
  ringM: readonly Point[],
  ground: NodeSurface,
  target: EarthworkTarget,
  pause: (doneRatio: number) => Promise<boolean>,
): Promise<Pieces | null> {
  const ring = anticlockwise(ringM);
  const { westM, southM, stepM, columns, rows } = ground;
  const box = boxOf(ring);
  const grid = target.by === 'grid' ? gridOf(target) : null;
  const pieces: Piece[] = [];
  let coveredM2 = 0;
  const first = Math.max(0, Math.floor((box.south - southM) / stepM));
  const last = Math.min(rows - 2, Math.floor((box.north - southM) / stepM));
  for (let row = first; row <= last; row++) {
    if (await pause((row - first) / (last - first + 1))) return null;
    const low = southM + row * stepM;
    const strip = clippedByConvex(ring, rectangle(box.west - 1, low, box.east + 1, low + stepM));
    if (strip.length < 3) continue;
    const part = boxOf(strip);
    const from = Math.max(0, Math.floor((part.west - westM) / stepM));
    const to = Math.min(columns - 2, Math.floor((part.east - westM) / stepM));
    for (let column = from; column <= to; column++) {
      const left = westM + column * stepM;
      const clipped = clippedByConvex(strip, rectangle(left, low, left + stepM, low + stepM));
      if (clipped.length < 3) continue;
      const inPatch = { patch: row * (columns - 1) + column, left, low, clipped };
      for (const piece of partedBy(inPatch, bilinearAt(ground, column, row), target, grid, ring[0])) {
        pieces.push(piece);
        coveredM2 += piece.areaM2;
      }
    }
  }
  const areaM2 = signedAreaM2(ring);
  return { pieces, areaM2, uncoveredM2: Math.max(0, areaM2 - coveredM2) };
}

interface InPatch {
  patch: number;
  left: number;
  low: number;
  clipped: readonly Point[];
}

function partedBy(
  { patch, left, low, clipped }: InPatch,
  ground: Bilinear | null,
  target: EarthworkTarget,
  grid: NodeSurface | null,
  corner: Point,
): Piece[] {
  if (!ground) return [];
  const pieceOf = (ring: readonly Point[], level: Bilinear): Piece[] => {
    const own = ring.map(([x, y]): Point => [Math.max(0, x - left), Math.max(0, y - low)]);
    const areaM2 = signedAreaM2(own);
    if (areaM2 < MIN_AREA_M2) return [];
    const over = { a: ground.a - level.a, b: ground.b - level.b, c: ground.c - level.c, d: ground.d - level.d };
    return [{ patch, ring: own, areaM2, over }];
  };
  if (!grid) return pieceOf(clipped, planeAt(target, corner, left, low));
  const box = boxOf(clipped);
  const { westM, southM, stepM, columns, rows } = grid;
  const pieces: Piece[] = [];
  const limit = (value: number, most: number) => Math.min(most, Math.max(0, Math.floor(value / stepM)));
  for (let row = limit(box.south - southM, rows - 2); row <= limit(box.north - southM, rows - 2); row++)
    for (let column = limit(box.west - westM, columns - 2); column <= limit(box.east - westM, columns - 2); column++) {
      const x = westM + column * stepM;
      const y = southM + row * stepM;
      const both = clippedByConvex(clipped, rectangle(x, y, x + stepM, y + stepM));
      const level = both.length < 3 ? null : bilinearAt(grid, column, row);
      if (level) pieces.push(...pieceOf(both, shifted(level, left - x, low - y)));
    }
  return pieces;
}

/** Volumes where the target is raised by so much. */
export function earthworkOf({ pieces }: Pieces, raisedM: number): EarthworkVolumes {
  const sum: EarthworkVolumes = { cutM3: 0, fillM3: 0, patches: new Map() };
  for (const { patch, ring, areaM2, over } of pieces) {
    const { aboveM3, belowM3 } = volumesOf(ring, { ...over, a: over.a - raisedM });
    const known = sum.patches.get(patch);
    sum.patches.set(patch, {
      cutM3: aboveM3 + (known?.cutM3 ?? 0),
      fillM3: belowM3 + (known?.fillM3 ?? 0),
      areaM2: areaM2 + (known?.areaM2 ?? 0),
    });
    sum.cutM3 += aboveM3;
    sum.fillM3 += belowM3;
  }
  return sum;
}

/** Halvings of the span of heights: 20 m come to a hundredth of a millimetre by 21. */
const HALVINGS = 36;

/** By how much the target must be raised so that what is cut fills what is to be filled. */
export function balanceM({ pieces, areaM2, uncoveredM2 }: Pieces, fillPerCutRatio: number): number {
  if (fillPerCutRatio === 1) {
    // Cut less fill is the plain integral, which is the mean times the area.
    const meanM = pieces.reduce((sum, { ring, over }) => {
      const { aboveM3, belowM3 } = volumesOf(ring, over);
      return sum + aboveM3 - belowM3;
    }, 0);
    return meanM / (areaM2 - uncoveredM2);
  }
  const heights = pieces.flatMap(({ ring, over: { a, b, c, d } }) =>
    ring.map(([x, y]) => a + b * x + c * y + d * x * y),
  );
  let low = heights.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  let high = heights.reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY);
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    let left = 0;
    for (const { ring, over } of pieces) {
      const { aboveM3, belowM3 } = volumesOf(ring, { ...over, a: over.a - middle });
      left += aboveM3 * fillPerCutRatio - belowM3;
    }
    if (left > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Elevation of a plane or level at an elevation of 0 in place of one that is looked for, from a patch's corner. */
function planeAt(target: EarthworkTarget, corner: Point, x: number, y: number): Bilinear {
  if (target.by === 'grid') throw new Error('earthwork: expected a level or a plane, got a grid');
  const a = target.elevationM ?? 0;
  if (target.by === 'level') return { a, b: 0, c: 0, d: 0 };
  const [b, c] = risePerM(target);
  return { a: a + b * (x - corner[0]) + c * (y - corner[1]), b, c, d: 0 };
}

/** The surface between four nodes, from the south-western one; null where one has no value. */
function bilinearAt({ columns, stepM, elevationM }: NodeSurface, column: number, row: number): Bilinear | null {
  const at = row * columns + column;
  const a = elevationM[at];
  const east = elevationM[at + 1];
  const north = elevationM[at + columns];
  const both = elevationM[at + columns + 1];
  if (!Number.isFinite(a + east + north + both)) return null;
  return { a, b: (east - a) / stepM, c: (north - a) / stepM, d: (both - east - north + a) / (stepM * stepM) };
}

/** The same surface from another corner, so much east and north of its own. */
const shifted = ({ a, b, c, d }: Bilinear, x: number, y: number): Bilinear => ({
  a: a + b * x + c * y + d * x * y,
  b: b + d * y,
  c: c + d * x,
  d,
});

function gridOf({ fromM, stepM, columns, elevationM }: Extract<EarthworkTarget, { by: 'grid' }>): NodeSurface {
  return {
    westM: fromM[0],
    southM: fromM[1],
    stepM,
    columns,
    rows: elevationM.length / columns,
    elevationM: Float64Array.from(elevationM, (one) => one ?? Number.NaN),
  };
}

const rectangle = (west: number, south: number, east: number, north: number): Point[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];

function boxOf(ring: readonly Point[]): { west: number; south: number; east: number; north: number } {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const [x, y] of ring) {
    box.west = Math.min(box.west, x);
    box.south = Math.min(box.south, y);
    box.east = Math.max(box.east, x);
    box.north = Math.max(box.north, y);
  }
  return box;
}
