import { parseSource, type Source } from './source.ts';

/** A tree of files held in memory: path → text. */
export function parseFiles(files: Record<string, string>): Source[] {
  return Object.entries(files).map(([path, text]) => parseSource(path, text));
}
