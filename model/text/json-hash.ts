import { sha256 } from '../sha256.ts';

/**
 * SHA-256 of JSON, whatever order its keys were kept in: keys are sorted by UTF-16 units as in RFC 8785. What JSON cannot hold (NaN,
 * infinity, undefined in an array) would become null, so values are parsed by a schema before they are hashed.
 */
export function jsonHash(value: unknown): string {
  return sha256([new TextEncoder().encode(JSON.stringify(inOrder(value)))]);
}

/** Keys in one order, whatever kept them. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, inOrder(item)]);
}
