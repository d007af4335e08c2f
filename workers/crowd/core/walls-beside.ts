import type { CrowdArrays } from './crowd-arrays.ts';
import { exponential } from './exponential.ts';
import { LEFT, MAX_WALLS, RIGHT, WALL } from './walls.ts';

/** Farther from a body nothing of a wall is felt: 5·exp(−0.3/0.02) is 2e-6, and 25·exp(−0.3/0.08) m/s² of social force 0.6. */
const WALL_REACH_M = 0.3;

/**
 * Nearer to a wall than this, people in company do not go on into it, but along it: beside an exit they wait where they see it, a step off
 * the wall, and leave the corners empty. At most 0.6 % of the students filmed were within 0.3 m of the side walls in the last half metre
 * (HERMES 2009): 15 to 30 % without this, 3 to 8 % with it. Who heads for a wall within 26° wants to reach it: a lift, a place to wait.
 */
const FACED_M = 0.9;
const FACED_STEEPNESS = 30;
const FACED_MIN_COSINE = 0.2;
const FACED_MAX_COSINE = 0.9;

/** Nobody's middle comes nearer to a wall: a chest's half depth less what clothes give. */
export const CLEARANCE_M = 0.08;

/** Walls are taken so much longer, or two that meet would leave a slit as wide as a rounding error. */
const WALL_END_M = 1e-3;
/** Distance by which a person who slides along a wall moves off it in a step, or rounding would hold them. */
const SLIDE_OFF_M = 1e-4;

/** The walls beside one person after the other, relative to that person. */
export class WallSearch {
  count = 0;
  /** What the last call found: a push, or a displacement. */
  x = 0;
  y = 0;
  private readonly crowd: CrowdArrays;
  private readonly ax = new Float64Array(MAX_WALLS);
  private readonly ay = new Float64Array(MAX_WALLS);
  private readonly bx = new Float64Array(MAX_WALLS);
  private readonly by = new Float64Array(MAX_WALLS);
  private readonly hiding = new Uint8Array(MAX_WALLS);
  /** 1 where the nearest point is no end: whoever is past an end sees round it. */
  private readonly isInner = new Uint8Array(MAX_WALLS);
  /** To the nearest point of each. */
  private readonly nearX = new Float64Array(MAX_WALLS);
  private readonly nearY = new Float64Array(MAX_WALLS);
  private readonly distance2 = new Float64Array(MAX_WALLS);
  /** To the nearest point of the last one asked of. */
  private towardsX = 0;
  private towardsY = 0;
  private isTowardsInner = false;

  constructor(crowd: CrowdArrays) {
    this.crowd = crowd;
  }

  /** Lists the walls that whoever is in a sorted place may touch or look against, and that stop them. */
  findWalls(k: number): void {
    const { wallStart, wallOfCell, wallPassage, wallEnds: ends, sortedX, sortedY, sortedId } = this.crowd;
    const cell = this.crowd.cell[sortedId[k]];
    const end = wallStart[cell + 1];
    this.count = 0;
    for (let i = wallStart[cell]; i < end; i++) {
      const w = wallOfCell[i];
      const passage = wallPassage[w];
      if (passage === 0) continue;
      const ax = ends[4 * w] - sortedX[k];
      const ay = ends[4 * w + 1] - sortedY[k];
      const bx = ends[4 * w + 2] - sortedX[k];
      const by = ends[4 * w + 3] - sortedY[k];
      if (passage !== WALL && !(passage & (ax * by - ay * bx > 0 ? LEFT : RIGHT))) continue;
      const n = this.count++;
      this.ax[n] = ax;
      this.ay[n] = ay;
      this.bx[n] = bx;
      this.by[n] = by;
      this.hiding[n] = passage === WALL ? 1 : 0;
      this.towards(n, 0, 0);
      this.nearX[n] = this.towardsX;
      this.nearY[n] = this.towardsY;
      this.isInner[n] = this.isTowardsInner ? 1 : 0;
      this.distance2[n] = this.towardsX * this.towardsX + this.towardsY * this.towardsY;
    }
  }

