import type { Point } from '../../model/geo/plane/point.ts';
import { MAX_PAIRS } from './ring.ts';

/** Sides nearer to each other than this meet. */
const NEAR_M = 0.0015;

/** Whether a side of one ring meets a side of another. `areaOf`: rings of one area are not compared with each other; absent, each is its own. */
export function ringsMeet(
  rings: readonly (readonly Point[])[],
  areaOf: readonly number[] = rings.map((_, i) => i),
): 'meet' | 'apart' | 'intricate' {
  const sides = new Sides(rings, areaOf);
  return sides.meet();
}

class Sides {
  readonly #ends: Float64Array;
  readonly #area: Uint32Array;

  constructor(rings: readonly (readonly Point[])[], areaOf: readonly number[]) {
    const count = rings.reduce((sum, ring) => sum + ring.length, 0);
    this.#ends = new Float64Array(4 * count);
    this.#area = new Uint32Array(count);
    let side = 0;
    for (const [i, ring] of rings.entries())
      for (const [k, [x, y]] of ring.entries()) {
        const [toX, toY] = ring[(k + 1) % ring.length];
        this.#ends.set([x, y, toX, toY], 4 * side);
        this.#area[side++] = areaOf[i];
      }
  }

  /** A sweep along x: each side is compared with those that begin before it ends. */
  meet(): 'meet' | 'apart' | 'intricate' {
    const ends = this.#ends;
    const area = this.#area;
    const west = (side: number): number => Math.min(ends[4 * side], ends[4 * side + 2]);
    const order = Uint32Array.from(area.keys()).sort((a, b) => west(a) - west(b));
    let pairs = 0;
    for (let i = 0; i < order.length; i++) {
      const a = order[i];
      const east = Math.max(ends[4 * a], ends[4 * a + 2]) + NEAR_M;
      const south = Math.min(ends[4 * a + 1], ends[4 * a + 3]) - NEAR_M;
      const north = Math.max(ends[4 * a + 1], ends[4 * a + 3]) + NEAR_M;
      for (let j = i + 1; j < order.length && west(order[j]) <= east; j++) {
        const b = order[j];
        if (++pairs > MAX_PAIRS) return 'intricate';
        if (area[a] === area[b]) continue;
        if (ends[4 * b + 1] < south && ends[4 * b + 3] < south) continue;
        if (ends[4 * b + 1] > north && ends[4 * b + 3] > north) continue;
        if (this.#areNear(a, b)) return 'meet';
      }
    }
    return 'apart';
  }

  #areNear(a: number, b: number): boolean {
    const ends = this.#ends;
    return (
      this.#isNear(ends[4 * a], ends[4 * a + 1], b) ||
      this.#isNear(ends[4 * a + 2], ends[4 * a + 3], b) ||
      this.#isNear(ends[4 * b], ends[4 * b + 1], a) ||
      this.#isNear(ends[4 * b + 2], ends[4 * b + 3], a) ||
      this.#doCross(a, b)
    );
  }

  #isNear(x: number, y: number, side: number): boolean {
    const ends = this.#ends;
    const dx = ends[4 * side + 2] - ends[4 * side];
    const dy = ends[4 * side + 3] - ends[4 * side + 1];
    const px = x - ends[4 * side];
    const py = y - ends[4 * side + 1];
    const long2 = dx * dx + dy * dy;
    const t = long2 === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / long2));
    return Math.hypot(px - t * dx, py - t * dy) <= NEAR_M;
  }

  #doCross(a: number, b: number): boolean {
    return this.#parts(a, b) && this.#parts(b, a);
  }

  /** Whether the ends of a side lie on both sides of another's line. */
  #parts(line: number, side: number): boolean {
    const ends = this.#ends;
    const ax = ends[4 * line];
    const ay = ends[4 * line + 1];
    const dx = ends[4 * line + 2] - ax;
    const dy = ends[4 * line + 3] - ay;
    const from = dx * (ends[4 * side + 1] - ay) - dy * (ends[4 * side] - ax);
    const to = dx * (ends[4 * side + 3] - ay) - dy * (ends[4 * side + 2] - ax);
    return from > 0 !== to > 0;
  }
}
