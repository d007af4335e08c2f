/** Seeded and without memory: the same numbers give the same chance, 0 ≤ x < 1 (Mulberry32's mixing, T. Ettinger 2017). */
export function chance(...numbers: number[]): number {
  let x = 0x6d2b79f5;
  for (const number of numbers) {
    x = Math.imul(x ^ (number | 0), 0x9e3779b1);
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    x ^= x >>> 14;
  }
  return (x >>> 0) / 2 ** 32;
}

/** A number of 32 bits from an id (FNV-1a), the same on every machine. */
export function numberOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash | 0;
}
