/** A throw of its own for each person and moment, 0 ≤ x < 1, whatever was thrown before: 32-bit mixing (C. Wellons' triple32, 2018). */
export function chance(seed: number, id: number, moment: number): number {
  let x = Math.imul(seed ^ Math.imul(id + 1, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(moment + 1, 0xc2b2ae35);
  x ^= x >>> 17;
  x = Math.imul(x, 0xed5ad4bb);
  x ^= x >>> 11;
  x = Math.imul(x, 0xac4c1b51);
  x ^= x >>> 15;
  x = Math.imul(x, 0x31848bab);
  x ^= x >>> 14;
  return (x >>> 0) / 2 ** 32;
}
