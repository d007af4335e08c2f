import { timingSafeEqual } from 'node:crypto';

/** In the same time for every wrong one of the secret's length. */
export function isSecret(given: string, secret: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(secret);
  return a.length === b.length && timingSafeEqual(a, b);
}
