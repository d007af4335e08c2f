/**
 * Walking time to the nearest target: |∇t| = slowness (the eikonal equation), by fast marching on square cells.
 *
 * First-order upwind differences (Tsitsiklis 1995, Sethian 1996) with an untidy bucket queue (Yatziv, Bartesaghi, Sapiro 2006): a cell
 * waits in the bucket of its time, order within a bucket is of no account. Unlike theirs a cell may be corrected after it was passed,
 * so that the result solves the difference equations whatever the order: a second march after a change meets a march from nothing, and
 * `kernel/field.ts`, in float32 and by another order, meets this one to 3e-5 of a time. A binary heap took 6.6 times as long (36 % of a
 * million cells open).
 *
 * Each open cell is taken from the queue 1.01 times; one of 7,000 becomes due earlier while it waits, so it stays where it is and is taken
 * late. Lists that let it be moved took a sixth longer.
 *
 * Levels lie in one plane of cells, one above the other, each with a blocked rim; what joins them (stairs, lifts, one-way doors) are
 * links from cell to cell with a time of their own.
 */
export interface FieldPlane {
  readonly columns: number;
  readonly rows: number;
  /** By the cell that they lead to, rising. */
  readonly links: readonly FieldLink[];
}

/** Who stands in `from` is in `to` after `timeS`; never the other way. Infinity: not now. */
export interface FieldLink {
  from: number;
  to: number;
  timeS: number;
}

const BUCKETS = 1024;
const NONE = -1;
/** Width of a bucket in the least time of a cell: 0.25 and 0.5 cost the same, 1 a fifth more (cells are corrected more often). */
const BUCKET_RATIO = 0.5;
/** A correction below this part of a time is rounding. */
const SAME_RATIO = 1 - 2 ** -22;

/** What a kernel needs beyond a word a cell that waits and one a chunk of 31: a chunk begun in each bucket, and the chunk in hand. */
const QUEUE_BYTES = BUCKETS * (128 + 4) + 2048;

/** Bytes of a march's arrays, in the order in which `FieldMarch` lays them out. */
export const fieldBytes = (cells: number, links: number): number =>
  cells * 14 + Math.ceil(cells / 31) * 4 + QUEUE_BYTES + links * 12 + 64;

const FALLEN = 1;
const SEED = 2;
const isFallen = (mark: number): boolean => (mark & FALLEN) !== 0;
const isSeed = (mark: number): boolean => (mark & SEED) !== 0;

/**
 * What a second march notes by cell. As a map and a set of cells it took half of all the time of 200,000 people who leave a part of a city
 * by 25 streets, rubbish and all.
 */
interface Fall {
  /** In the order in which they fell. */
  fallen: Int32Array;
  /** Time that a fallen cell had. */
  wasS: Float32Array;
  mark: Uint8Array;
}

const fallOf = (cells: number): Fall => ({
  fallen: new Int32Array(cells),
  wasS: new Float32Array(cells),
  mark: new Uint8Array(cells),
});

/** A kernel on the arrays of a march. */
export interface MarchLoop {
  /** The earliest time of those that will be entered. */
  begin(firstS: number): void;
  enter(cell: number): void;
  /** Until nobody waits. */
  march(): void;
}

/** One march after another over a plane; `costS` and `timeS` are open to whoever sets and reads them. */
export class FieldMarch {
  readonly plane: FieldPlane;
  /** Seconds to cross a cell from side to side; Infinity: blocked, as all of the rim must be. */
  readonly costS: Float32Array;
  /** From the middle of the cell to the nearest target; Infinity: no way. */
  readonly timeS: Float32Array;
  /** Of each cell that waits: the next one in its bucket. */
  private readonly next: Int32Array;
  private readonly waits: Uint8Array;
  private readonly heads = new Int32Array(BUCKETS).fill(NONE);
  /** By link of the plane; Infinity: shut. */
  readonly linkTimeS: Float32Array;
  private readonly linkTo: Int32Array;
  private readonly linkFrom: Int32Array;
  /** Cells that links lead to. */
  private readonly linked: Uint8Array;
  private readonly loop: MarchLoop | null;
  private fall: Fall | null = null;

