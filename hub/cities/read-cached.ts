import { readFile, stat } from 'node:fs/promises';

/** Files that are kept parsed, the last ones that somebody read. */
const MAX_KEPT_FILES = 200;

/**
 * Returns a reader of JSON files that parses each anew only when it has changed: a manifest of 130 kB takes some ten milliseconds, which every
 * request to a door would cost the thread that acknowledges readings. What it gives is shared and must not be changed.
 */
export function cachedReader<Parsed>(
  parse: (json: unknown, path: string) => Parsed,
): (path: string) => Promise<Parsed> {
  const kept = new Map<string, { key: string; parsed: Promise<Parsed> }>();
  return async (path) => {
    const { mtimeMs, size, ino } = await stat(path);
    const key = `${mtimeMs}/${size}/${ino}`;
    const known = kept.get(path);
    if (known?.key === key) return known.parsed;
    const parsed = readFile(path, 'utf8').then((text) => parse(JSON.parse(text), path));
    kept.delete(path);
    kept.set(path, { key, parsed });
    for (const old of [...kept.keys()].slice(0, -MAX_KEPT_FILES)) kept.delete(old);
    return parsed;
  };
}
