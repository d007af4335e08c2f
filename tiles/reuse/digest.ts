import { createHash, type Hash } from 'node:crypto';
import { bytesOf } from '../tileset/meshopt.ts';

/** What a stage reads, in a few letters: any value of plain objects, numbers, texts and flat arrays. Functions are not looked at. */
export function digestOf(...values: unknown[]): string {
  const hash = createHash('sha256');
  for (const value of values) add(hash, value);
  return hash.digest('base64url');
}

function add(hash: Hash, value: unknown): void {
  if (ArrayBuffer.isView(value)) {
    hash.update(`${value.constructor.name} ${value.byteLength}\n`);
    hash.update(bytesOf(value));
  } else if (Array.isArray(value)) {
    hash.update(`[${value.length}\n`);
    for (const item of value) add(hash, item);
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    hash.update(`{${entries.length}\n`);
    for (const [name, item] of entries) {
      hash.update(`${JSON.stringify(name)}\n`);
      add(hash, item);
    }
  } else hash.update(`${textOf(value)}\n`);
}

/** Returns the text of a value; a number has all that it is: JSON has neither NaN nor −0. */
function textOf(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  return `${typeof value} ${typeof value === 'function' ? '' : JSON.stringify(value)}`;
}
