/** Slots that a state begins with; it doubles as subjects come. */
const FIRST_SLOTS = 64;

/**
 * The state of an incident at one moment, as numbers by slot: whole milliseconds and millimetres, counts and numbers of subjects, never a
 * fraction. Its hash runs along with every change, so that two states are compared in no time: 64 bits in two lanes, the sum of one mixed
 * value a slot, so that the order of changes to different slots does not show. No proof against forging: that is the log's chain.
 */
export class TimelineState {
  values: Float64Array;
  /** Changes that were made so far. */
  changes = 0;
  private low = 0;
  private high = 0;

  constructor(values = new Float64Array(FIRST_SLOTS)) {
    this.values = values;
  }

  set(slot: number, value: number): void {
    if (slot >= this.values.length) this.grow(slot);
    const before = this.values[slot];
    this.low = (this.low - mixed(slot, before, LOW_SEED) + mixed(slot, value, LOW_SEED)) | 0;
    this.high = (this.high - mixed(slot, before, HIGH_SEED) + mixed(slot, value, HIGH_SEED)) | 0;
    this.values[slot] = value;
    this.changes++;
  }

  private grow(slot: number): void {
    let slots = this.values.length;
    while (slots <= slot) slots *= 2;
    const values = new Float64Array(slots);
    values.set(this.values);
    this.values = values;
  }

  clone(): TimelineState {
    const copy = new TimelineState(this.values.slice());
    copy.changes = this.changes;
    copy.low = this.low;
    copy.high = this.high;
    return copy;
  }

  /** 16 hexadecimal digits. */
  hash(): string {
    const word = (value: number) => (value >>> 0).toString(16).padStart(8, '0');
    return word(this.high) + word(this.low);
  }
}

const LOW_SEED = 0x9e3779b1;
const HIGH_SEED = 0x85ebca77;
const WORD = 2 ** 32;

/** A slot that holds nothing counts as nothing, so that a longer state of the same values has the same hash. */
function mixed(slot: number, value: number, seed: number): number {
  if (value === 0) return 0;
  const high = Math.floor(value / WORD);
  let h = Math.imul(slot + 1, seed);
  h = scrambled(h ^ (value - high * WORD));
  h = scrambled(h + Math.imul(high, 0xc2b2ae3d));
  return h;
}

/** The finalizer of MurmurHash3 (Appleby, public domain). */
function scrambled(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
