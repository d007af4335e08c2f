import type { WallIndex } from './noise-scene.ts';
import type { Place } from './place.ts';

/** Façades farther from the receiver send nothing back to it, metres. */
const REFLECTOR_REACH_M = 50;
/** Shorter façades scatter more than they send back, metres. */
const SHORTEST_WALL_M = 2;

/** A façade that faces a receiver, with the receiver's image behind it. */
export interface ReflectingWall {
  readonly building: number;
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
  readonly topM: number;
  readonly imageX: number;
  readonly imageY: number;
  /** Outward, of length 1. */
  readonly outX: number;
  readonly outY: number;
}

/** Façades near a receiver that face it, except those of its own building. */
export function reflectingWalls(walls: WallIndex, [x, y]: Place, own: number): ReflectingWall[] {
  const { westM, southM, columns, rows, squareM, start, items, first, cornersM, topM, building } = walls;
  const found: ReflectingWall[] = [];
  const seen = new Set<number>();
  const clamp = (value: number, size: number) => Math.min(size - 1, Math.max(0, Math.floor(value)));
  const toColumn = clamp((x + REFLECTOR_REACH_M - westM) / squareM, columns);
  const toRow = clamp((y + REFLECTOR_REACH_M - southM) / squareM, rows);
  for (let row = clamp((y - REFLECTOR_REACH_M - southM) / squareM, rows); row <= toRow; row++)
    for (let column = clamp((x - REFLECTOR_REACH_M - westM) / squareM, columns); column <= toColumn; column++) {
      const square = row * columns + column;
      for (let i = start[square]; i < start[square + 1]; i++) {
        const prism = items[i];
        if (seen.has(prism) || building[prism] === own) continue;
        seen.add(prism);
        for (let k = 4 * first[prism]; k < 4 * first[prism + 1]; k += 4)
          addWall(found, cornersM, k, x, y, topM[prism], building[prism]);
      }
    }
  return found;
}

function addWall(
  found: ReflectingWall[],
  cornersM: Float64Array,
  k: number,
  x: number,
  y: number,
  topM: number,
  building: number,
): void {
  const ax = cornersM[k];
  const ay = cornersM[k + 1];
  const bx = cornersM[k + 2];
  const by = cornersM[k + 3];
  const lengthM = Math.hypot(bx - ax, by - ay);
  if (lengthM < SHORTEST_WALL_M) return;
  // Outer rings run anticlockwise: outside is on the right of a wall.
  const outX = (by - ay) / lengthM;
  const outY = (ax - bx) / lengthM;
  const beforeM = (x - ax) * outX + (y - ay) * outY;
  if (beforeM <= 0 || beforeM > REFLECTOR_REACH_M) return;
  const alongM = -(x - ax) * outY + (y - ay) * outX;
  const off = Math.max(0, -alongM, alongM - lengthM);
  if (Math.hypot(off, beforeM) > REFLECTOR_REACH_M) return;
  const imageX = x - 2 * beforeM * outX;
  const imageY = y - 2 * beforeM * outY;
  found.push({ building, ax, ay, bx, by, topM, imageX, imageY, outX, outY });
}