  /** Whether one of them stands before what is dx, dy away. */
  hides(dx: number, dy: number): boolean {
    for (let n = 0; n < this.count; n++) {
      if (this.hiding[n] === 0) continue;
      const ax = this.ax[n];
      const ay = this.ay[n];
      const bx = this.bx[n];
      const by = this.by[n];
      const mine = ax * by - ay * bx;
      if (mine * (mine + (bx - ax) * dy - (by - ay) * dx) > 0) continue;
      if ((dx * ay - dy * ax) * (dx * by - dy * bx) < 0) return true;
    }
    return false;
  }

  /** The sum of their repulsions of a body, found in `x` and `y`. */
  push(r: number, strength: number, perRange: number): void {
    this.x = 0;
    this.y = 0;
    for (let n = 0; n < this.count; n++) {
      const d = Math.sqrt(this.distance2[n]);
      if (d > r + WALL_REACH_M || d === 0) continue;
      const push = (strength * exponential(Math.min(20, (r - d) * perRange))) / d;
      this.x -= push * this.nearX[n];
      this.y -= push * this.nearY[n];
    }
  }

  /** A direction without what leads into walls that somebody who wants to go by `wishX`, `wishY` faces, found in `x` and `y`. */
  face(wishX: number, wishY: number, ex: number, ey: number): void {
    this.x = ex;
    this.y = ey;
    for (let n = 0; n < this.count; n++) {
      if (this.isInner[n] === 0 || this.distance2[n] > FACED_M * FACED_M || this.distance2[n] === 0) continue;
      const d = Math.sqrt(this.distance2[n]);
      const nx = this.nearX[n] / d;
      const ny = this.nearY[n] / d;
      const cosine = wishX * nx + wishY * ny;
      if (cosine <= FACED_MIN_COSINE || cosine > FACED_MAX_COSINE) continue;
      const into = this.x * nx + this.y * ny;
      if (into <= 0) continue;
      const less = into * Math.min(1, FACED_STEEPNESS * (1 - d / FACED_M));
      this.x -= less * nx;
      this.y -= less * ny;
    }
  }

  /** From a place to the nearest point of a wall. */
  private towards(n: number, x: number, y: number): void {
    const ax = this.ax[n] - x;
    const ay = this.ay[n] - y;
    const ux = this.bx[n] - this.ax[n];
    const uy = this.by[n] - this.ay[n];
    const length2 = ux * ux + uy * uy;
    const t = length2 > 0 ? Math.min(1, Math.max(0, -(ax * ux + ay * uy) / length2)) : 0;
    this.isTowardsInner = t > 0 && t < 1;
    this.towardsX = ax + t * ux;
    this.towardsY = ay + t * uy;
  }

  /** As much of a displacement as walls allow: all of it, what slides along the first wall in the way, or none. */
  stop(mx: number, my: number): void {
    this.x = mx;
    this.y = my;
    const first = this.count > 0 ? this.wallInWay(mx, my) : -1;
    if (first < 0) return;
    const nx = this.nearX[first];
    const ny = this.nearY[first];
    const d = Math.sqrt(this.distance2[first]);
    const into = d > 0 ? (mx * nx + my * ny + SLIDE_OFF_M * d) / (d * d) : 1;
    this.x = mx - into * nx;
    this.y = my - into * ny;
    if (this.wallInWay(this.x, this.y) < 0) return;
    this.x = 0;
    this.y = 0;
  }

  /** The first wall that a displacement would cross, or come too near to; −1: none. */
  private wallInWay(mx: number, my: number): number {
    const near = CLEARANCE_M + Math.sqrt(mx * mx + my * my);
    for (let n = 0; n < this.count; n++) {
      const d2 = this.distance2[n];
      if (d2 > near * near) continue;
      this.towards(n, mx, my);
      const d2After = this.towardsX * this.towardsX + this.towardsY * this.towardsY;
      if (d2After < CLEARANCE_M * CLEARANCE_M && d2After < d2) return n;
      const ax = this.ax[n];
      const ay = this.ay[n];
      const ux = this.bx[n] - ax;
      const uy = this.by[n] - ay;
      const more = WALL_END_M / Math.max(WALL_END_M, Math.sqrt(ux * ux + uy * uy));
      const mine = ax * uy - ay * ux;
      if (mine * (mine + ux * my - uy * mx) > 0) continue;
      const atA = mx * (ay - more * uy) - my * (ax - more * ux);
      const atB = mx * (ay + (1 + more) * uy) - my * (ax + (1 + more) * ux);
      if (atA * atB <= 0) return n;
    }
    return -1;
  }
}
