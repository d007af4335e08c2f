/** Metres a degree at a latitude; a plane good to 1e-4 over the few hundred metres of a ring. */
export function metresPerDegree(latDeg: number): [eastM: number, northM: number] {
  const lat = (latDeg * Math.PI) / 180;
  return [111412.84 * Math.cos(lat) - 93.5 * Math.cos(3 * lat), 111132.92 - 559.82 * Math.cos(2 * lat)];
}

/** Nearer than this two vertices are one: finer than any survey, coarser than the rounding of the tiles. */
export const SAME_VERTEX_M = 0.001;
/** Rings of less area are no area. */
export const LEAST_AREA_M2 = 0.01;

export type RingFault = 'ring-short' | 'ring-zero-area' | 'ring-self-crossing';

/**
 * Mends and judges one ring in metres; reused, so that a million rings allocate nothing. Mended without a guess: the
 * closing vertex and repeated vertices are dropped, spikes cut off. Not mended: a ring that crosses itself has no inside.
 */
export class RingCheck {
  x: Float64Array = new Float64Array(256);
  y: Float64Array = new Float64Array(256);
  /** Place of each kept vertex in the ring that was given. */
  from: Uint32Array = new Uint32Array(256);
  count = 0;
  areaM2 = 0;
  repeated = 0;
  spikes = 0;
  open = false;
  #order: Uint32Array = new Uint32Array(0);

  /** Takes vertices [start, end) of pairs in degrees; gives the fault or null. */
  load(
    lonLat: Float64Array,
    start: number,
    end: number,
    lon0: number,
    lat0: number,
    eastM: number,
    northM: number,
  ): void {
    if (end - start > this.x.length) {
      const size = 2 ** Math.ceil(Math.log2(end - start));
      this.x = new Float64Array(size);
      this.y = new Float64Array(size);
      this.from = new Uint32Array(size);
    }
    const { x, y, from } = this;
    let count = 0;
    let repeated = 0;
    const near = SAME_VERTEX_M * SAME_VERTEX_M;
    for (let i = start; i < end; i++) {
      const px = (lonLat[2 * i] - lon0) * eastM;
      const py = (lonLat[2 * i + 1] - lat0) * northM;
      if (count > 0 && (px - x[count - 1]) ** 2 + (py - y[count - 1]) ** 2 < near) {
        repeated++;
        continue;
      }
      x[count] = px;
      y[count] = py;
      from[count++] = i - start;
    }
    this.open = true;
    if (count > 1 && (x[0] - x[count - 1]) ** 2 + (y[0] - y[count - 1]) ** 2 < near) {
      this.open = false;
      count--;
    }
    this.count = count;
    this.repeated = repeated;
    this.spikes = 0;
  }

  /** The fault that makes the loaded ring useless, or null. */
  fault(): RingFault | null {
    this.#cutSpikes();
    if (this.count < 3) return this.spikes > 0 ? 'ring-zero-area' : 'ring-short';
    this.areaM2 = this.#area();
    if (this.#crosses()) return 'ring-self-crossing';
    return Math.abs(this.areaM2) < LEAST_AREA_M2 ? 'ring-zero-area' : null;
  }

  #area(): number {
    const { x, y, count } = this;
    let twice = 0;
    for (let i = 0, j = count - 1; i < count; j = i++) twice += x[j] * y[i] - x[i] * y[j];
    return twice / 2;
  }

