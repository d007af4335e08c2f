/** What became of a sample that was put. */
type Put =
  /** At the end, or between older ones. */
  | 'appended'
  | 'patched'
  /** Another value for an event time already known: of another result time, the later one stands. */
  | 'corrected'
  /** Another value of the same result time: nobody can tell which is right. */
  | 'contradicted'
  /** Says what was heard before. */
  | 'duplicate'
  /** Older than all that is kept. */
  | 'tooOld';

/** Values that are remembered of one event time: a sender that makes up more is no less wrong. */
const MAX_REPORTED = 8;

/** Three times 8 bytes and a word of bits. */
const BYTES_PER_SLOT = 28;
/** Beyond what is kept so much of it is spare, so that samples move to the front only once in so many. */
const SPARE_RATIO = 0.25;

/** How many samples each of so many streams may keep, for all of them to lie within the bytes. */
export function samplesWithin(bytes: number, streams: number): number {
  return Math.floor(bytes / BYTES_PER_SLOT / Math.max(1, streams) / (1 + SPARE_RATIO));
}

/**
 * The newest samples of one stream in order of event time, on flat arrays of a quarter more slots than are kept, all taken at once: what a
 * page holds does not grow while it listens. What is kept is a function of the set of samples put, not of their order.
 */
export class Samples {
  /** Event times, UTC ms, rising strictly from `start` to `end`. */
  readonly timesMs: Float64Array;
  readonly resultMs: Float64Array;
  readonly values: Float64Array;
  /** Bit r: rule r of the stream holds at the sample. */
  readonly bits: Uint32Array;
  start = 0;
  end = 0;
  /** Event time of the newest sample that was let go. */
  forgottenMs = Number.NEGATIVE_INFINITY;
  /** Its bits: the rules go on from there. */
  forgottenBits = 0;
  /** The rules were judged before what is kept begins, by who was restarted since: what the kept samples do not tell is as it was. */
  isContinued = false;
  /** Index that the last `put` wrote; without meaning after a duplicate or one too old. */
  at = 0;
  /** Whether the last `put` changed what is kept: a correction that a later one had overtaken does not. */
  isWritten = false;
  /** How many came that were older than all that is kept. */
  tooOld = 0;
  readonly most: number;
  /** By event time, what was told of it where that was not one thing: a duplicate of what no longer stands is one too. */
  private contested: Map<number, string[]> | null = null;

  constructor(most: number) {
    this.most = most;
    const slots = Math.ceil(most * (1 + SPARE_RATIO)) + 1;
    this.timesMs = new Float64Array(slots);
    this.resultMs = new Float64Array(slots);
    this.values = new Float64Array(slots);
    this.bits = new Uint32Array(slots);
  }

  get count(): number {
    return this.end - this.start;
  }

  get lastMs(): number {
    return this.end > this.start ? this.timesMs[this.end - 1] : Number.NEGATIVE_INFINITY;
  }

  get lastValue(): number {
    return this.end > this.start ? this.values[this.end - 1] : Number.NaN;
  }

  put(timeMs: number, resultMs: number, value: number): Put {
    this.isWritten = false;
    if (timeMs <= this.forgottenMs) {
      this.tooOld++;
      return 'tooOld';
    }
    let at = this.indexFrom(timeMs);
    if (at < this.end && this.timesMs[at] === timeMs) return this.putAgain(at, resultMs, value);
    this.isWritten = true;
    if (this.count === this.most) {
      if (at === this.start) {
        this.forgottenMs = timeMs;
        this.isWritten = false;
        this.tooOld++;
        return 'tooOld';
      }
      this.forgottenMs = this.timesMs[this.start];
      this.forgottenBits = this.bits[this.start];
      this.contested?.delete(this.forgottenMs);
      this.start++;
    }
    at -= this.makeRoom();
    const isLast = at === this.end;
    if (!isLast) {
      for (const array of [this.timesMs, this.resultMs, this.values, this.bits]) array.copyWithin(at + 1, at, this.end);
    }
    this.timesMs[at] = timeMs;
    this.resultMs[at] = resultMs;
    this.values[at] = value;
    this.bits[at] = 0;
    this.end++;
    this.at = at;
    return isLast ? 'appended' : 'patched';
  }

  /**
   * Decides between two samples with one event time: the later result wins, and of two with one result time the greater value, in whichever
   * order they come.
   */
  private putAgain(at: number, resultMs: number, value: number): Put {
    this.at = at;
    const timeMs = this.timesMs[at];
    const stoodMs = this.resultMs[at];
    const stood = this.values[at];
    const isLater = resultMs > stoodMs || (resultMs === stoodMs && value > stood);
    if (isLater) {
      this.resultMs[at] = resultMs;
      this.values[at] = value;
    }
    if (value === stood) return 'duplicate';
    this.isWritten = isLater;
    const hash = `${resultMs} ${value}`;
    const contestedResults = this.contested?.get(timeMs) ?? [`${stoodMs} ${stood}`];
    if (contestedResults.includes(hash)) return 'duplicate';
    if (contestedResults.length < MAX_REPORTED) {
      this.contested ??= new Map();
      this.contested.set(timeMs, [...contestedResults, hash]);
    }
    return resultMs === stoodMs ? 'contradicted' : 'corrected';
  }

  /** Index of the first sample at or after `timeMs`; `end` when there is none. */
  indexFrom(timeMs: number): number {
    if (this.end === this.start || timeMs > this.timesMs[this.end - 1]) return this.end;
    let low = this.start;
    let high = this.end - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.timesMs[middle] < timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** One free slot at the end; returns by how much the samples moved to the front. */
  private makeRoom(): number {
    if (this.end < this.timesMs.length) return 0;
    const moved = this.start;
    for (const array of [this.timesMs, this.resultMs, this.values, this.bits])
      array.copyWithin(0, this.start, this.end);
    this.end -= moved;
    this.start = 0;
    return moved;
  }
}