  /** `loop`: the kernel's, on this very buffer; null: the one below. */
  constructor(plane: FieldPlane, buffer?: ArrayBufferLike, at = 0, loop: MarchLoop | null = null) {
    const cells = plane.columns * plane.rows;
    const memory = buffer ?? new ArrayBuffer(fieldBytes(cells, plane.links.length));
    this.plane = plane;
    this.loop = loop;
    let from = at;
    const take = (bytes: number): number => {
      from += bytes;
      return from - bytes;
    };
    const floats = (length: number) => new Float32Array(memory, take(length * 4), length);
    const integers = (length: number) => new Int32Array(memory, take(length * 4), length);
    this.costS = floats(cells).fill(Number.POSITIVE_INFINITY);
    this.timeS = floats(cells).fill(Number.POSITIVE_INFINITY);
    this.linkTo = integers(plane.links.length);
    this.linkFrom = integers(plane.links.length);
    this.linkTimeS = floats(plane.links.length);
    this.next = integers(cells);
    take(Math.ceil(cells / 31) * 4 + QUEUE_BYTES);
    this.waits = new Uint8Array(memory, take(cells), cells);
    this.linked = new Uint8Array(memory, take(cells), cells);
    for (const [k, link] of plane.links.entries()) {
      this.linkTo[k] = link.to;
      this.linkFrom[k] = link.from;
      this.linkTimeS[k] = link.timeS;
      this.linked[link.to] = 1;
    }
  }

  /** From nothing: `sources` are cells with their times. */
  solve(sources: ReadonlyMap<number, number>): void {
    this.timeS.fill(Number.POSITIVE_INFINITY);
    for (const [cell, timeS] of sources) if (this.costS[cell] < Number.POSITIVE_INFINITY) this.timeS[cell] = timeS;
    this.march([...sources.keys()].filter((cell) => this.timeS[cell] < Number.POSITIVE_INFINITY));
  }

  /**
   * After `costS` changed in some cells: only what led through them, and what now leads through them, is marched again. As `solve` to
   * the last bits.
   */
  resolve(changed: Iterable<number>, sources: ReadonlyMap<number, number>): void {
    const { timeS, costS } = this;
    const { columns, links } = this.plane;
    this.fall ??= fallOf(timeS.length);
    const { fallen, wasS, mark } = this.fall;
    mark.fill(0);
    let count = 0;
    const fall = (cell: number): void => {
      if (isFallen(mark[cell])) return;
      mark[cell] = FALLEN;
      wasS[cell] = timeS[cell];
      fallen[count++] = cell;
      timeS[cell] = Number.POSITIVE_INFINITY;
    };
    const fallIfBehind = (near: number, was: number): void => {
      if (timeS[near] > was && timeS[near] < Number.POSITIVE_INFINITY) fall(near);
    };
    for (const cell of changed) fall(cell);
    for (let k = 0; k < count; k++) {
      const cell = fallen[k];
      const was = wasS[cell];
      fallIfBehind(cell - 1, was);
      fallIfBehind(cell + 1, was);
      fallIfBehind(cell - columns, was);
      fallIfBehind(cell + columns, was);
      if (this.linked[cell]) for (const link of links) if (link.to === cell && timeS[link.from] >= was) fall(link.from);
    }
    const seeds: number[] = [];
    const seed = (cell: number): void => {
      if (timeS[cell] < Number.POSITIVE_INFINITY && !isSeed(mark[cell])) {
        mark[cell] += SEED;
        seeds.push(cell);
      }
    };
    for (let k = 0; k < count; k++) {
      const cell = fallen[k];
      const source = sources.get(cell);
      if (source !== undefined && costS[cell] < Number.POSITIVE_INFINITY) {
        timeS[cell] = source;
        seed(cell);
      }
      seed(cell - 1);
      seed(cell + 1);
      seed(cell - columns);
      seed(cell + columns);
    }
    for (const link of links) if (isFallen(mark[link.from])) seed(link.to);
    this.march(seeds);
  }

