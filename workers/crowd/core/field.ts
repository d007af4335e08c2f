import { type Arena, PLAIN_ARENA } from '../../shared/arena.ts';

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

/** A one-way link between cells: a person in `from` is in `to` after `timeS`. Infinity: not now. */
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

const FALLEN = 1;
const SEED = 2;
const SOURCE = 4;
const isFallen = (mark: number): boolean => (mark & FALLEN) !== 0;
const isSeed = (mark: number): boolean => (mark & SEED) !== 0;

/**
 * What a second march notes by cell. As a map and a set of cells it took half of all the time of 200,000 people who leave a part of a city
 * by 25 streets, rubbish and all.
 */
interface Fall {
  /** In the order in which they fell. */
  fallen: Int32Array;
  /** Times that they had. */
  wasS: Float32Array;
  mark: Uint8Array;
}

const fallOf = (cells: number): Fall => ({
  fallen: new Int32Array(cells),
  wasS: new Float32Array(cells),
  mark: new Uint8Array(cells),
});

/** A field to be marched, in arrays of the arena of whoever marches it. */
export interface FieldJob {
  /** Seconds to cross a cell from side to side; Infinity: blocked, as all of the rim must be. */
  costS: Float32Array;
  /** From the middle of the cell to the nearest target; Infinity: no way. */
  timeS: Float32Array;
  /** By link of the plane; Infinity: shut. */
  linkTimeS: Float32Array;
  /** Targets, each once, and the times there. */
  sources: Int32Array;
  sourceS: Float32Array;
  /** Cells whose cost changed since the last march, each once; null: from nothing. */
  moved: Int32Array | null;
  route: number;
}

/** Marches fields: the oracle below, or a kernel (`field-kernel.ts`). */
export interface Marcher {
  readonly arena: Arena;
  /** Brings directions up to date too, but of cells that lead elsewhere than down. */
  readonly writesDirections: boolean;
  march(jobs: readonly FieldJob[]): void;
}

/** Ends of links, by the cell that they lead to, and 1 for each such cell, as a march reads them. */
export function linksOf({ columns, rows, links }: FieldPlane, arena: Arena) {
  const to = arena.i32(links.length);
  const from = arena.i32(links.length);
  const linked = arena.u8(columns * rows);
  for (const [k, link] of links.entries()) {
    to[k] = link.to;
    from[k] = link.from;
    linked[link.to] = 1;
  }
  return { to, from, linked };
}

/** One march after another over a plane. */
export class FieldMarch implements Marcher {
  readonly arena = PLAIN_ARENA;
  readonly writesDirections = false;
  private readonly columns: number;
  /** Next cell in its bucket, of each cell that waits. */
  private readonly next: Int32Array;
  private readonly waits: Uint8Array;
  private readonly heads = new Int32Array(BUCKETS).fill(NONE);
  private readonly linkTo: Int32Array;
  private readonly linkFrom: Int32Array;
  /** Cells that links lead to. */
  private readonly linked: Uint8Array;
  private fall: Fall | null = null;

  constructor(plane: FieldPlane) {
    const cells = plane.columns * plane.rows;
    const { to, from, linked } = linksOf(plane, PLAIN_ARENA);
    this.columns = plane.columns;
    this.next = new Int32Array(cells);
    this.waits = new Uint8Array(cells);
    this.linkTo = to;
    this.linkFrom = from;
    this.linked = linked;
  }

  march(jobs: readonly FieldJob[]): void {
    for (const job of jobs) this.pass(job, job.moved ? this.behind(job, job.moved) : this.resetWavefront(job));
  }

  private resetWavefront({ timeS, costS, sources, sourceS }: FieldJob): number[] {
    timeS.fill(Number.POSITIVE_INFINITY);
    const seeds: number[] = [];
    for (const [k, cell] of sources.entries()) {
      if (costS[cell] === Number.POSITIVE_INFINITY) continue;
      timeS[cell] = sourceS[k];
      seeds.push(cell);
    }
    return seeds;
  }

  /**
   * After `costS` changed in some cells: only what led through them, and what now leads through them, is marched again. As from nothing to
   * the last bits.
   */
  private behind({ timeS, costS, sources, sourceS }: FieldJob, moved: Int32Array): number[] {
    const { columns, linkTo, linkFrom, linked } = this;
    this.fall ??= fallOf(timeS.length);
    const { fallen, wasS, mark } = this.fall;
    mark.fill(0);
    for (const cell of sources) mark[cell] = SOURCE;
    let count = 0;
    const fall = (cell: number): void => {
      if (isFallen(mark[cell])) return;
      mark[cell] += FALLEN;
      wasS[count] = timeS[cell];
      fallen[count++] = cell;
      timeS[cell] = Number.POSITIVE_INFINITY;
    };
    const fallIfBehind = (near: number, was: number): void => {
      if (timeS[near] > was && timeS[near] < Number.POSITIVE_INFINITY) fall(near);
    };
    for (const cell of moved) fall(cell);
    for (let k = 0; k < count; k++) {
      const cell = fallen[k];
      const was = wasS[k];
      fallIfBehind(cell - 1, was);
      fallIfBehind(cell + 1, was);
      fallIfBehind(cell - columns, was);
      fallIfBehind(cell + columns, was);
      if (linked[cell] === 1)
        for (let link = firstLinkTo(linkTo, cell); linkTo[link] === cell; link++)
          if (timeS[linkFrom[link]] >= was) fall(linkFrom[link]);
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
      if (mark[cell] >= SOURCE && costS[cell] < Number.POSITIVE_INFINITY) {
        timeS[cell] = sourceS[sources.indexOf(cell)];
        seed(cell);
      }
      seed(cell - 1);
      seed(cell + 1);
      seed(cell - columns);
      seed(cell + columns);
    }
    for (let link = 0; link < linkTo.length; link++) if (isFallen(mark[linkFrom[link]])) seed(linkTo[link]);
    return seeds;
  }

  private pass({ timeS, costS, linkTimeS }: FieldJob, seeds: readonly number[]): void {
    const { columns, next, waits, heads, linked, linkTo, linkFrom } = this;
    let firstS = Number.POSITIVE_INFINITY;
    for (const cell of seeds) firstS = Math.min(firstS, timeS[cell]);
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
  let low = 0;
  let high = linkTo.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (linkTo[middle] < cell) low = middle + 1;
    else high = middle;
  }
  return low;
}
