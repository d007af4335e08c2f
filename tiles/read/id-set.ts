import { Utf8List } from '../../readers/shared/growable.ts';
import { hash } from '../../readers/shared/properties.ts';

/** Ids met so far, by bytes: a table of hashes, because a Set of a million strings takes 100 MB and 0.3 s. */
export class IdSet {
  readonly list: Utf8List;
  /** Index + 1 and hash by turns: other ids are told apart without a look at their bytes. */
  #slots: Uint32Array;

  constructor(capacity: number) {
    this.list = new Utf8List(capacity, capacity * 12);
    this.#slots = new Uint32Array(2 * 2 ** Math.ceil(Math.log2(Math.max(16, capacity * 2))));
  }

  /** False where these bytes are there already. */
  add(bytes: Uint8Array, start: number, end: number): boolean {
    const slots = this.#slots;
    const mask = slots.length - 2;
    const key = mix(hash(bytes, start, end));
    for (let slot = (key << 1) & mask; ; slot = (slot + 2) & mask) {
      const index = slots[slot];
      if (index === 0) {
        this.list.pushBytes(bytes, start, end);
        slots[slot] = this.list.length;
        slots[slot + 1] = key;
        return true;
      }
      if (slots[slot + 1] === key && this.#same(index - 1, bytes, start, end)) return false;
    }
  }

  #same(index: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.list.offsets.items[index];
    if (this.list.offsets.items[index + 1] - from !== end - start) return false;
    for (let i = start; i < end; i++) if (this.list.bytes[from + i - start] !== bytes[i]) return false;
    return true;
  }
}

/** FNV's low bits of short digits cluster; this spreads them (finalizer of MurmurHash3). */
function mix(h: number): number {
  const a = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  const b = Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return (b ^ (b >>> 16)) >>> 0;
}
