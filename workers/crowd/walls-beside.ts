import { exponential } from './exponential.ts';
import type { CrowdArrays } from './people.ts';
import { LEFT, MOST_WALLS, RIGHT, WALL } from './walls.ts';

/** Farther from a body nothing of a wall is felt: 5·exp(−0.3/0.02) is 2e-6, and 25·exp(−0.3/0.08) m/s² of social force 0.6. */
const WALL_REACH_M = 0.3;

/** Nobody's middle comes nearer to a wall: a shoulder's half depth less what clothes give. */
export const CLEARANCE_M = 0.05;

/** Walls are taken so much longer, or two that meet would leave a slit as wide as a rounding error. */
const WALL_END_M = 1e-3;
/** Who slides along a wall moves off it by so much a step, or rounding would hold them. */
const SLIDE_OFF_M = 1e-4;

/** The walls beside one person after the other. */
export class WallsBeside {
  count = 0;
  /** What the last call found: a push, or a displacement. */
  x = 0;
  y = 0;
  private readonly crowd: CrowdArrays;
  private readonly list = new Int32Array(MOST_WALLS);

  constructor(crowd: CrowdArrays) {
    this.crowd = crowd;
  }

  /** Lists the walls that someone at a place may touch or look against, and that stop them. */
  look(cell: number, x: number, y: number): void {
    const { wallStart, wallOfCell, wallPassage, wallEnds: ends } = this.crowd;
    let count = 0;
    for (let i = wallStart[cell]; i < wallStart[cell + 1]; i++) {
      const w = wallOfCell[i];
      const passage = wallPassage[w];
      if (passage === 0) continue;
      if (passage !== WALL) {
        const ax = ends[4 * w];
        const ay = ends[4 * w + 1];
        const side = (ends[4 * w + 2] - ax) * (y - ay) - (ends[4 * w + 3] - ay) * (x - ax);
        if (!(passage & (side > 0 ? LEFT : RIGHT))) continue;
      }
      this.list[count++] = w;
    }
    this.count = count;
  }

  /** Whether one of them stands between a place and what is dx, dy from there. */
  hides(x: number, y: number, dx: number, dy: number): boolean {
    const { wallEnds: ends, wallPassage } = this.crowd;
    for (let i = 0; i < this.count; i++) {
      const w = this.list[i];
      if (wallPassage[w] !== WALL) continue;
      const [ax, ay] = [ends[4 * w] - x, ends[4 * w + 1] - y];
      const [bx, by] = [ends[4 * w + 2] - x, ends[4 * w + 3] - y];
      const mine = ax * by - ay * bx;
      if (mine * (mine + (bx - ax) * dy - (by - ay) * dx) > 0) continue;
      if ((dx * ay - dy * ax) * (dx * by - dy * bx) < 0) return true;
    }
    return false;
  }

  /** The sum of their repulsions of a body, found in `x` and `y`. */
  push(x: number, y: number, r: number, strength: number, perRange: number): void {
    this.x = 0;
    this.y = 0;
    for (let i = 0; i < this.count; i++) {
      const w = this.list[i];
      const [nx, ny] = this.nearest(w, x, y);
      const d = Math.sqrt(nx * nx + ny * ny);
      if (d > r + WALL_REACH_M || d === 0) continue;
      const push = (strength * exponential(Math.min(20, (r - d) * perRange))) / d;
      this.x -= push * nx;
      this.y -= push * ny;
    }
  }

  /** From a place to the nearest point of a wall. */
  private nearest(w: number, x: number, y: number): [number, number] {
    const { wallEnds: ends } = this.crowd;
    const [ax, ay] = [ends[4 * w] - x, ends[4 * w + 1] - y];
    const [ux, uy] = [ends[4 * w + 2] - x - ax, ends[4 * w + 3] - y - ay];
    const length2 = ux * ux + uy * uy;
    const t = length2 > 0 ? Math.min(1, Math.max(0, -(ax * ux + ay * uy) / length2)) : 0;
    return [ax + t * ux, ay + t * uy];
  }

  /** As much of a displacement as walls allow: all of it, what slides along the first wall in the way, or none. */
  stop(x: number, y: number, mx: number, my: number): void {
    this.x = mx;
    this.y = my;
    const first = this.count > 0 ? this.wallInWay(x, y, mx, my) : -1;
    if (first < 0) return;
    const [nx, ny] = this.nearest(first, x, y);
    const d = Math.sqrt(nx * nx + ny * ny);
    const into = d > 0 ? (mx * nx + my * ny + SLIDE_OFF_M * d) / (d * d) : 1;
    this.x = mx - into * nx;
    this.y = my - into * ny;
    if (this.wallInWay(x, y, this.x, this.y) < 0) return;
    this.x = 0;
    this.y = 0;
  }

  /** The first wall that a displacement would cross, or come too near to; −1: none. */
  private wallInWay(x: number, y: number, mx: number, my: number): number {
    const { wallEnds: ends } = this.crowd;
    for (let i = 0; i < this.count; i++) {
      const w = this.list[i];
      const [nx, ny] = this.nearest(w, x, y);
      const d2 = nx * nx + ny * ny;
      const near = CLEARANCE_M + Math.sqrt(mx * mx + my * my);
      if (d2 > near * near) continue;
      const [tx, ty] = this.nearest(w, x + mx, y + my);
      const d2After = tx * tx + ty * ty;
      if (d2After < CLEARANCE_M * CLEARANCE_M && d2After < d2) return w;
      const [ax, ay] = [ends[4 * w] - x, ends[4 * w + 1] - y];
      const [ux, uy] = [ends[4 * w + 2] - x - ax, ends[4 * w + 3] - y - ay];
      const more = WALL_END_M / Math.max(WALL_END_M, Math.sqrt(ux * ux + uy * uy));
      const mine = ax * uy - ay * ux;
      if (mine * (mine + ux * my - uy * mx) > 0) continue;
      const atA = mx * (ay - more * uy) - my * (ax - more * ux);
      const atB = mx * (ay + (1 + more) * uy) - my * (ax + (1 + more) * ux);
      if (atA * atB <= 0) return w;
    }
    return -1;
  }
}
