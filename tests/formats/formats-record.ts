import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { FormatRow } from '../../cli/docs/formats-page.ts';

/** Writes the rows of a part of the files into the record; those of other parts stay. A part is whatever names hold it, the whole is ''. */
export function keepFormats(path: string, rows: readonly FormatRow[], part: string): void {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
  const others = lines.map((line) => JSON.parse(line) as FormatRow).filter(({ file }) => !file.includes(part));
  const all = [...others, ...rows].sort((a, b) => order(a.file, b.file));
  writeFileSync(`${path}.next`, all.map((row) => `${JSON.stringify(row)}\n`).join(''));
  renameSync(`${path}.next`, path);
}

/** As files are met: folder by folder, names in each as they are spelled. */
function order(a: string, b: string): number {
  const [first, second] = [a.split('/'), b.split('/')];
  const k = first.findIndex((name, i) => name !== second[i]);
  return k < 0 ? 0 : first[k] < (second[k] ?? '') ? -1 : 1;
}
