import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One verdict as it was measured: by which case, on which commit and day. */
export interface Recorded {
  case: string;
  value: number | string;
  mark: string;
  pass: boolean;
  /** The name of the validation case that gave it. */
  of: string;
  commit: string;
  date: string;
}

/** One verdict a line; the guide's table of validations is made of it. */
const RECORD = 'tests/validation/record.jsonl';

export function readRecord(root: string): Recorded[] {
  const path = join(root, RECORD);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Recorded);
}

/** Where the mark of a case is from; the longest beginning of its name counts. */
export interface MarkSource {
  case: string;
  en: string;
  zh: string;
  /** The parameter set of a crowd that the case is played with. */
  preset?: string;
}

/** File of sources of every mark in the record. */
export const SOURCES = 'tests/validation/sources.json';

export const readSources = (root: string): MarkSource[] =>
  JSON.parse(readFileSync(join(root, SOURCES), 'utf8')) as MarkSource[];

/** Undefined: nobody said where the mark is from. */
export const sourceOf = (sources: readonly MarkSource[], name: string): MarkSource | undefined =>
  sources.filter((source) => name.startsWith(source.case)).sort((a, b) => b.case.length - a.case.length)[0];

/** What these cases gave earlier makes way for what they gave now; the rest stays as it was measured. */
export function saveRecord(root: string, rows: readonly Recorded[]): void {
  const anew = new Set(rows.map(({ of }) => of));
  const all = [...readRecord(root).filter(({ of }) => !anew.has(of)), ...rows];
  all.sort((a, b) => order(a.of, b.of) || order(a.case, b.case));
  const path = join(root, RECORD);
  writeFileSync(`${path}.next`, all.map((row) => `${JSON.stringify(row)}\n`).join(''));
  renameSync(`${path}.next`, path);
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The commit that is checked out, with a plus where files differ from it: a figure belongs to a commit. */
export function commitOf(root: string): string {
  const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--untracked-files=no').split('\n');
  const isChanged = changed.some((line) => line !== '' && !line.endsWith(RECORD));
  return `${git('rev-parse', '--short=7', 'HEAD')}${isChanged ? '+' : ''}`;
}
