import { timingSafeEqual } from 'node:crypto';

/** In the same time for every wrong one of the secret's length. */
export function isSecret(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
