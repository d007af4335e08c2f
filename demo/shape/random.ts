/** Uniform in [0, 1). */
export type Random = () => number;

/**
 * A stream of its own for `<seed>/<layer>/<object id>`, so that one layer can change without moving another (CITY.md §1).
 * The name is hashed by four rounds of FNV-1a with different offsets, the numbers come from sfc32 (Doty-Humphrey, PractRand):
 * small, quick, and good enough where only the independence of streams matters.
 */
export function randomOf(seed: number, layer: string, id: string): Random {
  const name = `${seed}/${layer}/${id}`;
  const state = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35].map((offset) => {
    let h = offset;
    for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
    return (h ^ (h >>> 15)) | 0;
  });
  let [a, b, c, d] = state;
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

export function uniform(random: Random, from: number, to: number): number {
  return from + (to - from) * random();
}

/** A whole number from `from` to `to`, both possible. */
export function wholeNumber(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.min(Math.floor(random() * from.length), from.length - 1)];
}

/** A key of the table, by its weight. */
export function pickWeighted<K extends string>(random: Random, weights: Partial<Record<K, number>>): K {
  const entries = Object.entries(weights) as [K, number][];
  let rest = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) {
    rest -= weight;
    if (rest < 0) return key;
  }
  return entries[entries.length - 1][0];
}
