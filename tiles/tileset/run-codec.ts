import { distinctRuns, RUN, type Runs } from '../shape/runs.ts';

const GROUP = 16;
/** Length of the head for one byte of a block's vertices: two bits a group; the groups follow. */
const HEAD = RUN / GROUP / 4;
const MIN_TAIL = 32;
const VERSION_0 = 0xa0;

/**
 * EXT_meshopt_compression's ATTRIBUTES, as short as meshoptimizer writes them, without looking at a run again: of a block only the
 * first group of 16 depends on the block before, so whatever follows that is copied, and so is a byte that a distinct run has in
 * common with the one before it. By the library's WebAssembly, which must be given every copy and grows its memory for it, New York
 * took 3.80 CPU-s, so 3.49 (0.42 and some 0.2 of them for coding). TypeScript that codes the copies too lost: 0.53 s instead of 0.42.
 */
export function encodeRuns(source: Uint8Array, stride: number, runs: Runs): Uint8Array {
  const { order, stretches } = runs;
  const distinct = distinctRuns(runs);
  const runBytes = RUN * stride;
  const restAt = stretches * distinct * runBytes;
  const rest = (source.length - restAt) / stride;
  const blocks = stretches * order.length + Math.ceil(rest / RUN);
  const most = 1 + blocks * stride * (HEAD + RUN) + Math.max(stride, MIN_TAIL);
  if (scratch.length < most) scratch = new Uint8Array(2 * most);
  const out = scratch;
  const last = source.slice(0, stride);
  const written = newWritten(distinct * stride);
  out[0] = VERSION_0;
  let at = 1;
  for (let stretch = 0; stretch < stretches; stretch++) {
    let met = -1;
    for (const run of order) {
      const from = (stretch * distinct + run) * runBytes;
      for (let k = 0; k < stride; k++) {
        const slot = run * stride + k;
        at =
          run <= met || (run > 0 && isLikeLastRun(source, from + k, stride, written, slot))
            ? copyPlane(source, from + k, stride, last[k], written, slot, out, at)
            : writePlane(source, from + k, stride, RUN, last[k], written, slot, out, at);
        last[k] = source[from + runBytes - stride + k];
      }
      if (run > met) met = run;
    }
  }
  for (let from = restAt; from < source.length; from += runBytes) {
    const count = Math.min(RUN, (source.length - from) / stride);
    for (let k = 0; k < stride; k++) {
      at = writePlane(source, from + k, stride, count, last[k], written, k, out, at);
      last[k] = source[from + (count - 1) * stride + k];
    }
  }
  const tail = Math.max(stride, MIN_TAIL);
  out.fill(0, at, at + tail - stride);
  out.set(source.subarray(0, stride), at + tail - stride);
  return out.slice(0, at + tail);
}

let scratch = new Uint8Array(0);

/** Where in the output the bytes of a distinct run begin, where its first group ends, where they end; a slot is run × stride + byte. */
interface Written {
  head: Uint32Array;
  firstEnd: Uint32Array;
  end: Uint32Array;
}

function newWritten(slots: number): Written {
  return { head: new Uint32Array(slots), firstEnd: new Uint32Array(slots), end: new Uint32Array(slots) };
}

/** Has the run this byte in common with the run before it? Then its place is that one's. */
function isLikeLastRun(source: Uint8Array, from: number, stride: number, written: Written, slot: number): boolean {
  const run = RUN * stride;
  for (let p = from; p < from + run; p += stride) if (source[p] !== source[p - run]) return false;
  written.head[slot] = written.head[slot - stride];
  written.firstEnd[slot] = written.firstEnd[slot - stride];
  written.end[slot] = written.end[slot - stride];
  return true;
}

function copyPlane(
  source: Uint8Array,
  from: number,
  stride: number,
  before: number,
  written: Written,
  slot: number,
  out: Uint8Array,
  at: number,
): number {
  const head = written.head[slot];
  takeSteps(source, from, stride, GROUP, before);
  const width = widthOf(0);
  out[at] = (out[head] & ~3) | width;
  for (let i = 1; i < HEAD; i++) out[at + i] = out[head + i];
  let to = writeGroup(0, width, out, at + HEAD);
  for (let p = written.firstEnd[slot], end = written.end[slot]; p < end; p++, to++) out[to] = out[p];
  return to;
}

/** One byte of `count` vertices, `stride` apart; returns the output's new end. */
function writePlane(
  source: Uint8Array,
  from: number,
  stride: number,
  count: number,
  before: number,
  written: Written,
  slot: number,
  out: Uint8Array,
  head: number,
): number {
  takeSteps(source, from, stride, count, before);
  let at = head + Math.ceil(count / (4 * GROUP));
  for (let i = head; i < at; i++) out[i] = 0;
  for (let group = 0; group * GROUP < count; group++) {
    const width = widthOf(group * GROUP);
    out[head + (group >> 2)] |= width << ((group & 3) << 1);
    at = writeGroup(group * GROUP, width, out, at);
    if (group === 0) written.firstEnd[slot] = at;
  }
  written.head[slot] = head;
  written.end[slot] = at;
  return at;
}

