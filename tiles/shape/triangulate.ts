import earcut from 'earcut';

/**
 * Triangles of one polygon on a whole-number grid (in doubles: products of int32 overflow): vertices `from … to` of x and y, rings starting at `ringStarts`
 * (outer first, anticlockwise; holes clockwise; last entry = to). Appends indices of vertices to `out` (anticlockwise)
 * and returns how many were written.
 *
 * The edges of the triangles always cancel against the rings exactly, so that walls raised on the rings close the
 * solid: earcut leaves out vertices that lie on a line, and where it did, fans of (mostly empty) triangles over the
 * edges left over fill the seam. By Stokes the signed area then equals the rings' area, even for a ring that crosses
 * itself, whose triangles earcut only guesses.
 *
 * Convex rings (43 % of New York) are fanned; other rings of up to 400 vertices without holes are clipped here, on typed arrays (0.11
 * instead of earcut's 0.23 s for New York's 63,820, cold), unless no ear is found; everything else is earcut's.
 */
export function triangulate(
  x: Float64Array,
  y: Float64Array,
  ringStarts: readonly number[],
  out: { index: Uint32Array; count: number },
): number {
  const before = out.count;
  const from = ringStarts[0];
  const to = ringStarts[ringStarts.length - 1];
  reserve(out, 6 * (to - from + 2 * ringStarts.length));
  if (ringStarts.length === 2) {
    if (isConvex(x, y, from, to)) {
      out.count = fan(out.index, before, from, to);
      return out.count - before;
    }
    if (to - from <= CLIPPED_HERE && clipEars(x, y, from, to, out)) return out.count - before;
  }
  byEarcut(x, y, ringStarts, out);
  return out.count - before;
}

function fan(index: Uint32Array, at: number, from: number, to: number): number {
  let end = at;
  for (let i = from + 1; i < to - 1; i++, end += 3) {
    index[end] = from;
    index[end + 1] = i;
    index[end + 2] = i + 1;
  }
  return end;
}

function byEarcut(
  x: Float64Array,
  y: Float64Array,
  ringStarts: readonly number[],
  out: { index: Uint32Array; count: number },
): void {
  const before = out.count;
  const from = ringStarts[0];
  const vertices = ringStarts[ringStarts.length - 1] - from;
  const holes: number[] = [];
  for (let r = 1; r < ringStarts.length - 1; r++) holes.push(ringStarts[r] - from);
  const triangles = earcut(coordinates(x, y, from, vertices), holes);
  const area2 = addUpright(x, y, from, triangles, out.index, before);
  out.count = before + triangles.length;
  const complete = triangles.length === 3 * (vertices + 2 * holes.length - 2);
  if (!complete || area2 !== doubleArea(x, y, ringStarts)) closeSeams(x, y, ringStarts, out, before);
}

function coordinates(x: Float64Array, y: Float64Array, from: number, count: number): number[] {
  const flat: number[] = new Array(count * 2);
  for (let i = 0; i < count; i++) {
    flat[2 * i] = x[from + i] - x[from];
    flat[2 * i + 1] = y[from + i] - y[from];
  }
  return flat;
}

/** Copies the triangles, all turned left; returns twice their area. */
function addUpright(
  x: Float64Array,
  y: Float64Array,
  from: number,
  triangles: readonly number[],
  index: Uint32Array,
  at: number,
): number {
  let area2 = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const a = from + triangles[t];
    const b = from + triangles[t + 1];
    const c = from + triangles[t + 2];
    const turn = (x[b] - x[a]) * (y[c] - y[a]) - (y[b] - y[a]) * (x[c] - x[a]);
    area2 += Math.abs(turn);
    index[at + t] = a;
    index[at + t + 1] = turn < 0 ? c : b;
    index[at + t + 2] = turn < 0 ? b : c;
  }
  return area2;
}

/** Twice the signed area of the rings in grid units². */
export function doubleArea(x: Float64Array, y: Float64Array, ringStarts: readonly number[]): number {
  let sum = 0;
  const x0 = x[ringStarts[0]];
  const y0 = y[ringStarts[0]];
  for (let r = 0; r + 1 < ringStarts.length; r++) {
    for (let i = ringStarts[r], j = ringStarts[r + 1] - 1; i < ringStarts[r + 1]; j = i++) {
      sum += (x[j] - x0) * (y[i] - y0) - (x[i] - x0) * (y[j] - y0);
    }
  }
  return sum;
}

/** Every corner turns left and the ring goes round once. */
function isConvex(x: Float64Array, y: Float64Array, from: number, to: number): boolean {
  let flips = 0;
  let lastSign = 0;
  for (let i = from; i < to; i++) {
    const j = i + 1 < to ? i + 1 : from;
    const k = j + 1 < to ? j + 1 : from;
    const dx = x[j] - x[i];
    const dy = y[j] - y[i];
    if (dx * (y[k] - y[j]) - dy * (x[k] - x[j]) <= 0) return false;
    const sign = dx > 0 ? 1 : dx < 0 ? -1 : lastSign;
    if (lastSign !== 0 && sign !== lastSign) flips++;
    lastSign = sign;
  }
  return flips <= 2;
}

