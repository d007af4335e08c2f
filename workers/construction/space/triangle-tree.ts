import { type Corners, cross, distance, passesAt } from './triangles.ts';

const LEAF = 4;

/**
 * A body's triangles in a tree of boxes, halved at the middle of the longest side. Node n has the box `box[6n…]` (least x, y, z, then
 * most) and either two children, `left[n]` and `left[n] + 1`, or `size[n]` triangles from `left[n]` on.
 */
export class TriangleTree {
  readonly corners: Corners;
  private readonly box: Float64Array;
  private readonly left: Int32Array;
  private readonly size: Int32Array;

  /** Corners of all triangles, nine numbers each. */
  constructor(corners: Corners) {
    const count = corners.length / 9;
    const order = Int32Array.from({ length: count }, (_, i) => i);
    const nodes = Math.max(1, 2 * count);
    this.box = new Float64Array(6 * nodes);
    this.left = new Int32Array(nodes);
    this.size = new Int32Array(nodes);
    const middle = (triangle: number, axis: number) =>
      corners[9 * triangle + axis] + corners[9 * triangle + 3 + axis] + corners[9 * triangle + 6 + axis];
    let used = 1;
    const open: [node: number, from: number, to: number][] = [[0, 0, count]];
    for (let next = open.pop(); next; next = open.pop()) {
      const [node, from, to] = next;
      const axis = this.fit(node, corners, order, from, to);
      if (to - from <= LEAF) {
        this.left[node] = from;
        this.size[node] = to - from;
        continue;
      }
      order.subarray(from, to).sort((a, b) => middle(a, axis) - middle(b, axis) || a - b);
      this.left[node] = used;
      used += 2;
      const half = (from + to) >> 1;
      open.push([this.left[node], from, half], [this.left[node] + 1, half, to]);
    }
    this.corners = new Float64Array(corners.length);
    for (let at = 0; at < count; at++) this.corners.set(corners.subarray(9 * order[at], 9 * order[at] + 9), 9 * at);
  }

  /** The box of some triangles; tells its longest side. */
  private fit(node: number, corners: Corners, order: Int32Array, from: number, to: number): number {
    const { box } = this;
    for (let axis = 0; axis < 3; axis++) {
      let least = Infinity;
      let most = -Infinity;
      for (let at = from; at < to; at++) {
        for (let k = axis; k < 9; k += 3) {
          const value = corners[9 * order[at] + k];
          if (value < least) least = value;
          if (value > most) most = value;
        }
      }
      box[6 * node + axis] = least;
      box[6 * node + 3 + axis] = most;
    }
    const side = (axis: number) => box[6 * node + 3 + axis] - box[6 * node + axis];
    return side(0) >= side(1) && side(0) >= side(2) ? 0 : side(1) >= side(2) ? 1 : 2;
  }

  /** Whether any triangles pass through one another by so much (`cross`). */
  crosses(other: TriangleTree, depthM: number): boolean {
    const open = [0, 0];
    while (open.length > 0) {
      const b = open.pop() ?? 0;
      const a = open.pop() ?? 0;
      if (this.gap2(a, other, b) > 0) continue;
      if (this.size[a] === 0 || other.size[b] === 0) {
        this.descend(a, other, b, open);
        continue;
      }
      for (let i = this.left[a]; i < this.left[a] + this.size[a]; i++)
        for (let j = other.left[b]; j < other.left[b] + other.size[b]; j++)
          if (cross(this.corners, 9 * i, other.corners, 9 * j, depthM)) return true;
    }
    return false;
  }

  /** Least distance between the surfaces, or `limitM` where it is no less. */
  distance(other: TriangleTree, limitM: number): number {
    let best = limitM;
    const open = [0, 0];
    while (open.length > 0) {
      const b = open.pop() ?? 0;
      const a = open.pop() ?? 0;
      if (this.gap2(a, other, b) >= best * best) continue;
      if (this.size[a] === 0 || other.size[b] === 0) {
        this.descend(a, other, b, open);
        continue;
      }
      for (let i = this.left[a]; i < this.left[a] + this.size[a]; i++)
        for (let j = other.left[b]; j < other.left[b] + other.size[b]; j++)
          best = Math.min(best, distance(this.corners, 9 * i, other.corners, 9 * j));
    }
    return best;
  }

