import type { CrowdInput, GateState, Line } from './crowd.ts';

/**
 * Walls and gates, one list for a run. A gate is a wall that stops some: `passage` says whom. Indices of gates follow those of the walls.
 */
interface WallList {
  /** x, y, x, y. */
  ends: Float32Array;
  level: Int32Array;
  /** People that it stops: `LEFT` those on its left, `RIGHT` those on its right, both a wall. */
  passage: Uint8Array;
  /** Line index → index in this list. */
  gates: Map<number, number>;
}

/** The bit of a wall or gate that stops whoever is on its left side. */
export const LEFT = 1;
/** The bit of a wall or gate that stops whoever is on its right side. */
export const RIGHT = 2;
/** Both bits: nobody crosses it from either side. */
export const WALL = LEFT | RIGHT;

/** Within sight of a place: so many fit into a worker's scratch (`kernel/walls.ts`). */
export const MAX_WALLS = 512;

/** All walls of a case and its gates as segments with the sides that they stop; gates begin as they are set. */
export function wallsOf({ levels, lines }: CrowdInput): WallList {
  const ends: number[] = [];
  const level: number[] = [];
  const passage: number[] = [];
  for (const [l, { walls }] of levels.entries()) {
    for (let i = 0; i < walls.length; i += 4) {
      ends.push(walls[i], walls[i + 1], walls[i + 2], walls[i + 3]);
      level.push(l);
      passage.push(WALL);
    }
  }
  const gates = new Map<number, number>();
  for (const [i, line] of lines.entries()) {
    if (line.kind !== 'gate') continue;
    gates.set(i, level.length);
    ends.push(...line.from, ...line.to);
    level.push(line.level);
    passage.push(passageOf(line.gate));
  }
  return { ends: Float32Array.from(ends), level: Int32Array.from(level), passage: Uint8Array.from(passage), gates };
}

/** Forward is from left to right. */
export const passageOf = ({ forward, backward }: GateState): number => (forward ? 0 : LEFT) | (backward ? 0 : RIGHT);

/** Distance of a point from a segment. */
export function segmentDistanceM(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const ux = bx - ax;
  const uy = by - ay;
  const length2 = ux * ux + uy * uy;
  const t = length2 > 0 ? Math.min(1, Math.max(0, ((x - ax) * ux + (y - ay) * uy) / length2)) : 0;
  return Math.sqrt((x - ax - t * ux) ** 2 + (y - ay - t * uy) ** 2);
}

/** Above 0: the point is left of a → b. */
export function sideOf(x: number, y: number, [ax, ay]: Line['from'], [bx, by]: Line['to']): number {
  return (bx - ax) * (y - ay) - (by - ay) * (x - ax);
}