const CLIPPED_HERE = 400;
const nextVertex = new Int32Array(CLIPPED_HERE);
const lastVertex = new Int32Array(CLIPPED_HERE);

/** Cuts off ears until a triangle is left. Exact on whole numbers; false, and nothing added, where it finds no ear. */
function clipEars(
  x: Float64Array,
  y: Float64Array,
  from: number,
  to: number,
  out: { index: Uint32Array; count: number },
): boolean {
  const before = out.count;
  let left = to - from;
  for (let i = 0; i < left; i++) {
    nextVertex[i] = i + 1 < left ? i + 1 : 0;
    lastVertex[i] = i > 0 ? i - 1 : left - 1;
  }
  let ear = 0;
  let misses = 0;
  while (left > 3) {
    const a = lastVertex[ear];
    const c = nextVertex[ear];
    if (isEar(x, y, from, a, ear, c)) {
      out.index[out.count++] = from + a;
      out.index[out.count++] = from + ear;
      out.index[out.count++] = from + c;
      nextVertex[a] = c;
      lastVertex[c] = a;
      left--;
      misses = 0;
      ear = nextVertex[c];
    } else if (++misses > left) {
      out.count = before;
      return false;
    } else {
      ear = c;
    }
  }
  out.index[out.count++] = from + lastVertex[ear];
  out.index[out.count++] = from + ear;
  out.index[out.count++] = from + nextVertex[ear];
  return true;
}

/** Turns left at b, and no other vertex lies in the triangle or on its rim. */
function isEar(x: Float64Array, y: Float64Array, from: number, a: number, b: number, c: number): boolean {
  const ax = x[from + a];
  const ay = y[from + a];
  const bx = x[from + b] - ax;
  const by = y[from + b] - ay;
  const cx = x[from + c] - ax;
  const cy = y[from + c] - ay;
  if (bx * cy - by * cx <= 0) return false;
  for (let i = nextVertex[c]; i !== a; i = nextVertex[i]) {
    const px = x[from + i] - ax;
    const py = y[from + i] - ay;
    if (bx * py - by * px < 0 || px * cy - py * cx < 0) continue;
    if ((cx - bx) * (py - by) - (cy - by) * (px - bx) >= 0) return false;
  }
  return true;
}

/**
 * Fans over the cycles of directed edges that rings and triangles do not share. Vertices in one place count as one, and a walk that
 * meets itself is cut there: each cycle is then as small as can be, along a line as a rule, and its fan is empty.
 */
function closeSeams(
  x: Float64Array,
  y: Float64Array,
  ringStarts: readonly number[],
  out: { index: Uint32Array; count: number },
  before: number,
): void {
  const from = ringStarts[0];
  const places = new Map<string, number>();
  const place = (i: number) => {
    const key = `${x[i]} ${y[i]}`;
    const known = places.get(key);
    if (known === undefined) places.set(key, i);
    return known ?? i;
  };
  const surplus = new Map<number, number>();
  const span = ringStarts[ringStarts.length - 1] - from;
  const add = (i: number, j: number, n: number) => {
    const a = place(i) - from;
    const b = place(j) - from;
    if (a === b) return;
    const [key, sign] = a < b ? [a * span + b, n] : [b * span + a, -n];
    surplus.set(key, (surplus.get(key) ?? 0) + sign);
  };
  for (let r = 0; r + 1 < ringStarts.length; r++) {
    for (let i = ringStarts[r], j = ringStarts[r + 1] - 1; i < ringStarts[r + 1]; j = i++) add(j, i, 1);
  }
  for (let t = before; t < out.count; t += 3) {
    const [a, b, c] = out.index.subarray(t, t + 3);
    add(a, b, -1);
    add(b, c, -1);
    add(c, a, -1);
  }
  const next = new Map<number, number[]>();
  for (const [key, n] of surplus) {
    const low = from + Math.floor(key / span);
    const high = from + (key % span);
    for (let i = 0; i < Math.abs(n); i++) {
      const [a, b] = n > 0 ? [low, high] : [high, low];
      next.set(a, [...(next.get(a) ?? []), b]);
    }
  }
  for (const start of next.keys()) {
    const path = [start];
    for (let i = next.get(start)?.pop(); i !== undefined; i = next.get(i)?.pop()) {
      const met = path.indexOf(i);
      if (met < 0) {
        path.push(i);
        continue;
      }
      const cycle = path.splice(met + 1);
      reserve(out, 3 * cycle.length);
      for (let k = 0; k + 1 < cycle.length; k++) {
        out.index[out.count++] = i;
        out.index[out.count++] = cycle[k];
        out.index[out.count++] = cycle[k + 1];
      }
    }
  }
}

function reserve(out: { index: Uint32Array; count: number }, more: number): void {
  if (out.count + more <= out.index.length) return;
  const grown = new Uint32Array(Math.max(out.index.length * 2, out.count + more));
  grown.set(out.index.subarray(0, out.count));
  out.index = grown;
}