  /**
   * Whether any of this body's corners lies within the other, at least so far from its surface. A body let into another and flush with
   * its face cuts no face of it: only this tells.
   */
  reachesInto(other: TriangleTree, depthM: number): boolean {
    const { corners } = this;
    for (let at = 0; at < corners.length; at += 3) {
      const x = corners[at];
      const y = corners[at + 1];
      const z = corners[at + 2];
      if (!other.boxHolds(x, y, z, depthM) || !other.holds(x, y, z)) continue;
      const point = new TriangleTree(Float64Array.of(x, y, z, x, y, z, x, y, z));
      if (point.distance(other, depthM) >= depthM) return true;
    }
    return false;
  }

  private boxHolds(x: number, y: number, z: number, depthM: number): boolean {
    const { box } = this;
    const within = (value: number, axis: number) => value - box[axis] >= depthM && box[axis + 3] - value >= depthM;
    return within(x, 0) && within(y, 1) && within(z, 2);
  }

  /** Whether a point lies within the body, if that is closed: two of three rays pass its surface an odd number of times. */
  holds(x: number, y: number, z: number): boolean {
    return RAYS.filter(([dx, dy, dz]) => this.passes(x, y, z, dx, dy, dz) % 2 === 1).length >= 2;
  }

  private passes(x: number, y: number, z: number, dx: number, dy: number, dz: number): number {
    const { box, left, size, corners } = this;
    const reach = 2 * Math.hypot(box[3] - box[0], box[4] - box[1], box[5] - box[2]) + 1;
    const at = [x, y, z];
    const by = [dx * reach, dy * reach, dz * reach];
    let count = 0;
    const open = [0];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      let enter = 0;
      let leave = 1;
      for (let axis = 0; axis < 3; axis++) {
        const near = (box[6 * node + axis] - at[axis]) / by[axis];
        const far = (box[6 * node + 3 + axis] - at[axis]) / by[axis];
        enter = Math.max(enter, Math.min(near, far));
        leave = Math.min(leave, Math.max(near, far));
      }
      if (enter > leave) continue;
      if (size[node] === 0 && corners.length > 0) open.push(left[node], left[node] + 1);
      for (let i = left[node]; i < left[node] + size[node]; i++)
        if (passesAt(x, y, z, by[0], by[1], by[2], corners, 9 * i) >= 0) count++;
    }
    return count;
  }

  /** Squared distance of two boxes. */
  private gap2(a: number, other: TriangleTree, b: number): number {
    let sum = 0;
    for (let axis = 0; axis < 3; axis++) {
      const gap = Math.max(
        this.box[6 * a + axis] - other.box[6 * b + 3 + axis],
        other.box[6 * b + axis] - this.box[6 * a + 3 + axis],
      );
      if (gap > 0) sum += gap * gap;
    }
    return sum;
  }

  private descend(a: number, other: TriangleTree, b: number, open: number[]): void {
    const isLeafA = this.size[a] > 0;
    const isLeafB = other.size[b] > 0;
    const larger = isLeafB || (!isLeafA && this.extent(a) >= other.extent(b));
    if (larger) open.push(this.left[a], b, this.left[a] + 1, b);
    else open.push(a, other.left[b], a, other.left[b] + 1);
  }

  private extent(node: number): number {
    const { box } = this;
    const at = 6 * node;
    return Math.max(box[at + 3] - box[at], box[at + 4] - box[at + 1], box[at + 5] - box[at + 2]);
  }
}

/** Directions along no edge that people build. */
const RAYS = [
  [0.5773, 0.5411, 0.6115],
  [-0.3187, 0.8041, 0.5019],
  [0.2113, -0.4397, 0.8729],
] as const;
