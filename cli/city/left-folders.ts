import { readdirSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../../tiles/is-running.ts';

/** A folder whose process was killed is touched no more; of one that computes for long the last file may be some hours old. */
const STALE_MS = 24 * 3_600_000;

/** Letters of a machine's name that a file name may have everywhere. */
const HOST =
  hostname()
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 40) || 'host';

/** How the folder begins that is filled beside `name` before it takes its place: by whom, so that a later one can tell whether it is still filled. */
export const fillingPrefix = (name: string): string => `.${name}-${HOST}-${process.pid}-`;

/**
 * Takes away what a process that was killed (SIGKILL cannot be heard) left beside `name`: of this machine, of a process that is no more, and untouched for
 * a day, since another container may have the same machine's name and other processes. Whatever cannot be taken away stays: the next one tries again.
 */
export function clearLeft(parent: string, name: string, nowMs: number): void {
  for (const entry of readdirSync(parent)) {
    const pid = pidOf(entry, name);
    if (pid === null || isRunning(pid)) continue;
    const folder = join(parent, entry);
    try {
      if (nowMs - touchedMs(folder) > STALE_MS) rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      process.stderr.write(`${folder}: ${String(error)}\n`);
    }
  }
}

/** The process that fills or filled a folder; null: it is none of ours. */
function pidOf(entry: string, name: string): number | null {
  const before = `.${name}-${HOST}-`;
  if (!entry.startsWith(before)) return null;
  const [, pid] = /^([1-9]\d{0,9})-[A-Za-z0-9]{6}$/.exec(entry.slice(before.length)) ?? [];
  return pid ? Number(pid) : null;
}

/** When the folder or one of its files was last written. */
const touchedMs = (folder: string): number =>
  Math.max(...['.', ...readdirSync(folder)].map((one) => statSync(join(folder, one)).mtimeMs));
