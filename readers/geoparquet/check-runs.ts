/** Writers fill the last packed run up to whole groups of eight, and some to 63 groups. */
const PADDED_VALUES = 512;
const MAX_BITS = 32;

/**
 * Values as runs, packed or repeated (Parquet's hybrid encoding): throws an Error where a run holds more than is left, or lies outside.
 * `values`: how many there are; 'at-most' of a page whose nulls are not counted yet, whose runs may end before.
 */
export function checkRuns(bytes: Uint8Array, bits: number, values: number, are: 'exact' | 'at-most' = 'exact'): void {
  if (bits > MAX_BITS) throw new Error(`values of ${bits} bits`);
  if (bits === 0) return;
  let at = 0;
  for (let seen = 0; seen < values; ) {
    if (at >= bytes.length && are === 'at-most') return;
    let head = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= bytes.length || shift > 28) throw new Error(`a run of values at ${at} of ${bytes.length}`);
      const byte = bytes[at++];
      head += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) break;
    }
    const isPacked = head % 2 === 1;
    const count = Math.floor(head / 2) * (isPacked ? 8 : 1);
    if (count > values - seen + (isPacked ? PADDED_VALUES : 0))
      throw new Error(`a run of ${count} values where ${values - seen} are left`);
    seen += count;
    at += isPacked ? (count / 8) * bits : (bits + 7) >> 3;
  }
}