/** Steps from vertex to vertex, modulo 256: 0, −1, 1, −2 … as 0, 1, 2, 3 …; 0 behind the last, to the end of its group. */
const steps = new Uint8Array(RUN);
const stepsByFour = new Uint32Array(steps.buffer);

function takeSteps(source: Uint8Array, from: number, stride: number, count: number, before: number): void {
  let last = before;
  for (let i = 0, p = from; i < count; i++, p += stride) {
    const value = source[p];
    const step = ((value - last) << 24) >> 24;
    steps[i] = (step << 1) ^ (step >> 31);
    last = value;
  }
  for (let i = count; (i & (GROUP - 1)) !== 0; i++) steps[i] = 0;
}

/** How a group of steps is written most briefly: 0 not at all, 1 in 2 bits each, 2 in 4 bits, 3 in 8. */
function widthOf(first: number): number {
  let any = 0;
  let over2 = 0;
  let over4 = 0;
  for (let i = first >> 2, end = i + GROUP / 4; i < end; i++) {
    const four = stepsByFour[i] | 0;
    any |= four;
    over2 += sumOf(reaching(four, 3));
    over4 += sumOf(reaching(four, 15));
  }
  if (any === 0) return 0;
  if (over2 < 12 && 4 + over2 <= 8 + over4) return 1;
  return over4 < 8 ? 2 : 3;
}

/** Returns 1 in each of four bytes side by side that is `least` (1 to 127) or more. */
function reaching(four: number, least: number): number {
  return ((((four & 0x7f7f7f7f) + (128 - least) * 0x01010101) | four) >>> 7) & 0x01010101;
}

/** Returns the sum of four small bytes side by side. */
function sumOf(four: number): number {
  return Math.imul(four, 0x01010101) >>> 24;
}

/** Four steps at a time, as processors with the low byte first hold them; what does not fit its bits follows in full. */
function writeGroup(first: number, width: number, out: Uint8Array, from: number): number {
  if (width === 0) return from;
  let at = from;
  if (width === 3) {
    for (let i = first; i < first + GROUP; i++) out[at++] = steps[i];
    return at;
  }
  const most = width === 1 ? 3 : 15;
  let over = 0;
  for (let i = first >> 2, end = i + GROUP / 4; i < end; i++) {
    const four = stepsByFour[i] | 0;
    const tops = reaching(four, most);
    over |= tops;
    const fit = four | Math.imul(tops, most);
    if (width === 1) {
      out[at++] = ((fit & 3) << 6) | (((fit >> 8) & 3) << 4) | (((fit >> 16) & 3) << 2) | ((fit >> 24) & 3);
    } else {
      out[at++] = ((fit & 15) << 4) | ((fit >> 8) & 15);
      out[at++] = (((fit >> 16) & 15) << 4) | ((fit >> 24) & 15);
    }
  }
  if (over === 0) return at;
  for (let i = first; i < first + GROUP; i++) if (steps[i] >= most) out[at++] = steps[i];
  return at;
}

const SEQUENCE_1 = 0xd1;
/** Steps from this size on are taken from the other of two bases. */
const FAR = 30;

/**
 * EXT_meshopt_compression's INDICES, byte for byte as meshoptimizer writes them. By its WebAssembly it takes no less time, but that
 * grows its memory, and with the first growth V8 throws away all compiled code that reads typed arrays: 66 functions, 0.2 CPU-s of New York.
 * Copying the bytes of a wall whose indices are the last wall's one vertex further: 0.5 % of a bake, not worth its lines.
 */
export function encodeSequence(index: Uint32Array): Uint8Array {
  const most = 1 + 5 * index.length + 4;
  if (scratch.length < most) scratch = new Uint8Array(2 * most);
  const out = scratch;
  out[0] = SEQUENCE_1;
  let at = 1;
  let base = 0;
  let other = 0;
  let which = 0;
  for (let i = 0; i < index.length; i++) {
    const vertex = index[i] | 0;
    const far = vertex - base;
    if (far >= FAR || far <= -FAR) {
      const left = base;
      base = other;
      other = left;
      which ^= 1;
    }
    const step = (vertex - base) | 0;
    let value = ((((step << 1) ^ (step >> 31)) << 1) | which) >>> 0;
    for (; value > 127; value >>>= 7) out[at++] = (value & 127) | 128;
    out[at++] = value;
    base = vertex;
  }
  for (let i = 0; i < 4; i++) out[at++] = 0;
  return out.slice(0, at);
}