  /** A spike goes out to its tip and back on the same line; tips are dropped until none is left. */
  #cutSpikes(): void {
    const { x, y, from } = this;
    for (let again = true; again && this.count >= 3; ) {
      again = false;
      const { count } = this;
      let kept = 0;
      let px = x[count - 1];
      let py = y[count - 1];
      const [firstX, firstY] = [x[0], y[0]];
      for (let i = 0; i < count; i++) {
        const cx = i + 1 < count ? x[i + 1] : firstX;
        const cy = i + 1 < count ? y[i + 1] : firstY;
        const [ax, ay, bx, by] = [x[i] - px, y[i] - py, cx - x[i], cy - y[i]];
        if (ax * bx + ay * by < 0) {
          const cross = Math.abs(ax * by - ay * bx);
          if (cross * cross <= SAME_VERTEX_M * SAME_VERTEX_M * Math.min(ax * ax + ay * ay, bx * bx + by * by)) {
            this.spikes++;
            again = true;
            continue;
          }
        }
        px = x[i];
        py = y[i];
        x[kept] = px;
        y[kept] = py;
        from[kept++] = from[i];
      }
      this.count = kept;
    }
  }

  /** Whether two sides pass through each other by more than a millimetre; touching is allowed. */
  #crosses(): boolean {
    const { x, y, count } = this;
    if (count < 4 || this.#isConvex()) return false;
    if (count > 48) return this.#crossesBySweep();
    for (let i = 0; i < count - 2; i++) {
      const x0 = x[i];
      const y0 = y[i];
      const x1 = x[i + 1];
      const y1 = y[i + 1];
      const low = x0 < x1 ? x0 : x1;
      const high = x0 < x1 ? x1 : x0;
      const last = i === 0 ? count - 1 : count;
      for (let j = i + 2; j < last; j++) {
        const k = j + 1 === count ? 0 : j + 1;
        const xj = x[j];
        const xk = x[k];
        if ((xj < low && xk < low) || (xj > high && xk > high)) continue;
        if (passes(x0, y0, x1, y1, xj, y[j], xk, y[k])) return true;
      }
    }
    return false;
  }

  /** All turns one way and once around: cannot cross itself. Most footprints are told here. */
  #isConvex(): boolean {
    const { x, y, count } = this;
    let sign = 0;
    let turnsX = 0;
    let before = x[0] - x[count - 1];
    for (let i = 0; i < count; i++) {
      const p = i === 0 ? count - 1 : i - 1;
      const n = i + 1 === count ? 0 : i + 1;
      const dx = x[n] - x[i];
      const turn = (x[i] - x[p]) * (y[n] - y[i]) - (y[i] - y[p]) * dx;
      if (turn !== 0) {
        if (sign === 0) sign = turn;
        else if (turn > 0 !== sign > 0) return false;
      }
      if (dx !== 0) {
        if (before !== 0 && before > 0 !== dx > 0) turnsX++;
        before = dx;
      }
    }
    return turnsX <= 2;
  }

  /** The same for long rings: sides sorted by their west end, each met only by those that begin before its east end. */
  #crossesBySweep(): boolean {
    const { x, y, count } = this;
    if (this.#order.length < count) this.#order = new Uint32Array(2 * count);
    const west = (i: number): number => Math.min(x[i], x[i + 1 === count ? 0 : i + 1]);
    const order = this.#order.subarray(0, count);
    for (let i = 0; i < count; i++) order[i] = i;
    order.sort((a, b) => west(a) - west(b));
    for (let s = 0; s < count; s++) {
      const i = order[s];
      const i1 = i + 1 === count ? 0 : i + 1;
      const east = Math.max(x[i], x[i1]);
      const south = Math.min(y[i], y[i1]);
      const north = Math.max(y[i], y[i1]);
      for (let t = s + 1; t < count; t++) {
        const j = order[t];
        const j1 = j + 1 === count ? 0 : j + 1;
        if (Math.min(x[j], x[j1]) > east) break;
        if (j === i1 || j1 === i) continue;
        if ((y[j] < south && y[j1] < south) || (y[j] > north && y[j1] > north)) continue;
        if (passes(x[i], y[i], x[i1], y[i1], x[j], y[j], x[j1], y[j1])) return true;
      }
    }
    return false;
  }
}

/** Do sides a–b and c–d cross with each end more than a millimetre beyond the other's line? */
function passes(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  const ux = bx - ax;
  const uy = by - ay;
  const c = ux * (cy - ay) - uy * (cx - ax);
  const d = ux * (dy - ay) - uy * (dx - ax);
  if (c > 0 === d > 0) return false;
  const vx = dx - cx;
  const vy = dy - cy;
  const a = vx * (ay - cy) - vy * (ax - cx);
  const b = vx * (by - cy) - vy * (bx - cx);
  if (a > 0 === b > 0) return false;
  const near2 = SAME_VERTEX_M * SAME_VERTEX_M;
  const [u2, v2] = [near2 * (ux * ux + uy * uy), near2 * (vx * vx + vy * vy)];
  return c * c > u2 && d * d > u2 && a * a > v2 && b * b > v2;
}
