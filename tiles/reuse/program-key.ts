import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Which program bakes: of the baker's and the model's own scripts, the packages that they use, and Node with its zlib. By the scripts
 * themselves instead of a number that somebody must remember to raise; 250 files take 10 ms. `beside`: folders of scripts that count too.
 */
export function programKey(beside: readonly string[] = []): string {
  const tiles = dirname(import.meta.dirname);
  const hash = createHash('sha256').update(JSON.stringify(process.versions));
  for (const folder of [tiles, ...['model', ...beside].map((name) => join(dirname(tiles), name))])
    hash.update(scriptsKey(folder));
  return hash.update(readFileSync(packageJson(tiles))).digest('base64url');
}

const known = new Map<string, string>();

function scriptsKey(folder: string): string {
  let key = known.get(folder);
  if (key === undefined) {
    const hash = createHash('sha256');
    for (const file of scriptsBelow(folder)) hash.update(`${file.slice(folder.length)}\n`).update(readFileSync(file));
    key = hash.digest('base64url');
    known.set(folder, key);
  }
  return key;
}

function scriptsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.d)\.[jt]s$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** Lies above the sources, and a few folders higher above what is compiled. */
function packageJson(folder: string): string {
  const path = join(folder, 'package.json');
  return existsSync(path) ? path : packageJson(dirname(folder));
}
