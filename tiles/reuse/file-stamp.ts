import { statSync } from 'node:fs';
import { join } from 'node:path';

/** A file as it was left: whoever writes it anew changes its length or its time. */
export type FileStamp = [path: string, bytes: number, modifiedMs: number];

/** Not every way of copying a folder keeps more than milliseconds. */
const SAME_TIME_MS = 2;

export function stampOf(folder: string, path: string): FileStamp {
  const { size, mtimeMs } = statSync(join(folder, path));
  return [path, size, mtimeMs];
}

/** Whether nobody wrote the file since. */
export function isAsLeft(folder: string, [path, bytes, modifiedMs]: FileStamp): boolean {
  const stat = statSync(join(folder, path), { throwIfNoEntry: false });
  return stat !== undefined && stat.size === bytes && Math.abs(stat.mtimeMs - modifiedMs) < SAME_TIME_MS;
}
