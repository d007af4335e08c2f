import { MAX_LON_DEG } from './dateline.ts';

/** Nearer than this two vertices are one: finer than any survey, coarser than the rounding of the tiles. */
const SAME_VERTEX_M = 0.001;
/** Spikes narrower than this at their foot are cut off: below the 1/32 m grid of the tiles they would fold over. */
const SPIKE_M = 0.02;
/** Rings of less area, or narrower on the average, are no object of a city and vanish on the grid of the tiles. */
const MIN_AREA_M2 = 0.05;
/** A ring narrower than this on the average is a line. */
const MIN_WIDTH_M = 0.05;

/** Pairs of sides that are compared in one ring, or between those of one feature, some 2 s: only a ring made for it has more that lie side by side. */
export const MAX_PAIRS = 2e8;

/** Why a ring encloses no usable area, or none that can be known. */
export type RingFault = 'ring-short' | 'ring-zero-area' | 'ring-self-crossing' | 'ring-intricate';

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

  /** Extent of the vertices, metres. */
  sizeM = 0;
  /** Place of the first vertex that is no place on Earth, −1 where all are. */
  bad = -1;

  /** Takes vertices [start, end) of pairs in degrees. One loop does all that needs every vertex: this is the hot path of a million rings. */
  load(lonLat: Float64Array, start: number, end: number, eastM: number, northM: number): void {
    if (end - start > this.x.length) {
      const size = 2 ** Math.ceil(Math.log2(end - start));
      this.x = new Float64Array(size);
      this.y = new Float64Array(size);
      this.from = new Uint32Array(size);
    }
    const { x, y, from } = this;
    const lon0 = lonLat[2 * start];
    const lat0 = lonLat[2 * start + 1];
    const near = SAME_VERTEX_M * SAME_VERTEX_M;
    let count = 0;
    let beforeX = Number.NaN;
    let beforeY = Number.NaN;
    let west = 0;
    let east = 0;
    let south = 0;
    let north = 0;
    this.bad = -1;
    for (let i = start; i < end; i++) {
      const lon = lonLat[2 * i];
      const lat = lonLat[2 * i + 1];
      if (!(lon >= -MAX_LON_DEG && lon <= MAX_LON_DEG && lat >= -90 && lat <= 90)) {
        this.bad = i;
        return;
      }
      const px = (lon - lon0) * eastM;
      const py = (lat - lat0) * northM;
      const dx = px - beforeX;
      const dy = py - beforeY;
      if (dx * dx + dy * dy < near) continue;
      if (px < west) west = px;
      else if (px > east) east = px;
      if (py < south) south = py;
      else if (py > north) north = py;
      x[count] = px;
      y[count] = py;
      from[count++] = i - start;
      beforeX = px;
      beforeY = py;
    }
    this.sizeM = east - west > north - south ? east - west : north - south;
    this.repeated = end - start - count;
    this.open = true;
    if (count > 1 && beforeX * beforeX + beforeY * beforeY < near) {
      this.open = false;
      count--;
    }
    this.count = count;
    this.spikes = 0;
  }

  /** The fault that makes the loaded ring useless, or null. */
  fault(): RingFault | null {
    if (this.count < 3) return 'ring-short';
    const shape = this.#shape();
    if (shape === 'spiked') {
      this.#cutSpikes();
      if (this.count < 3) return 'ring-zero-area';
      this.areaM2 = this.#area();
    }
    const crossing = shape !== 'convex' && this.count > 3 ? this.#crossing() : null;
    if (crossing) return crossing;
    return this.#isSliver() ? 'ring-zero-area' : null;
  }

  #isSliver(): boolean {
    const area = Math.abs(this.areaM2);
    if (area > 10 * MIN_WIDTH_M * this.sizeM && area > MIN_AREA_M2) return false;
    const { x, y, count } = this;
    let aroundM = 0;
    for (let i = 0, j = count - 1; i < count; j = i++) aroundM += Math.hypot(x[i] - x[j], y[i] - y[j]);
    return area < MIN_AREA_M2 || area < (MIN_WIDTH_M * aroundM) / 2;
  }

  /** Area, and in the same loop: has it a spike; does it turn one way and once around, so that it cannot cross itself? */
  #shape(): 'convex' | 'other' | 'spiked' {
    const { x, y, count } = this;
    let twice = 0;
    let lefts = 0;
    let rights = 0;
    let reversals = 0;
    let px = x[count - 1];
    let py = y[count - 1];
    let cx = x[0];
    let cy = y[0];
    let ax = cx - px;
    let ay = cy - py;
    for (let i = 1; i <= count; i++) {
      const nx = i === count ? x[0] : x[i];
      const ny = i === count ? y[0] : y[i];
      const bx = nx - cx;
      const by = ny - cy;
      const cross = ax * by - ay * bx;
      if (cross > 0) lefts++;
      else if (cross < 0) rights++;
      if (ax * bx + ay * by < 0) {
        const a2 = ax * ax + ay * ay;
        const b2 = bx * bx + by * by;
        if (cross * cross <= SPIKE_M * SPIKE_M * (a2 < b2 ? a2 : b2)) return 'spiked';
      }
      if (ax > 0 !== bx > 0) reversals++;
      twice += px * cy - cx * py;
      px = cx;
      py = cy;
      cx = nx;
      cy = ny;
      ax = bx;
      ay = by;
    }
    this.areaM2 = twice / 2;
    return (lefts === 0 || rights === 0) && reversals <= 2 ? 'convex' : 'other';
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
      const firstX = x[0];
      const firstY = y[0];
      for (let i = 0; i < count; i++) {
        const cx = i + 1 < count ? x[i + 1] : firstX;
        const cy = i + 1 < count ? y[i + 1] : firstY;
        const ax = x[i] - px;
        const ay = y[i] - py;
        const bx = cx - x[i];
        const by = cy - y[i];
        if (ax * ax + ay * ay < SAME_VERTEX_M * SAME_VERTEX_M) {
          again = true;
          continue;
        }
        if (ax * bx + ay * by < 0) {
          const cross = Math.abs(ax * by - ay * bx);
          if (cross * cross <= SPIKE_M * SPIKE_M * Math.min(ax * ax + ay * ay, bx * bx + by * by)) {
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
  #crossing(): RingFault | null {
    const { x, y, count } = this;
    if (count > 48) return this.#isUpright() ? this.#sweep(x, y) : this.#sweep(y, x);
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
        if (passes(x0, y0, x1, y1, xj, y[j], xk, y[k])) return 'ring-self-crossing';
      }
    }
    return null;
  }

  /** Do the sides run more north than east in the whole? Then few of them lie above each other. */
  #isUpright(): boolean {
    const { x, y, count } = this;
    let eastM = 0;
    let northM = 0;
    for (let i = 0, j = count - 1; i < count; j = i++) {
      eastM += Math.abs(x[i] - x[j]);
      northM += Math.abs(y[i] - y[j]);
    }
    return northM >= eastM;
  }

  /** The same for long rings: sides sorted by where they begin along u, each met only by those that begin before its end. */
  #sweep(u: Float64Array, v: Float64Array): RingFault | null {
    const { count } = this;
    if (this.#order.length < count) this.#order = new Uint32Array(2 * count);
    const begin = (i: number): number => Math.min(u[i], u[i + 1 === count ? 0 : i + 1]);
    const order = this.#order.subarray(0, count);
    for (let i = 0; i < count; i++) order[i] = i;
    order.sort((a, b) => begin(a) - begin(b));
    let pairs = 0;
    for (let s = 0; s < count; s++) {
      const i = order[s];
      const i1 = i + 1 === count ? 0 : i + 1;
      const end = Math.max(u[i], u[i1]);
      const low = Math.min(v[i], v[i1]);
      const high = Math.max(v[i], v[i1]);
      for (let t = s + 1; t < count; t++) {
        const j = order[t];
        const j1 = j + 1 === count ? 0 : j + 1;
        if (Math.min(u[j], u[j1]) > end) break;
        if (++pairs > MAX_PAIRS) return 'ring-intricate';
        if (j === i1 || j1 === i) continue;
        if ((v[j] < low && v[j1] < low) || (v[j] > high && v[j1] > high)) continue;
        if (passes(u[i], v[i], u[i1], v[i1], u[j], v[j], u[j1], v[j1])) return 'ring-self-crossing';
      }
    }
    return null;
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
  const u2 = near2 * (ux * ux + uy * uy);
  const v2 = near2 * (vx * vx + vy * vy);
  return c * c > u2 && d * d > u2 && a * a > v2 && b * b > v2;
}
