/** The next number of a sequence, 0 ≤ x < 1. */
export type Random = () => number;

/** Mulberry32 (T. Ettinger 2017, public domain): one 32-bit word of state, the same on every machine. Not for secrets. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}
