import { resolve } from 'node:path';

const files = new Set<string>();
const folders = new Set<string>();

/** Forgets what was read for another city. */
export function startNoting(): void {
  files.clear();
  folders.clear();
}

/** Notes a file that is read for a city. */
export function noteFile(path: string): void {
  files.add(resolve(path));
}

/** Notes a folder in which a file beside another is looked for: one may come to lie there. */
export function noteFolder(path: string): void {
  folders.add(resolve(path));
}

/** Returns what was read since then; a process reads one city at a time. */
export const filesRead = (): { files: string[]; folders: string[] } => ({ files: [...files], folders: [...folders] });
