/** Names what a number of chance is for; numbers of different purposes are independent. */
export const CHANCE = { speed: 1, vehicleClass: 2, arrival: 3, route: 4, swap: 5 } as const;

/**
 * Returns a number of chance in 0 ≤ x < 1 that depends on the vehicle, the link, the purpose and the seed alone. No stream is drawn
 * from, so that a road that closes far away changes the chance of nobody else. The mixing is murmur3's finalizer (A. Appleby, public domain).
 */
export function chanceOf(seed: number, vehicle: number, link: number, purpose: number): number {
  let h = mix(seed ^ 0x9e3779b9);
  h = mix(h ^ Math.imul(vehicle + 1, 0x85ebca6b));
  h = mix(h ^ Math.imul(link + 1, 0xc2b2ae35));
  h = mix(h ^ Math.imul(purpose, 0x27d4eb2f));
  return h / 4294967296;
}

function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Returns a number about 0 with a standard deviation of 1, as the sum of twelve chances less 6: it needs no logarithm, so every machine agrees. */
export function normalOf(seed: number, vehicle: number, purpose: number): number {
  let sum = -6;
  for (let draw = 0; draw < 12; draw++) sum += chanceOf(seed, vehicle, draw, purpose);
  return sum;
}