  private march(seeds: readonly number[]): void {
    if (seeds.length === 0) return;
    const { timeS, loop } = this;
    let firstS = Number.POSITIVE_INFINITY;
    for (const cell of seeds) firstS = Math.min(firstS, timeS[cell]);
    if (loop) {
      loop.begin(firstS);
      for (const cell of seeds) loop.enter(cell);
      loop.march();
    } else this.marchHere(seeds, firstS);
  }

  private marchHere(seeds: readonly number[], firstS: number): void {
    const { timeS, costS, next, waits, heads, linked, linkTo, linkFrom, linkTimeS } = this;
    const { columns } = this.plane;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < costS.length; i++) if (costS[i] < least) least = costS[i];
    const perS = 1 / (least * BUCKET_RATIO);
    let now = Math.floor(firstS * perS);
    let waiting = seeds.length;
    for (const cell of seeds) {
      const into = bucketOf(timeS[cell] * perS, now);
      next[cell] = heads[into];
      heads[into] = cell;
      waits[cell] = 1;
    }
    while (waiting > 0) {
      const cell = heads[now & (BUCKETS - 1)];
      if (cell < 0) {
        now++;
        continue;
      }
      heads[now & (BUCKETS - 1)] = next[cell];
      const here = timeS[cell];
      if (here * perS >= now + 1) {
        const into = bucketOf(here * perS, now);
        next[cell] = heads[into];
        heads[into] = cell;
        continue;
      }
      waits[cell] = 0;
      waiting--;
      for (let side = 0; side < 4; side++) {
        const step = side < 2 ? 1 : columns;
        const near = (side & 1) === 0 ? cell - step : cell + step;
        const was = timeS[near];
        const cost = costS[near];
        if (was <= here || cost === Number.POSITIVE_INFINITY) continue;
        const beyond = timeS[near + near - cell];
        const across = side < 2 ? columns : 1;
        const low = timeS[near - across];
        const high = timeS[near + across];
        const a = beyond < here ? beyond : here;
        const b = low < high ? low : high;
        const d = a - b;
        let time: number;
        if (d >= cost) time = b + cost;
        else if (-d >= cost) time = a + cost;
        else time = 0.5 * (a + b + Math.sqrt(2 * cost * cost - d * d));
        if (time >= was * SAME_RATIO) continue;
        timeS[near] = time;
        if (waits[near] === 1) continue;
        waits[near] = 1;
        waiting++;
        const into = bucketOf(time * perS, now);
        next[near] = heads[into];
        heads[into] = near;
      }
      if (linked[cell] === 0) continue;
      for (let k = firstLinkTo(linkTo, cell); k < linkTo.length && linkTo[k] === cell; k++) {
        const from = linkFrom[k];
        const time = here + linkTimeS[k];
        if (costS[from] === Number.POSITIVE_INFINITY || time >= timeS[from] * SAME_RATIO) continue;
        timeS[from] = time;
        if (waits[from] === 1) continue;
        waits[from] = 1;
        waiting++;
        const into = bucketOf(time * perS, now);
        next[from] = heads[into];
        heads[into] = from;
      }
    }
  }
}

/** Where a cell due in some bucket waits: not in the past, and not farther on than there are buckets. */
const bucketOf = (due: number, now: number): number =>
  Math.floor(Math.max(now, Math.min(due, now + BUCKETS - 1))) & (BUCKETS - 1);

/** The first link, of ends that rise, that leads to a cell. */
function firstLinkTo(linkTo: Int32Array, cell: number): number {
  let [low, high] = [0, linkTo.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (linkTo[middle] < cell) low = middle + 1;
    else high = middle;
  }
  return low;
}
